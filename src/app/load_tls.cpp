// SPDX-License-Identifier: MIT
#include "app/load_tls.hpp"

#include <fmt/chrono.h>
#include <spdlog/spdlog.h>

#include <chrono>

namespace signalbox::app {
namespace {

std::string last_day(const net::TlsContext& tls) {
  return fmt::format("{:%Y-%m-%d}",
                     fmt::gmtime(std::chrono::system_clock::to_time_t(tls.expires())));
}

}  // namespace

std::shared_ptr<const net::TlsContext> load_tls(const TlsFiles& files,
                                                const net::TlsContext* earlier) {
  if (!files.are_named()) return nullptr;
  auto tls = std::make_shared<const net::TlsContext>(files.certificate, files.key, earlier);
  if (tls->expires() <= std::chrono::system_clock::now()) {
    spdlog::warn("--tls-cert {}: expired on {}, so browsers refuse it: have it renewed",
                 files.certificate.string(), last_day(*tls));
  }
  return tls;
}

std::string validity(const net::TlsContext& tls) { return "until " + last_day(tls); }

}  // namespace signalbox::app
