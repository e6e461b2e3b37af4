// SPDX-License-Identifier: MIT
// Any bytes as a client's message: never a crash, never a look behind their end, and nothing taken
// or passed on that is no JSON.
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "support/native_properties.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static signalbox::test::NativeDecoder decoder;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto wrong = signalbox::test::what_is_wrong(decoder, text)) {
    std::fprintf(stderr, "%s\n", wrong->c_str());
    std::abort();
  }
  return 0;
}
