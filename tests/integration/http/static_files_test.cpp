// SPDX-License-Identifier: MIT
#include <sys/stat.h>

#include "support/catch.hpp"
#include "support/http_exchange.hpp"
#include "support/test_server.hpp"

namespace signalbox::test::http_static_files_test {

namespace {

namespace fs = std::filesystem;

const std::string kIndex = "<!doctype html><title>index</title>";
const std::string kSecret = "root:x:0:0";

/// A served folder, and a secret beside it.
struct Site {
  Site() {
    folder.write("secret.txt", kSecret);
    folder.write("web/index.html", kIndex);
    folder.write("web/.hidden", kSecret);
    folder.write("web/.git/config", kSecret);
    folder.write("web/app/main.js", "export {};");
    folder.write("web/app/index.html", "app");
    folder.write("web/with space é.txt", "spaced");
    folder.write("web/empty.txt", "");
  }

  Settings settings() const {
    Settings result = test_settings();
    result.web_root = root;
    return result;
  }

  TemporaryDirectory folder;
  fs::path root = folder.path() / "web";
};

}  // namespace

TEST_CASE("Files are served as they are", "[http]") {
  const auto [target, body] = GENERATE(table<std::string, std::string>({
      {"/", kIndex},
      {"/index.html", kIndex},
      {"/?query=1", kIndex},
      {"/app", "app"},
      {"/app/", "app"},
      {"/app/main.js", "export {};"},
      {"/app/main.js?v=2", "export {};"},
      {"/%61pp/m%61in.js", "export {};"},
      {"/with%20space%20%C3%A9.txt", "spaced"},
      {"/empty.txt", ""},
  }));
  CAPTURE(target);
  const Site site;
  const TestServer server(site.settings());

  const HttpReply whole = get(server.port(), target);
  const HttpReply head = fetch(server.port(), {.target = target, .method = "HEAD"});

  CHECK(whole.status == 200);
  CHECK(whole.body == body);
  CHECK(whole.header("cache-control") == "no-cache");
  CHECK(head.status == 200);
  CHECK(head.header("content-length") == std::to_string(body.size()));
  CHECK(head.header("etag") == whole.header("etag"));
}

TEST_CASE("A HEAD's answer has no body", "[http]") {
  const auto target = GENERATE(as<std::string>(), "/", "/nothing", "/healthz", "/ws");
  CAPTURE(target);
  const Site site;
  const TestServer server(site.settings());
  RawClient client(server.port());

  client.send(text_of({.target = target, .method = "HEAD", .more = "Connection: close\r\n"}));

  CHECK(client.receive_all().ends_with("\r\n\r\n"));
}

TEST_CASE("A file's name tells its type", "[http]") {
  const auto [name, type] = GENERATE(table<std::string, std::string>({
      {"a.html", "text/html; charset=utf-8"},
      {"a.js", "text/javascript; charset=utf-8"},
      {"a.mjs", "text/javascript; charset=utf-8"},
      {"a.css", "text/css; charset=utf-8"},
      {"a.json", "application/json"},
      {"a.webmanifest", "application/manifest+json"},
      {"a.svg", "image/svg+xml"},
      {"a.png", "image/png"},
      {"a.ico", "image/x-icon"},
      {"a.wasm", "application/wasm"},
      {"a.txt", "text/plain; charset=utf-8"},
      {"a.d.ts", "text/plain; charset=utf-8"},
      {"a.unheard-of", "application/octet-stream"},
      {"a", "application/octet-stream"},
  }));
  CAPTURE(name);
  const Site site;
  site.folder.write("web/" + name, "x");
  const TestServer server(site.settings());

  const HttpReply reply = get(server.port(), "/" + name);

  CHECK(reply.header("content-type") == type);
  CHECK(reply.header("x-content-type-options") == "nosniff");
}

TEST_CASE("Who has a file already is not sent it again", "[http]") {
  const Site site;
  const TestServer server(site.settings());
  const std::string etag = get(server.port(), "/").header("etag");
  REQUIRE(etag.size() > 2);
  const auto ask = [&](const std::string& tags) {
    return fetch(server.port(), {.more = "If-None-Match: " + tags + "\r\n"});
  };
  for (const std::string& tags : {etag, "W/" + etag, "\"other\", " + etag, std::string("*")}) {
    CAPTURE(tags);
    const HttpReply reply = ask(tags);
    CHECK(reply.status == 304);
    CHECK(reply.header("etag") == etag);
    CHECK(reply.headers.count("content-length") == 0);
    CHECK(reply.body.empty());
  }
  for (const std::string tags : {"\"other\"", "", "W/\"other\", \"more\""}) {
    CAPTURE(tags);
    CHECK(ask(tags).status == 200);
  }

  site.folder.write("web/index.html", "a new version");
  const HttpReply changed = ask(etag);
  CHECK(changed.status == 200);
  CHECK(changed.body == "a new version");
  CHECK(changed.header("etag") != etag);
}

TEST_CASE("A connection goes on behind a 304", "[http]") {
  const Site site;
  const TestServer server(site.settings());
  RawClient client(server.port());
  client.send(text_of({.more = "If-None-Match: *\r\n"}) + text_of({.target = "/healthz"}));

  CHECK(receive_reply(client).status == 304);
  CHECK(receive_reply(client).body == "ok\n");
}

TEST_CASE("Nothing outside the folder, and nothing hidden, is served", "[http]") {
  const auto target = GENERATE(
      as<std::string>(), "/../secret.txt", "/app/../../secret.txt", "/%2e%2e/secret.txt",
      "/%2E%2E/secret.txt", "/.%2e/secret.txt", "/..%2fsecret.txt", "/..%2Fsecret.txt",
      "/%2e%2e%2fsecret.txt", "/app%2f..%2f..%2fsecret.txt", "/%252e%252e/secret.txt",
      "/..%5csecret.txt", "/..\\secret.txt", "/....//secret.txt", "//etc/passwd",
      "/%2fetc%2fpasswd", "/%2Fetc/passwd", "/etc/passwd", "../secret.txt", "/./index.html",
      "/app/./main.js", "/.hidden", "/%2ehidden", "/.git/config", "/app/../.hidden", "/.", "/..",
      "/index.html%00.js", "/%00", "/index.html/", "/index.html/x", "/app/nothing.js", "/%", "/%4",
      "/%zz", "/index.html%", "/\xC3\x28");
  CAPTURE(target);
  const Site site;
  const TestServer server(site.settings());

  const HttpReply reply = get(server.port(), target);

  CHECK((reply.status == 404 || reply.status == 400));
  CHECK(reply.body.find(kSecret) == std::string::npos);
  CHECK(reply.body.find("root:") == std::string::npos);
}

TEST_CASE("Symbolic links are followed within the folder, never out of it", "[http]") {
  const Site site;
  fs::create_symlink(site.folder.path() / "secret.txt", site.root / "out.txt");
  fs::create_symlink("../secret.txt", site.root / "relative.txt");
  fs::create_directory_symlink(site.folder.path(), site.root / "up");
  fs::create_directory_symlink("/etc", site.root / "etc");
  fs::create_symlink("loop", site.root / "loop");
  fs::create_symlink("nowhere", site.root / "dangling");
  // Begins as the folder's path does, and is another.
  site.folder.write("web2/secret.txt", kSecret);
  fs::create_directory_symlink("../web2", site.root / "sibling");
  fs::create_symlink("app/main.js", site.root / "in.js");
  fs::create_directory_symlink("app", site.root / "also");
  const TestServer server(site.settings());

  for (const std::string target : {"/out.txt", "/relative.txt", "/up/secret.txt", "/up/",
                                   "/etc/passwd", "/loop", "/dangling", "/sibling/secret.txt"}) {
    CAPTURE(target);
    CHECK(get(server.port(), target).status == 404);
  }
  for (const std::string target : {"/in.js", "/also/main.js"}) {
    CAPTURE(target);
    CHECK(get(server.port(), target).body == "export {};");
  }
}

TEST_CASE("A name longer than any file's is not found", "[http]") {
  const Site site;
  const TestServer server(site.settings());
  CHECK(get(server.port(), "/" + std::string(5000, 'a')).status == 404);
}

TEST_CASE("What is no file is not served", "[http]") {
  const Site site;
  fs::create_directory(site.root / "folder");
  mkfifo((site.root / "pipe").c_str(), 0600);
  const TestServer server(site.settings());

  CHECK(get(server.port(), "/folder/").status == 404);
  CHECK(get(server.port(), "/pipe").status == 404);
}

TEST_CASE("A page is served whole, however little may wait for a client", "[http]") {
  const TemporaryDirectory folder;
  const std::string page(200'000, 'x');
  folder.write("index.html", page);
  Settings settings = test_settings();
  settings.web_root = folder.path();
  settings.limits.outbox_bytes = 2048;
  const TestServer server(settings);
  CHECK(get(server.port(), "/").body == page);
}

}  // namespace signalbox::test::http_static_files_test
