// SPDX-License-Identifier: MIT
#include "net/outbox.hpp"

#include <memory>
#include <string>
#include <utility>

#include "support/catch.hpp"

namespace signalbox::test::outbox_test {

using signalbox::net::BufferPool;
using signalbox::net::Outbox;
using signalbox::net::OutboxBuffer;
using signalbox::net::OutboxLimit;

TEST_CASE("an outbox keeps what is appended, in order", "[net][outbox]") {
  BufferPool pool;
  Outbox outbox;
  CHECK(outbox.empty());
  CHECK(outbox.unsent().empty());

  CHECK(outbox.append("head ", "body ", {100}, pool));
  CHECK(outbox.append("", "more", {100}, pool));

  CHECK(outbox.unsent() == "head body more");
  CHECK(outbox.size() == 14);
  CHECK_FALSE(outbox.empty());
}

TEST_CASE("the limit is never passed, and what would pass it leaves no trace", "[net][outbox]") {
  BufferPool pool;
  Outbox outbox;

  CHECK(outbox.append("12", "345", {5}, pool));
  CHECK_FALSE(outbox.append("6", "", {5}, pool));
  CHECK_FALSE(outbox.append("", "6", {5}, pool));
  CHECK(outbox.append("", "", {5}, pool));
  CHECK(outbox.unsent() == "12345");

  Outbox other;
  CHECK_FALSE(other.append("123", "456", {5}, pool));
  CHECK(other.empty());
}

TEST_CASE("what is sent makes room", "[net][outbox]") {
  BufferPool pool;
  Outbox outbox;
  outbox.append("", "12345", {5}, pool);

  outbox.consume(2, pool);
  CHECK(outbox.unsent() == "345");
  CHECK(outbox.size() == 3);
  CHECK_FALSE(outbox.append("", "678", {5}, pool));
  CHECK(outbox.append("", "67", {5}, pool));
  CHECK(outbox.unsent() == "34567");

  outbox.consume(5, pool);
  CHECK(outbox.empty());
  CHECK(outbox.append("", "89", {5}, pool));
  CHECK(outbox.unsent() == "89");
}

TEST_CASE("messages are bounded too, and one counts until it is sent as a whole", "[net][outbox]") {
  const OutboxLimit limit{.bytes = 100, .messages = 2};
  BufferPool pool;
  Outbox outbox;
  CHECK(outbox.append("a", "bc", limit, pool));
  CHECK(outbox.append("d", "ef", limit, pool));
  CHECK_FALSE(outbox.append("", "g", limit, pool));
  CHECK(outbox.unsent() == "abcdef");
  CHECK(outbox.messages() == 2);

  outbox.consume(2, pool);
  CHECK_FALSE(outbox.append("", "g", limit, pool));
  outbox.consume(1, pool);
  CHECK(outbox.append("", "g", limit, pool));
  CHECK(outbox.messages() == 2);

  outbox.consume(3, pool);
  CHECK(outbox.messages() == 1);
  outbox.consume(1, pool);
  CHECK(outbox.messages() == 0);
}

TEST_CASE("whatever the sizes of the sends, nothing is lost or said twice", "[net][outbox]") {
  constexpr std::size_t kLimit = 1000;
  BufferPool pool;
  Outbox outbox;
  std::string in;
  std::string out;
  for (std::size_t round = 0; round < 2000; ++round) {
    const std::string text = std::to_string(round) + ',';
    if (outbox.append(text.substr(0, 1), text.substr(1), {kLimit}, pool)) in += text;
    const std::size_t sent = std::min(outbox.size(), round * 7 % 11);
    out += outbox.unsent().substr(0, sent);
    if (sent > 0) outbox.consume(sent, pool);
    REQUIRE(outbox.size() <= kLimit);
  }
  out += outbox.unsent();
  CHECK(out == in);
}

TEST_CASE("an empty outbox has given its buffer back to the pool", "[net][outbox]") {
  BufferPool pool;
  Outbox first;
  first.append("", std::string(5000, 'x'), {10'000}, pool);
  const char* const memory = first.unsent().data();
  first.consume(5000, pool);

  Outbox second;
  second.append("", "hello", {10'000}, pool);

  CHECK(second.unsent() == "hello");
  CHECK(second.unsent().data() == memory);
}

TEST_CASE("the pool keeps no giants, and not too many", "[net][outbox]") {
  BufferPool pool;
  for (const bool has_many_messages : {false, true}) {
    auto giant = std::make_unique<OutboxBuffer>();
    has_many_messages ? giant->ends.reserve(1'000'000) : giant->bytes.reserve(1'000'000);
    pool.give_back(std::move(giant));
    const auto taken = pool.take();
    CHECK(taken->bytes.capacity() < 1000);
    CHECK(taken->ends.capacity() < 1000);
  }

  for (int i = 0; i < 1000; ++i) {
    auto buffer = std::make_unique<OutboxBuffer>();
    buffer->bytes.reserve(1000);
    pool.give_back(std::move(buffer));
  }
  int kept = 0;
  while (pool.take()->bytes.capacity() >= 1000) ++kept;
  CHECK(kept > 0);
  CHECK(kept < 1000);
}

TEST_CASE("a buffer from the pool is empty", "[net][outbox]") {
  BufferPool pool;
  auto used = std::make_unique<OutboxBuffer>();
  used->bytes = "used";
  used->ends = {4};
  pool.give_back(std::move(used));
  const auto taken = pool.take();
  CHECK(taken->bytes.empty());
  CHECK(taken->ends.empty());
}

}  // namespace signalbox::test::outbox_test
