// SPDX-License-Identifier: MIT
#pragma once

#include <nlohmann/json.hpp>
#include <string_view>

#include "app/routes.hpp"
#include "signalbox/auth/authenticator.hpp"
#include "signalbox/auth/webhooks.hpp"

namespace signalbox::app {

/// What would come of the login that a query describes by `path`, `origin`, `username` and `token`:
/// whether it would be `admitted`, and a sentence for each thing that is looked at; the login
/// webhook is not asked. Any thread.
nlohmann::ordered_json try_login(std::string_view query, const Routes& routes,
                                 const auth::Authenticator& authenticator,
                                 const auth::Webhooks& webhooks);

}  // namespace signalbox::app
