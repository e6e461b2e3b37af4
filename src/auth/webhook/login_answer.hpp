// SPDX-License-Identifier: MIT
#pragma once

#include <stdexcept>

#include "auth/webhook/http_client.hpp"
#include "signalbox/auth/authenticator.hpp"

namespace signalbox::auth {

/// What the application's server has answered to a question. Throws std::runtime_error with a
/// sentence for the operator where it has not answered, or not in a way that can be understood.
Verdict read_login_answer(const HttpReply& reply);

}  // namespace signalbox::auth
