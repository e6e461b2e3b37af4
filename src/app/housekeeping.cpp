// SPDX-License-Identifier: MIT
#include "app/housekeeping.hpp"

#include <fmt/core.h>
#include <spdlog/spdlog.h>

#include <string>
#include <utility>

#include "app/admin/sum.hpp"
#include "app/worker.hpp"
#include "signalbox/ops/heap.hpp"

namespace signalbox::app {

Housekeeping::Housekeeping(boost::asio::io_context& io, const Workers& workers)
    : workers_(workers), timer_(io) {}

void Housekeeping::start() {
  timer_.expires_after(kInterval);
  timer_.async_wait([this](const boost::system::error_code& error) {
    if (error) return;
    say_ends();
    give_back_unused_memory();
    start();
  });
}

void Housekeeping::say_ends() {
  std::uint64_t all = 0;
  std::string reasons;
  for (std::size_t i = 0; i < kCloseReasons.size(); ++i) {
    const std::uint64_t total = sum(workers_, [i](const auto& worker) {
      return worker->metrics().ends_without_login.at(i).read();
    });
    const std::uint64_t count = total - std::exchange(said_ends_.at(i), total);
    if (count == 0) continue;
    all += count;
    reasons +=
        fmt::format("{}{} {}", reasons.empty() ? "" : ", ", count, kCloseReasons.at(i).label);
  }
  if (all != 0) spdlog::info("{} connections ended without a login: {}", all, reasons);

  const std::uint64_t total =
      sum(workers_, [](const auto& worker) { return worker->metrics().lines_left_out.read(); });
  const std::uint64_t left_out = total - std::exchange(said_left_out_, total);
  if (left_out != 0) {
    spdlog::info("{} lines about sessions were left out: they came too fast", left_out);
  }
}

}  // namespace signalbox::app
