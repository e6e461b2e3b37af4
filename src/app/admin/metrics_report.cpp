// SPDX-License-Identifier: MIT
#include "app/admin/metrics_report.hpp"

#include <algorithm>
#include <iterator>
#include <string_view>

#include "app/admin/limits_report.hpp"
#include "app/admin/process_metrics.hpp"
#include "app/admin/sum.hpp"
#include "app/admin/webhooks_report.hpp"
#include "signalbox/base/version.hpp"
#include "signalbox/ops/metrics_text.hpp"

namespace signalbox::app {
namespace {

using Type = MetricsText::Type;

/// Over all threads: `read` takes the number from one.
template <class Owner, class Read>
double total(const std::vector<std::unique_ptr<Owner>>& owners, Read read) {
  return static_cast<double>(sum(owners, [&](const auto& owner) { return read(*owner); }));
}

/// The same of one counter.
template <class Owner, class Metrics>
double total(const std::vector<std::unique_ptr<Owner>>& owners, Counter Metrics::*counter) {
  return total(owners, [&](const Owner& owner) { return (owner.metrics().*counter).read(); });
}

/// One sample for each of `names`, the counters' label values in their order.
template <class Owner, class Metrics, class Names, std::size_t kSize>
void write_each(MetricsText& text, const std::vector<std::unique_ptr<Owner>>& owners,
                std::string_view label, const Names& names,
                std::array<Counter, kSize> Metrics::*counters) {
  std::size_t index = 0;
  for (const std::string_view name : names) {
    text.sample(label, name, total(owners, [&](const Owner& owner) {
                  return (owner.metrics().*counters).at(index).read();
                }));
    ++index;
  }
}

template <class Owner, class Metrics>
void write_histogram(MetricsText& text, const std::vector<std::unique_ptr<Owner>>& owners,
                     Histogram Metrics::*histogram) {
  Histogram::Reading reading;
  for (const auto& owner : owners) (owner->metrics().*histogram).read_into(reading);
  text.samples((owners.front()->metrics().*histogram).bounds(), reading);
}

std::vector<std::string_view> close_reasons() {
  std::vector<std::string_view> labels;
  std::ranges::transform(kCloseReasons, std::back_inserter(labels), &CloseReasonEntry::label);
  return labels;
}

std::vector<std::string_view> error_codes() {
  std::vector<std::string_view> names;
  std::ranges::transform(kErrorCodes, std::back_inserter(names), &ErrorCodeEntry::name);
  return names;
}

void write_server(MetricsText& text, const MetricsSources& sources) {
  text.begin("signalbox_build_info", Type::gauge, "1, with the version that runs.");
  text.sample("version", kVersion, 1);
  text.begin("signalbox_ready", Type::gauge, "1 while new clients are welcome, 0 while draining.");
  text.sample(sources.routes.is_ready() ? 1 : 0);
  text.begin("signalbox_config_reloads_total", Type::counter,
             "How often the options and their files, or the certificate alone, were read again, by "
             "whether they could be used.");
  text.sample("result", "success", static_cast<double>(sources.reload.successes().read()));
  text.sample("result", "failure", static_cast<double>(sources.reload.failures().read()));
}

void write_connections(MetricsText& text, const MetricsSources& sources) {
  const auto& shards = sources.shards;
  using net::ShardMetrics;
  text.begin("signalbox_connections", Type::gauge, "Connections now, those for HTTP too.");
  text.sample(total(shards, [](const net::Shard& shard) { return shard.connections(); }));
  text.begin("signalbox_connections_total", Type::counter, "Connections that were let in.");
  text.sample(total(shards, &ShardMetrics::connections));
  text.begin("signalbox_connection_ends_total", Type::counter, "Why connections have ended.");
  write_each(text, shards, "reason", close_reasons(), &ShardMetrics::ends);
  text.begin("signalbox_received_bytes_total", Type::counter,
             "Bytes from clients, without what TLS adds.");
  text.sample(total(shards, &ShardMetrics::received_bytes));
  text.begin("signalbox_sent_bytes_total", Type::counter,
             "Bytes to clients, without what TLS adds.");
  text.sample(total(shards, &ShardMetrics::sent_bytes));
  text.begin("signalbox_http_responses_total", Type::counter,
             "Answers to HTTP requests, upgrades to WebSocket aside.");
  constexpr std::array<std::string_view, ShardMetrics::kStatusClasses> kClasses{"1xx", "2xx", "3xx",
                                                                                "4xx", "5xx"};
  write_each(text, shards, "status", kClasses, &ShardMetrics::http_responses);
  text.begin("signalbox_tls_handshakes_total", Type::counter,
             "TLS handshakes, by how they went; a client that left within one has failed.");
  text.sample("result", "success", total(shards, &ShardMetrics::tls_handshakes));
  text.sample("result", "failure", total(shards, &ShardMetrics::tls_failures));
}

void write_sessions(MetricsText& text, const MetricsSources& sources) {
  const auto& workers = sources.workers;
  text.begin("signalbox_sessions", Type::gauge,
             "Sessions now, by the protocol their clients speak; those that wait for them too.");
  text.sample("dialect", "native",
              total(workers, [](const Worker& w) { return w.metrics().sessions.read(); }));
  text.begin("signalbox_sessions_detached", Type::gauge,
             "Sessions that wait for their clients to come back.");
  text.sample(total(workers, [](const Worker& w) { return w.waiting().size(); }));
  text.begin("signalbox_session_ends_total", Type::counter, "Why sessions have ended.");
  write_each(text, workers, "reason", close_reasons(), &WorkerMetrics::session_ends);
  text.begin("signalbox_logged_in", Type::gauge, "Usernames that are logged in.");
  text.sample(static_cast<double>(sources.hub.logged_in()));
  text.begin("signalbox_realms", Type::gauge,
             "Realms that somebody is logged in to, beside the standard one.");
  text.sample(static_cast<double>(sources.hub.realms()));
  text.begin("signalbox_logins_total", Type::counter,
             "Logins by result: a new session, an earlier one resumed, a new one because the "
             "earlier could not be, or the error.");
  write_each(text, workers, "result", kLoginResults, &WorkerMetrics::logins);
  write_each(text, workers, "result", error_codes(), &WorkerMetrics::login_errors);
}

void write_messages(MetricsText& text, const MetricsSources& sources) {
  const auto& workers = sources.workers;
  text.begin("signalbox_messages_total", Type::counter,
             "Messages from clients, by type; refused ones could not be read or came too fast.");
  write_each(text, workers, "type", kMessageTypes, &WorkerMetrics::messages);
  text.begin("signalbox_messages_sent_total", Type::counter, "Messages to clients.");
  text.sample(total(workers, &WorkerMetrics::messages_sent));
  text.begin("signalbox_errors_total", Type::counter, "Errors that clients were told of, by code.");
  write_each(text, workers, "code", error_codes(), &WorkerMetrics::errors);
  text.begin("signalbox_call_answer_seconds", Type::histogram,
             "From a call's first offer to its answer; the count is that of calls set up.");
  write_histogram(text, workers, &WorkerMetrics::answer_time);
}

void write_threads(MetricsText& text, const MetricsSources& sources) {
  const auto& shards = sources.shards;
  text.begin("signalbox_relay_seconds", Type::histogram,
             "From reading a client's message to having sent what came of it on that thread; "
             "one in 64 is measured.");
  write_histogram(text, shards, &net::ShardMetrics::relay_time);
  text.begin("signalbox_loop_lag_seconds", Type::histogram,
             "How late a timer is noticed, because its thread was busy; about once a second.");
  write_histogram(text, shards, &net::ShardMetrics::loop_lag);
  text.begin("signalbox_thread_cpu_seconds_total", Type::counter,
             "Time that a thread has used of its core; its rate is how busy it is, 1 is all.");
  for (std::size_t i = 0; i < shards.size(); ++i) {
    text.sample("thread", std::to_string(i),
                std::chrono::duration<double>(shards[i]->cpu_time()).count());
  }
  text.begin("signalbox_thread_connections", Type::gauge, "Connections that live on a thread.");
  for (std::size_t i = 0; i < shards.size(); ++i) {
    text.sample("thread", std::to_string(i), static_cast<double>(shards[i]->connections()));
  }
}

}  // namespace

std::string metrics_report(const MetricsSources& sources) {
  MetricsText text;
  write_server(text, sources);
  write_connections(text, sources);
  write_sessions(text, sources);
  write_messages(text, sources);
  write_limits(text, sources);
  write_webhooks(text, sources.webhooks);
  write_threads(text, sources);
  write_process(text);
  return text.text();
}

}  // namespace signalbox::app
