// SPDX-License-Identifier: MIT
// Any bytes as the start of a connection: an HTTP request that is taken, refused or not complete
// yet, and the answer to an upgrade, into which no client may write lines of its own.
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <initializer_list>
#include <string_view>

#include "net/http/request_parser.hpp"
#include "net/websocket/handshake.hpp"

namespace {

namespace http = signalbox::net::http;
namespace websocket = signalbox::net::websocket;
using signalbox::net::HttpStatus;

constexpr std::size_t kMaxHeader = 1000;
constexpr std::string_view kEnd = "\r\n\r\n";

void require(bool condition) {
  if (!condition) std::abort();
}

bool is_one_of(HttpStatus status, std::initializer_list<unsigned> known) {
  return std::ranges::find(known, static_cast<unsigned>(status)) != known.end();
}

void check(const websocket::Handshake& handshake) {
  if (handshake.refusal) return require(is_one_of(handshake.refusal->status, {400, 405, 426}));
  const std::string_view answer = handshake.answer;
  require(answer.starts_with("HTTP/1.1 101 ") && answer.ends_with(kEnd));
  require(answer.find(kEnd) == answer.size() - kEnd.size());
  // The status, three headers, maybe the subprotocol, and the empty line.
  const auto lines = std::ranges::count(answer, '\n');
  require(lines == 5 || lines == 6);
  require(std::ranges::count(answer, '\r') == lines);
  require(answer.find('\0') == std::string_view::npos);
}

void check(const http::ParsedRequest& request) {
  require(!request.path().empty());
  require(request.path().find_first_of("? \r\n") == std::string_view::npos);
  // Nobody sees its end elsewhere.
  require(request.message.count("Transfer-Encoding") == 0);
  require(request.message.count("Content-Length") < 2);
  if (websocket::wants_upgrade(request)) check(websocket::shake_hands(request));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  http::ParsedRequest request;
  const http::ParseResult result = http::parse_request(bytes, kMaxHeader, request);

  require(is_one_of(result.error_status, {0, 400, 413, 431}));
  require(result.error_status == HttpStatus::unknown || result.consumed == 0);
  if (result.consumed == 0) return 0;
  const std::size_t end = bytes.find(kEnd);
  require(end != std::string_view::npos && result.consumed == end + kEnd.size());
  check(request);
  // Without its last byte it is not complete, and what follows does not change it.
  http::ParsedRequest other;
  require(http::parse_request(bytes.substr(0, end + 3), kMaxHeader, other).consumed == 0);
  require(http::parse_request(bytes.substr(0, result.consumed), kMaxHeader, other).consumed ==
          result.consumed);
  require(other.path() == request.path());
  return 0;
}
