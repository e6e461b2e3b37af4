// SPDX-License-Identifier: MIT
#include "signalbox/ops/supervisor.hpp"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>

#include "signalbox/base/text/parse_number.hpp"

namespace signalbox {
namespace {

std::string_view text_in(const char* variable) {
  const char* const value = std::getenv(variable);
  return value == nullptr ? "" : value;
}

std::optional<std::int64_t> number_in(const char* variable) {
  const auto number = parse_number<std::int64_t>(text_in(variable));
  return number && *number > 0 ? number : std::nullopt;
}

}  // namespace

Supervisor::Supervisor() : address_(text_in("NOTIFY_SOCKET")) {
  if (address_.empty()) return;
  if (address_.front() == '@') address_.front() = '\0';
  // What was meant for the process that started this one may still stand there.
  const bool is_ours = number_in("WATCHDOG_PID").value_or(::getpid()) == ::getpid();
  if (const auto interval = number_in("WATCHDOG_USEC"); interval && is_ours) {
    patience_ = std::chrono::microseconds(*interval);
  }
}

bool Supervisor::tell(std::string_view state) const {
  if (address_.empty()) return true;
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (address_.size() >= sizeof(address.sun_path)) return false;
  std::memcpy(address.sun_path, address_.data(), address_.size());
  const int descriptor = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (descriptor < 0) return false;
  const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + address_.size());
  const ssize_t sent = ::sendto(descriptor, state.data(), state.size(), MSG_DONTWAIT | MSG_NOSIGNAL,
                                reinterpret_cast<const sockaddr*>(&address), size);
  ::close(descriptor);
  return sent == static_cast<ssize_t>(state.size());
}

}  // namespace signalbox
