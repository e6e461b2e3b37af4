// SPDX-License-Identifier: MIT
#include "signalbox/auth/turn_credentials.hpp"

#include "support/catch.hpp"

namespace signalbox::test::turn_credentials_test {

namespace signalbox {
namespace {

using std::chrono::seconds;
using std::chrono::sys_seconds;

}  // namespace

// The password is what `openssl dgst -sha1 -hmac north -binary | base64` makes of the username.
TEST_CASE("TURN credentials are those that TURN servers make", "[auth][turn]") {
  const auto made =
      auth::make_turn_credentials("north", "alice", sys_seconds(seconds(1'700'000'000)));
  CHECK(made.username == "1700000000:alice");
  CHECK(made.credential == "Cd/49soE35ICqcJF/bCTn8Z4OyE=");
}

TEST_CASE("TURN credentials differ by secret, name and time", "[auth][turn]") {
  const sys_seconds time(seconds(1));
  const auto made = auth::make_turn_credentials("secret", "alice", time);
  CHECK(auth::make_turn_credentials("secre", "alice", time).credential != made.credential);
  CHECK(auth::make_turn_credentials("secret", "bob", time).credential != made.credential);
  CHECK(auth::make_turn_credentials("secret", "alice", time + seconds(1)).credential !=
        made.credential);
}

}  // namespace signalbox

}  // namespace signalbox::test::turn_credentials_test
