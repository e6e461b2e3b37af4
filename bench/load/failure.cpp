// SPDX-License-Identifier: MIT
#include "failure.hpp"

#include <cerrno>
#include <cstring>

namespace signalbox::bench {

void throw_errno(const std::string& what) { throw Failure(what + ": " + std::strerror(errno)); }

}  // namespace signalbox::bench
