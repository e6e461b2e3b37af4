// SPDX-License-Identifier: MIT
#include "auth/key_file.hpp"

#include <openssl/pem.h>

#include <algorithm>
#include <stdexcept>
#include <string>
#include <string_view>

#include "auth/jwk.hpp"
#include "signalbox/base/readable_file.hpp"

namespace signalbox::auth {
namespace {

constexpr std::string_view kPem = "-----BEGIN ";

/// Without the line's end that editors put behind a secret.
std::string read_text(const std::filesystem::path& file, FileKind kind) {
  auto [text, why] = read_file(file, kind);
  if (!why && text.empty()) why = "it is empty";
  if (why) {
    throw std::runtime_error("cannot be read: " + *why +
                             ". Give the path of a key that the server's user may read");
  }
  if (text.find('\0') != std::string::npos) throw std::runtime_error("is no text");
  text.erase(text.find_last_not_of("\r\n") + 1);
  return text;
}

Bio reading(const std::string& text) {
  return Bio(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
}

/// Nobody is there to be asked for a passphrase.
int no_passphrase(char*, int, int, void*) { return -1; }

std::vector<JwtKey> parse_public_keys(const std::string& text) {
  if (text.find("PRIVATE KEY-----") != std::string::npos) {
    throw std::runtime_error(
        "holds a private key, of which the server needs the public half only: "
        "`openssl pkey -in FILE -pubout` writes it");
  }
  std::vector<JwtKey> keys;
  const Bio bio = reading(text);
  while (const EvpKey key{PEM_read_bio_PUBKEY(bio.get(), nullptr, no_passphrase, nullptr)}) {
    keys.push_back(make_public_key(key.get()));
  }
  if (keys.empty()) {
    throw std::runtime_error(
        "holds no public key; that of a certificate is what `openssl x509 -in FILE -noout -pubkey` "
        "writes");
  }
  return keys;
}

JwtKey parse_private_key(const std::string& text) {
  const Bio bio = reading(text);
  const EvpKey key(PEM_read_bio_PrivateKey(bio.get(), nullptr, no_passphrase, nullptr));
  if (!key) throw std::runtime_error("holds no private key without a passphrase, to sign with");
  return make_private_key(key.get(), text);
}

/// What is public by its nature must never be taken for a secret, with which everybody could sign:
/// a key in another form than the above has spaces in it, or is not text.
JwtKey parse_secret(const std::string& text) {
  const bool is_line = std::ranges::all_of(text, [](char c) { return c > ' ' && c <= '~'; });
  if (!is_line) {
    throw std::runtime_error(
        "holds neither keys in PEM form nor a JWK Set, and a secret is one line without spaces; "
        "`openssl rand -hex 32` makes a good one");
  }
  return make_secret_key(text);
}

/// Calls `parse` with the file's text, and puts its name before what is wrong with it.
template <class Parse>
auto read(const std::filesystem::path& file, FileKind kind, Parse parse) {
  try {
    return parse(read_text(file, kind));
  } catch (const std::runtime_error& error) {
    throw std::runtime_error(file.string() + ": " + error.what());
  }
}

}  // namespace

std::vector<JwtKey> read_checking_keys(const std::filesystem::path& file) {
  return read(file, FileKind::regular, [](const std::string& text) -> std::vector<JwtKey> {
    if (text.find(kPem) != std::string::npos) return parse_public_keys(text);
    const std::size_t begin = text.find_first_not_of(" \t\r\n");
    if (begin != std::string::npos && text[begin] == '{') return parse_jwk_set(text);
    return {parse_secret(text)};
  });
}

JwtKey read_signing_key(const std::filesystem::path& file) {
  // No server waits here, and a key that only a pipe knows lies on no disk.
  return read(file, FileKind::any, [](const std::string& text) {
    return text.find(kPem) != std::string::npos ? parse_private_key(text) : parse_secret(text);
  });
}

}  // namespace signalbox::auth
