// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>

namespace signalbox::test {

/// How a connection through the proxy ends.
enum class Ending : std::uint8_t {
  close,  ///< the TCP stream ends in order
  reset,  ///< what a crash looks like
};

/// What is wrong with one direction of a connection.
struct Faults {
  std::chrono::milliseconds delay{0};      ///< before each piece
  std::size_t piece = 0;                   ///< bytes passed on at a time; 0: as many as come
  std::optional<std::size_t> cut_after{};  ///< bytes; then the connection ends on both sides
  Ending ending = Ending::close;           ///< by `cut_after`
};

/// A TCP proxy at a free port of 127.0.0.1, in front of a server there, that does to connections
/// what networks do. It has a thread of its own; its functions return when they have taken effect.
class FaultProxy {
 public:
  explicit FaultProxy(std::uint16_t server_port);
  ~FaultProxy();
  FaultProxy(const FaultProxy&) = delete;
  FaultProxy& operator=(const FaultProxy&) = delete;

  std::uint16_t port() const;

  /// What happens to connections that are made from now on.
  void set(const Faults& from_client, const Faults& from_server = {});

  /// Half-open: nothing is passed on any more, and neither side is told. `thaw` ends it.
  void freeze();
  void thaw();

  /// Ends all connections on both sides.
  void end_all(Ending ending);

  /// Connections from now on are accepted and go nowhere, until `release` connects them to the
  /// server, the last one first.
  void hold();
  void release();

  /// That have not ended, those that are held among them.
  std::size_t connections() const;

 private:
  class Core;
  std::unique_ptr<Core> core_;
};

}  // namespace signalbox::test
