// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/inspect/graph_panel.h"

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>

#include "core/layout/layout.h"
#include "ui/models/operator_rows.h"
#include "ui/session/text.h"

namespace streamtune::ui {

GraphPanel::GraphPanel(Session& session, JobFeed& feed, ReviewFlow& review, CommandRegistry& commands, QWidget* parent)
    : QWidget(parent), m_session(session), m_feed(feed), m_review(review) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    auto* content = new QWidget;
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto* tools = new QWidget;
    tools->setProperty("kind", QStringLiteral("panelhead"));
    tools->setAutoFillBackground(true);
    tools->setBackgroundRole(QPalette::Base);
    auto* row = new QHBoxLayout(tools);
    row->setContentsMargins(8, 4, 8, 4);
    row->setSpacing(0);
    const auto segment = [row](const QString& words, const QString& place, const QString& tip) {
        auto* button = new QToolButton;
        button->setText(words);
        button->setCheckable(true);
        button->setProperty("seg", place);
        button->setToolTip(tip);
        button->setAccessibleName(tip);
        row->addWidget(button);
        return button;
    };
    m_right = segment(tr("Left → right"), QStringLiteral("first"), tr("Lay the graph out from left to right"));
    m_down = segment(tr("Top ↓ down"), QStringLiteral("last"), tr("Lay the graph out from top to bottom"));
    auto* group = new QButtonGroup(this);
    group->addButton(m_right);
    group->addButton(m_down);
    m_right->setChecked(true);
    row->addStretch(1);
    m_found = new ElideLabel(TextKind::Caption);
    row->addWidget(m_found);
    row->addSpacing(8);
    m_find = new QLineEdit;
    m_find->setPlaceholderText(tr("Find operator"));
    m_find->setAccessibleName(tr("Find operator"));
    m_find->setClearButtonEnabled(true);
    m_find->setMaximumWidth(fontMetrics().height() * 13);
    row->addWidget(m_find);
    row->addSpacing(8);
    auto* fit = new QToolButton;
    fit->setDefaultAction(commands.action(QStringLiteral("view.fit")));
    fit->setText(tr("Fit"));
    row->addWidget(fit);
    row->addSpacing(4);
    m_zoom = new QToolButton;
    m_zoom->setToolTip(tr("Zoom to 100 %"));
    m_zoom->setAccessibleName(tr("Zoom to 100 %"));
    m_zoom->setMinimumWidth(fontMetrics().height() * 4);
    row->addWidget(m_zoom);
    column->addWidget(tools);
    m_view = new dag::DagView;
    m_view->setHelper(layout::defaultHelper());
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setAccessibleName(tr("Graph of the job"));
    m_view->setMinimumSize(160, 100);
    column->addWidget(m_view, 1);
    m_stack = new EmptyStack(
        content, new EmptyState(tr("No job chosen"),
                                tr("The graph of the chosen job appears here, with the load of every operator.")));
    m_stack->setEmpty(true);
    layout->addWidget(m_stack);

    connect(&feed, &JobFeed::viewChanged, this, &GraphPanel::refresh);
    connect(&feed, &JobFeed::shownChanged, this, &GraphPanel::refresh);
    connect(&review, &ReviewFlow::changed, this, &GraphPanel::refresh);
    connect(&session.selection(), &Selection::vertexChanged, this, [this] {
        const QString vertex = text(m_session.selection().place().vertex);
        if (m_view->selectedNode() != vertex)
            m_view->selectNode(vertex);
    });
    connect(m_view, &dag::DagView::nodeSelected, this,
            [this](const QString& id) { m_session.selection().setVertex(utf8(id)); });
    connect(m_view, &dag::DagView::zoomChanged, this, [this](double zoom) { m_zoom->setText(percent(zoom)); });
    connect(m_zoom, &QToolButton::clicked, this, [this] { m_view->resetZoom(); });
    connect(m_right, &QToolButton::clicked, this, [this] { m_view->setDirection(layout::Direction::LeftToRight); });
    connect(m_down, &QToolButton::clicked, this, [this] { m_view->setDirection(layout::Direction::TopDown); });
    connect(m_find, &QLineEdit::textChanged, this, [this](const QString& typed) {
        const int found = m_view->find(typed);
        m_found->setText(typed.isEmpty() ? QString()
                         : found == 0    ? tr("nothing found")
                                         : tr("%n found", nullptr, found));
    });
    connect(m_find, &QLineEdit::returnPressed, this, [this] { m_view->findNext(); });
    m_zoom->setText(percent(m_view->zoom()));
}

void GraphPanel::addPrediction(dag::DagModel& model, const PlanFile& plan) const {
    // DS2's arithmetic at the parallelism in force: what a node must take over what its subtasks can take.
    for (const auto& op : model.graph.nodes) {
        const auto* decision = plan.decision(op.id);
        if (!decision || !isKnown(decision->demand) || !isKnown(decision->capacityPerInstance) ||
            *decision->capacityPerInstance <= 0)
            continue;
        model.predicted[op.id] =
            std::clamp(*decision->demand / (*decision->capacityPerInstance * op.parallelism), 0.0, 1.0);
    }
    if (model.predicted.empty())
        return;
    model.predictedName = tr("load at the offered rate");
    model.predictedBy = tr("arithmetic of %1, no model yet").arg(text(plan.plan.model));
    model.predictedLimit = 0.999;
}

void GraphPanel::refresh() {
    const JobGraph* graph = m_feed.graph();
    m_stack->setEmpty(graph == nullptr);
    if (!graph) {
        m_stack->empty()->setTexts(
            m_feed.hasJob() ? tr("Reading the job…") : tr("No job chosen"),
            m_feed.hasJob() ? QString()
                            : tr("The graph of the chosen job appears here, with the load of every operator."));
        m_view->setModel({});
        return;
    }
    dag::DagModel model;
    model.graph = *graph;
    if (const Observation* window = m_feed.shown()) {
        model.observation = *window;
        model.age = m_feed.moment() || m_feed.offline()
                        ? tr("at %1").arg(clockTime(window->end))
                        : tr("window of %1, ends %2").arg(duration(window->seconds), clockTime(window->end));
    }
    model.labels = m_feed.shownLabels();
    for (const auto& row : operatorRows(*graph, m_feed.shown(), model.labels, nullptr))
        if (row.state == OperatorState::NoData)
            model.noData[row.op.id] = row.noDataWhy;
    const Place& place = m_session.selection().place();
    if (m_review.isFor(place.connection, place.job)) {
        model.advised = m_review.file()->plan.target();
        addPrediction(model, *m_review.file());
    }
    m_view->setModel(std::move(model));
    const QString vertex = text(place.vertex);
    if (m_view->selectedNode() != vertex)
        m_view->selectNode(vertex);
}

} // namespace streamtune::ui
