// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "signalbox/base/limits.hpp"
#include "signalbox/base/log_addresses.hpp"
#include "signalbox/base/on_duplicate.hpp"
#include "signalbox/base/reverse_proxies.hpp"

namespace signalbox {

/// Where to accept connections.
struct Endpoint {
  enum class Kind : std::uint8_t {
    tcp,
    unix_socket,
    systemd,  ///< the sockets that systemd has opened for this process
  };

  /// An IP address or a name; empty: every address, IPv6 and IPv4. Of a Unix socket: its path.
  std::string host;
  std::uint16_t port = 0;  ///< 0: any free port
  Kind kind = Kind::tcp;

  bool operator==(const Endpoint&) const = default;
};

/// What clients hand to RTCPeerConnection as one of its `iceServers` (WebRTC section 4.2.4).
struct IceServer {
  std::vector<std::string> urls;
  std::string username;  ///< empty, as is the credential, for STUN
  std::string credential;

  bool is_turn() const { return urls.front().starts_with("turn"); }

  bool operator==(const IceServer&) const = default;
};

/// PEM files. Both are named, or neither: then clients speak without TLS.
struct TlsFiles {
  std::filesystem::path certificate;
  std::filesystem::path key;

  bool are_named() const { return !certificate.empty(); }

  bool operator==(const TlsFiles&) const = default;
};

/// Which tokens clients must show to log in (JWT, RFC 7519).
struct JwtSettings {
  bool is_required = false;
  std::vector<std::filesystem::path> key_files;
  std::string audience;  ///< empty: any
  std::string issuer;    ///< empty: any
};

/// Where the application's own server is asked and told; URLs of HTTP or HTTPS.
struct WebhookSettings {
  std::string login;                  ///< empty: nobody is asked who may log in
  std::string disconnect;             ///< empty: nobody is told who has left
  std::filesystem::path secret_file;  ///< empty: the server shows them nothing
  std::filesystem::path ca_file;      ///< empty: the system's
};

/// Who may use the Unix sockets.
struct SocketAccess {
  unsigned mode = 0660;  ///< as of chmod(2)
  std::string group;     ///< empty: the process's
};

enum class LogLevel : std::uint8_t { trace, debug, info, warn, error };
inline constexpr std::array<std::string_view, 5> kLogLevels{"trace", "debug", "info", "warn",
                                                            "error"};

/// A line of the log is for people, or a JSON object.
enum class LogFormat : std::uint8_t { text, json };

inline constexpr unsigned kMostThreads = 64;

/// One thread for each core that the process may use.
inline unsigned default_threads() {
  return std::clamp(std::thread::hardware_concurrency(), 1U, kMostThreads);
}

/// Everything an operator can choose.
struct Settings {
  std::vector<Endpoint> listen{{"127.0.0.1", 8080}};
  std::optional<Endpoint> admin_listen{{"127.0.0.1", 8081}};  ///< nothing: nowhere
  std::filesystem::path admin_token_file;  ///< empty: all that reach the port may use it
  SocketAccess admin_socket_access{.mode = 0600, .group = {}};
  SocketAccess socket_access;
  TlsFiles tls;
  std::string base_path;  ///< before every path of the server: empty, or like /signal
  ReverseProxies proxies;
  unsigned threads = default_threads();
  std::filesystem::path web_root;  ///< empty: the server looks for its own page
  LogLevel log_level = LogLevel::info;
  LogFormat log_format = LogFormat::text;
  LogAddresses log_addresses = LogAddresses::full;
  std::vector<IceServer> ice_servers;
  std::filesystem::path turn_secret_file;  ///< empty: all credentials of TURN servers are given
  OnDuplicate on_duplicate = OnDuplicate::reject;
  JwtSettings jwt;
  WebhookSettings webhooks;
  std::vector<std::string> allowed_origins;  ///< of pages, as browsers write them; empty: any
  Limits limits;
  bool only_check = false;  ///< say whether the server would start, but don't start it
};

}  // namespace signalbox
