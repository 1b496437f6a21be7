// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Three ways to bear a rate, of one model, so that a person can choose between few changes, even load and few
/// instances. All predicted. Pure; any thread.

#include <map>
#include <stop_token>
#include <string>

#include "core/tune/what_if.h"

namespace streamtune::ui {

struct Alternatives {
    /// Only operators that cannot bear their demand get more.
    tune::WhatIfQuestion smallestChange;
    /// No operator above kBalancedLoad of its capacity, none with more than that takes.
    tune::WhatIfQuestion balanced;
    /// The fewest instances that bear the demand.
    tune::WhatIfQuestion cheapest;
};
inline constexpr double kBalancedLoad = 0.7;

/// Operators about which the model says nothing stay as they are. `most` is the chance of a bottleneck that is borne.
/// Error "engine.cancelled".
[[nodiscard]] Result<Alternatives> alternativesFor(const tune::WhatIf& model,
                                                   const std::map<std::string, double>& rates, double most,
                                                   std::stop_token stop);

} // namespace streamtune::ui
