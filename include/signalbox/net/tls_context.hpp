// SPDX-License-Identifier: MIT
#pragma once

#include <openssl/types.h>

#include <chrono>
#include <filesystem>
#include <memory>

namespace signalbox::net {

/// A certificate with its private key, and how TLS is spoken with them: 1.2 and 1.3, HTTP/1.1 by
/// ALPN. Immutable; any thread.
class TlsContext {
 public:
  /// Reads PEM files; the certificates that vouch for the first may follow it. Session tickets of
  /// `earlier`, which may be null, stay good, those of the one before it do not. Throws
  /// std::runtime_error with a sentence for the operator.
  TlsContext(const std::filesystem::path& certificate, const std::filesystem::path& key,
             const TlsContext* earlier = nullptr);

  /// When clients stop to believe in the certificate.
  std::chrono::system_clock::time_point expires() const;

  /// For OpenSSL's own functions, which count who uses it.
  SSL_CTX* native() const { return context_.get(); }

 private:
  struct ContextFree {
    void operator()(SSL_CTX* context) const;
  };

  std::unique_ptr<SSL_CTX, ContextFree> context_;
};

}  // namespace signalbox::net
