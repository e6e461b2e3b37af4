// SPDX-License-Identifier: MIT
// What waits for a client is one string and the ends of its messages. Bytes that the kernel took
// are counted, and moved away only when they are more than half. A connection for which nothing
// waits has no buffer: it went back to its thread's pool.
#include "net/outbox.hpp"

#include <algorithm>
#include <utility>

namespace signalbox::net {

std::unique_ptr<OutboxBuffer> BufferPool::take() {
  if (free_.empty()) return std::make_unique<OutboxBuffer>();
  auto buffer = std::move(free_.back());
  free_.pop_back();
  return buffer;
}

void BufferPool::give_back(std::unique_ptr<OutboxBuffer> buffer) {
  const std::size_t memory =
      buffer->bytes.capacity() + buffer->ends.capacity() * sizeof(std::uint32_t);
  if (free_.size() >= kKept || memory > kLargestKept) return;
  buffer->bytes.clear();
  buffer->ends.clear();
  free_.push_back(std::move(buffer));
}

bool Outbox::append(std::string_view head, std::string_view body, const OutboxLimit& limit,
                    BufferPool& pool) {
  const std::size_t added = head.size() + body.size();
  if (size() + added > limit.bytes || messages() >= limit.messages) return false;
  if (added == 0) return true;
  if (!buffer_) {
    buffer_ = pool.take();
  } else {
    buffer_->ends.push_back(static_cast<std::uint32_t>(buffer_->bytes.size()));
  }
  buffer_->bytes.append(head).append(body);
  return true;
}

void Outbox::consume(std::size_t bytes, BufferPool& pool) {
  sent_ += bytes;
  if (sent_ == buffer_->bytes.size()) {
    pool.give_back(std::move(buffer_));
    sent_ = 0;
  } else {
    forget_sent();
  }
}

void Outbox::forget_sent() {
  std::vector<std::uint32_t>& ends = buffer_->ends;
  ends.erase(ends.begin(), std::ranges::upper_bound(ends, sent_));
  // Moving less than has been sent keeps the memory within twice the bound at little cost.
  if (sent_ <= buffer_->bytes.size() / 2) return;
  buffer_->bytes.erase(0, sent_);
  for (std::uint32_t& end : ends) end -= static_cast<std::uint32_t>(sent_);
  sent_ = 0;
}

}  // namespace signalbox::net
