// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Two job graphs with the edit path between them as plain values: what happens to every node and edge, the steps for
/// people, and one layout for both, in which an operator that is kept stands in the same place. Pure functions, any
/// thread.

#include <QString>
#include <vector>

#include "core/workbench/cluster_desk.h"
#include "ui/session/cluster_flow.h"
#include "ui/views/clusters/cluster_marks.h"

namespace streamtune::ui {

struct PairSide {
    JobGraph graph;
    std::vector<EditKind> nodes; ///< by index of the graph's nodes
    std::vector<EditKind> edges; ///< by index of the graph's edges
    layout::Layout layout;       ///< of this graph; both sides share their coordinates
};

struct PairStep {
    EditKind kind = EditKind::Kept;
    QString words;
    double cost = 0;
    std::vector<int> nodesA, nodesB; ///< what it is about
    std::vector<int> edgesA, edgesB;
};

struct PairModel {
    PairSide a, b;
    std::vector<PairStep> steps; ///< what is kept first, then as the path says
    ged::Interval distance;
    double microseconds = 0;
    QString nameA, nameB;

    [[nodiscard]] bool empty() const { return a.graph.nodes.empty() && b.graph.nodes.empty(); }
};

[[nodiscard]] PairModel pairModel(const workbench::PairView& view, const QString& nameA, const QString& nameB);
/// "5, exact · 38 µs"
[[nodiscard]] QString pairVerdict(const PairModel& model);
/// The whole path as text, for the clipboard and for assistive tools.
[[nodiscard]] QString pairText(const PairModel& model);

} // namespace streamtune::ui
