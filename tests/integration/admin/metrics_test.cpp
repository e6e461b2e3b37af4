// SPDX-License-Identifier: MIT
// What the operator's port counts of what clients really do.
#include <string>

#include "signalbox/base/version.hpp"
#include "support/catch.hpp"
#include "support/conversation.hpp"
#include "support/metrics.hpp"
#include "support/tls_server.hpp"

namespace signalbox::test::metrics_test {

TEST_CASE("A call is in the metrics, on one thread and on two", "[admin][metrics]") {
  const auto kind = GENERATE(from_range(kServerKinds));
  CAPTURE(kind);
  const TestServer server(kind);
  const std::uint16_t admin = server.admin_port();
  Client alice = logged_in(server, "alice");
  Client bob = logged_in(server, "bob");

  call(alice, "alice", bob, "bob");
  alice.send(signal_to("bob", "candidate", "null"));
  bob.receive();
  // No new call, only new media in it.
  call(alice, "alice", bob, "bob");

  auto metrics = read_metrics(admin);
  CHECK(metrics["signalbox_sessions{dialect=\"native\"}"] == 2);
  CHECK(metrics["signalbox_logged_in"] == 2);
  CHECK(metrics["signalbox_logins_total{result=\"new\"}"] == 2);
  CHECK(metrics["signalbox_messages_total{type=\"login\"}"] == 2);
  CHECK(metrics["signalbox_messages_total{type=\"offer\"}"] == 2);
  CHECK(metrics["signalbox_messages_total{type=\"answer\"}"] == 2);
  CHECK(metrics["signalbox_messages_total{type=\"candidate\"}"] == 1);
  CHECK(metrics["signalbox_messages_total{type=\"refused\"}"] == 0);
  CHECK(metrics["signalbox_messages_sent_total"] == 7);
  CHECK(metrics["signalbox_call_answer_seconds_count"] == 1);
  CHECK(metrics["signalbox_connections"] == 2);
  CHECK(metrics["signalbox_connections_total"] == 2);
  CHECK(metrics["signalbox_ready"] == 1);
  CHECK(metrics["signalbox_build_info{version=\"" + std::string(kVersion) + "\"}"] == 1);

  alice.close();
  bob.reset();
  CHECK(metric_becomes(admin, "signalbox_session_ends_total{reason=\"client_closed\"}", 1));
  CHECK(metric_becomes(admin, "signalbox_session_ends_total{reason=\"connection_lost\"}", 1));
  CHECK(metric_becomes(admin, "signalbox_connection_ends_total{reason=\"connection_lost\"}", 1));
  CHECK(metric_becomes(admin, "signalbox_connections", 0));
  metrics = read_metrics(admin);
  CHECK(metrics["signalbox_sessions{dialect=\"native\"}"] == 0);
  CHECK(metrics["signalbox_logged_in"] == 0);
}

TEST_CASE("Who answers is not timed, nor who offers again", "[admin][metrics]") {
  const TestServer server;
  Client alice = logged_in(server, "alice");
  Client bob = logged_in(server, "bob");
  call(alice, "alice", bob, "bob");

  call(bob, "bob", alice, "alice");

  CHECK(read_metrics(server.admin_port())["signalbox_call_answer_seconds_count"] == 1);
}

TEST_CASE("What clients are refused is counted by its code", "[admin][metrics]") {
  const TestServer server;
  const std::uint16_t admin = server.admin_port();
  Client alice = logged_in(server, "alice");
  Client other(server.port());

  ask(other, login_of("alice"));
  ask(other, "{");
  ask(other, R"({"type":"ping"})");
  other.send_binary("1");
  other.receive();
  ask(alice, signal_to("nobody", "offer", "1"));

  auto metrics = read_metrics(admin);
  CHECK(metrics["signalbox_logins_total{result=\"username_taken\"}"] == 1);
  CHECK(metrics["signalbox_errors_total{code=\"username_taken\"}"] == 1);
  CHECK(metrics["signalbox_errors_total{code=\"invalid_json\"}"] == 1);
  CHECK(metrics["signalbox_errors_total{code=\"not_logged_in\"}"] == 1);
  CHECK(metrics["signalbox_errors_total{code=\"invalid_message\"}"] == 1);
  CHECK(metrics["signalbox_errors_total{code=\"user_unavailable\"}"] == 1);
  CHECK(metrics["signalbox_messages_total{type=\"refused\"}"] == 2);
  CHECK(metrics["signalbox_messages_total{type=\"ping\"}"] == 1);
}

TEST_CASE("A message to somebody who has just left is counted as undeliverable",
          "[admin][metrics]") {
  const TestServer server;
  Client alice = logged_in(server, "alice");
  Client bob = logged_in(server, "bob");
  call(alice, "alice", bob, "bob");
  bob.close();
  CHECK(receive_json(alice).at("type") == "close");

  CHECK(ask(alice, signal_to("bob", "candidate", "1")).at("type") == "error");

  const auto metrics = read_metrics(server.admin_port());
  CHECK(metrics.at("signalbox_errors_total{code=\"user_unavailable\"}") == 1);
}

TEST_CASE("A session that waits, is resumed, or can't be, is counted", "[admin][metrics]") {
  const TestServer server;
  const std::uint16_t admin = server.admin_port();
  Client alice(server.port());
  const Json answer = ask(alice, R"({"type":"login","username":"alice","resume":true})");
  Json login{{"type", "login"}, {"username", "alice"}, {"resume", {{"received", 0}}}};
  login["resume"]["token"] = answer.at("resume").at("token");
  alice.reset();
  CHECK(metric_becomes(admin, "signalbox_sessions_detached", 1));

  Client again(server.port());
  CHECK(ask(again, login.dump()).at("resumed") == true);
  login["username"] = "carol";
  Client carol(server.port());
  CHECK(ask(carol, login.dump()).at("resumed") == false);

  const auto metrics = read_metrics(admin);
  CHECK(metrics.at("signalbox_sessions_detached") == 0);
  CHECK(metrics.at("signalbox_logins_total{result=\"new\"}") == 1);
  CHECK(metrics.at("signalbox_logins_total{result=\"resumed\"}") == 1);
  CHECK(metrics.at("signalbox_logins_total{result=\"not_resumed\"}") == 1);
  CHECK(metrics.at("signalbox_sessions{dialect=\"native\"}") == 2);
}

TEST_CASE("Bytes are counted as clients see them, with TLS and without", "[admin][metrics]") {
  const bool has_tls = GENERATE(false, true);
  CAPTURE(has_tls);
  const TestServer server(has_tls ? tls_settings() : test_settings());
  RawClient client = has_tls ? tls_logged_in(server, "alice") : raw_logged_in(server, "alice");
  const auto before = read_metrics(server.admin_port());

  client.send(client_frame(Opcode::text, R"({"type":"ping"})"));
  CHECK(client.receive_frame().payload == R"({"type":"pong"})");

  const auto after = read_metrics(server.admin_port());
  const auto rise = [&](const std::string& name) { return after.at(name) - before.at(name); };
  constexpr int kMask = 4;
  constexpr int kHeader = 2;
  CHECK(rise("signalbox_received_bytes_total") == 15 + kHeader + kMask);
  CHECK(rise("signalbox_sent_bytes_total") == 15 + kHeader);
  CHECK(after.at("signalbox_tls_handshakes_total{result=\"success\"}") == (has_tls ? 1 : 0));
}

TEST_CASE("A handshake that fails is counted", "[admin][metrics]") {
  const TestServer server(tls_settings());
  RawClient client(server.port());
  client.send("no TLS at all\r\n\r\n");
  client.receive_all();
  CHECK(
      metric_becomes(server.admin_port(), "signalbox_tls_handshakes_total{result=\"failure\"}", 1));
}

TEST_CASE("HTTP's answers are counted by their class", "[admin][metrics]") {
  const TestServer server;
  CHECK(get(server.port(), "/").status == 200);
  CHECK(get(server.port(), "/nothing").status == 404);
  const auto metrics = read_metrics(server.admin_port());
  CHECK(metrics.at("signalbox_http_responses_total{status=\"2xx\"}") == 1);
  CHECK(metrics.at("signalbox_http_responses_total{status=\"4xx\"}") == 1);
}

TEST_CASE("Time is measured: of relaying, of the loop, of the threads", "[admin][metrics]") {
  const TestServer server(test_settings(1));
  const std::uint16_t admin = server.admin_port();
  Client alice = logged_in(server, "alice");
  constexpr int kEnough = 130;  // one reading in 64 is measured
  for (int i = 0; i < kEnough; ++i) ask(alice, R"({"type":"ping"})");

  const auto becomes_some = [&](const std::string& name) {
    return eventually([&] { return read_metrics(admin)[name] > 0; });
  };
  CHECK(read_metrics(admin)["signalbox_relay_seconds_count"] >= 2);
  CHECK(becomes_some("signalbox_relay_seconds_sum"));
  CHECK(becomes_some("signalbox_loop_lag_seconds_count"));
  CHECK(becomes_some("signalbox_thread_cpu_seconds_total{thread=\"0\"}"));
  CHECK(read_metrics(admin)["signalbox_thread_connections{thread=\"0\"}"] == 1);
  CHECK(read_metrics(admin)["process_resident_memory_bytes"] > 1'000'000);
}

}  // namespace signalbox::test::metrics_test
