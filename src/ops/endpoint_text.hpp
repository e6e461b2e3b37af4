// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

#include "ops/problem.hpp"
#include "signalbox/ops/settings.hpp"

namespace signalbox {

/// `127.0.0.1:8080`, `[::1]:8080`, `localhost:8080`, `:8080` (every address), `8080` (this computer
/// only), `unix:/run/signalbox.sock` or `systemd`. Names are not looked up here.
Parsed<Endpoint> parse_endpoint(std::string_view text);

std::string show_endpoint(const Endpoint& endpoint);

}  // namespace signalbox
