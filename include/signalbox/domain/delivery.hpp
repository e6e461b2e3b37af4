// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "signalbox/base/counter.hpp"
#include "signalbox/base/limit_hits.hpp"
#include "signalbox/base/session_id.hpp"

namespace signalbox::domain {

/// How much may wait for one client's acknowledgement.
struct MailBounds {
  std::size_t messages;
  std::size_t bytes;  ///< each message counts with `Delivery::kOverhead` more
  /// That wait for all clients of the thread, counted alike.
  std::size_t all_bytes = std::numeric_limits<std::size_t>::max();

  /// For those of whom nobody knows whether the client wants to hear them: what they fill leaves
  /// as much again.
  MailBounds halved() const {
    return {.messages = (messages + 1) / 2, .bytes = bytes / 2, .all_bytes = all_bytes};
  }

  /// For what must not get lost, and of which there is little.
  static constexpr MailBounds none() {
    return {.messages = std::numeric_limits<std::size_t>::max(),
            .bytes = std::numeric_limits<std::size_t>::max()};
  }
};

/// What waits for all clients of one thread, which counts it; any thread reads.
class MailTotal {
 public:
  void add(std::size_t bytes) { bytes_.set(bytes_.read() + bytes); }
  void remove(std::size_t bytes) { bytes_.set(bytes_.read() - bytes); }
  std::size_t bytes() const { return bytes_.read(); }

 private:
  Gauge bytes_;
};

/// Counts what a session and its client have sent each other, and keeps what the client may have
/// missed, so that the two can go on over another connection: nothing is lost, nothing repeated.
/// While everything is acknowledged it holds no memory. One thread, the session's.
class Delivery {
 public:
  /// What a message takes besides its text when it is sent again, at most.
  static constexpr std::size_t kOverhead = 10;

  /// `all` must outlive it.
  explicit Delivery(MailTotal& all) : all_(all) {}
  ~Delivery() { all_.remove(mail_bytes_); }
  Delivery(const Delivery&) = delete;
  Delivery& operator=(const Delivery&) = delete;
  Delivery(Delivery&&) = delete;
  Delivery& operator=(Delivery&&) = delete;

  /// Counts a message from the client.
  void take() { ++taken_; }
  std::uint64_t taken() const { return taken_; }

  /// Which bound one more message of `size` bytes would pass. Returns nullopt if there is room for
  /// it.
  std::optional<Limit> limit_passed_by(std::size_t size, const MailBounds& bounds) const;

  /// The same of one more message of session `sender`, of whose messages no more may wait than
  /// there is room left: so neither one sender nor a few of them fill it.
  std::optional<Limit> share_passed_by(std::size_t size, SessionId sender,
                                       const MailBounds& bounds) const;

  /// Counts a message to the client and keeps it. Where there is no room the oldest are forgotten:
  /// a client that turns out not to have them cannot go on. Returns why, if any were. `sender` is
  /// no session where the server itself speaks.
  std::optional<Limit> keep(std::string_view text, const MailBounds& bounds, SessionId sender = {});

  /// So many messages the client was sent, and has if it acknowledges this count.
  std::uint64_t sent() const { return sent_; }

  /// The client has the first `count` messages. One that claims more than were sent is ignored.
  void acknowledge(std::uint64_t count);

  /// Whether so much has been sent since the last call of `ask` that the client should be asked
  /// for an acknowledgement, lest the bounds be reached.
  bool should_ask(const MailBounds& bounds) const;

  /// The count to ask with.
  std::uint64_t ask();

  /// The client has come back and has the first `count` messages. Returns false if that cannot
  /// be, or if others that it lacks are forgotten.
  bool resume(std::uint64_t count);

  /// What is kept may be needed elsewhere: a client that lacks any of it cannot go on.
  void forget_all() { forget_oldest(mail_.size()); }

  /// What is kept, oldest first: after `resume` what the client lacks.
  const std::vector<std::string>& mail() const { return mail_; }
  /// With `kOverhead` for each.
  std::size_t mail_bytes() const { return mail_bytes_; }

 private:
  void forget_oldest(std::size_t count);

  MailTotal& all_;
  std::uint64_t taken_ = 0;
  std::uint64_t sent_ = 0;
  std::vector<std::string> mail_;   ///< the last ones of `sent_`
  std::vector<SessionId> senders_;  ///< of each of them
  std::size_t mail_bytes_ = 0;
  std::size_t unasked_messages_ = 0;  ///< sent since the last `ask`
  std::size_t unasked_bytes_ = 0;
};

}  // namespace signalbox::domain
