// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "frame.hpp"
#include "loop.hpp"
#include "stream.hpp"
#include "target.hpp"

namespace signalbox::bench {

class Client;

/// What a mode hears of its clients.
class ClientEvents {
 public:
  virtual ~ClientEvents() = default;
  virtual void on_welcome(Client& client) = 0;
  virtual void on_message(Client& client, std::string_view text) = 0;
  /// Only of a client that was told to close.
  virtual void on_closed(Client& client) = 0;
};

/// One logged-in WebSocket. Whatever a server does that it should not is a Failure.
class Client {
 public:
  /// `number` is the owner's name for it.
  Client(Loop& loop, const Target& target, std::size_t number, std::string name,
         std::uint32_t source);

  /// Connects, upgrades, logs in: on_welcome follows. Again after on_closed.
  void open(ClientEvents& events);
  void set_events(ClientEvents& events) { events_ = &events; }
  /// Nobody hears what the client is told from now on.
  void ignore() { events_ = nullptr; }

  /// Frames made by client_frame, one or several: one write to the socket.
  void send(std::string_view frames);

  /// Sends a close frame and closes the socket when the server has answered: on_closed follows.
  void close();

  /// For the loop.
  void on_ready(std::uint32_t epoll_events);

  std::size_t number() const { return number_; }
  const std::string& name() const { return name_; }
  const Dialect& dialect() const { return *target_.dialect; }
  /// Bytes that the kernel has not taken yet.
  std::size_t unsent() const { return unsent_.size(); }

 private:
  enum class State : std::uint8_t {
    closed,
    connecting,
    securing,
    upgrading,
    logging_in,
    ready,
    closing
  };

  void on_connected();
  void secure();
  void read();
  std::size_t take(std::string_view bytes);
  std::size_t take_upgrade(std::string_view bytes);
  void on_frame(Opcode opcode, std::string_view payload);
  void on_text(std::string_view text);
  void write_unsent();
  void end();

  Loop& loop_;
  const Target& target_;
  ClientEvents* events_ = nullptr;
  Stream stream_;
  std::string name_;
  std::string partial_;  ///< read, but not a whole frame yet
  std::string unsent_;
  std::size_t number_;
  std::uint32_t source_;
  State state_ = State::closed;
};

}  // namespace signalbox::bench
