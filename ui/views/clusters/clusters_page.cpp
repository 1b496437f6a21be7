// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/clusters/clusters_page.h"

#include <QApplication>
#include <QButtonGroup>
#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QPainter>
#include <QProgressBar>
#include <QSplitter>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/session/text.h"
#include "ui/views/clusters/cluster_list.h"
#include "ui/views/clusters/cluster_map.h"
#include "ui/views/clusters/cluster_panels.h"
#include "ui/views/clusters/distance_chart.h"
#include "ui/views/clusters/pair_graph.h"
#include "ui/views/widgets/folding_row.h"
#include "ui/views/widgets/parts.h"
#include "ui/views/widgets/wrap_layout.h"

namespace streamtune::ui {

namespace {

QToolButton* actionTool(QAction* action) {
    auto* button = new QToolButton;
    button->setDefaultAction(action);
    button->setToolButtonStyle(Qt::ToolButtonTextOnly);
    return button;
}

} // namespace

ClustersPage::ClustersPage(Session& session, ClusterFlow& flow, CommandRegistry& commands, QWidget* parent)
    : QWidget(parent), m_session(session), m_flow(flow), m_demo(commands.action(QStringLiteral("file.demo"))),
      m_clusterNow(commands.action(QStringLiteral("clusters.now"))),
      m_import(commands.action(QStringLiteral("file.import"))) {
    setObjectName(QStringLiteral("clustersPage"));
    auto* content = new QWidget;
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(4, 4, 4, 4);
    column->setSpacing(4);
    column->addWidget(makeBar(commands));
    m_members = new MembersPanel(flow);
    m_near = new NearPanel(flow);
    m_pair = new PairPanel(flow);
    m_steps = new EditPathPanel(flow, *m_pair);
    auto* preview = new PreviewPanel(flow);
    m_right = new QStackedWidget;
    m_right->addWidget(m_members);
    m_right->addWidget(preview);
    auto* left = splitterOf(Qt::Vertical, {{makeListPanel(commands), 10}, {m_near, 12}});
    auto* middle = splitterOf(Qt::Vertical, {{makeMapPanel(), 13}, {m_pair, 9}});
    auto* right = splitterOf(Qt::Vertical, {{m_right, 11}, {m_steps, 8}, {new DistancesPanel(flow), 6}});
    auto* columns = splitterOf(Qt::Horizontal, {{left, 24}, {middle, 47}, {right, 29}});
    column->addWidget(columns, 1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    m_stack = new EmptyStack(content, new EmptyState(QString(), QString()));
    layout->addWidget(m_stack);

    connect(&flow, &ClusterFlow::changed, this, &ClustersPage::refresh);
    connect(&flow, &ClusterFlow::busyChanged, this, [this] {
        refreshProgress();
        refreshEmpty();
        refreshNoMap();
    });
    connect(&session.runner(), &JobRunner::progressChanged, this, &ClustersPage::refreshProgress);
    connect(&flow, &ClusterFlow::chosenChanged, this, [this] { m_map->setChosen(m_flow.chosen()); });
    connect(&flow, &ClusterFlow::clustersChosenChanged, this, [this] {
        m_map->setChosenClusters(m_flow.chosenClusters());
        m_list->setChosen(m_flow.chosenClusters());
    });
    connect(&flow, &ClusterFlow::pairChanged, this, [this] {
        const auto& pair = m_flow.pair();
        m_map->setPairDistance(pair ? distanceText({pair->answer.lower, pair->answer.upper}, true) : QString());
    });
    connect(&flow, &ClusterFlow::previewChanged, this, [this] {
        std::vector<int> moving;
        if (m_flow.previewed() && m_flow.scene())
            for (const auto& change : m_flow.previewed()->changes)
                if (const auto jobs = m_flow.scene()->ofGraph.find(change.job.graph);
                    jobs != m_flow.scene()->ofGraph.end() && !change.from.empty())
                    moving.push_back(jobs->second.front());
        m_map->setMoving(std::move(moving));
        m_right->setCurrentIndex(m_flow.previewed() ? 1 : 0);
        showSettings();
    });
    refresh();
}

QWidget* ClustersPage::makeBar(CommandRegistry& commands) {
    auto* bar = new QFrame;
    bar->setProperty("kind", QStringLiteral("panel"));
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(12, 5, 8, 5);
    row->setSpacing(8);
    m_facts = new QWidget;
    auto* facts = new QHBoxLayout(m_facts);
    facts->setContentsMargins(0, 0, 0, 0);
    facts->setSpacing(6);
    row->addWidget(m_facts);
    m_doing = new ElideLabel(TextKind::Caption);
    m_progress = new QProgressBar;
    m_progress->setTextVisible(false);
    m_progress->setFixedWidth(90);
    m_progress->setAccessibleName(tr("Progress of the clustering"));
    m_stop = new QToolButton;
    m_stop->setText(tr("Stop"));
    m_stop->setToolTip(tr("Stop this work; the clusters stay as they are"));
    connect(m_stop, &QToolButton::clicked, &m_flow, &ClusterFlow::cancelWork);
    row->addStretch(1);
    for (QWidget* widget :
         {static_cast<QWidget*>(m_doing), static_cast<QWidget*>(m_progress), static_cast<QWidget*>(m_stop)}) {
        widget->hide();
        row->addWidget(widget);
    }
    auto* kLabel = new QLabel(tr("&k"));
    m_auto = new QCheckBox(tr("auto"));
    m_auto->setObjectName(QStringLiteral("clusterAuto"));
    m_auto->setToolTip(tr("The number of clusters is chosen by elbow and silhouette"));
    m_auto->setAccessibleName(tr("Choose the number of clusters by itself"));
    m_k = new QSpinBox;
    m_k->setObjectName(QStringLiteral("clusterK"));
    m_k->setRange(1, 500);
    m_k->setMinimumWidth(fontMetrics().height() * 3);
    m_k->setButtonSymbols(QAbstractSpinBox::NoButtons); // arrows of a styled box are not drawn whole
    m_k->setAccessibleName(tr("Number of clusters"));
    kLabel->setBuddy(m_k);
    auto* tauLabel = new QLabel(tr("&tau"));
    m_tau = new QDoubleSpinBox;
    m_tau->setObjectName(QStringLiteral("clusterTau"));
    m_tau->setRange(0.5, 200);
    m_tau->setDecimals(1);
    m_tau->setSingleStep(1);
    m_tau->setAccessibleName(tr("Largest distance of similar jobs"));
    m_tau->setToolTip(tr("Jobs within this distance count as similar"));
    tauLabel->setBuddy(m_tau);
    connect(m_auto, &QCheckBox::toggled, m_k, &QWidget::setDisabled);
    for (QWidget* widget : {static_cast<QWidget*>(kLabel), static_cast<QWidget*>(m_auto), static_cast<QWidget*>(m_k),
                            static_cast<QWidget*>(tauLabel), static_cast<QWidget*>(m_tau)})
        row->addWidget(widget);
    row->addWidget(actionButton(commands.action(QStringLiteral("clusters.preview"))));
    return bar;
}

Panel* ClustersPage::makeListPanel(CommandRegistry& commands) {
    m_listPanel = new Panel(tr("Clusters"));
    auto* order = new QComboBox;
    order->setAccessibleName(tr("Order of the clusters"));
    order->addItems({tr("by size"), tr("by silhouette"), tr("by name")});
    m_listPanel->head()->addWidget(order);
    m_list = new ClusterList;
    m_list->setMinimumHeight(fontMetrics().height()); // the buttons below it stay whole
    m_listPanel->body()->addWidget(m_list, 1);
    auto* tools = new QWidget;
    auto* toolRow = new WrapLayout(tools, 4);
    toolRow->setContentsMargins(8, 4, 8, 6);
    for (const char* id : {"clusters.merge", "clusters.split", "clusters.move", "clusters.rename", "clusters.undo"})
        toolRow->addWidget(actionTool(commands.action(QLatin1String(id))));
    m_listPanel->body()->addWidget(tools);
    connect(order, &QComboBox::currentIndexChanged, this, [this](int index) {
        m_list->setOrder(static_cast<ClusterOrder>(index));
        m_list->setChosen(m_flow.chosenClusters());
    });
    connect(m_list, &ClusterList::chosen, &m_flow, &ClusterFlow::chooseClusters);
    return m_listPanel;
}

Panel* ClustersPage::makeMapPanel() {
    m_mapPanel = new Panel(tr("Map of past jobs"));
    m_map = new ClusterMap;
    m_mapStack = new EmptyStack(m_map, new EmptyState(tr("Measuring distances…"), QString()));
    m_mapPanel->body()->addWidget(m_mapStack, 1);
    m_measure = new QAction(tr("Measure again"), this);
    connect(m_measure, &QAction::triggered, &m_flow, &ClusterFlow::reload);
    m_mapPanel->head()->setSpacing(0);
    auto* tools = new FoldingRow;
    auto* head = tools->row();
    head->setContentsMargins(0, 0, 0, 0);
    head->setSpacing(0);
    head->addStretch(1);
    m_mapPanel->head()->addWidget(tools, 3);
    auto* colours = new QWidget;
    auto* colourRow = new QHBoxLayout(colours);
    colourRow->setContentsMargins(0, 0, 0, 0);
    colourRow->setSpacing(0);
    head->addWidget(colours);
    auto* group = new QButtonGroup(this);
    const std::pair<QString, QString> ways[]{{tr("Cluster"), tr("Colour by cluster")},
                                             {tr("Engine"), tr("Colour by engine")},
                                             {tr("Age"), tr("Colour by when the job was seen last")}};
    for (int i = 0; i < 3; ++i) {
        auto* button = segment(ways[i].first, ways[i].second, static_cast<std::size_t>(i), std::size(ways));
        button->setChecked(i == 0);
        group->addButton(button);
        colourRow->addWidget(button);
        connect(button, &QToolButton::clicked, this, [this, i] {
            m_colourBy = i;
            refreshMap(false);
        });
        m_colours.push_back(button);
    }
    head->addSpacing(8);
    auto* lasso = new QToolButton;
    lasso->setText(tr("Lasso"));
    lasso->setCheckable(true);
    lasso->setToolTip(tr("Draw around the jobs to choose (L, or Shift and drag)"));
    head->addWidget(lasso);
    head->addSpacing(4);
    auto* fit = new QToolButton;
    fit->setText(tr("Fit"));
    fit->setToolTip(tr("Show the whole map (F)"));
    head->addWidget(fit);
    head->addWidget(tools->more());
    // What there is no room for, as lines of a menu.
    const auto stand = [this](QToolButton* button) {
        auto* action = new QAction(button->toolTip(), this);
        action->setCheckable(button->isCheckable());
        connect(action, &QAction::triggered, button, &QToolButton::click);
        if (button->isCheckable())
            connect(button, &QToolButton::toggled, action, &QAction::setChecked);
        action->setChecked(button->isChecked());
        return action;
    };
    const QList<QAction*> hands{stand(lasso), stand(fit)};
    QList<QAction*> colourings;
    for (QToolButton* button : m_colours)
        colourings << stand(button);
    tools->addMoving({lasso, fit}, [hands] { return hands; });
    tools->addMoving({colours}, [colourings] { return colourings; });
    connect(lasso, &QToolButton::toggled, m_map, &ClusterMap::setLasso);
    connect(m_map, &ClusterMap::lassoChanged, lasso, &QToolButton::setChecked);
    connect(fit, &QToolButton::clicked, m_map, &ClusterMap::fit);
    connect(m_map, &ClusterMap::chosen, &m_flow, &ClusterFlow::choose);
    connect(m_map, &ClusterMap::toggled, &m_flow, &ClusterFlow::toggle);
    return m_mapPanel;
}

std::optional<int> ClustersPage::wantedK() const {
    return m_auto->isChecked() ? std::nullopt : std::optional(m_k->value());
}

double ClustersPage::wantedTau() const {
    return m_tau->value();
}

/// In a narrow window the facts go first, and the words above the map: what can be done stays whole.
void ClustersPage::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    const bool narrow = width() < fontMetrics().height() * 66;
    m_facts->setVisible(!narrow);
    // A splitter asks for no height that goes with a width: the buttons may take five lines then.
    const int em = fontMetrics().height();
    m_listPanel->setMinimumHeight(narrow ? 4 * em + 5 * (em + 15) : 0);
    m_mapPanel->setTitle(narrow ? QString() : tr("Map of past jobs"));
    m_mapPanel->setAccessibleName(tr("Map of past jobs"));
}

void ClustersPage::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    m_flow.activate();
}

void ClustersPage::showSettings() {
    const auto& scene = m_flow.scene();
    if (!scene || m_flow.previewed())
        return; // what a person is trying stays
    const auto& set = scene->board.set;
    m_auto->setChecked(!set.kAsked);
    m_k->setValue(static_cast<int>(set.clusters.size()));
    m_k->setDisabled(!set.kAsked);
    m_tau->setValue(set.tau);
}

void ClustersPage::refreshEmpty() {
    auto* empty = m_stack->empty();
    m_stack->setEmpty(m_flow.state() != ClustersState::Ready);
    switch (m_flow.state()) {
    case ClustersState::Closed:
        empty->setTexts(tr("Clusters of past jobs"),
                        tr("Jobs of the past, grouped by the shape of their graph: which look like yours, and what "
                           "they needed. Open a workspace; the demo has about a hundred jobs."));
        empty->setAction(m_demo);
        break;
    case ClustersState::Loading:
        empty->setTexts(tr("Reading the clusters…"), QString());
        empty->setAction(nullptr);
        break;
    case ClustersState::NoJobs:
        empty->setTexts(tr("No past jobs yet"),
                        tr("Jobs that you look at are recorded by themselves; history of other tools can be imported. "
                           "Then they are grouped here by the shape of their graph."));
        empty->setAction(m_import);
        break;
    case ClustersState::NotClustered:
        empty->setTexts(m_flow.busy() ? tr("Clustering…") : tr("The past jobs are not clustered yet"),
                        m_flow.busy() ? tr("It goes on in the background; the panel of background jobs can stop it.")
                                      : tr("Clustering compares the graphs of all past jobs by their exact edit "
                                           "distance and groups those of one shape."));
        empty->setAction(m_flow.busy() ? nullptr : m_clusterNow);
        break;
    case ClustersState::Failed:
        empty->setTexts(tr("The clusters cannot be read"), m_flow.why());
        empty->setAction(nullptr);
        break;
    case ClustersState::Ready:
        break;
    }
}

void ClustersPage::refreshProgress() {
    const quint64 id = m_flow.work() != 0 ? m_flow.work() : m_flow.mappingJob();
    const JobInfo* job = id == 0 ? nullptr : m_session.runner().find(id);
    const bool shown = job && job->endedMs == 0;
    for (QWidget* widget :
         {static_cast<QWidget*>(m_doing), static_cast<QWidget*>(m_progress), static_cast<QWidget*>(m_stop)})
        widget->setVisible(shown);
    if (!shown)
        return;
    const Progress& p = job->progress;
    m_doing->setText(p.total > 0 ? tr("%1: %2 of %3").arg(job->title).arg(p.done).arg(p.total) : job->title);
    if (m_flow.mapping() && id == m_flow.mappingJob())
        refreshNoMap();
    m_progress->setRange(0, p.total > 0 ? 1000 : 0);
    if (p.total > 0)
        m_progress->setValue(static_cast<int>(p.done * 1000 / p.total));
    m_stop->setEnabled(p.cancellable && job->state == JobState::Running);
}

void ClustersPage::refreshMap(bool fit) {
    const auto& scene = m_flow.scene();
    const auto& distances = m_flow.distances();
    m_mapStack->setEmpty(!scene || !distances);
    if (!scene || !distances) {
        refreshNoMap();
        m_map->clearView();
        return;
    }
    m_map->setScene(mapScene(*scene, *distances, static_cast<ColourBy>(m_colourBy)), scene, fit);
    m_map->setChosenClusters(m_flow.chosenClusters());
    m_map->setChosen(m_flow.chosen());
}

/// While the map is empty: how far its distances are, or how to get them.
void ClustersPage::refreshNoMap() {
    auto* empty = m_mapStack->empty();
    if (!m_flow.mapping()) {
        empty->setTexts(tr("No map"), tr("Measuring the distances of the past jobs was stopped or has failed."));
        empty->setAction(m_measure);
        return;
    }
    const JobInfo* job = m_session.runner().find(m_flow.mappingJob());
    const Progress progress = job ? job->progress : Progress{};
    empty->setTexts(
        tr("Measuring distances…"),
        progress.total > 0
            ? tr("%1 of %2 comparisons are done; then the map appears.").arg(progress.done).arg(progress.total)
            : tr("The map appears when the graphs have been compared."));
    empty->setAction(nullptr);
}

void ClustersPage::refresh() {
    refreshEmpty();
    refreshProgress();
    const auto& scene = m_flow.scene();
    const void* map = m_flow.distances().get();
    if (scene == m_shownScene && map == m_shownMap)
        return;
    const bool otherMap = map != m_shownMap;
    m_shownMap = map;
    m_shownScene = scene;
    m_list->setScene(scene);
    m_list->setChosen(m_flow.chosenClusters());
    refreshMap(otherMap);
    if (!scene) {
        m_shownSet = -1;
        return;
    }
    if (m_shownSet != scene->board.set.id) {
        m_shownSet = scene->board.set.id;
        showSettings();
    }
    m_listPanel->setNote(QString::number(scene->clusters().size()));
    qDeleteAll(m_facts->findChildren<QWidget*>(QString(), Qt::FindDirectChildrenOnly));
    const auto fact = [this](const QString& words, const QString& kind = {}, const QString& tip = {}) {
        auto* chip = new Chip;
        chip->setFact(words, kind, tip);
        m_facts->layout()->addWidget(chip);
        chip->show();
    };
    const auto& set = scene->board.set;
    fact(tr("%n job(s)", nullptr, static_cast<int>(scene->jobs.size())));
    fact(tr("%n distinct graph(s)", nullptr, static_cast<int>(scene->ofGraph.size())));
    fact(tr("silhouette %1").arg(QLocale().toString(set.silhouette, 'f', 2)), {},
         tr("Mean over the jobs: 1 = every job is far nearer to its own centre than to any other, 0 = undecided"));
    if (const auto held = std::ranges::count_if(scene->board.edits, [](const auto& e) { return !e.undone; }); held > 0)
        fact(tr("%n change(s) by hand", nullptr, static_cast<int>(held)), QStringLiteral("accent"));
    if (scene->newJobs > 0)
        fact(tr("%n new job(s)", nullptr, scene->newJobs), QStringLiteral("warn"),
             tr("They came after the last clustering; place them with Clusters > Place new jobs"));
}

void ClustersPage::focusMap() {
    if (m_flow.state() == ClustersState::Ready)
        m_map->setFocus();
}

void ClustersPage::toggleLasso() {
    m_map->setLasso(!m_map->lasso());
}

RowsView* ClustersPage::focusedTable() {
    if (auto* view = qobject_cast<RowsView*>(QApplication::focusWidget()); view && isAncestorOf(view))
        return view;
    return m_members->view();
}

Picture ClustersPage::picture(bool dark) {
    Picture picture;
    const QWidget* focus = QApplication::focusWidget();
    const auto& scene = m_flow.scene();
    const bool ofPair = m_flow.pair() && focus && (m_pair->isAncestorOf(focus) || m_steps->isAncestorOf(focus));
    const QString made = tr("made %1").arg(absoluteTime(wallClock()));
    if (ofPair) {
        const auto& model = m_pair->graph()->model();
        picture.title =
            tr("From %1 to %2: distance %3 · %4").arg(model.nameA, model.nameB, distanceText(model.distance), made);
        picture.size = m_pair->graph()->exportSize();
        picture.paint = [this, title = picture.title, dark](QPainter& painter, const QRectF& target) {
            m_pair->graph()->renderTo(painter, target, title, dark);
        };
    } else if (scene && m_flow.distances()) {
        picture.title = tr("%1 past jobs in %2 clusters · tau %3 · %4")
                            .arg(scene->jobs.size())
                            .arg(scene->clusters().size())
                            .arg(scene->board.set.tau)
                            .arg(made);
        picture.size = QSizeF(1100, 780);
        picture.paint = [this, title = picture.title, dark](QPainter& painter, const QRectF& target) {
            m_map->renderTo(painter, target, title, dark);
        };
    }
    return picture;
}

} // namespace streamtune::ui
