// SPDX-License-Identifier: MIT
#include "auth/webhook/http_client.hpp"

#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <chrono>
#include <string>

#include "support/catch.hpp"

namespace signalbox::test::http_client_test {

using namespace signalbox::auth;
using std::chrono::milliseconds;
using tcp = boost::asio::ip::tcp;

TEST_CASE("requests that nobody answers are bounded, and each is given up once", "[webhook]") {
  // The system takes connections for it, and nobody reads them.
  boost::asio::io_context io;
  const tcp::acceptor silent(io, {boost::asio::ip::address_v4::loopback(), 0});
  const std::string url =
      "http://127.0.0.1:" + std::to_string(silent.local_endpoint().port()) + "/";
  std::atomic<std::size_t> given_up{0};
  const auto post = [&](HttpClient& client, HttpClient::Queue queue) {
    return client.post(queue, {.url = url,
                               .body = "{}",
                               .secret = "",
                               .authorities = "",
                               .timeout = std::chrono::minutes(1),
                               .done = [&](const HttpReply& reply) {
                                 CHECK(reply.status == 0);
                                 CHECK_FALSE(reply.problem.empty());
                                 ++given_up;
                               }});
  };

  HttpClient client(/*most_requests=*/1);
  std::size_t taken = 0;
  while (post(client, HttpClient::Queue::news)) ++taken;

  // One is under way, or about to be.
  CHECK(taken >= HttpClient::kMostWaiting);
  CHECK(taken <= HttpClient::kMostWaiting + 1);
  CHECK(client.pending() == taken);
  // Who waits in one queue is no reason to refuse another.
  CHECK(post(client, HttpClient::Queue::questions));

  client.finish(milliseconds(0));
  CHECK(given_up == taken + 1);
  CHECK(client.pending() == 0);
  CHECK_FALSE(post(client, HttpClient::Queue::questions));
}

}  // namespace signalbox::test::http_client_test
