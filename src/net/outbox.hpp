// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace signalbox::net {

/// Buffers that connections borrow while they have something to send: an idle one holds none.
/// One thread.
class BufferPool {
 public:
  std::string take();
  void give_back(std::string buffer);

 private:
  static constexpr std::size_t kKept = 64;
  static constexpr std::size_t kLargestKept = std::size_t{64} * 1024;

  std::vector<std::string> free_;
};

/// What waits to be sent to one client, in order. Bounded in bytes.
class Outbox {
 public:
  bool empty() const { return sent_ == buffer_.size(); }
  std::size_t size() const { return buffer_.size() - sent_; }
  std::string_view unsent() const { return std::string_view(buffer_).substr(sent_); }

  /// False: it would exceed `limit`, and nothing was taken.
  bool append(std::string_view head, std::string_view body, std::size_t limit, BufferPool& pool);

  /// Forgets what has been sent; gives the buffer back once that is all.
  void consume(std::size_t bytes, BufferPool& pool);

 private:
  std::string buffer_;
  std::size_t sent_ = 0;
};

}  // namespace signalbox::net
