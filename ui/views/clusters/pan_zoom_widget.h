// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// A plane that is looked at: the wheel zooms where it points, dragging moves, a press that does not move is a click,
/// and what was fitted stays fitted when the size changes. GUI thread.

#include <QWidget>

#include "ui/views/clusters/pan_zoom.h"

namespace streamtune::ui {

class PanZoomWidget : public QWidget {
    Q_OBJECT
public:
    virtual void fit() = 0;
    void zoomBy(double factor); ///< around the middle

protected:
    /// Bounds of the scale.
    PanZoomWidget(double least, double most, QWidget* parent);
    /// All of `world` in `room`; the view follows the size until a person moves it.
    void fitTo(const QRectF& world, const QRectF& room, double most);
    void moveBy(QPointF pixels);
    void beginDrag(QPointF at);
    void dragTo(QPointF at);
    bool endDrag(); ///< true where it was a click
    void wheelEvent(QWheelEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    [[nodiscard]] bool fitted() const { return !m_userView; }
    [[nodiscard]] bool dragging() const { return m_down; }

    PanZoom m_view;

private:
    double m_least, m_most;
    bool m_userView = false;
    bool m_down = false;
    QPointF m_pressed, m_last;
};

} // namespace streamtune::ui
