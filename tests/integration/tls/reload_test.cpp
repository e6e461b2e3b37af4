// SPDX-License-Identifier: MIT
#include <csignal>

#include "support/catch.hpp"
#include "support/conversation.hpp"
#include "support/program.hpp"
#include "support/temporary_directory.hpp"
#include "support/test_certificate.hpp"

namespace signalbox::test::tls_reload_test {

namespace {

constexpr std::string_view kRenewed = "reload: the certificate is good until 20";

/// A server whose certificate can be renewed.
class Site {
 public:
  Site() : program_({arguments()}) {}

  Program& program() { return program_; }

  void write(const TestCertificate& certificate, const TestCertificate& key) {
    folder_.write("cert.pem", certificate.pem());
    folder_.write("key.pem", key.key_pem());
  }

  /// For the `count`th time.
  void reload(std::size_t count) {
    program_.signal(SIGHUP);
    REQUIRE(eventually([&] {
      const std::string log = program_.errors();
      std::size_t done = 0;
      for (auto at = log.find(kRenewed); at != std::string::npos; at = log.find(kRenewed, at + 1)) {
        ++done;
      }
      return done == count;
    }));
  }

  const TestCertificate first;
  const TestCertificate second;

 private:
  std::vector<std::string> arguments() {
    folder_.write("index.html", "<title>test</title>");
    write(first, first);
    const std::string path = folder_.path().string();
    return serve(
        path, {"--threads", "2", "--tls-cert", path + "/cert.pem", "--tls-key", path + "/key.pem"});
  }

  TemporaryDirectory folder_;
  Program program_;
};

RawClient::Options believing(const TestCertificate& certificate) {
  return {.tls = TlsClient::Options{.trusted = certificate.pem()}};
}

/// Whether the client is still served.
bool converses(RawClient& client) {
  client.send(client_frame(Opcode::text, R"({"type":"ping"})"));
  return client.receive_frame().payload == R"({"type":"pong"})";
}

}  // namespace

TEST_CASE("A new certificate serves new clients and leaves the others", "[tls][reload]") {
  const bool by_signal = GENERATE(true, false);
  CAPTURE(by_signal);
  Site site;
  RawClient alice = raw_logged_in(site.program().port(), "alice", believing(site.first));

  site.write(site.second, site.second);
  if (by_signal) site.program().signal(SIGHUP);

  REQUIRE(site.program().says(kRenewed));
  CHECK(converses(alice));
  RawClient bob = raw_logged_in(site.program().port(), "bob", believing(site.second));
  CHECK(converses(bob));
  CHECK_THROWS_WITH(RawClient(site.program().port(), believing(site.first)),
                    "TLS handshake: certificate verify failed");
}

TEST_CASE("A TLS session from before a new certificate is resumed", "[tls][reload]") {
  const auto version = GENERATE(TLS1_2_VERSION, TLS1_3_VERSION);
  CAPTURE(version);
  Site site;
  RawClient alice = raw_logged_in(site.program().port(), "alice",
                                  {.tls = TlsClient::Options{.version = version}});
  site.write(site.second, site.second);
  site.program().signal(SIGHUP);
  REQUIRE(site.program().says(kRenewed));

  RawClient bob = raw_logged_in(
      site.program().port(), "bob",
      {.tls = TlsClient::Options{.version = version, .resumed = alice.tls().session()}});

  CHECK(bob.tls().is_resumed());
}

TEST_CASE("A TLS session is resumed after one change of the tickets' keys, and not after two",
          "[tls][reload]") {
  const auto version = GENERATE(TLS1_2_VERSION, TLS1_3_VERSION);
  CAPTURE(version);
  Site site;
  RawClient alice = raw_logged_in(site.program().port(), "alice",
                                  {.tls = TlsClient::Options{.version = version}});
  const auto resume = [&](std::string_view name) {
    return raw_logged_in(
        site.program().port(), name,
        {.tls = TlsClient::Options{.version = version, .resumed = alice.tls().session()}});
  };
  // Where OpenSSL shares a session with those who resume it, the first of them to go would end it.
  RawClient bob = resume("bob");
  CHECK(bob.tls().is_resumed());
  site.reload(1);
  RawClient carol = resume("carol");
  CHECK(carol.tls().is_resumed());

  site.reload(2);

  RawClient dave = resume("dave");
  CHECK_FALSE(dave.tls().is_resumed());
  // Who comes back in between has got a ticket with the newer key.
  RawClient again = raw_logged_in(
      site.program().port(), "erin",
      {.tls = TlsClient::Options{.version = version, .resumed = carol.tls().session()}});
  CHECK(again.tls().is_resumed());
}

TEST_CASE("Half a renewal changes nothing and is said once; the other half heals it",
          "[tls][reload]") {
  Site site;
  RawClient alice = raw_logged_in(site.program().port(), "alice", believing(site.first));

  site.write(site.second, site.first);

  constexpr std::string_view kKept = "reload: the former certificate stays: --tls-key ";
  REQUIRE(site.program().says(kKept));
  CHECK(converses(alice));
  RawClient bob = raw_logged_in(site.program().port(), "bob", believing(site.first));
  CHECK(converses(bob));

  site.write(site.second, site.second);

  REQUIRE(site.program().says(kRenewed));
  const std::string log = site.program().errors();
  CHECK(log.find(kKept, log.find(kKept) + 1) == std::string::npos);
  RawClient carol = raw_logged_in(site.program().port(), "carol", believing(site.second));
  CHECK(converses(carol));
}

TEST_CASE("A certificate that SIGHUP cannot use keeps the former one", "[tls][reload]") {
  Site site;
  REQUIRE(site.program().port() != 0);

  site.write(site.second, site.first);
  site.program().signal(SIGHUP);

  CHECK(site.program().says("reload: all settings stay as they are: --tls-key "));
  RawClient alice = raw_logged_in(site.program().port(), "alice", believing(site.first));
  CHECK(converses(alice));
}

}  // namespace signalbox::test::tls_reload_test
