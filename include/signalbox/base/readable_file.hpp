// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace signalbox {

/// Of a file that is read. A pipe's reader may wait for its writer for ever, which a server must
/// not.
enum class FileKind : std::uint8_t {
  regular,
  any,  ///< pipes too
};

/// Larger files are not read.
inline constexpr std::size_t kLargestReadFile = std::size_t{1} << 20U;

struct FileText {
  std::string text;
  std::optional<std::string> trouble;  ///< why there is no text, for the operator
};

/// The whole file.
FileText read_file(const std::filesystem::path& file, FileKind kind = FileKind::regular);

/// Why nothing can be read from `file`, which must be a regular one: the system's words, or "it is
/// empty". Returns nullopt if it has a byte at least.
std::optional<std::string> why_unreadable(const std::filesystem::path& file);

}  // namespace signalbox
