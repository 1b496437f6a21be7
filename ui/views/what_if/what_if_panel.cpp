// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/what_if/what_if_panel.h"

#include <QDoubleSpinBox>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QSpinBox>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

#include "ui/session/core_words.h"
#include "ui/session/text.h"
#include "ui/views/what_if/rate_slider.h"
#include "ui/views/what_if/what_if_model.h"

namespace streamtune::ui {

namespace {

constexpr std::size_t kMostBoxes = 60; ///< operators that have a box at all times
constexpr double kMostRate = 1e12;     ///< records/s
constexpr int kNameLetters = 60;

void clear(QLayout* layout) {
    while (QLayoutItem* item = layout->takeAt(0)) {
        if (item->layout())
            clear(item->layout());
        delete item->widget();
        delete item;
    }
}

QString nameOf(const JobGraph& graph, const std::string& id) {
    const Operator* op = graph.find(id);
    return text(op && !op->name.empty() ? op->name : id);
}

/// A spin box that the wheel of a scrolled page does not turn by accident.
template <class Box>
class CalmBox final : public Box {
public:
    CalmBox() { this->setFocusPolicy(Qt::StrongFocus); }

protected:
    void wheelEvent(QWheelEvent* event) override {
        if (this->hasFocus())
            Box::wheelEvent(event);
        else
            event->ignore();
    }
};

/// "4 -> 8", or just "8" where nothing changes.
QString wholes(int now, int then) {
    return now == then ? QString::number(now) : QStringLiteral("%1 → %2").arg(now).arg(then);
}

} // namespace

WhatIfPanel::WhatIfPanel(Session& session, WhatIfFlow& flow, CommandRegistry& commands, QWidget* parent)
    : QWidget(parent), m_session(session), m_flow(flow), m_commands(commands) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    makeContent();
    layout->addWidget(m_stack);
    connect(&flow, &WhatIfFlow::changed, this, &WhatIfPanel::rebuild);
    connect(&flow, &WhatIfFlow::asked, this, &WhatIfPanel::refreshValues);
    connect(&flow, &WhatIfFlow::scenariosChanged, this, &WhatIfPanel::refreshValues);
    connect(&session.selection(), &Selection::vertexChanged, this, [this] {
        if (m_shown && m_shown->graph().nodes.size() > kMostBoxes)
            rebuildOperators();
    });
    rebuild();
}

void WhatIfPanel::makeContent() {
    auto* scroll = new QScrollArea;
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setAccessibleName(tr("What if"));
    auto* page = new QWidget;
    page->setProperty("kind", QStringLiteral("page"));
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(12, 10, 12, 12);
    column->setSpacing(8);
    auto* head = new QHBoxLayout;
    m_mode = new Chip;
    head->addWidget(m_mode);
    head->addStretch(1);
    head->addWidget(actionButton(m_commands.action(QStringLiteral("whatif.reset")), QStringLiteral("flat")));
    column->addLayout(head);
    column->addWidget(plainLabel(tr("Source rates, records/s"), TextKind::Strong));
    auto* sources = new QWidget;
    m_sources = new QVBoxLayout(sources);
    m_sources->setContentsMargins(0, 0, 0, 0);
    m_sources->setSpacing(2);
    column->addWidget(sources);
    auto* second = new QHBoxLayout;
    auto* parallelism = plainLabel(tr("Parallelism"), TextKind::Strong);
    parallelism->setWordWrap(false);
    m_changes = new Chip;
    second->addWidget(parallelism);
    second->addStretch(1);
    second->addWidget(m_changes);
    column->addLayout(second);
    m_operatorNote = plainLabel({}, TextKind::Caption);
    column->addWidget(m_operatorNote);
    auto* operators = new QWidget;
    m_operators = new QGridLayout(operators);
    m_operators->setContentsMargins(0, 0, 0, 0);
    m_operators->setHorizontalSpacing(8);
    m_operators->setVerticalSpacing(3);
    m_operators->setColumnStretch(0, 1);
    column->addWidget(operators);
    makeResult(column);
    makeActions(column);
    column->addStretch(1);
    scroll->setWidget(page);
    m_stack = new EmptyStack(scroll, new EmptyState(tr("What if"), QString()));
}

void WhatIfPanel::makeResult(QVBoxLayout* column) {
    auto* head = new QHBoxLayout;
    auto* title = plainLabel(tr("Result"), TextKind::Strong);
    title->setWordWrap(false);
    auto* chip = new Chip;
    chip->setFact(tr("predicted"), QStringLiteral("predicted"));
    m_speed = new ElideLabel(TextKind::Caption);
    head->addWidget(title);
    head->addWidget(chip);
    head->addStretch(1);
    head->addWidget(m_speed);
    column->addLayout(head);
    auto* figures = new QWidget;
    m_figures = new QGridLayout(figures);
    m_figures->setContentsMargins(0, 0, 0, 0);
    m_figures->setVerticalSpacing(3);
    m_figures->setColumnStretch(1, 1);
    int row = 0;
    for (const auto& [id, words] : {std::pair{"subtasks", tr("Subtasks")},
                                    {"slots", tr("Slots needed")},
                                    {"worst", tr("Worst chance")},
                                    {"enough", tr("All suffice")},
                                    {"sustainable", tr("Sustains")},
                                    {"limitedBy", tr("Gives way first")},
                                    {"lag", tr("Lag after %1").arg(duration(tune::kLagAfter))},
                                    {"catchUp", tr("Catch-up of %1").arg(duration(tune::kRestart))}}) {
        auto* left = plainLabel(words, TextKind::Muted);
        left->setWordWrap(false);
        left->setAlignment(Qt::AlignTop | Qt::AlignLeft);
        auto* right = plainLabel();
        right->setAlignment(Qt::AlignRight | Qt::AlignTop);
        right->setTextInteractionFlags(Qt::TextSelectableByMouse);
        right->setFocusPolicy(Qt::NoFocus);
        right->setObjectName(QStringLiteral("figure.") + QLatin1String(id));
        m_figures->addWidget(left, row, 0);
        m_figures->addWidget(right, row++, 1);
        m_values[QLatin1String(id)] = right;
    }
    column->addWidget(figures);
    m_outside = plainLabel();
    m_outside->setProperty("kind", QStringLiteral("warnbox"));
    column->addWidget(m_outside);
    m_notes = plainLabel({}, TextKind::Caption);
    column->addWidget(m_notes);
}

void WhatIfPanel::makeActions(QVBoxLayout* column) {
    column->addWidget(actionButton(m_commands.action(QStringLiteral("whatif.plan")), QStringLiteral("primary")));
    auto* keep = new QHBoxLayout;
    m_name = new QLineEdit;
    m_name->setObjectName(QStringLiteral("scenarioName"));
    m_name->setMaxLength(kNameLetters);
    m_name->setPlaceholderText(tr("Name of a scenario"));
    m_name->setAccessibleName(tr("Name of a scenario to keep"));
    connect(m_name, &QLineEdit::textChanged, &m_commands, &CommandRegistry::refreshSoon);
    connect(m_name, &QLineEdit::returnPressed, m_commands.action(QStringLiteral("whatif.keep")), &QAction::trigger);
    keep->addWidget(m_name, 1);
    keep->addWidget(actionButton(m_commands.action(QStringLiteral("whatif.keep"))));
    column->addLayout(keep);
    auto* row = new QHBoxLayout;
    row->addWidget(actionButton(m_commands.action(QStringLiteral("whatif.refit")), QStringLiteral("flat")));
    row->addStretch(1);
    row->addWidget(actionButton(m_commands.action(QStringLiteral("whatif.leave")), QStringLiteral("flat")));
    column->addLayout(row);
}

RateSlider* WhatIfPanel::slider(const std::string& source) const {
    const auto found = m_sourceRows.find(source);
    return found == m_sourceRows.end() ? nullptr : found->second.slider;
}

QSpinBox* WhatIfPanel::box(const std::string& node) const {
    const auto found = m_operatorRows.find(node);
    return found == m_operatorRows.end() ? nullptr : found->second.box;
}

QString WhatIfPanel::figure(const QString& id) const {
    const auto found = m_values.find(id);
    return found == m_values.end() ? QString() : found->second->text();
}

void WhatIfPanel::refreshEmpty() {
    m_stack->setEmpty(!m_flow.isReady());
    if (m_flow.isReady())
        return;
    EmptyState* empty = m_stack->empty();
    switch (m_flow.state()) {
    case WhatIfState::Off:
    case WhatIfState::Ready:
        empty->setTexts(tr("What if"), tr("Try other rates and another parallelism on the graph of the shown job. "
                                          "Everything is predicted and nothing is sent to the cluster."));
        empty->setAction(m_commands.action(QStringLiteral("whatif.begin")));
        break;
    case WhatIfState::Fitting:
        empty->setTexts(tr("Fitting the model…"), tr("From the recorded windows of the job. Where none is recent, one "
                                                     "is measured first, which takes as long as a window."));
        empty->setAction(m_commands.action(QStringLiteral("whatif.leave")));
        break;
    case WhatIfState::Failed:
        empty->setTexts(tr("Not enough evidence"), m_flow.why());
        empty->setAction(m_commands.action(QStringLiteral("whatif.begin")));
        break;
    }
}

void WhatIfPanel::rebuild() {
    refreshEmpty();
    if (m_flow.model().get() == m_shown)
        return;
    m_shown = m_flow.model().get();
    m_sourceRows.clear();
    m_operatorRows.clear();
    clear(m_sources);
    clear(m_operators);
    if (!m_shown)
        return;
    rebuildSources();
    rebuildOperators();
}

void WhatIfPanel::rebuildSources() {
    const JobGraph& graph = m_shown->graph();
    for (const Operator& op : graph.nodes) {
        if (!graph.isSource(op.id))
            continue;
        const QString name = nameOf(graph, op.id);
        const Number present = m_flow.presentRate(op.id);
        auto* head = new QHBoxLayout;
        auto* label = new ElideLabel;
        label->setText(name);
        auto* number = new CalmBox<QDoubleSpinBox>;
        number->setRange(0, kMostRate);
        number->setDecimals(valueOr(present, 1000) < 100 ? 2 : 0);
        number->setGroupSeparatorShown(true);
        number->setStepType(QAbstractSpinBox::AdaptiveDecimalStepType);
        number->setKeyboardTracking(false);
        number->setAccessibleName(tr("Rate of %1, records/s").arg(name));
        number->setMinimumWidth(fontMetrics().height() * 7);
        auto* back = new QToolButton;
        back->setText(tr("now"));
        back->setAutoRaise(true);
        back->setToolTip(tr("Back to the rate of now"));
        back->setAccessibleName(tr("Back to the rate of now of %1").arg(name));
        back->setEnabled(isKnown(present));
        head->addWidget(label, 1);
        head->addWidget(back);
        head->addWidget(number);
        m_sources->addLayout(head);
        auto* slider = new RateSlider(tr("Rate of %1, logarithmic").arg(name));
        const tune::SeenRange seen = m_shown->seen(op.id);
        slider->setScale(rateScale(seen, present), seen, present);
        slider->setToolTip(tr("Hatched: rates that this job was never seen at"));
        m_sources->addWidget(slider);
        connect(slider, &RateSlider::rateChosen, this, [this, id = op.id](double rate) { m_flow.setRate(id, rate); });
        connect(number, &QDoubleSpinBox::valueChanged, this, [this, id = op.id](double rate) {
            if (!m_showing)
                m_flow.setRate(id, rate);
        });
        connect(back, &QToolButton::clicked, this, [this, id = op.id, present] {
            if (isKnown(present))
                m_flow.setRate(id, *present);
        });
        m_sourceRows[op.id] = {slider, number};
    }
}

/// All of a small job; of a large one those that are changed, and the chosen one.
std::vector<std::string> WhatIfPanel::boxedOperators() const {
    const JobGraph& graph = m_shown->graph();
    const std::string& chosen = m_session.selection().place().vertex;
    std::vector<std::string> ids;
    for (const Operator& op : graph.nodes)
        if (graph.nodes.size() <= kMostBoxes || op.id == chosen || m_flow.question().parallelism.contains(op.id))
            ids.push_back(op.id);
    return ids;
}

void WhatIfPanel::rebuildOperators() {
    clear(m_operators);
    m_operatorRows.clear();
    const JobGraph& graph = m_shown->graph();
    const auto ids = boxedOperators();
    m_operatorNote->setVisible(ids.size() < graph.nodes.size());
    m_operatorNote->setText(tr("Of %n operator(s) those are listed that are changed, and the one that is chosen in the "
                               "graph.",
                               nullptr, static_cast<int>(graph.nodes.size())));
    int line = 0;
    for (const std::string& id : ids) {
        const Operator& op = *graph.find(id);
        const QString name = nameOf(graph, id);
        const auto [low, high] = m_shown->range(id);
        auto* label = new ElideLabel;
        label->setText(name);
        auto* now = plainLabel(tr("now %1").arg(op.parallelism), TextKind::Caption);
        now->setWordWrap(false);
        auto* box = new CalmBox<QSpinBox>;
        box->setRange(std::min(low, op.parallelism), std::max(high, op.parallelism));
        box->setAccessibleName(tr("Parallelism of %1").arg(name));
        box->setEnabled(low < high);
        box->setToolTip(low < high             ? tr("%1 to %2").arg(low).arg(high)
                        : op.whyPinned.empty() ? tr("It cannot be changed.")
                                               : plainTip(coreText(op.whyPinned)));
        box->setMinimumWidth(fontMetrics().height() * 4);
        m_operators->addWidget(label, line, 0);
        m_operators->addWidget(now, line, 1);
        m_operators->addWidget(box, line++, 2);
        connect(box, &QSpinBox::valueChanged, this, [this, id](int p) {
            if (!m_showing)
                m_flow.setParallelism(id, p);
        });
        m_operatorRows[id] = {label, box};
    }
    refreshValues();
}

void WhatIfPanel::refreshValues() {
    if (!m_shown || m_flow.model().get() != m_shown)
        return;
    const auto ids = boxedOperators();
    if (ids.size() != m_operatorRows.size() ||
        !std::ranges::all_of(ids, [this](const auto& id) { return m_operatorRows.contains(id); }))
        return rebuildOperators(); // a scenario changes operators that had no box
    m_showing = true;
    for (const auto& [id, row] : m_sourceRows) {
        const Number rate = m_flow.rate(id);
        if (row.number->value() != valueOr(rate, 0))
            row.number->setValue(valueOr(rate, 0));
        row.slider->showRate(valueOr(rate, 0));
    }
    for (const auto& [id, row] : m_operatorRows) {
        row.box->setValue(m_flow.parallelism(id));
        const bool changed = m_flow.question().parallelism.contains(id);
        if (QFont f = font(); row.name->font().weight() != (changed ? QFont::DemiBold : f.weight())) {
            f.setWeight(changed ? QFont::DemiBold : static_cast<QFont::Weight>(f.weight()));
            row.name->setFont(f);
        }
    }
    m_showing = false;
    const int changes = static_cast<int>(m_flow.question().parallelism.size());
    m_changes->setFact(changes > 0 ? tr("%n changed", nullptr, changes) : QString(), QStringLiteral("accent"));
    const QString shown = m_flow.shownName();
    m_mode->setFact(!m_flow.isChanged() ? tr("as it is now")
                    : shown.isEmpty()   ? tr("not kept")
                                        : shown,
                    m_flow.isChanged() ? QStringLiteral("predicted") : QString());
    refreshFigures();
}

void WhatIfPanel::refreshFigures() {
    const AnswerSum now = sumOf(m_flow.presentAnswer()), then = sumOf(m_flow.answer());
    const auto set = [this](const char* id, const QString& words) {
        QLabel* label = m_values.at(QLatin1String(id));
        if (label->text() != words)
            label->setText(words);
    };
    set("subtasks", wholes(now.subtasks, then.subtasks));
    set("slots", wholes(now.slots, then.slots));
    set("worst", percent(then.worst));
    set("enough", percent(then.enough));
    QString sustains = rate(then.sustainable);
    if (isKnown(then.sustainableLow) && isKnown(then.sustainableHigh))
        sustains += tr("\n68 %: %1 to %2").arg(shortNumber(then.sustainableLow), shortNumber(then.sustainableHigh));
    set("sustainable", isKnown(then.sustainable) ? sustains : tr("not predicted"));
    set("limitedBy",
        then.limitedBy.empty() ? tr("not known") : elideMiddle(nameOf(m_shown->graph(), then.limitedBy), 40));
    set("lag", lagWords(then));
    set("catchUp", catchUpWords(then));
    m_speed->setText(tr("answered in %1 ms").arg(m_flow.answeredInMs(), 0, 'f', 1));
    QStringList outside;
    for (const tune::PredictedNode& node : m_flow.answer().nodes)
        if (!node.outside.empty() && outside.size() < 4)
            outside << tr("%1: %2").arg(elideMiddle(nameOf(m_shown->graph(), node.node), 40), coreText(node.outside));
    m_outside->setText(outside.isEmpty() ? QString()
                                         : tr("Outside what was seen, hatched in the graph:") + QLatin1Char('\n') +
                                               outside.join(QLatin1Char('\n')));
    m_outside->setVisible(!outside.isEmpty());
    QStringList notes;
    for (const std::string& note : m_flow.answer().notes)
        notes << text(note);
    notes << tr("More instances never raise the chance of a bottleneck, key groups that divide unevenly aside.");
    m_notes->setText(notes.join(QLatin1Char('\n')));
}

} // namespace streamtune::ui
