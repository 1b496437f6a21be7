// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/clusters/cluster_panels.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QPushButton>
#include <QScopedValueRollback>
#include <QToolButton>
#include <algorithm>

#include "ui/session/text.h"
#include "ui/views/clusters/distance_chart.h"
#include "ui/views/clusters/pair_graph.h"
#include "ui/views/widgets/paint.h"
#include "ui/views/widgets/tokens.h"

namespace streamtune::ui {

namespace {

constexpr std::size_t kManyJobs = 2000;
constexpr std::size_t kRowsAtOnce = 500; ///< that a table of many takes in one go

void fixedColumns(RowsView& view, int stretched) {
    auto* header = view.horizontalHeader();
    header->setStretchLastSection(false);
    header->setSectionResizeMode(stretched, QHeaderView::Stretch);
    header->setMinimumSectionSize(30);
}

QLineEdit* field(const QString& name) {
    auto* edit = new QLineEdit;
    edit->setPlaceholderText(name);
    edit->setAccessibleName(name);
    return edit;
}

} // namespace

MembersPanel::MembersPanel(ClusterFlow& flow, QWidget* parent)
    : Panel(tr("Jobs"), parent), m_flow(flow), m_model(makeMembersModel()) {
    m_filter = field(tr("Filter jobs"));
    m_filter->setClearButtonEnabled(true);
    m_filter->setMaximumWidth(fontMetrics().height() * 9);
    head()->insertWidget(1, m_filter, 1);
    m_view = new RowsView(tr("Jobs of the chosen clusters"));
    m_view->setObjectName(QStringLiteral("clusterMembers"));
    m_view->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_view->setSource(m_model.get(), 3, Qt::AscendingOrder);
    fixedColumns(*m_view, 0);
    m_view->setColumnHidden(8, true); // for exports
    m_view->setOptionalColumns({1, 5, 6, 7}, 32);
    body()->addWidget(m_view, 1);
    connect(m_filter, &QLineEdit::textChanged, this, [this](const QString& typed) {
        m_view->proxy()->setFilterText(typed);
        showChosen();
    });
    m_soon.setSingleShot(true);
    m_soon.setInterval(0);
    connect(&m_soon, &QTimer::timeout, this, &MembersPanel::refreshNow);
    m_next.setSingleShot(true);
    m_next.setInterval(0);
    connect(&m_next, &QTimer::timeout, this, &MembersPanel::showNextRows);
    connect(&flow, &ClusterFlow::changed, this, &MembersPanel::refresh);
    connect(&flow, &ClusterFlow::clustersChosenChanged, this, &MembersPanel::refresh);
    connect(&flow, &ClusterFlow::chosenChanged, this, &MembersPanel::showChosen);
    connect(m_view->selectionModel(), &QItemSelectionModel::selectionChanged, this, [this] {
        if (m_showing || m_shown != m_flow.scene())
            return;
        // In the order of choosing: who was chosen already keeps its place.
        std::set<int> now;
        for (const QModelIndex& index : m_view->selectionModel()->selectedRows())
            now.insert(m_model->rows()[static_cast<std::size_t>(m_view->proxy()->mapToSource(index).row())].job);
        std::vector<int> chosen;
        for (const int job : m_flow.chosen())
            if (now.erase(job) > 0)
                chosen.push_back(job);
        chosen.insert(chosen.end(), now.begin(), now.end());
        m_flow.choose(std::move(chosen));
    });
    refresh();
}

void MembersPanel::refresh() {
    // The map and the list of a large workspace are shown before its table, so that none of it holds the window up.
    const bool later = m_flow.scene() != m_shown && m_flow.scene() && m_flow.scene()->jobs.size() > kManyJobs;
    if (later)
        m_soon.start();
    else if (!m_soon.isActive())
        refreshNow();
}

/// In the order in which the table shows them at first: sorting them is little work then.
std::vector<MemberRow> MembersPanel::wantedRows() const {
    const ClusterScene& scene = *m_shown;
    std::vector<bool> wanted(scene.clusters().size() + 1, m_shownClusters.empty()); // [0] = in no cluster
    for (const std::string& id : m_shownClusters)
        wanted[static_cast<std::size_t>((id.empty() ? -1 : scene.clusterIndex(id)) + 1)] = true;
    QStringList titles;
    for (const auto& cluster : scene.clusters())
        titles << clusterTitle(cluster);
    std::vector<MemberRow> rows;
    rows.reserve(scene.jobs.size());
    for (const int j : scene.nearestFirst) {
        const ClusterJob& job = scene.jobs[static_cast<std::size_t>(j)];
        if (!wanted[static_cast<std::size_t>(job.cluster + 1)])
            continue;
        MemberRow& row = rows.emplace_back(MemberRow{j, job.key, &job, job.toCentre, {}});
        if (job.cluster < 0)
            continue;
        row.cluster = titles[job.cluster];
        row.toCentre =
            m_flow.bounds(job.job.graph, scene.clusters()[static_cast<std::size_t>(job.cluster)].centre, job.toCentre);
    }
    return rows;
}

void MembersPanel::refreshNow() {
    const auto& scene = m_flow.scene();
    const auto& ids = m_flow.chosenClusters();
    if (scene == m_shown && ids == m_shownClusters && m_flow.refinements() == m_shownRefinements)
        return;                                        // thousands of rows: only when there are others
    const auto before = std::exchange(m_shown, scene); // kept until its rows are gone
    m_shownClusters = ids;
    m_shownRefinements = m_flow.refinements();
    std::vector<MemberRow> rows = scene ? wantedRows() : std::vector<MemberRow>();
    QString title = tr("Jobs");
    if (scene && ids.size() == 1)
        if (const int c = scene->clusterIndex(ids.front()); c >= 0)
            title = tr("Jobs of %1").arg(clusterTitle(scene->clusters()[static_cast<std::size_t>(c)]));
    setTitle(title);
    setNote(scene ? QString::number(rows.size()) : QString());
    m_rest = std::move(rows);
    m_restFrom = 0;
    {
        const QScopedValueRollback guard(m_showing, true);
        m_model->setRows({}); // in one go: thousands of single removals would each be told
    }
    showNextRows();
}

void MembersPanel::showNextRows() {
    const std::size_t count = std::min(m_rest.size() - m_restFrom, m_rest.size() > kManyJobs ? kRowsAtOnce : kManyJobs);
    const auto first = m_rest.begin() + static_cast<std::ptrdiff_t>(m_restFrom);
    {
        const QScopedValueRollback guard(m_showing, true);
        m_model->appendRows({first, first + static_cast<std::ptrdiff_t>(count)});
    }
    m_restFrom += count;
    if (m_restFrom < m_rest.size())
        return m_next.start();
    m_rest = {};
    m_restFrom = 0;
    m_next.stop();
    if (!m_sized && m_model->rowCount() > 0) {
        m_sized = true;
        m_view->setWidths({{1, 5}, {2, 3}, {3, 5}, {4, 3}, {5, 4}, {6, 8}, {7, 6}});
    }
    showChosen();
}

void MembersPanel::showChosen() {
    if (m_shown != m_flow.scene() || !m_rest.empty())
        return; // the rows are to come
    const QScopedValueRollback guard(m_showing, true);
    std::vector<int> rows;
    const auto& scene = m_flow.scene();
    if (scene)
        for (const int job : m_flow.chosen()) {
            const int row = m_model->rowOfKey(scene->jobs[static_cast<std::size_t>(job)].key);
            const QModelIndex index = row < 0 ? QModelIndex() : m_view->proxy()->mapFromSource(m_model->index(row, 0));
            if (index.isValid())
                rows.push_back(index.row());
        }
    const int first = rows.empty() ? -1 : rows.front();
    std::ranges::sort(rows);
    QItemSelection selection; // neighbouring rows as one range: a lasso may hold thousands
    for (std::size_t i = 0; i < rows.size();) {
        std::size_t end = i + 1;
        while (end < rows.size() && rows[end] == rows[end - 1] + 1)
            ++end;
        selection.select(m_view->proxy()->index(rows[i], 0),
                         m_view->proxy()->index(rows[end - 1], m_view->proxy()->columnCount() - 1));
        i = end;
    }
    m_view->selectionModel()->select(selection, QItemSelectionModel::ClearAndSelect);
    if (first >= 0) {
        const QModelIndex index = m_view->proxy()->index(first, 0);
        if (!m_view->hasFocus()) {
            m_view->selectionModel()->setCurrentIndex(index, QItemSelectionModel::NoUpdate);
            m_view->scrollTo(index);
        }
    }
}

PairPanel::PairPanel(ClusterFlow& flow, QWidget* parent) : Panel(tr("Pair"), parent), m_flow(flow) {
    m_graph = new PairGraph;
    m_stack = new EmptyStack(
        m_graph,
        new EmptyState(tr("No pair chosen"),
                       tr("Choose two jobs: one by a click, the other with Ctrl, or in the list of the "
                          "nearest. Their graphs appear here with what it takes to turn one into the other.")));
    body()->addWidget(m_stack, 1);
    for (const auto kind : {EditKind::Kept, EditKind::Relabelled, EditKind::Removed, EditKind::Added}) {
        auto* word = new QLabel(editSign(kind) + QLatin1Char(' ') + editWord(kind));
        word->setFont(captionFont(word->font()));
        word->setTextFormat(Qt::PlainText);
        head()->addWidget(word);
    }
    connect(&flow, &ClusterFlow::pairChanged, this, &PairPanel::refresh);
    refresh();
}

void PairPanel::refresh() {
    const auto& pair = m_flow.pair();
    const auto jobs = m_flow.pairOfJobs();
    m_stack->setEmpty(!pair || !jobs);
    if (!pair || !jobs) {
        const QString why = m_flow.whyNoPair();
        m_stack->empty()->setTexts(
            !jobs           ? tr("No pair chosen")
            : why.isEmpty() ? tr("Comparing…")
                            : tr("These two were not compared"),
            !jobs ? tr("Choose two jobs: one by a click, the other with Ctrl, or in the list of the nearest. Their "
                       "graphs appear here with what it takes to turn one into the other.")
                  : why);
        setNote({});
        m_graph->setModel({});
        Q_EMIT modelChanged();
        return;
    }
    const auto name = [&](int job) { return text(m_flow.scene()->jobs[static_cast<std::size_t>(job)].job.jobName); };
    m_graph->setModel(pairModel(*pair, name(jobs->first), name(jobs->second)));
    Q_EMIT modelChanged();
}

EditPathPanel::EditPathPanel(ClusterFlow& flow, PairPanel& pair, QWidget* parent)
    : Panel(tr("Edit path"), parent), m_flow(flow), m_graph(*pair.graph()), m_model(makeStepsModel()) {
    auto* content = new QWidget;
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    m_view = new RowsView(tr("Steps of the edit path"));
    m_view->setObjectName(QStringLiteral("editSteps"));
    m_view->setSource(m_model.get(), 0, Qt::AscendingOrder);
    fixedColumns(*m_view, 1);
    m_view->setWidths({{0, 2.7}, {2, 3.3}});
    column->addWidget(m_view, 1);
    auto* foot = new QHBoxLayout;
    foot->setContentsMargins(12, 4, 8, 6);
    m_verdict = plainLabel({}, TextKind::Strong);
    m_verdict->setObjectName(QStringLiteral("pairVerdict"));
    m_refine = new QPushButton(tr("Refine"));
    m_refine->setToolTip(tr("Search on for up to two minutes"));
    foot->addWidget(m_verdict, 1);
    foot->addWidget(m_refine);
    column->addLayout(foot);
    m_stack = new EmptyStack(
        content, new EmptyState(tr("No pair chosen"), tr("The steps from one graph to the other appear here.")));
    body()->addWidget(m_stack, 1);
    connect(&pair, &PairPanel::modelChanged, this, &EditPathPanel::refresh);
    connect(&m_graph, &PairGraph::stepChosen, this, [this](int step) {
        m_graph.setStep(step);
        m_view->showKey(QString::number(step));
    });
    connect(m_view, &RowsView::keyChosen, this, [this](const QString& key) { m_graph.setStep(key.toInt()); });
    connect(m_refine, &QPushButton::clicked, this, [this] {
        if (const auto jobs = m_flow.pairOfJobs()) {
            const auto graphs = m_flow.graphsOf({jobs->first, jobs->second});
            if (graphs.size() == 2)
                m_flow.refine(graphs[0], graphs[1]);
        }
    });
    refresh();
}

void EditPathPanel::refresh() {
    const PairModel& model = m_graph.model();
    m_stack->setEmpty(model.empty());
    std::vector<StepRow> rows;
    for (std::size_t i = 0; i < model.steps.size(); ++i)
        rows.push_back({static_cast<int>(i), model.steps[i]});
    m_model->setRows({});
    m_model->setRows(std::move(rows));
    m_verdict->setText(model.empty() ? QString() : tr("Distance %1").arg(pairVerdict(model)));
    m_refine->setVisible(!model.empty() && !model.distance.exact());
    m_refine->setEnabled(!m_flow.refining());
    m_refine->setText(m_flow.refining() ? tr("Refining…") : tr("Refine"));
}

PreviewPanel::PreviewPanel(ClusterFlow& flow, QWidget* parent)
    : Panel(tr("What would change"), parent), m_flow(flow), m_model(makeChangesModel()) {
    m_sentence = plainLabel();
    m_sentence->setObjectName(QStringLiteral("previewSentence"));
    m_sentence->setContentsMargins(12, 8, 12, 8);
    body()->addWidget(m_sentence);
    m_view = new RowsView(tr("Jobs that would be in another cluster"));
    m_view->setSource(m_model.get(), 2, Qt::AscendingOrder);
    fixedColumns(*m_view, 0);
    body()->addWidget(m_view, 1);
    auto* foot = new QHBoxLayout;
    foot->setContentsMargins(12, 6, 12, 8);
    foot->setSpacing(8);
    m_reason = field(tr("Reason (kept with the clusters)"));
    auto* drop = new QPushButton(tr("Discard"));
    drop->setObjectName(QStringLiteral("previewDiscard"));
    m_commit = new QPushButton(tr("Keep these clusters"));
    m_commit->setObjectName(QStringLiteral("previewCommit"));
    m_commit->setProperty("kind", QStringLiteral("primary"));
    foot->addWidget(m_reason, 1);
    body()->addLayout(foot);
    auto* buttons = new QHBoxLayout;
    buttons->setContentsMargins(12, 0, 12, 8);
    buttons->setSpacing(8);
    buttons->addStretch(1);
    buttons->addWidget(drop);
    buttons->addWidget(m_commit);
    body()->addLayout(buttons);
    connect(drop, &QPushButton::clicked, &flow, &ClusterFlow::dropPreview);
    connect(m_commit, &QPushButton::clicked, this, [this] { m_flow.commitPreview(m_reason->text().trimmed()); });
    connect(&flow, &ClusterFlow::previewChanged, this, &PreviewPanel::refresh);
    connect(&flow, &ClusterFlow::busyChanged, this, &PreviewPanel::refreshButton);
    refresh();
    refreshButton();
}

void PreviewPanel::refresh() {
    const auto& preview = m_flow.previewed();
    if (!preview || !m_flow.scene()) { // a first clustering is kept without asking
        m_model->setRows({});
        return;
    }
    const auto title = [](const history::ClusterSet& set, const std::string& id) {
        const auto found = std::ranges::find(set.clusters, id, &history::StoredCluster::id);
        return found == set.clusters.end() ? text(id) : clusterTitle(*found);
    };
    std::vector<ChangeRow> rows;
    for (const auto& change : preview->changes)
        rows.push_back({clusterJobKey(change.job), change.job, title(m_flow.scene()->board.set, change.from),
                        title(preview->result, change.to)});
    const auto& now = m_flow.scene();
    const auto silhouette = [](double value) { return QLocale().toString(value, 'f', 2); };
    QString sentence = tr("%n cluster(s)", nullptr, static_cast<int>(preview->result.clusters.size()));
    sentence = tr("%1 instead of %2, silhouette %3 instead of %4.")
                   .arg(sentence)
                   .arg(now->clusters().size())
                   .arg(silhouette(preview->result.silhouette), silhouette(now->board.set.silhouette));
    sentence += QLatin1Char(' ') +
                (rows.empty() ? tr("No job would be in another cluster.")
                              : tr("%n job(s) would be in another cluster.", nullptr, static_cast<int>(rows.size())));
    if (preview->undecided > 0)
        sentence += QLatin1Char(' ') + tr("%n distance(s) stayed intervals within the time limit.", nullptr,
                                          static_cast<int>(preview->undecided));
    m_sentence->setText(sentence);
    m_model->setRows({});
    m_model->setRows(std::move(rows));
    m_view->resizeColumnToContents(1);
    m_view->resizeColumnToContents(2);
    refreshButton();
}

void PreviewPanel::refreshButton() {
    const QString why = m_flow.readOnly() ? tr("This window was opened read-only.")
                        : m_flow.busy()   ? tr("Another change of the clusters is being made.")
                                          : QString();
    m_commit->setEnabled(why.isEmpty());
    m_commit->setToolTip(why.isEmpty() ? tr("Store this clustering; the present one stays in the history") : why);
}

DistancesPanel::DistancesPanel(ClusterFlow& flow, QWidget* parent) : Panel(tr("Distances"), parent), m_flow(flow) {
    m_chart = new DistanceChart;
    body()->addWidget(m_chart, 1);
    connect(&flow, &ClusterFlow::changed, this, &DistancesPanel::refresh);
    connect(&flow, &ClusterFlow::clustersChosenChanged, this, &DistancesPanel::refresh);
    connect(&flow, &ClusterFlow::pairChanged, this, &DistancesPanel::refresh);
    refresh();
}

void DistancesPanel::refresh() {
    DistanceBars bars;
    const auto& scene = m_flow.scene();
    const auto& distances = m_flow.distances();
    if (scene && distances) {
        bars = distanceBars(*scene, *distances, m_flow.chosenClusters());
        bars.tau = scene->board.set.tau;
        if (const auto& pair = m_flow.pair(); pair && m_flow.pairOfJobs())
            bars.pair = pair->answer.upper;
        setNote(m_flow.chosenClusters().empty() ? tr("pairs of graphs") : tr("pairs that touch the chosen clusters"));
    }
    m_chart->setBars(bars);
}

} // namespace streamtune::ui
