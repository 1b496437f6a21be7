// SPDX-License-Identifier: GPL-3.0-or-later
#include <QHeaderView>
#include <QVBoxLayout>

#include "ui/views/inspect/inspect_panels.h"

namespace streamtune::ui {

OperatorsPanel::OperatorsPanel(Session& session, JobFeed& feed, ReviewFlow& review, QAction* demoAction,
                               QWidget* parent)
    : QWidget(parent), m_session(session), m_feed(feed), m_review(review), m_model(makeOperatorsModel()) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    m_view = new RowsView(tr("Operators, worst first"));
    m_view->setSource(m_model.get(), OperatorColumn::Name, Qt::DescendingOrder);
    m_view->horizontalHeader()->setStretchLastSection(false);
    m_view->horizontalHeader()->setMinimumSectionSize(26);
    m_view->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_view->setOptionalColumns({OperatorColumn::BackPressured, OperatorColumn::Out}, 46);
    // In a narrow panel the bar gives its room to the names: its numbers stand beside it.
    auto* head = m_view->horizontalHeader();
    const auto makeRoom = [this, head] {
        const int em = fontMetrics().height();
        int taken = static_cast<int>(em * 5.4) + 6 * em; // bar and name
        for (int column = 0; column < head->count(); ++column)
            if (column != OperatorColumn::Name && column != OperatorColumn::Bar)
                taken += head->sectionSize(column); // 0 where it is hidden
        m_view->setColumnHidden(OperatorColumn::Bar, taken > m_view->viewport()->width());
    };
    connect(head, &QHeaderView::sectionResized, this, [this, makeRoom](int column) {
        if (column == OperatorColumn::Name)
            QMetaObject::invokeMethod(this, makeRoom, Qt::QueuedConnection);
    });
    m_stack = new EmptyStack(
        m_view,
        new EmptyState(tr("No job chosen"), tr("Choose a job: its operators appear here, the worst first."), nullptr));
    m_stack->setEmpty(true);
    if (!session.isOpen())
        m_stack->empty()->setAction(demoAction);
    layout->addWidget(m_stack);
    for (const auto signal : {&JobFeed::viewChanged, &JobFeed::shownChanged})
        connect(&feed, signal, this, &OperatorsPanel::refresh);
    connect(&review, &ReviewFlow::changed, this, &OperatorsPanel::refresh);
    connect(&session, &Session::workspaceOpened, this, [this] { m_stack->empty()->setAction(nullptr); });
    connect(&session.selection(), &Selection::vertexChanged, this,
            [this] { m_view->showKey(text(m_session.selection().place().vertex)); });
    connect(m_view, &RowsView::keyChosen, this,
            [this](const QString& key) { m_session.selection().setVertex(utf8(key)); });
}

void OperatorsPanel::setWhatIf(WhatIfFlow& flow) {
    m_whatIf = &flow;
    connect(&flow, &WhatIfFlow::asked, this, &OperatorsPanel::refresh);
    connect(&flow, &WhatIfFlow::scenariosChanged, this, &OperatorsPanel::refresh);
}

void OperatorsPanel::refresh() {
    const JobGraph* graph = m_feed.graph();
    if (!graph) {
        m_model->setRows({});
        m_sized = false;
        m_stack->empty()->setTexts(m_feed.hasJob() ? tr("Reading the job…") : tr("No job chosen"),
                                   m_feed.hasJob() ? QString()
                                                   : tr("Choose a job: its operators appear here, the worst first."));
        m_stack->setEmpty(true);
        Q_EMIT rowsChanged();
        return;
    }
    const Place& place = m_session.selection().place();
    const PlanFile* plan = m_review.isFor(place.connection, place.job) ? m_review.file().get() : nullptr;
    const ShownPrediction predicted = shownPrediction(*graph, plan, m_whatIf);
    m_model->setRows(operatorRows(*graph, m_feed.shown(), m_feed.shownLabels(), plan, predicted));
    m_stack->setEmpty(false);
    if (!m_sized) {
        m_sized = true;
        // The name takes the rest.
        m_view->setWidths({{OperatorColumn::Now, 1.9},
                           {OperatorColumn::Advised, 3.9},
                           {OperatorColumn::Bar, 5.4},
                           {OperatorColumn::Busy, 3.4},
                           {OperatorColumn::BackPressured, 4.2},
                           {OperatorColumn::In, 3.6},
                           {OperatorColumn::Out, 3.8},
                           {OperatorColumn::Predicted, 4}});
        m_view->horizontalHeader()->setSectionResizeMode(OperatorColumn::Name, QHeaderView::Stretch);
    }
    m_view->showKey(text(place.vertex));
    Q_EMIT rowsChanged();
}

} // namespace streamtune::ui
