// SPDX-License-Identifier: MIT
#include "signalbox/domain/delivery.hpp"

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "support/catch.hpp"

namespace signalbox::test::delivery_test {

using namespace signalbox::domain;
using signalbox::Limit;
using Mail = std::vector<std::string>;

namespace {

constexpr MailBounds kWide{.messages = 1000, .bytes = 1'000'000};

/// One with so many messages.
struct Filled {
  explicit Filled(int count, const MailBounds& bounds = kWide) {
    for (int i = 1; i <= count; ++i) delivery.keep(std::to_string(i), bounds);
  }

  MailTotal all;
  Delivery delivery{all};
};

}  // namespace

TEST_CASE("both ways are counted", "[domain][delivery]") {
  Filled filled(3);
  Delivery& delivery = filled.delivery;
  delivery.take();
  delivery.take();
  CHECK(delivery.sent() == 3);
  CHECK(delivery.taken() == 2);
}

TEST_CASE("what is not acknowledged is kept in order", "[domain][delivery]") {
  Filled filled(4);
  Delivery& delivery = filled.delivery;
  CHECK(delivery.mail() == Mail{"1", "2", "3", "4"});

  delivery.acknowledge(2);
  CHECK(delivery.mail() == Mail{"3", "4"});
  delivery.acknowledge(1);
  CHECK(delivery.mail() == Mail{"3", "4"});
  delivery.keep("5", kWide);
  CHECK(delivery.mail() == Mail{"3", "4", "5"});
  delivery.acknowledge(5);
  CHECK(delivery.mail().empty());
}

TEST_CASE("once all is acknowledged there is no memory left", "[domain][delivery]") {
  Filled filled(100);
  Delivery& delivery = filled.delivery;
  delivery.acknowledge(100);
  CHECK(delivery.mail().capacity() == 0);
}

TEST_CASE("nobody can acknowledge what was never sent", "[domain][delivery]") {
  Filled filled(2);
  Delivery& delivery = filled.delivery;
  const auto count =
      GENERATE(as<std::uint64_t>{}, 3, 1'000, std::numeric_limits<std::uint64_t>::max());
  delivery.acknowledge(count);
  CHECK(delivery.mail() == Mail{"1", "2"});
}

TEST_CASE("a client goes on from what it has", "[domain][delivery]") {
  Filled filled(4);
  Delivery& delivery = filled.delivery;
  delivery.acknowledge(1);
  const auto [count, can, mail] = GENERATE(table<std::uint64_t, bool, Mail>({
      {0, false, {"2", "3", "4"}},
      {1, true, {"2", "3", "4"}},
      {3, true, {"4"}},
      {4, true, {}},
      {5, false, {"2", "3", "4"}},
      {std::numeric_limits<std::uint64_t>::max(), false, {"2", "3", "4"}},
  }));
  CAPTURE(count);
  CHECK(delivery.resume(count) == can);
  CHECK(delivery.mail() == mail);
}

TEST_CASE("a client that has received nothing yet goes on, too", "[domain][delivery]") {
  Filled filled(0);
  Delivery& delivery = filled.delivery;
  CHECK(delivery.resume(0));
  CHECK_FALSE(delivery.resume(1));
}

TEST_CASE("mail is bounded in messages", "[domain][delivery]") {
  constexpr MailBounds kBounds{.messages = 3, .bytes = 1'000};
  Filled filled(2, kBounds);
  Delivery& delivery = filled.delivery;
  CHECK_FALSE(delivery.limit_passed_by(1, kBounds));
  CHECK_FALSE(delivery.keep("3", kBounds));
  CHECK(delivery.limit_passed_by(1, kBounds) == Limit::max_mail_messages);

  CHECK(delivery.keep("4", kBounds) == Limit::max_mail_messages);
  CHECK(delivery.mail() == Mail{"2", "3", "4"});
  CHECK_FALSE(delivery.resume(0));
  CHECK(delivery.resume(1));
}

TEST_CASE("mail is bounded in bytes", "[domain][delivery]") {
  constexpr MailBounds kBounds{.messages = 100, .bytes = 3 * (Delivery::kOverhead + 1)};
  Filled filled(2, kBounds);
  Delivery& delivery = filled.delivery;
  CHECK_FALSE(delivery.limit_passed_by(1, kBounds));
  CHECK(delivery.limit_passed_by(2, kBounds) == Limit::max_mail);

  CHECK(delivery.keep("33", kBounds) == Limit::max_mail);
  CHECK(delivery.mail() == Mail{"2", "33"});
  delivery.acknowledge(3);
  CHECK_FALSE(
      delivery.limit_passed_by(3 * (Delivery::kOverhead + 1) - Delivery::kOverhead, kBounds));
}

TEST_CASE("what is too large to keep counts all the same", "[domain][delivery]") {
  constexpr MailBounds kBounds{.messages = 100, .bytes = 50};
  Filled filled(2, kBounds);
  Delivery& delivery = filled.delivery;
  CHECK(delivery.keep(std::string(41, 'x'), kBounds) == Limit::max_mail);
  CHECK(delivery.sent() == 3);
  CHECK(delivery.mail().empty());
  CHECK_FALSE(delivery.resume(2));
  CHECK(delivery.resume(3));
}

TEST_CASE("the client is asked before the mail is full", "[domain][delivery]") {
  constexpr MailBounds kBounds{.messages = 4, .bytes = 100};
  Filled filled(2, kBounds);
  Delivery& delivery = filled.delivery;
  CHECK_FALSE(delivery.should_ask(kBounds));
  delivery.keep("3", kBounds);
  CHECK(delivery.should_ask(kBounds));
  CHECK(delivery.ask() == 3);
  CHECK_FALSE(delivery.should_ask(kBounds));

  delivery.keep(std::string(41, 'x'), kBounds);
  CHECK(delivery.should_ask(kBounds));
  CHECK(delivery.ask() == 4);
}

TEST_CASE("mail is bounded over all clients of a thread", "[domain][delivery]") {
  constexpr std::size_t kEach = Delivery::kOverhead + 1;
  constexpr MailBounds kBounds{.messages = 100, .bytes = 1'000, .all_bytes = 3 * kEach};
  Filled filled(2, kBounds);
  {
    Delivery other(filled.all);
    other.keep("x", kBounds);
    CHECK(other.limit_passed_by(1, kBounds) == Limit::max_mail_memory);
    CHECK(filled.delivery.limit_passed_by(1, kBounds) == Limit::max_mail_memory);

    // Its own are forgotten, never another's.
    CHECK(filled.delivery.keep("3", kBounds) == Limit::max_mail_memory);
    CHECK(filled.delivery.mail() == Mail{"2", "3"});
    CHECK(other.mail() == Mail{"x"});
  }
  CHECK_FALSE(filled.delivery.limit_passed_by(1, kBounds));
  filled.delivery.acknowledge(3);
  CHECK(filled.all.bytes() == 0);
}

TEST_CASE("neither one sender nor a few fill what may wait", "[domain][delivery]") {
  constexpr MailBounds kBounds{.messages = 16, .bytes = 16 * (Delivery::kOverhead + 1)};
  const bool in_bytes = GENERATE(false, true);
  MailBounds bounds = kBounds;
  (in_bytes ? bounds.messages : bounds.bytes) = 1'000;
  MailTotal all;
  Delivery delivery(all);
  std::vector<int> shares;
  for (std::uint32_t slot = 1; slot <= 5; ++slot) {
    const signalbox::SessionId sender{.slot = slot, .generation = 1};
    shares.push_back(0);
    for (; !delivery.share_passed_by(1, sender, bounds); ++shares.back()) {
      delivery.keep("1", bounds, sender);
    }
    CHECK(delivery.share_passed_by(1, sender, bounds) ==
          (in_bytes ? Limit::max_mail : Limit::max_mail_messages));
  }
  CHECK(shares == std::vector{8, 4, 2, 1, 1});
}

TEST_CASE("who has one message waiting at most finds room to the last", "[domain][delivery]") {
  constexpr MailBounds kBounds{.messages = 3, .bytes = 1'000};
  Filled filled(2, kBounds);
  CHECK_FALSE(filled.delivery.share_passed_by(1, {.slot = 1, .generation = 1}, kBounds));
  CHECK(kBounds.halved().messages == 2);
  CHECK(kBounds.halved().bytes == 500);
}

}  // namespace signalbox::test::delivery_test
