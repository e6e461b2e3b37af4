// SPDX-License-Identifier: MIT
#pragma once

#include <openssl/bio.h>

#include <memory>
#include <span>

#include "net/outbox.hpp"

namespace signalbox::net {

/// What OpenSSL has instead of a socket, so that records are received into a buffer that all
/// connections share, and those of one turn leave in one send.
struct TlsWire {
  BufferPool* pool;                  ///< of `unsent`
  std::span<const char> received{};  ///< OpenSSL has not taken it yet
  Outbox unsent{};                   ///< OpenSSL wrote it, the kernel has not taken it
};

struct BioFree {
  void operator()(BIO* bio) const { BIO_free(bio); }
};

/// OpenSSL's view of the wire, which must outlive it. Reading finds nothing once `received` is
/// empty. Writing always succeeds, up to a bound that only a client reaches who makes OpenSSL
/// answer (key updates) and reads no answer. Throws std::bad_alloc.
std::unique_ptr<BIO, BioFree> make_bio(TlsWire& wire);

}  // namespace signalbox::net
