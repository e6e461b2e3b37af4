// SPDX-License-Identifier: MIT
#include "net/http/forwarded.hpp"

#include <algorithm>
#include <boost/beast/core/string.hpp>
#include <string_view>
#include <vector>

#include "net/client_address.hpp"

namespace signalbox::net::http {
namespace {

using boost::asio::ip::tcp;
using Words = std::vector<std::string_view>;

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kSpace = " \t";
  text.remove_prefix(std::min(text.find_first_not_of(kSpace), text.size()));
  return text.substr(0, text.find_last_not_of(kSpace) + 1);
}

/// A separator within quotes is none. Empty: a quote does not end.
Words split(std::string_view list, char separator) {
  Words words;
  bool quoted = false;
  std::size_t begin = 0;
  for (std::size_t i = 0; i < list.size(); ++i) {
    if (quoted && list[i] == '\\') {
      ++i;
    } else if (list[i] == '"') {
      quoted = !quoted;
    } else if (!quoted && list[i] == separator) {
      words.push_back(trimmed(list.substr(begin, i - begin)));
      begin = i + 1;
    }
  }
  if (quoted) return {};
  words.push_back(trimmed(list.substr(begin)));
  return words;
}

/// What `for` says in one element. Empty: it says nothing.
std::string_view node_of(std::string_view element) {
  constexpr std::string_view kFor = "for=";
  for (std::string_view pair : split(element, ';')) {
    if (!boost::beast::iequals(pair.substr(0, kFor.size()), kFor)) continue;
    pair.remove_prefix(kFor.size());
    const bool is_quoted = pair.size() >= 2 && pair.starts_with('"');
    return is_quoted ? pair.substr(1, pair.size() - 2) : pair;
  }
  return {};
}

/// The nearest to this server first.
Words named_by_proxies(const HttpRequest& request) {
  // The proxies that set only Forwarded are few, and the others let a client's own pass.
  const auto plain = request.header("X-Forwarded-For");
  Words nodes = split(plain.empty() ? request.header("Forwarded") : plain, ',');
  if (plain.empty()) std::ranges::transform(nodes, nodes.begin(), node_of);
  std::ranges::reverse(nodes);
  return nodes;
}

}  // namespace

tcp::endpoint client_of(const HttpRequest& request, const tcp::endpoint& peer,
                        const ReverseProxies& proxies) {
  tcp::endpoint client = peer;
  if (!proxies.trust(bytes_of(client.address()))) return client;
  for (const auto node : named_by_proxies(request)) {
    const auto named = parse_client_address(node);
    if (!named) break;
    client = *named;
    if (!proxies.trust(bytes_of(client.address()))) break;
  }
  return client;
}

}  // namespace signalbox::net::http
