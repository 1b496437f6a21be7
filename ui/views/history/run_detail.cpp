// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/history/run_detail.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QScrollArea>
#include <QStackedWidget>
#include <QTabBar>
#include <QToolButton>
#include <QVBoxLayout>

#include "core/layout/layout.h"
#include "ui/views/dag/dag_view.h"
#include "ui/views/history/label_audit.h"
#include "ui/views/history/notes_box.h"
#include "ui/views/history/operator_box.h"
#include "ui/views/history/store_work.h"
#include "ui/views/inspect/window_series.h"
#include "ui/views/widgets/basics.h"

namespace streamtune::ui {

const std::vector<ChartChoice>& chartChoices() {
    const auto node = [](Number NodeObservation::* field) {
        return [field](const Observation& w, const std::string& id) {
            if (id.empty())
                return largest(w, field);
            const auto* seen = w.find(id);
            return seen ? knownOrNaN(seen->*field) : knownOrNaN({});
        };
    };
    static const std::vector<ChartChoice> choices{
        {QObject::tr("busy"), Token::Measured, false, node(&NodeObservation::busyMax), true},
        {QObject::tr("back-pressured"), Token::BackPressured, true, node(&NodeObservation::backpressuredMax), true},
        {QObject::tr("offered"), Token::Text, true,
         [](const Observation& w, const std::string&) { return sourceSum(w, &SourceObservation::offered); }, false},
        {QObject::tr("accepted"), Token::Measured, false,
         [](const Observation& w, const std::string&) { return sourceSum(w, &SourceObservation::accepted); }, false},
        {QObject::tr("in"), Token::Measured, false, node(&NodeObservation::inRate), false},
        {QObject::tr("out"), Token::Applied, false, node(&NodeObservation::outRate), false}};
    return choices;
}

RunDetail::RunDetail(Session& session, QWidget* parent)
    : QWidget(parent), m_session(session), m_nodes(makeRunNodesModel()) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    auto* content = new QWidget;
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(makeHead());
    m_tabs = new QTabBar;
    m_tabs->setObjectName(QStringLiteral("runTabs"));
    m_tabs->setAccessibleName(tr("Parts of the run"));
    m_tabs->setDrawBase(false);
    m_tabs->setExpanding(false);
    for (const QString& name : {tr("Overview"), tr("Charts"), tr("Graph"), tr("Labels")})
        m_tabs->addTab(name);
    column->addWidget(m_tabs);
    m_pages = new QStackedWidget;
    // On a low screen the parts scroll; they must not be squeezed into each other.
    const auto scrolled = [](QWidget* part) {
        auto* area = new QScrollArea;
        area->setWidgetResizable(true);
        area->setFrameShape(QFrame::NoFrame);
        area->setFocusPolicy(Qt::NoFocus);
        part->setAutoFillBackground(true);
        part->setBackgroundRole(QPalette::Base);
        area->setWidget(part);
        return area;
    };
    m_pages->addWidget(scrolled(makeOverview()));
    m_pages->addWidget(makeCharts());
    m_graph = new dag::DagView;
    m_graph->setHelper(layout::defaultHelper());
    m_graph->setFrameShape(QFrame::NoFrame);
    m_graph->setAccessibleName(tr("Graph of the run"));
    m_pages->addWidget(m_graph);
    m_labels = new LabelAudit(session);
    m_pages->addWidget(scrolled(m_labels));
    column->addWidget(m_pages, 1);
    m_stack = new EmptyStack(
        content, new EmptyState(tr("No run chosen"),
                                tr("Choose a run in the list to see what it measured and why its labels are what they "
                                   "are. Choose two to four (Ctrl and click) to compare them.")));
    m_stack->setEmpty(true);
    layout->addWidget(m_stack);
    connect(m_tabs, &QTabBar::currentChanged, this, [this](int tab) {
        m_pages->setCurrentIndex(tab);
        if (tab == Graph)
            showGraph();
    });
    connect(m_notes, &NotesBox::written, this, &RunDetail::changed);
    connect(m_labels, &LabelAudit::changed, this, [this] {
        reload();
        Q_EMIT labelChanged();
        Q_EMIT changed();
    });
}

QWidget* RunDetail::makeHead() {
    auto* head = new QWidget;
    auto* column = new QVBoxLayout(head);
    column->setContentsMargins(12, 8, 12, 4);
    column->setSpacing(2);
    auto* row = new QHBoxLayout;
    row->setSpacing(6);
    m_title = new ElideLabel(TextKind::Title);
    row->addWidget(m_title, 1);
    const auto tool = [row](const QString& words, const QString& tip) {
        auto* button = new QToolButton;
        button->setText(words);
        button->setToolTip(tip);
        row->addWidget(button);
        return button;
    };
    m_plan = tool(tr("Plan"), tr("Open the plan that began this run"));
    m_versions = tool(tr("Versions"), tr("Which operator of the job's older version is which of this one"));
    m_pin = tool(tr("Pin"), tr("Keep this run in the comparison with whatever is chosen next"));
    m_pin->setCheckable(true);
    m_pin->setObjectName(QStringLiteral("pinRun"));
    column->addLayout(row);
    m_facts = plainLabel({}, TextKind::Muted);
    column->addWidget(m_facts);
    m_outcome = plainLabel();
    m_outcome->setObjectName(QStringLiteral("runOutcome"));
    column->addWidget(m_outcome);
    connect(m_pin, &QToolButton::clicked, this, [this](bool on) { Q_EMIT pinWanted(on ? m_run : 0); });
    connect(m_plan, &QToolButton::clicked, this, [this] {
        if (m_file && m_file->cameFrom)
            Q_EMIT planWanted(text(m_file->cameFrom->plan));
    });
    connect(m_versions, &QToolButton::clicked, this, [this] {
        if (m_file)
            Q_EMIT versionsWanted(text(m_file->row.run.jobName));
    });
    return head;
}

QWidget* RunDetail::makeOverview() {
    auto* page = new QWidget;
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, 0, 8);
    column->setSpacing(8);
    m_table = new RowsView(tr("Operators of the run"));
    m_table->setSource(m_nodes.get(), 2, Qt::DescendingOrder);
    m_table->setOptionalColumns({6, 7}, 46);
    m_table->horizontalHeader()->setStretchLastSection(false);
    m_table->horizontalHeader()->setSectionResizeMode(0, QHeaderView::Stretch);
    m_table->setMinimumHeight(fontMetrics().height() * 8);
    column->addWidget(m_table, 1);
    m_notes = new NotesBox(m_session);
    m_notes->setContentsMargins(12, 0, 12, 0);
    column->addWidget(m_notes);
    return page;
}

QWidget* RunDetail::makeCharts() {
    auto* page = new QWidget;
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(8, 6, 8, 4);
    auto* row = new QHBoxLayout;
    m_what = new QComboBox;
    m_what->setAccessibleName(tr("What the chart shows"));
    m_what->addItems({tr("Busy and back-pressured"), tr("Offered and accepted"), tr("Records in and out")});
    m_operator = new OperatorBox;
    row->addWidget(m_what);
    row->addWidget(m_operator, 1);
    column->addLayout(row);
    m_chart = makeTimeChart(tr("Chart of the run"));
    column->addWidget(m_chart, 1);
    auto* hint =
        plainLabel(tr("Click the chart to see why the labels of that window are what they are."), TextKind::Caption);
    column->addWidget(hint);
    connect(m_what, &QComboBox::currentIndexChanged, this, &RunDetail::showChart);
    connect(m_operator, &QComboBox::currentIndexChanged, this, &RunDetail::showChart);
    connect(m_chart, &TimeChart::momentChosen, this, [this](double at) {
        if (!m_file)
            return;
        for (const auto& recorded : m_file->windows)
            if (chartTime(recorded.window.end) >= at) {
                m_labels->showWindow(recorded.number);
                setTab(Labels);
                return;
            }
    });
    return page;
}

void RunDetail::setTab(Tab tab) {
    m_tabs->setCurrentIndex(tab);
}

void RunDetail::showRun(std::int64_t run, std::int64_t window, const std::string& node) {
    m_wantedWindow = window;
    m_wantedNode = node;
    if (run != m_run) {
        m_run = run;
        m_file.reset();
        m_pin->setChecked(false);
    }
    if (run == 0)
        return showNothing();
    reload();
}

void RunDetail::showNothing() {
    m_stack->setEmpty(true);
    m_labels->setFile(nullptr);
    m_notes->setSubject({});
}

void RunDetail::reload() {
    if (m_run == 0)
        return;
    readStore<RunFile>(
        m_session, this, {tr("Read run %1").arg(m_run), "history.run"},
        [run = m_run](const workbench::Workbench& bench, std::stop_token stop) {
            return readRunFile(bench, run, stop);
        },
        [this](const std::shared_ptr<const RunFile>& file) { show(file); }, [this] { reload(); },
        [this](const Error&) {
            if (!m_file) // what is shown is of another run
                showNothing();
            return false;
        });
}

void RunDetail::show(const std::shared_ptr<const RunFile>& file) {
    m_file = file;
    m_stack->setEmpty(false);
    const auto& run = file->row.run;
    m_title->setText(text(run.jobName));
    m_facts->setText(tr("run %1 on %2 (%3), %4 to %5, %n window(s)", nullptr, static_cast<int>(run.windows))
                         .arg(run.id)
                         .arg(text(run.connection), text(run.engine), clockTime(run.started), clockTime(run.lastSeen)));
    m_facts->setToolTip(plainTip(absoluteTime(run.started) + QLatin1Char('\n') + absoluteTime(run.lastSeen)));
    m_outcome->setText(outcomeSentence(file->row) + QLatin1Char('.'));
    m_plan->setVisible(file->cameFrom.has_value());
    const bool first = m_nodes->rowCount() == 0;
    m_nodes->setRows(file->nodes);
    if (first)
        m_table->resizeColumnsToContents();
    m_notes->setSubject("run:" + std::to_string(run.id));
    m_operator->setGraph(file->graph);
    showChart();
    if (m_tabs->currentIndex() == Graph)
        showGraph();
    m_labels->setFile(file);
    if (m_wantedWindow >= 0) {
        m_labels->showWindow(m_wantedWindow, m_wantedNode);
        setTab(Labels);
        m_wantedWindow = -1;
    }
}

void RunDetail::showChart() {
    if (!m_file)
        return;
    const auto windows = m_file->observations();
    const std::string node = m_operator->node();
    const auto first = static_cast<std::size_t>(m_what->currentIndex()) * 2;
    std::vector<ChartSeries> lines;
    for (const std::size_t i : {first, first + 1}) {
        const ChartChoice& choice = chartChoices()[i];
        lines.push_back(windowLine(choice.name, choice.colour, choice.dashed, windows,
                                   [&](const Observation& w) { return choice.value(w, node); }));
    }
    std::erase_if(lines, [](const ChartSeries& s) { return !anyValue(s); });
    const bool share = chartChoices()[first].share;
    m_chart->setSpan(0);
    m_chart->setSeries(std::move(lines), [share](double v) { return share ? percent(v) : shortNumber(v); });
}

/// With the numbers of the last window.
void RunDetail::showGraph() {
    if (!m_file)
        return;
    dag::DagModel model;
    model.graph = m_file->graph;
    model.show = dag::Show::Measured;
    if (!m_file->windows.empty()) {
        model.observation = m_file->windows.back().window;
        model.labels = tune::labelWindow(m_file->graph, *model.observation, {});
        model.age = clockTime(model.observation->end);
    }
    m_graph->setShow(dag::Show::Measured);
    m_graph->setModel(std::move(model));
}

} // namespace streamtune::ui
