// SPDX-License-Identifier: MIT
#include "options.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <functional>
#include <map>
#include <sstream>
#include <string_view>

#include "failure.hpp"

namespace signalbox::bench {
namespace {

constexpr std::array<std::string_view, 4> kModes{"relay", "calls", "connect", "idle"};

constexpr std::string_view kHelp = R"(Usage: signalbox-bench MODE [options]

Puts load on a WebSocket signaling server and says what that costs the server: CPU time and
memory, and how long clients wait. The server runs already; start it on one core and this on
another, or they measure each other:

  taskset -c 0 signalbox --threads 1 --message-rate 0 &
  taskset -c 1 signalbox-bench relay

Modes:
  relay     Pairs of clients send each other ICE candidates: the cost of one message.
  calls     Pairs of clients call each other: offer, answer, 8 candidates each way, close.
  connect   Clients connect, upgrade, log in and close, again and again.
  idle      Clients log in and say nothing: memory for each, and CPU while nothing happens.

Server:
  --server HOST:PORT     Where it listens. [127.0.0.1:8080]
  --protocol NAME        native: {"type":"login","username":...}; peerjs: PeerServer's. [native]
  --tls                  Speak TLS 1.3, in every mode. The certificate is not verified: this is a
                         load, and the server's certificate often one made for it.
  --path PATH            Of the WebSocket. [/ws; /peerjs?...]
  --pid PID              The server's process. [whoever listens there, if it is this machine]

How long (relay, calls, connect):
  --duration SECONDS     Measure so long, [5]
  --warmup SECONDS       after so long that does not count. [1]
  --count NUMBER         Measure so many messages, calls or logins instead.

relay:
  --pairs NUMBER         [50]
  --rate NUMBER          Messages a second over all pairs, whether the server keeps up or not; the
                         latency counts from when a message was due, not from when there was time
                         to send it. Without it each pair has one message under way, which goes
                         back when it has arrived.
  --idle NUMBER          So many logged-in clients beside them that say nothing. [0]
calls:
  --pairs NUMBER         Calls at a time. [50]
  --candidates HOW       burst: the 8 in one packet; separate: a packet each, at once; paced: each
                         when the one before has arrived. [burst]
  --description BYTES    Of an offer's or answer's session description. [4096]
connect:
  --clients NUMBER       At a time. [50]
idle:
  --connections LIST     How many, or several numbers that grow: 1000,5000,19000. [1000]
  --talk                 Then let all of them have a call, and measure memory in it and after it.
  --hold SECONDS         Measure CPU so long. [5]

  --sources NUMBER       Spread clients over so many loopback addresses, each of which has ports of
                         its own. [idle and connect: as many as needed; others: one]

Output:
  --json                 One line of JSON on stdout instead of a table.
  --quiet                No progress on stderr.
  -h, --help             Print this and exit.

Memory of the kernel is that of the whole machine, so of both ends of each connection if the
server is on this one. A process can have as many connections as it may open files: this one raises
its own limit as far as it is allowed to (ulimit -Hn), the server must see to its own.
)";

template <class Number>
Number number(const std::string& flag, std::string_view text) {
  Number value{};
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), value);
  if (parsed.ec != std::errc() || parsed.ptr != text.data() + text.size() || value < Number{}) {
    throw Failure(flag + " needs a number, not '" + std::string(text) + "'");
  }
  return value;
}

std::chrono::duration<double> seconds(const std::string& flag, std::string_view text) {
  if (text.ends_with('s')) text.remove_suffix(1);
  return std::chrono::duration<double>(number<double>(flag, text));
}

std::size_t at_least_one(const std::string& flag, const std::string& text) {
  const auto value = number<std::size_t>(flag, text);
  if (value == 0) throw Failure(flag + " must be at least 1");
  return value;
}

std::vector<std::size_t> steps(const std::string& flag, const std::string& text) {
  std::vector<std::size_t> all;
  std::istringstream list(text);
  for (std::string item; std::getline(list, item, ',');) {
    all.push_back(at_least_one(flag, item));
    if (all.size() > 1 && all.back() <= all[all.size() - 2]) {
      throw Failure(flag + " must grow from step to step");
    }
  }
  if (all.empty()) throw Failure(flag + " needs a number");
  return all;
}

Candidates candidates(const std::string& flag, const std::string& text) {
  if (text == "burst") return Candidates::burst;
  if (text == "separate") return Candidates::separate;
  if (text == "paced") return Candidates::paced;
  throw Failure(flag + " is burst, separate or paced, not '" + text + "'");
}

using Setter = std::function<void(Options&, const std::string& flag, const std::string& value)>;

const std::map<std::string, Setter>& setters() {
  using F = const std::string&;
  static const std::map<std::string, Setter> all{
      {"--server", [](Options& o, F, F v) { o.server = v; }},
      {"--protocol", [](Options& o, F, F v) { o.protocol = v; }},
      {"--path", [](Options& o, F, F v) { o.path = v; }},
      {"--pid", [](Options& o, F f, F v) { o.pid = number<int>(f, v); }},
      {"--duration", [](Options& o, F f, F v) { o.duration = seconds(f, v); }},
      {"--warmup", [](Options& o, F f, F v) { o.warmup = seconds(f, v); }},
      {"--count", [](Options& o, F f, F v) { o.count = number<std::uint64_t>(f, v); }},
      {"--pairs", [](Options& o, F f, F v) { o.pairs = at_least_one(f, v); }},
      {"--rate", [](Options& o, F f, F v) { o.rate = number<double>(f, v); }},
      {"--idle", [](Options& o, F f, F v) { o.idle = number<std::size_t>(f, v); }},
      {"--clients", [](Options& o, F f, F v) { o.clients = at_least_one(f, v); }},
      {"--candidates", [](Options& o, F f, F v) { o.candidates = candidates(f, v); }},
      {"--description",
       [](Options& o, F f, F v) { o.description_bytes = number<std::size_t>(f, v); }},
      {"--connections", [](Options& o, F f, F v) { o.connections = steps(f, v); }},
      {"--hold", [](Options& o, F f, F v) { o.hold = seconds(f, v); }},
      {"--sources", [](Options& o, F f, F v) { o.sources = number<std::size_t>(f, v); }},
  };
  return all;
}

bool set_switch(Options& options, const std::string& flag) {
  if (flag == "--tls") return options.tls = true;
  if (flag == "--talk") return options.talk = true;
  if (flag == "--json") return options.json = true;
  if (flag == "--quiet") return options.quiet = true;
  if (flag == "--help" || flag == "-h") return options.help = true;
  return false;
}

}  // namespace

Options parse_options(int count, const char* const* arguments) {
  Options options;
  for (int i = 1; i < count; ++i) {
    const std::string flag = arguments[i];
    if (!flag.starts_with('-')) {
      if (!options.mode.empty()) throw Failure("one mode at a time, not also '" + flag + "'");
      options.mode = flag;
      continue;
    }
    if (set_switch(options, flag)) continue;
    const auto setter = setters().find(flag);
    if (setter == setters().end()) throw Failure("there is no option " + flag + ", see --help");
    if (++i == count) throw Failure(flag + " needs a value");
    setter->second(options, flag, arguments[i]);
  }
  if (!options.help && std::ranges::find(kModes, options.mode) == kModes.end()) {
    throw Failure("say what to measure: relay, calls, connect or idle, see --help");
  }
  return options;
}

std::string help_text() { return std::string(kHelp); }

}  // namespace signalbox::bench
