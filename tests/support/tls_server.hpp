// SPDX-License-Identifier: MIT
#pragma once

#include "support/conversation.hpp"
#include "support/test_certificate.hpp"

namespace signalbox::test {

/// As `test_settings`, with TLS.
inline Settings tls_settings(unsigned threads = 2) {
  Settings settings = test_settings(threads);
  settings.tls = test_tls_files();
  return settings;
}

inline void say(RawClient& client, std::string_view text) {
  client.send(client_frame(Opcode::text, text));
}

inline RawClient tls_logged_in(const TestServer& server, std::string_view username,
                               const TlsClient::Options& options = {}, int receive_buffer = 0) {
  return raw_logged_in(server, username, {.receive_buffer = receive_buffer, .tls = options});
}

}  // namespace signalbox::test
