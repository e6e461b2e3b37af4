// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <string>
#include <thread>
#include <vector>

#include "signalbox/base/limits.hpp"
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
};

/// Who may use the Unix sockets.
struct SocketAccess {
  unsigned mode = 0660;  ///< as of chmod(2)
  std::string group;     ///< empty: the process's
};

enum class LogLevel : std::uint8_t { trace, debug, info, warn, error };

inline constexpr unsigned kMostThreads = 64;

/// One thread for each core that the process may use.
inline unsigned default_threads() {
  return std::clamp(std::thread::hardware_concurrency(), 1U, kMostThreads);
}

/// Everything an operator can choose. Set once at start-up, read by all threads.
struct Settings {
  std::vector<Endpoint> listen{{"127.0.0.1", 8080}};
  SocketAccess socket_access;
  TlsFiles tls;
  std::string base_path;  ///< before every path of the server: empty, or like /signal
  ReverseProxies proxies;
  unsigned threads = default_threads();
  std::filesystem::path web_root;  ///< empty: the server looks for its own page
  LogLevel log_level = LogLevel::info;
  std::vector<IceServer> ice_servers;
  std::filesystem::path turn_secret_file;  ///< empty: all credentials of TURN servers are given
  OnDuplicate on_duplicate = OnDuplicate::reject;
  Limits limits;
};

}  // namespace signalbox
