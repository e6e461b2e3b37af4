// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "signalbox/base/error_code.hpp"

namespace signalbox {

/// Why a client's message was not carried out; both parts are sent to that client.
struct Failure {
  ErrorCode code;
  std::string message;  ///< for the client's developer: what is wrong and what would be right
};

}  // namespace signalbox
