// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "core/ged/ged.h"

namespace streamtune::testing {

inline const std::vector<std::string> kDefinitions{"dL", "dU", "uL", "uU"};

/// What the steps of the answer's edit path cost together.
inline double recosted(const JobGraph& a, const JobGraph& b, const ged::Answer& answer, const ged::Query& query) {
    double total = 0;
    for (const ged::EditStep& step : ged::editPath(a, b, answer.map, query))
        total += step.cost;
    return total;
}

} // namespace streamtune::testing
