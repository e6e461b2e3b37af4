// SPDX-License-Identifier: MIT
// A readable socket is read once into the thread's scratch buffer, and the protocol is handed all
// of it: first what it left unread the last time, then what is new. What it sends is appended to
// the outbox, and `flush`, at the end of the turn, writes it with one call. `finish` ends a
// connection with a goodbye, `cut` without one; both leave the object alive until the turn ends, so
// that nobody below is destroyed in its own call.
#include "net/connection.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <exception>
#include <utility>
#include <vector>

#include "net/client_address.hpp"
#include "net/shard_context.hpp"
#include "signalbox/base/read_padding.hpp"

namespace signalbox::net {
namespace {

/// An exception here is a bug: it ends this connection, loudly, and no other.
template <class Step>
void guarded(Connection& connection, void (Connection::*end)(CloseReason), Step step) {
  try {
    step();
  } catch (const std::exception& bug) {
    LineLimit& lines = connection.shard().bug_lines;
    if (lines.take(connection.shard().now))
      spdlog::error("a connection ends because of a bug, please report it: {}", bug.what());
    (connection.*end)(CloseReason::internal_error);
  }
}

}  // namespace

Connection::Connection(int descriptor, boost::asio::ip::tcp::endpoint remote, ShardContext& shard,
                       const TlsContext* tls)
    : shard_(&shard), transport_(descriptor, tls, shard.tls_buffers), remote_(std::move(remote)) {}

void Connection::start(std::unique_ptr<Protocol> protocol) {
  protocol_ = std::move(protocol);
  shard_->poller.add(transport_.descriptor(), *this);
}

void Connection::on_ready(bool readable, bool writable) {
  if (ended_ || departing_) return;
  if (writable) touch();
  if (readable && turn_place_ == 0) guarded(*this, &Connection::finish, [this] { read(); });
}

void Connection::read() {
  do {
    read_once();
  } while (transport_.holds_unread() && is_reading() && !ended_);
}

void Connection::read_once() {
  std::size_t filled = 0;
  if (unconsumed_) {
    filled = unconsumed_->size() - kReadPadding;
    std::copy_n(unconsumed_->begin(), filled, shard_->scratch.begin());
  }
  shard_->relay_timer.on_read();
  const Transfer transfer = transport_.read(shard_->scratch.subspan(filled));
  if (transport_.holds_unsent()) touch();
  if (transfer.status == Transfer::Status::blocked) return;
  if (transfer.status == Transfer::Status::ended) return cut(CloseReason::connection_lost);
  shard_->metrics.received_bytes.add(transfer.bytes);
  const std::span<char> bytes = shard_->scratch.first(filled + transfer.bytes);
  keep_unconsumed(bytes.subspan(feed(bytes)));
}

/// How many of them were taken.
std::size_t Connection::feed(std::span<char> bytes) {
  const std::size_t size = bytes.size();
  Taken taken = protocol_->on_bytes(bytes);
  // A PROXY header, an upgrade and the first frames may all have come at once.
  while (taken.successor) {
    bytes = bytes.subspan(taken.bytes);
    protocol_ = std::move(taken.successor);
    shard_->due[place] = shard_->now;  // it has deadlines of its own
    taken = bytes.empty() ? Taken{0} : protocol_->on_bytes(bytes);
  }
  return size - bytes.size() + taken.bytes;
}

void Connection::keep_unconsumed(std::span<const char> bytes) {
  if (bytes.empty()) return unconsumed_.reset();
  unconsumed_ = std::make_unique<std::string>();
  unconsumed_->reserve(bytes.size() + kReadPadding);
  unconsumed_->append(bytes.begin(), bytes.end()).append(kReadPadding, '\0');
}

/// What has come already, of which no socket tells.
void Connection::read_rest() {
  if (!is_reading()) return;
  if (unconsumed_) {
    const std::size_t size = unconsumed_->size() - kReadPadding;
    const std::size_t taken = feed(std::span(*unconsumed_).first(size));
    if (taken == size) {
      unconsumed_.reset();
    } else {
      unconsumed_->erase(0, taken);
    }
  }
  if (transport_.holds_unread() && is_reading() && !ended_) read();
}

void Connection::wait_for_turn() {
  if (turn_place_ == 0) turn_place_ = shard_->next_turn.add(*this);
}

void Connection::leave_turn() {
  if (turn_place_ != 0) shard_->next_turn.remove(std::exchange(turn_place_, 0U));
}

void Connection::take_turn() {
  turn_place_ = 0;
  if (ended_ || departing_) return;
  guarded(*this, &Connection::finish, [this] {
    protocol_->on_turn();
    read_rest();
  });
}

void Connection::send(std::string_view head, std::string_view body) {
  if (said_goodbye_ || ended_) return;
  const OutboxLimit limit{shard_->limits.outbox_bytes, shard_->limits.outbox_messages};
  if (!outbox_.append(head, body, limit, shard_->buffers)) {
    // One turn may bring more than may wait, also for a client that takes it at once.
    if (write_ahead()) return send(head, body);
    shard_->metrics.limit_hits.add(
        outbox_.messages() < limit.messages ? Limit::max_outbox : Limit::max_outbox_messages);
    return cut(CloseReason::slow_client);
  }
  touch();
}

std::optional<Limit> Connection::used_up(OutboxShare share) {
  const auto shift = static_cast<unsigned>(share);
  const Limits& limits = shard_->limits;
  if (outbox_.size() <= limits.outbox_bytes >> shift &&
      outbox_.messages() <= limits.outbox_messages >> shift) {
    return std::nullopt;
  }
  if (write_ahead()) return used_up(share);
  return outbox_.size() > limits.outbox_bytes >> shift ? Limit::max_outbox
                                                       : Limit::max_outbox_messages;
}

/// Returns true if there is more room.
bool Connection::write_ahead() {
  const std::size_t waiting = outbox_.size();
  while (!interest_.write && !outbox_.empty()) {
    const Transfer transfer = transport_.write(outbox_.unsent());
    if (transfer.status == Transfer::Status::ended) cut(CloseReason::connection_lost);
    if (transfer.status != Transfer::Status::done) break;
    if (transfer.bytes > 0) outbox_.consume(transfer.bytes, shard_->buffers);
  }
  return outbox_.size() < waiting && !ended_;
}

void Connection::note_unfinished(std::size_t bytes) {
  holds_unfinished_ = bytes != 0;
  if (!holds_unfinished_) return shard_->unfinished.forget(*this);
  shard_->unfinished.note(*this, block_of(address()), bytes);
  while (Connection* const largest = shard_->unfinished.take_excess()) {
    largest->holds_unfinished_ = false;
    shard_->metrics.limit_hits.add(Limit::max_outbox_memory);
    largest->cut(CloseReason::slow_client);
  }
}

/// It has no part any more in what all clients of this shard share.
void Connection::forget_memory() {
  if (interest_.write) shard_->slow_clients.forget(*this);
  if (holds_unfinished_) shard_->unfinished.forget(*this);
  holds_unfinished_ = false;
}

void Connection::tick_soon() { shard_->due[place] = shard_->now; }

void Connection::pause_reading(bool paused) {
  if (paused) {
    tick_soon();
  } else if (!interest_.read && holds_unread()) {
    wait_for_turn();
  }
  set_interest({.read = !paused, .write = interest_.write});
}

void Connection::finish(CloseReason reason) {
  if (finishing_) return;
  finishing_ = reason;
  pause_reading(false);  // or the client's own end would not be heard
  touch();
}

void Connection::cut(CloseReason reason) {
  if (!ended_) ended_ = finishing_.value_or(reason);
  touch();
}

bool Connection::flush() {
  guarded(*this, &Connection::cut, [this] {
    if (!ended_) write();
    if (finishing_ && !said_goodbye_ && !ended_) {
      say_goodbye();
      write();
    }
  });
  touched = false;
  if (!ended_) return true;
  forget_memory();
  shard_->metrics.ends[static_cast<std::size_t>(*ended_)].add();
  leave_turn();
  shard_->poller.will_close(transport_.descriptor());
  protocol_->on_end(*ended_);
  return false;
}

void Connection::say_goodbye() {
  protocol_->on_finish(*finishing_);
  said_goodbye_ = true;
  set_deadline(shard_->now + shard_->limits.close_timeout);
}

void Connection::write() {
  while (!outbox_.empty() || transport_.holds_unsent()) {
    const Transfer transfer = transport_.write(outbox_.unsent());
    if (transfer.status == Transfer::Status::ended) return cut(CloseReason::connection_lost);
    if (transfer.status == Transfer::Status::blocked) return wait_to_write();
    shard_->metrics.sent_bytes.add(transfer.bytes);
    if (transfer.bytes > 0) outbox_.consume(transfer.bytes, shard_->buffers);
    if (!said_goodbye_) deadline_ = TimePoint::max();
    if (outbox_.empty() && !transport_.holds_unsent() && !said_goodbye_) protocol_->on_drained();
  }
  if (interest_.write) {
    set_interest({.read = interest_.read, .write = false});
    shard_->slow_clients.forget(*this);
  }
  if (said_goodbye_) end_writing();
}

void Connection::end_writing() {
  // A client that has said goodbye itself sends nothing more that closing now would reset; but TLS
  // has a goodbye of its own.
  if (is_clients_goodbye(*finishing_) && !transport_.is_secure()) return cut(*finishing_);
  if (!transport_.finish_writing()) wait_to_write();
}

void Connection::wait_to_write() {
  if (deadline_ == TimePoint::max()) set_deadline(shard_->now + shard_->limits.write_timeout);
  set_interest({.read = interest_.read, .write = true});
  shard_->slow_clients.note(*this, block_of(address()), outbox_.size() + transport_.unsent_bytes());
  while (Connection* const slowest = shard_->slow_clients.take_excess()) {
    shard_->metrics.limit_hits.add(Limit::max_outbox_memory);
    slowest->cut(CloseReason::slow_client);
  }
}

void Connection::depart(Shard& to, Luggage luggage) {
  departing_ = true;
  shard_->departures.push_back({this, &to, std::move(luggage)});
}

void Connection::leave_shard() {
  forget_memory();
  shard_->poller.remove(transport_.descriptor());
  if (touched) std::erase(shard_->touched, this);
  touched = false;
  leave_turn();
}

void Connection::enter_shard(ShardContext& shard, ClientPort& port, Luggage luggage) {
  shard_ = &shard;
  departing_ = false;
  transport_.move_to(shard.tls_buffers);
  shard_->poller.add(transport_.descriptor(), *this);
  if (interest_ != Interest{}) shard_->poller.change(transport_.descriptor(), *this, interest_);
  guarded(*this, &Connection::finish, [&] {
    const std::size_t size = luggage.text.size();
    luggage.text.append(kReadPadding, '\0');
    protocol_->on_moved(port, std::string_view(luggage.text).substr(0, size), luggage.conduct);
    if (holds_unread()) wait_for_turn();
  });
  touch();
}

TimePoint Connection::tick(TimePoint now) {
  if (ended_) return TimePoint::max();
  if (now >= deadline_) {
    cut(CloseReason::write_timeout);
    return TimePoint::max();
  }
  TimePoint next = TimePoint::max();
  if (!finishing_) {
    guarded(*this, &Connection::finish, [&] { next = protocol_->on_tick(now); });
  }
  return interest_.read ? std::min(next, deadline_) : now;
}

void Connection::set_deadline(TimePoint deadline) {
  deadline_ = deadline;
  shard_->due[place] = std::min(shard_->due[place], deadline);
}

void Connection::begin_tls(const TlsContext& tls, std::string_view received) {
  transport_.begin_tls(tls, shard_->tls_buffers, received);
}

bool Connection::set_remote(const boost::asio::ip::tcp::endpoint& remote) {
  if (!shard_->census.move(remote_.address(), remote.address())) {
    shard_->metrics.limit_hits.add(Limit::max_connections_per_address);
    return false;
  }
  remote_ = remote;
  return true;
}

void Connection::set_opening(std::string opening) {
  if (!opening.empty()) opening_ = std::make_unique<const std::string>(std::move(opening));
}

std::string Connection::remote_address() const { return text_of(remote_); }

std::string Connection::logged_address() const { return text_of(remote_, shard_->log_addresses); }

void Connection::set_interest(Interest interest) {
  if (interest == interest_ || ended_) return;
  interest_ = interest;
  shard_->poller.change(transport_.descriptor(), *this, interest);
}

void Connection::touch() {
  if (touched) return;
  touched = true;
  shard_->touched.push_back(this);
}

}  // namespace signalbox::net
