// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/dag/dag_item.h"

#include <QPainterPathStroker>
#include <algorithm>
#include <cmath>

namespace streamtune::ui::dag {
namespace {

constexpr double kCell = 512; ///< of the grid, scene units
constexpr double kNearFrom = 0.7;
constexpr double kFarBelow = 0.25;
constexpr double kHysteresis = 0.1;

long long cellKey(long long x, long long y) {
    return x * 1'000'003LL + y;
}

template <typename Visit>
void forCells(const QRectF& area, Visit visit) {
    const auto cell = [](double v) { return static_cast<long long>(std::floor(v / kCell)); };
    for (long long x = cell(area.left()); x <= cell(area.right()); ++x)
        for (long long y = cell(area.top()); y <= cell(area.bottom()); ++y)
            visit(cellKey(x, y));
}

QPointF toQt(const layout::Point& p) {
    return {p.x, p.y};
}

} // namespace

Level levelFor(double scale, Level before) {
    const double near = before == Level::Near ? kNearFrom * (1 - kHysteresis) : kNearFrom;
    const double far = before == Level::Far ? kFarBelow * (1 + kHysteresis) : kFarBelow;
    return scale >= near ? Level::Near : scale < far ? Level::Far : Level::Middle;
}

DagItem::DagItem() {
    setFlag(ItemUsesExtendedStyleOption); // the exposed area
}

void DagItem::setGraph(const DagModel& model) {
    m_selected = -1;
    m_found.clear();
    m_finding = false;
    setNumbers(model);
    setLayout(model, {});
}

void DagItem::setLayout(const DagModel& model, const layout::Layout& layout) {
    prepareGeometryChange();
    m_pictures.nodes.clear();
    m_rects.clear();
    m_lines.clear();
    m_nodeGrid.clear();
    m_lineGrid.clear();
    m_ends.clear();
    m_bounds = {};
    const std::size_t count = model.graph.nodes.size();
    std::map<std::string_view, int> index;
    for (std::size_t i = 0; i < count; ++i) {
        const Operator& node = model.graph.nodes[i];
        index[node.id] = static_cast<int>(i);
        const auto box = layout.nodes.find(node.id);
        const QRectF rect = box == layout.nodes.end() ? QRectF()
                                                      : QRectF(box->second.centre.x - box->second.width / 2,
                                                               box->second.centre.y - box->second.height / 2,
                                                               box->second.width, box->second.height);
        m_rects.push_back(rect);
        m_bounds |= rect;
        forCells(rect, [&](long long key) { m_nodeGrid[key].push_back(static_cast<int>(i)); });
    }
    m_next.assign(count, {});
    m_previous.assign(count, {});
    for (const Edge& edge : model.graph.edges) {
        const auto from = index.find(edge.from);
        const auto to = index.find(edge.to);
        const bool known = from != index.end() && to != index.end();
        m_ends.emplace_back(known ? from->second : -1, known ? to->second : -1);
        if (known && std::ranges::find(m_next[static_cast<std::size_t>(from->second)], to->second) ==
                         m_next[static_cast<std::size_t>(from->second)].end()) {
            m_next[static_cast<std::size_t>(from->second)].push_back(to->second);
            m_previous[static_cast<std::size_t>(to->second)].push_back(from->second);
        }
    }
    for (const layout::EdgeSpline& spline : layout.edges) {
        if (spline.points.size() < 4 || spline.edge >= m_ends.size())
            continue;
        Line line;
        line.edge = static_cast<int>(spline.edge);
        line.path.moveTo(toQt(spline.points[0]));
        for (std::size_t i = 3; i < spline.points.size(); i += 3)
            line.path.cubicTo(toQt(spline.points[i - 2]), toQt(spline.points[i - 1]), toQt(spline.points[i]));
        line.tip = toQt(spline.tip);
        line.before = toQt(spline.points.back()) == line.tip ? toQt(spline.points[spline.points.size() - 2])
                                                             : toQt(spline.points.back());
        line.bounds = line.path.controlPointRect().adjusted(-8, -8, 8, 8);
        m_bounds |= line.bounds;
        const int number = static_cast<int>(m_lines.size());
        forCells(line.bounds, [&](long long key) { m_lineGrid[key].push_back(number); });
        m_lines.push_back(std::move(line));
    }
    if (!m_bounds.isEmpty())
        m_bounds.adjust(-kMargin, -kMargin, kMargin, kMargin);
    m_stamp.assign(m_lines.size(), 0);
    m_query = 0;
    setSelected(m_selected);
}

void DagItem::setNumbers(const DagModel& model) {
    m_nodes = nodeViews(model);
    m_edgeViews = edgeViews(model);
    m_hasPrediction = !model.predicted.empty();
    m_limit = model.predictedLimit;
    m_predictedCaption = QStringLiteral("PREDICTED");
    m_show = model.show;
    m_flink = model.flinkColours;
    m_pictures.nodes.clear();
    refilter();
    update();
}

void DagItem::setFilter(std::set<FilterKind> kinds) {
    m_filter = std::move(kinds);
    refilter();
    update();
}

void DagItem::refilter() {
    m_dimmed.assign(m_nodes.size(), false);
    if (m_filter.empty())
        return;
    for (std::size_t i = 0; i < m_nodes.size(); ++i)
        m_dimmed[i] = std::ranges::none_of(m_filter, [&](FilterKind kind) { return matches(m_nodes[i], kind); });
}

std::size_t DagItem::dimmedCount() const {
    return static_cast<std::size_t>(std::ranges::count(m_dimmed, true));
}

void DagItem::setDark(bool dark) {
    m_dark = dark;
    m_pictures.nodes.clear();
    update();
}

void DagItem::setSelected(int node) {
    m_selected = node;
    for (Line& line : m_lines) {
        const auto& [from, to] = m_ends[static_cast<std::size_t>(line.edge)];
        line.onSelection = node >= 0 && (from == node || to == node);
    }
    update();
}

void DagItem::setFound(std::set<int> nodes, bool active) {
    m_found = std::move(nodes);
    m_finding = active;
    update();
}

std::vector<int> DagItem::nodesIn(const QRectF& area) const {
    std::vector<int> found;
    if (area.contains(m_bounds)) {
        for (std::size_t i = 0; i < m_rects.size(); ++i)
            found.push_back(static_cast<int>(i));
        return found;
    }
    forCells(area & m_bounds, [&](long long key) {
        if (const auto it = m_nodeGrid.find(key); it != m_nodeGrid.end())
            found.insert(found.end(), it->second.begin(), it->second.end());
    });
    std::ranges::sort(found);
    found.erase(std::ranges::unique(found).begin(), found.end());
    return found;
}

std::vector<int> DagItem::linesIn(const QRectF& area) const {
    std::vector<int> found;
    ++m_query;
    forCells(area & m_bounds, [&](long long key) {
        const auto it = m_lineGrid.find(key);
        if (it == m_lineGrid.end())
            return;
        for (const int line : it->second)
            if (m_stamp[static_cast<std::size_t>(line)] != m_query) {
                m_stamp[static_cast<std::size_t>(line)] = m_query;
                if (m_lines[static_cast<std::size_t>(line)].bounds.intersects(area))
                    found.push_back(line);
            }
    });
    return found;
}

int DagItem::nodeAt(QPointF scene) const {
    for (const int node : nodesIn(QRectF(scene, QSizeF(1e-3, 1e-3))))
        if (m_rects[static_cast<std::size_t>(node)].contains(scene))
            return node;
    return -1;
}

int DagItem::edgeAt(QPointF scene, double tolerance) const {
    const QRectF area(scene.x() - tolerance, scene.y() - tolerance, 2 * tolerance, 2 * tolerance);
    QPainterPathStroker stroker;
    stroker.setWidth(2 * tolerance);
    for (const int line : linesIn(area))
        if (stroker.createStroke(m_lines[static_cast<std::size_t>(line)].path).contains(scene))
            return m_lines[static_cast<std::size_t>(line)].edge;
    return -1;
}

} // namespace streamtune::ui::dag
