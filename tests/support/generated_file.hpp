// SPDX-License-Identifier: MIT
#pragma once

#include <string>

namespace signalbox::test {

/// Where a file of the repository is.
std::string source_path(const std::string& name);

/// What it says. Empty: there is none.
std::string read_source(const std::string& name);

/// Whether the file in the repository is the generated text; it is, once it has been written.
bool is_current(const std::string& name, const std::string& text);

}  // namespace signalbox::test
