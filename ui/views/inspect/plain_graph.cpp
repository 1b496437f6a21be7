// SPDX-License-Identifier: GPL-3.0-or-later
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <map>

#include "ui/session/text.h"
#include "ui/views/inspect/graph_seam.h"
#include "ui/views/widgets/paint.h"
#include "ui/views/widgets/tokens.h"

namespace streamtune::ui {

namespace {

class PlainGraph final : public GraphView {
public:
    explicit PlainGraph(QWidget* parent) : GraphView(parent) {
        setAccessibleName(tr("Graph of the job"));
        setFocusPolicy(Qt::StrongFocus);
        setMinimumSize(200, 120);
    }
    void showJob(const JobGraph* graph, const std::vector<OperatorRow>& rows) override {
        m_graph = graph ? *graph : JobGraph{};
        m_rows.clear();
        for (const auto& row : rows)
            m_rows.emplace(row.op.id, row);
        update();
    }
    void showVertex(const std::string& vertex) override {
        m_vertex = vertex;
        update();
    }
    void fit() override { update(); }

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter p(this);
        p.setRenderHint(QPainter::Antialiasing);
        p.fillRect(rect(), token(Token::Canvas, palette()));
        place();
        p.setPen(QPen(token(Token::LineStrong, palette()), 1.5));
        p.setBrush(Qt::NoBrush);
        for (const auto& edge : m_graph.edges) {
            const QRectF a = m_boxes[edge.from], b = m_boxes[edge.to];
            QPainterPath path(QPointF(a.right(), a.center().y()));
            const double mid = (a.right() + b.left()) / 2;
            path.cubicTo(QPointF(mid, a.center().y()), QPointF(mid, b.center().y()), QPointF(b.left(), b.center().y()));
            p.drawPath(path);
        }
        for (const auto& op : m_graph.nodes) {
            const QRectF box = m_boxes[op.id];
            p.setPen(QPen(token(op.id == m_vertex ? Token::Accent : Token::LineStrong, palette()), op.id == m_vertex ? 2.5 : 1.2));
            p.setBrush(token(Token::Panel, palette()));
            p.drawRoundedRect(box, 6, 6);
            const auto row = m_rows.find(op.id);
            if (row == m_rows.end())
                continue;
            const QRect inner = box.toRect().adjusted(8, 4, -8, -4);
            paintStateMark(p, QRect(inner.left(), inner.top() + 2, 14, 14), row->second.state, palette());
            p.setPen(token(Token::Text, palette()));
            p.drawText(inner.adjusted(20, 0, 0, 0), Qt::AlignTop | Qt::AlignLeft, p.fontMetrics().elidedText(text(op.name), Qt::ElideMiddle, inner.width() - 20));
            const auto& seen = row->second.seen;
            p.drawText(inner, Qt::AlignBottom | Qt::AlignLeft, QStringLiteral("p %1   %2").arg(op.parallelism).arg(seen ? percent(seen->busyMax) : tr("no data")));
            if (seen)
                p.fillRect(QRectF(box.right() - 22, box.top() + 1, 21, box.height() - 2), heat(valueOr(seen->busyMax, 0)));
        }
    }
    void mousePressEvent(QMouseEvent* event) override {
        for (const auto& [id, box] : m_boxes)
            if (box.contains(event->position()))
                Q_EMIT vertexChosen(text(id));
    }

private:
    /// Columns by longest path from a source.
    void place() {
        m_boxes.clear();
        const auto order = m_graph.topologicalOrder();
        if (!order)
            return;
        std::map<std::string, int> rank;
        std::map<int, std::vector<std::string>> columns;
        for (const std::size_t i : *order) {
            const auto& id = m_graph.nodes[i].id;
            int r = 0;
            for (const Edge* in : m_graph.inputsOf(id))
                r = std::max(r, rank[in->from] + 1);
            rank[id] = r;
            columns[r].push_back(id);
        }
        const double cell = width() / static_cast<double>(std::max<std::size_t>(1, columns.size()));
        for (const auto& [r, ids] : columns)
            for (std::size_t i = 0; i < ids.size(); ++i) {
                const double y = height() * (static_cast<double>(i) + 0.5) / static_cast<double>(ids.size());
                m_boxes[ids[i]] = QRectF(cell * r + cell * 0.08, y - 26, cell * 0.84, 52);
            }
    }
    JobGraph m_graph;
    std::map<std::string, OperatorRow> m_rows;
    std::map<std::string, QRectF> m_boxes;
    std::string m_vertex;
};

} // namespace

GraphView* makePlainGraphView(QWidget* parent) {
    return new PlainGraph(parent);
}

} // namespace streamtune::ui
