// SPDX-License-Identifier: MIT
#include "ops/webhook_options.hpp"

#include <algorithm>
#include <filesystem>

namespace signalbox {
namespace {

/// RFC 3986 section 3, of HTTP, and without a user: that would stand in the log.
bool is_url(std::string_view text) {
  const auto scheme_end = text.find("://");
  if (scheme_end == std::string_view::npos) return false;
  const auto scheme = text.substr(0, scheme_end);
  const auto rest = text.substr(scheme_end + 3);
  const auto authority = rest.substr(0, rest.find_first_of("/?#"));
  const auto is_graphic = [](char c) { return c > ' ' && c < '\x7f'; };
  return (scheme == "http" || scheme == "https") && !authority.empty() &&
         authority.find('@') == std::string_view::npos && std::ranges::all_of(rest, is_graphic);
}

template <std::string WebhookSettings::*kUrl>
Single url_option() {
  return {[](Settings& settings, const std::string& value) {
            settings.webhooks.*kUrl = value;
            return is_url(value);
          },
          [](const Settings& settings) { return settings.webhooks.*kUrl; },
          "a URL like https://app.example.org/login, without user and password: a secret goes into "
          "webhook-secret-file",
          [](Settings& in_force, const Settings& read) {
            in_force.webhooks.*kUrl = read.webhooks.*kUrl;
          }};
}

template <std::filesystem::path WebhookSettings::*kFile>
Single file_option() {
  return {[](Settings& settings, const std::string& value) {
            settings.webhooks.*kFile = value;
            return !value.empty();
          },
          [](const Settings& settings) { return (settings.webhooks.*kFile).string(); }, "a file",
          [](Settings& in_force, const Settings& read) {
            in_force.webhooks.*kFile = read.webhooks.*kFile;
          }};
}

}  // namespace

Single login_webhook_option() { return url_option<&WebhookSettings::login>(); }
Single disconnect_webhook_option() { return url_option<&WebhookSettings::disconnect>(); }
Single webhook_secret_file_option() { return file_option<&WebhookSettings::secret_file>(); }
Single webhook_ca_file_option() { return file_option<&WebhookSettings::ca_file>(); }

}  // namespace signalbox
