// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

#include "bench/load/dialect.hpp"
#include "bench/load/frame.hpp"
#include "bench/load/payload.hpp"
#include "signalbox/base/read_padding.hpp"

namespace signalbox::bench {

/// What the load tool sends, as text with the padding behind it that the server's readers want.
class Message {
 public:
  explicit Message(std::string text) : size_(text.size()), bytes_(std::move(text)) {
    bytes_.append(kReadPadding, '\0');
  }

  std::string_view view() const { return {bytes_.data(), size_}; }

 private:
  std::size_t size_;
  std::string bytes_;
};

inline Message candidate_message() {
  return Message(
      make_native_dialect()->message(Word::candidate, "alice", "bob-4711", candidate_payload()));
}

inline Message offer_message() {
  return Message(make_native_dialect()->message(Word::offer, "alice", "bob-4711",
                                                description_payload("offer", 4096)));
}

}  // namespace signalbox::bench
