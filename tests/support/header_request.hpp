// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cctype>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "signalbox/net/http.hpp"

namespace signalbox::test {

/// A request that is made of what it should say, without anything to parse.
struct HeaderRequest final : net::HttpRequest {
  using Headers = std::vector<std::pair<std::string, std::string>>;

  explicit HeaderRequest(std::string the_path, Headers the_headers = {},
                         std::string the_method = "GET")
      : path_text(std::move(the_path)),
        headers(std::move(the_headers)),
        method_text(std::move(the_method)) {}

  std::string_view method() const override { return method_text; }
  std::string_view path() const override {
    return std::string_view(path_text).substr(0, path_text.find('?'));
  }
  std::string_view query() const override {
    const auto mark = path_text.find('?');
    return mark == std::string::npos ? std::string_view()
                                     : std::string_view(path_text).substr(mark + 1);
  }
  std::string_view header(std::string_view name) const override {
    for (const auto& [known, value] : headers) {
      if (std::ranges::equal(known, name, {}, lower, lower)) return value;
    }
    return {};
  }

  static char lower(char c) {
    return static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  }

  std::string path_text;
  Headers headers;
  std::string method_text;
};

/// The values of one header of a response.
inline std::vector<std::string> header_of(const net::HttpResponse& response,
                                          std::string_view name) {
  std::vector<std::string> values;
  for (const auto& [known, value] : response.headers) {
    if (known == name) values.push_back(value);
  }
  return values;
}

}  // namespace signalbox::test
