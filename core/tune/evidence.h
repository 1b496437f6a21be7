// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// From what was measured to what the rules read: chooses the windows that count, averages them, and says what is
/// unknown.

#include <cstddef>
#include <string>
#include <vector>

#include "core/tune/demand.h"
#include "core/tune/labels.h"
#include "core/tune/recommendation.h"
#include "core/tune/rules.h"

namespace streamtune::tune {

struct Evidence {
    Observation window;      ///< mean of the windows used
    std::size_t windows = 0; ///< how many
    Labels labels;           ///< of the mean window
    Demand demand;
    rules::Job job; ///< nodes in graph order
    rules::Window reading;
    std::vector<double> wanted; ///< demand per node; NaN = unknown
    bool lowerBound = false; ///< under-provisioned, and some offered rate is only known to be at least what is accepted
    std::vector<std::string> warnings;
};

/// Uses up to `kWindowsUsed` of the newest quiet windows of the present deployment that saw the same offered rates and
/// the same state (under-provisioned or not). Errors "tune.no_window", "tune.graph".
inline constexpr std::size_t kWindowsUsed = 3;
[[nodiscard]] Result<Evidence> gather(const TuneInput& input);

/// The graph as the rules see it. Error "tune.graph".
[[nodiscard]] Result<rules::Job> ruleJob(const JobGraph& graph);
/// A window as the rules see it; offered rates are those of `demand`. Missing numbers become NaN. A source whose input
/// is not counted is read at what it accepts, else at what it puts out.
[[nodiscard]] rules::Window ruleWindow(const JobGraph& graph, const Observation& window,
                                       const std::map<std::string, Number>& offered);

} // namespace streamtune::tune
