// SPDX-License-Identifier: MIT
#include "integration/conformance/conformance_case.hpp"
#include "support/client_frames.hpp"

namespace signalbox::test {
namespace {

struct Sequence {
  const char* in_words;
  std::string bytes;
};

std::string fragment_for_each_byte(std::string_view text) {
  std::string frames;
  for (std::size_t i = 0; i < text.size(); ++i) {
    frames += client_frame(i == 0 ? Opcode::text : Opcode::continuation, text.substr(i, 1),
                           i + 1 < text.size() ? Fin::no : Fin::yes);
  }
  return frames;
}

std::string quoted(const std::string& text) { return '"' + text + '"'; }

/// Unicode 15, table 3-7, its corners and what lies inside of them.
std::vector<Sequence> well_formed() {
  return {
      {"words of Greek, Cyrillic, Chinese and signs beyond the basic plane",
       "κόσμε, мир, 世界, \xF0\x9F\x98\x80 \xF0\xA0\x80\x80"},
      {"U+007F, the last of one byte", "\x7F"},
      {"U+0080, the first of two bytes", "\xC2\x80"},
      {"U+07FF, the last of two bytes", "\xDF\xBF"},
      {"U+0800, the first of three bytes", "\xE0\xA0\x80"},
      {"U+FFFF, the last of three bytes", "\xEF\xBF\xBF"},
      {"U+10000, the first of four bytes", "\xF0\x90\x80\x80"},
      {"U+10FFFF, the last of four bytes", "\xF4\x8F\xBF\xBF"},
      {"U+D7FF and U+E000, around the surrogates", "\xED\x9F\xBF\xEE\x80\x80"},
      {"U+FFFD, the replacement character", "\xEF\xBF\xBD"},
      {"U+FFFE, U+FDD0 and U+1FFFE, which are no characters",
       "\xEF\xBF\xBE\xEF\xB7\x90\xF0\x9F\xBF\xBE"},
      {"U+FEFF, the byte order mark, inside of a string", "\xEF\xBB\xBF"},
      {"U+2028 and U+2029, which end lines in scripts", "\xE2\x80\xA8\xE2\x80\xA9"},
      {"e with a combining accent", "e\xCC\x81"},
  };
}

std::vector<Sequence> ill_formed() {
  return {
      {"a continuation byte alone, 80", "\x80"},
      {"a continuation byte alone, BF", "\xBF"},
      {"one continuation byte too many", "\xC3\xA9\x80"},
      {"the start of two bytes and a letter", "\xC3z"},
      {"the start of three bytes and a letter", "\xE2z"},
      {"two of three bytes and a letter", "\xE2\x82z"},
      {"three of four bytes and a letter", "\xF0\x9F\x98z"},
      {"two starts, one behind the other", "\xC3\xC3\xA9"},
      {"U+002F in two bytes", "\xC0\xAF"},
      {"U+007F in two bytes", "\xC1\xBF"},
      {"U+002F in three bytes", "\xE0\x80\xAF"},
      {"U+07FF in three bytes", "\xE0\x9F\xBF"},
      {"U+002F in four bytes", "\xF0\x80\x80\xAF"},
      {"U+FFFF in four bytes", "\xF0\x8F\xBF\xBF"},
      {"U+0000 in two bytes", "\xC0\x80"},
      {"U+D800, the first surrogate", "\xED\xA0\x80"},
      {"U+DFFF, the last surrogate", "\xED\xBF\xBF"},
      {"U+1F600 as two surrogates", "\xED\xA0\xBD\xED\xB8\x80"},
      {"U+110000, behind the last", "\xF4\x90\x80\x80"},
      {"U+140000, four bytes that begin with F5", "\xF5\x80\x80\x80"},
      {"five bytes", "\xF8\x88\x80\x80\x80"},
      {"six bytes", "\xFC\x84\x80\x80\x80\x80"},
      {"the byte FE", "\xFE"},
      {"the byte FF", "\xFF"},
      {"text in Latin-1", "Zo\xEB"},
  };
}

ConformanceCase passed_on(const Sequence& text, const std::string& how, std::string frames) {
  return {.section = "5.6, 8.1",
          .sends = text.in_words + how,
          .bytes = std::move(frames),
          .relayed = {quoted(text.bytes)}};
}

ConformanceCase not_utf8(const std::string& in_words, std::string frames) {
  return {
      .section = "8.1", .sends = in_words, .bytes = std::move(frames), .replies = {close(1007)}};
}

const std::string kEveryByte = ", a fragment for every byte";

/// Where exactly a text stops being UTF-8, and when that is noticed: when its last fragment is
/// there.
std::vector<ConformanceCase> cut_cases() {
  const std::string bad_start = client_frame(Opcode::text, "\"\xFF", Fin::no);
  const std::string end = client_frame(Opcode::continuation, "\"");
  return {
      not_utf8("a text that ends inside a character of two bytes",
               client_frame(Opcode::text, "\"\xC3")),
      not_utf8("a text that ends inside a character of four bytes",
               client_frame(Opcode::text, "\"\xF0\x9F\x98")),
      not_utf8(
          "a text that ends inside a character, in its empty last fragment",
          client_frame(Opcode::text, "\"\xC3", Fin::no) + client_frame(Opcode::continuation, "")),
      not_utf8("a fragment that is not UTF-8, and the last one", bad_start + end),
      {.section = "8.1",
       .sends = "a fragment that is not UTF-8, and the rest never",
       .bytes = bad_start},
      {.section = "8.1",
       .sends = "a fragment that is not UTF-8, a ping, the last fragment",
       .bytes = bad_start + client_frame(Opcode::ping, "between") + end,
       .replies = {pong("between"), close(1007)}},
      {.section = "8.1",
       .sends = "a text, a text that is not UTF-8, a text",
       .bytes = client_frame(Opcode::text, candidate("1")) +
                client_frame(Opcode::text, candidate("\"\xFF\"")) +
                client_frame(Opcode::text, candidate("3")),
       .replies = {close(1007)},
       .relayed = {"1"}},
      {.section = "5.6",
       .sends = "a binary message that is not UTF-8",
       .bytes = client_frame(Opcode::binary, "\xFF"),
       .replies = {error("invalid_message")}},
  };
}

}  // namespace

ConformanceGroup valid_utf8_cases() {
  ConformanceGroup group{"UTF-8", {}};
  for (const Sequence& text : well_formed()) {
    const std::string message = candidate(quoted(text.bytes));
    group.cases.push_back(passed_on(text, "", client_frame(Opcode::text, message)));
    group.cases.push_back(passed_on(text, kEveryByte, fragment_for_each_byte(message)));
  }
  const std::string split = candidate(quoted("\xE2\x82\xAC"));
  const std::size_t middle = split.find('\x82');
  group.cases.push_back({.section = "5.4, 8.1",
                         .sends = "a character over two fragments, a ping between them",
                         .bytes = client_frame(Opcode::text, split.substr(0, middle), Fin::no) +
                                  client_frame(Opcode::ping, "between") +
                                  client_frame(Opcode::continuation, split.substr(middle)),
                         .replies = {pong("between")},
                         .relayed = {quoted("\xE2\x82\xAC")}});
  return group;
}

ConformanceGroup invalid_utf8_cases() {
  ConformanceGroup group{"What is not UTF-8", {}};
  for (const Sequence& text : ill_formed()) {
    const std::string message = candidate(quoted(text.bytes));
    group.cases.push_back(not_utf8(text.in_words, client_frame(Opcode::text, message)));
    group.cases.push_back(not_utf8(text.in_words + kEveryByte, fragment_for_each_byte(message)));
  }
  for (ConformanceCase& cut : cut_cases()) group.cases.push_back(std::move(cut));
  return group;
}

}  // namespace signalbox::test
