// SPDX-License-Identifier: MIT
// The real program, whose log nobody reads.
#include <csignal>
#include <string>

#include "support/catch.hpp"
#include "support/conversation.hpp"
#include "support/http_exchange.hpp"
#include "support/metrics.hpp"
#include "support/program.hpp"
#include "support/temporary_directory.hpp"

namespace signalbox::test::stalled_log_test {

namespace {

const char* const kDropped = "signalbox_log_lines_dropped_total";

std::vector<std::string> talkative(const TemporaryDirectory& folder) {
  folder.write("index.html", "<title>test</title>");
  return serve(folder.path().string(),
               {"--log-level", "debug", "--threads", "2", "--admin-listen", "127.0.0.1:0"});
}

/// Makes more lines than the pipe and the queue have room for.
void fill_log(std::uint16_t port, std::uint16_t admin_port) {
  const std::string long_path = "/" + std::string(7000, 'x');
  for (int i = 0; i < 1000 && read_metrics(admin_port)[kDropped] == 0; ++i) {
    CHECK(get(port, long_path).status == 404);
  }
}

}  // namespace

TEST_CASE("A log that nobody reads stops nobody", "[log]") {
  const TemporaryDirectory folder;
  Program program({talkative(folder)});
  const std::uint16_t port = program.port();
  const std::uint16_t admin_port = program.admin_port();
  fill_log(port, admin_port);

  CHECK(read_metrics(admin_port)[kDropped] > 0);
  {
    Client alice(port);
    Client bob(port);
    log_in(alice, "alice");
    log_in(bob, "bob");
    call(alice, "alice", bob, "bob");
    alice.close();
    bob.close();
  }

  SECTION("and it says what is missing once somebody reads again") {
    CHECK(program.says(" lines of the log are missing here"));
    program.signal(SIGTERM);
    CHECK(program.says(" stopped"));
    CHECK(program.wait_for_exit() == 0);
  }
  SECTION("and does not keep the program from ending") {
    program.signal(SIGTERM);
    CHECK(program.wait_for_exit() == 0);
  }
}

TEST_CASE("Nothing of the log is lost at the end", "[log]") {
  const TemporaryDirectory folder;
  Program program({talkative(folder)});
  const std::uint16_t port = program.port();
  const std::string path = "/" + std::string(200, 'x');
  constexpr std::size_t kRequests = 50;
  for (std::size_t i = 0; i < kRequests; ++i) get(port, path);

  program.signal(SIGINT);

  REQUIRE(program.wait_for_exit() == 0);
  const std::string log = program.errors();
  std::size_t lines = 0;
  for (auto at = log.find(path); at != std::string::npos; at = log.find(path, at + 1)) ++lines;
  CHECK(lines == kRequests);
  CHECK(log.ends_with(" stopped\n"));
}

TEST_CASE("What ended without a login is a summary, and no line each", "[log]") {
  const TemporaryDirectory folder;
  folder.write("index.html", "<title>test</title>");
  Program program({serve(folder.path().string(), {"--admin-listen", "127.0.0.1:0"})});
  const std::uint16_t port = program.port();
  const std::uint16_t admin_port = program.admin_port();
  for (int i = 0; i < 3; ++i) Client(port).close();
  Client alice(port);
  log_in(alice, "alice");
  alice.close();
  const char* const ends = "signalbox_session_ends_total{reason=\"client_closed\"}";
  REQUIRE(metric_becomes(admin_port, ends, 4));

  program.signal(SIGINT);

  REQUIRE(program.wait_for_exit() == 0);
  const std::string log = program.errors();
  CAPTURE(log);
  CHECK(log.find(" 3 connections ended without a login: 3 client_closed\n") != std::string::npos);
  CHECK(log.find(" ended: ") == log.rfind(" ended: "));
}

}  // namespace signalbox::test::stalled_log_test
