// SPDX-License-Identifier: MIT
#pragma once

#include <openssl/types.h>

#include <array>
#include <optional>

namespace signalbox::net {

/// What the session tickets of a context are encrypted with, so that who learns a key can read
/// those sessions only that began while it was in use (RFC 5077 section 5.5).
class TicketKeys {
 public:
  /// A new key for what is issued from now on. The current one of `earlier`, which may be null,
  /// still reads the tickets that it has written, and its previous one no more.
  explicit TicketKeys(const TicketKeys* earlier);
  ~TicketKeys();
  TicketKeys(const TicketKeys&) = delete;
  TicketKeys& operator=(const TicketKeys&) = delete;
  TicketKeys(TicketKeys&&) = delete;
  TicketKeys& operator=(TicketKeys&&) = delete;

  /// Makes the context use keys that live as long as OpenSSL needs it.
  static void set_up(SSL_CTX* context, SSL_CTX* earlier);

 private:
  struct Key {
    std::array<unsigned char, 16> name;  ///< stands in each ticket
    std::array<unsigned char, 32> encryption;
    std::array<unsigned char, 32> authentication;
  };

  static const TicketKeys* of(const SSL_CTX* context);
  static int use(SSL* session, unsigned char* name, unsigned char* vector, EVP_CIPHER_CTX* cipher,
                 EVP_MAC_CTX* mac, int encrypting);
  const Key* find(const unsigned char* name) const;

  Key current_;
  std::optional<Key> previous_;
};

}  // namespace signalbox::net
