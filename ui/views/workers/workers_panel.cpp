// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/workers/workers_panel.h"

#include <QHeaderView>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QTableView>
#include <QVBoxLayout>

#include "ui/session/text.h"
#include "ui/theme/paint.h"
#include "ui/views/widgets/paint.h"

namespace streamtune::ui {

namespace {

using theme::Colour;
using theme::colour;

Number numberOf(const QVariant& v) {
    return v.isValid() ? Number(v.toDouble()) : Number();
}

/// Measured in blue, predicted on the heat scale; what a plan adds is framed, what it takes away is struck through.
class CellPainter final : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* p, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
        const bool dark = theme::isDark(option.palette);
        p->save();
        p->setRenderHint(QPainter::Antialiasing);
        const QRectF cell = QRectF(option.rect).adjusted(2, 2, -2, -2);
        if (index.column() == WorkersModel::Worker)
            worker(*p, cell, option, index, dark);
        else if (index.column() == WorkersModel::Load)
            load(*p, cell, option, index, dark);
        else
            placed(*p, cell, option, index, dark);
        if (option.state & QStyle::State_Selected) {
            p->setBrush(Qt::NoBrush);
            p->setPen(QPen(colour(option.state & QStyle::State_HasFocus ? Colour::Focus : Colour::Accent, dark), 1.6));
            p->drawRoundedRect(QRectF(option.rect).adjusted(0.8, 0.8, -0.8, -0.8), 4, 4);
        }
        p->restore();
    }

    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const override {
        return {option.fontMetrics.height() * 4, option.fontMetrics.height() + 10};
    }

private:
    static void worker(QPainter& p, const QRectF& cell, const QStyleOptionViewItem& option, const QModelIndex& index,
                       bool dark) {
        p.setFont(captionFont(option.font));
        p.setPen(colour(Colour::Muted, dark));
        p.drawText(cell, Qt::AlignCenter, index.data().toString());
    }

    static void load(QPainter& p, const QRectF& cell, const QStyleOptionViewItem& option, const QModelIndex& index,
                     bool dark) {
        const Number now = numberOf(index.data(NowRole)), after = numberOf(index.data(PlannedRole));
        QFont font = captionFont(option.font);
        font.setWeight(QFont::DemiBold);
        QRectF left = cell;
        if (isKnown(after))
            left.setRight(cell.center().x() - 1);
        theme::paintMeasuredBox(p, left, now, index.data().toString(), font, dark);
        if (isKnown(after))
            theme::paintHeat(p, QRectF(QPointF(cell.center().x() + 1, cell.top()), cell.bottomRight()), after,
                             percent(after), font, dark);
    }

    static void placed(QPainter& p, const QRectF& cell, const QStyleOptionViewItem& option, const QModelIndex& index,
                       bool dark) {
        const bool here = index.data(HereRole).toBool(), there = index.data(ThereRole).toBool();
        if (!here && !there) {
            p.setPen(Qt::NoPen);
            p.setBrush(colour(Colour::Line, dark));
            p.drawEllipse(cell.center(), 1.5, 1.5);
            return;
        }
        const Number busy = numberOf(index.data(NowRole));
        const bool added = there && !here, removed = here && !there;
        const QColor fill = isKnown(busy) ? theme::measuredFill(*busy, dark) : colour(Colour::Panel, dark);
        p.setBrush(added || removed ? QBrush(Qt::NoBrush) : QBrush(fill));
        p.setPen(QPen(colour(added     ? Colour::Ok
                             : removed ? Colour::Danger
                                       : Colour::LineStrong,
                             dark),
                      added || removed ? 1.6 : 1, removed ? Qt::DashLine : Qt::SolidLine));
        p.drawRoundedRect(cell.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3);
        QFont font = captionFont(option.font);
        font.setStrikeOut(removed);
        font.setWeight(added ? QFont::DemiBold : QFont::Normal);
        p.setFont(font);
        p.setPen(added ? colour(Colour::Ok, dark) : removed ? colour(Colour::Danger, dark) : theme::textOn(fill));
        p.drawText(cell, Qt::AlignCenter,
                   (added     ? QStringLiteral("+")
                    : removed ? QStringLiteral("−")
                              : QString()) +
                       index.data().toString());
    }
};

/// Share of each of its workers' time that an operator is predicted to take.
std::map<std::string, double> predictedShares(const PlanFile& file) {
    std::map<std::string, double> shares;
    for (const tune::Decision& d : file.decisions)
        if (isKnown(d.predictedBusy))
            shares[d.node] = *d.predictedBusy;
    return shares;
}

/// Not sent yet: afterwards the job itself shows it.
bool isProposal(review::PlanState state) {
    using enum review::PlanState;
    return state == Draft || state == Checked || state == Approved || state == Applying || state == Verifying;
}

} // namespace

WorkersPanel::WorkersPanel(Session& session, JobFeed& feed, ReviewFlow& review, QWidget* parent)
    : QWidget(parent), m_session(session), m_feed(feed), m_review(review), m_model(new WorkersModel(this)) {
    m_view = new QTableView;
    m_view->setObjectName(QStringLiteral("workersMatrix"));
    m_view->setAccessibleName(tr("Workers and the operators that lie on them"));
    m_view->setModel(m_model);
    m_view->setItemDelegate(new CellPainter(m_view));
    m_view->setShowGrid(false);
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setSelectionMode(QAbstractItemView::SingleSelection);
    m_view->setTabKeyNavigation(false);
    m_view->horizontalHeader()->setMinimumSectionSize(16);
    m_view->verticalHeader()->hide();
    m_view->verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 10);
    m_view->horizontalHeader()->setHighlightSections(false);
    m_view->horizontalHeader()->setTextElideMode(Qt::ElideMiddle);
    auto* content = new QWidget;
    auto* rows = new QVBoxLayout(content);
    rows->setContentsMargins(4, 0, 0, 0);
    rows->setSpacing(0);
    rows->addWidget(m_view, 1);
    m_legend = plainLabel({}, TextKind::Caption);
    m_legend->setContentsMargins(10, 4, 10, 6);
    rows->addWidget(m_legend);
    m_stack =
        new EmptyStack(content, new EmptyState(tr("No workers"), tr("For a job on Timely Dataflow this shows which "
                                                                    "operators lie on which worker, and where a "
                                                                    "plan moves them.")));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_stack);

    for (const auto signal : {&JobFeed::viewChanged, &JobFeed::shownChanged})
        connect(&feed, signal, this, &WorkersPanel::refresh);
    connect(&review, &ReviewFlow::changed, this, &WorkersPanel::refresh);
    connect(m_view->selectionModel(), &QItemSelectionModel::currentChanged, this, [this](const QModelIndex& current) {
        if (const std::string node = m_model->operatorOf(current.column()); !node.empty())
            m_session.selection().setVertex(node);
    });
    connect(&session.selection(), &Selection::vertexChanged, this, [this] {
        const int column = m_model->columnOf(m_session.selection().place().vertex);
        const QModelIndex current = m_view->currentIndex();
        if (column >= 0 && current.column() != column)
            m_view->setCurrentIndex(m_model->index(std::max(0, current.row()), column));
    });
    refresh();
}

void WorkersPanel::refresh() {
    const auto& view = m_feed.view();
    const Observation* window = m_feed.shown();
    const auto present = view ? workbench::placementOf(view->snapshot) : WorkersModel::Placement();
    m_stack->setEmpty(present.empty());
    if (m_applicable == present.empty()) {
        m_applicable = !present.empty();
        Q_EMIT applicableChanged();
    }
    if (!m_applicable) {
        setMinimumHeight(fontMetrics().height() * 8); // the words of the empty state
        return;
    }
    static const Observation kNothing;
    const Place& place = m_session.selection().place();
    const PlanFile* file = m_review.isFor(place.connection, place.job) ? m_review.file().get() : nullptr;
    const bool proposal = file && !file->plan.placement.empty() && isProposal(file->state);
    auto after = present;
    workbench::WorkersMatrix planned;
    if (proposal) {
        for (const auto& [op, workers] : file->plan.placement)
            after[op] = workers;
        planned = workbench::workersMatrix(view->snapshot, window ? *window : kNothing, after, predictedShares(*file));
    }
    std::map<std::string, std::string> names;
    for (const Operator& node : view->snapshot.graph.nodes)
        names[node.id] = node.name;
    m_model->set(workbench::workersMatrix(view->snapshot, window ? *window : kNothing), std::move(planned), present,
                 std::move(after), std::move(names));
    fitColumns();
    const int places = m_model->places(false), used = m_model->used(false), all = m_model->rowCount();
    m_legend->setText(proposal
                          ? tr("The plan: %1 → %2 places on %3 → %4 of %5 workers. Bins of 256: + gets them, − gives "
                               "them away. Load: measured, then predicted.")
                                .arg(places)
                                .arg(m_model->places(true))
                                .arg(used)
                                .arg(m_model->used(true))
                                .arg(all)
                          : tr("%1 places on %2 of %3 workers. Bins of 256; the stronger the colour, the more of the "
                               "worker's time.")
                                .arg(places)
                                .arg(used)
                                .arg(all));
}

void WorkersPanel::fitColumns() {
    const int em = fontMetrics().height();
    m_view->setColumnWidth(WorkersModel::Worker,
                           std::max(em * 3 / 2, m_view->horizontalHeader()->sectionSizeHint(WorkersModel::Worker)));
    m_view->setColumnWidth(
        WorkersModel::Load,
        std::max(em * (m_model->hasPlan() ? 5 : 4), m_view->horizontalHeader()->sectionSizeHint(WorkersModel::Load)));
    for (int c = WorkersModel::FirstOperator; c < m_model->columnCount(); ++c)
        m_view->setColumnWidth(c, std::clamp(m_view->horizontalHeader()->sectionSizeHint(c), em * 3, em * 6));
    constexpr int kRowsInSight = 8;
    const int rows = std::min(m_model->rowCount(), kRowsInSight);
    setMinimumHeight(m_view->horizontalHeader()->height() + rows * m_view->verticalHeader()->defaultSectionSize() +
                     m_legend->heightForWidth(std::max(width(), em * 12)) + 4);
}

} // namespace streamtune::ui
