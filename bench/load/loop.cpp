// SPDX-License-Identifier: MIT
#include "loop.hpp"

#include <sys/prctl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <ctime>

#include "client.hpp"
#include "failure.hpp"

namespace signalbox::bench {

Loop::Loop()
    : epoll_(epoll_create1(EPOLL_CLOEXEC)),
      buffer_(std::make_unique_for_overwrite<char[]>(kBuffer)) {
  if (epoll_ < 0) throw_errno("epoll_create1");
  // Waking up 50 us late, as is usual, would be half of what an open loop measures.
  prctl(PR_SET_TIMERSLACK, 1UL);
}

Loop::~Loop() { close(epoll_); }

void Loop::add(int descriptor, Client& client, bool writable) {
  control(EPOLL_CTL_ADD, descriptor, client, writable);
}

void Loop::change(int descriptor, Client& client, bool writable) {
  control(EPOLL_CTL_MOD, descriptor, client, writable);
}

void Loop::control(int operation, int descriptor, Client& client, bool writable) const {
  epoll_event event{};
  event.events = EPOLLIN | (writable ? EPOLLOUT : 0U);
  event.data.ptr = &client;
  if (epoll_ctl(epoll_, operation, descriptor, &event) != 0) throw_errno("epoll_ctl");
}

void Loop::turn(TimePoint until) {
  using std::chrono::nanoseconds;
  constexpr long kBillion = 1'000'000'000;
  const auto wait = std::max<nanoseconds::rep>(0, nanoseconds(until - Clock::now()).count());
  const timespec timeout{wait / kBillion, wait % kBillion};
  const int ready =
      epoll_pwait2(epoll_, events_.data(), static_cast<int>(events_.size()), &timeout, nullptr);
  if (ready < 0 && errno != EINTR) throw_errno("epoll_pwait2");
  for (int i = 0; i < ready; ++i) {
    const epoll_event& event = events_[static_cast<std::size_t>(i)];
    static_cast<Client*>(event.data.ptr)->on_ready(event.events);
  }
}

}  // namespace signalbox::bench
