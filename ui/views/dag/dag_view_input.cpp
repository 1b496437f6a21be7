// SPDX-License-Identifier: GPL-3.0-or-later
// How a person moves in the graph: keys, wheel, mouse, focus, tool tips.
#include <QApplication>
#include <QClipboard>
#include <QGestureEvent>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QScrollBar>
#include <QToolTip>
#include <QWheelEvent>
#include <algorithm>
#include <cmath>

#include "core/base/format.h"
#include "ui/theme/fonts.h"
#include "ui/views/dag/dag_accessible.h"
#include "ui/views/dag/dag_item.h"
#include "ui/views/dag/dag_text.h"
#include "ui/views/dag/dag_view.h"

namespace streamtune::ui::dag {

void DagView::walk(int key) {
    const auto& rects = *m_item;
    const int count = static_cast<int>(m_item->nodes().size());
    if (count == 0)
        return;
    const bool across = m_options.direction == layout::Direction::LeftToRight;
    const auto along = [&](int n) {
        const QPointF c = rects.nodeRect(n).center();
        return across ? c.x() : c.y();
    };
    const auto aside = [&](int n) {
        const QPointF c = rects.nodeRect(n).center();
        return across ? c.y() : c.x();
    };
    const int current = m_item->selected();
    if (current < 0 || key == Qt::Key_Home) {
        int first = 0;
        for (int n = 1; n < count; ++n)
            if (std::pair(along(n), aside(n)) < std::pair(along(first), aside(first)))
                first = n;
        selectIndex(first, true);
        return;
    }
    const bool forward = key == (across ? Qt::Key_Right : Qt::Key_Down);
    const bool backward = key == (across ? Qt::Key_Left : Qt::Key_Up);
    int best = -1;
    if (forward || backward) {
        const auto& neighbours =
            (forward ? m_item->successors() : m_item->predecessors())[static_cast<std::size_t>(current)];
        for (const int n : neighbours)
            if (best < 0 || std::abs(aside(n) - aside(current)) < std::abs(aside(best) - aside(current)))
                best = n;
    } else {
        const bool down = key == (across ? Qt::Key_Down : Qt::Key_Right);
        const double reach = across ? m_options.nodeWidth : m_options.nodeHeight;
        for (int n = 0; n < count; ++n) {
            const double step = (aside(n) - aside(current)) * (down ? 1 : -1);
            if (n != current && step > 0 && std::abs(along(n) - along(current)) <= reach &&
                (best < 0 || step < (aside(best) - aside(current)) * (down ? 1 : -1)))
                best = n;
        }
    }
    if (best >= 0)
        selectIndex(best, true);
}

void DagView::keyPressEvent(QKeyEvent* event) {
    switch (event->key()) {
    case Qt::Key_Left:
    case Qt::Key_Right:
    case Qt::Key_Up:
    case Qt::Key_Down:
    case Qt::Key_Home:
        walk(event->key());
        break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (m_item->selected() >= 0 && !unfoldSelected())
            Q_EMIT nodeActivated(selectedNode());
        break;
    case Qt::Key_X:
        if (!unfoldSelected())
            fold(selectedNode());
        break;
    case Qt::Key_C:
        if (event->modifiers() & Qt::ControlModifier)
            QGuiApplication::clipboard()->setText(asDot(m_model));
        else
            toggleChain();
        break;
    case Qt::Key_Space:
        m_space = true;
        viewport()->setCursor(Qt::OpenHandCursor);
        break;
    case Qt::Key_Plus:
    case Qt::Key_Equal:
        zoomBy(1.25);
        break;
    case Qt::Key_Minus:
        zoomBy(1 / 1.25);
        break;
    case Qt::Key_0:
        resetZoom();
        break;
    case Qt::Key_F:
        fitNext();
        break;
    case Qt::Key_Escape:
        if (!m_matches.empty())
            find({});
        else if (m_item->selected() >= 0)
            selectIndex(-1, false);
        else
            event->ignore();
        break;
    default:
        event->ignore(); // the base class would scroll
    }
}

void DagView::keyReleaseEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Space && !event->isAutoRepeat()) {
        m_space = false;
        viewport()->unsetCursor();
    }
}

bool DagView::unfoldSelected() {
    const int node = m_item->selected();
    return node >= 0 && m_item->nodes()[static_cast<std::size_t>(node)].stands > 0 &&
           unfold(m_item->nodes()[static_cast<std::size_t>(node)].id);
}

void DagView::toggleChain() {
    const int node = m_item->selected();
    const bool has = node >= 0 && m_item->nodes()[static_cast<std::size_t>(node)].chained > 1;
    m_chainShown = has && m_chainShown != node ? node : -1;
    viewport()->update();
}

void DagView::wheelEvent(QWheelEvent* event) {
    if (event->modifiers() & Qt::ShiftModifier) {
        horizontalScrollBar()->setValue(horizontalScrollBar()->value() - event->angleDelta().y() -
                                        event->angleDelta().x());
        m_userView = true;
    } else {
        beginStretch();
        setZoom(zoom() * std::pow(1.2, event->angleDelta().y() / 120.0), event->position().toPoint());
    }
    event->accept();
}

void DagView::mousePressEvent(QMouseEvent* event) {
    if (const auto plate = minimapPlace();
        plate && event->button() == Qt::LeftButton && plate->contains(event->pos())) {
        m_onMinimap = true;
        moveOnMinimap(event->pos());
        event->accept();
        return;
    }
    m_down = event->button() == Qt::LeftButton || event->button() == Qt::MiddleButton;
    m_dragging = false;
    m_dragged = event->button() == Qt::LeftButton && !m_space ? m_item->nodeAt(mapToScene(event->pos())) : -1;
    if (m_dragged >= 0)
        m_dragOffset = m_item->nodeRect(m_dragged).center() - mapToScene(event->pos());
    m_pressed = m_draggedTo = event->pos();
    event->accept();
}

void DagView::mouseMoveEvent(QMouseEvent* event) {
    if (m_onMinimap)
        return moveOnMinimap(event->pos());
    if (!m_down)
        return;
    if (!m_dragging && (event->pos() - m_pressed).manhattanLength() < QApplication::startDragDistance())
        return;
    m_userView = true;
    if (m_dragged >= 0)
        return dragNode(event->pos());
    m_dragging = true;
    viewport()->setCursor(Qt::ClosedHandCursor);
    const QPoint step = event->pos() - m_draggedTo;
    m_draggedTo = event->pos();
    horizontalScrollBar()->setValue(horizontalScrollBar()->value() - step.x());
    verticalScrollBar()->setValue(verticalScrollBar()->value() - step.y());
}

void DagView::dragNode(QPoint at) {
    if (!m_dragging)
        m_beforeDrag = arrangement();
    m_dragging = true;
    viewport()->setCursor(Qt::SizeAllCursor);
    const QPointF centre = mapToScene(at) + m_dragOffset;
    m_moved[m_item->nodes()[static_cast<std::size_t>(m_dragged)].id.toStdString()] = centre;
    m_item->moveNode(m_dragged, centre);
    m_minimap.invalidate();
    viewport()->update();
}

void DagView::mouseReleaseEvent(QMouseEvent* event) {
    m_onMinimap = false;
    if (m_dragging && m_dragged >= 0) {
        dagNodesChanged(this);
        tellRearranged(m_beforeDrag, tr("move an operator"));
    }
    m_dragged = -1;
    if (m_down && !m_dragging && !m_space && event->button() == Qt::LeftButton)
        selectIndex(m_item->nodeAt(mapToScene(event->pos())), false);
    m_down = m_dragging = false;
    viewport()->unsetCursor();
    event->accept();
}

void DagView::mouseDoubleClickEvent(QMouseEvent* event) {
    if (const int node = m_item->nodeAt(mapToScene(event->pos())); node >= 0) {
        selectIndex(node, false);
        if (!unfoldSelected())
            Q_EMIT nodeActivated(selectedNode());
    }
    event->accept();
}

void DagView::focusInEvent(QFocusEvent* event) {
    m_focusFrame = event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason ||
                   event->reason() == Qt::ShortcutFocusReason;
    QGraphicsView::focusInEvent(event);
    viewport()->update();
}

void DagView::focusOutEvent(QFocusEvent* event) {
    m_focusFrame = false;
    QGraphicsView::focusOutEvent(event);
    viewport()->update();
}

/// Two fingers, on a touch screen or a touch pad: zooms where they are.
bool DagView::pinch(QEvent* event) {
    if (event->type() == QEvent::NativeGesture) {
        const auto* native = static_cast<QNativeGestureEvent*>(event);
        if (native->gestureType() != Qt::ZoomNativeGesture)
            return false;
        beginStretch();
        setZoom(zoom() * (1 + native->value()), native->position().toPoint());
        return true;
    }
    const auto* gesture =
        static_cast<const QPinchGesture*>(static_cast<QGestureEvent*>(event)->gesture(Qt::PinchGesture));
    if (!gesture)
        return false;
    if (gesture->changeFlags() & QPinchGesture::ScaleFactorChanged) {
        beginStretch();
        setZoom(zoom() * gesture->scaleFactor(), mapFromGlobal(gesture->centerPoint().toPoint()));
    }
    return true;
}

bool DagView::viewportEvent(QEvent* event) {
    if ((event->type() == QEvent::NativeGesture || event->type() == QEvent::Gesture) && pinch(event))
        return true;
    if (event->type() != QEvent::ToolTip)
        return QGraphicsView::viewportEvent(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    const QPointF at = mapToScene(help->pos());
    if (const int node = m_item->nodeAt(at); node >= 0) {
        QToolTip::showText(
            help->globalPos(),
            toolTipOf(m_model, m_item->nodes()[static_cast<std::size_t>(node)], static_cast<std::size_t>(node)),
            viewport(), nodeRectInView(node));
    } else if (const int edge = m_item->edgeAt(at, 5 / zoom()); edge >= 0) {
        const Edge& e = m_model.graph.edges[static_cast<std::size_t>(edge)];
        QToolTip::showText(help->globalPos(),
                           tr("%1, %2").arg(theme::text(e.label), theme::text(formatRate(m_item->edge(edge).rate))),
                           viewport());
    } else {
        QToolTip::hideText();
        event->ignore();
    }
    return true;
}

} // namespace streamtune::ui::dag
