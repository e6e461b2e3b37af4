// SPDX-License-Identifier: MIT
#include "signalbox/base/secret.hpp"

#include <unistd.h>

#include <charconv>
#include <cstddef>
#include <stdexcept>

namespace signalbox {
namespace {

constexpr std::string_view kDigits = "0123456789abcdef";

}  // namespace

Secret Secret::random() {
  Secret secret;
  if (::getentropy(secret.bytes_.data(), secret.bytes_.size()) != 0) {
    throw std::runtime_error("the system gives no random numbers");
  }
  return secret;
}

std::optional<Secret> Secret::parse(std::string_view text) {
  Secret secret;
  if (text.size() != 2 * secret.bytes_.size()) return std::nullopt;
  if (text.find_first_not_of(kDigits) != std::string_view::npos) return std::nullopt;
  for (std::size_t i = 0; i < secret.bytes_.size(); ++i) {
    const char* const digits = text.data() + 2 * i;
    std::from_chars(digits, digits + 2, secret.bytes_[i], /*base=*/16);
  }
  return secret;
}

std::string Secret::text() const {
  std::string text;
  text.reserve(2 * bytes_.size());
  for (const unsigned byte : bytes_) {
    text += kDigits[byte >> 4U];
    text += kDigits[byte & 0xFU];
  }
  return text;
}

bool operator==(const Secret& left, const Secret& right) {
  unsigned difference = 0;
  for (std::size_t i = 0; i < left.bytes_.size(); ++i) {
    difference |= static_cast<unsigned>(left.bytes_[i] ^ right.bytes_[i]);
  }
  return difference == 0;
}

}  // namespace signalbox
