// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// One node at the near level (scene units, 188 x 112) and at the middle level (device pixels).

#include "ui/views/dag/dag_model.h"

namespace streamtune::ui::dag {

struct NodeStyle {
    bool dark = false;
    bool hasPrediction = false;
    double limit = 0.5;
    QString predictedCaption;
    Show show = Show::Both;
    bool flinkColours = false;
};

void paintNear(QPainter& painter, const QRectF& rect, const NodeView& node, const NodeStyle& style);
void paintMiddle(QPainter& painter, const QRectF& device, const NodeView& node, const NodeStyle& style);
/// The rate of a line, on a plate around its place.
void paintRate(QPainter& painter, QPointF centre, const Number& rate, bool dark);
/// Outline by state; `scale` makes lines cosmetic.
void paintOutline(QPainter& painter, const QRectF& rect, const NodeView& node, const NodeStyle& style, double radius,
                  double scale);

} // namespace streamtune::ui::dag
