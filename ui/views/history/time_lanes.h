// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// The recorded time of all jobs on one strip: a bar a run, in the blue of its busiest operator, orange below where one
/// was a bottleneck; what ran at the same time lies in lanes below each other. Click for a moment, drag for a range;
/// arrow keys move it, with Shift its end, Escape clears.

#include <QWidget>
#include <optional>
#include <utility>
#include <vector>

#include "core/history/run_list.h"
#include "ui/views/inspect/time_axis.h"

namespace streamtune::ui {

class TimeLanes final : public QWidget {
    Q_OBJECT
public:
    using Range = std::pair<TimePoint, TimePoint>; ///< a moment has equal ends

    explicit TimeLanes(QWidget* parent = nullptr);
    /// Oldest first.
    void setSpans(std::vector<history::RunSpan> spans);
    [[nodiscard]] const std::vector<history::RunSpan>& spans() const { return m_spans; }
    void setRange(const std::optional<Range>& range); ///< without telling
    [[nodiscard]] const std::optional<Range>& range() const { return m_range; }
    [[nodiscard]] int laneCount() const { return m_lanes; }
    [[nodiscard]] QSize sizeHint() const override;

Q_SIGNALS:
    void rangeChosen(); ///< by the person; see range()

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    [[nodiscard]] QRect band() const;
    void layOut();
    void choose(const std::optional<Range>& range);
    [[nodiscard]] QString tipAt(TimePoint moment) const;
    void paintLanes(QPainter& painter) const;
    void paintPauses(QPainter& painter) const;
    void paintTimes(QPainter& painter) const;
    void paintRange(QPainter& painter) const;

    std::vector<history::RunSpan> m_spans;
    /// Where a span lies, in pixels of the band.
    struct Bar {
        int from = 0;
        int to = 0;
        int lane = 0;
    };
    std::vector<Bar> m_bars; ///< of each span
    int m_lanes = 0;
    std::optional<TimeAxis> m_axis;
    std::optional<Range> m_range;
    std::optional<TimePoint> m_pressed;
};

} // namespace streamtune::ui
