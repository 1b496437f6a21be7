// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Jobs that tests and benchmarks of the picture share.

#include "ui/views/dag/dag_model.h"

namespace streamtune::ui::dag {

/// Six operators with every state: back-pressured source, busy root cause, ok, idle, no data, pinned sink.
[[nodiscard]] DagModel sixOperators(bool predicted);
/// Layered, `edgesPerNode` edges a node to earlier ones nearby; all states occur.
[[nodiscard]] DagModel manyOperators(int nodes, int edgesPerNode, bool predicted);

} // namespace streamtune::ui::dag
