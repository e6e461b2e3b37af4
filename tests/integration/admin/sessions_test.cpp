// SPDX-License-Identifier: MIT
// What the operator sees of sessions, and does to them.
#include <set>
#include <string>

#include "support/catch.hpp"
#include "support/conversation.hpp"
#include "support/http_exchange.hpp"

namespace signalbox::test::sessions_test {

using Catch::Matchers::StartsWith;

namespace {

Json get_json(const TestServer& server, const std::string& target) {
  const HttpReply reply = get(server.admin_port(), target);
  CAPTURE(target, reply.status);
  REQUIRE(reply.header("content-type") == "application/json");
  return Json::parse(reply.body);
}

HttpReply post(const TestServer& server, const std::string& target) {
  return fetch(server.admin_port(), {.target = target, .method = "POST"});
}

/// The usernames of a page, in order of the alphabet.
std::multiset<std::string> names_in(const Json& page) {
  std::multiset<std::string> names;
  for (const Json& session : page.at("sessions")) {
    names.insert(session.at("username").get<std::string>());
  }
  return names;
}

}  // namespace

TEST_CASE("The operator sees who is there, on all threads", "[admin][sessions]") {
  const TestServer server(test_settings(3));
  Client alice = logged_in(server, "alice");
  Client bob = logged_in(server, "bob");
  Client anna = logged_in(server, "anna b");
  Client stranger(server.port());
  stranger.send("{");
  stranger.receive();
  call(alice, "alice", bob, "bob");

  CHECK(get_json(server, "/api/sessions").at("sessions").size() == 4);
  CHECK(get_json(server, "/api/sessions").at("next").is_null());
  CHECK(names_in(get_json(server, "/api/sessions?username=a")) ==
        std::multiset<std::string>{"alice", "anna b"});
  CHECK(names_in(get_json(server, "/api/sessions?username=anna%20b")) ==
        std::multiset<std::string>{"anna b"});
  CHECK(get_json(server, "/api/sessions?username=zoe").at("sessions").empty());

  const Json session = get_json(server, "/api/users/bob");
  CHECK(session.at("username") == "bob");
  CHECK(session.at("calls") == 1);
  CHECK(session.at("messagesIn") == 2);
  CHECK(session.at("messagesOut") == 2);
  CHECK_THAT(session.at("address").get<std::string>(), StartsWith("127.0.0.1:"));
  const auto id = session.at("id").get<std::string>();
  CHECK(get_json(server, "/api/sessions/" + id) == session);
  CHECK(get_json(server, "/api/users/anna%20b").at("username") == "anna b");
}

TEST_CASE("A long list comes in pages that miss nobody", "[admin][sessions]") {
  const TestServer server(test_settings(2));
  std::vector<Client> clients;
  constexpr int kClients = 7;
  std::multiset<std::string> expected;
  for (int i = 0; i < kClients; ++i) {
    clients.push_back(logged_in(server, "user" + std::to_string(i)));
    expected.insert("user" + std::to_string(i));
  }
  std::multiset<std::string> seen;
  std::string target = "/api/sessions?limit=1";
  int pages = 0;
  while (!target.empty()) {
    const Json page = get_json(server, target);
    for (const auto& name : names_in(page)) seen.insert(name);
    const Json& next = page.at("next");
    target = next.is_null() ? "" : "/api/sessions?limit=1&after=" + next.get<std::string>();
    ++pages;
  }
  CHECK(seen == expected);
  CHECK(pages > 1);
}

TEST_CASE("A list's limits and places are checked", "[admin][sessions]") {
  const TestServer server;
  const auto query = GENERATE(as<std::string>{}, "limit=0", "limit=1001", "limit=x",
                              "limit=", "limit=-1", "after=", "after=1", "after=-", "after=1-2-3",
                              "after=1-99999999999", "after=%zz", "after=x-1");
  CAPTURE(query);
  const Json page = get_json(server, "/api/sessions?" + query);
  CHECK(page.contains("error"));
}

TEST_CASE("Places beyond the end are the end", "[admin][sessions]") {
  const TestServer server;
  Client alice = logged_in(server, "alice");
  for (const char* const after : {"0-4294967295", "1-7", "2-0", "18446744073709551615-0"}) {
    const Json page = get_json(server, std::string("/api/sessions?after=") + after);
    CAPTURE(after);
    CHECK(page.at("next").is_null());
  }
}

TEST_CASE("Who is kicked is told by whom, and its peers hear it", "[admin][sessions]") {
  const auto kind = GENERATE(from_range(kServerKinds));
  CAPTURE(kind);
  const TestServer server(kind);
  Client alice = logged_in(server, "alice");
  Client bob = logged_in(server, "bob");
  call(alice, "alice", bob, "bob");

  const HttpReply reply = post(server, "/api/users/alice/kick");
  CHECK(reply.status == 200);
  CHECK(Json::parse(reply.body) == Json{{"kicked", true}});

  CHECK(bob.receive() == R"({"type":"close","reason":"kicked","username":"alice"})");
  CHECK(alice.wait_for_goodbye().code == 4002);
  CHECK(get(server.admin_port(), "/api/users/alice").status == 404);
  CHECK(post(server, "/api/users/alice/kick").status == 404);
  Client again = logged_in(server, "alice");
  CHECK(get_json(server, "/api/users/alice").at("calls") == 0);
}

TEST_CASE("A session that waits for its client can be kicked by its id", "[admin][sessions]") {
  const TestServer server;
  Client alice(server.port());
  const Json answer = ask(alice, R"({"type":"login","username":"alice","resume":true})");
  const auto id = answer.at("session").get<std::string>();
  alice.reset();
  REQUIRE(
      eventually([&] { return get_json(server, "/api/sessions/" + id).at("address").is_null(); }));

  CHECK(post(server, "/api/sessions/" + id + "/kick").status == 200);

  CHECK(server.logged_in() == 0);
  CHECK(get(server.admin_port(), "/api/sessions/" + id).status == 404);
}

TEST_CASE("Sessions that never were are not found", "[admin][sessions]") {
  const TestServer server;
  for (const std::string folder : {"/api/sessions/", "/api/users/"}) {
    for (const char* const key :
         {"nobody", "ffff-0-1", "0-ffffffff-1", "0-0-0", "%zz", "", "%00", "%ff"}) {
      CAPTURE(folder, key);
      CHECK(get(server.admin_port(), folder + key).status == 404);
      CHECK(post(server, folder + key + "/kick").status == 404);
    }
  }
}

TEST_CASE("Paths that are nearly a session's are answered", "[admin][sessions]") {
  const TestServer server;
  const auto [path, read, change] = GENERATE(table<std::string, int, int>({
      {"/api/sessions/kick", 404, 405},
      {"/api/sessions//kick", 405, 404},
      {"/api/sessions/kick/kick", 405, 404},
      {"/api/sessions/alice/kic", 404, 405},
      {"/api/sessionskick", 404, 405},
      {"/kick", 404, 405},
      {"/api/sessions/", 404, 405},
      {"/api/users", 404, 405},
      {"/api/users/", 404, 405},
      {"/api/users/kick", 404, 405},
      {"/api/users//kick", 405, 404},
      {"/api/users/kick/kick", 405, 404},
      {"/api/users/alice/kic", 404, 405},
  }));
  CAPTURE(path);
  CHECK(get(server.admin_port(), path).status == read);
  CHECK(post(server, path).status == change);
}

TEST_CASE("A client may be called kick", "[admin][sessions]") {
  const TestServer server;
  Client kick = logged_in(server, "kick");
  CHECK(get_json(server, "/api/users/kick").at("username") == "kick");
  CHECK(post(server, "/api/users/kick/kick").status == 200);
  CHECK(kick.wait_for_goodbye().code == 4002);
}

TEST_CASE("Who is called like another's session is not taken for it", "[admin][sessions]") {
  const TestServer server;
  Client alice = logged_in(server, "alice");
  const auto id = get_json(server, "/api/users/alice").at("id").get<std::string>();
  Client mallory = logged_in(server, id);

  CHECK(get_json(server, "/api/sessions/" + id).at("username") == "alice");
  CHECK(get_json(server, "/api/users/" + id).at("username") == id);
  CHECK(get(server.admin_port(), "/api/sessions/alice").status == 404);
  CHECK(post(server, "/api/sessions/alice/kick").status == 404);
  CHECK(post(server, "/api/users/" + id + "/kick").status == 200);
  CHECK(mallory.wait_for_goodbye().code == 4002);
  CHECK(get(server.admin_port(), "/api/users/" + id).status == 404);
  CHECK(post(server, "/api/sessions/" + id + "/kick").status == 200);
  CHECK(alice.wait_for_goodbye().code == 4002);
}

}  // namespace signalbox::test::sessions_test
