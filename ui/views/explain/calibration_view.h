// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// How often advice was right: a line for every range of what was said (predicted) with the share that came true
/// (measured). GUI thread.

#include <QWidget>
#include <vector>

#include "core/workbench/evidence_desk.h"

namespace streamtune::ui {

class CalibrationView final : public QWidget {
    Q_OBJECT
public:
    explicit CalibrationView(QWidget* parent = nullptr);
    void setBins(std::vector<workbench::CalibrationBin> bins);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    [[nodiscard]] int rowHeight() const { return fontMetrics().height() + 8; }
    std::vector<workbench::CalibrationBin> m_bins;
};

/// "said 80 to 95 %: 11 of 12 came true"
[[nodiscard]] QString binWords(const workbench::CalibrationBin& bin);

} // namespace streamtune::ui
