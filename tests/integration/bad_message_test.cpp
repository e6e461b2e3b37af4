// SPDX-License-Identifier: MIT
#include "support/catch.hpp"
#include "support/client_frames.hpp"
#include "support/conversation.hpp"
#include "support/metrics.hpp"
#include "support/raw_client.hpp"

namespace signalbox::test::bad_message_test {

namespace {

std::string message_of(const Json& error) { return error.at("message").get<std::string>(); }

}  // namespace

TEST_CASE("What is no message is answered with an error, and the connection goes on", "[errors]") {
  struct Row {
    std::string text;
    std::string code;
    Json about;  // null: there is none
  };
  const auto row = GENERATE(values<Row>({
      {"", "invalid_json", {}},
      {" ", "invalid_json", {}},
      {"hello", "invalid_json", {}},
      {"{", "invalid_json", {}},
      {R"({"type":"close")", "invalid_json", {}},
      {R"({"type":"close"} x)", "invalid_json", {}},
      {R"({"type":"close"}})", "invalid_json", {}},
      {R"({"type":"close"}{"type":"close"})", "invalid_json", {}},
      {R"({"type":"close",})", "invalid_json", {}},
      {R"({"type":"close"},)", "invalid_json", {}},
      {"\xEF\xBB\xBF{\"type\":\"close\"}", "invalid_json", {}},
      {"{\"type\":\"close\"}\xEF\xBB\xBF", "invalid_json", {}},
      {std::string("{\"type\":\"close\"}\0", 17), "invalid_json", {}},
      {R"({"type":"cl\ose"})", "invalid_json", {}},
      {std::string(60'000, '['), "invalid_json", {}},
      {"null", "invalid_message", {}},
      {"42", "invalid_message", {}},
      {R"("close")", "invalid_message", {}},
      {R"([{"type":"close"}])", "invalid_message", {}},
      {"{}", "invalid_message", {}},
      {R"({"Type":"close"})", "invalid_message", {}},
      {R"({"type":null})", "invalid_message", {}},
      {R"({"type":5})", "invalid_message", {}},
      {R"({"type":["close"]})", "invalid_message", {}},
      {R"({"type":"\ud800"})", "invalid_message", {}},
      {R"({"type":"offer","type":"close","offer":1})", "invalid_message", {{"type", "offer"}}},
      {R"({"type":"offer","offer":1,"offer":2,"otherUsername":"bob"})",
       "invalid_message",
       {{"type", "offer"}, {"otherUsername", "bob"}}},
      {R"({"type":"offer","otherUsername":7,"offer":1})", "invalid_message", {{"type", "offer"}}},
      {R"({"type":"offer","otherUsername":"\udfff","offer":1})",
       "invalid_message",
       {{"type", "offer"}}},
      {R"({"type":"offer","otherUsername":"","offer":1})", "user_unavailable", {{"type", "offer"}}},
      {R"({"type":"offer","otherUsername":"ghost","offer":1})",
       "user_unavailable",
       {{"type", "offer"}, {"otherUsername", "ghost"}}},
      {R"({"type":"hello","otherUsername":"bob"})",
       "unknown_type",
       {{"type", "hello"}, {"otherUsername", "bob"}}},
      {R"({"type":""})", "unknown_type", {}},
      {R"({"type":"Offer"})", "unknown_type", {{"type", "Offer"}}},
  }));
  CAPTURE(row.text);
  const TestServer server;
  Client alice = logged_in(server, "alice");

  const Json error = ask(alice, row.text);

  CHECK(error.at("type") == "error");
  CHECK(error.at("code") == row.code);
  CHECK_FALSE(message_of(error).empty());
  CHECK(error.value("about", Json()) == row.about);
  CHECK(ask(alice, login_of("alice")).at("error").at("code") == "already_logged_in");
}

TEST_CASE("An unknown type's error names the type", "[errors]") {
  const auto [type, named] = GENERATE(table<std::string, std::string>({
      {R"(dance)", "dance"},
      {R"(d\u0061nce)", "dance"},
      {R"(quote \" and <b>)", "quote \" and <b>"},
      {std::string(200, 'x'), std::string(128, 'x')},
      // Cut between two characters.
      {std::string(127, 'x') + "\xC3\xAB", std::string(127, 'x')},
  }));
  const TestServer server;
  Client alice = logged_in(server, "alice");

  const Json error = ask(alice, R"({"type":")" + type + "\"}");

  CHECK(error.at("code") == "unknown_type");
  CHECK(message_of(error).find("'" + named + "'") != std::string::npos);
  CHECK(error.at("about").at("type") == named);
}

TEST_CASE("An error does not repeat a long name in full", "[errors]") {
  const TestServer server;
  Client alice = logged_in(server, "alice");

  const Json error = ask(alice, signal_to(std::string(60'000, 'g'), "offer", "1"));

  CHECK(error.at("code") == "user_unavailable");
  CHECK(error.at("about").at("otherUsername") == std::string(128, 'g'));
  CHECK(error.dump().size() < 1024);
}

TEST_CASE("A binary message is refused", "[errors]") {
  const TestServer server;
  Client alice = logged_in(server, "alice");

  alice.send_binary(login_of("bob"));

  CHECK(receive_json(alice).at("code") == "invalid_message");
  CHECK(ask(alice, R"({"type":"?"})").at("code") == "unknown_type");
}

TEST_CASE("A message over the limit is skipped and refused", "[errors]") {
  const auto size = GENERATE(64UL * 1024 + 1, 70'000UL, 1'000'000UL, 4'000'000UL);
  CAPTURE(size);
  const TestServer server;
  Client alice = logged_in(server, "alice");
  Client newcomer(server.port());

  std::string login = login_of("");
  login.insert(login.rfind('"'), std::string(size - login.size(), 'n'));
  REQUIRE(login.size() == size);
  const Json error = ask(alice, login);
  const Json error_before_login = ask(newcomer, login_of(std::string(20'000, 'n')));

  CHECK(error.at("code") == "too_large");
  CHECK(message_of(error).find("65536") != std::string::npos);
  CHECK(error_before_login.at("code") == "too_large");
  CHECK(message_of(error_before_login).find("16384") != std::string::npos);
  CHECK(metric_becomes(server.admin_port(), hits_of("max-message"), 2));
  CHECK(ask(newcomer, login_of("newcomer")).at("success") == true);
}

TEST_CASE("A message of just the limit is taken", "[errors]") {
  const TestServer server;
  Client alice = logged_in(server, "alice");
  Client bob = logged_in(server, "bob");
  const std::string frame = signal_to("bob", "offer", "\"\"");
  const std::string payload = '"' + std::string(64 * 1024 - frame.size(), 'p') + '"';

  alice.send(signal_to("bob", "offer", payload));

  CHECK(bob.receive() == signal_from("alice", "offer", payload));
}

TEST_CASE("Frames that break RFC 6455 end the connection with a code that says so", "[errors]") {
  const auto [frame, code] = GENERATE(table<std::string, int>({
      {client_frame(Opcode::text, "\xFF"), 1007},
      {client_frame(Opcode::text, "{\"type\":\"\xC3\"}"), 1007},
      {client_frame(Opcode::text, "\"\xED\xA0\x80\""), 1007},   // a surrogate in UTF-8
      {client_frame(Opcode::text, "\"\xC0\xAF\""), 1007},       // too long a form
      {bytes({0x81, 0x00}), 1002},                              // not masked
      {client_header(0xC1, 0, 0), 1002},                        // a reserved bit
      {client_header(0x83, 0, 0), 1002},                        // a reserved opcode
      {client_header(0x80, 0, 0), 1002},                        // goes on with nothing
      {client_header(0x09, 0, 0), 1002},                        // a ping in fragments
      {client_header(0x89, 126, 2), 1002},                      // a ping that is too long
      {client_header(0x81, 5, 2), 1002},                        // not the shortest form
      {client_header(0x81, std::uint64_t{1} << 63U, 8), 1002},  // a negative length
      {client_header(0x81, std::uint64_t{1} << 40U, 8), 1009},
      {client_frame(Opcode::close, "x"), 1002},
      {client_close(1005), 1002},
      {client_close(1000, "\xFF"), 1007},
      {client_close(1000, "bye"), 1000},
      {client_close(4321), 4321},
  }));
  CAPTURE(frame);
  const TestServer server;
  Client bystander = logged_in(server, "bob");
  RawClient client(server.port());
  client.upgrade();

  client.send(frame);
  const ServerFrame answer = client.receive_frame();

  CHECK(answer.opcode == 8);
  CHECK(answer.close_code() == code);
  CHECK(client.receive_all().empty());
  CHECK(metric_becomes(server.admin_port(), hits_of("max-message"), code == 1009 ? 1 : 0));
  CHECK(ask(bystander, R"({"type":"?"})").at("code") == "unknown_type");
}

TEST_CASE("Frames in one segment, and in segments of one byte", "[errors]") {
  const TestServer server;
  RawClient client(server.port());
  const std::string hello = upgrade_request() + client_frame(Opcode::text, login_of("alice")) +
                            client_frame(Opcode::ping, "are you there?") +
                            client_frame(Opcode::text, "{\"type\":", Fin::no) +
                            client_frame(Opcode::ping, "still?") +
                            client_frame(Opcode::continuation, "\"x\"}") + client_close(1000);
  SECTION("one segment") { client.send(hello); }
  SECTION("segments of one byte") {
    for (const char byte : hello) client.send({&byte, 1});
  }
  CHECK(client.receive_until("\r\n\r\n").starts_with("HTTP/1.1 101 "));
  CHECK(Json::parse(client.receive_frame().payload).at("success") == true);
  CHECK(client.receive_frame().payload == "are you there?");
  CHECK(client.receive_frame().payload == "still?");
  CHECK(Json::parse(client.receive_frame().payload).at("code") == "unknown_type");
  CHECK(client.receive_frame().close_code() == 1000);
  CHECK(client.receive_all().empty());
}

}  // namespace signalbox::test::bad_message_test
