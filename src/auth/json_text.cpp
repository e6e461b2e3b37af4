// SPDX-License-Identifier: MIT
#include "auth/json_text.hpp"

#include <cstddef>
#include <set>
#include <utility>
#include <vector>

namespace signalbox::auth {
namespace {

using Json = nlohmann::json;

/// Hears of each object, array and member before it is stored.
class Inspection {
 public:
  /// Returns false if it is not to be stored. `depth` is the number of objects and arrays that it
  /// is in.
  bool allow(std::size_t depth, Json::parse_event_t event, const Json& value) {
    if (!problem_.empty()) return false;
    if (event == Json::parse_event_t::object_start || event == Json::parse_event_t::array_start) {
      begin(depth);
    } else if (event == Json::parse_event_t::key) {
      note(names_[depth - 1], value.get_ref<const std::string&>());
    }
    return problem_.empty();
  }

  const std::string& problem() const { return problem_; }

 private:
  void begin(std::size_t depth) {
    if (depth >= kDeepestJson) {
      problem_ = "is nested more than " + std::to_string(kDeepestJson) + " levels deep";
      return;
    }
    names_.resize(depth);
    names_.emplace_back();
  }

  void note(std::set<std::string>& names, const std::string& name) {
    if (names.insert(name).second) return;
    problem_ =
        name.size() > kLongestEcho ? "has a member twice" : "has the member '" + name + "' twice";
  }

  std::vector<std::set<std::string>> names_;  ///< of the members of each object that is open
  std::string problem_;
};

}  // namespace

ParsedJson parse_json(std::string_view text) {
  Inspection inspection;
  const auto allow = [&](int depth, Json::parse_event_t event, const Json& value) {
    return inspection.allow(static_cast<std::size_t>(depth), event, value);
  };
  Json value = Json::parse(text, allow, /*allow_exceptions=*/false);
  if (!inspection.problem().empty()) return {.problem = inspection.problem()};
  // The library takes a NUL for the end.
  if (value.is_discarded() || text.find('\0') != std::string_view::npos) {
    return {.problem = "is no JSON"};
  }
  return {.value = std::move(value)};
}

}  // namespace signalbox::auth
