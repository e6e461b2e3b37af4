// SPDX-License-Identifier: MIT
#include "app/mailbox.hpp"

#include <string>
#include <thread>
#include <vector>

#include "support/catch.hpp"

namespace signalbox::test::mailbox_test {

using app::Mailbox;
using domain::Event;
using Verdict = Mailbox::Verdict;

namespace {

SessionId session(std::uint32_t slot) { return {.slot = slot, .generation = 1}; }

std::vector<std::string> drain(Mailbox& mailbox) {
  std::vector<std::string> letters;
  mailbox.drain([&](SessionId to, const Event& event) {
    std::string text = std::to_string(to.slot);
    text.append(" ").append(event.username).append(">").append(event.addressee).append(": ");
    letters.push_back(text.append(event.payload));
  });
  return letters;
}

constexpr std::size_t kMegabyte = 1024 * 1024;

}  // namespace

TEST_CASE("letters come out as they went in, in order", "[app][mailbox]") {
  Mailbox mailbox;
  CHECK(drain(mailbox).empty());
  {
    // What the views point to is gone before the letters are read.
    const std::string alice = "alice";
    const std::string payload = "{\"sdp\":1}";
    mailbox.push(session(2), {.username = alice, .addressee = "bob", .payload = payload});
    mailbox.push(session(1), {.username = "", .addressee = "", .payload = ""});
    mailbox.push(session(2), {.username = "carol", .addressee = "bob", .payload = "2"});
  }
  CHECK(drain(mailbox) ==
        std::vector<std::string>{"2 alice>bob: {\"sdp\":1}", "1 >: ", "2 carol>bob: 2"});
  CHECK(drain(mailbox).empty());
}

TEST_CASE("all of an event arrives", "[app][mailbox]") {
  const Event sent{.kind = Event::Kind::undeliverable,
                   .signal = domain::Signal::candidate,
                   .error = ErrorCode::busy,
                   .from = {.slot = 7, .generation = 8, .shard = 9},
                   .username = "bob",
                   .id = "\"7\"",
                   .wants_ack = true};
  Mailbox mailbox;
  mailbox.push({.slot = 4, .generation = 5, .shard = 6}, sent);
  int letters = 0;
  mailbox.drain([&](SessionId to, const Event& event) {
    ++letters;
    CHECK(to == SessionId{.slot = 4, .generation = 5, .shard = 6});
    CHECK(event.kind == sent.kind);
    CHECK(event.signal == sent.signal);
    CHECK(event.error == sent.error);
    CHECK(event.from == sent.from);
    CHECK(event.username == "bob");
    CHECK(event.id == "\"7\"");
    CHECK(event.wants_ack);
  });
  CHECK(letters == 1);
}

TEST_CASE("only the first letter of a batch wakes the owner", "[app][mailbox]") {
  Mailbox mailbox;
  CHECK(mailbox.push(session(1), {.username = "a"}) == Verdict::first);
  CHECK(mailbox.push(session(1), {.username = "a"}) == Verdict::queued);
  drain(mailbox);
  CHECK(mailbox.push(session(1), {.username = "a"}) == Verdict::first);
}

TEST_CASE("a letter that comes while others are read waits for the next time", "[app][mailbox]") {
  Mailbox mailbox;
  mailbox.push(session(1), {.username = "a"});
  int read = 0;
  mailbox.drain([&](SessionId, const Event&) {
    ++read;
    CHECK(mailbox.push(session(1), {.username = "b"}) == Verdict::first);
  });
  CHECK(read == 1);
  CHECK(drain(mailbox) == std::vector<std::string>{"1 b>: "});
}

TEST_CASE("signals are bounded, the ends of sessions and refusals are not", "[app][mailbox]") {
  const std::string megabyte(kMegabyte, 'x');
  Mailbox mailbox;
  std::size_t taken = 0;
  while (mailbox.push(session(1), {.payload = megabyte}) != Verdict::full) REQUIRE(++taken < 100);
  CHECK(taken == 16);

  CHECK(mailbox.push(session(1), {.payload = "x"}) == Verdict::full);
  CHECK(mailbox.push(session(1), {.kind = Event::Kind::vanished, .payload = "gone"}) ==
        Verdict::queued);
  CHECK(mailbox.push(session(1), {.kind = Event::Kind::undeliverable}) == Verdict::queued);

  CHECK(drain(mailbox).size() == taken + 2);
  CHECK(mailbox.push(session(1), {.payload = "x"}) == Verdict::first);
}

TEST_CASE("two threads push while a third reads", "[app][mailbox]") {
  constexpr int kLetters = 20'000;
  Mailbox mailbox;
  const auto push_all = [&](std::uint32_t slot) {
    for (int i = 0; i < kLetters; ++i) {
      const std::string text = std::to_string(i);
      mailbox.push(session(slot), {.username = text, .payload = text});
    }
  };
  std::thread one(push_all, 0);
  std::thread other(push_all, 1);

  std::vector<int> next(2, 0);
  int wrong = 0;
  while (next[0] < kLetters || next[1] < kLetters) {
    mailbox.drain([&](SessionId to, const Event& event) {
      const std::string expected = std::to_string(next.at(to.slot)++);
      if (event.username != expected || event.payload != expected) ++wrong;
    });
    if (wrong > 0) break;
  }
  one.join();
  other.join();

  CHECK(wrong == 0);
}

}  // namespace signalbox::test::mailbox_test
