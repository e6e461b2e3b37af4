// SPDX-License-Identifier: MIT
#pragma once

#include <memory>

#include "signalbox/net/tls_context.hpp"
#include "signalbox/ops/settings.hpp"

namespace signalbox::app {

/// Null: no files are named, and clients speak without TLS. A certificate that has expired is
/// served, but warned of: most clients refuse it. Throws std::runtime_error that says what is
/// wrong with the files and what to do.
std::shared_ptr<const net::TlsContext> load_tls(const TlsFiles& files);

}  // namespace signalbox::app
