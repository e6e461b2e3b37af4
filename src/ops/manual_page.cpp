// SPDX-License-Identifier: MIT
#include <string>

#include "ops/option_table.hpp"
#include "signalbox/ops/options.hpp"

namespace signalbox {
namespace {

constexpr std::string_view kHead =
    R"(.\" Generated from src/ops/option_table.cpp: change that, not this.
.TH SIGNALBOX 8
.SH NAME
signalbox \- signaling server for WebRTC
.SH SYNOPSIS
.B signalbox
.RI [ options ]
.br
.B signalbox token \-\-key\-file
.I FILE
.B \-\-name
.I NAME
.RB [ \-\-lifetime
.IR TIME ]
.SH DESCRIPTION
Signalbox introduces WebRTC peers to each other: over a WebSocket at /ws it carries their session
descriptions and ICE candidates. It serves a web page to try it with. Without options it serves
this computer only, at http://127.0.0.1:8080/.
.PP
An option may also come from the environment (SIGNALBOX_MAX_MESSAGE=64KiB for
\-\-max\-message 64KiB) or from a file (max\-message = "64KiB"). A flag wins over the environment,
the environment over the file.
.PP
With
.B token
it prints a token (JWT) with which a client can log in, for tests and small set-ups;
.B signalbox token \-\-help
tells more.
.SH OPTIONS
.TP
.BR \-h ", " \-\-help
Print the options and exit.
.TP
.B \-\-version
Print the version and exit.
.TP
.B \-\-check\-config
Say whether the server would start, but don't start it: exit with 0 if it would.
.TP
.B \-\-print\-config
Print every option in force and where it comes from, as a file for \-\-config, and exit.
)";

constexpr std::string_view kTail = R"(.SH FILES
.TP
.I /etc/signalbox/signalbox.toml
What the service reads; every option stands there, commented out.
.SH SIGNALS
.TP
.B SIGHUP
Reads the configuration file, and the files that it names, again; the log says what has changed.
.TP
.B SIGTERM
Lets nobody in any more, tells the clients to connect elsewhere, and ends when they are gone or
after \-\-drain\-time.
.TP
.B SIGINT
Ends at once; so does a second SIGTERM.
.SH EXIT STATUS
0 after an end that was asked for, 1 if it could not start, 2 if an option is wrong.
)";

/// A hyphen of roff's is not the minus that a shell reads; a leading dot or quote would command.
std::string roff(std::string_view text) {
  std::string escaped;
  for (const char letter : text) {
    if (letter == '\\') {
      escaped += "\\e";
      continue;
    }
    if (letter == '-') escaped += '\\';
    escaped += letter;
  }
  return escaped.starts_with('.') || escaped.starts_with('\'') ? "\\&" + escaped : escaped;
}

}  // namespace

std::string options_manual_page() {
  std::string text(kHead);
  std::string_view group;
  for (const auto& option : option_table()) {
    if (option.group != group) text += ".SS " + roff(group = option.group) + "\n";
    text += ".TP\n.BI " + roff("--" + std::string(option.key)) + " \" " + roff(option.value) +
            "\"\n" + roff(option.sentence) + "\nAccepts " + roff(accepted(option)) +
            ".\nDefault: " + roff(default_of(option)) + ".\n";
  }
  return text + std::string(kTail);
}

}  // namespace signalbox
