// SPDX-License-Identifier: MIT
#include "dialect.hpp"

namespace signalbox::bench {
namespace {

std::string_view type_for(Word word) {
  switch (word) {
    case Word::offer:
      return "OFFER";
    case Word::answer:
      return "ANSWER";
    case Word::candidate:
      return "CANDIDATE";
    default:
      return "LEAVE";
  }
}

class PeerjsDialect final : public Dialect {
 public:
  std::string path(std::string_view name) const override {
    std::string path = "/peerjs?key=peerjs&token=t&version=1.5.4&id=";
    path += name;
    return path;
  }

  std::string login(std::string_view) const override { return {}; }

  bool is_welcome(std::string_view text) const override { return type_of(text) == "OPEN"; }

  std::string message(Word word, std::string_view from, std::string_view to,
                      std::string_view payload) const override {
    std::string text = R"({"type":")";
    text += type_for(word);
    text += R"(","src":")";
    text += from;
    text += R"(","dst":")";
    text += to;
    text += R"(","payload":)";
    text += word == Word::close ? "null" : payload;
    text += '}';
    return text;
  }

  Word word_of(std::string_view text) const override {
    const std::string_view type = type_of(text);
    for (const Word word : {Word::offer, Word::answer, Word::candidate, Word::close}) {
      if (type == type_for(word)) return word;
    }
    return type == "ERROR" || type == "EXPIRE" || type == "ID-TAKEN" ? Word::error : Word::other;
  }
};

}  // namespace

std::unique_ptr<Dialect> make_peerjs_dialect() { return std::make_unique<PeerjsDialect>(); }

}  // namespace signalbox::bench
