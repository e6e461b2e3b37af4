// SPDX-License-Identifier: MIT
#include <sys/stat.h>

#include <csignal>
#include <filesystem>
#include <sstream>

#include "support/catch.hpp"
#include "support/conversation.hpp"
#include "support/http_exchange.hpp"
#include "support/metrics.hpp"
#include "support/program.hpp"
#include "support/raw_client.hpp"
#include "support/temporary_directory.hpp"

namespace signalbox::test::reload_test {

namespace {

constexpr std::size_t kLong = 2000;

/// A server with a configuration file that can be written anew.
class Site {
 public:
  explicit Site(std::string_view content) : program_({arguments(content)}) {}

  Program& program() { return program_; }
  const std::string& file() const { return file_; }

  void change(std::string_view content) {
    folder_.write("signalbox.toml", content);
    program_.signal(SIGHUP);
  }

 private:
  std::vector<std::string> arguments(std::string_view content) {
    folder_.write("index.html", "<title>test</title>");
    file_ = folder_.write("signalbox.toml", content).string();
    return serve(folder_.path().string(), {"--config", file_, "--threads", "2"});
  }

  TemporaryDirectory folder_;
  std::string file_;
  Program program_;
};

std::string long_message() {
  return Json{{"type", "message"}, {"otherUsername", "bob"}, {"data", std::string(kLong, 'x')}}
      .dump();
}

int status_of_upgrade(std::uint16_t port, std::string_view more = {}) {
  RawClient client(port);
  client.send(upgrade_request("/ws", more));
  return receive_reply(client).status;
}

}  // namespace

TEST_CASE("SIGHUP changes limits for the clients that are there, on every thread", "[reload]") {
  Site site("max-message = \"64KiB\"\n");
  Client alice(site.program().port());
  Client bob(site.program().port());
  log_in(alice, "alice");
  log_in(bob, "bob");
  alice.send(long_message());
  REQUIRE(receive_json(bob).at("type") == "message");

  site.change("max-message = \"1KiB\"\n");

  CHECK(site.program().says("reload: max-message is 1KiB, was 64KiB\n"));
  CHECK(ask(alice, long_message()).at("code") == "too_large");
  CHECK(ask(bob, long_message()).at("code") == "too_large");
  CHECK(ask(alice, R"({"type":"ping"})").at("type") == "pong");
}

TEST_CASE("SIGHUP brings a deadline near for clients that are there", "[reload]") {
  Site site("login-timeout = \"10m\"\nping-interval = \"1h\"\n");
  Client silent(site.program().port());

  site.change("login-timeout = \"10ms\"\nping-interval = \"1h\"\n");

  CHECK(silent.wait_for_goodbye().code == 1008);
}

TEST_CASE("After SIGHUP the next login is told other ICE servers", "[reload]") {
  Site site("ice-server = \"turn:ann:first-password@turn.example.org\"\n");
  Client alice(site.program().port());
  log_in(alice, "alice");

  site.change("ice-server = \"turn:ann:other-password@turn.example.org\"\n");

  CHECK(site.program().says("reload: ice-server has other credentials\n"));
  Client bob(site.program().port());
  const Json servers = ask(bob, login_of("bob")).at("iceServers");
  CHECK(servers.at(0).at("credential") == "other-password");
  CHECK(ask(alice, R"({"type":"iceServers"})").at("iceServers") == servers);
  CHECK(site.program().errors().find("-password") == std::string::npos);
}

TEST_CASE("SIGHUP changes what a second login with one name does, and what is logged", "[reload]") {
  Site site("");
  Client first(site.program().port());
  log_in(first, "alice");
  Client second(site.program().port());
  REQUIRE(ask(second, login_of("alice")).at("error").at("code") == "username_taken");

  site.change("on-duplicate = \"replace\"\nlog-level = \"debug\"\n");

  CHECK(site.program().says("reload: on-duplicate is replace, was reject\n"));
  CHECK(site.program().says("reload: log-level is debug, was info\n"));
  log_in(second, "alice");
  CHECK(first.wait_for_goodbye().code == 4001);
  CHECK(site.program().says("is logged in as 'alice'"));
}

TEST_CASE("SIGHUP slows down the logins of an address", "[reload]") {
  Site site("");
  REQUIRE(site.program().port() != 0);

  site.change("login-rate = 1\n");

  REQUIRE(site.program().says("reload: login-rate is 1, was 0\n"));
  Client alice(site.program().port());
  log_in(alice, "alice");
  Client bob(site.program().port());
  CHECK(ask(bob, login_of("bob")).at("error").at("code") == "rate_limited");
}

TEST_CASE("SIGHUP bounds what an address connects from then on", "[reload]") {
  Site site("");
  const std::uint16_t port = site.program().port();
  Client alice(port);
  Client bob(port);
  log_in(alice, "alice");
  log_in(bob, "bob");

  site.change("max-connections-per-address = 1\n");

  REQUIRE(site.program().says("reload: max-connections-per-address is 1, was 0\n"));
  call(alice, "alice", bob, "bob");
  std::optional<Client> carol(std::in_place, port);
  CHECK(status_of_upgrade(port) == 503);
  RawClient elsewhere(port, {.from = "127.0.0.2"});
  elsewhere.upgrade();
  carol.reset();
  CHECK(eventually([&] { return status_of_upgrade(port) == 101; }));
}

TEST_CASE("SIGHUP changes whose pages may connect, not who is there", "[reload]") {
  const std::string page = "Origin: https://example.org\r\n";
  const std::string other = "Origin: https://elsewhere.example\r\n";
  Site site("allowed-origin = \"https://example.org\"\n");
  const std::uint16_t port = site.program().port();
  RawClient before(port);
  before.upgrade(page);
  CHECK(status_of_upgrade(port, other) == 403);

  site.change("allowed-origin = \"https://elsewhere.example\"\n");

  REQUIRE(site.program().says(
      "reload: allowed-origin is https://elsewhere.example, was https://example.org\n"));
  // One of each thread.
  for (int i = 0; i < 2; ++i) {
    CHECK(status_of_upgrade(port, page) == 403);
    CHECK(status_of_upgrade(port, other) == 101);
  }
  before.send(client_frame(Opcode::text, login_of("alice")));
  CHECK(Json::parse(before.receive_frame().payload).at("success") == true);

  site.change("");
  REQUIRE(site.program().says("reload: allowed-origin is not set, was "));
  CHECK(status_of_upgrade(port, page) == 101);
}

TEST_CASE("What needs a restart is said to, each time", "[reload]") {
  Site site("max-http-header = \"8KiB\"\n");
  REQUIRE(site.program().port() != 0);

  site.change("max-http-header = \"4KiB\"\n");

  const std::string said = "reload: max-http-header is 4KiB, was 8KiB; that needs a restart\n";
  CHECK(site.program().says(said));
  const std::size_t once = site.program().errors().find(said);
  site.program().signal(SIGHUP);
  CHECK(eventually(
      [&] { return site.program().errors().find(said, once + 1) != std::string::npos; }));
}

TEST_CASE("The operator's port tells how often a reload has failed", "[reload][metrics]") {
  const TemporaryDirectory folder;
  folder.write("index.html", "<title>test</title>");
  const std::string file = folder.write("signalbox.toml", "").string();
  Program program(
      {serve(folder.path().string(), {"--config", file, "--admin-listen", "127.0.0.1:0"})});
  const auto reloads = [](const std::string& result) {
    return "signalbox_config_reloads_total{result=\"" + result + "\"}";
  };
  const std::uint16_t port = program.admin_port();
  CHECK(read_metrics(port).at(reloads("success")) == 0);

  folder.write("signalbox.toml", "max-pears = 3\n");
  program.signal(SIGHUP);
  CHECK(metric_becomes(port, reloads("failure"), 1));
  folder.write("signalbox.toml", "max-peers = 3\n");
  program.signal(SIGHUP);

  CHECK(metric_becomes(port, reloads("success"), 1));
  CHECK(read_metrics(port).at(reloads("failure")) == 1);
}

TEST_CASE("A file that cannot be used leaves all settings as they are", "[reload]") {
  Site site("max-message = \"64KiB\"\n");
  Client alice(site.program().port());
  log_in(alice, "alice");
  const auto [content, said] = GENERATE(table<std::string, std::string>({
      {"max-message = \"1KiB\"\nmax-peers = \"many\"\n",
       ": max-peers: 'many' is not a number from 1 to 65535; write it like 256.\n"},
      {"max-message = \"1KiB\"\nmax-pears = 3\n",
       ": There is no key 'max-pears'; did you mean max-peers?\n"},
      {"max-message = \"1KiB\"\ntls-cert = \"/no/cert.pem\"\ntls-key = \"/no/key.pem\"\n", ""},
      {"max-message = \"1KiB\"\nturn-secret-file = \"/no/file\"\n", ""},
  }));

  site.change(content);

  const std::string all = "reload: all settings stay as they are: ";
  CHECK(site.program().says(said.empty() ? all : all + site.file() + said));
  CHECK(ask(alice, long_message()).at("code") == "user_unavailable");
  site.change("");
  CHECK(site.program().says("reload: no option has changed\n"));
}

TEST_CASE("A pipe in the place of a file keeps nobody waiting", "[reload]") {
  const TemporaryDirectory folder;
  const std::string pipe = (folder.path() / "pipe").string();
  REQUIRE(mkfifo(pipe.c_str(), 0600) == 0);
  Site site("");
  Client alice(site.program().port());
  log_in(alice, "alice");
  const auto* const options = GENERATE("", "turn-secret-file", "tls-cert tls-key");
  CAPTURE(options);
  std::string content;
  std::istringstream names(options);
  for (std::string name; names >> name;) content += name + " = \"" + pipe + "\"\n";
  if (content.empty()) {
    std::filesystem::remove(site.file());
    std::filesystem::create_symlink(pipe, site.file());
    site.program().signal(SIGHUP);
  } else {
    site.change(content);
  }

  CHECK(site.program().says("it is a pipe or a device, and must be a regular file"));
  CHECK(ask(alice, long_message()).at("code") == "user_unavailable");
}

}  // namespace signalbox::test::reload_test
