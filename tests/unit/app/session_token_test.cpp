// SPDX-License-Identifier: MIT
// Sessions whose clients must show tokens, and what comes of the time that those are good for.
#include <chrono>
#include <string>
#include <vector>

#include "app/session/session.hpp"
#include "signalbox/auth/jwt.hpp"
#include "support/catch.hpp"
#include "support/session_world.hpp"
#include "support/signing_key.hpp"

namespace signalbox::test::session_token_test {

using std::chrono::seconds;
using Heard = std::vector<std::string>;

namespace {

const std::string kSecret = "0123456789abcdef0123456789abcdef";

std::shared_ptr<const auth::Authenticator> door() {
  const TemporaryDirectory folder;
  return auth::make_jwt_authenticator(
      {.key_files = {folder.write("secret", kSecret)}, .audience = "", .issuer = ""});
}

std::string token_for(const std::string& username, seconds lifetime,
                      const Json& more = Json::object()) {
  const auto now = std::chrono::floor<seconds>(std::chrono::system_clock::now());
  Json claims{{"sub", username}, {"exp", (now + lifetime).time_since_epoch().count()}};
  claims.update(more);
  return SigningKey::secret(kSecret).token("HS256", claims);
}

std::string login(const std::string& username, const std::string& token,
                  const Json& more = Json::object()) {
  Json login{{"type", "login"}, {"username", username}, {"token", token}};
  login.update(more);
  return login.dump();
}

constexpr seconds kLifetime{60};
/// The clocks of two computers differ; the login and the token are not of the same second.
constexpr seconds kLatest = kLifetime + seconds(11);

std::string code_of(const Json& answer) {
  return answer.at("success") == true ? "" : answer.at("error").at("code").get<std::string>();
}

}  // namespace

TEST_CASE("who shows no token, or another's, does not get in, and may try again", "[app][token]") {
  SessionWorld world(1, {}, OnDuplicate::reject, door());
  FakeSocket& alice = world.connect();
  CHECK(code_of(world.ask(alice, R"({"type":"login","username":"alice"})")) == "unauthorized");
  CHECK(code_of(world.ask(alice, login("alice", token_for("bob", kLifetime)))) == "unauthorized");
  CHECK(code_of(world.ask(alice, login("alice", token_for("alice", -kLifetime)))) ==
        "unauthorized");
  CHECK(world.logged_in() == 0);

  CHECK(code_of(world.ask(alice, login("alice", token_for("alice", kLifetime)))).empty());
  CHECK(world.logged_in() == 1);
}

TEST_CASE("a session's connection ends when its token expires", "[app][token]") {
  SessionWorld world(1, {}, OnDuplicate::reject, door());
  FakeSocket& alice = world.connect();
  world.say(alice, login("alice", token_for("alice", kLifetime)));

  const TimePoint end = alice.handler->on_tick(world.now);
  CHECK(end > world.now + kLifetime);
  CHECK(end <= world.now + kLatest);
  alice.handler->on_tick(end - seconds(1));
  CHECK_FALSE(alice.closed);
  alice.handler->on_tick(end);
  CHECK(alice.closed == CloseReason::token_expired);

  world.drop(alice, CloseReason::token_expired);
  CHECK(world.logged_in() == 0);
}

TEST_CASE("a login that has logged out expires no more", "[app][token]") {
  SessionWorld world(1, {}, OnDuplicate::reject, door());
  FakeSocket& alice = world.connect();
  world.say(alice, login("alice", token_for("alice", seconds(1))));
  world.say(alice, R"({"type":"logout"})");
  CHECK(alice.handler->on_tick(world.now) == world.now + Limits{}.login_timeout);

  CHECK(code_of(world.ask(alice, login("alice", token_for("alice", seconds(3600))))).empty());
  CHECK(alice.handler->on_tick(world.now) > world.now + seconds(3600));
}

TEST_CASE("who comes back shows a token that is good now, and its calls go on", "[app][token]") {
  const auto [workers, worker] =
      GENERATE(table<std::size_t, std::size_t>({{1, 0}, {2, 0}, {2, 1}}));
  CAPTURE(workers, worker);
  SessionWorld world(workers, {}, OnDuplicate::reject, door());
  FakeSocket& alice = world.connect(0);
  const Json first =
      world.ask(alice, login("alice", token_for("alice", kLifetime), {{"resume", true}}));
  FakeSocket& bob = world.connect(workers - 1);
  world.say(bob, login("bob", token_for("bob", kLifetime)));
  world.say(bob, R"({"type":"offer","otherUsername":"alice","offer":1})");
  bob.heard.clear();
  alice.handler->on_tick(world.now + kLatest);
  REQUIRE(alice.closed == CloseReason::token_expired);
  world.drop(alice, CloseReason::token_expired);

  FakeSocket& again = world.connect(worker);
  const Json resume{{"resume", {{"token", first.at("resume").at("token")}, {"received", 1}}}};
  for (const std::string& token :
       {std::string(), token_for("bob", kLifetime), token_for("alice", -kLifetime)}) {
    CHECK(code_of(world.ask(again, login("alice", token, resume))) == "unauthorized");
  }
  const Json answer = world.ask(again, login("alice", token_for("alice", seconds(3600)), resume));

  CHECK(answer.at("resumed") == true);
  CHECK(bob.heard.empty());
  CHECK(again.handler->on_tick(world.now) > world.now + seconds(3600));
}

TEST_CASE("who does not come back in time after its token has expired is gone", "[app][token]") {
  SessionWorld world(1, {}, OnDuplicate::reject, door());
  FakeSocket& alice = world.connect();
  world.say(alice, login("alice", token_for("alice", kLifetime), {{"resume", true}}));
  world.drop(alice, CloseReason::token_expired);
  CHECK(world.logged_in() == 1);
  world.pass(Limits{}.resume_window + seconds(1));
  CHECK(world.logged_in() == 0);
}

TEST_CASE("a login that waits for its name has the time of its own token", "[app][token]") {
  SessionWorld world(2, {}, OnDuplicate::replace, door());
  FakeSocket& first = world.connect(0);
  world.say(first, login("alice", token_for("alice", seconds(3600))));
  FakeSocket& second = world.connect(1);
  CHECK(code_of(world.ask(second, login("alice", "a.b.c"))) == "unauthorized");
  CHECK_FALSE(first.closed);

  CHECK(code_of(world.ask(second, login("alice", token_for("alice", kLifetime)))).empty());

  CHECK(first.closed == CloseReason::replaced);
  CHECK(second.handler->on_tick(world.now) <= world.now + kLatest);
}

TEST_CASE("failed logins count for their address", "[app][token]") {
  Limits limits;
  limits.address_logins = 3;
  SessionWorld world(1, limits, OnDuplicate::reject, door());
  for (int i = 0; i < 3; ++i) {
    CHECK(code_of(world.ask(world.connect(), login("alice", "a.b.c"))) == "unauthorized");
  }
  const std::string good = login("alice", token_for("alice", kLifetime));
  CHECK(code_of(world.ask(world.connect(), good)) == "rate_limited");
  world.pass(seconds(21));
  CHECK(code_of(world.ask(world.connect(), good)).empty());
}

TEST_CASE("a resume that fails for its token counts for its address", "[app][token]") {
  Limits limits;
  limits.address_logins = 3;
  SessionWorld world(1, limits, OnDuplicate::reject, door());
  FakeSocket& alice = world.connect();
  const Json first =
      world.ask(alice, login("alice", token_for("alice", kLifetime), {{"resume", true}}));
  const Json resume{{"resume", {{"token", first.at("resume").at("token")}, {"received", 0}}}};
  for (int i = 0; i < 2; ++i) {
    CHECK(code_of(world.ask(world.connect(), login("alice", "a.b.c", resume))) == "unauthorized");
  }
  CHECK(code_of(world.ask(world.connect(), login("bob", token_for("bob", kLifetime)))) ==
        "rate_limited");
}

TEST_CASE("who has failed too often is refused before its token is looked at", "[app][token]") {
  Limits limits;
  limits.address_login_failures = 2;
  SessionWorld world(1, limits, OnDuplicate::reject, door());
  const std::string good = login("alice", token_for("alice", kLifetime));
  const std::string bad = login("alice", "a.b.c");
  for (int i = 0; i < 2; ++i) CHECK(code_of(world.ask(world.connect(), bad)) == "unauthorized");

  for (const std::string& text : {good, bad}) {
    const Json answer = world.ask(world.connect(), text);
    CHECK(code_of(answer) == "rate_limited");
    CHECK(answer.at("error").at("message") ==
          "too many failed logins from your address: try again in 30 seconds");
  }
  CHECK(world.worker(0).metrics().limit_hits.read(Limit::login_failure_rate) == 2);
  CHECK(world.worker(0).metrics().limit_hits.read(Limit::login_rate) == 0);
  world.pass(seconds(30));
  CHECK(code_of(world.ask(world.connect(), good)).empty());
}

TEST_CASE("only who is not let in has failed", "[app][token]") {
  Limits limits;
  limits.address_login_failures = 1;
  SessionWorld world(1, limits, OnDuplicate::reject, door());
  const std::string alice = login("alice", token_for("alice", kLifetime));
  const std::string bob = login("bob", token_for("bob", kLifetime));
  CHECK(code_of(world.ask(world.connect(), alice)).empty());
  for (int i = 0; i < 3; ++i) {
    CHECK(code_of(world.ask(world.connect(), alice)) == "username_taken");
  }
  FakeSocket& second = world.connect();
  CHECK(code_of(world.ask(second, bob)).empty());

  CHECK(code_of(world.ask(world.connect(), login("carol", "a.b.c"))) == "unauthorized");

  CHECK(code_of(world.ask(second, bob)) == "already_logged_in");
  CHECK(code_of(world.ask(world.connect(), bob)) == "rate_limited");
}

TEST_CASE("a failed resume counts as a failed login, and none is refused for that",
          "[app][token]") {
  Limits limits;
  limits.address_login_failures = 1;
  SessionWorld world(1, limits, OnDuplicate::reject, door());
  const Json first =
      world.ask(world.connect(), login("alice", token_for("alice", kLifetime), {{"resume", true}}));
  const Json resume{{"resume", {{"token", first.at("resume").at("token")}, {"received", 0}}}};
  CHECK(code_of(world.ask(world.connect(), login("alice", "a.b.c", resume))) == "unauthorized");
  CHECK(code_of(world.ask(world.connect(), login("bob", token_for("bob", kLifetime)))) ==
        "rate_limited");

  const Json again =
      world.ask(world.connect(), login("alice", token_for("alice", kLifetime), resume));

  CHECK(again.at("resumed") == true);
}

TEST_CASE("a token's realm is its user's, and a session stays in it", "[app][token]") {
  SessionWorld world(2, {}, OnDuplicate::reject, door());
  const auto log_in = [&](FakeSocket& socket, const std::string& realm, const Json& resume) {
    return world.ask(socket, login("alice", token_for("alice", kLifetime, {{"realm", realm}}),
                                   {{"resume", resume}}));
  };
  FakeSocket& shop = world.connect(0);
  const Json begun = log_in(shop, "shop", true);
  CHECK(begun.at("realm") == "shop");
  FakeSocket& school = world.connect(1);
  CHECK(log_in(school, "school", true).at("realm") == "school");
  CHECK(world.logged_in() == 2);

  world.drop(shop);
  const Json resume{{"token", begun.at("resume").at("token")}, {"received", 0}};
  FakeSocket& elsewhere = world.connect(1);
  const Json refused = log_in(elsewhere, "school", resume);
  CHECK(code_of(refused) == "username_taken");
  FakeSocket& back = world.connect(1);
  const Json resumed = log_in(back, "shop", resume);
  CHECK(resumed.at("resumed") == true);
  CHECK(resumed.at("realm") == "shop");
}

}  // namespace signalbox::test::session_token_test
