// SPDX-License-Identifier: MIT
#pragma once

#include <memory>

#include "net/connection.hpp"
#include "net/protocol.hpp"
#include "signalbox/net/client_port.hpp"
#include "signalbox/net/tls_context.hpp"

namespace signalbox::net {

/// A connection's first bytes, where a trusted proxy must say for whom it has made it; after them
/// comes HTTP. A connection that says anything else is cut.
class ProxyProtocol final : public Protocol {
 public:
  /// `tls` is null where what follows the header comes without it.
  ProxyProtocol(Connection& connection, ClientPort& port, std::shared_ptr<const TlsContext> tls);

  Taken on_bytes(std::span<char> bytes) override;
  void on_finish(CloseReason) override {}
  TimePoint on_tick(TimePoint now) override;
  /// Only WebSockets move.
  void on_moved(ClientPort&, std::string_view, const Conduct&) override {}
  void on_end(CloseReason) override {}

 private:
  Taken refuse(std::size_t bytes);

  Connection& connection_;
  ClientPort& port_;
  std::shared_ptr<const TlsContext> tls_;
  TimePoint deadline_;
};

}  // namespace signalbox::net
