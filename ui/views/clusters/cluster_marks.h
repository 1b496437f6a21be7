// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Marks of clusters, engines and ages: form and colour together, never colour alone; small pictures of job graphs;
/// signs of edit steps. Painters leave the state of the painter as it was. GUI thread.

#include <QPointF>
#include <QRectF>
#include <QString>

#include "core/graph/job_graph.h"
#include "core/layout/layout.h"
#include "ui/theme/colours.h"

class QPainter;
class QPalette;

namespace streamtune::ui {

enum class MarkForm { Disc, Square, Triangle, Diamond, Cross };

struct ClusterMark {
    MarkForm form = MarkForm::Cross;
    bool hollow = false;
    theme::Colour colour = theme::Colour::NoData;
    int step = -1; ///< of ten: how recent; then the colour is not used

    bool operator==(const ClusterMark&) const = default;
};

/// Eight different ones, then they come again.
[[nodiscard]] ClusterMark clusterMark(int number);
[[nodiscard]] ClusterMark noClusterMark();
[[nodiscard]] ClusterMark engineMark(const std::string& engine);
/// `share` 0 = oldest, 1 = newest.
[[nodiscard]] ClusterMark ageMark(double share);
[[nodiscard]] QColor markColour(const ClusterMark& mark, bool dark);
void paintClusterMark(QPainter& painter, QPointF centre, double radius, const ClusterMark& mark, bool dark);

/// Small boxes with lines, left to right, fitted into the rectangle.
[[nodiscard]] layout::Layout smallLayout(const JobGraph& graph);
void paintSmallGraph(QPainter& painter, const QRectF& rect, const layout::Layout& graph, const QColor& ink,
                     const QPalette& palette);

enum class EditKind { Kept, Relabelled, Removed, Added };
[[nodiscard]] QString editSign(EditKind kind); ///< = ~ − +
[[nodiscard]] QString editWord(EditKind kind);
[[nodiscard]] theme::Colour editColour(EditKind kind);

} // namespace streamtune::ui
