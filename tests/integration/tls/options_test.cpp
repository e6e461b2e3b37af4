// SPDX-License-Identifier: MIT
#include "support/catch.hpp"
#include "support/program.hpp"
#include "support/site.hpp"
#include "support/test_certificate.hpp"

namespace signalbox::test::options_test {

namespace {

std::vector<std::string> tls_arguments(const std::string& certificate, const std::string& key) {
  return {"--tls-cert", certificate, "--tls-key", key};
}

}  // namespace

TEST_CASE("The start-up summary tells the addresses with TLS", "[tls][program]") {
  const Site site;
  const TestCertificate certificate;
  const auto arguments = tls_arguments(site.write("cert.pem", certificate.pem()),
                                       site.write("key.pem", certificate.key_pem()));
  Program program({serve(site.path, arguments)});

  const std::string name = "localhost:" + std::to_string(program.port()) + "/";

  INFO(program.errors());
  CHECK(program.says("page: https://" + name + " (clients connect to wss://" + name + "ws)\n"));
  CHECK(program.errors().find("warn") == std::string::npos);
}

TEST_CASE("An expired certificate is served, with a warning", "[tls][program]") {
  const Site site;
  const TestCertificate certificate({.days_left = -1});
  const std::string file = site.write("cert.pem", certificate.pem());
  Program program(
      {serve(site.path, tls_arguments(file, site.write("key.pem", certificate.key_pem())))});

  CHECK(program.says("--tls-cert " + file + ": expired on 20"));
  CHECK(program.says("browsers refuse it: have it renewed"));
  CHECK(program.port() != 0);
}

TEST_CASE("What is wrong with a certificate or its key is said, with what to do",
          "[tls][program]") {
  const Site site;
  const TestCertificate certificate;
  const TestCertificate other;
  const TestCertificate rsa({.key_type = "RSA"});
  const std::string good_certificate = site.write("cert.pem", certificate.pem());
  const std::string good_key = site.write("key.pem", certificate.key_pem());
  const std::string text = site.write("text", "This is no PEM file.\n");
  const std::string missing = site.path + "/missing.pem";
  struct Row {
    std::string certificate;
    std::string key;
    std::string said;
  };
  const std::string no_certificate = ": holds no certificate in PEM form: that begins with";
  const std::string no_key = ": holds no private key in PEM form: that begins with";
  const std::string mismatch = ": is not the key of the first certificate in --tls-cert. Give";
  const std::vector<Row> rows{
      {missing, good_key, missing + ": cannot be read: No such file or directory. Give"},
      {site.path, good_key, site.path + ": cannot be read: Is a directory. Give"},
      {site.write("empty", ""), good_key, "/empty: cannot be read: it is empty. Give"},
      {text, good_key, text + no_certificate},
      {good_key, good_key, good_key + no_certificate},
      {site.write("half", certificate.pem().substr(0, 200)), good_key, "/half: is of no use as a"},
      {good_certificate, missing, missing + ": cannot be read: No such file or directory. Give"},
      {good_certificate, text, text + no_key},
      {good_certificate, good_certificate, good_certificate + no_key},
      {good_certificate, site.write("other", other.key_pem()), "/other" + mismatch},
      {good_certificate, site.write("rsa", rsa.key_pem()), "/rsa" + mismatch},
      {good_certificate, site.write("locked", certificate.locked_key_pem()),
       "/locked: is locked with a passphrase, which nobody can type for a server. Unlock it: "
       "openssl pkey"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.certificate, row.key);
    Program program({serve(site.path, tls_arguments(row.certificate, row.key))});
    CHECK(program.wait_for_exit() == 1);
    INFO(program.errors());
    CHECK(program.says(row.said));
  }
}

TEST_CASE("A certificate without its key, and a key without its certificate", "[tls][program]") {
  const auto [option, said] = GENERATE(table<std::string, std::string>({
      {"--tls-cert", "tls-cert is given without tls-key: name the certificate's private key too."},
      {"--tls-key", "tls-key is given without tls-cert: name the key's certificate too."},
  }));
  Program program({{option, "/etc/signalbox.pem"}});

  CHECK(program.wait_for_exit() == 2);
  CHECK(program.says(said));
}

}  // namespace signalbox::test::options_test
