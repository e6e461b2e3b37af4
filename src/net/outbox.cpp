// SPDX-License-Identifier: MIT
#include "net/outbox.hpp"

#include <utility>

namespace signalbox::net {

std::string BufferPool::take() {
  if (free_.empty()) return {};
  std::string buffer = std::move(free_.back());
  free_.pop_back();
  return buffer;
}

void BufferPool::give_back(std::string buffer) {
  if (free_.size() >= kKept || buffer.capacity() > kLargestKept) return;
  buffer.clear();
  free_.push_back(std::move(buffer));
}

bool Outbox::append(std::string_view head, std::string_view body, std::size_t limit,
                    BufferPool& pool) {
  if (size() + head.size() + body.size() > limit) return false;
  if (buffer_.empty()) buffer_ = pool.take();
  buffer_.append(head);
  buffer_.append(body);
  return true;
}

void Outbox::consume(std::size_t bytes, BufferPool& pool) {
  sent_ += bytes;
  if (empty()) {
    pool.give_back(std::exchange(buffer_, {}));
    sent_ = 0;
  } else if (sent_ > buffer_.size() / 2) {
    // Moving less than has been sent keeps the memory within twice the bound at little cost.
    buffer_.erase(0, sent_);
    sent_ = 0;
  }
}

}  // namespace signalbox::net
