// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/training/train_page.h"

#include <QApplication>
#include <QButtonGroup>
#include <QHBoxLayout>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/session/text.h"
#include "ui/views/compare/results_page.h"
#include "ui/views/registry/models_page.h"
#include "ui/views/training/curves_panel.h"
#include "ui/views/training/new_training_dialog.h"
#include "ui/views/training/run_list.h"
#include "ui/views/training/run_panels.h"
#include "ui/views/widgets/parts.h"

namespace streamtune::ui {

TrainPage::TrainPage(Session& session, TrainingFlow& trainings, ModelFlow& models, CommandRegistry& commands,
                     QWidget* parent)
    : QWidget(parent), m_trainings(trainings), m_modelFlow(models),
      m_demo(commands.action(QStringLiteral("file.demo"))), m_new(commands.action(QStringLiteral("train.new"))) {
    setObjectName(QStringLiteral("trainPage"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(4, 4, 4, 4);
    column->setSpacing(4);
    column->addWidget(makeBar());
    m_parts = new QStackedWidget;
    m_trainingStack = new EmptyStack(makeTrainings(session, commands), new EmptyState(QString(), QString()));
    m_models = new ModelsPage(models, commands);
    m_modelStack = new EmptyStack(m_models, new EmptyState(tr("Models"), QString()));
    m_results = new ResultsPage(session, commands.action(QStringLiteral("results.open")));
    for (QWidget* part : {static_cast<QWidget*>(m_trainingStack), static_cast<QWidget*>(m_modelStack),
                          static_cast<QWidget*>(m_results)})
        m_parts->addWidget(part);
    column->addWidget(m_parts, 1);
    connect(&trainings, &TrainingFlow::changed, this, &TrainPage::refresh);
    connect(&trainings, &TrainingFlow::sourcesChanged, this, &TrainPage::refresh);
    connect(&models, &ModelFlow::changed, this, &TrainPage::refreshFacts);
    setPart(Trainings);
    refresh();
}

QWidget* TrainPage::makeBar() {
    auto* bar = new QFrame;
    bar->setProperty("kind", QStringLiteral("panel"));
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(8, 4, 8, 4);
    row->setSpacing(0);
    auto* group = new QButtonGroup(this);
    const std::pair<QString, QString> parts[]{
        {tr("Trainings"), tr("The queue, the curves, and how runs compare")},
        {tr("Models"), tr("What was learned: held-out figures, cards, promotion")},
        {tr("Comparison"), tr("Methods judged against each other on simulated jobs")}};
    for (int i = 0; i < 3; ++i) {
        auto* part = segment(parts[i].first, parts[i].second, static_cast<std::size_t>(i), std::size(parts));
        part->setAccessibleName(parts[i].first);
        part->setObjectName(QStringLiteral("trainPart%1").arg(i));
        part->setMinimumHeight(26);
        group->addButton(part, i);
        row->addWidget(part);
        m_segments.push_back(part);
    }
    row->addSpacing(14);
    m_facts = new QWidget;
    auto* facts = new QHBoxLayout(m_facts);
    facts->setContentsMargins(0, 0, 0, 0);
    facts->setSpacing(6);
    row->addWidget(m_facts);
    row->addStretch(1);
    connect(group, &QButtonGroup::idClicked, this, [this](int part) { setPart(static_cast<Part>(part)); });
    return bar;
}

QWidget* TrainPage::makeTrainings(Session& session, CommandRegistry& commands) {
    m_queuePanel = new Panel(tr("Queue"));
    m_queue = new RunList(m_trainings);
    m_queuePanel->body()->addWidget(m_queue, 1);
    auto* tools = new QHBoxLayout;
    tools->setContentsMargins(8, 4, 8, 6);
    tools->setSpacing(4);
    for (const char* id : {"train.pause", "train.resume", "train.cancel", "train.forget"}) {
        auto* button = new QToolButton;
        button->setDefaultAction(commands.action(QLatin1String(id)));
        button->setToolButtonStyle(Qt::ToolButtonTextOnly);
        tools->addWidget(button);
    }
    tools->addStretch(1);
    m_queuePanel->body()->addLayout(tools);
    m_curves = new CurvesPanel(m_trainings);
    m_encoders = new EncodersPanel(m_trainings);
    m_encoders->setMinimumWidth(fontMetrics().height() * 15);
    m_figures = new RunFiguresPanel(m_trainings, m_modelFlow);
    m_story = new StoryPanel(m_trainings);
    auto* below = splitterOf(Qt::Horizontal, {{m_encoders, 6}, {m_figures, 7}});
    auto* middle = splitterOf(Qt::Vertical, {{m_curves, 7}, {below, 5}});
    connect(m_encoders, &EncodersPanel::clusterChosen, this,
            [this](const QString& cluster) { m_curves->setCluster(utf8(cluster)); });
    connect(m_curves, &CurvesPanel::clusterShown, m_encoders, &EncodersPanel::showCluster);
    connect(m_curves, &CurvesPanel::clusterShown, m_figures, &RunFiguresPanel::showCluster);
    connect(m_story, &StoryPanel::againWanted, this, [this, &session](const workbench::TrainingRequest& request) {
        openTrainingDialog(m_trainings, session, request, window());
    });
    connect(m_story, &StoryPanel::modelWanted, this, [this](const QString& id) { showModel(utf8(id)); });
    return splitterOf(Qt::Horizontal, {{m_queuePanel, 5}, {middle, 12}, {m_story, 5}});
}

void TrainPage::setPart(Part part) {
    m_segments[part]->setChecked(true);
    m_parts->setCurrentIndex(part);
}

TrainPage::Part TrainPage::part() const {
    return static_cast<Part>(m_parts->currentIndex());
}

void TrainPage::showModel(const std::string& id) {
    setPart(Models);
    m_models->showModel(id);
}

void TrainPage::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    m_trainings.activate();
}

RowsView* TrainPage::focusedTable() {
    if (auto* view = qobject_cast<RowsView*>(QApplication::focusWidget()); view && isAncestorOf(view))
        return view;
    switch (part()) {
    case Models:
        return m_models->view();
    case Results:
        return m_results->jobs();
    default:
        return m_figures->view();
    }
}

void TrainPage::refresh() {
    auto* empty = m_trainingStack->empty();
    const auto state = m_trainings.state();
    m_trainingStack->setEmpty(m_trainings.runs().empty());
    m_modelStack->setEmpty(state == TrainingsState::Closed);
    m_modelStack->empty()->setTexts(tr("Models"),
                                    tr("What was learned from recorded runs is kept beside the workspace. Open one; "
                                       "the demo comes with a model and with history to train on."));
    m_modelStack->empty()->setAction(m_demo);
    switch (state) {
    case TrainingsState::Closed:
        empty->setTexts(tr("Training"),
                        tr("Models learn from the recorded runs of a workspace: one encoder per cluster of jobs, and "
                           "one for all. Open a workspace; the demo has a history of many jobs."));
        empty->setAction(m_demo);
        break;
    case TrainingsState::Loading:
        empty->setTexts(tr("Reading the trainings…"), QString());
        empty->setAction(nullptr);
        break;
    case TrainingsState::Failed:
        empty->setTexts(tr("The trainings cannot be read"), m_trainings.why());
        empty->setAction(nullptr);
        break;
    case TrainingsState::Ready:
        empty->setTexts(tr("Nothing was trained here yet"),
                        tr("A training learns from the quiet windows of this workspace: first a global encoder, then "
                           "one per cluster of past jobs. You see its losses as it goes, can pause it, and close the "
                           "window: it goes on when the workspace is opened again."));
        empty->setAction(m_new);
        break;
    }
    m_queuePanel->setNote(m_trainings.runs().empty() ? QString() : QString::number(m_trainings.runs().size()));
    refreshFacts();
}

void TrainPage::refreshFacts() {
    const auto have = m_facts->findChildren<Chip*>(QString(), Qt::FindDirectChildrenOnly);
    qsizetype used = 0;
    const auto fact = [&](const QString& words, const QString& kind = {}, const QString& tip = {}) {
        Chip* chip = used < have.size() ? have[used] : nullptr;
        if (!chip) {
            chip = new Chip(QString(), QString(), m_facts);
            m_facts->layout()->addWidget(chip);
        }
        ++used;
        chip->setFact(words, kind, tip);
    };
    const auto count = [&](workbench::RunState state) {
        return static_cast<int>(std::ranges::count(m_trainings.runs(), state, &workbench::TrainingRun::state));
    };
    if (const int running = count(workbench::RunState::Running); running > 0)
        fact(tr("%n training(s) running", nullptr, running), QStringLiteral("accent"));
    if (const int waiting = count(workbench::RunState::Queued); waiting > 0)
        fact(tr("%n waiting", nullptr, waiting));
    if (const int broken = count(workbench::RunState::Interrupted); broken > 0)
        fact(tr("%n interrupted", nullptr, broken), QStringLiteral("warn"),
             tr("The program ended while it trained: Resume goes on from the last checkpoint"));
    for (const TrainingSource& source : m_trainings.sources())
        if (!source.model.empty())
            fact(tr("%1: %2 in use").arg(text(source.engine), elideMiddle(text(source.model), 32)), {},
                 tr("The model that advice for this engine comes from"));
    for (; used < have.size(); ++used)
        have[used]->setFact({});
}

} // namespace streamtune::ui
