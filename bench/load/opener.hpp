// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <deque>
#include <string>

#include "client.hpp"
#include "loop.hpp"
#include "progress.hpp"

namespace signalbox::bench {

/// The clients of a run; they stay where they are, for the loop knows them by address.
using Clients = std::deque<Client>;

/// Makes clients and opens them, a bounded number at a time, in order.
class Opener final : public ClientEvents {
 public:
  /// `sources`: over how many loopback addresses clients are spread; 0: the kernel's choice.
  Opener(Loop& loop, const Target& target, std::size_t sources);

  /// Adds clients until there are `count`, and returns when all are logged in. They are named
  /// PREFIX-RUN-NUMBER: runs never meet each other's names.
  void open(Clients& clients, const std::string& prefix, std::size_t count, Progress& progress);

  void on_welcome(Client& client) override;
  void on_message(Client& client, std::string_view text) override;
  void on_closed(Client& client) override;

 private:
  Loop& loop_;
  const Target& target_;
  std::size_t sources_;
  std::size_t welcomed_ = 0;
};

/// Ends all of them politely and waits for it: the next run finds the server as this one did.
void close_all(Loop& loop, Clients& clients);

}  // namespace signalbox::bench
