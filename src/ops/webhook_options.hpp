// SPDX-License-Identifier: MIT
#pragma once

#include "ops/option.hpp"

namespace signalbox {

// The options that say where the application's own server is: how each is set and shown.

Single login_webhook_option();
Single disconnect_webhook_option();
Single webhook_secret_file_option();
Single webhook_ca_file_option();

}  // namespace signalbox
