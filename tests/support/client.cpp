// SPDX-License-Identifier: MIT
#include "support/client.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <optional>
#include <stdexcept>

namespace signalbox::test {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace websocket = beast::websocket;
using asio::ip::tcp;
using boost::system::error_code;

namespace {

using Result = std::optional<error_code>;

/// The one handler of all operations, so that each is compiled once.
struct Report {
  Result* result;
  void operator()(const error_code& error, std::size_t = 0) const { *result = error; }
};

std::runtime_error failure(const std::string& what, const error_code& error) {
  return std::runtime_error(what + ": " + error.message());
}

}  // namespace

struct Client::Parts {
  asio::io_context io{1};
  websocket::stream<beast::tcp_stream> stream{io};
  websocket::response_type response;
  beast::flat_buffer buffer;

  beast::tcp_stream& socket() { return stream.next_layer(); }

  /// Runs the one operation that `start` begins to its end.
  template <class Start>
  error_code finish(Start start, std::chrono::milliseconds patience = kPatience) {
    Result result;
    socket().expires_after(patience);
    start(Report{&result});
    io.restart();
    io.run();
    return result.value();
  }

  std::string goodbye() const {
    return "closed with " + std::to_string(stream.reason().code) + " " +
           std::string(stream.reason().reason.c_str());
  }

  void connect(std::uint16_t port, const Options& options) {
    const tcp::endpoint server(asio::ip::make_address(options.host), port);
    auto& raw = socket().socket();
    raw.open(server.protocol());
    // Must precede connecting: the window's scale is agreed on then.
    if (options.receive_buffer != 0) {
      raw.set_option(asio::socket_base::receive_buffer_size(options.receive_buffer));
    }
    if (const auto error = finish([&](Report report) { socket().async_connect(server, report); })) {
      throw failure("connect", error);
    }
    raw.set_option(tcp::no_delay(true));
  }

  void shake_hands(const Options& options) {
    if (!options.subprotocols.empty()) {
      stream.set_option(websocket::stream_base::decorator([&](websocket::request_type& request) {
        request.set(beast::http::field::sec_websocket_protocol, options.subprotocols);
      }));
    }
    const auto error = finish([&](Report report) {
      stream.async_handshake(response, options.host, options.target, report);
    });
    if (error) throw failure("handshake, " + std::to_string(response.result_int()), error);
  }

  void send(std::string_view bytes, bool is_text) {
    stream.text(is_text);
    const auto error = finish([&](Report report) {
      stream.async_write(asio::buffer(bytes.data(), bytes.size()), report);
    });
    if (error) throw failure("send", error);
  }
};

Client::Client(std::uint16_t port) : Client(port, Options{}) {}

Client::Client(std::uint16_t port, const Options& options) : parts_(std::make_unique<Parts>()) {
  parts_->connect(port, options);
  parts_->shake_hands(options);
}

Client::~Client() = default;
Client::Client(Client&& other) noexcept = default;
Client& Client::operator=(Client&& other) noexcept = default;

void Client::send(std::string_view text) { parts_->send(text, /*is_text=*/true); }

void Client::send_binary(std::string_view bytes) { parts_->send(bytes, /*is_text=*/false); }

std::string Client::receive(std::chrono::milliseconds patience) {
  parts_->buffer.clear();
  const auto error = parts_->finish(
      [&](Report report) { parts_->stream.async_read(parts_->buffer, report); }, patience);
  if (error == websocket::error::closed) throw std::runtime_error(parts_->goodbye());
  if (error) throw failure("receive", error);
  return beast::buffers_to_string(parts_->buffer.data());
}

Goodbye Client::wait_for_goodbye() {
  Goodbye goodbye;
  while (true) {
    parts_->buffer.clear();
    const auto error =
        parts_->finish([&](Report report) { parts_->stream.async_read(parts_->buffer, report); });
    if (error == beast::error::timeout) throw failure("wait_for_goodbye", error);
    if (error == websocket::error::closed) {
      goodbye.code = parts_->stream.reason().code;
      goodbye.reason = parts_->stream.reason().reason.c_str();
    }
    if (error) return goodbye;
    goodbye.messages.push_back(beast::buffers_to_string(parts_->buffer.data()));
  }
}

void Client::close(std::uint16_t code) {
  const auto error = parts_->finish(
      [&](Report report) { parts_->stream.async_close(websocket::close_code(code), report); });
  if (error) throw failure("close", error);
}

void Client::reset() {
  auto& raw = parts_->socket().socket();
  raw.set_option(asio::socket_base::linger(true, 0));
  raw.close();
}

std::string Client::subprotocol() const {
  return std::string(parts_->response[beast::http::field::sec_websocket_protocol]);
}

}  // namespace signalbox::test
