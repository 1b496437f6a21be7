// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/dag/dag_item.h"

#include <QPainterPathStroker>
#include <algorithm>
#include <cmath>
#include <numeric>

#include "ui/views/dag/dag_words.h"

namespace streamtune::ui::dag {
namespace {

constexpr double kCell = 512; ///< of the grid, scene units
constexpr double kNearFrom = 0.7;
constexpr double kFarBelow = 0.25;
constexpr double kHysteresis = 0.1;
constexpr double kLineRoom = 8; ///< around a line: its width, arrow and chevrons

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

using Grid = std::unordered_map<long long, std::vector<int>>;

void putInto(Grid& grid, const QRectF& area, int number) {
    forCells(area, [&](long long key) { grid[key].push_back(number); });
}

void takeFrom(Grid& grid, const QRectF& area, int number) {
    forCells(area, [&](long long key) { std::erase(grid[key], number); });
}

/// Where the line from the middle of the rectangle to `to` leaves it.
QPointF borderTowards(const QRectF& rect, QPointF to) {
    const QPointF d = to - rect.center();
    const double across = std::abs(d.x()) > 0 ? rect.width() / 2 / std::abs(d.x()) : 1e9;
    const double along = std::abs(d.y()) > 0 ? rect.height() / 2 / std::abs(d.y()) : 1e9;
    return rect.center() + d * std::min({across, along, 1.0});
}

/// Straight from joint to joint, without joints that hardly bend: below a pixel where this is shown.
QVector<QLineF> coarseLine(const std::vector<layout::Point>& points) {
    constexpr double kBend = 6; // scene units
    QVector<QLineF> lines;
    QPointF from = toQt(points.front());
    for (std::size_t i = 3; i < points.size(); i += 3) {
        const QPointF to = toQt(points[i]);
        if (i + 3 < points.size()) {
            const QLineF past(from, toQt(points[i + 3]));
            const double length = past.length();
            const QPointF d = to - from;
            if (length > 0 && std::abs(past.dx() * d.y() - past.dy() * d.x()) / length < kBend)
                continue;
        }
        lines.append(QLineF(from, to));
        from = to;
    }
    return lines;
}

constexpr QSizeF kLabelRoom(64, 17); ///< what the rate of a line takes, scene units

/// About halfway and so on by length: by the lengths between joints, which are short where a line bends.
QPointF pointOn(const QPainterPath& path, double share) {
    const auto at = [&path](int element) { return QPointF(path.elementAt(element)); };
    double whole = 0;
    for (int i = 3; i < path.elementCount(); i += 3)
        whole += QLineF(at(i - 3), at(i)).length();
    double left = whole * share;
    for (int i = 3; i < path.elementCount(); i += 3) {
        const double length = QLineF(at(i - 3), at(i)).length();
        if (left > length && i + 3 < path.elementCount()) {
            left -= length;
            continue;
        }
        const double t = length > 0 ? std::clamp(left / length, 0.0, 1.0) : 0.5, s = 1 - t;
        return at(i - 3) * (s * s * s) + at(i - 2) * (3 * s * s * t) + at(i - 1) * (3 * s * t * t) +
               at(i) * (t * t * t);
    }
    return at(0);
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
    m_layer.clear();
}

void DagItem::setLayout(const DagModel& model, const layout::Layout& layout) {
    prepareGeometryChange();
    repaint();
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
        putInto(m_nodeGrid, rect, static_cast<int>(i));
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
        line.coarse = coarseLine(spline.points);
        line.bounds = line.path.controlPointRect().adjusted(-kLineRoom, -kLineRoom, kLineRoom, kLineRoom);
        m_bounds |= line.bounds;
        putInto(m_lineGrid, line.bounds, static_cast<int>(m_lines.size()));
        m_lines.push_back(std::move(line));
    }
    if (!m_bounds.isEmpty())
        m_bounds.adjust(-kMargin, -kMargin, kMargin, kMargin);
    m_stamp.assign(m_lines.size(), 0);
    m_query = 0;
    setSelected(m_selected);
    placeLabels();
}

/// Where labels meet, the later one moves along its line. By lines alone, so that no label jumps when numbers or the
/// part that is seen change.
void DagItem::placeLabels() {
    m_labels.assign(m_lines.size(), {});
    std::unordered_map<long long, std::vector<QRectF>> taken;
    for (std::size_t i = 0; i < m_lines.size(); ++i) {
        QRectF plate(QPointF(), kLabelRoom);
        for (const double share : {0.5, 0.35, 0.65, 0.2, 0.8}) {
            plate.moveCenter(pointOn(m_lines[i].path, share));
            bool free = true;
            forCells(plate, [&](long long key) {
                const auto cell = taken.find(key);
                free = free && (cell == taken.end() || std::ranges::none_of(cell->second, [&](const QRectF& other) {
                                    return other.intersects(plate);
                                }));
            });
            if (free)
                break;
        }
        forCells(plate, [&](long long key) { taken[key].push_back(plate); });
        m_labels[i] = plate.center();
    }
}

void DagItem::route(Line& line) const {
    const auto& [from, to] = m_ends[static_cast<std::size_t>(line.edge)];
    const QRectF& a = m_rects[static_cast<std::size_t>(from)];
    const QRectF& b = m_rects[static_cast<std::size_t>(to)];
    const QPointF start = borderTowards(a, b.center()), end = borderTowards(b, a.center());
    line.path = QPainterPath(start);
    line.path.cubicTo(start + (end - start) / 3, start + (end - start) * 2 / 3, end);
    line.coarse = {QLineF(start, end)};
    line.tip = end;
    line.before = start;
    line.bounds = line.path.controlPointRect().adjusted(-kLineRoom, -kLineRoom, kLineRoom, kLineRoom);
}

void DagItem::moveNode(int node, QPointF centre) {
    prepareGeometryChange();
    QRectF& rect = m_rects[static_cast<std::size_t>(node)];
    takeFrom(m_nodeGrid, rect, node);
    rect.moveCenter(centre);
    putInto(m_nodeGrid, rect, node);
    m_bounds |= rect.adjusted(-kMargin, -kMargin, kMargin, kMargin);
    for (std::size_t i = 0; i < m_lines.size(); ++i) {
        Line& line = m_lines[i];
        const auto& [from, to] = m_ends[static_cast<std::size_t>(line.edge)];
        if (from != node && to != node)
            continue;
        takeFrom(m_lineGrid, line.bounds, static_cast<int>(i));
        route(line);
        putInto(m_lineGrid, line.bounds, static_cast<int>(i));
        m_bounds |= line.bounds;
    }
    placeLabels();
    repaint();
}

void DagItem::setNumbers(const DagModel& model) {
    m_nodes = nodeViews(model);
    m_edgeViews = edgeViews(model);
    m_hasPrediction = !model.predicted.empty();
    m_limit = model.predictedLimit;
    m_predictedCaption = DagWords::tr("PREDICTED");
    m_show = model.show;
    m_flink = model.flinkColours;
    refilter();
    repaint();
}

void DagItem::setFilter(std::set<FilterKind> kinds) {
    m_filter = std::move(kinds);
    refilter();
    repaint();
}

void DagItem::repaint() {
    m_pictures.nodes.clear();
    m_layer.invalidate();
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
    if (m_dark == dark)
        return;
    m_dark = dark;
    m_layer.clear();
    repaint();
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
    repaint();
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
    if (area.contains(m_bounds)) {
        found.resize(m_lines.size());
        std::iota(found.begin(), found.end(), 0);
        return found;
    }
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
