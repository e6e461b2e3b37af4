// SPDX-License-Identifier: MIT
#pragma once

#include <string>

namespace signalbox::test {

/// The whole of docs/conformance.md, from the tables of cases.
std::string conformance_page();

}  // namespace signalbox::test
