// SPDX-License-Identifier: MIT
#pragma once

#include <openssl/types.h>

#include <filesystem>

namespace signalbox::net {

/// Hands a PEM file's certificates to OpenSSL: the server's own, and behind it those that vouch for
/// it. Throws std::runtime_error that says what is wrong and what to do.
void use_certificate(SSL_CTX* context, const std::filesystem::path& file);

/// The same for the private key of the certificate, which must be there already.
void use_key(SSL_CTX* context, const std::filesystem::path& file);

}  // namespace signalbox::net
