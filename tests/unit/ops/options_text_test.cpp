// SPDX-License-Identifier: MIT
#include <sstream>

#include "ops/option_table.hpp"
#include "signalbox/base/version.hpp"
#include "support/catch.hpp"
#include "support/generated_file.hpp"
#include "unit/ops/run_options.hpp"

namespace signalbox::test::options_text_test {

TEST_CASE("the generated files are current", "[ops][options][generated]") {
  INFO("To write them anew, run this test with SIGNALBOX_UPDATE_GENERATED=1.");
  CHECK(is_current("docs/configuration.md", options_markdown()));
  CHECK(is_current("packaging/signalbox.toml", options_toml()));
  CHECK(is_current("packaging/signalbox.8", options_manual_page()));
}

TEST_CASE("help, markdown and example name every option", "[ops][options]") {
  for (const auto& option : option_table()) {
    const std::string key(option.key);
    const std::string sentence(option.sentence);
    CHECK(contains(options_help(), "\n  --" + key + " " + std::string(option.value)));
    CHECK(contains(options_help(), "]\n"));
    CHECK(contains(options_markdown(), "`--" + key + "`<br>`" + environment_name(option)));
    CHECK(contains(options_markdown(), sentence));
    CHECK(contains(options_manual_page(), std::string(option.value) + "\"\n"));
    if (key == "config") continue;
    CHECK(contains(options_toml(), "\n# " + sentence));
    CHECK(contains(options_toml(), "\n#" + key + " = "));
  }
}

TEST_CASE("the help fits a terminal of 80 columns", "[ops][options]") {
  std::istringstream help(options_help());
  for (std::string line; std::getline(help, line);) {
    CAPTURE(line);
    CHECK(line.size() <= 80);
    CHECK_FALSE(line.ends_with(' '));
  }
}

TEST_CASE("every option has a sentence and one group", "[ops][options]") {
  std::vector<std::string_view> groups;
  for (const auto& option : option_table()) {
    CAPTURE(option.key);
    CHECK_THAT(std::string(option.sentence), Catch::Matchers::EndsWith("."));
    CHECK_FALSE(default_of(option).empty());
    CHECK_FALSE(example_of(option).empty());
    if (groups.empty() || groups.back() != option.group) groups.push_back(option.group);
  }
  std::sort(groups.begin(), groups.end());
  CHECK(std::adjacent_find(groups.begin(), groups.end()) == groups.end());
}

TEST_CASE("every default is in its option's range", "[ops][options]") {
  for (const auto& option : option_table()) {
    CAPTURE(option.key);
    if (!option.default_words.empty()) continue;
    Settings settings;
    CHECK_FALSE(apply(option, show(option, settings), settings).has_value());
    CHECK(show(option, settings) == show(option, Settings{}));
  }
}

TEST_CASE("the example file is accepted, as it is and without its comment signs",
          "[ops][options]") {
  Surroundings surroundings;
  CHECK(settings_from({"--config", source_path("packaging/signalbox.toml")}).threads ==
        default_threads());

  std::istringstream lines(options_toml());
  std::string keys;
  for (std::string line; std::getline(lines, line);) {
    const bool key = line.size() > 1 && line[0] == '#' && line[1] != ' ' && line[1] != '#';
    // The example of a directory need not exist here.
    if (key && !line.starts_with("#web-root")) keys += line.substr(1) + "\n";
  }
  const auto settings = settings_from({"--config", surroundings.write_file(keys)});
  CHECK(settings.threads == 4);
  CHECK(settings.listen == Settings{}.listen);
  CHECK(settings.limits.ping_interval == Limits{}.ping_interval);
}

TEST_CASE("the version is that of the build files", "[ops][options]") {
  CHECK(contains(read_source("CMakeLists.txt"),
                 "project(signalbox VERSION " + std::string(kVersion)));
}

}  // namespace signalbox::test::options_text_test
