// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/what_if/scenarios_panel.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QResizeEvent>
#include <QSplitter>
#include <QVBoxLayout>

#include "ui/session/text.h"
#include "ui/views/widgets/wrap_layout.h"

namespace streamtune::ui {

namespace {
constexpr int kBesideEms = 56; ///< from this width on the two tables stand beside each other
constexpr int kBelowEms = 22;  ///< from this height on below each other
} // namespace

ScenariosPanel::ScenariosPanel(WhatIfFlow& flow, CommandRegistry& commands, QWidget* parent)
    : QWidget(parent), m_flow(flow), m_commands(commands), m_listModel(makeScenarioModel()),
      m_sideModel(makeSideModel()) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    auto* content = new QWidget;
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(0, 2, 0, 0);
    column->setSpacing(2);
    auto* head = new QWidget;
    auto* buttons = new WrapLayout(head, 6);
    buttons->setContentsMargins(8, 2, 8, 2);
    for (const char* id : {"whatif.alternatives", "whatif.show", "whatif.drop"})
        buttons->addWidget(actionButton(commands.action(QLatin1String(id))));
    column->addWidget(head);
    m_split = new QSplitter;
    m_split->setHandleWidth(4);
    m_split->setChildrenCollapsible(false);
    m_list = new RowsView(tr("Scenarios side by side"));
    m_list->setSource(m_listModel.get(), 0, Qt::AscendingOrder);
    auto* sides = new QWidget;
    auto* sideColumn = new QVBoxLayout(sides);
    sideColumn->setContentsMargins(0, 0, 0, 0);
    sideColumn->setSpacing(2);
    m_sidesTitle = new ElideLabel(TextKind::Caption);
    m_sidesTitle->setContentsMargins(8, 0, 8, 0);
    m_sides = new RowsView(tr("Two scenarios, operator by operator"));
    m_sides->setSource(m_sideModel.get(), -1, Qt::AscendingOrder);
    sideColumn->addWidget(m_sidesTitle);
    sideColumn->addWidget(m_sides, 1);
    m_split->addWidget(m_list);
    m_split->addWidget(sides);
    m_split->setStretchFactor(0, 3);
    m_split->setStretchFactor(1, 2);
    column->addWidget(m_split, 1);
    auto* words = new ElideLabel(TextKind::Caption);
    words->setText(tr("All asked of the same model, so that they compare; everything is predicted."));
    auto* foot = new QHBoxLayout;
    foot->setContentsMargins(8, 0, 8, 2);
    foot->addWidget(words);
    column->addLayout(foot);
    m_stack = new EmptyStack(content, new EmptyState(tr("No scenario yet"),
                                                     tr("Start what-if, set rates and parallelism, and keep the answer "
                                                        "under a name: kept scenarios are compared here."),
                                                     commands.action(QStringLiteral("whatif.begin"))));
    m_stack->setEmpty(true);
    layout->addWidget(m_stack);
    connect(m_list, &RowsView::keyChosen, this, [this] {
        refreshSides();
        m_commands.refreshSoon();
    });
    connect(m_list, &RowsView::keyActivated, commands.action(QStringLiteral("whatif.show")), &QAction::trigger);
    connect(&flow, &WhatIfFlow::asked, this, &ScenariosPanel::refresh);
    connect(&flow, &WhatIfFlow::scenariosChanged, this, &ScenariosPanel::refresh);
    refresh();
}

std::string ScenariosPanel::chosen() const {
    const ScenarioRow* row = m_listModel->row(m_list->currentKey());
    return row && row->kind == ScenarioRow::Kind::Kept ? utf8(row->name) : std::string();
}

void ScenariosPanel::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    const int em = fontMetrics().height();
    const bool beside = width() >= em * kBesideEms;
    m_split->setOrientation(beside ? Qt::Horizontal : Qt::Vertical);
    m_split->widget(1)->setVisible(beside || height() >= em * kBelowEms); // half a table helps nobody
}

void ScenariosPanel::refresh() {
    m_stack->setEmpty(!m_flow.isReady());
    if (!m_flow.isReady())
        return m_listModel->setRows({});
    const JobGraph& graph = m_flow.model()->graph();
    const QString shown = m_flow.shownName();
    const auto add = [&](ScenarioRow row, const tune::Prediction& answer) {
        row.sum = sumOf(answer);
        const Operator* op = graph.find(row.sum.limitedBy);
        row.limitedBy = op ? text(op->name.empty() ? op->id : op->name) : QString();
        return row;
    };
    std::vector<ScenarioRow> rows;
    rows.push_back(
        add({ScenarioRow::Kind::Now, tr("now"), {}, {}, {}, {}, !m_flow.isChanged()}, m_flow.presentAnswer()));
    if (m_flow.isChanged() && shown.isEmpty())
        rows.push_back(add({ScenarioRow::Kind::Asked, tr("on the graph"), {}, {}, {}, {}, true}, m_flow.answer()));
    for (const AskedScenario& scenario : m_flow.scenarios())
        rows.push_back(add({ScenarioRow::Kind::Kept,
                            text(scenario.kept.name),
                            {},
                            {},
                            scenario.kept.who,
                            scenario.kept.at,
                            text(scenario.kept.name) == shown},
                           scenario.now));
    m_listModel->setRows(std::move(rows));
    if (!m_sized) {
        m_sized = true;
        m_list->fitColumns();
    }
    refreshSides();
}

void ScenariosPanel::refreshSides() {
    if (!m_flow.isReady())
        return m_sideModel->setRows({});
    const std::string name = chosen();
    const AskedScenario* kept = name.empty() ? nullptr : m_flow.scenario(name);
    const tune::Prediction& there = kept ? kept->now : m_flow.presentAnswer();
    const QString here =
        m_flow.isChanged() ? (m_flow.shownName().isEmpty() ? tr("on the graph") : m_flow.shownName()) : tr("now");
    m_sidesTitle->setText(tr("Here: %1. There: %2.").arg(here, kept ? text(kept->kept.name) : tr("now")));
    m_sideModel->setRows(sideRows(m_flow.model()->graph(), m_flow.answer(), there));
    m_sides->fitColumns();
}

} // namespace streamtune::ui
