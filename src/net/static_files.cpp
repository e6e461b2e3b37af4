// SPDX-License-Identifier: MIT
#include "signalbox/net/static_files.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <system_error>
#include <utility>

#include "signalbox/base/text/percent_decode.hpp"

namespace signalbox::net {
namespace {

namespace fs = std::filesystem;

/// Larger files are not served: this is for pages, not for downloads.
constexpr std::uintmax_t kLargest = std::uintmax_t{16} * 1024 * 1024;

/// So many bytes of files are kept. The file that was asked for least recently goes first.
constexpr std::uintmax_t kMostKept = std::uintmax_t{32} * 1024 * 1024;

using Type = std::pair<std::string_view, std::string_view>;
constexpr std::array kTypes{
    Type{".html", "text/html; charset=utf-8"},
    Type{".js", "text/javascript; charset=utf-8"},
    Type{".mjs", "text/javascript; charset=utf-8"},
    Type{".ts", "text/plain; charset=utf-8"},
    Type{".css", "text/css; charset=utf-8"},
    Type{".json", "application/json"},
    Type{".map", "application/json"},
    Type{".webmanifest", "application/manifest+json"},
    Type{".svg", "image/svg+xml"},
    Type{".png", "image/png"},
    Type{".jpg", "image/jpeg"},
    Type{".webp", "image/webp"},
    Type{".ico", "image/x-icon"},
    Type{".woff2", "font/woff2"},
    Type{".mp3", "audio/mpeg"},
    Type{".ogg", "audio/ogg"},
    Type{".wasm", "application/wasm"},
    Type{".txt", "text/plain; charset=utf-8"},
};

std::string type_of(const fs::path& path) {
  const std::string extension = path.extension().string();
  const auto* const known = std::ranges::find(kTypes, extension, &Type::first);
  return std::string(known == kTypes.end() ? "application/octet-stream" : known->second);
}

bool is_below(const fs::path& path, const fs::path& root) {
  return std::ranges::mismatch(root, path).in1 == root.end();
}

/// RFC 9110 section 13.1.2: a list of tags, or an asterisk, compared weakly.
bool matches(std::string_view if_none_match, const std::string& etag) {
  return if_none_match == "*" || if_none_match.find(etag) != std::string_view::npos;
}

}  // namespace

StaticFiles::StaticFiles(const fs::path& root) : root_(fs::canonical(root)) {
  if (!fs::is_directory(root_)) {
    throw fs::filesystem_error("not a folder", root_,
                               std::make_error_code(std::errc::not_a_directory));
  }
}

std::optional<HttpResponse> StaticFiles::respond(const HttpRequest& request) {
  const auto path = find(request.path());
  if (!path) return std::nullopt;
  const auto file = load(*path);
  if (!file) return std::nullopt;
  HttpResponse response{.headers = {{"Content-Type", type_of(*path)},
                                    {"ETag", file->etag},
                                    // Kept, but asked for again: a new version is seen at once.
                                    {"Cache-Control", "no-cache"}}};
  if (matches(request.header("If-None-Match"), file->etag)) {
    response.status = HttpStatus::not_modified;
  } else {
    response.body = file->text;
  }
  return response;
}

std::shared_ptr<const std::string> StaticFiles::read(std::string_view path) {
  const auto found = find(path);
  const auto file = found ? load(*found) : std::nullopt;
  return file ? file->text : nullptr;
}

std::optional<fs::path> StaticFiles::find(std::string_view path) const {
  const auto decoded = percent_decode(path);
  if (!decoded || !decoded->starts_with('/') || decoded->find('\0') != std::string::npos) {
    return std::nullopt;
  }
  // Hidden files are nobody's business; this refuses `..` as well.
  if (decoded->find("/.") != std::string::npos) return std::nullopt;
  std::error_code error;
  fs::path wanted = root_ / fs::path(decoded->substr(1));
  if (fs::is_directory(wanted, error)) wanted /= "index.html";
  // Symbolic links are followed first, and where they lead must be below the root.
  fs::path real = fs::canonical(wanted, error);
  if (error || !is_below(real, root_) || !fs::is_regular_file(real, error)) return std::nullopt;
  return real;
}

std::optional<StaticFiles::File> StaticFiles::load(const fs::path& path) {
  std::error_code error;
  const auto changed = fs::last_write_time(path, error);
  const auto size = error ? 0 : fs::file_size(path, error);
  if (error || size > kLargest) return std::nullopt;
  const std::scoped_lock lock(mutex_);
  const auto known = files_.find(path);
  if (known != files_.end()) {
    File& file = known->second;
    file.used = ++uses_;
    if (file.changed == changed && file.size == size) return file;
    forget(known);
  }
  std::ifstream stream(path, std::ios::binary);
  if (!stream) return std::nullopt;
  std::string text(size, '\0');
  stream.read(text.data(), static_cast<std::streamsize>(size));
  text.resize(static_cast<std::size_t>(stream.gcount()));
  const std::string etag =
      '"' + std::to_string(size) + '-' + std::to_string(changed.time_since_epoch().count()) + '"';
  File file{.text = std::make_shared<const std::string>(std::move(text)),
            .etag = etag,
            .changed = changed,
            .size = size,
            .used = ++uses_};
  keep(path, file);
  return file;
}

void StaticFiles::keep(const fs::path& path, const File& file) {
  const auto is_used_earlier = [](const auto& left, const auto& right) {
    return left.second.used < right.second.used;
  };
  while (!files_.empty() && kept_bytes_ + file.size > kMostKept) {
    forget(std::ranges::min_element(files_, is_used_earlier));
  }
  files_.emplace(path, file);
  kept_bytes_ += file.size;
}

void StaticFiles::forget(std::map<fs::path, File>::iterator file) {
  kept_bytes_ -= file->second.size;
  files_.erase(file);
}

}  // namespace signalbox::net
