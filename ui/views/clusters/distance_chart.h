// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// How many pairs of different graphs are how far apart, with tau and the chosen pair. Own painting. GUI thread.

#include <QWidget>
#include <optional>
#include <vector>

#include "ui/session/cluster_flow.h"

namespace streamtune::ui {

struct DistanceBars {
    std::vector<std::int64_t> count; ///< by distance rounded down
    double tau = 0;
    std::optional<double> pair;
};

/// Pairs that touch one of the clusters (all when none is named); a pair whose distance is open counts by its upper
/// bound.
[[nodiscard]] DistanceBars distanceBars(const ClusterScene& scene, const workbench::DistanceView& distances,
                                        const std::vector<std::string>& clusters);

class DistanceChart final : public QWidget {
    Q_OBJECT
public:
    explicit DistanceChart(QWidget* parent = nullptr);
    void setBars(const DistanceBars& bars);
    [[nodiscard]] const DistanceBars& bars() const { return m_bars; }
    void paintOn(QPainter& painter, const QRectF& area, bool dark) const;

protected:
    void paintEvent(QPaintEvent* event) override;
    bool event(QEvent* event) override;

private:
    [[nodiscard]] QRectF plot(const QRectF& area) const;
    DistanceBars m_bars;
};

} // namespace streamtune::ui
