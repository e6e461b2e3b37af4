// SPDX-License-Identifier: MIT
#include "app/admin/webhooks_report.hpp"

#include <array>
#include <cstddef>
#include <string_view>

#include "signalbox/base/counter.hpp"
#include "signalbox/base/histogram.hpp"

namespace signalbox::app {
namespace {

using Type = MetricsText::Type;

template <std::size_t kSize>
void write_results(MetricsText& text, const std::array<std::string_view, kSize>& names,
                   const std::array<Counter, kSize>& counters) {
  for (std::size_t i = 0; i < kSize; ++i) {
    text.sample("result", names.at(i), static_cast<double>(counters.at(i).read()));
  }
}

}  // namespace

void write_webhooks(MetricsText& text, const auth::Webhooks& webhooks) {
  using auth::WebhookMetrics;
  const WebhookMetrics& metrics = webhooks.metrics();
  text.begin("signalbox_login_webhook_total", Type::counter,
             "Logins that the login webhook was asked about, by result: refused_again without "
             "asking, failed without a good answer in time, dropped because too many waited.");
  write_results(text, WebhookMetrics::kQuestionResults, metrics.questions);
  text.begin("signalbox_login_webhook_seconds", Type::histogram,
             "From asking the login webhook to its answer.");
  Histogram::Reading reading;
  metrics.answer_time.read_into(reading);
  text.samples(metrics.answer_time.bounds(), reading);
  text.begin("signalbox_disconnect_webhook_total", Type::counter,
             "What the disconnect webhook was told, by result.");
  write_results(text, WebhookMetrics::kDepartureResults, metrics.departures);
  text.begin("signalbox_webhooks_pending", Type::gauge,
             "Requests to webhooks that wait or are under way.");
  text.sample(static_cast<double>(webhooks.pending()));
}

}  // namespace signalbox::app
