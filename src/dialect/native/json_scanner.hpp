// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string_view>

namespace signalbox::dialect::native {

/// How deep a value's objects and arrays may nest.
inline constexpr int kDeepest = 32;

/// Walks over one JSON text (RFC 8259) from front to back, checks all of it and says where its
/// parts begin and end. It takes what JSON.parse takes: numbers of any size and lone surrogate
/// escapes too. It builds and changes nothing, so what it finds can be forwarded as it was sent.
class JsonScanner {
 public:
  /// `text` is UTF-8 with `kReadPadding` readable bytes behind it.
  explicit JsonScanner(std::string_view text) : next_(text.data()), end_(next_ + text.size()) {}

  /// Takes `token`, a brace, comma or colon, if it is what follows behind white space.
  bool take(char token) {
    // Scripts send no white space, so looking first is what costs least.
    if (!is_next(token) && !is_behind_space(token)) return false;
    ++next_;
    return true;
  }

  /// The text of the string or value that follows, without the white space around it. Nothing:
  /// what follows is none, and the scanner is of no more use.
  std::optional<std::string_view> string();
  std::optional<std::string_view> value();

  /// Whether nothing but white space follows.
  bool at_end();

 private:
  bool is_next(char c) const { return next_ != end_ && *next_ == c; }
  bool is_behind_space(char token);
  void skip_space() {
    // Scripts send none, and its bytes are the space and what comes before it.
    if (next_ != end_ && static_cast<unsigned char>(*next_) <= ' ') skip_spaces();
  }
  void skip_spaces();
  bool skip_value(int depth);
  bool skip_object(int depth);
  bool skip_array(int depth);
  bool skip_string();
  bool skip_number();
  bool skip_digits();
  bool skip_word(std::string_view word);

  const char* next_;
  const char* end_;
};

}  // namespace signalbox::dialect::native
