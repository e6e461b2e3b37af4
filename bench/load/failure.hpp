// SPDX-License-Identifier: MIT
#pragma once

#include <stdexcept>
#include <string>

namespace signalbox::bench {

/// The run is worth nothing: a measurement of a server that refuses or breaks is none. Its text is
/// for the person who started it.
class Failure : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// A system call failed: `what` it was for, with the reason in errno.
[[noreturn]] void throw_errno(const std::string& what);

}  // namespace signalbox::bench
