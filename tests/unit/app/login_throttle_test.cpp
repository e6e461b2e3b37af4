// SPDX-License-Identifier: MIT
#include "app/login_throttle.hpp"

#include "support/catch.hpp"

namespace signalbox::test::login_throttle_test {

using namespace std::chrono_literals;
using app::LoginThrottle;
using net::AddressBlock;

namespace {

constexpr AddressBlock kAlice{1};
constexpr AddressBlock kBob{2};
constexpr TimePoint kStart = TimePoint() + 1h;

}  // namespace

TEST_CASE("as many logins at once as in a minute, then one each time it is earned",
          "[app][login_throttle]") {
  LoginThrottle throttle(3);
  for (int i = 0; i < 3; ++i) CHECK(throttle.take(kAlice, kStart) == 0s);
  CHECK(throttle.take(kAlice, kStart) == 20s);
  CHECK(throttle.take(kAlice, kStart + 15s) == 5s);
  CHECK(throttle.take(kBob, kStart + 15s) == 0s);

  CHECK(throttle.take(kAlice, kStart + 20s) == 0s);
  CHECK(throttle.take(kAlice, kStart + 20s) == 20s);
}

TEST_CASE("a try that comes too early costs nothing", "[app][login_throttle]") {
  LoginThrottle throttle(1);
  CHECK(throttle.take(kAlice, kStart) == 0s);
  for (int i = 0; i < 59; ++i) {
    CHECK(throttle.take(kAlice, kStart + i * 1s) == 1min - i * 1s);
  }
  CHECK(throttle.take(kAlice, kStart + 1min) == 0s);
}

TEST_CASE("a login is remembered for its minute, over a change of generations",
          "[app][login_throttle]") {
  LoginThrottle throttle(1);
  CHECK(throttle.take(kBob, kStart) == 0s);  // begins a generation
  CHECK(throttle.take(kAlice, kStart + 59s) == 0s);
  CHECK(throttle.take(kBob, kStart + 61s) == 0s);  // begins the next
  CHECK(throttle.take(kAlice, kStart + 62s) == 57s);
  CHECK(throttle.take(kAlice, kStart + 119s) == 0s);
}

TEST_CASE("addresses are forgotten", "[app][login_throttle]") {
  LoginThrottle throttle(10);
  for (std::uint64_t i = 0; i < 1000; ++i) throttle.take(AddressBlock{i}, kStart);
  CHECK(throttle.size() == 1000);
  throttle.take(kAlice, kStart + 1min);
  throttle.take(kAlice, kStart + 2min);
  CHECK(throttle.size() == 1);
}

TEST_CASE("no flood of addresses makes the table grow beyond its bound", "[app][login_throttle]") {
  LoginThrottle throttle(1);
  for (std::uint64_t i = 0; i < 3 * LoginThrottle::kMost; ++i) {
    throttle.take(AddressBlock{i}, kStart);
  }
  CHECK(throttle.size() <= 2 * LoginThrottle::kMost);
  CHECK(throttle.take(AddressBlock{3 * LoginThrottle::kMost - 1}, kStart) > 0s);
}

TEST_CASE("another limit holds from then on", "[app][login_throttle]") {
  LoginThrottle throttle(0);
  CHECK(throttle.take(kAlice, kStart) == 0s);
  throttle.set_rate(1);
  CHECK(throttle.take(kAlice, kStart) == 0s);
  CHECK(throttle.take(kAlice, kStart) == 1min);
  throttle.set_rate(0);
  CHECK(throttle.take(kAlice, kStart) == 0s);
}

TEST_CASE("without a limit nothing is counted", "[app][login_throttle]") {
  LoginThrottle throttle(0);
  for (int i = 0; i < 1000; ++i) CHECK(throttle.take(kAlice, kStart) == 0s);
  CHECK(throttle.size() == 0);
}

TEST_CASE("who only asks hears what a login would, and is not counted", "[app][login_throttle]") {
  LoginThrottle throttle(2);
  CHECK(throttle.wait(kAlice, kStart) == 0s);
  for (int i = 0; i < 2; ++i) {
    for (int j = 0; j < 10; ++j) CHECK(throttle.wait(kAlice, kStart) == 0s);
    CHECK(throttle.take(kAlice, kStart) == 0s);
  }

  CHECK(throttle.wait(kAlice, kStart + 10s) == 20s);
  CHECK(throttle.take(kAlice, kStart + 10s) == 20s);
  CHECK(throttle.wait(kBob, kStart + 10s) == 0s);
  CHECK(throttle.wait(kAlice, kStart + 30s) == 0s);
  CHECK(throttle.size() == 1);
}

TEST_CASE("a question is answered from the generation before, too", "[app][login_throttle]") {
  LoginThrottle throttle(1);
  CHECK(throttle.take(kBob, kStart) == 0s);  // begins a generation
  CHECK(throttle.take(kAlice, kStart + 59s) == 0s);
  CHECK(throttle.take(kBob, kStart + 61s) == 0s);  // begins the next
  CHECK(throttle.wait(kAlice, kStart + 62s) == 57s);
}

}  // namespace signalbox::test::login_throttle_test
