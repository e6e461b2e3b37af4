// SPDX-License-Identifier: MIT
#include "support/catch.hpp"
#include "support/program.hpp"
#include "support/site.hpp"
#include "support/test_certificate.hpp"
#include "support/test_server.hpp"

namespace signalbox::test::config_test {

TEST_CASE(
    "With --check-config the program says ok where the server would start, even if it runs already",
    "[program][config]") {
  const Site site;
  const TestServer other;
  const TestCertificate certificate;
  Program program(
      {{"--check-config", "--listen", "127.0.0.1:" + std::to_string(other.port()), "--web-root",
        site.path, "--tls-cert", site.write("cert.pem", certificate.pem()), "--tls-key",
        site.write("key.pem", certificate.key_pem())}});

  CHECK(program.wait_for_exit() == 0);
  CHECK(program.output() == "ok\n");
  CHECK(program.errors().empty());
}

TEST_CASE("With --check-config the program says what the start would say", "[program][config]") {
  const Site site;
  const TestCertificate certificate;
  const TestCertificate other;
  const std::string cert = site.write("cert.pem", certificate.pem());
  const std::string key = site.write("key.pem", other.key_pem());
  struct Row {
    std::vector<std::string> arguments;
    int exit_code;
  };
  const std::vector<Row> rows{
      {{"--tls-cert", cert, "--tls-key", key}, 1},
      {{"--turn-secret-file", site.path + "/missing"}, 1},
      {{"--admin-listen", "127.0.0.1:0", "--admin-token-file", site.path + "/missing"}, 1},
      {{"--config", site.write("bad.toml", "lisen = 3\n")}, 2},
      {{"--max-message", "1MiB"}, 2},
  };
  const auto without_time = [](const std::string& text) {
    return text.substr(text.find(text.starts_with("signalbox: ") ? " " : " error "));
  };
  for (const Row& row : rows) {
    CAPTURE(row.arguments);
    auto arguments = serve(site.path, row.arguments);
    Program start({arguments});
    arguments.emplace_back("--check-config");
    Program check({arguments});

    CHECK(start.wait_for_exit() == row.exit_code);
    CHECK(check.wait_for_exit() == row.exit_code);
    CHECK(check.output().empty());
    CHECK(without_time(check.errors()) == without_time(start.errors()));
  }
}

TEST_CASE("With --print-config the program prints a file that means the same",
          "[program][config]") {
  const Site site;
  const std::string file =
      site.write("first.toml", "max-peers = 7\nlisten = [\":1\", \"[::1]:2\"]\n");
  Program first({{"--print-config", "--config", file, "--max-message", "32k"}});
  REQUIRE(first.wait_for_exit() == 0);
  const std::string text = first.output();

  CHECK(text.find("\nmax-peers = 7  # " + file + ": max-peers\n") != std::string::npos);
  CHECK(text.find("\nmax-message = \"32KiB\"  # --max-message\n") != std::string::npos);
  CHECK(text.find("\nmax-outbox = \"256KiB\"  # default\n") != std::string::npos);

  const std::string copy = site.write("second.toml", text);
  Program second({{"--print-config", "--config", copy}});
  REQUIRE(second.wait_for_exit() == 0);
  const auto without_comments = [](const std::string& lines) {
    std::string bare;
    for (std::size_t begin = 0; begin < lines.size();) {
      const std::size_t end = lines.find('\n', begin);
      const std::string line = lines.substr(begin, end - begin);
      bare += line.substr(0, line.find('#')) + '\n';
      begin = end + 1;
    }
    return bare;
  };
  CHECK(without_comments(second.output()) == without_comments(text));
}

}  // namespace signalbox::test::config_test
