// SPDX-License-Identifier: MIT
// The check of what is JSON, against nlohmann's: over messages with random faults.
#include <array>
#include <cstddef>
#include <random>
#include <string>
#include <string_view>

#include "support/catch.hpp"
#include "support/native_properties.hpp"

namespace signalbox::test::json_differential_test {

namespace {

constexpr std::array<std::string_view, 9> kSeeds{
    R"({"type":"offer","otherUsername":"bob","offer":{"type":"offer","sdp":"v=0\r\na=\"x\"\\"}})",
    R"({"type":"candidate","candidate":{"candidate":"candidate:1 1 UDP 1 10.0.0.1 9 typ host",)"
    R"("sdpMid":"0","sdpMLineIndex":0,"usernameFragment":null}})",
    R"({"type":"answer","answer":[1,-2.5e-3,1e400,true,false,null,"",{},[],[[1]]]})",
    R"({ "answer" : [ 0 , { "a" : "b" } ] , "type" : "answer" , "otherUsername" : null } )",
    R"({"type":"close","otherUsername":"zo\u00eb","reason":"busy"})",
    R"({"type":"candidate","candidate":"\ud83e\udd8a\ud800 \/\b\f\n\r\t","x":{"y":["z"]}})",
    R"({"type":"login","username":"\u0061lice","extra":[{"a":{"b":{"c":[[[]]]}}}]})",
    R"({"candidate":123456789012345678901234567890,"type":"candidate"})",
    R"([{"type":"close"},1,"a"])",
};

/// What is apt to be taken for something else.
constexpr std::array<std::string_view, 52> kPieces{"\"",
                                                   "\\",
                                                   "\\\"",
                                                   "\\\\",
                                                   "\\u",
                                                   "\\ud8",
                                                   "\\u0000",
                                                   "\\x",
                                                   "{",
                                                   "}",
                                                   "[",
                                                   "]",
                                                   "{}",
                                                   "[]",
                                                   ",",
                                                   ":",
                                                   " ",
                                                   "\t",
                                                   "\n",
                                                   "\r",
                                                   "\f",
                                                   "\v",
                                                   "\x7F",
                                                   "\x01",
                                                   "0",
                                                   "1",
                                                   "-",
                                                   "+",
                                                   ".",
                                                   "e",
                                                   "E",
                                                   "1e400",
                                                   "01",
                                                   "true",
                                                   "false",
                                                   "null",
                                                   "tru",
                                                   "NaN",
                                                   "//",
                                                   "/*",
                                                   "'",
                                                   "\"a\":",
                                                   "\"a\"",
                                                   ",\"b\":1",
                                                   "\xC3\xAB",
                                                   "\xFF",
                                                   "\xC2\xA0",
                                                   "\xEF\xBB\xBF",
                                                   "\xE2\x80\xA8",
                                                   "\xED\xA0\x80",
                                                   "\"offer\":",
                                                   "\"type\":"};

class Mutator {
 public:
  explicit Mutator(unsigned seed) : random_(seed) {}

  std::string next() {
    std::string text(kSeeds[below(kSeeds.size())]);
    for (std::size_t faults = below(4); faults-- > 0;) spoil(text);
    return text;
  }

 private:
  std::size_t below(std::size_t limit) {
    return std::uniform_int_distribution<std::size_t>(0, limit - 1)(random_);
  }

  void spoil(std::string& text) {
    const std::size_t at = below(text.size() + 1);
    const std::size_t some = below(6);
    switch (below(7)) {
      case 0:
        text.insert(at, kPieces[below(kPieces.size())]);
        break;
      case 1:
        text.replace(at, some, kPieces[below(kPieces.size())]);
        break;
      case 2:
        text.erase(at, some);
        break;
      case 3:
        text.insert(at, text.substr(below(text.size() + 1), below(20)));
        break;
      case 4:
        text.resize(at);
        break;
      case 5:
        if (at < text.size()) text[at] = static_cast<char>(below(256));
        break;
      default: {
        const std::string_view other = kSeeds[below(kSeeds.size())];
        text = text.substr(0, at).append(other.substr(below(other.size())));
      }
    }
  }

  // The same numbers in each run, so that a failure can be seen again.
  std::mt19937 random_;
};

}  // namespace

TEST_CASE("nlohmann's limits are the only difference between its JSON and JSON.parse's",
          "[dialect][native][differential]") {
  const auto [text, same] = GENERATE(table<std::string, std::string>({
      {R"([1e400,-1E+99999,1.5e-7])", R"([1e1,-1E+1,1.5e-1])"},
      {R"("\ud800")", R"("\u0020")"},
      {R"("\uDFFF\uD7FF\ue000")", R"("\u0020\uD7FF\ue000")"},
      {R"("\\ud800")", R"("\\ud800")"},
      {R"("\\\ud800 1e400")", R"("\\\u0020 1e400")"},
      {R"("a\"1e400",1e400)", R"("a\"1e400",1e1)"},
      {R"("\ud8")", R"("\ud8")"},
      {R"(\ud800)", R"(\ud800)"},
      {"[1e,true1,e5]", "[1e,true1,e1]"},
  }));
  CHECK(without_nlohmanns_limits(text) == same);
}

TEST_CASE("JSON with random faults is taken where nlohmann takes it, and only there",
          "[dialect][native][differential]") {
  constexpr int kMessages = 40'000;
  NativeDecoder decoder;
  Mutator mutator(20'220'101);
  int taken = 0;
  int no_json = 0;
  for (int i = 0; i < kMessages; ++i) {
    const std::string text = mutator.next();
    const auto wrong = what_is_wrong(decoder, text);
    if (wrong) FAIL(*wrong << "\nin message " << i << ": " << text);
    if (!is_json(text)) {
      ++no_json;
    } else if (show(decoder.decode(text)).find("invalid_") != 0) {
      ++taken;
    }
  }
  // Neither side of the check is rare.
  CHECK(taken > kMessages / 5);
  CHECK(no_json > kMessages / 5);
}

}  // namespace signalbox::test::json_differential_test
