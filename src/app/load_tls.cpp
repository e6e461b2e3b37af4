// SPDX-License-Identifier: MIT
#include "app/load_tls.hpp"

#include <fmt/chrono.h>
#include <spdlog/spdlog.h>

#include <chrono>

namespace signalbox::app {

std::shared_ptr<const net::TlsContext> load_tls(const TlsFiles& files) {
  if (!files.are_named()) return nullptr;
  auto tls = std::make_shared<const net::TlsContext>(files.certificate, files.key);
  if (tls->expires() <= std::chrono::system_clock::now()) {
    spdlog::warn("--tls-cert {}: expired on {:%Y-%m-%d}, so browsers refuse it: have it renewed",
                 files.certificate.string(),
                 fmt::gmtime(std::chrono::system_clock::to_time_t(tls->expires())));
  }
  return tls;
}

}  // namespace signalbox::app
