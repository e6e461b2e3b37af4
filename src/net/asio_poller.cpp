// SPDX-License-Identifier: MIT
#include "net/asio_poller.hpp"

namespace signalbox::net {

using boost::asio::posix::descriptor_base;
using boost::system::error_code;

void AsioPoller::run_turn() {
  // Every ready descriptor is a handler of its own here; taking many of them in one turn is what
  // lets messages leave together. A bound, because a level-triggered wait is ready again at once.
  constexpr int kBatchOfHandlers = 256;
  io_.run_one();
  for (int handled = 1; handled < kBatchOfHandlers && io_.poll_one() != 0; ++handled) {
  }
}

void AsioPoller::add(int descriptor, Pollable& pollable) {
  const auto watch = std::make_shared<Watch>(io_, descriptor, pollable);
  watches_.emplace(descriptor, watch);
  wait(watch);
}

void AsioPoller::change(int descriptor, Pollable&, Interest interest) {
  const auto& watch = watches_.at(descriptor);
  watch->interest = interest;
  wait(watch);
}

void AsioPoller::will_close(int descriptor) {
  const auto found = watches_.find(descriptor);
  if (found == watches_.end()) return;
  found->second->pollable = nullptr;
  // The descriptor is its owner's to close.
  found->second->descriptor.release();
  watches_.erase(found);
}

void AsioPoller::wait(const std::shared_ptr<Watch>& watch) {
  if (watch->interest.read && !watch->waits_to_read) {
    watch->waits_to_read = true;
    watch->descriptor.async_wait(descriptor_base::wait_read, [watch](const error_code&) {
      watch->waits_to_read = false;
      if (watch->pollable != nullptr && watch->interest.read) {
        watch->pollable->on_ready(/*readable=*/true, /*writable=*/false);
      }
      if (watch->pollable != nullptr) wait(watch);
    });
  }
  if (watch->interest.write && !watch->waits_to_write) {
    watch->waits_to_write = true;
    watch->descriptor.async_wait(descriptor_base::wait_write, [watch](const error_code&) {
      watch->waits_to_write = false;
      if (watch->pollable != nullptr && watch->interest.write) {
        watch->pollable->on_ready(/*readable=*/false, /*writable=*/true);
      }
      if (watch->pollable != nullptr) wait(watch);
    });
  }
}

}  // namespace signalbox::net
