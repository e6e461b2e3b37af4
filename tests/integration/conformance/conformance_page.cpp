// SPDX-License-Identifier: MIT
#include "integration/conformance/conformance_page.hpp"

#include <algorithm>

#include "integration/conformance/conformance_case.hpp"

namespace signalbox::test {
namespace {

constexpr std::string_view kHead = R"(# Conformance to RFC 6455

<!-- Generated from the tables in tests/integration/conformance: change those, not this.
     SIGNALBOX_UPDATE_GENERATED=1 and a run of the integration tests write it anew. -->

What this server answers to every kind of frame and handshake, right and wrong, in the shape of the
Autobahn test suite. Each row is a test: a client that builds its frames by hand sends the bytes to
the running server over a socket, once in one piece and once byte by byte (in pieces of 1,000 bytes
where there are more than 100,000), and every frame that comes back must be as the row says and
nothing else may come. Where the connection goes on, it must answer a ping at the end. A second
client must hear what the row says byte for byte, and goes on in any case. All rows pass in both
ways, on both kinds of readiness and over TLS; a run of the tests fails if this page is not what
they check.

```sh
ctest --test-dir build/quick --output-on-failure -R RFC
```

In the tables, *relayed* means that the text is a message of [the protocol](protocol.md) and that
the client it is for receives it. This server echoes nothing: text that is no such message is
answered with an error and the connection goes on, and so are binary messages.

## Where the RFC leaves a choice

- A text that is not UTF-8 is noticed when its last fragment is there, not before. It goes to
  nobody, and the close says 1007.
- A message over the limit is skipped up to 64 times the limit, whatever it is, and answered with an
  error. Beyond that the close says 1009, as soon as a header announces it.
- A close is answered with its own code, and the connection ends at once. Where the server begins,
  its stream ends behind the close, and a client that does not end its own is cut after a second.
- Behind a frame that breaks the rules nothing is read as a frame, not even a close.
- Each of several pings is answered.
- No extension is agreed on, whichever are offered.
)";

std::string times(std::size_t count, const std::string& what) {
  return count == 1 ? what : std::to_string(count) + " × " + what;
}

/// `pong`, `3 × pong`, `relayed, close 1000`.
std::string outcome_of(const ConformanceCase& row) {
  std::vector<std::string> parts;
  if (!row.relayed.empty()) parts.push_back(times(row.relayed.size(), "relayed"));
  for (auto reply = row.replies.begin(); reply != row.replies.end();) {
    const auto end =
        std::find_if(reply, row.replies.end(), [&](const Reply& next) { return next != *reply; });
    parts.push_back(times(static_cast<std::size_t>(end - reply), show(*reply)));
    reply = end;
  }
  if (parts.empty()) return "nothing";
  std::string text = parts.front();
  for (std::size_t i = 1; i < parts.size(); ++i) text += ", " + parts[i];
  return text;
}

std::string heading(std::size_t number, const std::string& title, const std::string& sends) {
  return "\n## " + std::to_string(number) + ". " + title + "\n\n| case | RFC 6455 | " + sends +
         " | outcome |\n|---|---|---|---|\n";
}

std::string table_row(const std::string& id, const std::string& section, const std::string& sends,
                      const std::string& outcome) {
  return "| " + id + " | " + section + " | " + sends + " | " + outcome + " |\n";
}

}  // namespace

std::string conformance_page() {
  std::string tables;
  std::size_t number = 0;
  std::size_t count = 0;
  const auto id_of = [&](std::size_t row) {
    return std::to_string(number) + "." + std::to_string(row + 1);
  };
  for (const ConformanceGroup& group : conformance_groups()) {
    tables += heading(++number, group.title, "the client sends");
    for (std::size_t i = 0; i < group.cases.size(); ++i) {
      const ConformanceCase& row = group.cases[i];
      tables += table_row(id_of(i), row.section, row.sends, outcome_of(row));
    }
    count += group.cases.size();
  }
  const auto handshakes = handshake_cases();
  tables += heading(++number, "The opening handshake", "the request has");
  for (std::size_t i = 0; i < handshakes.size(); ++i) {
    const HandshakeCase& row = handshakes[i];
    tables += table_row(id_of(i), row.section, row.sends, std::to_string(row.status));
  }
  count += handshakes.size();
  return std::string(kHead) + "\nThere are " + std::to_string(count) + " cases.\n" + tables;
}

}  // namespace signalbox::test
