// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace signalbox::net {

/// What waits for one client.
struct OutboxBuffer {
  std::string bytes;
  std::vector<std::uint32_t> ends;  ///< of unsent messages in `bytes`, but for the last one
};

/// How much of it there may be.
struct OutboxLimit {
  std::size_t bytes;
  std::size_t messages = std::numeric_limits<std::size_t>::max();
};

/// Buffers that connections borrow while they have something to send: an idle one holds none.
/// One thread.
class BufferPool {
 public:
  std::unique_ptr<OutboxBuffer> take();
  void give_back(std::unique_ptr<OutboxBuffer> buffer);

 private:
  static constexpr std::size_t kKept = 64;
  static constexpr std::size_t kLargestKept = std::size_t{64} * 1024;

  std::vector<std::unique_ptr<OutboxBuffer>> free_;
};

/// What waits to be sent to one client, in order. Bounded in bytes and messages.
class Outbox {
 public:
  bool empty() const { return buffer_ == nullptr; }
  std::size_t size() const { return empty() ? 0 : buffer_->bytes.size() - sent_; }
  /// One that is sent in part counts.
  std::size_t messages() const { return empty() ? 0 : buffer_->ends.size() + 1; }
  std::string_view unsent() const {
    return empty() ? std::string_view() : std::string_view(buffer_->bytes.data() + sent_, size());
  }

  /// Takes one message. Returns false if it would exceed `limit`, and nothing was taken.
  bool append(std::string_view head, std::string_view body, const OutboxLimit& limit,
              BufferPool& pool);

  /// Forgets what has been sent; gives the buffer back once that is all.
  void consume(std::size_t bytes, BufferPool& pool);

 private:
  void forget_sent();

  std::unique_ptr<OutboxBuffer> buffer_;  ///< null: nothing waits
  std::size_t sent_ = 0;
};

}  // namespace signalbox::net
