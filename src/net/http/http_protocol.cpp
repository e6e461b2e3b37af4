// SPDX-License-Identifier: MIT
#include "net/http/http_protocol.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <utility>

#include "net/client_address.hpp"
#include "net/http/forwarded.hpp"
#include "net/http/response_writer.hpp"
#include "net/shard_context.hpp"
#include "net/websocket/handshake.hpp"
#include "net/websocket/websocket_protocol.hpp"

namespace signalbox::net::http {
namespace {

/// Sent to a slow reader at a time, so that a large file never waits in memory as a whole.
constexpr std::size_t kChunk = std::size_t{64} * 1024;

/// Requests of one connection, a second and at once. A proxy sends several clients' over one.
constexpr std::uint32_t kRequestRate = 100;
constexpr std::uint32_t kRequestBurst = 1000;

/// The last word to a client whose request was not answered.
HttpStatus status_of(CloseReason reason) {
  if (reason == CloseReason::http_timeout) return HttpStatus::request_timeout;
  const bool is_going_down = reason == CloseReason::shutdown || reason == CloseReason::drained;
  return is_going_down ? HttpStatus::service_unavailable : HttpStatus::internal_server_error;
}

HttpResponse too_many_connections() {
  HttpResponse response = text_response(HttpStatus::service_unavailable, "Too many connections.\n");
  response.headers.emplace_back("Retry-After", "5");
  return response;
}

}  // namespace

HttpProtocol::HttpProtocol(Connection& connection, ClientPort& port)
    : connection_(connection),
      port_(port),
      deadline_(connection.shard().now + connection.shard().limits.http_timeout),
      requests_(kRequestBurst, connection.shard().now) {}

Taken HttpProtocol::on_bytes(std::span<char> bytes) {
  const std::string_view text(bytes.data(), bytes.size());
  std::size_t consumed = 0;
  // One answer at a time: what a client sends ahead of it waits.
  if (body_) connection_.pause_reading(true);
  while (!body_ && keep_alive_ && consumed < text.size() && may_ask()) {
    request_begun_ = true;
    ParsedRequest request;
    const ParseResult result =
        parse_request(text.substr(consumed), connection_.shard().limits.http_header_bytes, request);
    if (result.error_status != HttpStatus::unknown) {
      refuse(result.error_status);
      break;
    }
    if (result.consumed == 0) break;
    consumed += result.consumed;
    requests_.take(kRequestRate, kRequestBurst, [this] { return connection_.shard().now; });
    if (!request.names_its_host() || request.repeats_key_or_version()) {
      refuse(HttpStatus::bad_request);
      break;
    }
    std::unique_ptr<Protocol> successor;
    if (!upgrade(request, successor)) answer(request);
    if (successor) return {consumed, std::move(successor)};
  }
  // Behind the last answer of a connection there is nothing to read.
  return {keep_alive_ ? consumed : text.size()};
}

/// Returns false if it comes too early, and is looked at by a later sweep.
bool HttpProtocol::may_ask() {
  if (requests_.holds_any(kRequestRate, kRequestBurst, connection_.shard().now)) return true;
  connection_.shard().metrics.limit_hits.add(Limit::http_requests);
  connection_.pause_reading(true);
  return false;
}

void HttpProtocol::refuse(HttpStatus status) {
  if (status == HttpStatus::request_header_fields_too_large) {
    connection_.shard().metrics.limit_hits.add(Limit::max_http_header);
  }
  keep_alive_ = false;
  send(text_response(status, "This is not a request this server can take.\n"),
       /*with_body=*/true);
}

void HttpProtocol::answer(const ParsedRequest& request) {
  const HttpResponse response = port_.respond(request);
  keep_alive_ = request.message.keep_alive();
  if (spdlog::should_log(spdlog::level::debug)) {
    const std::string client = text_of(client_of(request), connection_.shard().log_addresses);
    spdlog::debug("{} {} {}: {}", client, request.method(), request.path(),
                  static_cast<unsigned>(response.status));
  }
  send(response, request.method() != "HEAD");
}

bool HttpProtocol::upgrade(const ParsedRequest& request, std::unique_ptr<Protocol>& successor) {
  constexpr unsigned kHttp11 = 11;  // RFC 6455 section 4.2.1, item 1
  if (request.message.version() < kHttp11 || !websocket::wants_upgrade(request) ||
      !port_.has_web_socket_at(request.path())) {
    return false;
  }
  const websocket::Handshake handshake = websocket::shake_hands(request);
  ClientPort::Welcome welcome =
      handshake.refusal ? ClientPort::Welcome(*handshake.refusal) : port_.welcome(request);
  auto* const opening = std::get_if<std::string>(&welcome);
  // Another request of this connection might have come from another client; a WebSocket's do not.
  if (opening != nullptr && !connection_.set_remote(client_of(request))) {
    welcome = too_many_connections();
  }
  if (const auto* refusal = std::get_if<HttpResponse>(&welcome)) {
    keep_alive_ = false;
    send(*refusal, /*with_body=*/true);
    return true;
  }
  connection_.set_opening(std::move(*opening));
  connection_.send(handshake.answer);
  successor = std::make_unique<websocket::WebSocketProtocol>(connection_, port_);
  return true;
}

boost::asio::ip::tcp::endpoint HttpProtocol::client_of(const ParsedRequest& request) const {
  return http::client_of(request, connection_.remote(), connection_.shard().proxies);
}

void HttpProtocol::send(const HttpResponse& response, bool with_body) {
  request_begun_ = false;
  connection_.shard()
      .metrics.http_responses.at(static_cast<unsigned>(response.status) / 100 - 1)
      .add();
  connection_.send(header_of(response, keep_alive_));
  body_sent_ = 0;
  body_ = with_body && response.body ? response.body : std::make_shared<const std::string>();
  send_chunk();
}

void HttpProtocol::send_chunk() {
  // The header may be before it in the outbox.
  const std::size_t room = connection_.shard().limits.outbox_bytes / 2;
  const auto chunk = std::string_view(*body_).substr(body_sent_, std::min(kChunk, room));
  body_sent_ += chunk.size();
  connection_.send(chunk);
}

void HttpProtocol::on_drained() {
  if (body_) connection_.wait_for_turn();
}

/// One piece of an answer, or one request, in a turn.
void HttpProtocol::on_turn() {
  if (!body_) return;
  if (body_sent_ < body_->size()) return send_chunk();
  body_.reset();
  deadline_ = connection_.shard().now + connection_.shard().limits.http_timeout;
  if (!keep_alive_) connection_.finish(CloseReason::http_done);
  connection_.pause_reading(false);
}

void HttpProtocol::on_finish(CloseReason reason) {
  if (body_ || !request_begun_) return;
  connection_.send(header_of(text_response(status_of(reason), ""), /*keep_alive=*/false));
}

TimePoint HttpProtocol::on_tick(TimePoint now) {
  // A client that takes its answer slowly is the write timeout's business.
  if (body_) return now;
  connection_.pause_reading(!requests_.holds_any(kRequestRate, kRequestBurst, now));
  if (now >= deadline_) connection_.finish(CloseReason::http_timeout);
  return deadline_;
}

void HttpProtocol::on_end(CloseReason) {}

}  // namespace signalbox::net::http
