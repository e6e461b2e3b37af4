// SPDX-License-Identifier: MIT
#include "signalbox/net/static_files.hpp"

#include <chrono>
#include <filesystem>
#include <string>

#include "support/catch.hpp"
#include "support/header_request.hpp"
#include "support/temporary_directory.hpp"

namespace signalbox::test::net_static_files_test {

using net::StaticFiles;
using Values = std::vector<std::string>;
namespace fs = std::filesystem;

namespace {

/// A folder to serve, with a neighbour that is nobody's business.
struct Site {
  Site() {
    folder.write("web/index.html", "<h1>page</h1>");
    folder.write("web/app/main.js", "main();");
    folder.write("web/app/index.html", "<h1>app</h1>");
    folder.write("web/a b.txt", "a b");
    folder.write("web/.secret", "hidden");
    folder.write("web/.git/config", "hidden");
    folder.write("secret.txt", "secret");
    folder.write("web-secret/index.html", "secret");
  }

  std::string get(const std::string& path) {
    const auto response = files.respond(HeaderRequest(path));
    return response ? *response->body : "nothing";
  }

  TemporaryDirectory folder;
  // After the folder has been filled, which is why this is built late.
  StaticFiles files{(fs::create_directories(folder.path() / "web"), folder.path() / "web")};
};

}  // namespace

TEST_CASE("files below the root are served", "[net][static_files]") {
  Site site;
  CHECK(site.get("/index.html") == "<h1>page</h1>");
  CHECK(site.get("/") == "<h1>page</h1>");
  CHECK(site.get("/app/main.js") == "main();");
  CHECK(site.get("/app/") == "<h1>app</h1>");
  CHECK(site.get("/a%20b.txt") == "a b");
  CHECK(site.get("/app%2Fmain.js") == "main();");
}

TEST_CASE("nothing else is", "[net][static_files]") {
  Site site;
  const std::string path = GENERATE(
      "", "index.html", "/nothing", "/app/nothing.js", "/index.html/", "/../secret.txt",
      "/app/../../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt", "/.%2e/secret.txt",
      "/%2e/index.html", "/./index.html", "/.secret", "/%2esecret", "/.git/config", "/app/.",
      "/app/..", "//etc/passwd", "/%2Fetc/passwd", "/../web-secret/index.html", "/index.html%00",
      "/%00", "/index.html%", "/index.html%zz", "*");
  CAPTURE(path);
  CHECK(site.get(path) == "nothing");
}

TEST_CASE("symbolic links lead no further than the root", "[net][static_files]") {
  Site site;
  const auto web = site.folder.path() / "web";
  fs::create_symlink("index.html", web / "inside.html");
  fs::create_symlink("../secret.txt", web / "outside.txt");
  fs::create_directory_symlink("..", web / "up");
  fs::create_symlink("loop", web / "loop");

  CHECK(site.get("/inside.html") == "<h1>page</h1>");
  CHECK(site.get("/outside.txt") == "nothing");
  CHECK(site.get("/up/secret.txt") == "nothing");
  CHECK(site.get("/up/web/index.html") == "<h1>page</h1>");
  CHECK(site.get("/loop") == "nothing");
}

TEST_CASE("a root may be a link itself", "[net][static_files]") {
  const TemporaryDirectory folder;
  folder.write("real/index.html", "page");
  fs::create_directory_symlink("real", folder.path() / "link");
  StaticFiles files(folder.path() / "link");
  CHECK(files.respond(HeaderRequest("/")));
}

TEST_CASE("a file's type is told by its name", "[net][static_files]") {
  const auto [name, type] = GENERATE(table<std::string, std::string>({
      {"a.html", "text/html; charset=utf-8"},
      {"a.js", "text/javascript; charset=utf-8"},
      {"a.min.js", "text/javascript; charset=utf-8"},
      {"a.css", "text/css; charset=utf-8"},
      {"a.json", "application/json"},
      {"a.svg", "image/svg+xml"},
      {"a.JS", "application/octet-stream"},
      {"a", "application/octet-stream"},
      {"a.exe", "application/octet-stream"},
  }));
  const TemporaryDirectory folder;
  folder.write(name, "text");
  StaticFiles files(folder.path());
  const auto response = files.respond(HeaderRequest("/" + name));
  REQUIRE(response);
  CHECK(response->status == net::HttpStatus{200});
  CHECK(header_of(*response, "Content-Type") == Values{type});
  CHECK(header_of(*response, "Cache-Control") == Values{"no-cache"});
}

TEST_CASE("who has the file is not sent it again", "[net][static_files]") {
  Site site;
  const auto first = site.files.respond(HeaderRequest("/"));
  REQUIRE(first);
  const auto etag = header_of(*first, "ETag").at(0);
  CHECK((etag.starts_with('"') && etag.ends_with('"')));

  for (const std::string& sent : {etag, "W/" + etag, "\"x\", " + etag, std::string("*")}) {
    CAPTURE(sent);
    const auto again = site.files.respond(HeaderRequest("/", {{"If-None-Match", sent}}));
    REQUIRE(again);
    CHECK(again->status == net::HttpStatus{304});
    CHECK(again->body == nullptr);
    CHECK(header_of(*again, "ETag") == Values{etag});
  }

  const auto other = site.files.respond(HeaderRequest("/", {{"If-None-Match", "\"x\""}}));
  CHECK(other->status == net::HttpStatus{200});
}

TEST_CASE("a file that changes is read again, one that doesn't is shared", "[net][static_files]") {
  Site site;
  const auto first = site.files.respond(HeaderRequest("/"));
  CHECK(site.files.respond(HeaderRequest("/"))->body == first->body);

  const auto file = site.folder.write("web/index.html", "<h1>next</h1>");
  fs::last_write_time(file, fs::last_write_time(file) + std::chrono::seconds(2));

  const auto next = site.files.respond(HeaderRequest("/"));
  CHECK(*next->body == "<h1>next</h1>");
  CHECK(header_of(*next, "ETag") != header_of(*first, "ETag"));
  CHECK(*first->body == "<h1>page</h1>");

  fs::remove(file);
  CHECK(site.get("/") == "nothing");
}

TEST_CASE("very large files are not served", "[net][static_files]") {
  const TemporaryDirectory folder;
  fs::resize_file(folder.write("large", "x"), 16 * 1024 * 1024);
  fs::resize_file(folder.write("larger", "x"), 16 * 1024 * 1024 + 1);
  StaticFiles files(folder.path());
  CHECK(files.respond(HeaderRequest("/large")));
  CHECK_FALSE(files.respond(HeaderRequest("/larger")));
}

TEST_CASE("a file's text alone", "[net][static_files]") {
  Site site;
  REQUIRE(site.files.read("/app/main.js"));
  CHECK(*site.files.read("/app/main.js") == "main();");
  CHECK(site.files.read("/nothing") == nullptr);
}

TEST_CASE("a root must be a folder", "[net][static_files]") {
  const TemporaryDirectory folder;
  const auto file = folder.write("file", "x");
  CHECK_THROWS_AS(StaticFiles(file), fs::filesystem_error);
  CHECK_THROWS_AS(StaticFiles(folder.path() / "nothing"), fs::filesystem_error);
}

TEST_CASE("only so much is kept in memory, and everything is served", "[net][static_files]") {
  constexpr std::size_t kSize = std::size_t{12} * 1024 * 1024;
  const TemporaryDirectory folder;
  for (const char c : {'a', 'b', 'c'}) {
    folder.write(std::string(1, c) + ".txt", std::string(kSize, c));
  }
  StaticFiles files(folder.path());
  const auto get = [&](char c) { return *files.read(std::string("/") + c + ".txt"); };

  for (const char c : {'a', 'b', 'a', 'c', 'b', 'a'}) CHECK(get(c) == std::string(kSize, c));

  CHECK(files.kept_bytes() == 2 * kSize);
  folder.write("a.txt", "new");
  CHECK(get('a') == "new");
  CHECK(files.kept_bytes() == kSize + 3);
}

}  // namespace signalbox::test::net_static_files_test
