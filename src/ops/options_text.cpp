// SPDX-License-Identifier: MIT
#include <algorithm>
#include <sstream>

#include "ops/option_table.hpp"
#include "ops/toml_line.hpp"
#include "signalbox/ops/options.hpp"

namespace signalbox {
namespace {

constexpr std::size_t kWidth = 80;
constexpr std::size_t kIndent = 28;

constexpr std::string_view kHelpHead = R"(Usage: signalbox [options]
       signalbox token --key-file FILE --name NAME  (a token to log in with)

Signalbox introduces WebRTC peers to each other. It serves a web page to try it
with, and at /ws the WebSocket over which clients exchange their session
descriptions and ICE candidates. Without options it serves this computer only,
at http://127.0.0.1:8080/
)";

constexpr std::string_view kHelpTail = R"(
Help:
  -h, --help                Print this and exit.
  --version                 Print the version and exit.
  --check-config            Say whether the server would start, but don't start
                            it: exit with 0 if it would.
  --print-config            Print every option in force and where it comes
                            from, as a file for --config, and exit.

Sizes are written 65536 or 64KiB, times 500ms, 10s, 2m or 1h.
An option may also come from the environment (SIGNALBOX_MAX_MESSAGE=64KiB for
--max-message 64KiB) or from the file (max-message = "64KiB"). A flag wins over
the environment, the environment over the file.

Examples:
  signalbox
      Try it out on this computer.
  signalbox --listen :8080 --ice-server stun:stun.example.org:3478
      Serve every network, and tell clients of a STUN server.
  signalbox --config /etc/signalbox.toml --log-level debug
      Read the options from a file, but log more than it says.
)";

constexpr std::string_view kMarkdownHead = R"(# Configuration

<!-- Generated from src/ops/option_table.cpp: change that, not this.
     SIGNALBOX_UPDATE_GENERATED=1 and a run of the unit tests write it anew. -->

Signalbox needs no configuration: without any it serves `http://127.0.0.1:8080/`. Each option below
can be given in three ways. A flag wins over the environment, the environment over the file, and
the file over the default.

| way | for example |
|---|---|
| flag | `signalbox --max-message 64KiB --listen :8080 --listen 127.0.0.1:9090` |
| environment | `SIGNALBOX_MAX_MESSAGE=64KiB SIGNALBOX_LISTEN=":8080 127.0.0.1:9090" signalbox` |
| file | `signalbox --config FILE`, and in it `max-message = "64KiB"`, `listen = [":8080"]` |

- Sizes: `65536` (bytes), `64KiB`, `64k`, `1MiB`, `1M`; every k is 1024.
- Times: `500ms`, `10s`, `2m`, `1h`; the unit is required.
- Where several values are possible, a comma or a space may also stand between them.
- A variable that is set to nothing counts as not set.
- What is wrong with an option is said on stderr, and the exit code is 2. An unknown key in the
  file is an error. An unknown variable `SIGNALBOX_…` is a warning in the log: Kubernetes, for one,
  sets some for a service of that name.
- In a TURN server's user and password, write `%3A` for `:`, `%40` for `@`, `%2C` for `,`, `%23`
  for `#`, `%20` for a space and `%25` for `%`. Flags are visible to other users of the computer:
  give passwords in the file or in the environment.
- `max-outbox` must be at least 1KiB more than `max-message`.

`signalbox --check-config` with the same flags, environment and file says `ok` and exits with 0 if
the server would start, and otherwise what is wrong; it reads all files but takes no port.
`signalbox --print-config` prints every option in force and where it comes from, as a file that
`--config` reads; users and passwords in it are `***`.

## Changing settings

SIGHUP (`systemctl reload signalbox`, `kill -HUP`) makes a running server read its configuration
file and the files that this names again, without losing a client. The log says which options have
changed, and which of the changed ones need a restart; below they are marked. If anything is wrong,
the log says what, and all settings stay as they are.

- Limits hold at once, for clients that are there too. `max-connections`,
  `max-connections-per-address` and `allowed-origin` bind whoever connects from then on, and
  disconnect nobody. ICE servers are told at the next login, or when a client asks for them.
- The certificate and its key are also read again by themselves within some seconds after their
  files have changed. Until both files are good and belong together, the former ones serve. Clients
  that are connected stay connected, and session tickets stay good until the next time.
- Flags and the environment are those of the start: change the file.
)";

constexpr std::string_view kTomlHead =
    R"(# Signalbox's options, for signalbox --config FILE; docs/configuration.md says more. Remove
# the # before a key to set it.
)";

/// Appends words to the text, in lines that begin at the indent.
void wrap(std::string& text, const std::string& words) {
  std::istringstream stream(words);
  auto column = kIndent;
  for (std::string word; stream >> word; column += word.size()) {
    if (column == kIndent) {
      text += word;
    } else if (column + 1 + word.size() <= kWidth) {
      text += ' ' + word;
      ++column;
    } else {
      text += '\n' + std::string(kIndent, ' ') + word;
      column = kIndent;
    }
  }
  text += '\n';
}

/// Calls one function at the first option of each group and the other for each option.
template <typename Heading, typename Row>
void for_each_option(Heading heading, Row row) {
  std::string_view group;
  for (const auto& option : option_table()) {
    if (option.group != group) heading(group = option.group);
    row(option);
  }
}

}  // namespace

std::string options_help() {
  std::string text(kHelpHead);
  for_each_option([&](std::string_view group) { text += "\n" + std::string(group) + ":\n"; },
                  [&](const Option& option) {
                    auto flag = "  --" + std::string(option.key) + " " + std::string(option.value);
                    if (flag.size() >= kIndent) flag += '\n' + std::string(kIndent, ' ');
                    flag.resize(std::max(kIndent, flag.size()), ' ');
                    text += flag;
                    wrap(text, std::string(option.sentence) + " [" + default_of(option) + "]");
                  });
  return text + std::string(kHelpTail);
}

std::string options_markdown() {
  std::string text(kMarkdownHead);
  for_each_option(
      [&](std::string_view group) {
        text += "\n## " + std::string(group) +
                "\n\n| option | default | accepts | meaning |\n|---|---|---|---|\n";
      },
      [&](const Option& option) {
        text += "| `--" + std::string(option.key) + "`<br>`" + environment_name(option) + "` | " +
                default_of(option) + " | " + accepted(option) + " | " +
                std::string(option.sentence) + (needs_restart(option) ? " Needs a restart." : "") +
                " |\n";
      });
  return text;
}

std::string options_toml() {
  std::string text(kTomlHead);
  for_each_option([&](std::string_view group) { text += "\n## " + std::string(group) + "\n"; },
                  [&](const Option& option) {
                    if (std::holds_alternative<FileName>(option.kind)) return;
                    text += "\n# " + std::string(option.sentence) + "\n# Accepts " +
                            accepted(option) + "." + "\n# Default: " + default_of(option) + ".\n#" +
                            toml_line(option, {example_of(option)}) + "\n";
                  });
  return text;
}

}  // namespace signalbox
