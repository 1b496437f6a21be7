// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/dag/dag_view.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QScrollBar>
#include <QTimer>
#include <QToolTip>
#include <QWheelEvent>
#include <QtMath>
#include <algorithm>

#include "core/base/format.h"
#include "core/base/log.h"
#include "ui/theme/fonts.h"
#include "ui/views/dag/dag_accessible.h"
#include "ui/views/dag/dag_item.h"
#include "ui/views/dag/dag_legend.h"

namespace streamtune::ui::dag {
namespace {

using theme::Colour;
using theme::colour;

constexpr double kLeastZoom = 0.01;
constexpr double kMostZoom = 4;
constexpr double kFitAtMost = 1; ///< a small job is not blown up
constexpr int kFitMargin = 16;   ///< pixels
constexpr int kLegendMargin = 12;
constexpr int kQuickAfter = 150;          ///< ms to wait for dot before the quick layout shows
constexpr std::size_t kQuickAtOnce = 500; ///< nodes from which it shows at once
constexpr std::size_t kMinimapUpTo = 1500;

bool sameShape(const JobGraph& a, const JobGraph& b) {
    return std::ranges::equal(a.nodes, b.nodes, {}, &Operator::id, &Operator::id) &&
           std::ranges::equal(a.edges, b.edges,
                              [](const Edge& x, const Edge& y) { return x.from == y.from && x.to == y.to; });
}

} // namespace

DagView::DagView(QWidget* parent)
    : QGraphicsView(parent), m_item(new DagItem), m_helper(layout::defaultHelper()), m_quickTimer(new QTimer(this)) {
    installDagAccessibility();
    m_options.rankGap = 60; // room for a rate between two nodes
    setScene(new QGraphicsScene(this));
    scene()->setItemIndexMethod(QGraphicsScene::NoIndex); // one item
    scene()->addItem(m_item);
    setFrameShape(QFrame::NoFrame);
    setViewportUpdateMode(FullViewportUpdate); // legend and minimap do not scroll with the graph
    setOptimizationFlags(DontSavePainterState);
    setTransformationAnchor(NoAnchor);
    setResizeAnchor(NoAnchor);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Job graph"));
    setAccessibleDescription(tr("Operators of the job. Arrow keys walk along the edges."));
    m_dark = theme::isDark(palette());
    m_item->setDark(m_dark);
    m_quickTimer->setSingleShot(true);
    connect(m_quickTimer, &QTimer::timeout, this, [this] { takeLayout(m_quick); });
}

DagView::~DagView() {
    m_worker.request_stop(); // ends the helper's work; joined by the member's destructor
}

void DagView::setModel(DagModel model) {
    // Also while its layout is still being made: frequent numbers must not start it over and over.
    const bool same = m_generation > 0 && model.layout.nodes.empty() && !model.graph.nodes.empty() &&
                      sameShape(model.graph, m_model.graph);
    m_model = std::move(model);
    if (same) {
        m_item->setNumbers(m_model);
        viewport()->update();
        return;
    }
    m_userView = false;
    m_matches.clear();
    if (!m_model.layout.nodes.empty() || m_model.graph.nodes.empty()) {
        ++m_generation;
        m_quickTimer->stop();
        takeLayout(m_model.layout);
    } else {
        startLayout();
    }
}

void DagView::setDirection(layout::Direction direction) {
    if (m_options.direction == direction)
        return;
    m_options.direction = direction;
    m_userView = false;
    if (!m_model.graph.nodes.empty())
        startLayout();
}

void DagView::setLegendVisible(bool visible) {
    m_legend = visible;
    viewport()->update();
}

void DagView::startLayout() {
    const quint64 generation = ++m_generation;
    m_quick = layout::quickLayout(m_model.graph, m_options);
    m_item->setContents(m_model, {});
    if (m_model.graph.nodes.size() >= kQuickAtOnce)
        takeLayout(m_quick);
    else
        m_quickTimer->start(kQuickAfter);
    m_worker = std::jthread(
        [this, generation, graph = m_model.graph, options = m_options, helper = m_helper](const std::stop_token& stop) {
            auto result = layout::dotLayout(graph, options, helper, stop);
            if (stop.stop_requested())
                return;
            QMetaObject::invokeMethod(this, [this, generation, result = std::move(result)] {
                if (generation != m_generation)
                    return;
                m_quickTimer->stop();
                if (result) {
                    takeLayout(*result);
                } else {
                    log(LogLevel::Warning, "ui/dag", result.error().sentence);
                    if (m_layoutEngine.isEmpty() || m_item->boundingRect().isEmpty())
                        takeLayout(m_quick);
                }
            });
        });
}

void DagView::takeLayout(const layout::Layout& layout) {
    const QString selected = selectedNode();
    m_layoutEngine = theme::text(layout.engine);
    m_item->setContents(m_model, layout);
    const QRectF bounds = m_item->boundingRect();
    // Room to move the graph anywhere in the view.
    setSceneRect(bounds.adjusted(-bounds.width() - 4000, -bounds.height() - 4000, bounds.width() + 4000,
                                 bounds.height() + 4000));
    for (std::size_t i = 0; i < m_item->nodes().size() && !selected.isEmpty(); ++i)
        if (m_item->nodes()[i].id == selected)
            m_item->setSelected(static_cast<int>(i));
    if (!m_userView)
        fit();
    viewport()->update();
    dagNodesChanged(this);
    Q_EMIT layoutChanged(m_layoutEngine);
}

int DagView::legendHeight() const {
    return m_legend && !m_item->nodes().empty()
               ? static_cast<int>(
                     legendSize(m_model, m_item->level(), viewport()->width() - 2 * kLegendMargin).height())
               : 0;
}

void DagView::fit() {
    m_userView = false;
    const QRectF bounds = m_item->boundingRect();
    if (bounds.isEmpty())
        return;
    const int legend = legendHeight() > 0 ? legendHeight() + kLegendMargin : 0;
    const double width = std::max(40, viewport()->width() - 2 * kFitMargin);
    const double height = std::max(40, viewport()->height() - 2 * kFitMargin - legend);
    const double scale = std::clamp(std::min(width / bounds.width(), height / bounds.height()), kLeastZoom, kFitAtMost);
    setTransform(QTransform::fromScale(scale, scale));
    centerOn(bounds.center() + QPointF(0, legend / scale / 2));
    Q_EMIT zoomChanged(scale);
}

double DagView::zoom() const {
    return transform().m11();
}

void DagView::setZoom(double zoom, QPoint anchor) {
    const QPointF fixed = mapToScene(anchor);
    const double wanted = std::clamp(zoom, kLeastZoom, kMostZoom);
    setTransform(QTransform::fromScale(wanted, wanted));
    const QPointF moved = mapFromScene(fixed) - QPointF(anchor);
    horizontalScrollBar()->setValue(horizontalScrollBar()->value() + qRound(moved.x()));
    verticalScrollBar()->setValue(verticalScrollBar()->value() + qRound(moved.y()));
    m_userView = true;
    Q_EMIT zoomChanged(wanted);
}

void DagView::zoomBy(double factor) {
    setZoom(zoom() * factor, viewport()->rect().center());
}

void DagView::resetZoom() {
    setZoom(1, viewport()->rect().center());
}

void DagView::selectNode(const QString& id) {
    const auto& nodes = m_item->nodes();
    const auto it = std::ranges::find(nodes, id, &NodeView::id);
    selectIndex(it == nodes.end() ? -1 : static_cast<int>(it - nodes.begin()), true);
}

QString DagView::selectedNode() const {
    const int selected = m_item->selected();
    return selected < 0 ? QString() : m_item->nodes()[static_cast<std::size_t>(selected)].id;
}

void DagView::selectIndex(int node, bool bringIntoView) {
    if (node == m_item->selected())
        return;
    m_item->setSelected(node);
    if (node >= 0 && bringIntoView && !m_item->nodeRect(node).isEmpty() &&
        !viewport()->rect().adjusted(8, 8, -8, -8 - legendHeight()).contains(nodeRectInView(node))) {
        ensureVisible(m_item->nodeRect(node), 60, 60 + legendHeight());
        m_userView = true;
    }
    viewport()->update();
    dagFocusChanged(this, node);
    Q_EMIT nodeSelected(selectedNode());
}

QRect DagView::nodeRectInView(int node) const {
    return mapFromScene(m_item->nodeRect(node)).boundingRect();
}

int DagView::find(const QString& text) {
    m_matches.clear();
    m_match = 0;
    const QString wanted = text.trimmed();
    const auto& nodes = m_item->nodes();
    for (std::size_t i = 0; i < nodes.size() && !wanted.isEmpty(); ++i)
        if (nodes[i].name.contains(wanted, Qt::CaseInsensitive) || nodes[i].id == wanted)
            m_matches.push_back(static_cast<int>(i));
    m_item->setFound({m_matches.begin(), m_matches.end()}, !wanted.isEmpty());
    viewport()->update();
    if (!m_matches.empty())
        selectIndex(m_matches.front(), true);
    return static_cast<int>(m_matches.size());
}

void DagView::findNext(bool backwards) {
    if (m_matches.empty())
        return;
    m_match = (m_match + (backwards ? m_matches.size() - 1 : 1)) % m_matches.size();
    selectIndex(m_matches[m_match], true);
}

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
        if (m_item->selected() >= 0)
            Q_EMIT nodeActivated(selectedNode());
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
        fit();
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

void DagView::wheelEvent(QWheelEvent* event) {
    if (event->modifiers() & Qt::ShiftModifier) {
        horizontalScrollBar()->setValue(horizontalScrollBar()->value() - event->angleDelta().y() -
                                        event->angleDelta().x());
        m_userView = true;
    } else {
        setZoom(zoom() * std::pow(1.2, event->angleDelta().y() / 120.0), event->position().toPoint());
    }
    event->accept();
}

void DagView::mousePressEvent(QMouseEvent* event) {
    m_down = event->button() == Qt::LeftButton || event->button() == Qt::MiddleButton;
    m_dragging = false;
    m_pressed = m_dragged = event->pos();
    event->accept();
}

void DagView::mouseMoveEvent(QMouseEvent* event) {
    if (!m_down)
        return;
    if (!m_dragging && (event->pos() - m_pressed).manhattanLength() < QApplication::startDragDistance())
        return;
    m_dragging = true;
    m_userView = true;
    viewport()->setCursor(Qt::ClosedHandCursor);
    const QPoint step = event->pos() - m_dragged;
    m_dragged = event->pos();
    horizontalScrollBar()->setValue(horizontalScrollBar()->value() - step.x());
    verticalScrollBar()->setValue(verticalScrollBar()->value() - step.y());
}

void DagView::mouseReleaseEvent(QMouseEvent* event) {
    if (m_down && !m_dragging && event->button() == Qt::LeftButton)
        selectIndex(m_item->nodeAt(mapToScene(event->pos())), false);
    m_down = m_dragging = false;
    viewport()->unsetCursor();
    event->accept();
}

void DagView::mouseDoubleClickEvent(QMouseEvent* event) {
    if (const int node = m_item->nodeAt(mapToScene(event->pos())); node >= 0) {
        selectIndex(node, false);
        Q_EMIT nodeActivated(selectedNode());
    }
    event->accept();
}

void DagView::resizeEvent(QResizeEvent* event) {
    QGraphicsView::resizeEvent(event);
    if (!m_userView)
        fit();
}

void DagView::changeEvent(QEvent* event) {
    QGraphicsView::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::StyleChange) {
        m_dark = theme::isDark(palette());
        m_item->setDark(m_dark);
        viewport()->update();
    }
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

bool DagView::viewportEvent(QEvent* event) {
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

void DagView::drawBackground(QPainter* painter, const QRectF& rect) {
    painter->fillRect(rect, colour(Colour::Canvas, m_dark));
    constexpr double kStep = 24;
    const double step = kStep * std::pow(2, std::round(std::log2(1 / zoom())));
    QVector<QPointF> dots;
    for (double x = std::floor(rect.left() / step) * step; x < rect.right(); x += step)
        for (double y = std::floor(rect.top() / step) * step; y < rect.bottom(); y += step)
            dots.append(QPointF(x, y));
    painter->setRenderHint(QPainter::Antialiasing, false);
    painter->setPen(QPen(colour(Colour::Line, m_dark), 0));
    painter->drawPoints(dots.constData(), static_cast<int>(dots.size()));
}

void DagView::drawForeground(QPainter* painter, const QRectF&) {
    painter->save();
    painter->setWorldTransform(QTransform());
    const QRect view = viewport()->rect();
    if (m_focusFrame) {
        painter->setPen(QPen(colour(Colour::Focus, m_dark), 2));
        painter->setBrush(Qt::NoBrush);
        painter->drawRect(view.adjusted(1, 1, -1, -1));
    }
    if (m_legend && !m_item->nodes().empty()) {
        const QSizeF size = legendSize(m_model, m_item->level(), view.width() - 2 * kLegendMargin);
        paintLegend(*painter, QRectF(QPointF(kLegendMargin, view.height() - kLegendMargin - size.height()), size),
                    m_model, m_item->level(), m_dark);
    }
    paintMinimap(*painter);
    painter->restore();
}

void DagView::paintMinimap(QPainter& painter) const {
    const QRectF bounds = m_item->boundingRect();
    const QRectF seen = mapToScene(viewport()->rect()).boundingRect();
    if (m_item->nodes().size() > kMinimapUpTo || bounds.isEmpty() || seen.contains(bounds) || viewport()->width() < 500)
        return;
    constexpr double kWidth = 160;
    constexpr double kMost = 90;
    const double scale = std::min((kWidth - 12) / bounds.width(), (kMost - 12) / bounds.height());
    const QRectF plate(viewport()->width() - kWidth - kLegendMargin, kLegendMargin, kWidth,
                       bounds.height() * scale + 12);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(colour(Colour::Line, m_dark), 1));
    painter.setBrush(colour(Colour::Panel, m_dark));
    painter.drawRoundedRect(plate, 6, 6);
    const auto map = [&](const QRectF& r) {
        return QRectF(plate.left() + 6 + (r.left() - bounds.left()) * scale,
                      plate.top() + 6 + (r.top() - bounds.top()) * scale, r.width() * scale, r.height() * scale);
    };
    painter.setRenderHint(QPainter::Antialiasing, false);
    for (std::size_t i = 0; i < m_item->nodes().size(); ++i) {
        const NodeView& node = m_item->nodes()[i];
        const QRectF r = map(m_item->nodeRect(static_cast<int>(i)));
        painter.setPen(QPen(colour(theme::markColour(markOf(node.state)), m_dark), 1));
        painter.setBrush(m_item->fillOf(node));
        painter.drawRect(r);
    }
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(colour(Colour::Accent, m_dark), 1.5));
    painter.drawRect(map(seen) & plate.adjusted(2, 2, -2, -2));
}

} // namespace streamtune::ui::dag
