// SPDX-License-Identifier: MIT
#include <array>
#include <cstddef>
#include <initializer_list>

#include "dialect.hpp"

namespace signalbox::bench {
namespace {

constexpr std::array<std::string_view, 5> kTypes{"offer", "answer", "candidate", "close", "error"};

std::string joined(std::initializer_list<std::string_view> parts) {
  std::string text;
  for (const std::string_view part : parts) text += part;
  return text;
}

class NativeDialect final : public Dialect {
 public:
  std::string path(std::string_view) const override { return "/ws"; }

  std::string login(std::string_view name) const override {
    return joined({R"({"type":"login","username":")", name, R"("})"});
  }

  bool is_welcome(std::string_view text) const override {
    return type_of(text) == "login" && text.find(R"("success":true)") != std::string_view::npos;
  }

  std::string message(Word word, std::string_view, std::string_view to,
                      std::string_view payload) const override {
    const std::string_view type = kTypes.at(static_cast<std::size_t>(word));
    if (word == Word::close) {
      return joined({R"({"type":"close","otherUsername":")", to, R"("})"});
    }
    return joined({R"({"type":")", type, R"(","otherUsername":")", to, R"(",")", type, R"(":)",
                   payload, "}"});
  }

  Word word_of(std::string_view text) const override {
    const std::string_view type = type_of(text);
    for (std::size_t i = 0; i < kTypes.size(); ++i) {
      if (type == kTypes[i]) return static_cast<Word>(i);
    }
    return Word::other;
  }
};

}  // namespace

std::unique_ptr<Dialect> make_native_dialect() { return std::make_unique<NativeDialect>(); }

std::string_view type_of(std::string_view text) {
  constexpr std::string_view kMember = R"("type":")";
  const std::size_t begin = text.find(kMember);
  if (begin == std::string_view::npos) return {};
  const std::string_view rest = text.substr(begin + kMember.size());
  return rest.substr(0, rest.find('"'));
}

}  // namespace signalbox::bench
