// SPDX-License-Identifier: MIT
#include "net/http/forwarded.hpp"

#include <algorithm>
#include <boost/beast/core/string.hpp>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "net/client_address.hpp"

namespace signalbox::net::http {
namespace {

using boost::asio::ip::tcp;

constexpr std::string_view kSpace = " \t";

std::string_view trimmed(std::string_view text) {
  text.remove_prefix(std::min(text.find_first_not_of(kSpace), text.size()));
  return text.substr(0, text.find_last_not_of(kSpace) + 1);
}

/// Whether the character at `at` is a quoted pair's second one, RFC 9110 section 5.6.4.
bool is_escaped(std::string_view text, std::size_t at) {
  std::size_t begin = at;
  while (begin > 0 && text[begin - 1] == '\\') --begin;
  return (at - begin) % 2 == 1;
}

/// Takes the last word off a list. It is read from its end on, because a client may have written
/// what stands before the word, such as a quotation mark without a second one. A separator within
/// quotes is none.
std::string_view take_last(std::string_view& list, char separator) {
  bool quoted = false;
  std::size_t begin = list.size();
  for (; begin > 0; --begin) {
    const char c = list[begin - 1];
    if (c == '"' && !(quoted && is_escaped(list, begin - 1))) {
      quoted = !quoted;
    } else if (!quoted && c == separator) {
      break;
    }
  }
  const std::string_view word = list.substr(begin);
  list = list.substr(0, begin == 0 ? 0 : begin - 1);
  return trimmed(word);
}

std::string unquoted(std::string_view word) {
  if (word.size() < 2 || !word.starts_with('"') || !word.ends_with('"')) return std::string(word);
  word = word.substr(1, word.size() - 2);
  std::string text;
  for (std::size_t i = 0; i < word.size(); ++i) {
    if (word[i] == '\\' && i + 1 < word.size()) ++i;
    text += word[i];
  }
  return text;
}

/// What `for` says in one element of Forwarded. Returns an empty text if it says nothing.
std::string_view node_of(std::string_view element) {
  constexpr std::string_view kFor = "for=";
  while (!element.empty()) {
    const std::string_view pair = take_last(element, ';');
    if (!boost::beast::iequals(pair.substr(0, kFor.size()), kFor)) continue;
    return pair.substr(kFor.size());
  }
  return {};
}

/// Of the clients that proxies have named, the one that stands last, which is taken off the list.
/// Returns nullopt if it can't be known.
class NamedClients {
 public:
  explicit NamedClients(const HttpRequest& request)
      : list_(request.header("X-Forwarded-For")),
        is_plain_(list_.find_first_not_of(" \t,") != std::string_view::npos) {
    // The proxies that set only Forwarded are few, and the others let a client's own pass.
    if (!is_plain_) list_ = request.header("Forwarded");
  }

  std::optional<tcp::endpoint> take_last() {
    // A list may have empty elements, RFC 9110 section 5.6.1.2.
    std::string_view element;
    while (!list_.empty() && element.empty()) element = http::take_last(list_, ',');
    return parse_client_address(unquoted(is_plain_ ? element : node_of(element)));
  }

 private:
  std::string_view list_;
  bool is_plain_;
};

}  // namespace

tcp::endpoint client_of(const HttpRequest& request, const tcp::endpoint& peer,
                        const ReverseProxies& proxies) {
  tcp::endpoint client = peer;
  if (!proxies.trust(bytes_of(client.address()))) return client;
  NamedClients named(request);
  while (const auto next = named.take_last()) {
    client = *next;
    if (!proxies.trust(bytes_of(client.address()))) break;
  }
  return client;
}

}  // namespace signalbox::net::http
