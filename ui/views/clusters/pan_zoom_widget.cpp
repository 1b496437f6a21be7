// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/clusters/pan_zoom_widget.h"

#include <QWheelEvent>
#include <cmath>

namespace streamtune::ui {

namespace {
constexpr int kStill = 4; ///< pixels that a hand may shake in a click
}

PanZoomWidget::PanZoomWidget(double least, double most, QWidget* parent)
    : QWidget(parent), m_least(least), m_most(most) {
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
}

void PanZoomWidget::fitTo(const QRectF& world, const QRectF& room, double most) {
    m_userView = false;
    m_view.fit(world, room, most);
    update();
}

void PanZoomWidget::zoomBy(double factor) {
    m_userView = true;
    m_view.zoomAt(QRectF(rect()).center(), factor, m_least, m_most);
    update();
}

void PanZoomWidget::moveBy(QPointF pixels) {
    m_userView = true;
    m_view.offset += pixels;
    update();
}

void PanZoomWidget::beginDrag(QPointF at) {
    m_down = true;
    m_pressed = m_last = at;
}

void PanZoomWidget::dragTo(QPointF at) {
    if (!m_down || ((at - m_pressed).manhattanLength() < kStill && m_last == m_pressed))
        return;
    moveBy(at - m_last);
    m_last = at;
}

bool PanZoomWidget::endDrag() {
    m_down = false;
    return m_last == m_pressed;
}

void PanZoomWidget::wheelEvent(QWheelEvent* event) {
    m_userView = true;
    m_view.zoomAt(event->position(), std::pow(1.0015, event->angleDelta().y()), m_least, m_most);
    event->accept();
    update();
}

void PanZoomWidget::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    if (!m_userView)
        fit();
}

} // namespace streamtune::ui
