// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "signalbox/base/read_padding.hpp"

namespace signalbox::test {

/// A message as a connection holds it: in memory of exactly its size and the padding, so that
/// AddressSanitizer sees each step beyond. The padding repeats `filler`, bytes that would change
/// what the message means if anybody looked at them.
class Padded {
 public:
  explicit Padded(std::string_view text, std::string_view filler = "\"}]")
      : memory_(text.size() + kReadPadding) {
    for (std::size_t i = 0; i < text.size(); ++i) memory_[i] = text[i];
    for (std::size_t i = 0; i < kReadPadding; ++i) {
      memory_[text.size() + i] = filler[i % filler.size()];
    }
  }

  std::string_view text() const { return {memory_.data(), memory_.size() - kReadPadding}; }

 private:
  std::vector<char> memory_;
};

}  // namespace signalbox::test
