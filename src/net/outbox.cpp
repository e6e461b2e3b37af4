// SPDX-License-Identifier: MIT
#include "net/outbox.hpp"

#include <utility>

namespace signalbox::net {

std::unique_ptr<std::string> BufferPool::take() {
  if (free_.empty()) return std::make_unique<std::string>();
  auto buffer = std::move(free_.back());
  free_.pop_back();
  return buffer;
}

void BufferPool::give_back(std::unique_ptr<std::string> buffer) {
  if (free_.size() >= kKept || buffer->capacity() > kLargestKept) return;
  buffer->clear();
  free_.push_back(std::move(buffer));
}

bool Outbox::append(std::string_view head, std::string_view body, std::size_t limit,
                    BufferPool& pool) {
  const std::size_t added = head.size() + body.size();
  if (size() + added > limit) return false;
  if (added == 0) return true;
  if (!buffer_) buffer_ = pool.take();
  buffer_->append(head);
  buffer_->append(body);
  return true;
}

void Outbox::consume(std::size_t bytes, BufferPool& pool) {
  sent_ += bytes;
  if (sent_ == buffer_->size()) {
    pool.give_back(std::move(buffer_));
    sent_ = 0;
  } else if (sent_ > buffer_->size() / 2) {
    // Moving less than has been sent keeps the memory within twice the bound at little cost.
    buffer_->erase(0, sent_);
    sent_ = 0;
  }
}

}  // namespace signalbox::net
