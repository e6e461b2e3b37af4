// SPDX-License-Identifier: MIT
#include "signalbox/base/readable_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

namespace signalbox {
namespace {

class OpenFile {
 public:
  OpenFile(const std::filesystem::path& file, FileKind kind) {
    // Without a writer a pipe could not even be opened, and so not be looked at.
    const int waiting = kind == FileKind::regular ? O_NONBLOCK : 0;
    descriptor_ = ::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY | waiting);
    if (descriptor_ < 0) trouble_ = std::strerror(errno);
    struct stat status {};
    if (trouble_ || kind == FileKind::any || ::fstat(descriptor_, &status) != 0) return;
    if (S_ISDIR(status.st_mode)) {
      trouble_ = std::strerror(EISDIR);
    } else if (!S_ISREG(status.st_mode)) {
      trouble_ = "it is a pipe or a device, and must be a regular file";
    }
  }
  ~OpenFile() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;
  OpenFile(OpenFile&&) = delete;
  OpenFile& operator=(OpenFile&&) = delete;

  /// Up to `most` bytes.
  FileText read(std::size_t most) {
    FileText read{.text = {}, .trouble = trouble_};
    std::array<char, 16384> buffer{};
    while (!read.trouble && read.text.size() < most) {
      const ssize_t size = ::read(descriptor_, buffer.data(), buffer.size());
      if (size == 0) break;
      if (size > 0) {
        read.text.append(buffer.data(), static_cast<std::size_t>(size));
      } else if (errno != EINTR) {
        read.trouble = std::strerror(errno);
      }
    }
    return read;
  }

 private:
  int descriptor_ = -1;
  std::optional<std::string> trouble_;
};

}  // namespace

FileText read_file(const std::filesystem::path& file, FileKind kind) {
  FileText read = OpenFile(file, kind).read(kLargestReadFile + 1);
  if (read.text.size() > kLargestReadFile) read = {.text = {}, .trouble = "it is over 1 MiB"};
  return read;
}

std::optional<std::string> why_unreadable(const std::filesystem::path& file) {
  FileText read = OpenFile(file, FileKind::regular).read(1);
  if (!read.trouble && read.text.empty()) return "it is empty";
  return read.trouble;
}

}  // namespace signalbox
