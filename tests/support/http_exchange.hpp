// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "support/raw_client.hpp"

namespace signalbox::test {

struct HttpReply {
  int status = 0;                              ///< 0: the connection has ended before one came
  std::map<std::string, std::string> headers;  ///< names in lower case
  std::string body;

  /// Empty: there is none.
  std::string header(const std::string& name) const {
    const auto found = headers.find(name);
    return found == headers.end() ? std::string() : found->second;
  }
};

struct HttpAsk {
  std::string target = "/";
  std::string method = "GET";
  std::string more{};  ///< header lines, each with its line end
};

/// As it goes over the wire.
std::string text_of(const HttpAsk& request);

/// The next answer on a connection, which may stay open.
HttpReply receive_reply(RawClient& client, std::string_view method = "GET");

/// Asks on a connection of its own.
HttpReply fetch(std::uint16_t port, const HttpAsk& request);
HttpReply get(std::uint16_t port, const std::string& target);

}  // namespace signalbox::test
