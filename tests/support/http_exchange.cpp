// SPDX-License-Identifier: MIT
#include "support/http_exchange.hpp"

#include <algorithm>
#include <cctype>
#include <sstream>

namespace signalbox::test {
namespace {

std::string lower(std::string text) {
  std::ranges::transform(text, text.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

HttpReply parse_header(const std::string& text) {
  HttpReply reply;
  if (text.empty()) return reply;
  std::istringstream lines(text);
  std::string version;
  lines >> version >> reply.status;
  std::string line;
  std::getline(lines, line);
  while (std::getline(lines, line) && line != "\r") {
    const auto colon = line.find(':');
    const auto value = line.find_first_not_of(' ', colon + 1);
    reply.headers[lower(line.substr(0, colon))] = line.substr(value, line.size() - 1 - value);
  }
  return reply;
}

}  // namespace

std::string text_of(const HttpAsk& request) {
  return request.method + " " + request.target + " HTTP/1.1\r\nHost: localhost:1234\r\n" +
         request.more + "\r\n";
}

HttpReply receive_reply(RawClient& client, std::string_view method) {
  HttpReply reply = parse_header(client.receive_until("\r\n\r\n"));
  const std::string length = reply.header("content-length");
  if (method != "HEAD" && !length.empty()) reply.body = client.receive(std::stoul(length));
  return reply;
}

HttpReply fetch(std::uint16_t port, const HttpAsk& request) {
  RawClient client(port);
  client.send(text_of(request));
  return receive_reply(client, request.method);
}

HttpReply get(std::uint16_t port, const std::string& target) {
  return fetch(port, HttpAsk{.target = target});
}

}  // namespace signalbox::test
