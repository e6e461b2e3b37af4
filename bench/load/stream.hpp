// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "target.hpp"
#include "tls_session.hpp"

namespace signalbox::bench {

/// A client's connection as bytes: TCP, with TLS on it where the target says so.
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

  /// When the descriptor has become writable for the first time.
  void finish_connecting() const;

  /// After that, and again whenever the descriptor has become readable, until it says true: bytes
  /// can be read and written.
  bool secure() { return !tls_ || tls_->shake_hands(); }

  /// -1: nothing there; 0: the server has closed.
  std::ptrdiff_t read(std::span<char> into);

  /// How many bytes were taken; 0: wait until writable. -1: the server has closed.
  std::ptrdiff_t write(std::string_view bytes);

  void close();
  int descriptor() const { return descriptor_; }

 private:
  int descriptor_ = -1;
  std::optional<TlsSession> tls_;
};

}  // namespace signalbox::bench
