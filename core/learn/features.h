// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Features of an operator as numbers, versioned: a model refuses another version. Kinds that are not known here become
/// "other" and are counted.

#include <map>
#include <string>
#include <vector>

#include "core/graph/job_graph.h"

namespace streamtune::learn {

inline constexpr int kFeatureVersion = 1;

/// Names of the numbers of featuresOf(), in order.
[[nodiscard]] const std::vector<std::string>& featureNames();

/// 0 stands for an average operator wherever something is not known; logarithms of widths and lengths.
[[nodiscard]] std::vector<double> featuresOf(const Operator& node);

/// What priors are kept for: the label, with the window type where there is one: "map", "aggregate/sliding", "other".
[[nodiscard]] std::string kindOf(const Operator& node);

/// Labels that are "other" for kindOf(), with how often.
[[nodiscard]] std::map<std::string, int> unknownKinds(const JobGraph& graph);

} // namespace streamtune::learn
