// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// The painted graph for assistive tools: a list with one item a node, its name, numbers and state word.

namespace streamtune::ui::dag {

class DagView;

/// Once a process; every DagView answers afterwards.
void installDagAccessibility();
void dagNodesChanged(DagView* view);
void dagFocusChanged(DagView* view, int node);

} // namespace streamtune::ui::dag
