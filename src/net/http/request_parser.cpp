// SPDX-License-Identifier: MIT
#include "net/http/request_parser.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <utility>

namespace signalbox::net::http {
namespace {

namespace beast_http = boost::beast::http;

constexpr unsigned kBadRequest = 400;
constexpr unsigned kContentTooLarge = 413;
constexpr unsigned kHeaderTooLarge = 431;

unsigned status_of(const boost::system::error_code& error) {
  if (error == beast_http::error::header_limit) return kHeaderTooLarge;
  // Nothing here takes a body.
  if (error == beast_http::error::body_limit || error == beast_http::error::unexpected_body) {
    return kContentTooLarge;
  }
  return kBadRequest;
}

}  // namespace

std::string_view ParsedRequest::path() const {
  const std::string_view target = message.target();
  return target.substr(0, target.find('?'));
}

ParseResult parse_request(std::string_view bytes, std::size_t max_header, ParsedRequest& request) {
  // Parsing begins when the header is complete, so a header in small pieces is parsed once.
  constexpr std::string_view kEnd = "\r\n\r\n";
  const std::size_t end = bytes.find(kEnd);
  const bool is_complete = end != std::string_view::npos;
  // Beast's own limit is one byte off.
  if ((is_complete ? end + kEnd.size() : bytes.size()) > max_header) return {0, kHeaderTooLarge};
  if (!is_complete) return {};
  beast_http::request_parser<beast_http::empty_body> parser;
  parser.header_limit(static_cast<std::uint32_t>(max_header));
  parser.eager(true);
  boost::system::error_code error;
  const std::size_t consumed = parser.put(boost::asio::buffer(bytes.data(), bytes.size()), error);
  if (error && error != beast_http::error::need_more) return {0, status_of(error)};
  if (!parser.is_done()) return {0, kContentTooLarge};
  request.message = parser.release();
  return {consumed, 0};
}

}  // namespace signalbox::net::http
