// SPDX-License-Identifier: MIT
// The same bytes through our parser and through Beast's WebSocket stream: both must see the same
// messages, and neither may accept what the other refuses.
#include <simdjson.h>

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <boost/beast/_experimental/test/stream.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket.hpp>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "net/websocket/close_code.hpp"
#include "support/frame_events.hpp"

namespace {

namespace beast = boost::beast;
namespace ws = beast::websocket;
using signalbox::CloseReason;
using signalbox::net::websocket::kNoStatus;
using signalbox::test::Frame;
using signalbox::test::FrameEvent;

/// More than the fuzzer's inputs are long: limits are a matter of our own.
constexpr std::size_t kMaxMessage = 1 << 20U;

struct Peer {
  std::vector<FrameEvent> events;
  beast::error_code end;
};

bool is_message(const FrameEvent& event) {
  return event.kind == Frame::Kind::text || event.kind == Frame::Kind::binary;
}

beast::http::request<beast::http::empty_body> upgrade_request() {
  beast::http::request<beast::http::empty_body> request(beast::http::verb::get, "/", 11);
  request.set("Host", "test");
  request.set("Connection", "Upgrade");
  request.set("Upgrade", "websocket");
  request.set("Sec-WebSocket-Version", "13");
  request.set("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==");
  return request;
}

Peer read_with_beast(std::string_view bytes) {
  boost::asio::io_context io;
  beast::test::stream client(io);
  ws::stream<beast::test::stream> server(io);
  server.next_layer().connect(client);
  server.read_message_max(kMaxMessage);
  Peer peer;
  server.control_callback([&](ws::frame_type type, beast::string_view payload) {
    const auto kind = type == ws::frame_type::ping   ? Frame::Kind::ping
                      : type == ws::frame_type::pong ? Frame::Kind::pong
                                                     : Frame::Kind::close;
    peer.events.push_back({kind, std::string(payload)});
  });
  static const auto request = upgrade_request();
  server.accept(request, peer.end);
  server.next_layer().append({bytes.data(), bytes.size()});
  client.close();
  while (!peer.end) {
    beast::flat_buffer buffer;
    server.read(buffer, peer.end);
    if (!peer.end) {
      const auto kind = server.got_text() ? Frame::Kind::text : Frame::Kind::binary;
      peer.events.push_back(
          {kind, std::string(static_cast<const char*>(buffer.cdata().data()), buffer.size())});
    }
  }
  if (peer.end == ws::error::closed) {
    const auto code = server.reason().code;
    peer.events.back().close_code = code == ws::close_code::none ? kNoStatus : code;
  }
  return peer;
}

/// Where Beast is known to be at odds with the rules: it lacks code 1014, which was registered
/// later, takes codes from 5000 on, and a text cut inside a character if its last fragment is
/// empty.
bool is_disputed(const FrameEvent& event) {
  return event.close_code == 1014 || event.close_code >= 5000 ||
         (event.kind == Frame::Kind::text && !simdjson::validate_utf8(event.payload));
}

void require(bool condition) {
  if (!condition) {
    std::abort();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view stream(reinterpret_cast<const char*>(data), size);
  auto ours = signalbox::test::parse(stream, kMaxMessage);
  const auto beasts = read_with_beast(stream);

  if (std::any_of(ours.begin(), ours.end(), is_disputed) ||
      std::any_of(beasts.events.begin(), beasts.events.end(), is_disputed)) {
    return 0;
  }
  const auto close = std::find_if(
      ours.begin(), ours.end(), [](const auto& event) { return event.kind == Frame::Kind::close; });
  if (close != ours.end()) {
    ours.erase(close + 1, ours.end());  // Beast reads nothing behind it
  }
  const bool is_refused = !ours.empty() && ours.back().kind == Frame::Kind::violation;
  const bool is_utf8 = is_refused && ours.back().reason == CloseReason::invalid_utf8;
  const bool is_end = beasts.end == boost::asio::error::eof || beasts.end == ws::error::closed ||
                      beasts.end == ws::error::message_too_big;  // we skip it
  if (is_refused) {
    ours.pop_back();
  }

  if (beasts.end == ws::error::bad_frame_payload) {
    // Beast judges a text as its bytes come: control frames may follow, but no message.
    require(beasts.events.size() <= ours.size());
    require(std::equal(beasts.events.begin(), beasts.events.end(), ours.begin()));
    require(std::none_of(ours.begin() + static_cast<std::ptrdiff_t>(beasts.events.size()),
                         ours.end(), is_message));
    return 0;
  }
  require(ours == beasts.events);
  require(!is_utf8 || beasts.end == ws::error::bad_close_payload ||
          beasts.end == ws::error::bad_close_code);  // 1014
  // Beast judges a header when it is complete, so the end may come first.
  require(is_refused ? beasts.end != ws::error::closed : is_end);
  return 0;
}
