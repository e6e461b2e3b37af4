// SPDX-License-Identifier: MIT
#pragma once

namespace signalbox::net {

/// Has a descriptor and is told when it can be used.
class Pollable {
 public:
  virtual ~Pollable() = default;

  /// An error or a hang-up counts as readable: reading tells which.
  virtual void on_ready(bool readable, bool writable) = 0;
};

/// What a descriptor's owner wants to be told of.
struct Interest {
  bool read = true;
  bool write = false;

  friend bool operator==(const Interest&, const Interest&) = default;
};

/// Tells when descriptors are ready, for as long as they are (level-triggered): readiness, not
/// completion, so that an idle connection owns no buffer. One thread, the shard's; a turn of its
/// loop ends before anything that it told of readiness is destroyed.
class Poller {
 public:
  virtual ~Poller() = default;

  /// One turn of the loop: waits until something is ready and handles a bounded share of it.
  virtual void run_turn() = 0;

  /// Starts with an interest in reading. Throws std::system_error if the kernel refuses.
  virtual void add(int descriptor, Pollable& pollable) = 0;
  virtual void change(int descriptor, Pollable& pollable, Interest interest) = 0;
  /// The descriptor lives on, but is not told of any more.
  virtual void remove(int descriptor) = 0;
  /// The descriptor will be closed before the turn ends. Also for one that could not be added.
  virtual void will_close(int descriptor) = 0;
};

}  // namespace signalbox::net
