// SPDX-License-Identifier: MIT
#include "net/tls/tls_wire.hpp"

#include <algorithm>
#include <cstddef>
#include <new>
#include <string_view>

namespace signalbox::net {
namespace {

/// Room for a handshake with a long chain of certificates, and for a turn's records.
constexpr std::size_t kMostUnsent = std::size_t{128} * 1024;

TlsWire& wire_of(BIO* bio) { return *static_cast<TlsWire*>(BIO_get_data(bio)); }

int read(BIO* bio, char* into, std::size_t size, std::size_t* moved) {
  TlsWire& wire = wire_of(bio);
  BIO_clear_retry_flags(bio);
  *moved = std::min(size, wire.received.size());
  if (*moved == 0) {
    BIO_set_retry_read(bio);
    return 0;
  }
  std::ranges::copy(wire.received.first(*moved), into);
  wire.received = wire.received.subspan(*moved);
  return 1;
}

int write(BIO* bio, const char* bytes, std::size_t size, std::size_t* moved) {
  TlsWire& wire = wire_of(bio);
  BIO_clear_retry_flags(bio);
  const bool taken = wire.unsent.append({bytes, size}, {}, {kMostUnsent}, *wire.pool);
  *moved = taken ? size : 0;
  return taken ? 1 : 0;
}

/// OpenSSL flushes after a handshake's messages; it asks for nothing else that there is here.
long control(BIO*, int command, long, void*) { return command == BIO_CTRL_FLUSH ? 1 : 0; }

struct MethodFree {
  void operator()(BIO_METHOD* method) const { BIO_meth_free(method); }
};

std::unique_ptr<BIO_METHOD, MethodFree> make_method() {
  std::unique_ptr<BIO_METHOD, MethodFree> method(
      BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "signalbox"));
  if (!method) throw std::bad_alloc();
  BIO_meth_set_read_ex(method.get(), read);
  BIO_meth_set_write_ex(method.get(), write);
  BIO_meth_set_ctrl(method.get(), control);
  return method;
}

}  // namespace

std::unique_ptr<BIO, BioFree> make_bio(TlsWire& wire) {
  static const auto method = make_method();
  std::unique_ptr<BIO, BioFree> bio(BIO_new(method.get()));
  if (!bio) throw std::bad_alloc();
  BIO_set_data(bio.get(), &wire);
  BIO_set_init(bio.get(), 1);
  return bio;
}

}  // namespace signalbox::net
