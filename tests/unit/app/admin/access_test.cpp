// SPDX-License-Identifier: MIT
#include "app/admin/access.hpp"

#include <string>

#include "support/catch.hpp"
#include "support/header_request.hpp"

namespace signalbox::test::access_test {

using app::Access;

namespace {

/// 0: it is allowed.
unsigned refusal_of(const Access& access, const HeaderRequest& request) {
  const auto refusal = access.refuse(request);
  return refusal ? static_cast<unsigned>(refusal->status) : 0;
}

unsigned shown(const std::string& authorization) {
  const Access access("0123456789abcdef");
  return refusal_of(access, HeaderRequest("/metrics", {{"Host", "signal.example.org"},
                                                       {"Authorization", authorization}}));
}

}  // namespace

TEST_CASE("without a token this computer's own names are served, no others", "[app][admin]") {
  const Access access("");
  for (const char* const host :
       {"localhost", "localhost:8081", "127.0.0.1:8081", "127.0.0.2", "[::1]", "[::1]:8081"}) {
    CAPTURE(host);
    CHECK(refusal_of(access, HeaderRequest("/metrics", {{"Host", host}})) == 0);
  }
  for (const char* const host :
       {"", "evil.example", "evil.example:8081", "localhost.evil.example", "127.0.0.1.evil.example",
        "127.evil.example:8081", "[::2]:8081", "192.0.2.1:8081", "[::1", ":8081"}) {
    CAPTURE(host);
    CHECK(refusal_of(access, HeaderRequest("/metrics", {{"Host", host}})) == 403);
  }
}

TEST_CASE("a page of another site changes nothing", "[app][admin]") {
  const Access access("");
  const auto post = [&](const HeaderRequest::Headers& more) {
    HeaderRequest::Headers headers{{"Host", "localhost:8081"}};
    headers.insert(headers.end(), more.begin(), more.end());
    return refusal_of(access, HeaderRequest("/api/drain", headers, "POST"));
  };
  CHECK(post({}) == 0);  // no browser
  CHECK(post({{"Origin", "http://localhost:8081"}}) == 0);
  CHECK(post({{"Origin", "http://localhost:8081"}, {"Sec-Fetch-Site", "same-origin"}}) == 0);
  CHECK(post({{"Sec-Fetch-Site", "none"}}) == 0);

  CHECK(post({{"Origin", "https://evil.example"}}) == 403);
  CHECK(post({{"Origin", "http://localhost:8080"}}) == 403);
  CHECK(post({{"Origin", "null"}}) == 403);
  CHECK(post({{"Sec-Fetch-Site", "cross-site"}}) == 403);
  CHECK(post({{"Sec-Fetch-Site", "same-site"}}) == 403);
}

TEST_CASE("with a token it must be shown, whatever the name", "[app][admin]") {
  CHECK(shown("Bearer 0123456789abcdef") == 0);
  CHECK(shown("") == 401);
  CHECK(shown("Bearer") == 401);
  CHECK(shown("Bearer ") == 401);
  CHECK(shown("Bearer 0123456789abcde") == 401);
  CHECK(shown("Bearer 0123456789abcdeg") == 401);
  CHECK(shown("Bearer 0123456789abcdef0") == 401);
  CHECK(shown("Basic 0123456789abcdef") == 401);
}

}  // namespace signalbox::test::access_test
