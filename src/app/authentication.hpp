// SPDX-License-Identifier: MIT
#pragma once

#include <memory>

#include "signalbox/auth/authenticator.hpp"
#include "signalbox/auth/webhooks.hpp"
#include "signalbox/ops/settings.hpp"

namespace signalbox::app {

/// Lets in whom the operator wants, which is everybody where no key for tokens is named. Throws
/// std::runtime_error with a sentence for the operator.
std::shared_ptr<const auth::Authenticator> make_authenticator(const Settings& settings);

/// Where the application's own server is, as the operator says. Throws the same.
auth::WebhookPolicy make_webhook_policy(const Settings& settings);

}  // namespace signalbox::app
