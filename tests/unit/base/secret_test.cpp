// SPDX-License-Identifier: MIT
#include "signalbox/base/secret.hpp"

#include <set>
#include <string>

#include "support/catch.hpp"

namespace signalbox::test::secret_test {

using signalbox::Secret;

TEST_CASE("a secret's text gives the secret again", "[base][secret]") {
  const Secret secret = Secret::random();
  CHECK(secret.text().size() == 32);
  const auto parsed = Secret::parse(secret.text());
  REQUIRE(parsed);
  CHECK(*parsed == secret);
  CHECK(parsed->text() == secret.text());
}

TEST_CASE("no two secrets are the same", "[base][secret]") {
  std::set<std::string> texts;
  for (int i = 0; i < 1000; ++i) texts.insert(Secret::random().text());
  CHECK(texts.size() == 1000);
}

TEST_CASE("a secret that differs in one digit is another one", "[base][secret]") {
  const std::string zeros(32, '0');
  for (std::size_t i = 0; i < zeros.size(); ++i) {
    std::string text = zeros;
    text[i] = 'f';
    CHECK_FALSE(Secret::parse(text) == Secret::parse(zeros));
    CHECK(Secret::parse(text)->text() == text);
  }
}

TEST_CASE("what is no secret's text", "[base][secret]") {
  const auto text = GENERATE(values<std::string>({
      "",
      "0123456789abcdef0123456789abcde",
      "0123456789abcdef0123456789abcdef0",
      "0123456789ABCDEF0123456789abcdef",
      "0123456789abcdefg123456789abcdef",
      "-123456789abcdef0123456789abcdef",
      std::string(32, '\0'),
  }));
  CHECK_FALSE(Secret::parse(text));
}

}  // namespace signalbox::test::secret_test
