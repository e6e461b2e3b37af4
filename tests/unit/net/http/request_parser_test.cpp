// SPDX-License-Identifier: MIT
#include "net/http/request_parser.hpp"

#include <string>

#include "support/catch.hpp"

namespace signalbox::test::request_parser_test {

using namespace signalbox::net::http;

namespace {

constexpr std::size_t kMaxHeader = 500;

ParseResult parse(const std::string& bytes, ParsedRequest& request) {
  return parse_request(bytes, kMaxHeader, request);
}

ParseResult parse(const std::string& bytes) {
  ParsedRequest request;
  return parse(bytes, request);
}

/// A request whose line and header have `size` bytes.
std::string request_of(std::size_t size) {
  const std::string begin = "GET / HTTP/1.1\r\nX: ";
  const std::string end = "\r\n\r\n";
  return begin + std::string(size - begin.size() - end.size(), 'x') + end;
}

}  // namespace

TEST_CASE("what a request says", "[net][http]") {
  const std::string bytes =
      "GET /a%20b/?x=/y?z HTTP/1.1\r\nHost: example.org\r\nUPGRADE: websocket\r\nEmpty:\r\n\r\n";
  ParsedRequest request;

  const auto result = parse(bytes, request);

  CHECK(result.consumed == bytes.size());
  CHECK(result.error_status == net::HttpStatus::unknown);
  CHECK(request.method() == "GET");
  CHECK(request.is_read());
  CHECK(request.path() == "/a%20b/");
  CHECK(request.header("host") == "example.org");
  CHECK(request.header("Upgrade") == "websocket");
  CHECK(request.header("Empty").empty());
  CHECK(request.header("Origin").empty());
}

TEST_CASE("a request in pieces is taken when it is whole", "[net][http]") {
  const std::string bytes = "GET / HTTP/1.1\r\nHost: example.org\r\n\r\n";
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    CAPTURE(size);
    const auto result = parse(bytes.substr(0, size));
    CHECK(result.consumed == 0);
    CHECK(result.error_status == net::HttpStatus::unknown);
  }
  CHECK(parse(bytes).consumed == bytes.size());
}

TEST_CASE("what follows a request is left for the next time", "[net][http]") {
  const std::string first = "GET /1 HTTP/1.1\r\n\r\n";
  const std::string next =
      GENERATE("GET /2 HTTP/1.1\r\n\r\n", "GET /2", "\x81\x85 frame", "\r\n", "nonsense\r\n\r\n");
  ParsedRequest request;

  const auto result = parse(first + next, request);

  CHECK(result.consumed == first.size());
  CHECK(result.error_status == net::HttpStatus::unknown);
  CHECK(request.path() == "/1");
}

TEST_CASE("a header is as long as the limit says", "[net][http]") {
  CHECK(parse(request_of(kMaxHeader)).consumed == kMaxHeader);
  CHECK(parse(request_of(kMaxHeader + 1)).error_status == net::HttpStatus{431});
  CHECK(parse(request_of(10 * kMaxHeader)).error_status == net::HttpStatus{431});
  // As soon as that is known.
  CHECK(parse(std::string(kMaxHeader, 'x')).error_status == net::HttpStatus::unknown);
  CHECK(parse(std::string(kMaxHeader + 1, 'x')).error_status == net::HttpStatus{431});
}

TEST_CASE("bodies are refused", "[net][http]") {
  const std::string header =
      GENERATE("Content-Length: 5", "Content-Length: 1000000000", "Transfer-Encoding: chunked");
  const std::string body = GENERATE("", "hello", "5\r\nhello\r\n0\r\n\r\n", "0\r\n\r\n");
  CAPTURE(header, body);
  CHECK(parse("POST / HTTP/1.1\r\n" + header + "\r\n\r\n" + body).error_status ==
        net::HttpStatus{413});
}

TEST_CASE("an empty body is none", "[net][http]") {
  const std::string bytes = "POST / HTTP/1.1\r\nContent-Length: 0\r\n\r\n";
  ParsedRequest request;
  CHECK(parse(bytes, request).consumed == bytes.size());
  CHECK_FALSE(request.is_read());
}

TEST_CASE("what is no request is refused", "[net][http]") {
  const std::string bytes =
      GENERATE("\r\n\r\n", "GET /\r\n\r\n", "GET / HTTP/2.0\r\n\r\n", "GET / HTTP/1\r\n\r\n",
               "GET  / HTTP/1.1\r\n\r\n", "/ HTTP/1.1\r\n\r\n", "G\x01T / HTTP/1.1\r\n\r\n",
               "GET /\x7F HTTP/1.1\r\n\r\n", "GET / HTTP/1.1\r\nnonsense\r\n\r\n",
               "GET / HTTP/1.1\r\nA B: c\r\n\r\n", "GET / HTTP/1.1\r\nA : b\r\n\r\n",
               "GET / HTTP/1.1\r\n: b\r\n\r\n", "POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
               "POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
               "\x16\x03\x01\x02 a TLS hello\r\n\r\n");
  CAPTURE(bytes);
  CHECK(parse(bytes).error_status == net::HttpStatus{400});
}

TEST_CASE("whose end a proxy may see elsewhere is refused", "[net][http]") {
  const std::string lines = GENERATE(
      "Transfer-Encoding: gzip", "Transfer-Encoding: chunked, gzip",
      "Transfer-Encoding: gzip, chunked", "Transfer-Encoding: identity",
      "Transfer-Encoding:", "Transfer-Encoding: xchunked", "Transfer-Encoding: \"chunked\"",
      "Transfer-Encoding: chunked;q=1", "Transfer-Encoding: chunked,",
      "Transfer-Encoding: \x0B"
      "chunked",
      "Transfer-Encoding: chunked, chunked",
      "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
      "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity",
      "Content-Length: 5\r\nTransfer-Encoding: chunked",
      "Transfer-Encoding: chunked\r\nContent-Length: 5",
      "Content-Length: 0\r\nTransfer-Encoding: chunked",
      "Transfer-Encoding: gzip\r\nContent-Length: 0", "Content-Length: 0\r\nContent-Length: 0",
      "Content-Length: 5\r\nContent-Length: 5", "Content-Length: 0\r\nContent-Length: 5",
      "Content-Length: 0, 0", "Content-Length: 0,", "Content-Length: +0", "Content-Length: 0x0",
      "Content-Length: 0 0", "Content-Length:", "Content-Length: 99999999999999999999",
      "Transfer-Encoding : chunked", " Transfer-Encoding: chunked", "Transfer-Encoding\t: chunked",
      "X: a\r\n Transfer-Encoding: chunked", "X: a\r\n\tb", "Transfer-Encoding:\r\n chunked",
      "X: a\nTransfer-Encoding: chunked", "X: a\rTransfer-Encoding: chunked",
      "X: a\r\rTransfer-Encoding: chunked", "Content-Length\n: 0", "X: a\n\nGET /2 HTTP/1.1");
  const std::string method = GENERATE("GET", "POST");
  CAPTURE(method, lines);
  CHECK(
      parse(method + " / HTTP/1.1\r\n" + lines + "\r\n\r\nGET /2 HTTP/1.1\r\n\r\n").error_status ==
      net::HttpStatus{400});
}

TEST_CASE("HTTP/1.0 knows no transfer coding", "[net][http]") {
  CHECK(parse("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n").error_status ==
        net::HttpStatus{400});
  CHECK(parse("POST / HTTP/1.1\r\nTransfer-Encoding: Chunked \r\n\r\n").error_status ==
        net::HttpStatus{413});
}

TEST_CASE("lists in several lines are one list", "[net][http]") {
  ParsedRequest request;
  parse(
      "GET / HTTP/1.1\r\nConnection: keep-alive\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n"
      "Sec-WebSocket-Protocol: a\r\nUpgrade: websocket\r\nSec-WebSocket-Protocol: b, c\r\n\r\n",
      request);

  CHECK(request.header("Connection") == "keep-alive, Upgrade");
  CHECK(request.header("Upgrade") == "h2c, websocket");
  CHECK(request.header("Sec-WebSocket-Protocol") == "a, b, c");
}

TEST_CASE("a key or a version that is there twice is noticed", "[net][http]") {
  const auto [lines, repeats] = GENERATE(table<std::string, bool>({
      {"", false},
      {"Sec-WebSocket-Key: a\r\nSec-WebSocket-Version: 13\r\n", false},
      {"Sec-WebSocket-Key: a\r\nSec-WebSocket-Key: a\r\n", true},
      {"Sec-WebSocket-Version: 13\r\nsec-websocket-version: 13\r\n", true},
  }));
  ParsedRequest request;
  parse("GET / HTTP/1.1\r\n" + lines + "\r\n", request);
  CHECK(request.repeats_key_or_version() == repeats);
}

}  // namespace signalbox::test::request_parser_test
