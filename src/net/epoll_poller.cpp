// SPDX-License-Identifier: MIT
#include "net/epoll_poller.hpp"

#ifdef __linux__

#include <cerrno>
#include <span>
#include <system_error>

namespace signalbox::net {
namespace {

void control(int epoll, int operation, int descriptor, epoll_event* event) {
  if (epoll_ctl(epoll, operation, descriptor, event) != 0) {
    throw std::system_error(errno, std::generic_category(), "epoll_ctl");
  }
}

int create_epoll() {
  const int epoll = epoll_create1(EPOLL_CLOEXEC);
  if (epoll < 0) throw std::system_error(errno, std::generic_category(), "epoll_create1");
  return epoll;
}

}  // namespace

EpollPoller::EpollPoller(boost::asio::io_context& io) : io_(io), epoll_(io, create_epoll()) {
  wait();
}

void EpollPoller::add(int descriptor, Pollable& pollable) {
  epoll_event event{.events = EPOLLIN, .data = {.ptr = &pollable}};
  control(epoll_.native_handle(), EPOLL_CTL_ADD, descriptor, &event);
}

void EpollPoller::change(int descriptor, Pollable& pollable, Interest interest) {
  const std::uint32_t read = interest.read ? std::uint32_t{EPOLLIN} : 0U;
  const std::uint32_t write = interest.write ? std::uint32_t{EPOLLOUT} : 0U;
  epoll_event event{.events = read | write, .data = {.ptr = &pollable}};
  control(epoll_.native_handle(), EPOLL_CTL_MOD, descriptor, &event);
}

void EpollPoller::remove(int descriptor) {
  control(epoll_.native_handle(), EPOLL_CTL_DEL, descriptor, nullptr);
}

void EpollPoller::wait() {
  epoll_.async_wait(boost::asio::posix::descriptor_base::wait_read,
                    [this](const boost::system::error_code& error) {
                      if (error) return;
                      dispatch();
                      wait();
                    });
}

void EpollPoller::dispatch() {
  const int ready = epoll_wait(epoll_.native_handle(), events_.data(),
                               static_cast<int>(events_.size()), /*timeout=*/0);
  if (ready <= 0) return;
  for (const epoll_event& event : std::span(events_).first(static_cast<std::size_t>(ready))) {
    const bool readable = (event.events & (EPOLLIN | EPOLLHUP | EPOLLERR)) != 0;
    static_cast<Pollable*>(event.data.ptr)->on_ready(readable, (event.events & EPOLLOUT) != 0);
  }
}

}  // namespace signalbox::net

#endif
