// SPDX-License-Identifier: MIT
#include "net/http/request_parser.hpp"

#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <boost/beast/core/string.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/parser.hpp>
#include <string>
#include <utility>

namespace signalbox::net::http {
namespace {

namespace beast_http = boost::beast::http;

using Message = beast_http::request_header<>;

HttpStatus status_of(const boost::system::error_code& error) {
  if (error == beast_http::error::header_limit) return HttpStatus::request_header_fields_too_large;
  // Nothing here takes a body.
  if (error == beast_http::error::body_limit || error == beast_http::error::unexpected_body) {
    return HttpStatus::payload_too_large;
  }
  return HttpStatus::bad_request;
}

/// The line of a header goes on in the next one, which has not been allowed for long: RFC 9112
/// section 5.2.
bool has_folded_line(std::string_view header) {
  return header.find("\r\n ") != std::string_view::npos ||
         header.find("\r\n\t") != std::string_view::npos;
}

/// Whether a proxy may take the request to end elsewhere than this server does, so that one
/// client's bytes could pass for another's request: RFC 9112 sections 6.1 and 6.3.
bool has_doubtful_end(const Message& message) {
  using beast_http::field;
  constexpr unsigned kHttp11 = 11;
  const auto lengths = message.count(field::content_length);
  const auto encodings = message.count(field::transfer_encoding);
  if (encodings == 0) {
    return lengths > 1 || message[field::content_length].find(',') != std::string_view::npos;
  }
  return lengths > 0 || encodings > 1 || message.version() < kHttp11 ||
         !boost::beast::iequals(message[field::transfer_encoding], "chunked");
}

/// A list may stand in several lines, RFC 9110 section 5.3.
void join_lines(beast_http::fields& fields, std::string_view name) {
  if (fields.count(name) < 2) return;
  std::string list;
  const auto [begin, end] = fields.equal_range(name);
  for (auto line = begin; line != end; ++line) {
    if (!list.empty()) list += ", ";
    list += line->value();
  }
  fields.set(name, list);
}

}  // namespace

std::string_view ParsedRequest::path() const {
  std::string_view target = message.target();
  // http://host/path is what proxies are asked for, and a server must take it too: RFC 9112
  // section 3.2.2.
  constexpr std::string_view kAuthority = "://";
  const auto scheme_end = target.find(kAuthority);
  if (!target.starts_with('/') && scheme_end != std::string_view::npos) {
    target.remove_prefix(scheme_end + kAuthority.size());
    target.remove_prefix(std::min(target.find_first_of("/?"), target.size()));
  }
  const std::string_view path = target.substr(0, target.find('?'));
  return path.empty() ? "/" : path;
}

std::string_view ParsedRequest::query() const {
  const std::string_view target = message.target();
  const auto mark = target.find('?');
  return mark == std::string_view::npos ? std::string_view() : target.substr(mark + 1);
}

bool ParsedRequest::names_its_host() const {
  constexpr unsigned kHttp11 = 11;
  const auto hosts = message.base().count(beast_http::field::host);
  return hosts == 1 || (hosts == 0 && message.version() < kHttp11);
}

bool ParsedRequest::repeats_key_or_version() const {
  return message.base().count(beast_http::field::sec_websocket_key) > 1 ||
         message.base().count(beast_http::field::sec_websocket_version) > 1;
}

ParseResult parse_request(std::string_view bytes, std::size_t max_header, ParsedRequest& request) {
  // Parsing begins when the header is complete, so a header in small pieces is parsed once.
  constexpr std::string_view kEnd = "\r\n\r\n";
  const std::size_t end = bytes.find(kEnd);
  const bool is_complete = end != std::string_view::npos;
  // Beast's own limit is one byte off.
  if ((is_complete ? end + kEnd.size() : bytes.size()) > max_header) {
    return {0, HttpStatus::request_header_fields_too_large};
  }
  if (!is_complete) return {};
  beast_http::request_parser<beast_http::empty_body> parser;
  parser.header_limit(static_cast<std::uint32_t>(max_header));
  parser.eager(true);
  if (has_folded_line(bytes.substr(0, end))) return {0, HttpStatus::bad_request};
  boost::system::error_code error;
  const std::size_t consumed = parser.put(boost::asio::buffer(bytes.data(), bytes.size()), error);
  if (has_doubtful_end(parser.get())) return {0, HttpStatus::bad_request};
  if (error && error != beast_http::error::need_more) return {0, status_of(error)};
  // A chunked body may be empty, but that shows only when its bytes have come.
  if (!parser.is_done() || parser.chunked()) return {0, HttpStatus::payload_too_large};
  request.message = parser.release();
  for (const auto* const list :
       {"Connection", "Upgrade", "Sec-WebSocket-Protocol", "X-Forwarded-For", "Forwarded"}) {
    join_lines(request.message, list);
  }
  return {.consumed = consumed};
}

}  // namespace signalbox::net::http
