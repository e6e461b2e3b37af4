// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace signalbox::net {

/// Buffers that connections borrow while they have something to send: an idle one holds none.
/// One thread.
class BufferPool {
 public:
  std::unique_ptr<std::string> take();
  void give_back(std::unique_ptr<std::string> buffer);

 private:
  static constexpr std::size_t kKept = 64;
  static constexpr std::size_t kLargestKept = std::size_t{64} * 1024;

  std::vector<std::unique_ptr<std::string>> free_;
};

/// What waits to be sent to one client, in order. Bounded in bytes.
class Outbox {
 public:
  bool empty() const { return buffer_ == nullptr; }
  std::size_t size() const { return unsent().size(); }
  std::string_view unsent() const {
    return empty() ? std::string_view() : std::string_view(*buffer_).substr(sent_);
  }

  /// False: it would exceed `limit`, and nothing was taken.
  bool append(std::string_view head, std::string_view body, std::size_t limit, BufferPool& pool);

  /// Forgets what has been sent; gives the buffer back once that is all.
  void consume(std::size_t bytes, BufferPool& pool);

 private:
  std::unique_ptr<std::string> buffer_;  ///< null: nothing waits
  std::size_t sent_ = 0;
};

}  // namespace signalbox::net
