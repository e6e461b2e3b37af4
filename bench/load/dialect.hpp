// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace signalbox::bench {

/// What one client says to another through the server. `error`: the server refused something;
/// `other`: nothing that the bench waits for.
enum class Word : std::uint8_t { offer, answer, candidate, close, error, other };

/// How clients of a kind of server speak.
class Dialect {
 public:
  virtual ~Dialect() = default;

  /// Where the WebSocket of the client `name` is.
  virtual std::string path(std::string_view name) const = 0;

  /// What it says first. Empty: its path has said it.
  virtual std::string login(std::string_view name) const = 0;

  /// Whether the server's message says that the client is logged in.
  virtual bool is_welcome(std::string_view text) const = 0;

  virtual std::string message(Word word, std::string_view from, std::string_view to,
                              std::string_view payload) const = 0;

  virtual Word word_of(std::string_view text) const = 0;
};

/// type, otherUsername and a member named like the type: Signalbox, and what tutorials teach.
std::unique_ptr<Dialect> make_native_dialect();

/// PeerServer's.
std::unique_ptr<Dialect> make_peerjs_dialect();

/// The value of the first member "type", which these servers put first.
std::string_view type_of(std::string_view text);

}  // namespace signalbox::bench
