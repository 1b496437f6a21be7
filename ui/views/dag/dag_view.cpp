// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/dag/dag_view.h"

#include <QApplication>
#include <QClipboard>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QScrollBar>
#include <QTimer>
#include <QToolTip>
#include <QWheelEvent>
#include <QtMath>
#include <algorithm>
#include <utility>

#include "core/base/format.h"
#include "core/base/log.h"
#include "ui/theme/fonts.h"
#include "ui/views/dag/dag_accessible.h"
#include "ui/views/dag/dag_fold.h"
#include "ui/views/dag/dag_item.h"
#include "ui/views/dag/dag_text.h"

namespace streamtune::ui::dag {
namespace {

using theme::Colour;
using theme::colour;

constexpr double kLeastZoom = 0.01;
constexpr double kMostZoom = 4;
constexpr double kFitAtMost = 1;          ///< a small job is not blown up
constexpr int kFitMargin = 16;            ///< pixels
constexpr int kQuickAfter = 150;          ///< ms to wait for dot before the quick layout shows
constexpr std::size_t kQuickAtOnce = 500; ///< nodes from which it shows at once
constexpr int kStretchFor = 140;          ///< ms after the last step of a zoom until it is painted anew

bool sameShape(const JobGraph& a, const JobGraph& b) {
    return std::ranges::equal(a.nodes, b.nodes, {}, &Operator::id, &Operator::id) &&
           std::ranges::equal(a.edges, b.edges,
                              [](const Edge& x, const Edge& y) { return x.from == y.from && x.to == y.to; });
}

} // namespace

DagView::DagView(QWidget* parent)
    : QGraphicsView(parent), m_item(new DagItem), m_stretchTimer(new QTimer(this)), m_helper(layout::defaultHelper()),
      m_quickTimer(new QTimer(this)) {
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
    connect(m_quickTimer, &QTimer::timeout, this, [this] {
        if (!m_quick.nodes.empty())
            takeLayout(m_quick);
    });
    m_stretchTimer->setSingleShot(true);
    m_stretchTimer->setInterval(kStretchFor);
    connect(m_stretchTimer, &QTimer::timeout, this, [this] {
        m_stretch.on = false;
        viewport()->update();
    });
}

DagView::~DagView() {
    m_worker.request_stop(); // ends the helper's work; joined by the member's destructor
}

void DagView::setModel(DagModel model) {
    // What a person chose here outlives new numbers.
    model.show = m_show;
    model.flinkColours = m_flink;
    std::erase_if(m_folds, [&model](const std::string& root) { return model.graph.find(root) == nullptr; });
    if (m_folds.empty()) {
        m_given = {};
        return display(std::move(model));
    }
    m_given = std::move(model);
    display(folded(m_given, m_folds));
}

void DagView::display(DagModel painted) {
    // Also while its layout is still being made: frequent numbers must not start it over and over.
    const bool same = m_generation > 0 && painted.layout.nodes.empty() && !painted.graph.nodes.empty() &&
                      sameShape(painted.graph, m_model.graph);
    m_model = std::move(painted);
    m_minimap.invalidate();
    if (same) {
        m_item->setNumbers(m_model);
        viewport()->update();
        return;
    }
    m_userView = false;
    m_chainShown = -1;
    m_stretch.on = false;
    m_matches.clear();
    m_item->setGraph(m_model);
    if (!m_model.layout.nodes.empty() || m_model.graph.nodes.empty()) {
        ++m_generation;
        m_quickTimer->stop();
        takeLayout(m_model.layout);
    } else {
        startLayout();
    }
}

void DagView::refold() {
    const QString selected = selectedNode();
    if (m_folds.empty())
        display(std::exchange(m_given, {}));
    else
        display(folded(m_given, m_folds));
    selectNode(selected);
    Q_EMIT foldsChanged();
}

void DagView::setShow(Show show) {
    m_show = m_given.show = m_model.show = show;
    m_item->setNumbers(m_model);
    m_minimap.invalidate();
    viewport()->update();
}

void DagView::setFlinkColours(bool on) {
    m_flink = m_given.flinkColours = m_model.flinkColours = on;
    m_item->setNumbers(m_model);
    m_minimap.invalidate();
    viewport()->update();
}

void DagView::setFilter(std::set<FilterKind> kinds) {
    m_item->setFilter(std::move(kinds));
    m_minimap.invalidate();
    viewport()->update();
}

void DagView::setMinimapVisible(bool visible) {
    m_minimap.setWanted(visible);
    viewport()->update();
}

bool DagView::fold(const QString& id) {
    const std::string root = id.toStdString();
    const DagModel& whole = m_folds.empty() ? m_model : m_given;
    if (m_folds.contains(root) || feedsOnly(whole.graph, root).size() < 2)
        return false;
    if (m_folds.empty())
        m_given = m_model;
    m_folds.insert(root);
    refold();
    return true;
}

bool DagView::unfold(const QString& id) {
    const std::string wanted = id.toStdString();
    for (const auto& [node, members] : m_model.folded) {
        const std::string root = node.substr(foldedId({}).size());
        if (root != wanted && node != wanted && std::ranges::find(members, wanted) == members.end())
            continue;
        m_folds.erase(root);
        refold();
        return true;
    }
    return false;
}

void DagView::unfoldAll() {
    if (m_folds.empty())
        return;
    m_folds.clear();
    refold();
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
    m_quick = {};
    m_layoutEngine.clear();
    m_quickTimer->stop();
    m_worker = std::jthread(
        [this, generation, graph = m_model.graph, options = m_options, helper = m_helper](const std::stop_token& stop) {
            // Both are made here: a quick layout of thousands of nodes takes a frame of its own.
            const auto answer = [&](Result<layout::Layout> result) {
                QMetaObject::invokeMethod(
                    this, [this, generation, result = std::move(result)] { takeAnswer(generation, result); });
            };
            answer(layout::quickLayout(graph, options));
            auto dot = layout::dotLayout(graph, options, helper, stop);
            if (!stop.stop_requested())
                answer(std::move(dot));
        });
}

void DagView::takeAnswer(quint64 generation, const Result<layout::Layout>& answer) {
    if (generation != m_generation)
        return;
    if (!answer) {
        log(LogLevel::Warning, "ui/dag", answer.error().sentence);
        m_quickTimer->stop();
        if (m_layoutEngine.isEmpty())
            takeLayout(m_quick);
        return;
    }
    if (answer->engine != "quick") {
        m_quickTimer->stop();
        takeLayout(*answer);
        return;
    }
    m_quick = *answer;
    if (m_model.graph.nodes.size() >= kQuickAtOnce)
        takeLayout(m_quick);
    else
        m_quickTimer->start(kQuickAfter);
}

void DagView::takeLayout(const layout::Layout& layout) {
    m_layoutEngine = theme::text(layout.engine);
    m_item->setLayout(m_model, layout);
    m_minimap.invalidate();
    const QRectF bounds = m_item->boundingRect();
    // Room to move the graph anywhere in the view.
    setSceneRect(bounds.adjusted(-bounds.width() - 4000, -bounds.height() - 4000, bounds.width() + 4000,
                                 bounds.height() + 4000));
    if (!m_userView)
        fit();
    viewport()->update();
    dagNodesChanged(this);
    Q_EMIT layoutChanged(m_layoutEngine);
}

void DagView::fit() {
    m_userView = false;
    const QRectF bounds = m_item->boundingRect();
    if (bounds.isEmpty())
        return;
    const int legend = legendHeight() > 0 ? legendHeight() + kFitMargin : 0;
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

int DagView::indexOf(const QString& id) const {
    const auto& nodes = m_item->nodes();
    const auto at = [&](const QString& wanted) {
        const auto it = std::ranges::find(nodes, wanted, &NodeView::id);
        return it == nodes.end() ? -1 : static_cast<int>(it - nodes.begin());
    };
    if (const int found = at(id); found >= 0 || id.isEmpty())
        return found;
    for (const auto& [node, members] : m_model.folded)
        if (std::ranges::find(members, id.toStdString()) != members.end())
            return at(theme::text(node));
    return -1;
}

void DagView::selectNode(const QString& id) {
    selectIndex(indexOf(id), true);
}

QString DagView::selectedNode() const {
    const int selected = m_item->selected();
    if (selected < 0)
        return {};
    const QString id = m_item->nodes()[static_cast<std::size_t>(selected)].id;
    const auto folded = m_model.folded.find(id.toStdString());
    if (folded == m_model.folded.end())
        return id;
    // Other views know only the operators themselves.
    const auto load = [this](const std::string& member) {
        const NodeObservation* seen = m_given.observation ? m_given.observation->find(member) : nullptr;
        return seen ? valueOr(seen->busyMax, 0) + valueOr(seen->backpressuredMax, 0) / 2 : -1.0;
    };
    return theme::text(*std::ranges::max_element(folded->second, {}, load));
}

void DagView::selectIndex(int node, bool bringIntoView) {
    if (node == m_item->selected())
        return;
    m_item->setSelected(node);
    m_chainShown = -1;
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
    m_pressed = m_dragged = event->pos();
    event->accept();
}

void DagView::mouseMoveEvent(QMouseEvent* event) {
    if (m_onMinimap)
        return moveOnMinimap(event->pos());
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
    m_onMinimap = false;
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
        m_minimap.invalidate();
        m_stretch.on = false;
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

} // namespace streamtune::ui::dag
