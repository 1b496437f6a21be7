// SPDX-License-Identifier: GPL-3.0-or-later
#include <QHeaderView>
#include <QHelpEvent>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/session/text.h"
#include "ui/views/clusters/cluster_panels.h"
#include "ui/views/widgets/paint.h"
#include "ui/views/widgets/tokens.h"

namespace streamtune::ui {

namespace {
constexpr std::size_t kNeighbours = 100;
constexpr int kCentres = 6;
} // namespace

/// A bar for each of the nearest centres: the longer, the further.
class NearPanel::Why final : public QWidget {
public:
    struct Bar {
        QString title;
        ClusterMark mark;
        ged::Interval distance;
        bool own = false;
    };
    explicit Why(QWidget* parent = nullptr) : QWidget(parent) {
        setObjectName(QStringLiteral("whyHere"));
        setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    }
    void setBars(std::vector<Bar> bars) {
        m_bars = std::move(bars);
        QStringList spoken;
        for (const Bar& bar : m_bars)
            spoken << NearPanel::tr("%1: %2").arg(bar.title, distanceText(bar.distance));
        setAccessibleName(NearPanel::tr("Distance to the centres: %1").arg(spoken.join(QStringLiteral(", "))));
        setToolTip(plainTip(spoken.join(QLatin1Char('\n'))));
        setFixedHeight(static_cast<int>(m_bars.size()) * rowHeight());
        update();
    }

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter p(this);
        p.setRenderHint(QPainter::Antialiasing);
        double most = 1;
        for (const Bar& bar : m_bars)
            most = std::max(most, bar.distance.upper);
        const QFontMetrics metrics(font());
        const int left = width() * 44 / 100, right = metrics.horizontalAdvance(QStringLiteral("00..00")) + 8;
        for (std::size_t i = 0; i < m_bars.size(); ++i) {
            const Bar& bar = m_bars[i];
            const QRect row(0, static_cast<int>(i) * rowHeight(), width(), rowHeight());
            paintClusterMark(p, QPointF(6, row.center().y() + 0.5), 5, bar.mark, isDark());
            p.setFont(bar.own ? strongFont(font()) : font());
            p.setPen(token(Token::Text, palette()));
            p.drawText(row.adjusted(18, 0, left - width() - 6, 0), Qt::AlignVCenter | Qt::AlignLeft,
                       QFontMetrics(p.font()).elidedText(bar.title, Qt::ElideMiddle, left - 24));
            const QRectF track(left, row.center().y() - 3, std::max(10, width() - left - right), 7);
            p.fillRect(track, token(Token::Idle, palette()));
            const double length = bar.distance.upper >= ged::kFar ? 1 : bar.distance.upper / most;
            p.fillRect(QRectF(track.left(), track.top(), track.width() * length, track.height()),
                       markColour(bar.mark, isDark()));
            p.drawText(row, Qt::AlignVCenter | Qt::AlignRight, distanceText(bar.distance, true));
        }
    }

private:
    [[nodiscard]] int rowHeight() const { return fontMetrics().height() + 6; }
    std::vector<Bar> m_bars;
};

NearPanel::NearPanel(ClusterFlow& flow, QWidget* parent)
    : Panel(tr("Nearest"), parent), m_flow(flow), m_model(makeNeighboursModel()) {
    auto* content = new QWidget;
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    m_view = new RowsView(tr("Nearest jobs"));
    m_view->setObjectName(QStringLiteral("nearestJobs"));
    m_view->setSource(m_model.get(), 2, Qt::AscendingOrder);
    m_view->horizontalHeader()->setStretchLastSection(false);
    m_view->horizontalHeader()->setSectionResizeMode(0, QHeaderView::Stretch);
    m_view->setMinimumHeight(fontMetrics().height() * 4);
    column->addWidget(m_view, 1);
    auto* why = new QVBoxLayout;
    why->setContentsMargins(12, 8, 12, 10);
    why->setSpacing(4);
    m_whyTitle = plainLabel({}, TextKind::Strong);
    m_why = new Why;
    m_verdict = plainLabel({}, TextKind::Caption);
    m_verdict->setObjectName(QStringLiteral("whyVerdict"));
    why->addWidget(m_whyTitle);
    why->addWidget(m_why);
    why->addWidget(m_verdict);
    column->addLayout(why);
    m_stack = new EmptyStack(
        content, new EmptyState(tr("No job chosen"),
                                tr("Choose a job on the map or in the table: the jobs that are like it, and why it is "
                                   "in its cluster, appear here.")));
    body()->addWidget(m_stack, 1);
    m_refine = new QPushButton(tr("Refine"));
    m_refine->setProperty("kind", QStringLiteral("flat"));
    m_refine->setToolTip(tr("Search on for up to two minutes for the distance of the chosen row"));
    head()->addWidget(m_refine);
    connect(m_refine, &QPushButton::clicked, this, [this] {
        if (const auto* row = m_model->row(m_view->currentKey()); row && m_flow.nearest())
            m_flow.refine(m_flow.nearest()->graph, row->job.graph);
    });
    // A neighbour becomes the second of the pair.
    connect(m_view, &RowsView::keyChosen, this, [this](const QString& key) {
        const auto* row = m_model->row(key);
        const auto& scene = m_flow.scene();
        if (!row || !scene || m_flow.chosen().empty())
            return;
        const auto found = scene->ofGraph.find(row->job.graph);
        if (found == scene->ofGraph.end())
            return;
        for (const int job : found->second)
            if (scene->jobs[static_cast<std::size_t>(job)].key == key)
                m_flow.choose({m_flow.chosen().front(), job});
    });
    connect(&flow, &ClusterFlow::nearestChanged, this, &NearPanel::refresh);
    connect(&flow, &ClusterFlow::pairChanged, this, [this] { m_refine->setEnabled(!m_flow.refining()); });
    refresh();
}

QString NearPanel::verdict() const {
    const auto& view = *m_flow.nearest();
    const auto& scene = *m_flow.scene();
    QStringList parts;
    if (view.novel)
        parts << tr("Unlike anything seen: further than %1 from every centre.").arg(view.noveltyDistance);
    if (view.centres.size() > 1) {
        // The one it is in against the best of the others; that one may even be nearer, after an edit.
        const auto own = std::ranges::find(view.centres, view.cluster, &workbench::NearestView::ToCentre::cluster);
        const auto other = std::ranges::find_if(view.centres, [&](const auto& c) { return c.cluster != view.cluster; });
        if (own != view.centres.end() && other != view.centres.end()) {
            const double margin = other->distance.upper - own->distance.upper;
            const QString name = text(other->cluster);
            parts << (margin > 0   ? tr("The runner-up %1 is %2 further.").arg(name).arg(margin)
                      : margin < 0 ? tr("%1 would be nearer by %2.").arg(name).arg(-margin)
                                   : tr("%1 is equally near.").arg(name));
        }
    }
    if (!view.member)
        parts << tr("It came after the last clustering and is in no cluster yet.");
    if (!m_flow.chosen().empty() && scene.jobs[static_cast<std::size_t>(m_flow.chosen().front())].placedBy)
        parts << tr("A person put it here.");
    parts << tr("Similar means within tau %1.").arg(scene.board.set.tau);
    return parts.join(QLatin1Char(' '));
}

void NearPanel::refresh() {
    const auto& view = m_flow.nearest();
    const auto& scene = m_flow.scene();
    const bool some = view && scene;
    m_stack->setEmpty(!some);
    m_refine->setEnabled(some && !m_flow.refining());
    m_refine->setVisible(false);
    setTitle(m_flow.nearestOf().isEmpty() ? tr("Nearest")
                                          : tr("Nearest to %1").arg(elideMiddle(m_flow.nearestOf(), 28)));
    const QString why = m_flow.whyNoNearest();
    if (m_flow.nearestOf().isEmpty())
        m_stack->empty()->setTexts(tr("No job chosen"),
                                   tr("Choose a job on the map or in the table: the jobs that are like it, and why it "
                                      "is in its cluster, appear here."));
    else
        m_stack->empty()->setTexts(why.isEmpty() ? tr("Comparing…") : tr("It was not compared with the others"), why);
    m_model->setRows({});
    if (!some)
        return;
    QString self;
    if (!m_flow.chosen().empty())
        self = scene->jobs[static_cast<std::size_t>(m_flow.chosen().front())].key;
    std::vector<NeighbourRow> rows;
    bool intervals = false;
    for (const auto& other : view->jobs) {
        if (rows.size() >= kNeighbours)
            break;
        NeighbourRow row{clusterJobKey(other.job),
                         other.job,
                         {},
                         m_flow.bounds(view->graph, other.job.graph, other.distance),
                         static_cast<int>(rows.size())};
        if (row.key == self)
            continue;
        if (const auto found = scene->ofGraph.find(other.job.graph); found != scene->ofGraph.end())
            if (const int c = scene->jobs[static_cast<std::size_t>(found->second.front())].cluster; c >= 0)
                row.cluster = clusterTitle(scene->clusters()[static_cast<std::size_t>(c)]);
        intervals = intervals || !row.distance.exact();
        rows.push_back(std::move(row));
    }
    m_refine->setVisible(intervals);
    m_model->setRows(std::move(rows));
    m_view->resizeColumnToContents(1);
    m_view->resizeColumnToContents(2);

    std::vector<Why::Bar> bars;
    for (const auto& centre : view->centres) {
        if (static_cast<int>(bars.size()) >= kCentres)
            break;
        const int c = scene->clusterIndex(centre.cluster);
        if (c < 0)
            continue;
        const auto& cluster = scene->clusters()[static_cast<std::size_t>(c)];
        bars.push_back({scene->titles[static_cast<std::size_t>(c)],
                        clusterMark(scene->marks[static_cast<std::size_t>(c)]),
                        m_flow.bounds(view->graph, cluster.centre, centre.distance), centre.cluster == view->cluster});
    }
    const int own = scene->clusterIndex(view->cluster);
    m_whyTitle->setText(own < 0 ? tr("Distance to the centres")
                                : tr("Why in %1?").arg(clusterTitle(scene->clusters()[static_cast<std::size_t>(own)])));
    m_why->setBars(std::move(bars));
    m_verdict->setText(verdict());
}

} // namespace streamtune::ui
