// SPDX-License-Identifier: MIT
// Where our decoder says that a message's members lie, nlohmann's parser must find the same values.
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "support/json_boundaries.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static signalbox::test::NativeDecoder decoder;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto wrong = signalbox::test::what_nlohmann_disputes(decoder, text)) {
    std::fprintf(stderr, "%s\n", wrong->c_str());
    std::abort();
  }
  return 0;
}
