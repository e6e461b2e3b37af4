// SPDX-License-Identifier: MIT
#include <algorithm>
#include <csignal>

#include "signalbox/base/version.hpp"
#include "support/catch.hpp"
#include "support/conversation.hpp"
#include "support/program.hpp"
#include "support/raw_client.hpp"
#include "support/site.hpp"

namespace signalbox::test::program_test {

namespace {

constexpr std::chrono::milliseconds kSoon{2000};

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("The program says in five lines what runs and where", "[program]") {
  const Site site;
  Program program({serve(site.path, {"--threads", "2", "--max-message", "32k"})});
  const std::uint16_t port = program.port();

  const std::string text = program.errors();

  CHECK(std::ranges::count(text, '\n') == 5);
  const std::string number = std::to_string(port);
  for (const std::string& part :
       {"signalbox " + std::string(kVersion) + "\n", "listening on 127.0.0.1:" + number + "\n",
        "page: http://localhost:" + number + "/ ", std::string("threads: 2\n"),
        std::string("a message 32 KiB, 100 a second")}) {
    CAPTURE(part);
    CHECK(contains(text, part));
  }
  CHECK(program.output().empty());
}

TEST_CASE("SIGINT ends the program at once, in order", "[program]") {
  const Site site;
  Program program({serve(site.path)});
  Client alice(program.port());
  log_in(alice, "alice");
  RawClient silent(program.port());

  program.signal(SIGINT);

  CHECK(alice.wait_for_goodbye().code == 1001);
  CHECK(program.wait_for_exit(kSoon) == 0);
  CHECK(contains(program.errors(), "stopping"));
  CHECK(contains(program.errors(), "stopped"));
}

TEST_CASE("SIGTERM lets the clients go first", "[program]") {
  const Site site;
  Program program({serve(site.path, {"--drain-time", "200ms"})});
  Client alice(program.port());
  log_in(alice, "alice");
  RawClient silent(program.port());

  program.signal(SIGTERM);

  const Goodbye goodbye = alice.wait_for_goodbye();
  CHECK(goodbye.code == 1012);
  CHECK(goodbye.messages == std::vector<std::string>{R"({"type":"reconnect","after":0})"});
  CHECK(program.wait_for_exit(kSoon) == 0);
  CHECK(contains(program.errors(), "draining: 2 connections have 200 ms"));
  CHECK(contains(program.errors(), "stopped"));
}

TEST_CASE("a second signal ends the waiting", "[program]") {
  const auto second = GENERATE(SIGTERM, SIGINT);
  CAPTURE(second);
  const Site site;
  Program program({serve(site.path, {"--drain-time", "1h"})});
  Client alice(program.port());
  log_in(alice, "alice");
  program.signal(SIGTERM);
  CHECK(receive_json(alice).at("type") == "reconnect");

  program.signal(second);

  CHECK(alice.wait_for_goodbye().code == 1001);
  CHECK(program.wait_for_exit(kSoon) == 0);
  CHECK(contains(program.errors(), "stopping"));
  CHECK(contains(program.errors(), "stopped"));
}

TEST_CASE("A port that is in use is said to be, with advice", "[program]") {
  const Site site;
  const TestServer other;
  const std::string address = "127.0.0.1:" + std::to_string(other.port());

  Program program({{"--listen", address, "--web-root", site.path}});

  CHECK(program.wait_for_exit() == 1);
  CHECK(contains(program.errors(), "cannot listen on " + address));
  CHECK(contains(program.errors(), "another program has this port"));
  CHECK(contains(program.errors(), "--listen"));
}

TEST_CASE("What the program can't start with it says, and ends with 1", "[program]") {
  const Site site;
  const auto [address, said] = GENERATE(table<std::string, std::string>({
      {"192.0.2.1:0", "this machine has no such address"},
      {"no-such-host.invalid:0", "cannot listen on no-such-host.invalid:0"},
      {"systemd", "cannot listen on systemd's sockets: it has handed over none"},
  }));
  Program program({{"--listen", address, "--web-root", site.path}});

  CHECK(program.wait_for_exit() == 1);
  CHECK(contains(program.errors(), said));
}

TEST_CASE("Options that can't be end the program with 2", "[program]") {
  const auto [arguments, said] = GENERATE(table<std::vector<std::string>, std::string>({
      {{"--lissten", ":8080"}, "--listen"},
      {{"--listen", "127.0.0.1:99999"}, "--listen"},
      {{"--threads", "0"}, "a number from 1 to 64"},
      {{"--max-message", "1PiB"}, "--max-message"},
      {{"--login-timeout", "10"}, "--login-timeout"},
      {{"--web-root", "/no/such/folder"}, "--web-root"},
      {{"--config", "/no/such/file.toml"}, "/no/such/file.toml"},
      {{"serve"}, "serve"},
  }));
  CAPTURE(arguments);
  Program program({arguments});

  CHECK(program.wait_for_exit() == 2);
  CHECK(contains(program.errors(), said));
  CHECK(program.output().empty());
}

TEST_CASE("Help and version go to stdout", "[program]") {
  const auto [flag, said] = GENERATE(table<std::string, std::string>({
      {"--help", "--max-connections"},
      {"-h", "--listen"},
      {"--version", std::string(kVersion)},
  }));
  CAPTURE(flag);
  Program program({{flag}});

  CHECK(program.wait_for_exit() == 0);
  CHECK(contains(program.output(), said));
  CHECK(program.errors().empty());
}

TEST_CASE("The end of a connection is one line of the log, without its name", "[program]") {
  const Site site;
  Program program({serve(site.path)});
  Client alice(program.port());
  log_in(alice, "a-secret-name");
  alice.send(R"({"type":"?"})");
  alice.receive();

  alice.close();

  CHECK(program.says("ended: client_closed"));
  CHECK(contains(program.errors(), "2 messages in, 2 out"));
  CHECK_FALSE(contains(program.errors(), "a-secret-name"));
}

}  // namespace signalbox::test::program_test
