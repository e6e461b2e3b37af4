// SPDX-License-Identifier: MIT
#include "net/proxy_protocol.hpp"

#include <spdlog/spdlog.h>

#include <utility>

#include "net/client_address.hpp"
#include "net/http/http_protocol.hpp"
#include "net/proxy_header.hpp"
#include "net/shard_context.hpp"

namespace signalbox::net {

ProxyProtocol::ProxyProtocol(Connection& connection, ClientPort& port,
                             std::shared_ptr<const TlsContext> tls)
    : connection_(connection),
      port_(port),
      tls_(std::move(tls)),
      deadline_(connection.shard().now + connection.shard().limits.http_timeout) {}

Taken ProxyProtocol::on_bytes(std::span<char> bytes) {
  ShardContext& shard = connection_.shard();
  const std::string_view text(bytes.data(), bytes.size());
  const bool is_trusted = shard.proxies.trust(bytes_of(connection_.remote().address()));
  const ProxyHeader header = is_trusted ? parse_proxy_header(text) : ProxyHeader{};
  if (header.status == ProxyHeader::Status::incomplete) return {0};
  if (header.status == ProxyHeader::Status::wrong) return refuse(text.size());
  if (header.client && !connection_.set_remote(*header.client)) {
    connection_.cut(CloseReason::http_done);
    return {text.size()};
  }
  auto successor = std::make_unique<http::HttpProtocol>(connection_, port_);
  if (!tls_) return {header.size, std::move(successor)};
  connection_.begin_tls(*tls_, text.substr(header.size));
  return {text.size(), std::move(successor)};
}

Taken ProxyProtocol::refuse(std::size_t bytes) {
  // Only the operator's own proxy sends this, or somebody who finds out nothing from the line.
  if (!std::exchange(connection_.shard().has_refused_header, true)) {
    spdlog::warn(
        "{} is turned away: --proxy-protocol wants a PROXY header of a --trusted-proxy; so are "
        "those who come after it, without a line here",
        connection_.logged_address());
  }
  connection_.cut(CloseReason::protocol_error);
  return {bytes};
}

TimePoint ProxyProtocol::on_tick(TimePoint now) {
  if (now >= deadline_) connection_.cut(CloseReason::http_timeout);
  return deadline_;
}

}  // namespace signalbox::net
