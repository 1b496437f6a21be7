// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// The legend over the graph: what left and right half mean, the window with its age, what widths of edges mean.

#include <QRectF>

#include "ui/views/dag/dag_item.h"

namespace streamtune::ui::dag {

[[nodiscard]] QSizeF legendSize(const DagModel& model, Level level, double widest);
void paintLegend(QPainter& painter, const QRectF& rect, const DagModel& model, Level level, bool dark);

} // namespace streamtune::ui::dag
