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

namespace signalbox::test::protocol_examples_test {

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
  for (const std::string_view verb : {" leaves", " returns"}) {
    if (line.ends_with(verb)) return {line.substr(0, line.size() - verb.size()), std::string(verb)};
  }
  throw std::runtime_error("this is no step of an example");
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
    if (step.verb == " → ") {
      clients_.at(step.name).send(with_token(step));
    } else if (step.verb == " ← ") {
      const std::string received = clients_.at(step.name).receive();
      if (!is_alike(step.text, received)) FAIL_CHECK(step.name << " received " << received);
      const Json message = Json::parse(received, nullptr, /*allow_exceptions=*/false);
      if (message.contains("resume")) tokens_[step.name] = message.at("resume").at("token").dump();
    } else if (step.verb == " leaves") {
      clients_.erase(step.name);
    } else {
      clients_.emplace(step.name, Client(server_.port()));
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
  /// What a login sends for the token that the page leaves open.
  std::string with_token(const Step& step) const {
    const std::string open = R"("token":"…")";
    const auto at = step.text.find(open);
    if (at == std::string::npos) return step.text;
    return std::string(step.text).replace(at, open.size(), "\"token\":" + tokens_.at(step.name));
  }

  TestServer server_;
  std::map<std::string, Client> clients_;
  std::map<std::string, std::string> tokens_;  ///< with their quotes
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
  CHECK(examples.size() >= 20);
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

}  // namespace signalbox::test::protocol_examples_test
