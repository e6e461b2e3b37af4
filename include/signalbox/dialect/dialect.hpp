// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "signalbox/base/failure.hpp"
#include "signalbox/domain/command.hpp"
#include "signalbox/domain/event.hpp"
#include "signalbox/domain/fault.hpp"

namespace signalbox::dialect {

/// A sign of life is asked for.
struct Ping {
  std::string_view id{};
};

/// Say which STUN and TURN servers to use: the credentials of the last answer may expire.
struct AskIceServers {
  std::string_view id{};
};

/// What a client asks for. The first three concern others; the client's own session answers the
/// rest.
using Request = std::variant<domain::Login, domain::Logout, domain::Relay, Ping, AskIceServers>;

/// A message that is refused, with as much as could be read of what it was.
struct Refusal {
  Failure failure;
  std::string type{};            ///< empty: could not be read
  std::string other_username{};  ///< empty: there was none
  std::string id{};              ///< what the client called it; empty: nothing
  bool of_login = false;         ///< is said in a login answer
};

/// How a client may come back to its session.
struct ResumeOffer {
  std::string_view token;
  std::chrono::seconds window{};  ///< after the end of a connection
};

/// The STUN and TURN servers for one client.
struct IceServerList {
  std::string servers = "[]";  ///< JSON, an array of RTCIceServer (WebRTC section 4.2.4)
  /// Of the credentials in it; nothing: none expire.
  std::optional<std::chrono::seconds> lifetime{};
};

/// What a successful login answers.
struct LoginAnswer {
  std::string_view username;
  std::string_view realm{};             ///< empty: the standard one
  std::string_view session;             ///< opaque to clients, in the server's log lines too
  std::string_view id{};                ///< what the client called its login
  std::optional<ResumeOffer> resume{};  ///< nothing: it has not asked, or may not
  std::optional<bool> resumed{};        ///< whether it has its earlier session back, if it asked
  std::uint64_t received = 0;           ///< messages that the resumed session had of it
  IceServerList ice{};
};

/// The server will stop.
struct Reconnect {
  std::chrono::milliseconds after;  ///< when the client is to connect elsewhere
};

/// What answers an AskIceServers.
struct IceAnswer {
  IceServerList ice;
  std::string_view id{};  ///< what the client called its question
};

/// The words a kind of client speaks: wire text to requests, events to wire text. Each thread has
/// its own; it keeps no state between two messages, only memory to work in.
class Dialect {
 public:
  virtual ~Dialect() = default;

  /// `text` is valid UTF-8 with `kReadPadding` readable bytes behind it. The request's views are
  /// valid until the next call and as long as `text` is.
  virtual std::variant<Request, Refusal> decode(std::string_view text) = 0;

  /// The refusal of a request that was decoded but could not be carried out.
  virtual Refusal refuse(const Request& request, Failure failure) const = 0;
  virtual Refusal refuse(const Request& request, const domain::Fault& fault) const = 0;

  /// These append one message's text to `out`.
  virtual void encode(const domain::Event& event, std::string& out) const = 0;
  virtual void encode(const Refusal& refusal, std::string& out) const = 0;
  virtual void encode(const LoginAnswer& answer, std::string& out) const = 0;
  virtual void encode(const IceAnswer& answer, std::string& out) const = 0;
  virtual void encode(const Reconnect& reconnect, std::string& out) const = 0;
  /// What answers these.
  virtual void encode(const domain::Logout& answered, std::string& out) const = 0;
  virtual void encode(const Ping& answered, std::string& out) const = 0;
};

}  // namespace signalbox::dialect
