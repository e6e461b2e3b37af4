// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>

namespace signalbox::app {

/// `chosen`, or, where it is empty, the folder of the page that belongs to this program: where it
/// was installed or built. Throws std::runtime_error that says what to do.
std::filesystem::path find_web_root(const std::filesystem::path& chosen);

/// The folder of the operator's page. Returns an empty path if the program was put somewhere
/// without it.
std::filesystem::path find_dashboard();

}  // namespace signalbox::app
