// SPDX-License-Identifier: MIT
#include "support/fault_proxy.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>

#include "support/catch.hpp"
#include "support/raw_client.hpp"

namespace signalbox::test::fault_proxy_test {

namespace asio = boost::asio;
using asio::ip::tcp;

namespace {

using Milliseconds = std::chrono::milliseconds;

/// The other end of the proxy, to look at what comes out.
class Server {
 public:
  std::uint16_t port() const { return acceptor_.local_endpoint().port(); }

  tcp::socket accept() { return acceptor_.accept(); }

 private:
  asio::io_context io_;
  tcp::acceptor acceptor_{io_, {asio::ip::address_v4::loopback(), 0}};
};

std::string receive(tcp::socket& socket, std::size_t size) {
  std::string bytes(size, '\0');
  asio::read(socket, asio::buffer(bytes));
  return bytes;
}

/// Everything up to the end of the stream, and how it ended.
std::pair<std::string, boost::system::error_code> receive_all(tcp::socket& socket) {
  std::string bytes;
  boost::system::error_code error;
  asio::read(socket, asio::dynamic_buffer(bytes), error);
  return {bytes, error};
}

struct Proxied {
  Server server;
  FaultProxy proxy{server.port()};
};

const std::string kText(1000, 'x');

}  // namespace

TEST_CASE("Without faults everything passes, the end too", "[proxy]") {
  Proxied to;
  RawClient client(to.proxy.port());
  tcp::socket accepted = to.server.accept();

  client.send(kText);
  CHECK(receive(accepted, kText.size()) == kText);
  asio::write(accepted, asio::buffer(kText));
  CHECK(client.receive(kText.size()) == kText);
  client.finish_sending();
  CHECK(receive_all(accepted).second == asio::error::eof);
  accepted.close();
  CHECK(client.receive_all().empty());
  CHECK(eventually([&] { return to.proxy.connections() == 0; }));
}

TEST_CASE("A connection is cut after as many bytes as were asked for", "[proxy]") {
  const auto ending = GENERATE(Ending::close, Ending::reset);
  const auto size = GENERATE(as<std::size_t>(), 0, 1, 999);
  Proxied to;
  const Faults cut{.cut_after = size, .ending = ending};
  SECTION("from the client") {
    to.proxy.set(cut);
    RawClient client(to.proxy.port());
    tcp::socket accepted = to.server.accept();
    client.send(kText);

    const auto [bytes, error] = receive_all(accepted);

    CHECK(bytes.size() == size);
    CHECK(error == (ending == Ending::close
                        ? asio::error::eof
                        : boost::system::error_code(asio::error::connection_reset)));
    CHECK(client.receive_all().empty());
  }
  SECTION("from the server") {
    to.proxy.set({}, cut);
    RawClient client(to.proxy.port());
    tcp::socket accepted = to.server.accept();
    boost::system::error_code ended_already;
    asio::write(accepted, asio::buffer(kText), ended_already);

    CHECK(client.receive_all().size() == size);
    CHECK(receive_all(accepted).first.empty());
  }
  CHECK(eventually([&] { return to.proxy.connections() == 0; }));
}

TEST_CASE("Nothing passes while the proxy is frozen, and nothing is lost", "[proxy]") {
  Proxied to;
  RawClient client(to.proxy.port());
  tcp::socket accepted = to.server.accept();
  to.proxy.freeze();
  asio::write(accepted, asio::buffer(kText));
  accepted.close();

  CHECK_FALSE(client.is_readable(Milliseconds(50)));

  to.proxy.thaw();
  CHECK(client.receive_all() == kText);
}

TEST_CASE("Pieces have the size that was asked for, and take their time", "[proxy]") {
  Proxied to;
  to.proxy.set({.delay = Milliseconds(1), .piece = 10});
  RawClient client(to.proxy.port());
  tcp::socket accepted = to.server.accept();
  const auto begin = std::chrono::steady_clock::now();

  client.send(kText);

  CHECK(receive(accepted, kText.size()) == kText);
  CHECK(std::chrono::steady_clock::now() - begin >= Milliseconds(100));
}

TEST_CASE("Connections can be reset, and made anew", "[proxy]") {
  Proxied to;
  RawClient client(to.proxy.port());
  tcp::socket accepted = to.server.accept();

  to.proxy.end_all(Ending::reset);

  CHECK(receive_all(accepted).second == asio::error::connection_reset);
  CHECK(client.receive_all().empty());
  RawClient next(to.proxy.port());
  tcp::socket second = to.server.accept();
  next.send(kText);
  CHECK(receive(second, kText.size()) == kText);
}

TEST_CASE("Connections that were held arrive in the other order", "[proxy]") {
  Proxied to;
  to.proxy.hold();
  RawClient first(to.proxy.port());
  first.send("first");
  CHECK(eventually([&] { return to.proxy.connections() == 1; }));
  RawClient last(to.proxy.port());
  last.send("last!");
  CHECK(eventually([&] { return to.proxy.connections() == 2; }));

  to.proxy.release();

  tcp::socket accepted = to.server.accept();
  CHECK(receive(accepted, 5) == "last!");
  accepted = to.server.accept();
  CHECK(receive(accepted, 5) == "first");
}

}  // namespace signalbox::test::fault_proxy_test
