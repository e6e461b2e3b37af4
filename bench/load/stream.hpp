// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "target.hpp"

namespace signalbox::bench {

/// A client's connection as bytes. Plain TCP: TLS is to stand behind these same calls, which is
/// why nothing else of the bench knows the descriptor as more than a thing to wait for.
class Stream {
 public:
  Stream() = default;
  ~Stream() { close(); }
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;
  Stream(Stream&&) = delete;
  Stream& operator=(Stream&&) = delete;

  /// Begins to connect. `source` counts loopback addresses from 127.1.0.0 on, each of which has
  /// ports of its own; 0 leaves the address to the kernel.
  void connect(const Target& target, std::uint32_t source);

  /// After the descriptor has become writable for the first time.
  void finish_connecting() const;

  /// -1: nothing there; 0: the server has closed.
  std::ptrdiff_t read(std::span<char> into) const;

  /// How many bytes were taken; 0: wait until writable. -1: the server has closed.
  std::ptrdiff_t write(std::string_view bytes) const;

  void close();
  int descriptor() const { return descriptor_; }

 private:
  int descriptor_ = -1;
};

}  // namespace signalbox::bench
