// SPDX-License-Identifier: MIT
#include "signalbox/domain/delivery.hpp"

#include <iterator>

namespace signalbox::domain {

std::optional<Limit> Delivery::limit_passed_by(std::size_t size, const MailBounds& bounds) const {
  const std::size_t added = size + kOverhead;
  if (mail_.size() >= bounds.messages) return Limit::max_mail_messages;
  if (mail_bytes_ + added > bounds.bytes) return Limit::max_mail;
  if (all_.bytes() + added > bounds.all_bytes) return Limit::max_mail_memory;
  return std::nullopt;
}

std::optional<Limit> Delivery::share_passed_by(std::size_t size, SessionId sender,
                                               const MailBounds& bounds) const {
  if (const auto passed = limit_passed_by(size, bounds)) return passed;
  std::size_t messages = 1;
  std::size_t bytes = size + kOverhead;
  for (std::size_t i = 0; i < mail_.size(); ++i) {
    if (senders_[i] != sender) continue;
    ++messages;
    bytes += mail_[i].size() + kOverhead;
  }
  if (messages > bounds.messages - mail_.size()) return Limit::max_mail_messages;
  if (bytes > bounds.bytes - mail_bytes_) return Limit::max_mail;
  return std::nullopt;
}

std::optional<Limit> Delivery::keep(std::string_view text, const MailBounds& bounds,
                                    SessionId sender) {
  ++sent_;
  ++unasked_messages_;
  unasked_bytes_ += text.size() + kOverhead;
  const auto passed = limit_passed_by(text.size(), bounds);
  while (!mail_.empty() && limit_passed_by(text.size(), bounds)) forget_oldest(1);
  // A message that is larger than all that may wait is counted, but not kept.
  if (limit_passed_by(text.size(), bounds)) return passed;
  mail_.emplace_back(text);
  senders_.push_back(sender);
  mail_bytes_ += text.size() + kOverhead;
  all_.add(text.size() + kOverhead);
  return passed;
}

void Delivery::acknowledge(std::uint64_t count) {
  const std::uint64_t first_kept = sent_ - mail_.size();
  if (count > sent_ || count <= first_kept) return;
  forget_oldest(static_cast<std::size_t>(count - first_kept));
}

bool Delivery::should_ask(const MailBounds& bounds) const {
  // Early enough for the answer to be here before the other half is full.
  return unasked_messages_ > bounds.messages / 2 || unasked_bytes_ > bounds.bytes / 2;
}

std::uint64_t Delivery::ask() {
  unasked_messages_ = 0;
  unasked_bytes_ = 0;
  return sent_;
}

bool Delivery::resume(std::uint64_t count) {
  if (count > sent_ || count < sent_ - mail_.size()) return false;
  acknowledge(count);
  return true;
}

void Delivery::forget_oldest(std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) {
    mail_bytes_ -= mail_[i].size() + kOverhead;
    all_.remove(mail_[i].size() + kOverhead);
  }
  const auto distance = static_cast<std::ptrdiff_t>(count);
  mail_.erase(mail_.begin(), std::next(mail_.begin(), distance));
  senders_.erase(senders_.begin(), std::next(senders_.begin(), distance));
  if (!mail_.empty()) return;
  std::vector<std::string>().swap(mail_);
  std::vector<SessionId>().swap(senders_);
}

}  // namespace signalbox::domain
