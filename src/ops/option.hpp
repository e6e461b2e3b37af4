// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "ops/problem.hpp"
#include "ops/quantity.hpp"
#include "signalbox/ops/settings.hpp"

namespace signalbox {

/// A member of Limits, whose type says what it measures, and its range.
template <typename Number, Measure kMeasure>
struct Bound {
  Number Limits::*member;
  std::uint64_t least;
  std::uint64_t most;
  bool needs_restart = false;
};
using Count = Bound<std::uint32_t, Measure::plain>;
using Size = Bound<std::size_t, Measure::bytes>;
using Time = Bound<std::chrono::milliseconds, Measure::duration>;

/// Hands the option's part of settings that were read again to those in force. Null if the
/// option needs a restart.
using Take = void (*)(Settings& in_force, const Settings& read);

/// An option that takes one value of its own kind.
struct Single {
  bool (*set)(Settings&, const std::string& value);  ///< whether the value was one to accept
  std::string (*show)(const Settings&);
  std::string_view accepts;  ///< for people, after "is not"
  Take take = nullptr;
};

/// An option that takes several values. Those of one source replace the default together.
struct List {
  void (*clear)(Settings&);
  std::optional<Problem> (*add)(Settings&, std::string_view value);
  std::vector<std::string> (*show)(const Settings&);
  std::string_view accepts;
  Take take = nullptr;
  /// Only where not all of a value is shown.
  bool (*same)(const Settings&, const Settings&) = nullptr;
};

/// The configuration file's own name: it decides where settings come from and is none itself.
struct FileName {};

struct Option {
  std::string_view key;    ///< `--key` as a flag, `key` in the file, SIGNALBOX_KEY outside
  std::string_view group;  ///< the heading it stands under
  std::string_view value;  ///< what stands for the value in the help
  std::string_view sentence;
  std::variant<Count, Size, Time, Single, List, FileName> kind;

  // Only if the default depends on the machine, or is nothing:
  std::string_view default_words{};
  std::string_view example{};  ///< otherwise the default is the example
};

/// `SIGNALBOX_MAX_MESSAGE` for `max-message`.
std::string environment_name(const Option& option);

bool is_list(const Option& option);

/// Sets the option to these values; what is wrong with them otherwise. Of several values that are
/// not for a list, the last one counts.
std::optional<Problem> apply(const Option& option, const std::vector<std::string>& values,
                             Settings& settings);

/// The option's values in these settings, as an operator would write them, but with *** for a user
/// and a password. An empty one stands for nothing.
std::vector<std::string> show(const Option& option, const Settings& settings);

bool same(const Option& option, const Settings& left, const Settings& right);

/// Whether a running server cannot change it.
bool needs_restart(const Option& option);

/// Takes the option over from settings that were read again, unless it needs a restart.
void take(const Option& option, Settings& in_force, const Settings& read);

/// What the option accepts, for people: `a size from 1KiB to 16MiB`.
std::string accepted(const Option& option);

/// The default, for people: `64KiB`, `one for each core`.
std::string default_of(const Option& option);

/// A value that the option accepts: its default if that can be written down.
std::string example_of(const Option& option);

}  // namespace signalbox
