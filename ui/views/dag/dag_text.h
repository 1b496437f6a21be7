// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// The shown graph as text to take elsewhere. Missing numbers are left out or a dash, never 0.

#include "ui/views/dag/dag_model.h"

namespace streamtune::ui::dag {

/// Graphviz: names, states, parallelism, rates; what people wrote is escaped.
[[nodiscard]] QString asDot(const DagModel& model);
/// A table of the operators, one row each, in the order of the graph.
[[nodiscard]] QString asMarkdown(const DagModel& model);

} // namespace streamtune::ui::dag
