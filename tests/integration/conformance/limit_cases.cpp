// SPDX-License-Identifier: MIT
#include "integration/conformance/conformance_case.hpp"
#include "signalbox/base/limits.hpp"
#include "support/client_frames.hpp"

namespace signalbox::test {
namespace {

constexpr std::size_t kLimit = Limits{}.message_bytes;

/// A size over the limit that is skipped, and the next message, which must not be.
ConformanceCase unread(std::string sends, std::string bytes) {
  return {.section = "10.4",
          .sends = std::move(sends) + ", and a text behind it",
          .bytes = std::move(bytes) + client_frame(Opcode::text, candidate("1")),
          .replies = {error("too_large")},
          .relayed = {"1"}};
}

ConformanceCase too_long(std::string sends, std::string bytes) {
  return {.section = "7.4.1, 10.4",
          .sends = std::move(sends),
          .bytes = std::move(bytes),
          .replies = {close(1009)}};
}

std::string text_frame(std::size_t size) {
  return client_frame(Opcode::text, std::string(size, '*'));
}

}  // namespace

ConformanceGroup limit_cases() {
  const std::string most = client_frame(Opcode::text, std::string(kLimit, '*'), Fin::no);
  const std::string one_more = client_frame(Opcode::continuation, "*");
  return {"Limits",
          {unread("a text of one byte over the limit", text_frame(kLimit + 1)),
           unread("a binary message of one byte over the limit",
                  client_frame(Opcode::binary, std::string(kLimit + 1, '*'))),
           unread("two fragments of one byte over the limit together", most + one_more),
           unread("bytes that are not UTF-8, over the limit",
                  client_frame(Opcode::text, std::string(kLimit + 1, '\xFF'))),
           unread("a text of 64 times the limit", text_frame(64 * kLimit)),
           {.section = "5.4, 10.4",
            .sends = "two fragments over the limit, a ping between them",
            .bytes = most + client_frame(Opcode::ping, "between") + one_more,
            .replies = {pong("between"), error("too_large")}},
           too_long("a length of one byte over 64 times the limit",
                    client_header(0x81, 64 * kLimit + 1, 8)),
           too_long("a length of 2^32", client_header(0x81, std::uint64_t{1} << 32U, 8)),
           too_long("a length of 2^63 - 1", client_header(0x82, ~std::uint64_t{0} >> 1U, 8)),
           too_long("a fragment, and a second one of 2^63 - 1 bytes",
                    client_frame(Opcode::text, "*", Fin::no) +
                        client_header(0x80, ~std::uint64_t{0} >> 1U, 8))}};
}

}  // namespace signalbox::test
