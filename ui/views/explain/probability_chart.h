// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Chance of a bottleneck against parallelism: the band of 68 %, the smooth part that never rises, and the staircase of
/// key groups on top of it. The interface hides the chart library. Left and Right walk along the curve. GUI thread.

#include <QWidget>
#include <optional>
#include <vector>

#include "core/tune/explanation.h"

namespace streamtune::ui {

struct ProbabilityCurve {
    std::vector<tune::CurvePoint> points; ///< by rising p
    std::vector<tune::Stair> stairs;
    int inForce = 0;
    int advised = 0;
    int chosen = 0; ///< in the plan; another than advised where a person set it
};

/// The line through the points: level up to the next p where key groups make stairs, else straight.
[[nodiscard]] std::vector<QPointF> staircase(const std::vector<tune::CurvePoint>& points);
[[nodiscard]] bool hasKeyGroups(const std::vector<tune::CurvePoint>& points);
/// What one parallelism means, for tool tips and assistive tools.
[[nodiscard]] QString pointWords(const tune::CurvePoint& point);

class ProbabilityChart : public QWidget {
    Q_OBJECT
public:
    using QWidget::QWidget;
    virtual void setCurve(ProbabilityCurve curve) = 0;
    /// The p that is read out; nullopt = none.
    [[nodiscard]] virtual std::optional<int> lookedAt() const = 0;
    virtual void renderTo(QPainter& painter, const QRectF& target) = 0;
};

[[nodiscard]] ProbabilityChart* makeProbabilityChart(const QString& accessibleName, QWidget* parent = nullptr);

} // namespace streamtune::ui
