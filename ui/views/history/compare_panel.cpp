// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/history/compare_panel.h"

#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QSplitter>
#include <QStackedWidget>
#include <QTabBar>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>

#include "core/layout/layout.h"
#include "ui/views/dag/dag_view.h"
#include "ui/views/history/match_panel.h"
#include "ui/views/history/operator_box.h"
#include "ui/views/history/run_detail.h"
#include "ui/views/history/store_work.h"
#include "ui/views/inspect/window_series.h"
#include "ui/views/widgets/basics.h"

namespace streamtune::ui {

namespace {

/// The series of clusters, for runs; every second one dashed, so that they are told apart without colour.
constexpr Token kRunColours[]{Token::Measured, Token::BackPressured, Token::Ok, Token::Predicted};

/// Midnight of some day, local: so that the axis, which shows times of day, shows time since the beginning.
double beginning() {
    return static_cast<double>(QDateTime(QDate(2000, 1, 1), QTime(0, 0)).toMSecsSinceEpoch());
}

std::string operatorIn(const RunComparison& c, std::size_t run, const std::string& first) {
    if (first.empty())
        return {};
    for (const auto& [mine, was] : c.toFirst[run])
        if (was == first)
            return mine;
    return first;
}

} // namespace

ComparePanel::ComparePanel(Session& session, QWidget* parent) : QWidget(parent), m_session(session) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto* head = new QWidget;
    auto* words = new QVBoxLayout(head);
    words->setContentsMargins(12, 8, 12, 4);
    words->setSpacing(2);
    m_title = plainLabel({}, TextKind::Title);
    auto* leave = new QToolButton;
    leave->setText(tr("One run"));
    leave->setToolTip(tr("Back to a single run; a pinned one is let go"));
    leave->setObjectName(QStringLiteral("leaveComparison"));
    auto* row = new QHBoxLayout;
    row->addWidget(m_title, 1);
    row->addWidget(leave);
    connect(leave, &QToolButton::clicked, this, &ComparePanel::leaveWanted);
    m_sentence = plainLabel({}, TextKind::Muted);
    m_sentence->setObjectName(QStringLiteral("compareSentence"));
    words->addLayout(row);
    words->addWidget(m_sentence);
    column->addWidget(head);
    m_tabs = new QTabBar;
    m_tabs->setObjectName(QStringLiteral("compareTabs"));
    m_tabs->setAccessibleName(tr("Parts of the comparison"));
    m_tabs->setDrawBase(false);
    m_tabs->setExpanding(false);
    for (const QString& name : {tr("Facts"), tr("Curves"), tr("Graphs"), tr("Operators")})
        m_tabs->addTab(name);
    column->addWidget(m_tabs);
    m_pages = new QStackedWidget;
    m_pages->addWidget(makeFacts());
    m_pages->addWidget(makeCurves());
    m_pages->addWidget(makeGraphs());
    m_match = new MatchPanel(session);
    m_pages->addWidget(m_match);
    column->addWidget(m_pages, 1);
    connect(m_tabs, &QTabBar::currentChanged, this, [this](int tab) {
        m_pages->setCurrentIndex(tab);
        if (tab == Graphs)
            showGraphs();
    });
    connect(m_match, &MatchPanel::changed, this, [this] {
        read();
        Q_EMIT changed();
    });
}

QWidget* ComparePanel::makeFacts() {
    auto* page = new QWidget;
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(0, 6, 0, 0);
    column->setSpacing(4);
    m_diffOnly = new QCheckBox(tr("Differences only"));
    m_diffOnly->setObjectName(QStringLiteral("diffOnly"));
    auto* row = new QHBoxLayout;
    row->setContentsMargins(12, 0, 12, 0);
    row->addWidget(m_diffOnly);
    row->addStretch(1);
    auto* hint = plainLabel(tr("Double-click copies the value"), TextKind::Caption);
    hint->setWordWrap(false);
    row->addWidget(hint);
    column->addLayout(row);
    m_view = new RowsView(tr("Runs side by side"));
    m_view->setObjectName(QStringLiteral("compareTable"));
    column->addWidget(m_view, 1);
    connect(m_diffOnly, &QCheckBox::toggled, this, &ComparePanel::showFacts);
    connect(m_view, &QTableView::doubleClicked, this, [](const QModelIndex& index) {
        QGuiApplication::clipboard()->setText(index.data(Qt::DisplayRole).toString());
    });
    return page;
}

QWidget* ComparePanel::makeCurves() {
    auto* page = new QWidget;
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(8, 6, 8, 4);
    auto* row = new QHBoxLayout;
    m_what = new QComboBox;
    m_what->setAccessibleName(tr("What the curves show"));
    for (const ChartChoice& choice : chartChoices())
        m_what->addItem(choice.name);
    m_operator = new OperatorBox;
    row->addWidget(m_what);
    row->addWidget(m_operator, 1);
    column->addLayout(row);
    m_chart = makeTimeChart(tr("Curves of the runs over each other"));
    column->addWidget(m_chart, 1);
    m_legend = plainLabel(tr("Time since the beginning of each run."), TextKind::Caption);
    column->addWidget(m_legend);
    connect(m_what, &QComboBox::currentIndexChanged, this, &ComparePanel::showCurves);
    connect(m_operator, &QComboBox::currentIndexChanged, this, &ComparePanel::showCurves);
    return page;
}

QWidget* ComparePanel::makeGraphs() {
    auto* page = new QWidget;
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(0, 6, 0, 0);
    m_graphNote = plainLabel({}, TextKind::Muted);
    m_graphNote->setContentsMargins(12, 0, 12, 0);
    column->addWidget(m_graphNote);
    m_graphs = new QSplitter(Qt::Vertical);
    m_graphs->setChildrenCollapsible(false);
    column->addWidget(m_graphs, 1);
    return page;
}

void ComparePanel::setTab(Tab tab) {
    m_tabs->setCurrentIndex(tab);
}

void ComparePanel::showRuns(const std::vector<std::int64_t>& runs) {
    if (runs == m_runs)
        return;
    m_runs = runs;
    read();
}

QString ComparePanel::titleOf(const std::vector<std::int64_t>& runs) {
    QStringList names;
    for (const std::int64_t run : runs)
        names << QString::number(run);
    return tr("Runs %1").arg(names.join(tr(" and ")));
}

void ComparePanel::read() {
    if (m_runs.size() < 2)
        return;
    readStore<RunComparison>(
        m_session, this, {tr("Compare runs"), "history.compare"},
        [runs = m_runs](const workbench::Workbench& bench, std::stop_token stop) {
            return readComparison(bench, runs, stop);
        },
        [this](const std::shared_ptr<const RunComparison>& comparison) { show(comparison); }, [this] { read(); },
        [this](const Error& error) {
            clear(text(error.sentence));
            return false; // told as a trouble, too, where it can be tried again
        });
}

/// Nothing of other runs stays under the names of these.
void ComparePanel::clear(const QString& why) {
    m_comparison.reset();
    m_title->setText(titleOf(m_runs));
    m_sentence->setText(why);
    if (m_model)
        m_model->setRows({});
    m_chart->setSeries({}, shortNumber);
    m_graphNote->clear();
    while (m_graphs->count() > 0)
        delete m_graphs->widget(0);
    m_tabs->setTabVisible(Operators, false);
    m_tabs->setCurrentIndex(Facts);
}

void ComparePanel::show(const std::shared_ptr<const RunComparison>& comparison) {
    m_comparison = comparison;
    m_title->setText(titleOf(m_runs));
    m_tabs->setTabVisible(Operators, comparison->runs.size() == 2);
    if (comparison->runs.size() == 2)
        m_match->showRuns(comparison->runs[0].id(), comparison->runs[1].id());
    else if (m_tabs->currentIndex() == Operators)
        m_tabs->setCurrentIndex(Facts);
    m_operator->setGraph(comparison->runs.front().graph);
    showFacts();
    showCurves();
    if (m_tabs->currentIndex() == Graphs)
        showGraphs();
}

void ComparePanel::showFacts() {
    if (!m_comparison)
        return;
    auto rows = compareRows(*m_comparison);
    const auto differing = std::ranges::count_if(rows, &CompareRow::differs);
    m_sentence->setText(m_comparison->sameGraph
                            ? tr("The same graph; %1 of %2 facts differ.").arg(differing).arg(rows.size())
                            : tr("Different graphs; %1 of %2 facts differ.").arg(differing).arg(rows.size()));
    if (m_diffOnly->isChecked())
        std::erase_if(rows, [](const CompareRow& row) { return !row.differs; });
    // Columns are the runs: another model, put in before the one before goes.
    auto model = makeCompareModel(*m_comparison);
    model->setRows(std::move(rows));
    m_view->setSource(model.get(), -1, Qt::AscendingOrder);
    m_model = std::move(model);
    m_view->resizeColumnsToContents();
    for (int c = 0; c < m_model->columnCount(); ++c)
        m_view->setColumnWidth(c, std::min(m_view->columnWidth(c), fontMetrics().averageCharWidth() * 34));
}

void ComparePanel::showCurves() {
    if (!m_comparison)
        return;
    const auto& choice = chartChoices()[static_cast<std::size_t>(std::max(0, m_what->currentIndex()))];
    const std::string first = m_operator->node();
    std::vector<ChartSeries> lines;
    for (std::size_t i = 0; i < m_comparison->runs.size(); ++i) {
        const RunFile& file = m_comparison->runs[i];
        if (file.windows.empty())
            continue;
        const std::string node = operatorIn(*m_comparison, i, first);
        lines.push_back(windowLine(
            tr("run %1").arg(file.id()), kRunColours[i % std::size(kRunColours)], i % 2 == 1, file.observations(),
            [&](const Observation& w) { return choice.value(w, node); },
            beginning() - chartTime(file.windows.front().window.start)));
    }
    std::erase_if(lines, [](const ChartSeries& s) { return !anyValue(s); });
    m_chart->setSpan(0);
    m_chart->setSeries(std::move(lines),
                       [share = choice.share](double v) { return share ? percent(v) : shortNumber(v); });
}

void ComparePanel::showGraphs() {
    if (!m_comparison)
        return;
    m_graphNote->setText(m_comparison->sameGraph ? tr("The graphs are the same; the numbers are those of the last "
                                                      "window of each run.")
                                                 : tr("The graphs differ; the tab Operators tells which operator is "
                                                      "which."));
    while (m_graphs->count() > 0)
        delete m_graphs->widget(0);
    for (const RunFile& file : m_comparison->runs) {
        auto* panel = new Panel(runTitle(file.row.run));
        auto* view = new dag::DagView;
        view->setHelper(layout::defaultHelper());
        view->setFrameShape(QFrame::NoFrame);
        view->setLegendVisible(false);
        view->setMinimapVisible(false);
        view->setAccessibleName(tr("Graph of run %1").arg(file.id()));
        view->setShow(dag::Show::Measured);
        panel->body()->addWidget(view, 1);
        m_graphs->addWidget(panel);
        dag::DagModel model;
        model.graph = file.graph;
        model.show = dag::Show::Measured;
        if (!file.windows.empty()) {
            model.observation = file.windows.back().window;
            model.labels = tune::labelWindow(file.graph, *model.observation, {});
        }
        view->setModel(std::move(model));
    }
}

} // namespace streamtune::ui
