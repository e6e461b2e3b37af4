// SPDX-License-Identifier: MIT
#pragma once

#include "ops/option.hpp"

namespace signalbox {

// The options that are not simply a bound in Limits: how each is set and shown.

List listen_option();
List ice_server_option();
Single turn_secret_file_option();
Single admin_listen_option();
Single admin_token_file_option();
Single threads_option();
Single tls_certificate_option();
Single tls_key_option();
Single web_root_option();
Single log_level_option();
Single log_format_option();
Single log_addresses_option();
Single on_duplicate_option();

}  // namespace signalbox
