// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Parts of a job folded into one node each. Pure functions of plain values.

#include <set>
#include <string>

#include "ui/views/dag/dag_model.h"

namespace streamtune::ui::dag {

/// The id of the node that stands for the folded part in front of `root`.
[[nodiscard]] std::string foldedId(const std::string& root);

/// Operators that feed `root` and, over any path, nothing but `root`: what folding it hides. Without `root` itself.
[[nodiscard]] std::set<std::string> feedsOnly(const JobGraph& graph, const std::string& root);

/// `model` with one node in place of what feeds only each of `roots`; it shows the worst of its members. Roots that are
/// inside another fold, unknown, or feed by fewer than two operators change nothing.
[[nodiscard]] DagModel folded(const DagModel& model, const std::set<std::string>& roots);

} // namespace streamtune::ui::dag
