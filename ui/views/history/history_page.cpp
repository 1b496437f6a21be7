// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/history/history_page.h"

#include <QApplication>
#include <QButtonGroup>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QItemSelectionModel>
#include <QLabel>
#include <QLineEdit>
#include <QSplitter>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>

#include "core/history/run_archive.h"
#include "ui/views/history/compare_panel.h"
#include "ui/views/history/filter_bar.h"
#include "ui/views/history/history_export.h"
#include "ui/views/history/label_audit.h"
#include "ui/views/history/match_panel.h"
#include "ui/views/history/run_detail.h"
#include "ui/views/history/storage_panel.h"
#include "ui/views/history/time_lanes.h"
#include "ui/views/widgets/parts.h"

namespace streamtune::ui {

namespace {

constexpr int kFreshMs = 10'000;
constexpr int kMostSpans = 50'000;

/// Rows come in the order of the pages: sorting the loaded ones only would mislead.
void keepOrder(RowsView& view, int timeColumn) {
    view.sortByColumn(timeColumn, Qt::DescendingOrder);
    view.setSortingEnabled(false);
    view.horizontalHeader()->setSectionsClickable(false);
    view.horizontalHeader()->setSortIndicatorShown(false);
}

} // namespace

history::ObservationFilter observationFilter(const history::RunFilter& f) {
    history::ObservationFilter o;
    o.run = f.run;
    o.connection = f.connection;
    o.jobName = f.jobName;
    o.nodeNameContains = f.operatorHas;
    o.busyAbove = f.busyAbove;
    o.backpressureAbove = f.backpressureAbove;
    o.label = f.label;
    o.since = f.since;
    o.until = f.until;
    return o;
}

HistoryPage::HistoryPage(Session& session, QAction* demoAction, QWidget* parent)
    : QWidget(parent), m_session(session), m_runsModel(makeRunsModel()), m_observationsModel(makeObservationsModel()),
      m_demo(demoAction), m_clear(new QAction(tr("Clear all filters"), this)) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(4, 4, 4, 4);
    column->setSpacing(4);
    auto* top = new QFrame;
    top->setProperty("kind", QStringLiteral("panel"));
    top->setAttribute(Qt::WA_StyledBackground);
    top->setAutoFillBackground(true);
    top->setBackgroundRole(QPalette::Base);
    auto* inner = new QVBoxLayout(top);
    inner->setContentsMargins(0, 4, 0, 2);
    inner->setSpacing(2);
    m_lanes = new TimeLanes;
    inner->addWidget(m_lanes);
    auto* row = new QHBoxLayout;
    row->setContentsMargins(8, 0, 8, 0);
    row->setSpacing(0);
    auto* group = new QButtonGroup(this);
    const std::pair<QString, QString> parts[]{
        {tr("Runs"), tr("Every deployment with what became of it")},
        {tr("Observations"), tr("Every operator in every window")},
        {tr("Storage"), tr("How large the workspace is, and what may be forgotten")}};
    for (int i = 0; i < 3; ++i) {
        auto* part = segment(parts[i].first, parts[i].second, static_cast<std::size_t>(i), std::size(parts));
        part->setAccessibleName(parts[i].first);
        part->setMinimumHeight(26);
        group->addButton(part, i);
        row->addWidget(part);
        m_segments.push_back(part);
    }
    m_filter = new FilterBar(session);
    row->addWidget(m_filter, 1);
    inner->addLayout(row);
    column->addWidget(top);
    m_parts = new QStackedWidget;
    m_parts->addWidget(makeRuns(demoAction));
    m_parts->addWidget(makeObservations());
    m_storage = new StoragePanel(session);
    m_parts->addWidget(m_storage);
    column->addWidget(m_parts, 1);
    connect(group, &QButtonGroup::idClicked, this, [this](int part) { setPart(static_cast<Part>(part)); });
    connectParts();
    setPart(Runs);
}

QWidget* HistoryPage::makeRuns(QAction* demoAction) {
    auto* split = new QSplitter;
    split->setChildrenCollapsible(false);
    auto* list = new Panel(tr("Runs"));
    m_note = plainLabel({}, TextKind::Caption);
    m_note->setObjectName(QStringLiteral("historyNote"));
    m_note->setWordWrap(false);
    list->head()->addWidget(m_note);
    m_runsView = new RowsView(tr("Runs, newest first"));
    m_runsView->setObjectName(QStringLiteral("runsTable"));
    m_runsView->setSource(m_runsModel.get(), RunColumn::Began, Qt::DescendingOrder);
    m_runsView->setSelectionMode(QAbstractItemView::ExtendedSelection);
    keepOrder(*m_runsView, RunColumn::Began);
    m_runsStack = new EmptyStack(
        m_runsView, new EmptyState(tr("Nothing recorded yet"),
                                   tr("Runs appear here as jobs are measured. The demo has some, and histories of "
                                      "other tools can be imported."),
                                   demoAction));
    m_runsStack->setEmpty(true);
    list->body()->addWidget(m_runsStack, 1);
    split->addWidget(list);
    auto* side = new QFrame;
    side->setProperty("kind", QStringLiteral("panel"));
    side->setFrameShape(QFrame::StyledPanel);
    side->setAutoFillBackground(true);
    side->setBackgroundRole(QPalette::Base);
    auto* column = new QVBoxLayout(side);
    column->setContentsMargins(0, 0, 0, 0);
    m_side = new QStackedWidget;
    m_detail = new RunDetail(m_session);
    m_compare = new ComparePanel(m_session);
    m_side->addWidget(m_detail);
    m_side->addWidget(m_compare);
    column->addWidget(m_side);
    split->addWidget(side);
    split->setStretchFactor(0, 1);
    split->setStretchFactor(1, 1);
    const int em = fontMetrics().height();
    split->setSizes({em * 46, em * 46});
    m_runs = std::make_unique<PagedRows<history::RunRow>>(m_session, this, *m_runsView, *m_runsModel,
                                                          StoreWork{tr("Read runs"), "history.runs"});
    return split;
}

QWidget* HistoryPage::makeObservations() {
    auto* panel = new Panel(tr("Observations"));
    panel->setNote(tr("One row an operator and window, newest first. Enter shows why its label is what it is."));
    m_observationsView = new RowsView(tr("Observations, newest first"));
    m_observationsView->setObjectName(QStringLiteral("observationsTable"));
    m_observationsView->setSource(m_observationsModel.get(), -1, Qt::DescendingOrder);
    m_observationsView->setSortingEnabled(false);
    m_observationsView->horizontalHeader()->setSectionsClickable(false);
    m_observationsStack =
        new EmptyStack(m_observationsView, new EmptyState(tr("Nothing observed"),
                                                          tr("What is measured appears here, window by window; take "
                                                             "filters away to see more.")));
    m_observationsStack->setEmpty(true);
    panel->body()->addWidget(m_observationsStack, 1);
    m_observations = std::make_unique<PagedRows<history::ObservationRow>>(
        m_session, this, *m_observationsView, *m_observationsModel,
        StoreWork{tr("Read observations"), "history.observations"});
    return panel;
}

void HistoryPage::connectParts() {
    m_runs->changed = [this] {
        const bool none = m_runsModel->rowCount() == 0;
        const bool filtered = !m_filter->terms().isEmpty();
        m_runsStack->empty()->setTexts(
            filtered ? tr("No run fits the filters") : tr("Nothing recorded yet"),
            filtered ? tr("Take a filter away, or drag another range on the time line.")
                     : tr("Runs appear here as jobs are measured. The demo has some, and histories of other tools can "
                          "be imported."));
        const bool first = m_runsStack->isEmpty() && !none;
        if (first)
            m_runsView->resizeColumnsToContents();
        m_runsStack->setEmpty(none);
        m_runsStack->empty()->setAction(filtered ? m_clear : m_demo);
        if (first && !m_filter->edit()->hasFocus() && isAncestorOf(QApplication::focusWidget()))
            m_runsView->setFocus();
        if (!none && selectedRuns().empty() && m_detail->run() == 0)
            m_runsView->selectRow(0);
        refreshNote();
    };
    m_observations->changed = [this] {
        const bool none = m_observationsModel->rowCount() == 0;
        if (m_observationsStack->isEmpty() && !none)
            m_observationsView->resizeColumnsToContents();
        m_observationsStack->setEmpty(none);
        refreshNote();
    };
    connect(m_clear, &QAction::triggered, this, [this] { m_filter->setTerms({}); });
    connect(m_filter, &FilterBar::filterChanged, this, [this] {
        ask();
        if (!m_filter->filter().since && !m_filter->filter().until)
            m_lanes->setRange(std::nullopt);
    });
    connect(m_lanes, &TimeLanes::rangeChosen, this, [this] {
        const auto& range = m_lanes->range();
        const auto term = [](const char* field, std::chrono::sys_seconds t) { // whole seconds read better
            return text(history::filterTerm(field, toRfc3339(t).replace(19, 4, "")));
        };
        QStringList terms = m_filter->terms();
        terms.removeIf([](const QString& t) {
            return t.startsWith(QLatin1String("since:")) || t.startsWith(QLatin1String("until:"));
        });
        if (range)
            terms << term("since", std::chrono::floor<std::chrono::seconds>(range->first))
                  << term("until", std::chrono::ceil<std::chrono::seconds>(range->second));
        m_filter->setTerms(terms);
    });
    connect(m_runsView->selectionModel(), &QItemSelectionModel::selectionChanged, this, &HistoryPage::chosenRuns);
    connect(m_observationsView, &RowsView::keyActivated, this, [this](const QString& key) {
        if (const auto* row = m_observationsModel->row(key)) {
            setPart(Runs);
            m_side->setCurrentWidget(m_detail);
            m_detail->showRun(row->run, row->window, row->node.id);
        }
    });
    connect(m_detail, &RunDetail::changed, this, [this] { m_runs->reload(); });
    connect(m_detail, &RunDetail::labelChanged, this, [this] {
        if (m_observations->asked())
            m_observations->reload();
        Q_EMIT auditChanged();
    });
    connect(m_detail, &RunDetail::pinWanted, this, &HistoryPage::setPinned);
    connect(m_detail, &RunDetail::planWanted, this, &HistoryPage::planWanted);
    connect(m_detail, &RunDetail::versionsWanted, this, &HistoryPage::versionsWanted);
    connect(m_compare, &ComparePanel::leaveWanted, this, [this] {
        m_pinned = 0;
        const QModelIndex current = m_runsView->currentIndex();
        m_runsView->clearSelection();
        m_runsView->selectRow(std::max(0, current.row()));
        m_side->setCurrentWidget(m_detail);
    });
    connect(m_compare, &ComparePanel::changed, this, &HistoryPage::auditChanged);
    connect(m_storage, &StoragePanel::forgotten, this, [this] {
        reload();
        Q_EMIT auditChanged();
    });
    m_fresh.setInterval(kFreshMs);
    connect(&m_fresh, &QTimer::timeout, this, [this] {
        // While somebody reads further down, or compares, nothing moves under them.
        if (isVisible() && part() == Runs && m_runsView->verticalScrollBar()->value() == 0 &&
            selectedRuns().size() < 2 && m_session.isOpen()) {
            m_runs->reload();
            askSpans();
        }
    });
    connect(&m_session, &Session::workspaceOpened, this, [this] {
        m_stale = true;
        if (isVisible())
            reload();
    });
    connect(&m_session, &Session::workspaceClosed, this, [this] {
        m_runs->clear();
        m_observations->clear();
        m_lanes->setSpans({});
        m_detail->showRun(0);
        m_runsStack->setEmpty(true);
        m_observationsStack->setEmpty(true);
        m_pinned = 0;
        m_stale = true;
    });
}

void HistoryPage::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    m_fresh.start();
    table()->setFocus();
    if (m_stale)
        reload();
}

void HistoryPage::reload() {
    if (!m_session.isOpen())
        return;
    m_stale = false;
    ask();
    askSpans();
    if (part() == Storage)
        m_storage->reload();
    if (m_detail->run() != 0)
        m_detail->reload();
}

void HistoryPage::ask() {
    if (!m_session.isOpen())
        return;
    if (part() == Observations) {
        m_observations->ask([filter = observationFilter(m_filter->filter())](
                                history::Store& store, int limit, const std::string& after, std::stop_token stop) {
            return store.observations(filter, limit, after, stop);
        });
        return;
    }
    m_runs->ask([filter = m_filter->filter()](history::Store& store, int limit, const std::string& after,
                                              std::stop_token stop) -> Result<history::Page<history::RunRow>> {
        ST_ASSIGN(const auto archive, history::RunArchive::beside(store));
        return archive->runs(filter, limit, after, stop);
    });
}

void HistoryPage::askSpans() {
    readStore<std::vector<history::RunSpan>>(
        m_session, this, {tr("Read the time line"), "history.spans"},
        [](const workbench::Workbench& bench, std::stop_token stop) -> Result<std::vector<history::RunSpan>> {
            ST_ASSIGN(const auto store, bench.store());
            ST_ASSIGN(const auto archive, history::RunArchive::beside(*store));
            return archive->spans(kMostSpans, stop);
        },
        [this](const std::shared_ptr<const std::vector<history::RunSpan>>& spans) { m_lanes->setSpans(*spans); },
        [this] { askSpans(); });
}

void HistoryPage::refreshNote() {
    const int rows = m_runsModel->rowCount();
    m_note->setText(rows == 0            ? QString()
                    : !m_runs->hasMore() ? tr("%n run(s)", nullptr, rows)
                    : rows >= PagedRows<history::RunRow>::kMost
                        ? tr("the newest %1: filter to see others").arg(QLocale().toString(rows))
                        : tr("the newest %1, more below").arg(QLocale().toString(rows)));
}

void HistoryPage::chooseExport() {
    const QString name = QFileDialog::getSaveFileName(
        this, part() == Observations ? tr("Export observations") : tr("Export runs"),
        part() == Observations ? QStringLiteral("observations.csv") : QStringLiteral("runs.csv"),
        tr("CSV (*.csv);;JSON (*.json)"));
    if (!name.isEmpty())
        exportTo(name);
}

void HistoryPage::exportTo(const QString& file) {
    if (!m_session.isOpen())
        return;
    const bool observations = part() == Observations;
    m_session.runner().start<std::int64_t>(
        {.title = tr("Export %1").arg(file), .lane = "history.export"}, this,
        [bench = m_session.bench(), file, observations,
         filter = m_filter->filter()](std::stop_token stop, const ProgressSink& progress) -> Result<std::int64_t> {
            ST_ASSIGN(const auto store, bench->store());
            if (observations) {
                const auto model = makeObservationsModel();
                return writeRows(file,
                                 pagesOf<history::ObservationRow>(
                                     *model,
                                     [&](int limit, const std::string& after) {
                                         return store->observations(observationFilter(filter), limit, after, stop);
                                     }),
                                 stop, progress);
            }
            ST_ASSIGN(const auto archive, history::RunArchive::beside(*store));
            const auto model = makeRunsModel();
            return writeRows(file,
                             pagesOf<history::RunRow>(*model,
                                                      [&](int limit, const std::string& after) {
                                                          return archive->runs(filter, limit, after, stop);
                                                      }),
                             stop, progress);
        },
        [this](const std::shared_ptr<const std::int64_t>& rows) {
            m_session.troubles().settle(QStringLiteral("history.export"));
            m_note->setText(tr("%1 rows written").arg(QLocale().toString(static_cast<qlonglong>(*rows))));
        },
        [this, file](const Error& error) {
            if (!error.code.ends_with(".cancelled"))
                m_session.troubles().raise(QStringLiteral("history.export"), tr("Export %1").arg(file), error,
                                           tr("Choose another"), [this] { chooseExport(); });
        });
}

HistoryPage::Part HistoryPage::part() const {
    return static_cast<Part>(m_parts->currentIndex());
}

void HistoryPage::setPart(Part part) {
    const bool other = part != this->part();
    m_parts->setCurrentIndex(part);
    m_segments[static_cast<std::size_t>(part)]->setChecked(true);
    m_filter->setEnabled(part != Storage);
    if (!other)
        return;
    if (part == Storage)
        m_storage->reload();
    else
        ask();
}

RowsView* HistoryPage::table() {
    return part() == Observations ? m_observationsView : comparing() ? m_compare->view() : m_runsView;
}

void HistoryPage::showJob(const QString& job) {
    setPart(Runs);
    m_filter->setTerms({text(history::filterTerm("job", utf8(job)))});
    m_detail->showRun(0);
}

void HistoryPage::showRun(std::int64_t run) {
    setPart(Runs);
    m_side->setCurrentWidget(m_detail);
    m_detail->showRun(run);
    m_runsView->showKey(QString::number(run));
}

void HistoryPage::compare(const std::vector<std::int64_t>& runs) {
    setPart(Runs);
    m_compare->showRuns(runs);
    m_side->setCurrentWidget(m_compare);
}

bool HistoryPage::comparing() const {
    return m_side->currentWidget() == m_compare;
}

std::vector<std::int64_t> HistoryPage::selectedRuns() const {
    std::vector<std::int64_t> runs;
    for (const QModelIndex& index : m_runsView->selectionModel()->selectedRows())
        runs.push_back(index.data(KeyRole).toString().toLongLong());
    return runs;
}

void HistoryPage::setPinned(std::int64_t run) {
    m_pinned = run;
    m_detail->pin()->setChecked(run != 0 && run == m_detail->run());
}

/// Several chosen runs, or a chosen and a pinned one, are compared, the older first.
void HistoryPage::chosenRuns() {
    auto runs = selectedRuns();
    if (runs.empty())
        return;
    if (m_pinned != 0 && std::ranges::find(runs, m_pinned) == runs.end())
        runs.push_back(m_pinned);
    std::ranges::sort(runs);
    if (runs.size() > ComparePanel::kMost)
        runs.resize(ComparePanel::kMost);
    if (runs.size() > 1)
        return compare(runs);
    m_side->setCurrentWidget(m_detail);
    m_detail->showRun(runs.front());
    m_detail->pin()->setChecked(m_pinned == runs.front());
}

bool HistoryPage::isSettled() const {
    return !m_runs->reading() && !m_observations->reading() && (m_detail->run() == 0 || m_detail->file());
}

} // namespace streamtune::ui
