// SPDX-License-Identifier: MIT
#include "net/http/response_writer.hpp"

#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/write.hpp>
#include <chrono>
#include <ctime>
#include <sstream>

namespace signalbox::net::http {
namespace {

/// RFC 9110 section 5.6.7.
std::string http_date(std::time_t time) {
  std::tm parts{};
  gmtime_r(&time, &parts);
  std::array<char, 32> text{};
  const std::size_t length =
      std::strftime(text.data(), text.size(), "%a, %d %b %Y %H:%M:%S GMT", &parts);
  return {text.data(), length};
}

}  // namespace

std::string header_of(const HttpResponse& response, bool keep_alive) {
  namespace beast_http = boost::beast::http;
  constexpr int kHttp11 = 11;
  beast_http::response<beast_http::empty_body> message(response.status, kHttp11);
  message.set(beast_http::field::server, "Signalbox");
  message.set(beast_http::field::date,
              http_date(std::chrono::system_clock::to_time_t(std::chrono::system_clock::now())));
  for (const auto& [name, value] : response.headers) message.insert(name, value);
  // A 304 speaks of a body that it does not have.
  if (response.status != HttpStatus::not_modified) {
    message.content_length(response.body ? response.body->size() : 0);
  }
  message.keep_alive(keep_alive);
  std::ostringstream text;
  text << message.base();
  return std::move(text).str();
}

HttpResponse text_response(HttpStatus status, std::string text) {
  return {.status = status,
          .headers = {{"Content-Type", "text/plain; charset=utf-8"},
                      {"Cache-Control", "no-store"},
                      {"X-Content-Type-Options", "nosniff"}},
          .body = std::make_shared<const std::string>(std::move(text))};
}

}  // namespace signalbox::net::http
