// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <string>

#include "signalbox/net/tls_context.hpp"
#include "signalbox/ops/settings.hpp"

namespace signalbox::app {

/// Returns null if no files are named: clients speak without TLS then. A certificate that has
/// expired is served, but warned of: most clients refuse it. Session tickets of `earlier`, which
/// may be null, stay good. Throws std::runtime_error that says what is wrong with the files and
/// what to do.
std::shared_ptr<const net::TlsContext> load_tls(const TlsFiles& files,
                                                const net::TlsContext* earlier = nullptr);

/// For the log: `until 2026-11-30`.
std::string validity(const net::TlsContext& tls);

}  // namespace signalbox::app
