// SPDX-License-Identifier: MIT
#include "app/admin/limits_report.hpp"

#include <cstddef>
#include <cstdint>

#include "app/admin/sum.hpp"

namespace signalbox::app {
namespace {

using Type = MetricsText::Type;

/// How often it was hit, where that is counted under its own name, or told by an error or an end.
class Hits {
 public:
  explicit Hits(const MetricsSources& sources) : sources_(sources) {}

  std::uint64_t of(Limit limit) const {
    switch (limit) {
      case Limit::max_message:
        return errors(ErrorCode::too_large) + ends(CloseReason::message_too_big);
      case Limit::error_burst:
        return ends(CloseReason::too_many_errors);
      case Limit::login_timeout:
        return ends(CloseReason::login_timeout);
      case Limit::http_timeout:
        return ends(CloseReason::http_timeout);
      case Limit::write_timeout:
        return ends(CloseReason::write_timeout);
      case Limit::max_detached:
        return sum(sources_.workers, [](const auto& each) { return each->waiting().refused(); });
      default:
        return counted(limit);
    }
  }

 private:
  std::uint64_t counted(Limit limit) const {
    const auto read = [&](const auto& each) { return each->metrics().limit_hits.read(limit); };
    return sum(sources_.shards, read) + sum(sources_.workers, read) +
           sum(sources_.listeners,
               [&](const Listener& each) { return each.acceptor->limit_hits().read(limit); });
  }

  std::uint64_t ends(CloseReason reason) const {
    return sum(sources_.shards, [&](const auto& shard) {
      return shard->metrics().ends.at(static_cast<std::size_t>(reason)).read();
    });
  }

  std::uint64_t errors(ErrorCode code) const {
    return sum(sources_.workers, [&](const auto& worker) {
      return worker->metrics().errors.at(static_cast<std::size_t>(code)).read();
    });
  }

  const MetricsSources& sources_;
};

}  // namespace

void write_limits(MetricsText& text, const MetricsSources& sources) {
  text.begin("signalbox_limits_hit_total", Type::counter,
             "How often a limit was hit, by the option that sets it; http-requests is fixed, "
             "open-files the process's.");
  const Hits hits(sources);
  for (std::size_t i = 0; i < kLimitNames.size(); ++i) {
    text.sample("limit", kLimitNames.at(i), static_cast<double>(hits.of(static_cast<Limit>(i))));
  }
  text.begin("signalbox_outbox_bytes", Type::gauge,
             "Bytes that wait for clients who take them more slowly than they come.");
  text.sample(static_cast<double>(
      sum(sources.shards, [](const auto& shard) { return shard->metrics().outbox_bytes.read(); })));
  text.begin("signalbox_mail_bytes", Type::gauge,
             "Bytes that are kept for clients who may come back, until they acknowledge them.");
  text.sample(static_cast<double>(
      sum(sources.workers, [](const auto& worker) { return worker->mail().bytes(); })));
}

}  // namespace signalbox::app
