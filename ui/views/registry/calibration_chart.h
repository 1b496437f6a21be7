// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// How often what a model called p came true: one point a bin, its area by the number of cases, beside the line of a
/// perfect one. GUI thread.

#include <QWidget>
#include <vector>

#include "core/learn/model.h"

namespace streamtune::ui {

class CalibrationChart final : public QWidget {
    Q_OBJECT
public:
    explicit CalibrationChart(QWidget* parent = nullptr);
    void setBins(std::vector<learn::CalibrationBin> bins);
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    bool event(QEvent* event) override;

private:
    [[nodiscard]] QRectF plot() const;
    [[nodiscard]] QPointF placeOf(const learn::CalibrationBin& bin) const;

    std::vector<learn::CalibrationBin> m_bins;
};

} // namespace streamtune::ui
