// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace signalbox::app {

/// The first line of the file that `option` has named; nothing where it has named none. Throws
/// std::runtime_error that says what is wrong, and `advice` what to do.
std::string read_secret_file(std::string_view option, const std::filesystem::path& path,
                             std::string_view advice);

}  // namespace signalbox::app
