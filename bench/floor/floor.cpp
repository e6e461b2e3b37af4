// SPDX-License-Identifier: MIT
//
// The floor: how little a relay of these five messages can cost on this machine when it does
// nothing else. Raw epoll, one thread, no checks: it believes what bench/load sends (one JSON
// object a frame, members in that program's order, no fragments) and breaks on anything else.
// It is here to be compared with, not to be used.
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <openssl/evp.h>
#include <openssl/sha.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace {

struct Connection {
  int descriptor = -1;
  bool upgraded = false;
  bool touched = false;
  std::string name;
  std::string partial;  // read, but not whole
  std::string outbox;
  Connection* peer = nullptr;
};

struct Floor {
  int epoll = -1;
  bool coalesces = false;
  std::unordered_map<std::string, Connection*> users;
  std::vector<Connection*> touched;
  std::vector<Connection*> ended;
  std::array<char, std::size_t{256} * 1024> buffer{};
};

[[noreturn]] void fail(const char* what) {
  std::perror(what);
  std::exit(1);
}

void interest(Floor& floor, Connection& connection, int operation, std::uint32_t events) {
  epoll_event event{};
  event.events = events;
  event.data.ptr = &connection;
  if (epoll_ctl(floor.epoll, operation, connection.descriptor, &event) != 0) fail("epoll_ctl");
}

// What the kernel does not take at once stays in the outbox until the socket is writable.
void flush(Floor& floor, Connection& connection) {
  if (connection.outbox.empty()) return;
  const ssize_t sent = send(connection.descriptor, connection.outbox.data(),
                            connection.outbox.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
  if (sent == static_cast<ssize_t>(connection.outbox.size())) return connection.outbox.clear();
  if (sent > 0) connection.outbox.erase(0, static_cast<std::size_t>(sent));
  interest(floor, connection, EPOLL_CTL_MOD, EPOLLIN | EPOLLOUT);
}

void touch(Floor& floor, Connection& connection) {
  if (!floor.coalesces) return flush(floor, connection);
  if (connection.touched) return;
  connection.touched = true;
  floor.touched.push_back(&connection);
}

void append_header(std::string& out, unsigned char opcode, std::size_t size) {
  out += static_cast<char>(0x80 | opcode);
  if (size < 126) {
    out += static_cast<char>(size);
  } else {
    out += static_cast<char>(126);
    out += static_cast<char>(size >> 8);
    out += static_cast<char>(size);
  }
}

void say(Floor& floor, Connection& to, std::string_view text) {
  append_header(to.outbox, 1, text.size());
  to.outbox += text;
  touch(floor, to);
}

// The string behind `key`, which is how it stands in the text: "otherUsername":"
std::string_view string_after(std::string_view text, std::string_view key) {
  const std::size_t begin = text.find(key);
  if (begin == std::string_view::npos) return {};
  const std::string_view rest = text.substr(begin + key.size());
  return rest.substr(0, rest.find('"'));
}

void log_in(Floor& floor, Connection& connection, std::string_view text) {
  connection.name = string_after(text, R"("username":")");
  const bool is_new = floor.users.try_emplace(connection.name, &connection).second;
  say(floor, connection,
      is_new ? R"({"type":"login","success":true})" : R"({"type":"login","success":false})");
}

Connection* find(Floor& floor, Connection& from, std::string_view name) {
  if (from.peer != nullptr && from.peer->name == name) return from.peer;
  const auto found = floor.users.find(std::string(name));
  if (found == floor.users.end()) return nullptr;
  // The bench's clients talk in pairs: whoever ends knows the only one who knows it.
  found->second->peer = &from;
  return from.peer = found->second;
}

// {"type":T,"otherUsername":U,T:payload} becomes {"type":T,T:payload,"username":V}: the payload's
// member, from its name to the brace that ends the message, is copied as it stands.
void relay(Floor& floor, Connection& from, std::string_view type, std::string_view text) {
  constexpr std::string_view kOther = R"("otherUsername":")";
  const std::string_view other = string_after(text, kOther);
  Connection* const to = find(floor, from, other);
  if (to == nullptr) return;
  const auto behind_other = static_cast<std::size_t>(other.data() + other.size() + 1 - text.data());
  const std::string_view member = text.substr(behind_other, text.size() - behind_other - 1);
  const std::size_t size = 9 + type.size() + 1 + member.size() + 13 + from.name.size() + 2;
  std::string& out = to->outbox;
  append_header(out, 1, size);
  out.append(R"({"type":")").append(type).append("\"").append(member);
  out.append(R"(,"username":")").append(from.name).append("\"}");
  touch(floor, *to);
}

void on_text(Floor& floor, Connection& connection, std::string_view text) {
  const std::string_view type = string_after(text, R"("type":")");
  if (type == "login") return log_in(floor, connection, text);
  relay(floor, connection, type, text);
}

void unmask(char* payload, std::size_t size, const char* mask) {
  std::uint64_t wide = 0;
  std::memcpy(&wide, mask, 4);
  wide |= wide << 32;
  std::size_t i = 0;
  for (; i + 8 <= size; i += 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, payload + i, 8);
    word ^= wide;
    std::memcpy(payload + i, &word, 8);
  }
  for (; i < size; ++i) payload[i] = static_cast<char>(payload[i] ^ mask[i % 4]);
}

void end(Floor& floor, Connection& connection) {
  if (connection.descriptor < 0) return;
  close(connection.descriptor);
  connection.descriptor = -1;
  floor.users.erase(connection.name);
  if (connection.peer != nullptr) connection.peer->peer = nullptr;
  floor.ended.push_back(&connection);
}

// Handles one frame and returns its length; 0: it is not whole yet.
std::size_t on_frame(Floor& floor, Connection& connection, char* bytes, std::size_t size) {
  if (size < 6) return 0;
  std::size_t length = static_cast<unsigned char>(bytes[1]) & 0x7FU;
  std::size_t header = 6;
  if (length == 126) {
    length = static_cast<std::size_t>(static_cast<unsigned char>(bytes[2])) << 8 |
             static_cast<unsigned char>(bytes[3]);
    header = 8;
  }
  if (size < header + length) return 0;
  char* const payload = bytes + header;
  unmask(payload, length, payload - 4);
  const unsigned opcode = static_cast<unsigned char>(bytes[0]) & 0x0FU;
  if (opcode == 1) on_text(floor, connection, {payload, length});
  if (opcode == 8) {
    append_header(connection.outbox, 8, length);
    connection.outbox.append(payload, length);
    flush(floor, connection);
    end(floor, connection);
  }
  return header + length;
}

std::string accept_key(std::string_view key) {
  const std::string text = std::string(key) + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  std::array<unsigned char, SHA_DIGEST_LENGTH> digest{};
  SHA1(reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest.data());
  std::array<unsigned char, 32> encoded{};
  EVP_EncodeBlock(encoded.data(), digest.data(), SHA_DIGEST_LENGTH);
  return reinterpret_cast<const char*>(encoded.data());
}

std::size_t on_upgrade(Floor& floor, Connection& connection, std::string_view bytes) {
  const std::size_t header_end = bytes.find("\r\n\r\n");
  if (header_end == std::string_view::npos) return 0;
  constexpr std::string_view kKey = "Sec-WebSocket-Key: ";
  const std::string_view rest = bytes.substr(bytes.find(kKey) + kKey.size());
  connection.outbox +=
      "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
      "Sec-WebSocket-Accept: " +
      accept_key(rest.substr(0, rest.find('\r'))) + "\r\n\r\n";
  connection.upgraded = true;
  touch(floor, connection);
  return header_end + 4;
}

void on_readable(Floor& floor, Connection& connection) {
  char* const begin = floor.buffer.data();
  const std::size_t old = connection.partial.size();
  std::ranges::copy(connection.partial, begin);
  const ssize_t got = recv(connection.descriptor, begin + old, floor.buffer.size() - old, 0);
  if (got < 0 && (errno == EAGAIN || errno == EINTR)) return;
  if (got <= 0) return end(floor, connection);
  const std::size_t size = old + static_cast<std::size_t>(got);
  std::size_t used = 0;
  while (used < size && connection.descriptor >= 0) {
    const std::size_t taken = connection.upgraded
                                  ? on_frame(floor, connection, begin + used, size - used)
                                  : on_upgrade(floor, connection, {begin + used, size - used});
    if (taken == 0) break;
    used += taken;
  }
  if (used < size || old != 0) connection.partial.assign(begin + used, size - used);
}

void on_writable(Floor& floor, Connection& connection) {
  interest(floor, connection, EPOLL_CTL_MOD, EPOLLIN);
  flush(floor, connection);
}

void accept_all(Floor& floor, int listener) {
  while (true) {
    const int descriptor = accept4(listener, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (descriptor < 0) return;
    auto* const connection = new Connection;
    connection->descriptor = descriptor;
    interest(floor, *connection, EPOLL_CTL_ADD, EPOLLIN);
  }
}

int listen_on(std::uint16_t port) {
  const int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  const int on = 1;
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  // Accepted sockets inherit it.
  setsockopt(listener, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (bind(listener, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    fail("bind");
  }
  if (listen(listener, SOMAXCONN) != 0) fail("listen");
  return listener;
}

void turn(Floor& floor, int listener) {
  std::array<epoll_event, 512> events{};
  const int ready = epoll_wait(floor.epoll, events.data(), static_cast<int>(events.size()), -1);
  for (int i = 0; i < ready; ++i) {
    const epoll_event& event = events[static_cast<std::size_t>(i)];
    auto* const connection = static_cast<Connection*>(event.data.ptr);
    if (connection == nullptr) {
      accept_all(floor, listener);
      continue;
    }
    if ((event.events & EPOLLOUT) != 0) on_writable(floor, *connection);
    if ((event.events & ~std::uint32_t{EPOLLOUT}) != 0) on_readable(floor, *connection);
  }
  for (Connection* connection : floor.touched) {
    connection->touched = false;
    if (connection->descriptor >= 0) flush(floor, *connection);
  }
  floor.touched.clear();
  for (Connection* connection : floor.ended) delete connection;
  floor.ended.clear();
}

}  // namespace

int main(int count, char** arguments) {
  if (count < 2) {
    (void)std::fputs("Usage: signalbox-floor PORT [--coalesce]\n", stderr);
    return 2;
  }
  rlimit limit{};
  getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
  static Floor floor;
  floor.epoll = epoll_create1(EPOLL_CLOEXEC);
  floor.coalesces = count > 2 && std::strcmp(arguments[2], "--coalesce") == 0;
  const int listener =
      listen_on(static_cast<std::uint16_t>(std::strtoul(arguments[1], nullptr, 10)));
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.ptr = nullptr;
  epoll_ctl(floor.epoll, EPOLL_CTL_ADD, listener, &event);
  while (true) turn(floor, listener);
}
