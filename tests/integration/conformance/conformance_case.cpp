// SPDX-License-Identifier: MIT
#include "integration/conformance/conformance_case.hpp"

#include "support/conversation.hpp"

namespace signalbox::test {

std::string show(const Reply& reply) {
  constexpr std::size_t kLongest = 20;
  const bool is_printable =
      reply.detail.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_ ") == std::string::npos;
  switch (reply.kind) {
    case Reply::Kind::pong:
      if (reply.detail.empty()) return "pong, empty";
      return reply.detail.size() <= kLongest && is_printable
                 ? "pong `" + reply.detail + "`"
                 : "pong with the same " + std::to_string(reply.detail.size()) + " bytes";
    case Reply::Kind::error:
      return "error `" + reply.detail + "`";
    case Reply::Kind::close:
      return reply.detail.empty() ? "close without a code" : "close " + reply.detail;
    default:
      return "unexpected: " + reply.detail;
  }
}

std::ostream& operator<<(std::ostream& out, const Reply& reply) { return out << show(reply); }

std::string candidate(std::string_view payload) { return signal_to("bob", "candidate", payload); }

std::string payload_for(std::size_t size) {
  std::string payload(size - candidate("\"\"").size(), '*');
  // Text that no shift or reordering leaves equal.
  for (std::size_t i = 0; i < payload.size(); ++i) payload[i] = static_cast<char>('a' + i * 7 % 26);
  return '"' + payload + '"';
}

const std::vector<ConformanceGroup>& conformance_groups() {
  static const std::vector<ConformanceGroup> groups{
      framing_cases(),    ping_cases(),         reserved_cases(), fragmentation_cases(),
      valid_utf8_cases(), invalid_utf8_cases(), close_cases(),    limit_cases()};
  return groups;
}

}  // namespace signalbox::test
