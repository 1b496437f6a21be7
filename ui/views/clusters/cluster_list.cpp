// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/clusters/cluster_list.h"

#include <QPainter>
#include <QScopedValueRollback>
#include <QStyledItemDelegate>
#include <algorithm>
#include <map>

#include "ui/session/text.h"
#include "ui/views/widgets/paint.h"
#include "ui/views/widgets/parts.h"
#include "ui/views/widgets/tokens.h"

namespace streamtune::ui {

namespace {

constexpr int kPad = 10;

class RowDelegate final : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override {
        const auto* model = static_cast<const ClusterListModel*>(index.model());
        const auto lines = model->row(index.row()).facts.size() + 1;
        return {10, static_cast<int>(lines) * lineHeight(option) + 2 * kPad - 4};
    }

    void paint(QPainter* p, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
        const auto& row = static_cast<const ClusterListModel*>(index.model())->row(index.row());
        const QPalette& palette = option.palette;
        const bool selected = option.state.testFlag(QStyle::State_Selected);
        p->save();
        if (selected) {
            p->fillRect(option.rect, token(Token::Selection, palette));
            p->fillRect(QRect(option.rect.left(), option.rect.top(), 3, option.rect.height()),
                        token(Token::Accent, palette));
        }
        p->setPen(token(Token::Grid, palette));
        p->drawLine(option.rect.bottomLeft(), option.rect.bottomRight());
        const int line = lineHeight(option);
        int left = option.rect.left() + kPad;
        if (!row.picture.nodes.empty()) {
            const int width = std::min(120, option.rect.width() * 2 / 5);
            const QRect box(left, option.rect.top() + kPad - 2, width, option.rect.height() - 2 * kPad + 4);
            p->setPen(token(Token::Line, palette));
            p->setBrush(token(Token::Canvas, palette));
            p->drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), 3, 3);
            paintSmallGraph(*p, QRectF(box).adjusted(6, 5, -6, -5), row.picture, markColour(row.mark, isDark()),
                            palette);
            left += width + 12;
        }
        const int top = option.rect.top() + kPad - 2;
        paintClusterMark(*p, QPointF(left + 6, top + line / 2.0), 5, row.mark, isDark());
        const int room = option.rect.right() - left - 8;
        p->setFont(strongFont(option.font));
        p->setPen(token(Token::Text, palette));
        p->drawText(QRect(left + 18, top, room - 18, line), Qt::AlignVCenter | Qt::AlignLeft,
                    QFontMetrics(p->font()).elidedText(row.title, Qt::ElideMiddle, room - 18));
        p->setFont(captionFont(option.font));
        p->setPen(token(Token::Muted, palette));
        for (int i = 0; i < row.facts.size(); ++i)
            p->drawText(QRect(left, top + (i + 1) * line, room, line), Qt::AlignVCenter | Qt::AlignLeft,
                        QFontMetrics(p->font()).elidedText(row.facts[i], Qt::ElideRight, room));
        if (option.state.testFlag(QStyle::State_HasFocus) && option.state.testFlag(QStyle::State_KeyboardFocusChange)) {
            p->setPen(QPen(token(Token::Focus, palette), 2));
            p->setBrush(Qt::NoBrush);
            p->drawRect(option.rect.adjusted(1, 1, -2, -2));
        }
        p->restore();
    }

private:
    static int lineHeight(const QStyleOptionViewItem& option) { return QFontMetrics(option.font).height() + 2; }
};

QString engineCounts(const std::map<std::string, int>& engines) {
    QStringList parts;
    for (const auto& [engine, count] : engines)
        parts << ClusterList::tr("%1 %2").arg(count).arg(engine.empty() ? ClusterList::tr("of unknown engine")
                                                                        : text(engine));
    return parts.join(QStringLiteral(", "));
}

} // namespace

std::vector<ClusterRow> clusterRows(const ClusterScene& scene) {
    std::vector<std::map<std::string, int>> engines(scene.clusters().size());
    std::vector<ged::Interval> radius(scene.clusters().size(), ged::Interval{0, 0});
    for (const ClusterJob& job : scene.jobs) {
        if (job.cluster < 0)
            continue;
        ++engines[static_cast<std::size_t>(job.cluster)][job.job.engine];
        auto& r = radius[static_cast<std::size_t>(job.cluster)];
        r = {std::max(r.lower, job.toCentre.lower), std::max(r.upper, job.toCentre.upper)};
    }
    std::vector<ClusterRow> rows;
    for (std::size_t c = 0; c < scene.clusters().size(); ++c) {
        const auto& cluster = scene.clusters()[c];
        ClusterRow row;
        row.id = cluster.id;
        row.title = scene.titles[c];
        row.mark = clusterMark(scene.marks[c]);
        row.jobs = scene.sizes[c];
        row.silhouette = cluster.silhouette;
        row.facts << ClusterList::tr("%n job(s)", nullptr, row.jobs) + QStringLiteral(" · ") + engineCounts(engines[c])
                  << ClusterList::tr("silhouette %1 · radius %2")
                         .arg(QLocale().toString(cluster.silhouette, 'f', 2), distanceText(radius[c], true))
                  << ClusterList::tr("centre %1").arg(text(scene.board.centreName(cluster)));
        if (const auto graph = scene.board.graphs.find(cluster.centre); graph != scene.board.graphs.end())
            row.picture = smallLayout(graph->second.graph);
        rows.push_back(std::move(row));
    }
    if (scene.newJobs > 0) {
        ClusterRow row;
        row.title = ClusterList::tr("In no cluster yet");
        row.mark = noClusterMark();
        row.jobs = scene.newJobs;
        row.silhouette = -2;
        row.facts << ClusterList::tr("%n job(s) came after the last clustering", nullptr, scene.newJobs);
        rows.push_back(std::move(row));
    }
    return rows;
}

QVariant ClusterListModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const ClusterRow& row = m_rows[static_cast<std::size_t>(index.row())];
    switch (role) {
    case Qt::DisplayRole:
        return row.title;
    case Qt::AccessibleTextRole:
        return QString(row.title + QStringLiteral(", ") + row.facts.join(QStringLiteral(", ")));
    case Qt::ToolTipRole:
        return plainTip(row.title + QLatin1Char('\n') + row.facts.join(QLatin1Char('\n')));
    default:
        return {};
    }
}

int ClusterListModel::find(const std::string& id) const {
    const auto found = std::ranges::find(m_rows, id, &ClusterRow::id);
    return found == m_rows.end() ? -1 : static_cast<int>(found - m_rows.begin());
}

void ClusterListModel::setRows(std::vector<ClusterRow> rows, ClusterOrder order) {
    beginResetModel();
    m_rows = std::move(rows);
    // Who is in no cluster stands last, whatever the order.
    std::ranges::stable_sort(m_rows, [order](const ClusterRow& a, const ClusterRow& b) {
        if (a.id.empty() != b.id.empty())
            return b.id.empty();
        return order == ClusterOrder::Size         ? a.jobs > b.jobs
               : order == ClusterOrder::Silhouette ? a.silhouette > b.silhouette
                                                   : a.title.localeAwareCompare(b.title) < 0;
    });
    endResetModel();
}

ClusterList::ClusterList(QWidget* parent) : QListView(parent), m_model(new ClusterListModel(this)) {
    setObjectName(QStringLiteral("clusterList"));
    setAccessibleName(tr("Clusters"));
    makeRowList(*this);
    setItemDelegate(new RowDelegate(this));
    setModel(m_model);
    connect(selectionModel(), &QItemSelectionModel::selectionChanged, this, [this] {
        if (m_showing)
            return;
        std::vector<std::string> ids;
        for (const QModelIndex& index : selectionModel()->selectedRows())
            ids.push_back(m_model->row(index.row()).id);
        Q_EMIT chosen(ids);
    });
}

void ClusterList::setScene(const ClusterFlow::Scene& scene) {
    if (m_scene == scene)
        return;
    m_scene = scene;
    fill();
}

void ClusterList::setOrder(ClusterOrder order) {
    m_order = order;
    fill();
}

void ClusterList::fill() {
    const QScopedValueRollback guard(m_showing, true);
    m_model->setRows(m_scene ? clusterRows(*m_scene) : std::vector<ClusterRow>{}, m_order);
}

void ClusterList::setChosen(const std::vector<std::string>& ids) {
    const QScopedValueRollback guard(m_showing, true);
    QItemSelection selection;
    QModelIndex last;
    for (const std::string& id : ids)
        if (const int row = m_model->find(id); row >= 0) {
            last = m_model->index(row);
            selection.select(last, last);
        }
    selectionModel()->select(selection, QItemSelectionModel::ClearAndSelect);
    if (last.isValid()) {
        selectionModel()->setCurrentIndex(last, QItemSelectionModel::NoUpdate);
        scrollTo(last);
    }
}

} // namespace streamtune::ui
