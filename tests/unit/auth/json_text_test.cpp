// SPDX-License-Identifier: MIT
#include "auth/json_text.hpp"

#include <string>

#include "support/catch.hpp"

namespace signalbox::test::json_text_test {

using namespace signalbox::auth;

namespace {

std::string nested(std::size_t levels, const std::string& begin, const std::string& end) {
  std::string text;
  for (std::size_t i = 0; i < levels; ++i) text += begin;
  text += "1";
  for (std::size_t i = 0; i < levels; ++i) text += end;
  return text;
}

}  // namespace

TEST_CASE("what others have written is read", "[auth][json]") {
  const auto [value, problem] = parse_json(R"({"a":[1,{"a":"\u00e4"}],"b":null,"c":{"a":{}}})");
  CHECK(problem.empty());
  CHECK(value.at("a").at(1).at("a") == "\xC3\xA4");
  CHECK(value.size() == 3);
}

TEST_CASE("what is no JSON is said to be none", "[auth][json]") {
  const std::string text =
      GENERATE(as<std::string>{}, "", " ", "{", "[1,]", "{\"a\":}", "nul", "1 2", "\"\xFF\"",
               "\"\\ud800\"", "1e999", std::string("{}\0", 3), std::string("1\0{", 3));
  CAPTURE(text);
  const auto [value, problem] = parse_json(text);
  CHECK(problem == "is no JSON");
  CHECK(value.is_null());
}

TEST_CASE("JSON is nested to a bound", "[auth][json]") {
  const auto [begin, end] =
      GENERATE(table<std::string, std::string>({{"[", "]"}, {"{\"a\":", "}"}, {"[1,", "]"}}));
  CAPTURE(begin);
  CHECK(parse_json(nested(kDeepestJson, begin, end)).problem.empty());
  const std::string problem = "is nested more than 32 levels deep";
  CHECK(parse_json(nested(kDeepestJson + 1, begin, end)).problem == problem);
  CHECK(parse_json(nested(100'000, begin, end)).problem == problem);
  CHECK(parse_json(nested(100'000, begin, "")).problem == problem);
}

TEST_CASE("a member that stands there twice is a problem", "[auth][json]") {
  const std::string text = GENERATE(R"({"a":1,"a":1})", R"({"a":{},"b":2,"\u0061":[]})",
                                    R"([[{"b":{"a":1,"c":{"a":1},"a":2}}]])");
  CAPTURE(text);
  CHECK(parse_json(text).problem == "has the member 'a' twice");
  const std::string name(65, 'n');
  CHECK(parse_json("{\"" + name + "\":1,\"" + name + "\":1}").problem == "has a member twice");
  CHECK(parse_json(R"([{"a":1},{"a":{"a":[{"a":1}]}}])").problem.empty());
}

}  // namespace signalbox::test::json_text_test
