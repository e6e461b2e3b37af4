// SPDX-License-Identifier: MIT
// Several connections of one thread, whose bytes come interleaved and cut anywhere: a PROXY header,
// the upgrade, frames, and for some of them whatever the fuzzer likes. Nobody hears what is for
// another.
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <boost/asio/post.hpp>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "signalbox/net/client_port.hpp"
#include "signalbox/net/shard.hpp"
#include "signalbox/net/shard_parts.hpp"
#include "support/client_frames.hpp"
#include "support/proxy_headers.hpp"

namespace {

using namespace signalbox;

constexpr std::size_t kClients = 4;
constexpr char kText = '\x81';  // RFC 6455 section 5.2: a whole message of text

void require(bool condition) {
  if (!condition) std::abort();
}

/// Tells each client, whatever it says, where it comes from.
class Mirror final : public net::WebSocketHandler {
 public:
  explicit Mirror(net::WebSocket& socket) : socket_(socket) {}

  void on_text(std::string_view) override { socket_.send_text(socket_.remote_address()); }
  void on_arrival(std::string_view, const net::Conduct&) override { std::abort(); }
  bool take_frame() override { return true; }
  void on_binary() override { socket_.send_text(socket_.remote_address()); }
  void on_too_large() override { socket_.close(CloseReason::protocol_error); }
  std::string ping_payload() override { return {}; }
  void on_pong(std::string_view) override {}
  TimePoint on_tick(TimePoint) override { return TimePoint::max(); }
  void on_closed(CloseReason) override { require(!std::exchange(is_closed_, true)); }

 private:
  net::WebSocket& socket_;
  bool is_closed_ = false;
};

class Port final : public net::ClientPort {
 public:
  net::HttpResponse respond(const net::HttpRequest&) override {
    return {.status = net::HttpStatus::not_found};
  }
  bool has_web_socket_at(std::string_view path) const override { return path == "/ws"; }
  Welcome welcome(const net::HttpRequest&) const override { return ""; }
  net::WebSocketHandler& open(net::WebSocket& socket) override {
    return mirrors_.emplace_back(socket);
  }
  void on_tick(TimePoint) override {}
  void on_wake() override {}

 private:
  std::deque<Mirror> mirrors_;
};

/// What the operating system gave for a client, and what the client has to say.
struct Client {
  int descriptor = -1;
  std::string address{};
  std::string unsaid{};
  std::string heard{};
  bool is_wild = false;  ///< has said what it was not to say
};

/// The frames that a client has heard, which must be its own address each time.
void check(const Client& client) {
  if (client.is_wild || client.heard.empty()) return;
  require(client.heard.starts_with("HTTP/1.1 101 "));
  const std::size_t end = client.heard.find("\r\n\r\n");
  if (end == std::string::npos) return;
  std::string_view frames = std::string_view(client.heard).substr(end + 4);
  while (frames.size() >= 2) {
    const auto size = static_cast<std::size_t>(frames[1]);
    const std::string_view payload = frames.substr(2, size);
    if (payload.size() < size) return;
    if (frames[0] == kText) require(payload == client.address);
    frames.remove_prefix(2 + size);
  }
}

/// Two bytes of the input are a step: whose it is and what, and how much of it.
class Story {
 public:
  Story(std::string_view input, net::Shard& shard) : input_(input), shard_(shard) {
    const bool is_first_version = !input.empty() && (input[0] & 1) != 0;
    for (std::size_t i = 0; i < kClients; ++i) {
      std::array<int, 2> ends{};
      require(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, ends.data()) == 0);
      Client& client = clients_[i];
      client.descriptor = ends[0];
      client.address = "192.0.2." + std::to_string(i + 1) + ":4711";
      client.unsaid = header_of(i, is_first_version) + test::upgrade_request() +
                      test::client_frame(test::Opcode::text, "hello") +
                      test::client_frame(test::Opcode::ping, "") +
                      test::client_frame(test::Opcode::text, "he", test::Fin::no) +
                      test::client_frame(test::Opcode::continuation, "llo");
      shard.adopt(ends[1], {}, nullptr);
    }
  }

  /// Within the shard's loop, until the input is used up; then all clients go.
  void go_on() {
    if (input_.size() < 2) {
      for (Client& client : clients_) hang_up(client);
      return shard_.stop();
    }
    const auto what = static_cast<unsigned char>(input_[0]);
    const auto much = static_cast<unsigned char>(input_[1]);
    input_.remove_prefix(2);
    act(clients_[what % kClients], what / kClients % 8U, much);
    boost::asio::post(shard_.io(), [this] { go_on(); });
  }

 private:
  static std::string header_of(std::size_t client, bool is_first_version) {
    const std::string last = std::to_string(client + 1);
    if (is_first_version) return "PROXY TCP4 192.0.2." + last + " 198.51.100.1 4711 443\r\n";
    std::string addresses = test::kIpv4Addresses;
    addresses[3] = static_cast<char>(client + 1);
    return test::binary_header(0x21, 0x11, addresses);
  }

  void act(Client& client, unsigned what, std::size_t much) {
    if (client.descriptor < 0) return;
    switch (what) {
      case 0:
        hang_up(client);
        break;
      case 1:
        client.is_wild = true;
        say(client, std::string(input_.substr(0, much)));
        input_.remove_prefix(std::min(input_.size(), much));
        break;
      case 2:
        shutdown(client.descriptor, SHUT_WR);
        client.is_wild = true;
        break;
      default:
        say(client, client.unsaid.substr(0, much));
        client.unsaid.erase(0, much);
    }
    if (client.descriptor >= 0) hear(client);
  }

  static void say(const Client& client, const std::string& text) {
    (void)send(client.descriptor, text.data(), text.size(), MSG_NOSIGNAL);
  }

  static void hear(Client& client) {
    std::array<char, 4096> buffer{};
    const auto received = recv(client.descriptor, buffer.data(), buffer.size(), 0);
    if (received <= 0) return;
    client.heard.append(buffer.data(), static_cast<std::size_t>(received));
    check(client);
  }

  static void hang_up(Client& client) {
    if (client.descriptor >= 0) close(client.descriptor);
    client.descriptor = -1;
  }

  std::string_view input_;
  net::Shard& shard_;
  std::array<Client, kClients> clients_;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const Limits limits{.message_bytes = 256, .close_timeout = std::chrono::milliseconds(1)};
  const ReverseProxies proxies{.trusted = {AddressRange{.bits = 0}}, .send_header = true};
  net::AddressCensus census(limits.address_connections, proxies);
  Port port;
  net::Shard shard({limits, proxies, census}, limits.outbox_memory, net::PollerKind::epoll);
  Story story({reinterpret_cast<const char*>(data), size}, shard);
  boost::asio::post(shard.io(), [&story] { story.go_on(); });
  shard.run(port);
  return 0;
}
