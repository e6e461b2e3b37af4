// SPDX-License-Identifier: MIT
#include "target.hpp"

#include <netdb.h>

#include <charconv>
#include <cstring>

#include "failure.hpp"

namespace signalbox::bench {
namespace {

std::unique_ptr<Dialect> make_dialect(const std::string& protocol) {
  if (protocol == "native") return make_native_dialect();
  if (protocol == "peerjs") return make_peerjs_dialect();
  throw Failure("--protocol is native or peerjs, not '" + protocol + "'");
}

bool is_address(const std::string& host) {
  return host.find(':') != std::string::npos ||
         host.find_first_not_of("0123456789.") == std::string::npos;
}

void resolve(Target& target, const std::string& host, const std::string& port) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  const int error = getaddrinfo(host.c_str(), port.c_str(), &hints, &found);
  if (error != 0) throw Failure("cannot find the host " + host + ": " + gai_strerror(error));
  std::memcpy(&target.address, found->ai_addr, found->ai_addrlen);
  target.address_size = found->ai_addrlen;
  freeaddrinfo(found);
}

}  // namespace

Target make_target(const std::string& text, const std::string& protocol, const std::string& path,
                   bool tls) {
  const std::size_t colon = text.rfind(':');
  std::string host = colon == std::string::npos ? "" : text.substr(0, colon);
  const std::string port = colon == std::string::npos ? text : text.substr(colon + 1);
  if (host.empty()) host = "127.0.0.1";
  if (host.size() > 2 && host.front() == '[') host = host.substr(1, host.size() - 2);
  Target target;
  const auto parsed = std::from_chars(port.data(), port.data() + port.size(), target.port);
  if (parsed.ec != std::errc() || parsed.ptr != port.data() + port.size()) {
    throw Failure("--server is HOST:PORT, not '" + text + "'");
  }
  target.text = text;
  if (!is_address(host)) target.server_name = host;
  target.path = path;
  target.dialect = make_dialect(protocol);
  if (tls) target.tls = make_tls_context();
  resolve(target, host, port);
  return target;
}

}  // namespace signalbox::bench
