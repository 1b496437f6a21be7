// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// The whole graph as one graphics item: its own grid, hit test and three levels of detail. Scene units are those of
/// core/layout. GUI thread.

#include <QGraphicsItem>
#include <QPainterPath>
#include <QPixmap>
#include <set>
#include <unordered_map>
#include <vector>

#include "ui/views/dag/dag_layer.h"
#include "ui/views/dag/dag_model.h"

namespace streamtune::ui::dag {

enum class Level { Far, Middle, Near };

/// By painted scale, with 10 % hysteresis around `before`.
[[nodiscard]] Level levelFor(double scale, Level before);

struct NodeStyle;

class DagItem final : public QGraphicsItem {
public:
    DagItem();

    /// Another graph; without a place until setLayout().
    void setGraph(const DagModel& model);
    void setLayout(const DagModel& model, const layout::Layout& layout);
    /// To another place, with straight lines to its neighbours; until the next setLayout().
    void moveNode(int node, QPointF centre);
    /// New numbers for the same graph; positions stay.
    void setNumbers(const DagModel& model);
    void setDark(bool dark);
    void setSelected(int node); ///< -1 = none
    void setFound(std::set<int> nodes, bool active);
    /// Dims what matches none of the kinds; empty = dims nothing.
    void setFilter(std::set<FilterKind> kinds);
    [[nodiscard]] bool isDimmed(int node) const { return m_dimmed[static_cast<std::size_t>(node)]; }
    [[nodiscard]] std::size_t dimmedCount() const;

    [[nodiscard]] QRectF boundingRect() const override { return m_bounds; }
    void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;
    /// Paints what paint() shows at this place, for `limitMs` of CPU at most where an older picture can be shown until
    /// then; true when it is all there. paint() shows the best there is.
    bool prepare(const QTransform& seen, QSize view, double ratio, double limitMs);
    /// CPU milliseconds that the last whole picture took.
    [[nodiscard]] double cost() const { return m_layer.cost(); }
    /// What lies under the graph; paint() brings it along.
    void paintGround(QPainter& painter, const QRectF& area, double scale) const;
    /// Everything at the near level, whatever the scale of the painter; for exports.
    void paintWhole(QPainter& painter);

    [[nodiscard]] const std::vector<NodeView>& nodes() const { return m_nodes; }
    [[nodiscard]] QRectF nodeRect(int node) const { return m_rects[static_cast<std::size_t>(node)]; }
    /// -1 = nothing there.
    [[nodiscard]] int nodeAt(QPointF scene) const;
    /// Edges do not react; their rates stand in tool tips of this.
    [[nodiscard]] int edgeAt(QPointF scene, double tolerance) const;
    [[nodiscard]] const EdgeView& edge(int index) const { return m_edgeViews[static_cast<std::size_t>(index)]; }
    [[nodiscard]] Level level() const { return m_level; }
    [[nodiscard]] const std::vector<std::vector<int>>& successors() const { return m_next; }
    [[nodiscard]] const std::vector<std::vector<int>>& predecessors() const { return m_previous; }
    [[nodiscard]] bool hasPrediction() const { return m_hasPrediction; }
    [[nodiscard]] int selected() const { return m_selected; }
    /// What the far level and the minimap fill a node with.
    [[nodiscard]] QColor fillOf(const NodeView& node) const;

private:
    static constexpr double kMargin = 24; ///< around everything: rings, halos, double outlines

    struct Line {
        int edge = 0;
        QPainterPath path;
        QRectF bounds;
        QPointF tip;
        QPointF before;         ///< where the line comes from, for the arrow
        QVector<QLineF> coarse; ///< as the far level shows it
        bool onSelection = false;
    };

    std::vector<NodeView> m_nodes;
    std::vector<EdgeView> m_edgeViews;
    std::vector<QRectF> m_rects;
    std::vector<Line> m_lines;
    std::vector<std::vector<int>> m_next;
    std::vector<std::vector<int>> m_previous;
    std::unordered_map<long long, std::vector<int>> m_nodeGrid;
    std::unordered_map<long long, std::vector<int>> m_lineGrid;
    std::vector<std::pair<int, int>> m_ends;
    QRectF m_bounds;
    bool m_dark = false;
    bool m_hasPrediction = false;
    double m_limit = 0.5;
    QString m_predictedCaption;
    int m_selected = -1;
    std::set<int> m_found;
    std::set<FilterKind> m_filter;
    std::vector<bool> m_dimmed;
    Show m_show = Show::Both;
    bool m_flink = false;
    bool m_finding = false;
    Level m_level = Level::Near;
    /// Pictures of nodes at the near level, while only the place changes: pieces cut them, and text and hatches cost
    /// more than a copy.
    struct Pictures {
        double scale = 0;
        double ratio = 1;
        std::unordered_map<int, std::pair<QPointF, QPixmap>> nodes; ///< with the offset from the node's place in pixels
    };
    mutable Pictures m_pictures;
    Layer m_layer;                    ///< all of it without what is chosen
    std::vector<QPointF> m_labels;    ///< where the rate of a line stands, by line
    mutable std::vector<int> m_stamp; ///< of the query that saw a line last
    mutable int m_query = 0;

    [[nodiscard]] std::vector<int> nodesIn(const QRectF& area) const;
    [[nodiscard]] std::vector<int> linesIn(const QRectF& area) const;
    void route(Line& line) const;
    void repaint(); ///< what was painted before shows older numbers
    void placeLabels();
    void refilter();
    [[nodiscard]] bool isPressing(const Line& line) const; ///< its writer is back-pressured
    [[nodiscard]] double opacityOf(int node) const;
    [[nodiscard]] NodeStyle style() const;
    void paintLayer(QPainter& painter, const QRectF& area, double scale) const;
    void paintNearNodes(QPainter& painter, const std::vector<int>& nodes, const QRectF& area, double scale) const;
    void paintMiddleNodes(QPainter& painter, const QRectF& area) const;
    void paintLines(QPainter& painter, const std::vector<int>& lines, double scale) const;
    void paintLine(QPainter& painter, const Line& line, double scale, bool chosen) const;
    void paintChosenLines(QPainter& painter, const QRectF& area, double scale) const;
    void keepPicturesFor(double scale, double ratio) const;
    [[nodiscard]] const std::pair<QPointF, QPixmap>& pictureOf(int node, const QTransform& world) const;
    void paintLabel(QPainter& painter, int line) const;
    void paintFarLines(QPainter& painter, const QRectF& area) const;
    void paintFarNodes(QPainter& painter, const std::vector<int>& nodes) const;
    void paintFound(QPainter& painter, const QRectF& area, double scale) const;
    void paintRing(QPainter& painter, int node, double scale, bool halo) const;
};

} // namespace streamtune::ui::dag
