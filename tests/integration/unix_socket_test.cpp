// SPDX-License-Identifier: MIT
#include <grp.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <filesystem>

#include "support/catch.hpp"
#include "support/conversation.hpp"
#include "support/http_exchange.hpp"

namespace signalbox::test::unix_socket_test {

namespace fs = std::filesystem;

namespace {

struct Place {
  Place() { settings.listen = {{path, 0, Endpoint::Kind::unix_socket}}; }

  /// What a server says that does not start.
  std::string refusal() const {
    try {
      const TestServer server(settings);
    } catch (const std::runtime_error& error) {
      return error.what();
    }
    return {};
  }

  TemporaryDirectory folder;
  std::string path = (folder.path() / "signalbox.sock").string();
  Settings settings = test_settings();
};

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("Clients of a Unix socket and of a port hear each other", "[listen][unix]") {
  Place place;
  place.settings.listen.push_back({"127.0.0.1", 0});
  const TestServer server(place.settings);
  RawClient alice = raw_logged_in(0, "alice", {.host = place.path});
  Client bob(server.endpoints().back().port);
  log_in(bob, "bob");

  bob.send(signal_to("alice", "offer", "1"));

  CHECK(alice.receive_frame().payload == signal_from("bob", "offer", "1"));
  CHECK(server.endpoints().front() == place.settings.listen.front());
}

TEST_CASE("The page and the health come over a Unix socket", "[listen][unix]") {
  const Place place;
  const TestServer server(place.settings);
  RawClient client(0, {.host = place.path});

  client.send(text_of({.target = "/healthz"}));

  CHECK(receive_reply(client).body == "ok\n");
}

TEST_CASE("A Unix socket has the mode it is told to have", "[listen][unix]") {
  Place place;
  const auto mode = GENERATE(0660U, 0600U, 0666U);
  place.settings.socket_access.mode = mode;
  const TestServer server(place.settings);
  struct stat status {};
  REQUIRE(::stat(place.path.c_str(), &status) == 0);
  CHECK((status.st_mode & 0777U) == mode);
}

TEST_CASE("A Unix socket has the group it is told to have", "[listen][unix]") {
  Place place;
  // The only one that this user is sure to be in.
  const gid_t own = ::getegid();
  place.settings.socket_access.group = ::getgrgid(own)->gr_name;
  const TestServer server(place.settings);
  struct stat status {};
  REQUIRE(::stat(place.path.c_str(), &status) == 0);
  CHECK(status.st_gid == own);
}

TEST_CASE("The operator's Unix socket has a mode and a group of its own", "[listen][unix][admin]") {
  Place place;
  const std::string path = (place.folder.path() / "admin.sock").string();
  place.settings.admin_listen = Endpoint{path, 0, Endpoint::Kind::unix_socket};
  place.settings.socket_access = {.mode = 0666, .group = {}};
  const auto mode_of_socket = [&] {
    struct stat status {};
    REQUIRE(::stat(path.c_str(), &status) == 0);
    return status.st_mode & 0777U;
  };
  SECTION("for nobody else unless it is told so") {
    const TestServer server(place.settings);
    CHECK(mode_of_socket() == 0600);
  }
  SECTION("as it is told") {
    place.settings.admin_socket_access.mode = 0660;
    const TestServer server(place.settings);
    CHECK(mode_of_socket() == 0660);
  }
  SECTION("if there is such a group") {
    place.settings.admin_socket_access.group = "no-such-group";
    CHECK(contains(place.refusal(), "--admin-socket-group no-such-group: there is no such group"));
  }
}

TEST_CASE("A Unix socket's file goes when the server stops listening", "[listen][unix]") {
  Place place;
  place.settings.limits.drain_time = std::chrono::hours(1);
  TestServer server(place.settings);
  RawClient alice = raw_logged_in(0, "alice", {.host = place.path});
  CHECK(fs::exists(place.path));

  SECTION("for a drain, and another may take its place") {
    server.drain();
    CHECK(eventually([&] { return !fs::exists(place.path); }));
    // The next server's log is no business of this one's.
    Settings next = place.settings;
    const app::Application newcomer(next);
    server.stop();
    CHECK(server.has_stopped(kPatience));
    CHECK(fs::exists(place.path));
  }
  SECTION("at once") {
    server.stop();
    CHECK(eventually([&] { return !fs::exists(place.path); }));
  }
}

TEST_CASE("A socket that a dead server has left is replaced", "[listen][unix]") {
  const Place place;
  const int left = ::socket(AF_UNIX, SOCK_STREAM, 0);
  sockaddr_un name{};
  name.sun_family = AF_UNIX;
  place.path.copy(name.sun_path, sizeof name.sun_path - 1);
  REQUIRE(::bind(left, reinterpret_cast<const sockaddr*>(&name), sizeof name) == 0);
  REQUIRE(::close(left) == 0);
  REQUIRE(fs::is_socket(place.path));

  const TestServer server(place.settings);

  CHECK_NOTHROW(raw_logged_in(0, "alice", {.host = place.path}));
}

TEST_CASE("A place that is taken stays as it is", "[listen][unix]") {
  const Place place;
  SECTION("by a server") {
    const TestServer other(place.settings);
    CHECK(contains(place.refusal(), "another program listens there"));
    CHECK_NOTHROW(raw_logged_in(0, "alice", {.host = place.path}));
  }
  SECTION("by a file") {
    place.folder.write("signalbox.sock", "precious");
    CHECK(contains(place.refusal(), "a file of another kind"));
    CHECK(fs::file_size(place.path) == 8);
  }
}

TEST_CASE("What is wrong with a Unix socket is said, and nothing is left", "[listen][unix]") {
  Place place;
  SECTION("no such group") {
    place.settings.socket_access.group = "no-such-group";
    CHECK(contains(place.refusal(), "--socket-group no-such-group: there is no such group"));
  }
  SECTION("no such folder") {
    place.settings.listen.front().host = "/no/such/folder/signalbox.sock";
    CHECK(place.refusal() ==
          "cannot listen on unix:/no/such/folder/signalbox.sock: make its folder first");
  }
  SECTION("the next address is taken") {
    const TestServer other;
    place.settings.listen.push_back({"127.0.0.1", other.port()});
    CHECK(contains(place.refusal(), "another program has this port"));
  }
  CHECK_FALSE(fs::exists(place.path));
}

}  // namespace signalbox::test::unix_socket_test
