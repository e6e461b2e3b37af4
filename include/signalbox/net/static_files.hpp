// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "signalbox/net/http.hpp"

namespace signalbox::net {

/// The files below one folder, over HTTP. What was read stays in memory, shared by all who are
/// sent it, until the file changes or others need the room. Any thread.
class StaticFiles {
 public:
  /// Throws std::filesystem::filesystem_error if `root` is no folder.
  explicit StaticFiles(const std::filesystem::path& root);

  /// Answers a GET or HEAD: 200 or 304. Returns nullopt if there is no such file below the root,
  /// also not when a symbolic link says so. A folder's file is its index.html.
  std::optional<HttpResponse> respond(const HttpRequest& request);

  /// The file's text. Returns nullopt if there is no such file.
  std::shared_ptr<const std::string> read(std::string_view path);

  /// What is kept in memory.
  std::uintmax_t kept_bytes() const {
    const std::scoped_lock lock(mutex_);
    return kept_bytes_;
  }

 private:
  struct File {
    std::shared_ptr<const std::string> text;
    std::string etag;
    std::filesystem::file_time_type changed{};
    std::uintmax_t size = 0;
    std::uint64_t used = 0;  ///< for the last time, as `uses_` counts
  };

  std::optional<std::filesystem::path> find(std::string_view path) const;
  std::optional<File> load(const std::filesystem::path& path);
  void keep(const std::filesystem::path& path, const File& file);
  void forget(std::map<std::filesystem::path, File>::iterator file);

  std::filesystem::path root_;
  mutable std::mutex mutex_;
  std::map<std::filesystem::path, File> files_;
  std::uintmax_t kept_bytes_ = 0;  ///< of all in `files_`; bounded
  std::uint64_t uses_ = 0;
};

}  // namespace signalbox::net
