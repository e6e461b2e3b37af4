// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

namespace signalbox::test {

/// One frame that the server sends to the client under test, as far as it matters.
struct Reply {
  enum class Kind : std::uint8_t {
    pong,   ///< `detail` is its payload
    error,  ///< an `error` of the protocol; `detail` is its code
    close,  ///< `detail` is the code; empty: there is none
    other,  ///< anything else, which no case expects
  };
  Kind kind = Kind::other;
  std::string detail;

  bool operator==(const Reply&) const = default;
};

inline Reply pong(std::string payload) { return {Reply::Kind::pong, std::move(payload)}; }
inline Reply error(std::string code) { return {Reply::Kind::error, std::move(code)}; }
inline Reply close(int code) { return {Reply::Kind::close, std::to_string(code)}; }
inline Reply close_without_code() { return {Reply::Kind::close, {}}; }

std::string show(const Reply& reply);
std::ostream& operator<<(std::ostream& out, const Reply& reply);

/// What a client, logged in as alice, sends, and what must come of it. Bob is logged in too.
struct ConformanceCase {
  std::string section;  ///< of RFC 6455
  std::string sends;    ///< in words, for the page
  std::string bytes;
  /// All that alice hears. Without a `close` the connection goes on; with one it ends behind it.
  std::vector<Reply> replies{};
  /// All that bob hears: the payloads of candidates, which must arrive byte for byte.
  std::vector<std::string> relayed{};
};

struct ConformanceGroup {
  std::string title;
  std::vector<ConformanceCase> cases;
};

/// In the order of the page. A case's id is its group's number, from 1, and its own.
const std::vector<ConformanceGroup>& conformance_groups();

ConformanceGroup framing_cases();
ConformanceGroup ping_cases();
ConformanceGroup reserved_cases();
ConformanceGroup fragmentation_cases();
ConformanceGroup valid_utf8_cases();
ConformanceGroup invalid_utf8_cases();
ConformanceGroup close_cases();
ConformanceGroup limit_cases();

/// One request on a connection of its own, and the status of the answer.
struct HandshakeCase {
  std::string section;  ///< of RFC 6455, unless it says another
  std::string sends;    ///< in words, for the page
  std::string request;
  int status = 0;
};

std::vector<HandshakeCase> handshake_cases();

/// Alice's message that bob hears as `payload`.
std::string candidate(std::string_view payload);

/// A JSON string with which `candidate` has `size` bytes, at least 60.
std::string payload_for(std::size_t size);

}  // namespace signalbox::test
