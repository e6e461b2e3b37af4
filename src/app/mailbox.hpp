// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <string>
#include <vector>

#include "signalbox/base/session_id.hpp"
#include "signalbox/domain/event.hpp"

namespace signalbox::app {

/// Events from other threads for the sessions of one thread, in order. Bounded in bytes of
/// signals; the ends of sessions and refusals, which are few and short, always have room.
class Mailbox {
 public:
  enum class Verdict : std::uint8_t {
    first,  ///< the owner must be woken
    queued,
    full,  ///< not taken
  };

  /// Any thread. Copies the event.
  Verdict push(SessionId to, const domain::Event& event);

  /// The owner's thread: hands each event that has come since the last time to `deliver(to,
  /// event)`.
  template <class Deliver>
  void drain(Deliver deliver) {
    {
      const std::scoped_lock lock(mutex_);
      std::swap(incoming_, reading_);
    }
    std::size_t offset = 0;
    for (const Letter& letter : reading_.letters) {
      deliver(letter.to, letter.read(reading_.text, offset));
    }
    reading_.clear();
  }

 private:
  struct Letter {
    SessionId to;
    domain::Event event;  ///< its views mean nothing: what they say follows in the batch's text
    std::array<std::size_t, 4> sizes;

    domain::Event read(const std::string& text, std::size_t& offset) const;
  };

  struct Batch {
    std::vector<Letter> letters;
    std::string text;

    void clear();
  };

  static constexpr std::size_t kMostBytes = std::size_t{16} * 1024 * 1024;

  std::mutex mutex_;
  Batch incoming_;
  Batch reading_;  ///< the owner's
};

}  // namespace signalbox::app
