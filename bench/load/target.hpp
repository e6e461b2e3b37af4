// SPDX-License-Identifier: MIT
#pragma once

#include <sys/socket.h>

#include <cstdint>
#include <memory>
#include <string>

#include "dialect.hpp"
#include "tls_session.hpp"

namespace signalbox::bench {

/// The server under load and how to speak to it.
struct Target {
  std::string text;  ///< host:port as given, for the Host header and for people
  std::uint16_t port = 0;
  sockaddr_storage address{};
  socklen_t address_size = 0;
  std::string server_name;  ///< empty: the host was given as an address
  std::string path;         ///< empty: the dialect's
  std::unique_ptr<Dialect> dialect;
  TlsContext tls{nullptr, &SSL_CTX_free};  ///< null: plain TCP
};

/// `text` is HOST:PORT, :PORT or PORT. `protocol` is "native" or "peerjs".
Target make_target(const std::string& text, const std::string& protocol, const std::string& path,
                   bool tls);

}  // namespace signalbox::bench
