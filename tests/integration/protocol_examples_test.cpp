// SPDX-License-Identifier: MIT
// Every example of docs/protocol.md, as it is written there.
#include <algorithm>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>

#include "support/catch.hpp"
#include "support/conversation.hpp"
#include "support/protocol_page.hpp"

using namespace signalbox;
using namespace signalbox::test;

namespace {

/// Stands for any text in an example.
constexpr std::string_view kAnything = R"("…")";

/// A received text, read beside the expected one: byte for byte but for what is left open.
bool is_alike(std::string_view expected, std::string_view received) {
  const auto open = expected.find(kAnything);
  if (open == std::string_view::npos) return expected == received;
  if (received.substr(0, open) != expected.substr(0, open)) return false;
  received.remove_prefix(open);
  if (!received.starts_with('"')) return false;
  std::size_t end = 1;
  while (end < received.size() && received[end] != '"') end += received[end] == '\\' ? 2 : 1;
  if (end >= received.size()) return false;
  return is_alike(expected.substr(open + kAnything.size()), received.substr(end + 1));
}

/// What a step says, and who does it.
struct Step {
  std::string name;
  std::string verb;
  std::string text{};
};

Step read_step(const std::string& line) {
  for (const char* const verb : {" → ", " ← "}) {
    const auto at = line.find(verb);
    if (at == std::string::npos) continue;
    return {line.substr(0, at), verb, line.substr(at + std::string_view(verb).size())};
  }
  constexpr std::string_view kLeaves = " leaves";
  if (!line.ends_with(kLeaves)) throw std::runtime_error("this is no step of an example");
  return {line.substr(0, line.size() - kLeaves.size()), std::string(kLeaves)};
}

/// The clients of one example, by name. All are there from the beginning, so that they can hear
/// each other.
class Stage {
 public:
  explicit Stage(const ProtocolExample& example) {
    for (const auto& line : example.steps) {
      const std::string name = read_step(line).name;
      if (clients_.contains(name)) continue;
      Client& client = clients_.emplace(name, Client(server_.port())).first->second;
      const bool logs_in_itself = std::ranges::any_of(example.steps, [&](const auto& other) {
        return other.starts_with(name + R"( → {"type":"login","username":")" + name + '"');
      });
      if (name != "stranger" && !logs_in_itself) log_in(client, name);
    }
  }

  void play(const std::string& line) {
    const Step step = read_step(line);
    Client& client = clients_.at(step.name);
    if (step.verb == " → ") {
      client.send(step.text);
    } else if (step.verb == " ← ") {
      const std::string received = client.receive();
      if (!is_alike(step.text, received)) FAIL_CHECK(step.name << " received " << received);
    } else {
      clients_.erase(step.name);
    }
  }

  /// Nobody has heard more than the example says.
  void end() {
    for (auto& [name, client] : clients_) {
      INFO(name << " was told more");
      CHECK(ask(client, R"({"type":"is it over?"})").at("code") == "unknown_type");
    }
  }

 private:
  TestServer server_;
  std::map<std::string, Client> clients_;
};

}  // namespace

TEST_CASE("what an example leaves open", "[protocol]") {
  const auto [expected, received, alike] = GENERATE(table<std::string, std::string, bool>({
      {R"({"a":1})", R"({"a":1})", true},
      {R"({"a":1})", R"({"a":1} )", false},
      {R"({"a":"…"})", R"({"a":""})", true},
      {R"({"a":"…"})", R"({"a":"b\"c\\"})", true},
      {R"({"a":"…"})", R"({"a":"b","c":1})", false},
      {R"({"a":"…","b":"…"})", R"({"a":"1","b":"2"})", true},
      {R"({"a":"…","b":"…"})", R"({"a":"1","b":2})", false},
      {R"({"a":"…"})", R"({"a":"b)", false},
      {R"({"a":"b…"})", R"({"a":"bc"})", false},
  }));
  CAPTURE(expected, received);
  CHECK(is_alike(expected, received) == alike);
}

TEST_CASE("the examples of docs/protocol.md are what the server does", "[protocol]") {
  const auto examples = examples_of(read_protocol_page());
  CHECK(examples.size() >= 14);
  for (const auto& example : examples) {
    Stage stage(example);
    for (const auto& step : example.steps) {
      INFO("docs/protocol.md, the example of line " << example.line << ": " << step);
      stage.play(step);
    }
    INFO("docs/protocol.md, the example of line " << example.line);
    stage.end();
  }
}
