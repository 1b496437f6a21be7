// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/explain/explain_panel.h"

#include <QHeaderView>
#include <QLabel>
#include <QScrollBar>
#include <QShowEvent>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/session/core_words.h"
#include "ui/session/text.h"
#include "ui/views/clusters/pair_graph.h"
#include "ui/views/explain/calibration_view.h"
#include "ui/views/explain/probability_chart.h"
#include "ui/views/review/review_parts.h"
#include "ui/views/widgets/wrap_layout.h"

namespace streamtune::ui {

namespace {

constexpr int kColumnEms = 26; ///< a column that reads well
constexpr int kMostColumns = 3;

QString bulleted(const std::vector<std::string>& sentences) {
    QStringList lines;
    for (const auto& sentence : sentences)
        lines << text(sentence);
    return lines.join(QLatin1Char('\n'));
}

void clear(QVBoxLayout* layout) {
    while (QLayoutItem* item = layout->takeAt(0)) {
        delete item->widget();
        delete item;
    }
}

} // namespace

ExplainPanel::ExplainPanel(ExplainFlow& flow, CommandRegistry& commands, QWidget* parent)
    : QWidget(parent), m_flow(flow), m_commands(commands) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    m_scroll = new QScrollArea;
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setWidgetResizable(true);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setAccessibleName(tr("Explanation"));
    auto* page = new QWidget;
    page->setProperty("kind", QStringLiteral("page"));
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(12, 10, 12, 12);
    column->setSpacing(8);
    m_title = plainLabel({}, TextKind::Title);
    m_verdict = plainLabel();
    m_verdict->setObjectName(QStringLiteral("explainVerdict"));
    m_note = plainLabel();
    m_note->setProperty("kind", QStringLiteral("warnbox"));
    auto* head = new QHBoxLayout;
    head->addWidget(m_title, 1);
    head->addWidget(actionButton(commands.action(QStringLiteral("explain.export")), QStringLiteral("flat")), 0,
                    Qt::AlignTop);
    column->addLayout(head);
    column->addWidget(m_verdict);
    column->addWidget(m_note);
    auto* buttons = new QWidget;
    auto* buttonRow = new WrapLayout(buttons, 6);
    for (const char* id : {"explain.copyText", "explain.copyJson"})
        buttonRow->addWidget(actionButton(commands.action(QLatin1String(id)), QStringLiteral("flat")));
    column->addWidget(buttons);
    m_columns = new QHBoxLayout;
    m_columns->setSpacing(16);
    column->addLayout(m_columns);
    column->addStretch(1);
    makeMeasured();
    makeCurve();
    makeWay();
    makeDrivers();
    makePast();
    makeCalibration();
    m_scroll->setWidget(page);
    m_stack = new EmptyStack(m_scroll, new EmptyState(tr("Nothing to explain yet"), QString()));
    m_stack->setEmpty(true);
    layout->addWidget(m_stack);
    connect(&flow, &ExplainFlow::changed, this, &ExplainPanel::refresh);
    connect(&flow, &ExplainFlow::pairChanged, this, &ExplainPanel::refreshPair);
    connect(m_past, &RowsView::keyChosen, this, [this](const QString& key) {
        if (const PastRow* row = m_pastModel->row(key))
            m_flow.choosePast(row->index);
    });
    arrange();
    refresh();
}

ExplainPanel::Section ExplainPanel::section(const QString& title) {
    Section made;
    made.frame = new QWidget;
    made.body = new QVBoxLayout(made.frame);
    made.body->setContentsMargins(0, 6, 0, 6);
    made.body->setSpacing(4);
    auto* head = new QHBoxLayout;
    auto* words = plainLabel(title, TextKind::Strong);
    made.chip = new Chip;
    head->addWidget(words, 1);
    head->addWidget(made.chip, 0, Qt::AlignTop);
    made.body->addLayout(head);
    m_sections.push_back(made.frame);
    return made;
}

void ExplainPanel::makeMeasured() {
    const Section part = section(tr("What was seen"));
    part.chip->setFact(tr("measured"), QStringLiteral("measured"));
    m_measured = plainLabel();
    part.body->addWidget(m_measured);
}

void ExplainPanel::makeCurve() {
    const Section part = section(tr("Chance of a bottleneck"));
    part.chip->setFact(tr("predicted"), QStringLiteral("predicted"));
    m_chart = makeProbabilityChart(tr("Predicted chance of a bottleneck against parallelism"));
    m_curveBy = plainLabel({}, TextKind::Caption);
    m_stairs = plainLabel({}, TextKind::Caption);
    m_noCurve = plainLabel({}, TextKind::Muted);
    for (QWidget* widget : std::initializer_list<QWidget*>{m_noCurve, m_chart, m_curveBy, m_stairs})
        part.body->addWidget(widget);
}

void ExplainPanel::makeWay() {
    const Section part = section(tr("From the model to the number"));
    m_waterfall = new Waterfall;
    m_waterfall->setMinimumSize(fontMetrics().height() * 12, fontMetrics().height() * 10);
    m_way = plainLabel({}, TextKind::Caption);
    m_guards = plainLabel({}, TextKind::Caption);
    part.body->addWidget(m_waterfall);
    part.body->addWidget(m_way);
    part.body->addWidget(m_guards);
}

void ExplainPanel::makeDrivers() {
    const Section part = section(tr("What drove the prediction"));
    auto* list = new QWidget;
    m_drivers = new QVBoxLayout(list);
    m_drivers->setContentsMargins(0, 0, 0, 0);
    m_drivers->setSpacing(4);
    part.body->addWidget(list);
}

void ExplainPanel::makePast() {
    const Section part = section(tr("Nearest past runs"));
    part.chip->setFact(tr("measured"), QStringLiteral("measured"));
    m_pastModel = makePastModel(this);
    m_past = new RowsView(tr("Nearest past runs: distance, parallelism there, outcome"));
    m_past->setSource(m_pastModel.get(), 0, Qt::AscendingOrder);
    m_past->setFixedHeight(fontMetrics().height() * 11);
    m_noPast = plainLabel(tr("No run of a job like this is recorded yet, other than this one."), TextKind::Muted);
    m_edits = plainLabel({}, TextKind::Caption);
    m_pair = new PairGraph;
    m_pair->setFixedHeight(fontMetrics().height() * 16);
    for (QWidget* widget : std::initializer_list<QWidget*>{m_noPast, m_past, m_edits, m_pair})
        part.body->addWidget(widget);
}

void ExplainPanel::makeCalibration() {
    const Section part = section(tr("How often it was right"));
    m_calibration = new CalibrationView;
    m_calibrationWords = plainLabel({}, TextKind::Muted);
    part.body->addWidget(m_calibrationWords);
    part.body->addWidget(m_calibration);
}

/// As many columns as read well; sections go into the shortest one, in reading order.
void ExplainPanel::arrange() {
    const int count = std::clamp(width() / std::max(1, fontMetrics().height() * kColumnEms), 1, kMostColumns);
    if (count == m_columnCount)
        return;
    m_columnCount = count;
    while (QLayoutItem* item = m_columns->takeAt(0)) {
        while (item->layout() && item->layout()->count() > 0)
            delete item->layout()->takeAt(0); // widgets stay children of the page
        delete item;
    }
    // Measured and curve; the way to the number with what drove it; the past. In two columns the past follows the way.
    static constexpr int kColumnOf[kMostColumns][6] = {{0, 0, 0, 0, 0, 0}, {0, 0, 0, 0, 1, 1}, {0, 0, 1, 1, 2, 2}};
    std::vector<QVBoxLayout*> columns;
    for (int i = 0; i < count; ++i) {
        columns.push_back(new QVBoxLayout);
        columns.back()->setSpacing(8);
        m_columns->addLayout(columns.back(), 1);
    }
    for (std::size_t i = 0; i < m_sections.size(); ++i)
        columns[static_cast<std::size_t>(kColumnOf[count - 1][i])]->addWidget(m_sections[i]);
    for (auto* column : columns)
        column->addStretch(1);
}

void ExplainPanel::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    m_flow.setActive(true);
}

void ExplainPanel::hideEvent(QHideEvent* event) {
    QWidget::hideEvent(event);
    m_flow.setActive(false);
}

void ExplainPanel::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    arrange();
}

QString ExplainPanel::verdict() const {
    return m_verdict->text();
}

void ExplainPanel::refresh() {
    const bool shown = m_flow.explained() != nullptr;
    m_stack->setEmpty(!shown);
    if (shown)
        return fill(*m_flow.explained());
    EmptyState* empty = m_stack->empty();
    QAction* advise = nullptr;
    switch (m_flow.state()) {
    case ExplainState::NoJob:
        empty->setTexts(tr("Nothing to explain yet"),
                        tr("Choose a job, then an operator: why it is given its number is said here."));
        break;
    case ExplainState::NoOperator:
        empty->setTexts(tr("No operator chosen"), tr("Choose an operator in the graph or in a table."));
        break;
    case ExplainState::NoAdvice:
        empty->setTexts(tr("No advice yet"), tr("Nobody has asked for advice on this job. Ask, and every number comes "
                                                "with its evidence; nothing is changed by asking."));
        advise = m_commands.action(QStringLiteral("job.recommend"));
        break;
    case ExplainState::Reading:
    case ExplainState::Ready:
        empty->setTexts(tr("Reading the evidence…"), QString());
        break;
    case ExplainState::ByHand:
        empty->setTexts(tr("Made by a person"), m_flow.why());
        advise = m_commands.action(QStringLiteral("job.recommend"));
        break;
    case ExplainState::Failed:
        empty->setTexts(tr("This cannot be explained"), m_flow.why());
        break;
    }
    empty->setAction(advise);
}

void ExplainPanel::fill(const Explained& explained) {
    const tune::Explanation& said = explained.evidence.explanation;
    m_title->setText(elideMiddle(text(said.name.empty() ? said.node : said.name), 60));
    m_verdict->setText(verdictOf(explained));
    m_note->setText(evidenceNote(explained));
    m_note->setVisible(!m_note->text().isEmpty());
    m_measured->setText(measuredWords(explained));
    fillCurve(explained);
    m_waterfall->setDecision(decisionOf(said), text(said.method));
    QStringList way;
    for (const tune::WaterfallStep& step : said.waterfall)
        if (!step.why.empty())
            way << tr("%1: %2").arg(coreText(step.what), coreText(step.why));
    m_way->setText(way.join(QLatin1Char('\n')));
    m_guards->setText(bulleted(said.guards));
    m_guards->setVisible(!said.guards.empty());
    const tune::Explanation* curve = explained.withCurve();
    fillDrivers(curve ? curve : &said);
    m_pastModel->setRows(pastRows(explained.evidence));
    const bool any = !explained.evidence.past.empty();
    m_noPast->setVisible(!any);
    m_past->setVisible(any);
    m_past->fitColumns();
    m_calibration->setBins(explained.evidence.calibrationDecisions > 0 ? explained.evidence.calibration
                                                                       : std::vector<workbench::CalibrationBin>{});
    m_calibrationWords->setText(text(explained.evidence.calibrationSentence));
    refreshPair();
}

void ExplainPanel::fillCurve(const Explained& explained) {
    const tune::Explanation* said = explained.withCurve();
    m_noCurve->setVisible(said == nullptr);
    for (QWidget* widget : std::initializer_list<QWidget*>{m_chart, m_curveBy, m_stairs})
        widget->setVisible(said != nullptr);
    if (!said) {
        const auto& beside = explained.beside;
        m_noCurve->setText(
            beside && !beside->whyNot.empty()
                ? tr("No model yet: %1").arg(text(beside->whyNot))
                : tr("No model yet: %1 gives one number without a chance, and the capacity model has too "
                     "little to go by.")
                      .arg(text(explained.evidence.model)));
        return;
    }
    m_chart->setCurve(
        {said->curve, said->stairs, said->from, explained.evidence.explanation.chosen, explained.planned});
    QStringList by{predictedBy(explained)};
    if (hasKeyGroups(said->curve))
        by << tr("Stairs: key groups; dashed: the same without them, never rising.");
    if (!said->engineNote.empty())
        by << text(said->engineNote);
    m_curveBy->setText(by.join(QLatin1Char('\n')));
    QStringList stairs;
    for (const tune::Stair& stair : said->stairs)
        stairs << coreText(stair.sentence);
    m_stairs->setText(stairs.join(QLatin1Char('\n')));
    m_stairs->setVisible(!stairs.isEmpty());
}

void ExplainPanel::fillDrivers(const tune::Explanation* explanation) {
    clear(m_drivers);
    if (explanation->drivers.empty()) {
        m_drivers->addWidget(
            plainLabel(tr("Nothing stands out: the model knows no more than what was measured."), TextKind::Muted));
        return;
    }
    for (const tune::Driver& driver : explanation->drivers) {
        auto* row = new QWidget;
        auto* line = new QVBoxLayout(row);
        line->setContentsMargins(0, 0, 0, 2);
        line->setSpacing(1);
        auto* head = new QHBoxLayout;
        head->setSpacing(6);
        auto* what = plainLabel(tr("%1  × %2").arg(coreText(driver.what), shortNumber(driver.factor)), TextKind::Body);
        auto* from = new Chip(driver.measured ? tr("this job, measured") : tr("history of others"),
                              driver.measured ? QStringLiteral("measured") : QString());
        head->addWidget(what, 1);
        head->addWidget(from, 0, Qt::AlignTop);
        line->addLayout(head);
        line->addWidget(plainLabel(coreText(driver.sentence), TextKind::Caption));
        m_drivers->addWidget(row);
    }
}

void ExplainPanel::refreshPair() {
    const auto& explained = m_flow.explained();
    const int at = m_flow.chosenPast();
    const bool any = explained && at >= 0;
    m_edits->setVisible(any);
    m_pair->setVisible(any && m_flow.pair());
    if (!any)
        return;
    const workbench::PastRun& run = explained->evidence.past[static_cast<std::size_t>(at)];
    m_past->showKey(QString::number(run.run));
    m_edits->setText(editWords(run));
    if (m_flow.pair())
        m_pair->setModel(pairModel(*m_flow.pair(), tr("this job"),
                                   tr("%1, run %2").arg(elideMiddle(text(run.job), 40)).arg(run.run)));
}

} // namespace streamtune::ui
