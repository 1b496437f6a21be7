// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// The labels of labels.h for windows as the models read them.

#include <vector>

#include "core/learn/readings.h"
#include "core/tune/labels.h"

namespace streamtune::tune {

/// 1, 0 or -1 per node, in graph order.
[[nodiscard]] std::vector<int> labelsOf(const JobGraph& graph, const learn::WindowReading& window,
                                        const LabelRules& rules = {});

} // namespace streamtune::tune
