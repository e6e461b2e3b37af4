// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace signalbox::net {

/// How much a read or write moved, or why it moved nothing.
struct Transfer {
  enum class Status : std::uint8_t { done, blocked, ended };
  Status status = Status::done;
  std::size_t bytes = 0;
};

/// A connected socket that never blocks. Owns the descriptor.
class Socket {
 public:
  explicit Socket(int descriptor) : descriptor_(descriptor) {}
  ~Socket();
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;
  Socket(Socket&&) = delete;
  Socket& operator=(Socket&&) = delete;

  Transfer read(std::span<char> into) const;
  Transfer write(std::string_view bytes) const;

  /// Says that nothing more will be written; reading goes on.
  void finish_writing() const;

  int descriptor() const { return descriptor_; }

 private:
  int descriptor_;
};

}  // namespace signalbox::net
