// SPDX-License-Identifier: MIT
#include <algorithm>

#include "integration/conformance/conformance_case.hpp"
#include "support/client_frames.hpp"

namespace signalbox::test {
namespace {

/// `text` as one message of fragments of `size` bytes, each followed by `between`.
std::string fragments(std::string_view text, std::size_t size, const std::string& between = {}) {
  std::string frames;
  for (std::size_t begin = 0; begin < text.size(); begin += size) {
    frames +=
        client_frame(begin == 0 ? Opcode::text : Opcode::continuation, text.substr(begin, size),
                     begin + size < text.size() ? Fin::no : Fin::yes);
    if (begin + size < text.size()) frames += between;
  }
  return frames;
}

ConformanceCase in_fragments(std::size_t message, std::size_t fragment) {
  const std::string payload = payload_for(message);
  return {.section = "5.4",
          .sends = "a text of " + std::to_string(message) + " bytes in fragments of " +
                   std::to_string(fragment),
          .bytes = fragments(candidate(payload), fragment),
          .relayed = {payload}};
}

ConformanceCase legal(std::string sends, std::string bytes, std::vector<Reply> replies = {}) {
  return {.section = "5.4",
          .sends = std::move(sends),
          .bytes = std::move(bytes),
          .replies = std::move(replies),
          .relayed = {"\"split\""}};
}

ConformanceCase illegal(std::string sends, std::string bytes, std::vector<Reply> before = {}) {
  before.push_back(close(1002));
  return {.section = "5.4",
          .sends = std::move(sends),
          .bytes = std::move(bytes),
          .replies = std::move(before)};
}

const std::string kText = candidate("\"split\"");
const std::string kFirst = client_frame(Opcode::text, kText.substr(0, 20), Fin::no);
const std::string kLast = client_frame(Opcode::continuation, kText.substr(20));
const std::string kNothing = client_frame(Opcode::continuation, "", Fin::no);
const std::string kEnd = client_frame(Opcode::continuation, "");
const std::string kPing = client_frame(Opcode::ping, "between");
const std::string kPong = client_frame(Opcode::pong, "between");

std::vector<ConformanceCase> legal_cases() {
  return {
      legal("two fragments", kFirst + kLast),
      legal("a fragment for every byte", fragments(kText, 1)),
      legal("two fragments, an empty one between them", kFirst + kNothing + kLast),
      legal("two fragments, a thousand empty ones between them",
            [] {
              std::string bytes = kFirst;
              for (int i = 0; i < 1000; ++i) bytes += kNothing;
              return bytes + kLast;
            }()),
      legal("an empty first fragment",
            client_frame(Opcode::text, "", Fin::no) + client_frame(Opcode::continuation, kText)),
      legal("an empty last fragment", client_frame(Opcode::text, kText, Fin::no) + kEnd),
      legal("two fragments, a ping between them", kFirst + kPing + kLast, {pong("between")}),
      legal("two fragments, a pong between them", kFirst + kPong + kLast),
      legal("fragments of five bytes, a ping behind each but the last", fragments(kText, 5, kPing),
            std::vector<Reply>((kText.size() - 1) / 5, pong("between"))),
      legal("two fragments, three pings between them", kFirst + kPing + kPing + kPing + kLast,
            {pong("between"), pong("between"), pong("between")}),
      {.section = "5.4, 5.5.1",
       .sends = "a first fragment and a close",
       .bytes = kFirst + client_close(1000),
       .replies = {close(1000)}},
      {.section = "5.4",
       .sends = "a binary message in two fragments",
       .bytes =
           client_frame(Opcode::binary, "bi", Fin::no) + client_frame(Opcode::continuation, "nary"),
       .replies = {error("invalid_message")}},
      {.section = "5.4", .sends = "a first fragment, and the rest never", .bytes = kFirst},
      {.section = "5.4",
       .sends = "an empty text in three fragments",
       .bytes = client_frame(Opcode::text, "", Fin::no) + kNothing + kEnd,
       .replies = {error("invalid_json")}},
  };
}

std::vector<ConformanceCase> illegal_cases() {
  return {
      illegal("a continuation of nothing", kLast),
      illegal("a continuation of nothing, not the last", kNothing),
      illegal("an empty continuation of nothing", kEnd),
      illegal("a continuation behind a whole message", client_frame(Opcode::text, "?") + kLast,
              {error("invalid_json")}),
      illegal("a continuation behind a message of two fragments",
              client_frame(Opcode::text, "?", Fin::no) + kEnd + kLast, {error("invalid_json")}),
      illegal("a text inside of another", kFirst + client_frame(Opcode::text, "{}")),
      illegal("a binary message inside of a text", kFirst + client_frame(Opcode::binary, "{}")),
      illegal("a first fragment inside of another message", kFirst + kFirst),
      illegal("a text inside of a binary message",
              client_frame(Opcode::binary, "bi", Fin::no) + client_frame(Opcode::text, "{}")),
      illegal("a text inside of another, behind a ping",
              kFirst + kPing + client_frame(Opcode::text, "{}"), {pong("between")}),
      illegal("a close in two fragments",
              client_frame(Opcode::close, big_endian(1000, 2), Fin::no) + kEnd),
  };
}

}  // namespace

ConformanceGroup fragmentation_cases() {
  ConformanceGroup group{"Fragmentation", legal_cases()};
  group.cases.push_back(in_fragments(65'536, 65'535));
  group.cases.push_back(in_fragments(65'536, 1300));
  group.cases.push_back(in_fragments(65'536, 126));
  group.cases.push_back(in_fragments(65'536, 64));
  std::ranges::move(illegal_cases(), std::back_inserter(group.cases));
  return group;
}

}  // namespace signalbox::test
