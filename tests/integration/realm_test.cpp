// SPDX-License-Identifier: MIT
// Several applications on one server.
#include <string>

#include "support/catch.hpp"
#include "support/conversation.hpp"
#include "support/eventually.hpp"
#include "support/http_exchange.hpp"
#include "support/metrics.hpp"

namespace signalbox::test::realm_test {

namespace {

Client in_realm(std::uint16_t port, const std::string& realm) {
  return Client(port, {.target = "/ws?realm=" + realm});
}

}  // namespace

TEST_CASE("Two applications have the same names, and do not hear each other", "[realm]") {
  const auto kind = GENERATE(from_range(kServerKinds));
  CAPTURE(kind);
  TestServer server(test_settings(kind.threads), kind.poller);
  Client shop_alice = in_realm(server.port(), "shop");
  Client shop_bob = in_realm(server.port(), "shop");
  Client school_alice = in_realm(server.port(), "school");
  Client alice(server.port());
  const Json begun = ask(shop_alice, login_of("alice"));
  CHECK(begun.at("success") == true);
  CHECK(begun.at("realm") == "shop");
  CHECK(ask(shop_bob, login_of("bob")).at("success") == true);
  CHECK(ask(school_alice, login_of("alice")).at("success") == true);
  CHECK_FALSE(ask(alice, login_of("alice")).contains("realm"));
  Client second = in_realm(server.port(), "shop");
  CHECK(ask(second, login_of("alice")).at("error").at("code") == "username_taken");

  CHECK(ask(school_alice, message_to("bob", 1)).at("code") == "user_unavailable");
  CHECK(ask(alice, message_to("bob", 2)).at("code") == "user_unavailable");
  shop_alice.send(message_to("bob", 3));
  CHECK(receive_json(shop_bob).at("data") == 3);
}

TEST_CASE("The operator finds a name in its realm", "[realm][admin]") {
  TestServer server(test_settings(1));
  Client shop = in_realm(server.port(), "shop");
  Client standard(server.port());
  log_in(shop, "alice");
  log_in(standard, "alice");
  const auto realm_at = [&](const std::string& target) {
    const HttpReply reply = get(server.admin_port(), "/api/users/" + target);
    return reply.status == 200 ? Json::parse(reply.body).at("realm").get<std::string>() : "none";
  };
  CHECK(realm_at("alice") == "");
  CHECK(realm_at("alice?realm=shop") == "shop");
  CHECK(realm_at("alice?realm=school") == "none");
  CHECK(read_metrics(server.admin_port())["signalbox_realms"] == 1);

  const HttpReply kicked =
      fetch(server.admin_port(), {.target = "/api/users/alice/kick?realm=shop", .method = "POST"});
  CHECK(Json::parse(kicked.body) == Json{{"kicked", true}});
  CHECK(ask(standard, R"({"type":"ping"})").at("type") == "pong");
  CHECK(realm_at("alice?realm=shop") == "none");
}

TEST_CASE("A realm that is none is refused, and costs nobody anything", "[realm]") {
  TestServer server(test_settings(1));
  for (const char* const bad : {"a%20b", "%00", "%FF", "a%22%7D", "%zz"}) {
    CAPTURE(bad);
    Client client = in_realm(server.port(), bad);
    const Json answer = ask(client, login_of("alice"));
    CHECK(answer.at("error").at("code") == "realm_invalid");
    CHECK(answer.at("error").at("message") ==
          "a realm is 1 to 64 letters, digits and - . _ ~ in the URL: /ws?realm=shop");
  }
}

}  // namespace signalbox::test::realm_test
