// SPDX-License-Identifier: MIT
#pragma once

#include "ops/option.hpp"

namespace signalbox {

// The options for what stands before the server, and for its Unix sockets: how each is set and
// shown.

Single socket_mode_option();
Single socket_group_option();
Single admin_socket_mode_option();
Single admin_socket_group_option();
Single base_path_option();
List trusted_proxy_option();
Single proxy_protocol_option();

}  // namespace signalbox
