// SPDX-License-Identifier: MIT
#include "signalbox/domain/delivery.hpp"

#include <iterator>

namespace signalbox::domain {

bool Delivery::has_room_for(std::size_t size, const MailBounds& bounds) const {
  return mail_.size() < bounds.messages && mail_bytes_ + size + kOverhead <= bounds.bytes;
}

void Delivery::keep(std::string_view text, const MailBounds& bounds) {
  ++sent_;
  ++unasked_.messages;
  unasked_.bytes += text.size() + kOverhead;
  while (!mail_.empty() && !has_room_for(text.size(), bounds)) forget_oldest(1);
  // A message that is larger than all that may wait is none to keep, but counts.
  if (!has_room_for(text.size(), bounds)) return;
  mail_.emplace_back(text);
  mail_bytes_ += text.size() + kOverhead;
}

void Delivery::acknowledge(std::uint64_t count) {
  const std::uint64_t first_kept = sent_ - mail_.size();
  if (count > sent_ || count <= first_kept) return;
  forget_oldest(static_cast<std::size_t>(count - first_kept));
}

bool Delivery::should_ask(const MailBounds& bounds) const {
  // Early enough for the answer to be here before the other half is full.
  return unasked_.messages > bounds.messages / 2 || unasked_.bytes > bounds.bytes / 2;
}

std::uint64_t Delivery::ask() {
  unasked_ = {.messages = 0, .bytes = 0};
  return sent_;
}

bool Delivery::resume(std::uint64_t count) {
  if (count > sent_ || count < sent_ - mail_.size()) return false;
  acknowledge(count);
  return true;
}

void Delivery::forget_oldest(std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) mail_bytes_ -= mail_[i].size() + kOverhead;
  mail_.erase(mail_.begin(), std::next(mail_.begin(), static_cast<std::ptrdiff_t>(count)));
  if (mail_.empty()) std::vector<std::string>().swap(mail_);
}

}  // namespace signalbox::domain
