// SPDX-License-Identifier: MIT
#include "app/admin/admin_port.hpp"

#include <fmt/core.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "app/admin/answers.hpp"
#include "app/admin/ask.hpp"
#include "app/admin/login_trial.hpp"
#include "app/admin/metrics_report.hpp"
#include "signalbox/base/text/parse_number.hpp"
#include "signalbox/base/text/percent_decode.hpp"
#include "signalbox/base/text/query_parameter.hpp"
#include "signalbox/ops/logging.hpp"

namespace signalbox::app {
namespace {

using Json = nlohmann::ordered_json;
using net::HttpResponse;
using net::HttpStatus;

constexpr std::string_view kSessions = "/api/sessions";
constexpr std::string_view kSession = "/api/sessions/";
constexpr std::string_view kUser = "/api/users/";
constexpr std::string_view kLogLevel = "/api/log-level";
constexpr std::string_view kDrain = "/api/drain";
constexpr std::string_view kValidate = "/validate";

Json to_json(const SessionReport& report) {
  return {{"id", report.id},
          {"username", report.username.empty() ? Json() : Json(report.username)},
          {"realm", report.realm},
          {"address", report.address.empty() ? Json() : Json(report.address)},
          {"seconds", report.age.count()},
          {"messagesIn", report.messages_in},
          {"messagesOut", report.messages_out},
          {"calls", report.calls},
          {"unacknowledged", report.unacknowledged}};
}

HttpResponse no_answer() {
  return error_answer(HttpStatus::service_unavailable, "a thread does not answer: see /healthz");
}

HttpResponse no_session() {
  return error_answer(HttpStatus::not_found,
                      "there is no such session: ask for /api/sessions/ID or /api/users/NAME");
}

/// Returns nullopt if it is no number from 1 to 1,000.
std::optional<std::size_t> parse_limit(const std::string& text) {
  constexpr std::size_t kMost = 1000;
  const auto limit = parse_number<std::size_t>(text);
  return limit && *limit > 0 && *limit <= kMost ? limit : std::nullopt;
}

HttpResponse show_log_level() {
  return json_answer(HttpStatus::ok,
                     {{"level", kLogLevels.at(static_cast<std::size_t>(log_level()))}});
}

HttpResponse change_log_level(std::string_view query) {
  const auto* const level =
      std::ranges::find(kLogLevels, query_parameter(query, "level").value_or(""));
  if (level == kLogLevels.end()) {
    return error_answer(HttpStatus::bad_request,
                        "say ?level= and one of trace, debug, info, warn, error behind it");
  }
  set_log_level(static_cast<LogLevel>(level - kLogLevels.begin()));
  return show_log_level();
}

HttpResponse not_allowed(std::string_view allowed) {
  HttpResponse response =
      error_answer(HttpStatus::method_not_allowed, "this is not done with that method");
  response.headers.emplace_back("Allow", allowed);
  return response;
}

/// The page loads nothing from elsewhere, and no other page can hold it.
HttpResponse secured(HttpResponse response) {
  response.headers.emplace_back("Content-Security-Policy",
                                "default-src 'none'; script-src 'self'; style-src 'self'; "
                                "connect-src 'self'; img-src 'self'; base-uri 'none'; "
                                "form-action 'none'; frame-ancestors 'none'");
  response.headers.emplace_back("Referrer-Policy", "no-referrer");
  response.headers.emplace_back("X-Content-Type-Options", "nosniff");
  return response;
}

}  // namespace

/// Returns nullopt if the path is another one.
std::optional<AdminPort::SessionPath> AdminPort::parse_session_path(std::string_view path) {
  constexpr std::string_view kKick = "/kick";
  const bool is_user = path.starts_with(kUser);
  if (!is_user && !path.starts_with(kSession)) return std::nullopt;
  path.remove_prefix(is_user ? kUser.size() : kSession.size());
  const bool is_kick = path.ends_with(kKick);
  if (is_kick) path.remove_suffix(kKick.size());
  return SessionPath{is_user, path, is_kick};
}

AdminPort::AdminPort(Parts parts)
    : parts_(std::move(parts)), sessions_(parts_.sources.workers, parts_.sources.hub) {
  if (!parts_.dashboard.empty()) dashboard_.emplace(parts_.dashboard);
}

HttpResponse AdminPort::respond(const net::HttpRequest& request) {
  // These tell nothing that is the operator's alone, and the page is where the token is typed in.
  const std::string_view path = request.path();
  if (request.is_read() && path == "/healthz") return health();
  if (request.is_read() && path == "/readyz") return readiness();
  if (request.is_read() && dashboard_) {
    if (auto file = dashboard_->respond(request)) return secured(std::move(*file));
  }
  if (auto refusal = parts_.access.refuse(request)) return std::move(*refusal);
  if (request.is_read()) return read(request);
  return request.method() == "POST" ? change(request) : not_allowed("GET, HEAD, POST");
}

HttpResponse AdminPort::read(const net::HttpRequest& request) {
  constexpr std::string_view kPrometheus = "text/plain; version=0.0.4; charset=utf-8";
  const std::string_view path = request.path();
  if (path == "/metrics")
    return text_answer(HttpStatus::ok, metrics_report(parts_.sources), kPrometheus);
  if (path == kSessions) return list_sessions(request.query());
  if (path == kLogLevel) return show_log_level();
  if (path == kValidate) return validate(request.query());
  if (path == kDrain) return not_allowed("POST");
  if (const auto wanted = parse_session_path(path)) {
    if (wanted->is_kick) return not_allowed("POST");
    return show_session(find_session(*wanted, request.query()));
  }
  return error_answer(HttpStatus::not_found,
                      "there is nothing here; docs/admin.md tells what is where");
}

HttpResponse AdminPort::change(const net::HttpRequest& request) {
  const std::string_view path = request.path();
  if (path == kLogLevel) return change_log_level(request.query());
  if (path == kDrain) return begin_drain();
  if (const auto wanted = parse_session_path(path); wanted && wanted->is_kick) {
    return kick_session(find_session(*wanted, request.query()));
  }
  return not_allowed("GET, HEAD");
}

HttpResponse AdminPort::health() const {
  const auto& workers = parts_.sources.workers;
  for (std::size_t i = 0; i < workers.size(); ++i) {
    if (ask(*workers[i], [](Worker&) { return true; })) continue;
    return text_answer(HttpStatus::service_unavailable,
                       fmt::format("thread {} has not answered in {} ms\n", i, kPatience.count()));
  }
  return text_answer(HttpStatus::ok, "ok\n");
}

HttpResponse AdminPort::readiness() const {
  if (parts_.sources.routes.is_ready()) return text_answer(HttpStatus::ok, "ready\n");
  return text_answer(HttpStatus::service_unavailable, "draining\n");
}

HttpResponse AdminPort::list_sessions(std::string_view query) const {
  constexpr const char* kDefaultLimit = "100";
  const auto limit = parse_limit(query_parameter(query, "limit").value_or(kDefaultLimit));
  const auto after = Cursor::parse(query_parameter(query, "after").value_or(Cursor{}.text()));
  if (!limit || !after) {
    return error_answer(HttpStatus::bad_request,
                        "limit is a number from 1 to 1000, after is a page's `next`");
  }
  const auto page = sessions_.list(*after, *limit, query_parameter(query, "username").value_or(""));
  if (!page) return no_answer();
  Json listed = Json::array();
  for (const SessionReport& report : page->sessions) listed.push_back(to_json(report));
  return json_answer(HttpStatus::ok, {{"sessions", std::move(listed)},
                                      {"next", page->next ? Json(page->next->text()) : Json()}});
}

SessionId AdminPort::find_session(const SessionPath& path, std::string_view query) const {
  const auto key = percent_decode(path.key);
  if (!key) return {};
  if (!path.is_user) return sessions_.with_id(*key);
  return sessions_.with_username(*key, query_parameter(query, "realm").value_or(""));
}

HttpResponse AdminPort::show_session(SessionId id) const {
  if (!id) return no_session();
  const auto report = sessions_.report(id);
  if (!report) return no_answer();
  return *report ? json_answer(HttpStatus::ok, to_json(**report)) : no_session();
}

HttpResponse AdminPort::kick_session(SessionId id) const {
  if (!id) return no_session();
  const auto is_done = sessions_.kick(id);
  if (!is_done) return no_answer();
  return *is_done ? json_answer(HttpStatus::ok, {{"kicked", true}}) : no_session();
}

HttpResponse AdminPort::begin_drain() const {
  spdlog::info("the operator asks for a drain");
  parts_.drain();
  return json_answer(HttpStatus::accepted, {{"draining", true}});
}

HttpResponse AdminPort::validate(std::string_view query) const {
  const MetricsSources& sources = parts_.sources;
  const auto authenticator =
      ask(*sources.workers.front(), [](Worker& worker) { return worker.authenticator(); });
  if (!authenticator) return no_answer();
  return json_answer(HttpStatus::ok,
                     try_login(query, sources.routes, **authenticator, sources.webhooks));
}

net::WebSocketHandler& AdminPort::open(net::WebSocket&) {
  throw std::logic_error("the operator's port has no WebSockets");
}

}  // namespace signalbox::app
