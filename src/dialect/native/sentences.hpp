// SPDX-License-Identifier: MIT
#pragma once

#include "signalbox/base/failure.hpp"
#include "signalbox/domain/fault.hpp"

namespace signalbox::dialect::native {

/// What a client hears of the fault.
Failure failure_of(const domain::Fault& fault);

}  // namespace signalbox::dialect::native
