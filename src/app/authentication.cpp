// SPDX-License-Identifier: MIT
#include "app/authentication.hpp"

#include <fmt/core.h>

#include <optional>
#include <stdexcept>

#include "app/secret_file.hpp"
#include "signalbox/auth/jwt.hpp"
#include "signalbox/base/readable_file.hpp"

namespace signalbox::app {

std::shared_ptr<const auth::Authenticator> make_authenticator(const Settings& settings) {
  const JwtSettings& jwt = settings.jwt;
  if (!jwt.is_required) return std::make_shared<auth::OpenDoor>();
  return auth::make_jwt_authenticator(
      {.key_files = jwt.key_files, .audience = jwt.audience, .issuer = jwt.issuer});
}

auth::WebhookPolicy make_webhook_policy(const Settings& settings) {
  const WebhookSettings& webhooks = settings.webhooks;
  const auto why = webhooks.ca_file.empty() ? std::nullopt : why_unreadable(webhooks.ca_file);
  if (why) {
    throw std::runtime_error(fmt::format(
        "--webhook-ca-file {}: cannot be read: {}. Give the path of a PEM file that the "
        "server's user may read",
        webhooks.ca_file.string(), *why));
  }
  return {.login_url = webhooks.login,
          .disconnect_url = webhooks.disconnect,
          .secret = read_secret_file("--webhook-secret-file", webhooks.secret_file,
                                     "Put a secret into it that the webhooks' server knows too"),
          .authorities = webhooks.ca_file,
          .timeout = settings.limits.webhook_timeout,
          .most_requests = settings.limits.webhook_requests};
}

}  // namespace signalbox::app
