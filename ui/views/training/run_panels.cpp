// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/training/run_panels.h"

#include <QCheckBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>
#include <utility>

#include "ui/session/text.h"

namespace streamtune::ui {

using workbench::RunState;
using workbench::TrainingRun;

namespace {

/// What moves ten times a second is followed only while it is seen; the page reads all again when it is shown.
void follow(TrainingFlow& flow, QWidget& panel, const std::function<void()>& refresh) {
    for (const auto signal : {&TrainingFlow::changed, &TrainingFlow::chosenChanged})
        QObject::connect(&flow, signal, &panel, refresh);
    QObject::connect(&flow, &TrainingFlow::moved, &panel, [&panel, refresh] {
        if (panel.isVisible())
            refresh();
    });
}

} // namespace

EncodersPanel::EncodersPanel(TrainingFlow& flow, QWidget* parent)
    : Panel(tr("Encoders"), parent), m_flow(flow), m_model(makeEncodersModel()) {
    m_view = new RowsView(tr("Encoders of the training"));
    m_view->setObjectName(QStringLiteral("encodersTable"));
    m_view->setSource(m_model.get(), -1, Qt::AscendingOrder);
    body()->addWidget(m_view, 1);
    connect(m_view, &RowsView::keyChosen, this, &EncodersPanel::clusterChosen);
    follow(flow, *this, [this] { refresh(); });
    refresh();
}

void EncodersPanel::refresh() {
    const TrainingRun* run = m_flow.current();
    m_model->setRows(run ? encoderRows(*run) : std::vector<EncoderRow>{});
    setNote(run && run->total > 0 ? tr("%1 of %2 done").arg(std::min(run->done, run->total)).arg(run->total)
                                  : QString());
    const int rows = m_model->rowCount();
    if (std::exchange(m_fitted, rows) != rows)
        m_view->fitColumns();
    m_view->showKey(m_cluster);
}

void EncodersPanel::showCluster(const QString& cluster) {
    m_cluster = cluster;
    m_view->showKey(cluster);
}

RunFiguresPanel::RunFiguresPanel(TrainingFlow& flow, ModelFlow& models, QWidget* parent)
    : Panel(tr("Compare runs"), parent), m_flow(flow), m_models(models) {
    m_differences = new QCheckBox(tr("Differences first"));
    m_differences->setObjectName(QStringLiteral("differencesFirst"));
    head()->addWidget(m_differences);
    m_view = new RowsView(tr("Figures of the chosen trainings"));
    m_view->setObjectName(QStringLiteral("runFigures"));
    body()->addWidget(m_view, 1);
    connect(m_differences, &QCheckBox::toggled, this, &RunFiguresPanel::refresh);
    follow(flow, *this, [this] { refresh(); });
    connect(&models, &ModelFlow::cardsChanged, this, &RunFiguresPanel::refresh);
    refresh();
}

void RunFiguresPanel::showCluster(const QString& cluster) {
    m_cluster = utf8(cluster);
    refresh();
}

void RunFiguresPanel::refresh() {
    std::vector<const TrainingRun*> runs;
    QStringList columns;
    for (const std::string& id : m_flow.chosen())
        if (const TrainingRun* run = m_flow.run(id); run && runs.size() < 4) {
            runs.push_back(run);
            columns << text(run->id);
            if (!run->model.empty())
                m_models.needCard(run->model);
        }
    setNote(runs.size() == 1 ? tr("choose more in the queue to compare") : encoderTitle(m_cluster));
    auto rows = runs.empty() ? std::vector<FigureRow>{}
                             : runFigures(runs, m_cluster, m_models.cards(), m_differences->isChecked());
    if (!m_model || columns != m_columns) { // columns are the runs: another model before the one before goes
        m_columns = columns;
        auto model = makeFiguresModel(columns);
        model->setRows(std::move(rows));
        m_view->setSource(model.get(), -1, Qt::AscendingOrder);
        m_model = std::move(model);
        m_view->fitColumns();
        return;
    }
    m_model->setRows(std::move(rows));
}

StoryPanel::StoryPanel(TrainingFlow& flow, QWidget* parent) : Panel(tr("This training"), parent), m_flow(flow) {
    setObjectName(QStringLiteral("storyPanel"));
    auto* inner = new QWidget;
    auto* column = new QVBoxLayout(inner);
    column->setContentsMargins(12, 10, 12, 10);
    column->setSpacing(8);
    m_title = plainLabel({}, TextKind::Strong);
    m_why = plainLabel();
    m_why->setObjectName(QStringLiteral("trainingWhy"));
    m_advice = plainLabel({}, TextKind::Muted);
    m_advice->setObjectName(QStringLiteral("trainingAdvice"));
    for (QLabel* label : {m_title, m_why, m_advice})
        column->addWidget(label);
    auto* row = new QHBoxLayout;
    m_again = new QPushButton;
    m_again->setObjectName(QStringLiteral("trainAgain"));
    m_model = new QPushButton(tr("Show the model"));
    m_model->setObjectName(QStringLiteral("showModel"));
    row->addWidget(m_again);
    row->addWidget(m_model);
    row->addStretch(1);
    column->addLayout(row);
    m_facts = new QFormLayout;
    m_facts->setHorizontalSpacing(14);
    m_facts->setRowWrapPolicy(QFormLayout::WrapLongRows);
    column->addLayout(m_facts);
    column->addStretch(1);
    auto* scroll = new QScrollArea;
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidget(inner);
    scroll->setAccessibleName(tr("What became of the training"));
    m_stack = new EmptyStack(scroll, new EmptyState(tr("No training chosen"), tr("Choose one in the queue.")));
    body()->addWidget(m_stack, 1);
    connect(m_again, &QPushButton::clicked, this, [this] {
        const TrainingRun* run = m_flow.current();
        if (!run)
            return;
        workbench::TrainingRequest request;
        request.engine = run->engine;
        request.connection = run->connection;
        request.job = run->job;
        request.settings = run->settings;
        if (const auto rate = storyOf(*run).learningRate)
            request.settings.learningRate = *rate;
        Q_EMIT againWanted(request);
    });
    connect(m_model, &QPushButton::clicked, this, [this] {
        if (const TrainingRun* run = m_flow.current())
            Q_EMIT modelWanted(text(run->model));
    });
    follow(flow, *this, [this] { refresh(); });
    refresh();
}

void StoryPanel::refresh() {
    const TrainingRun* run = m_flow.current();
    m_stack->setEmpty(!run);
    if (!run)
        return;
    const RunStory story = storyOf(*run);
    // Ten times a second while it learns: only what is new is laid out again.
    const QString now = story.title + story.sentences.join(QLatin1Char('\n')) + story.advice + text(run->id);
    if (now == m_shown)
        return;
    m_shown = now;
    m_title->setText(story.title);
    m_why->setText(story.sentences.join(QStringLiteral("\n\n")));
    m_why->setVisible(!story.sentences.isEmpty());
    m_advice->setText(story.advice);
    m_advice->setVisible(!story.advice.isEmpty());
    const bool over = run->state == RunState::Done || run->state == RunState::Failed;
    m_again->setVisible(over);
    m_again->setText(story.learningRate ? tr("Try again with %1…").arg(*story.learningRate, 0, 'g', 2)
                                        : tr("Train again…"));
    m_again->setEnabled(!m_flow.readOnly());
    m_again->setToolTip(m_flow.readOnly() ? tr("This window was opened read-only.") : QString());
    m_model->setVisible(!run->model.empty());
    addFacts(*run);
}

void StoryPanel::addFacts(const TrainingRun& run) {
    std::vector<std::pair<QString, QString>> facts;
    const auto add = [&facts](const QString& name, const QString& value) { facts.emplace_back(name, value); };
    const auto& s = run.settings;
    add(tr("History"), text(run.engine));
    if (!run.job.empty())
        add(tr("Job"), text(run.connection + " / " + run.job));
    add(tr("Model to be"), text(run.name));
    add(tr("Epochs, patience"),
        QStringLiteral("%1, %2").arg(run.epochs > 0 ? run.epochs : s.epochs).arg(patienceOf(run)));
    add(tr("Learning rate"), QString::number(s.learningRate));
    add(tr("Hidden × layers"), QStringLiteral("%1 × %2").arg(s.shape.hidden).arg(s.shape.layers));
    add(tr("Batch"), tr("%n graph(s)", nullptr, s.batch));
    add(tr("Seed, threads"), QStringLiteral("%1, %2").arg(s.seed).arg(s.threads));
    add(tr("Asked for"), absoluteTime(run.created));
    if (!run.who.empty())
        add(tr("By"), text(run.who));
    if (facts == m_factsShown) // the sentences above change many times while these stay
        return;
    m_factsShown = facts;
    while (m_facts->rowCount() > 0)
        m_facts->removeRow(0);
    for (const auto& [name, value] : facts)
        m_facts->addRow(plainLabel(name, TextKind::Muted), plainLabel(value));
}

} // namespace streamtune::ui
