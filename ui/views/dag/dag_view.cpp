// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/dag/dag_view.h"

#include <QScrollBar>
#include <QTimer>
#include <QtMath>
#include <algorithm>
#include <utility>

#include "core/base/log.h"
#include "ui/theme/fonts.h"
#include "ui/views/dag/dag_accessible.h"
#include "ui/views/dag/dag_fold.h"
#include "ui/views/dag/dag_item.h"

namespace streamtune::ui::dag {
namespace {

using theme::Colour;
using theme::colour;

constexpr double kLeastZoom = 0.01;
constexpr double kMostZoom = 4;
constexpr double kFitAtMost = 1.5;        ///< a small job is not blown up beyond
constexpr int kFitMargin = 16;            ///< pixels
constexpr int kQuickAfter = 150;          ///< ms to wait for dot before the quick layout shows
constexpr std::size_t kQuickAtOnce = 500; ///< nodes from which it shows at once

bool sameShape(const JobGraph& a, const JobGraph& b) {
    return std::ranges::equal(a.nodes, b.nodes, {}, &Operator::id, &Operator::id) &&
           std::ranges::equal(a.edges, b.edges,
                              [](const Edge& x, const Edge& y) { return x.from == y.from && x.to == y.to; });
}

} // namespace

DagView::DagView(QWidget* parent)
    : QGraphicsView(parent), m_item(new DagItem), m_sharpenTimer(new QTimer(this)), m_helper(layout::defaultHelper()),
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
    viewport()->grabGesture(Qt::PinchGesture);
    setAccessibleName(tr("Job graph"));
    setAccessibleDescription(tr("Operators of the job. Arrow keys walk along the edges."));
    m_dark = theme::isDark(palette());
    m_item->setDark(m_dark);
    m_quickTimer->setSingleShot(true);
    connect(m_quickTimer, &QTimer::timeout, this, [this] {
        if (!m_quick.nodes.empty())
            takeLayout(m_quick);
    });
    m_sharpenTimer->setSingleShot(true);
    connect(m_sharpenTimer, &QTimer::timeout, this, &DagView::sharpen);
}

DagView::~DagView() {
    m_worker.request_stop(); // ends the helper's work; joined by the member's destructor
}

void DagView::setModel(DagModel model) {
    // What a person chose here outlives new numbers.
    model.show = m_show;
    model.flinkColours = m_flink;
    model.meanOfSubtasks = m_mean;
    if (!sameShape(model.graph, (m_folds.empty() ? m_model : m_given).graph))
        m_moved.clear(); // another job
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
    m_dragged = -1;
    m_stretching = false;
    m_matches.clear();
    m_laid = {};
    m_item->setGraph(m_model);
    if (!m_model.layout.nodes.empty() || m_model.graph.nodes.empty()) {
        ++m_generation;
        m_quickTimer->stop();
        m_worker.request_stop();
        setLayingOut(false);
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

void DagView::setMeanOfSubtasks(bool on) {
    m_mean = m_given.meanOfSubtasks = m_model.meanOfSubtasks = on;
    m_item->setNumbers(m_model);
    m_minimap.invalidate();
    viewport()->update();
}

void DagView::setFilter(std::set<FilterKind> kinds) {
    if (kinds == m_filter)
        return;
    const Arrangement before = arrangement();
    m_filter = std::move(kinds);
    m_item->setFilter(m_filter);
    m_minimap.invalidate();
    viewport()->update();
    tellRearranged(before, tr("filter the graph"));
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
    const Arrangement before = arrangement();
    if (m_folds.empty())
        m_given = m_model;
    m_folds.insert(root);
    m_moved.clear(); // another layout
    refold();
    tellRearranged(before, tr("fold operators"));
    return true;
}

bool DagView::unfold(const QString& id) {
    const std::string wanted = id.toStdString();
    for (const auto& [node, members] : m_model.folded) {
        const std::string root = node.substr(foldedId({}).size());
        if (root != wanted && node != wanted && std::ranges::find(members, wanted) == members.end())
            continue;
        const Arrangement before = arrangement();
        m_folds.erase(root);
        m_moved.clear();
        refold();
        tellRearranged(before, tr("unfold operators"));
        return true;
    }
    return false;
}

void DagView::unfoldAll() {
    if (m_folds.empty())
        return;
    const Arrangement before = arrangement();
    m_folds.clear();
    m_moved.clear();
    refold();
    tellRearranged(before, tr("unfold operators"));
}

Arrangement DagView::arrangement() const {
    return {m_filter, m_folds, m_options.direction, m_moved};
}

void DagView::setArrangement(const Arrangement& wanted) {
    m_restoring = true;
    setFilter(wanted.filter);
    const bool turned = wanted.direction != m_options.direction;
    m_options.direction = wanted.direction;
    m_moved = wanted.moved;
    const bool refolded = wanted.folds != m_folds;
    if (refolded) {
        if (m_folds.empty())
            m_given = m_model;
        m_folds = wanted.folds;
    }
    if (turned)
        m_userView = false;
    if (refolded)
        refold();
    else if (turned && !m_model.graph.nodes.empty())
        startLayout();
    else
        placeMoved();
    m_restoring = false;
}

void DagView::tellRearranged(const Arrangement& before, const QString& what) {
    if (!m_restoring)
        Q_EMIT rearranged(before, what);
}

void DagView::resetPlaces() {
    if (m_moved.empty())
        return;
    const Arrangement before = arrangement();
    m_moved.clear();
    placeMoved();
    tellRearranged(before, tr("put operators back"));
}

/// The layout, with what a person moved at its own place.
void DagView::placeMoved() {
    m_item->setLayout(m_model, m_laid);
    for (const auto& [id, centre] : m_moved)
        if (const int node = indexOf(theme::text(id)); node >= 0 && !m_item->nodeRect(node).isEmpty())
            m_item->moveNode(node, centre);
    m_minimap.invalidate();
    viewport()->update();
    dagNodesChanged(this);
}

void DagView::setDirection(layout::Direction direction) {
    if (m_options.direction == direction)
        return;
    const Arrangement before = arrangement();
    m_options.direction = direction;
    m_moved.clear();
    m_userView = false;
    if (m_model.graph.nodes.empty())
        return;
    startLayout();
    tellRearranged(before, tr("turn the graph"));
}

void DagView::setLegendVisible(bool visible) {
    m_legend = visible;
    viewport()->update();
}

void DagView::setLayingOut(bool on) {
    if (m_layingOut == on)
        return;
    m_layingOut = on;
    Q_EMIT layingOutChanged(on);
}

void DagView::layoutAgain() {
    if (!m_model.graph.nodes.empty())
        startLayout();
}

void DagView::cancelLayout() {
    if (!m_layingOut)
        return;
    m_worker.request_stop();
    ++m_generation; // an answer that is under way comes too late
    m_quickTimer->stop();
    setLayingOut(false);
    if (m_layoutEngine.isEmpty() && !m_quick.nodes.empty())
        takeLayout(m_quick);
}

void DagView::startLayout() {
    const quint64 generation = ++m_generation;
    m_quick = {};
    m_layoutEngine.clear();
    m_quickTimer->stop();
    setLayingOut(true);
    m_worker.request_stop();
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
        setLayingOut(false);
        if (m_layoutEngine.isEmpty())
            takeLayout(m_quick);
        Q_EMIT layoutFailed(theme::text(answer.error().sentence));
        return;
    }
    if (answer->engine != "quick") {
        m_quickTimer->stop();
        setLayingOut(false);
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
    m_laid = layout;
    placeMoved();
    const QRectF bounds = m_item->boundingRect();
    // Room to move the graph anywhere in the view.
    setSceneRect(bounds.adjusted(-bounds.width() - 4000, -bounds.height() - 4000, bounds.width() + 4000,
                                 bounds.height() + 4000));
    if (!m_userView)
        fit();
    viewport()->update();
    Q_EMIT layoutChanged(m_layoutEngine);
}

void DagView::fit() {
    m_userView = false;
    m_fittedSelection = false;
    if (const QRectF bounds = m_item->boundingRect(); !bounds.isEmpty())
        fitRect(bounds);
}

void DagView::fitNext() {
    const int chosen = m_item->selected();
    if (chosen < 0 || m_fittedSelection || m_item->nodeRect(chosen).isEmpty())
        return fit();
    QRectF part = m_item->nodeRect(chosen);
    for (const auto* neighbours : {&m_item->successors(), &m_item->predecessors()})
        for (const int node : (*neighbours)[static_cast<std::size_t>(chosen)])
            part |= m_item->nodeRect(node);
    fitRect(part.adjusted(-40, -40, 40, 40));
    m_userView = true;
    m_fittedSelection = true;
}

void DagView::fitRect(const QRectF& bounds) {
    const int legend = legendHeight() > 0 ? legendHeight() + kFitMargin : 0;
    const double width = std::max(40, viewport()->width() - 2 * kFitMargin);
    const double height = std::max(40, viewport()->height() - 2 * kFitMargin - legend);
    const double scale = std::clamp(std::min(width / bounds.width(), height / bounds.height()), kLeastZoom,
                                    kFitAtMost * theme::textScale());
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
    m_fittedSelection = false;
    const QPointF moved = mapFromScene(fixed) - QPointF(anchor);
    horizontalScrollBar()->setValue(horizontalScrollBar()->value() + qRound(moved.x()));
    verticalScrollBar()->setValue(verticalScrollBar()->value() + qRound(moved.y()));
    m_userView = true;
    Q_EMIT zoomChanged(wanted);
}

void DagView::zoomBy(double factor) {
    beginStretch();
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
    m_fittedSelection = false;
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

void DagView::resizeEvent(QResizeEvent* event) {
    QGraphicsView::resizeEvent(event);
    if (!m_userView)
        fit();
}

void DagView::changeEvent(QEvent* event) {
    QGraphicsView::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::StyleChange ||
        event->type() == QEvent::FontChange) {
        m_dark = theme::isDark(palette());
        m_item->setDark(m_dark);
        m_minimap.invalidate();
        viewport()->update();
    }
}

} // namespace streamtune::ui::dag
