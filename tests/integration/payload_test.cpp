// SPDX-License-Identifier: MIT
#include "support/catch.hpp"
#include "support/conversation.hpp"

namespace signalbox::test::payload_test {

namespace {

std::string nested(int depth, char open, char close) {
  return std::string(static_cast<std::size_t>(depth), open) +
         std::string(static_cast<std::size_t>(depth), close);
}

std::string nested_objects(int depth) {
  std::string text = "0";
  for (int i = 0; i < depth; ++i) text = R"({"a":)" + text + "}";
  return text;
}

/// Bad messages as many as a test likes.
Settings patient_settings() {
  Settings settings = test_settings();
  settings.limits.error_burst = 1000;
  return settings;
}

struct Pair {
  TestServer server{patient_settings()};
  Client alice = logged_in(server, "alice");
  Client bob = logged_in(server, "bob");

  /// Alice has been refused, bob has heard nothing of it.
  void check_refused(const std::string& message, const std::string& code) {
    const Json error = ask(alice, message);
    CHECK(error.at("type") == "error");
    CHECK(error.at("code") == code);
    alice.send(signal_to("bob", "candidate", "null"));
    CHECK(bob.receive() == signal_from("alice", "candidate", "null"));
  }
};

}  // namespace

TEST_CASE("Payloads arrive byte for byte", "[payload]") {
  const auto type = GENERATE(as<std::string>(), "offer", "answer", "candidate");
  const std::vector<std::string> payloads{
      R"({"type":"offer","sdp":"v=0\r\no=- 46117 2 IN IP4 127.0.0.1\r\n"})",
      R"({"z":1,"a":2,"m":3})",
      "{ \"a\" :\t1 ,\r\n \"b\":[ 1 , 2 ] }",
      "[ ]",
      "{\n}",
      R"("a string")",
      R"("")",
      "0",
      "-0",
      "-0.0",
      "1.0",
      "1.50",
      "1E+2",
      "1e400",
      "-1e-400",
      "12345678901234567890",
      "123456789012345678901234567890123456789012345678901234567890",
      "0.1000000000000000055511151231257827",
      "true",
      "false",
      "null",
      R"("\u0041\/\b\f\n\r\t\"\\")",
      R"("\u0000")",
      R"("\ud83d\ude00 and the same: 😀")",
      R"("\ud800")",
      R"("\udc00\ud800")",
      R"({"\ud800":"\uDFFF x"})",
      R"({"__proto__":{"polluted":true},"constructor":0,"toString":null})",
      R"({"a":1,"a":2})",
      R"({"type":"close","otherUsername":"carol","username":"mallory"})",
      R"({"offer":{"offer":{"offer":"}}]]"}}})",
      R"("},\"username\":\"mallory\"")",
      "\"Zo\xC3\xAB \xE2\x80\xA8 \xF0\x9F\x91\xA9\x7F\"",
      nested(32, '[', ']'),
      nested_objects(32),
      '"' + std::string(60'000, 'x') + '"',
  };
  Pair pair;
  for (const std::string& payload : payloads) {
    CAPTURE(payload);
    pair.alice.send(signal_to("bob", type, payload));
    CHECK(pair.bob.receive() == signal_from("alice", type, payload));
  }
}

TEST_CASE("Whitespace around a payload is not part of it", "[payload]") {
  const auto payload = GENERATE(as<std::string>(), R"({"a" : 1})", "[ 1 ]", R"("x")", "1e400",
                                "null", "{ }", "[\t]");
  CAPTURE(payload);
  Pair pair;
  pair.alice.send("{ \"type\":\"offer\",\"otherUsername\":\"bob\",\"offer\" : \n\t" + payload +
                  " \r\n\t }");
  CHECK(pair.bob.receive() == signal_from("alice", "offer", payload));
}

TEST_CASE("A payload that is no JSON goes to nobody", "[payload]") {
  const std::vector<std::string> payloads{"",
                                          "undefined",
                                          "NaN",
                                          "Infinity",
                                          "-",
                                          "+1",
                                          "01",
                                          "1.",
                                          ".5",
                                          "1e",
                                          "0x10",
                                          "1 2",
                                          "tru",
                                          "truee",
                                          "nul",
                                          "TRUE",
                                          "'a'",
                                          R"("a)",
                                          R"("\x")",
                                          R"("\u12")",
                                          R"("\u12G4")",
                                          "\"\n\"",
                                          "\"\t\"",
                                          "{",
                                          "}",
                                          "[",
                                          "]",
                                          "[1,]",
                                          "[,1]",
                                          "[1 2]",
                                          "[1;2]",
                                          R"({"a"})",
                                          R"({"a":})",
                                          R"({"a":1,})",
                                          R"({a:1})",
                                          R"({"a" 1})",
                                          R"({"a":1 "b":2})",
                                          R"({1:2})",
                                          "[1}",
                                          R"({"a":1])",
                                          "[[]",
                                          "/* */1",
                                          "1//",
                                          "-a",
                                          "1a",
                                          "1.2.3",
                                          "--1",
                                          R"({"\x":1})",
                                          R"({"a":"\u00"})",
                                          "\f1",
                                          "\xC2\xA0"
                                          "1"};
  Pair pair;
  for (const std::string& payload : payloads) {
    CAPTURE(payload);
    pair.check_refused(signal_to("bob", "offer", payload), "invalid_json");
  }
}

TEST_CASE("A payload may be 32 deep and no deeper", "[payload]") {
  const auto payload = GENERATE(nested(33, '[', ']'), nested_objects(33), nested(1000, '[', ']'),
                                nested(30'000, '[', ']'), nested_objects(5'000),
                                std::string(60'000, '['), std::string(60'000, '{'));
  CAPTURE(payload.size());
  Pair pair;
  pair.check_refused(signal_to("bob", "offer", payload), "invalid_json");
  pair.check_refused(R"({"type":"close","otherUsername":"bob","more":)" + payload + "}",
                     "invalid_json");
}

TEST_CASE("A payload that is not there", "[payload]") {
  const auto [message, member] = GENERATE(table<std::string, std::string>({
      {R"({"type":"offer","otherUsername":"bob"})", "offer"},
      {R"({"type":"offer","otherUsername":"bob","answer":1})", "offer"},
      {R"({"type":"answer","otherUsername":"bob"})", "answer"},
      {R"({"type":"candidate","otherUsername":"bob"})", "candidate"},
  }));
  CAPTURE(message);
  Pair pair;
  const Json error = ask(pair.alice, message);
  CHECK(error.at("code") == "invalid_message");
  CHECK(error.at("message").get<std::string>().find("'" + member + "'") != std::string::npos);
  CHECK(error.at("about") == Json{{"type", member}, {"otherUsername", "bob"}});
}

TEST_CASE("A message in any fragments is one message", "[payload]") {
  // Beast's client sends a fragment for each 4 KiB.
  const auto size = GENERATE(1UL, 125UL, 126UL, 4095UL, 4096UL, 4097UL, 40'000UL, 65'000UL);
  CAPTURE(size);
  Pair pair;
  const std::string payload = '"' + std::string(size, 'y') + '"';
  pair.alice.send(signal_to("bob", "candidate", payload));
  CHECK(pair.bob.receive() == signal_from("alice", "candidate", payload));
}

}  // namespace signalbox::test::payload_test
