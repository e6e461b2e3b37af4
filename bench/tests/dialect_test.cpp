// SPDX-License-Identifier: MIT
#include "bench/load/dialect.hpp"

#include "bench/load/payload.hpp"
#include "tests/support/catch.hpp"

namespace signalbox::bench {
namespace {

TEST_CASE("the native dialect says what the protocol's base says") {
  const auto native = make_native_dialect();
  CHECK(native->login("a") == R"({"type":"login","username":"a"})");
  CHECK(native->message(Word::offer, "a", "b", "{}") ==
        R"({"type":"offer","otherUsername":"b","offer":{}})");
  CHECK(native->message(Word::close, "a", "b", "") == R"({"type":"close","otherUsername":"b"})");
  CHECK(native->is_welcome(R"({"type":"login","success":true,"username":"a"})"));
  CHECK_FALSE(native->is_welcome(R"({"type":"login","success":false})"));
}

TEST_CASE("PeerJS's dialect names both clients and logs in by its path") {
  const auto peerjs = make_peerjs_dialect();
  CHECK(peerjs->path("a").ends_with("&id=a"));
  CHECK(peerjs->login("a").empty());
  CHECK(peerjs->is_welcome(R"({"type":"OPEN"})"));
  CHECK(peerjs->message(Word::answer, "a", "b", "1") ==
        R"({"type":"ANSWER","src":"a","dst":"b","payload":1})");
}

TEST_CASE("what is said is understood, whatever is in the payload") {
  for (const auto& dialect : {make_native_dialect(), make_peerjs_dialect()}) {
    for (const Word word : {Word::offer, Word::answer, Word::candidate, Word::close}) {
      const std::string text = dialect->message(word, "a", "b", R"({"type":"offer"})");
      CHECK(dialect->word_of(text) == word);
    }
    CHECK(dialect->word_of(R"({"no":"type"})") == Word::other);
  }
}

TEST_CASE("a session description has the size that was asked for") {
  for (const std::size_t size : {200U, 1000U, 4096U}) {
    CHECK(description_payload("offer", size).size() == size);
  }
}

}  // namespace
}  // namespace signalbox::bench
