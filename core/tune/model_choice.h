// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Which encoder of a model speaks for a job: that of the nearest centre, the global one for a job unlike anything
/// seen.

#include <stop_token>
#include <string>

#include "core/learn/model.h"

namespace streamtune::tune {

struct EncoderChoice {
    const learn::ClusterEncoder* encoder = nullptr; ///< never null
    int cluster = -1;                               ///< index in ModelSet::clusters; -1 = the global one
    double distance = 0;                            ///< to the nearest centre, at least; 0 where there are no centres
    bool novel = false;                             ///< unlike anything seen
    std::string sentence;
};

/// A search that its budget (50 ms a centre) ends goes on with the best distance found. `model` must outlive the
/// answer.
[[nodiscard]] EncoderChoice chooseEncoder(const learn::ModelSet& model, const JobGraph& graph, std::stop_token stop);

} // namespace streamtune::tune
