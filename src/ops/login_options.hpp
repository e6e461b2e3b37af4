// SPDX-License-Identifier: MIT
#pragma once

#include "ops/option.hpp"

namespace signalbox {

// The options that say who may log in: how each is set and shown.

List jwt_key_file_option();
Single jwt_audience_option();
Single jwt_issuer_option();
List allowed_origin_option();

}  // namespace signalbox
