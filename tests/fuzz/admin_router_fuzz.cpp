// SPDX-License-Identifier: MIT
// Any request to the operator's port of a server that has clients: METHOD TARGET in the first line,
// a header in each of the others. It is answered, never by the server's own fault, and what says
// that it is JSON is JSON.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "app/admin/admin_port.hpp"
#include "support/header_request.hpp"
#include "support/session_world.hpp"

namespace {

using namespace signalbox;
using namespace signalbox::test;

void require(bool condition) {
  if (!condition) std::abort();
}

/// Two threads that serve a few clients, and the operator's port beside them.
class Server {
 public:
  Server() {
    dashboard_.write("index.html", "<!doctype html>");
    std::size_t worker = 0;
    for (const char* const name : {"alice", "0-0-1", "kick", "a/b", "\u00e4"}) {
      world_.say(world_.connect(worker++ % world_.workers()),
                 Json{{"type", "login"}, {"username", name}, {"resume", true}}.dump());
    }
    world_.connect();
    for (std::size_t i = 0; i < world_.workers(); ++i) {
      threads_.emplace_back([this, i] { world_.all_shards()[i]->run(world_.worker(i)); });
    }
  }

  net::HttpResponse respond(const net::HttpRequest& request) { return port_.respond(request); }

 private:
  static constexpr std::size_t kThreads = 2;

  TemporaryDirectory dashboard_;
  SessionWorld world_{kThreads};
  boost::asio::io_context io_;
  Limits limits_;
  ReverseProxies proxies_;
  net::AddressCensus census_{limits_.address_connections, proxies_};
  app::LoginThrottle logins_{limits_.address_logins};
  auth::Webhooks webhooks_{{}};
  std::vector<app::Listener> listeners_;
  app::Reload reload_{io_,
                      Settings{},
                      [] { return Settings{}; },
                      {.hub = world_.hub(),
                       .logins = logins_,
                       .failed_logins = logins_,
                       .webhooks = webhooks_,
                       .census = census_,
                       .routes = world_.routes(),
                       .workers = world_.all_workers(),
                       .listeners = listeners_,
                       .tls = nullptr}};
  app::AdminPort port_{{.sources = {.shards = world_.all_shards(),
                                    .workers = world_.all_workers(),
                                    .listeners = listeners_,
                                    .hub = world_.hub(),
                                    .routes = world_.routes(),
                                    .reload = reload_,
                                    .webhooks = webhooks_},
                        .access = app::Access(""),
                        .dashboard = dashboard_.path(),
                        .drain = [] {}}};
  std::vector<std::jthread> threads_;
};

/// The next line, without its end, which is taken off the text.
std::string_view take_line(std::string_view& text) {
  const std::string_view line = text.substr(0, text.find('\n'));
  text.remove_prefix(std::min(line.size() + 1, text.size()));
  return line;
}

HeaderRequest request_of(std::string_view text) {
  const std::string_view line = take_line(text);
  const auto space = std::min(line.find(' '), line.size());
  HeaderRequest::Headers headers;
  while (!text.empty()) {
    const std::string_view header = take_line(text);
    const auto colon = std::min(header.find(": "), header.size());
    headers.emplace_back(header.substr(0, colon),
                         header.substr(std::min(colon + 2, header.size())));
  }
  headers.emplace_back("Host", "localhost");
  return HeaderRequest(std::string(line.substr(std::min(space + 1, line.size()))),
                       std::move(headers), std::string(line.substr(0, space)));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  // It serves as long as the process lives.
  static auto& server = *std::make_unique<Server>().release();
  const net::HttpResponse response =
      server.respond(request_of({reinterpret_cast<const char*>(data), size}));
  const auto status = static_cast<unsigned>(response.status);
  require(status >= 200 && status < 500);
  const auto types = header_of(response, "Content-Type");
  for (const std::string& type : types) {
    if (type.starts_with("application/json")) require(Json::accept(*response.body));
  }
  require(status < 400 || types == std::vector<std::string>{"application/json"});
  return 0;
}
