// SPDX-License-Identifier: MIT
#pragma once

#ifdef __linux__

#include <sys/epoll.h>

#include <array>
#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>

#include "net/poller.hpp"

namespace signalbox::net {

/// The shard's own epoll, whose descriptor waits inside the io_context: a connection costs no
/// Asio object, and a turn one re-arming however many connections were ready.
class EpollPoller final : public Poller {
 public:
  explicit EpollPoller(boost::asio::io_context& io);

  void run_turn() override { io_.run_one(); }
  void add(int descriptor, Pollable& pollable) override;
  void change(int descriptor, Pollable& pollable, Interest interest) override;
  void remove(int descriptor) override;
  /// Closing takes a descriptor out of its epoll, which spares a system call.
  void will_close(int) override {}

 private:
  void wait();
  void dispatch();

  boost::asio::io_context& io_;
  boost::asio::posix::stream_descriptor epoll_;
  std::array<epoll_event, 256> events_{};
};

}  // namespace signalbox::net

#endif
