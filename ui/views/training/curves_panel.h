// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// The losses of one encoder while it learns, with those of other runs beside it. GUI thread.

#include "ui/session/training_flow.h"
#include "ui/views/inspect/time_chart.h"
#include "ui/views/widgets/basics.h"

class QSlider;
class QToolButton;

namespace streamtune::ui {

class CurvesPanel final : public Panel {
    Q_OBJECT
public:
    explicit CurvesPanel(TrainingFlow& flow, QWidget* parent = nullptr);
    /// The encoder looked at; one that the run does not have shows the newest.
    void setCluster(const std::string& cluster);
    [[nodiscard]] const std::string& cluster() const { return m_cluster; } ///< shown now; empty = none
    [[nodiscard]] TimeChart* chart() { return m_chart; }
    [[nodiscard]] QSlider* smoothing() { return m_smoothing; }
    void setLog(bool on);
    void setSeconds(bool on);
    /// For tests: lines given to the chart.
    [[nodiscard]] std::size_t lines() const { return m_lines; }

Q_SIGNALS:
    void clusterShown(const QString& cluster);

private:
    void refresh();

    TrainingFlow& m_flow;
    std::string m_wanted, m_cluster;
    QLabel* m_title = nullptr;
    ElideLabel* m_pace = nullptr;
    TimeChart* m_chart = nullptr;
    EmptyStack* m_stack = nullptr;
    QSlider* m_smoothing = nullptr;
    QLabel* m_smoothed = nullptr;
    std::vector<QToolButton*> m_scales; ///< linear, log, epoch, time
    std::size_t m_lines = 0;
};

} // namespace streamtune::ui
