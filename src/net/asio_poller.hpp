// SPDX-License-Identifier: MIT
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <memory>
#include <unordered_map>

#include "net/poller.hpp"

namespace signalbox::net {

/// Asio's own waiting, for systems without epoll.
class AsioPoller final : public Poller {
 public:
  explicit AsioPoller(boost::asio::io_context& io) : io_(io) {}

  void run_turn() override;
  void add(int descriptor, Pollable& pollable) override;
  void change(int descriptor, Pollable& pollable, Interest interest) override;
  void remove(int descriptor) override { will_close(descriptor); }
  void will_close(int descriptor) override;

 private:
  struct Watch {
    Watch(boost::asio::io_context& io, int descriptor_number, Pollable& told)
        : descriptor(io, descriptor_number), pollable(&told) {}

    boost::asio::posix::stream_descriptor descriptor;
    Pollable* pollable;  ///< null: removed, while a handler may still be under way
    Interest interest{};
    bool waits_to_read = false;
    bool waits_to_write = false;
  };

  static void wait(const std::shared_ptr<Watch>& watch);

  boost::asio::io_context& io_;
  std::unordered_map<int, std::shared_ptr<Watch>> watches_;
};

}  // namespace signalbox::net
