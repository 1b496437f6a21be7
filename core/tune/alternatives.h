// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Three ways to bear a rate, of one model, so that a person can choose between few changes, even load and few
/// instances. All predicted. Pure; any thread.

#include <map>
#include <stop_token>
#include <string>

#include "core/tune/what_if.h"

namespace streamtune::tune {

struct Alternatives {
    /// Only operators that cannot bear their demand get more.
    WhatIfQuestion smallestChange;
    /// No operator above kBalancedLoad of its capacity, none with more than that takes.
    WhatIfQuestion balanced;
    /// The fewest instances that bear the demand.
    WhatIfQuestion cheapest;
};
inline constexpr double kBalancedLoad = 0.7; ///< share of what a node bears
inline constexpr double kBorneChance = 0.1;  ///< chance of a bottleneck that is borne where nobody says another

/// `rates` of sources by node id, records/s; `most` is the chance of a bottleneck that is borne, 0..1. Operators about
/// which the model says nothing stay as they are. Error "engine.cancelled".
[[nodiscard]] Result<Alternatives> alternativesFor(const WhatIf& model, const std::map<std::string, double>& rates,
                                                   double most, std::stop_token stop);

} // namespace streamtune::tune
