// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "net/connection.hpp"
#include "net/http/request_parser.hpp"
#include "net/protocol.hpp"
#include "signalbox/base/token_bucket.hpp"
#include "signalbox/net/client_port.hpp"

namespace signalbox::net::http {

/// HTTP/1.1 on one connection, a request at a time, until one of them upgrades it.
class HttpProtocol final : public Protocol {
 public:
  HttpProtocol(Connection& connection, ClientPort& port);

  Taken on_bytes(std::span<char> bytes) override;
  void on_drained() override;
  void on_turn() override;
  void on_finish(CloseReason reason) override;
  TimePoint on_tick(TimePoint now) override;
  /// Only WebSockets move.
  void on_moved(ClientPort&, std::string_view, const Conduct&) override {}
  void on_end(CloseReason reason) override;

 private:
  bool may_ask();
  void refuse(HttpStatus status);
  void answer(const ParsedRequest& request);
  void send(const HttpResponse& response, bool with_body);
  void send_chunk();
  /// Returns false if the request is for another kind of answer. `successor` is set where it is
  /// granted.
  bool upgrade(const ParsedRequest& request, std::unique_ptr<Protocol>& successor);
  boost::asio::ip::tcp::endpoint client_of(const ParsedRequest& request) const;

  Connection& connection_;
  ClientPort& port_;
  TimePoint deadline_;
  TokenBucket requests_;
  std::shared_ptr<const std::string> body_;  ///< null: no answer is under way
  std::size_t body_sent_ = 0;
  bool keep_alive_ = true;
  bool request_begun_ = false;  ///< and not answered
};

}  // namespace signalbox::net::http
