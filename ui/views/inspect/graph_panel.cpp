// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/inspect/graph_panel.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QProgressBar>
#include <QTimer>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>
#include <utility>

#include "core/layout/layout.h"
#include "ui/models/operator_rows.h"
#include "ui/models/shown_prediction.h"
#include "ui/session/text.h"
#include "ui/views/dag/dag_fold.h"

namespace streamtune::ui {

namespace {

constexpr int kLayoutIsLate = 300; ///< ms after which a person is told what is waited for

/// One change of the arrangement; it has happened already when the stack takes it.
class Rearrange final : public QUndoCommand {
public:
    using Restore = std::function<void(const dag::Arrangement&)>;
    Rearrange(const QString& what, dag::Arrangement before, dag::Arrangement after, Restore restore)
        : QUndoCommand(what), m_before(std::move(before)), m_after(std::move(after)), m_restore(std::move(restore)) {}
    void undo() override { m_restore(m_before); }
    void redo() override {
        if (std::exchange(m_done, false))
            return;
        m_restore(m_after);
    }

private:
    dag::Arrangement m_before;
    dag::Arrangement m_after;
    Restore m_restore;
    bool m_done = true;
};

} // namespace

GraphPanel::GraphPanel(Session& session, JobFeed& feed, ReviewFlow& review, CommandRegistry& commands, QWidget* parent)
    : QWidget(parent), m_session(session), m_feed(feed), m_review(review) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    auto* content = new QWidget;
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    m_view = new dag::DagView;
    column->addWidget(makeTools(commands));
    column->addWidget(makeFilterRow());
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
    connect(m_right, &QToolButton::clicked, this, [this] { setDirection(layout::Direction::LeftToRight); });
    connect(m_down, &QToolButton::clicked, this, [this] { setDirection(layout::Direction::TopDown); });
    connect(m_view, &dag::DagView::rearranged, this, [this](const dag::Arrangement& before, const QString& what) {
        m_undo.push(new Rearrange(what, before, m_view->arrangement(),
                                  [this](const dag::Arrangement& arrangement) { restore(arrangement); }));
        keepArrangement();
    });
    connect(&session.selection(), &Selection::jobChanged, &m_undo, &QUndoStack::clear);
    makeLayoutNote();
    connect(m_find, &QLineEdit::textChanged, this, [this](const QString& typed) {
        const int found = m_view->find(typed);
        m_found->setText(typed.isEmpty() ? QString()
                         : found == 0    ? tr("nothing found")
                                         : tr("%n found", nullptr, found));
        m_found->setMinimumWidth(m_found->text().isEmpty() ? 0 : m_found->sizeHint().width());
    });
    connect(m_find, &QLineEdit::returnPressed, this, [this] { m_view->findNext(); });
    m_zoom->setText(percent(m_view->zoom()));
}

/// Said after a while, so that it does not flicker; the picture stays as it is until the new one is there.
void GraphPanel::makeLayoutNote() {
    m_layoutNote = new QFrame(m_view);
    m_layoutNote->setObjectName(QStringLiteral("layoutNote"));
    m_layoutNote->setProperty("kind", QStringLiteral("panel"));
    m_layoutNote->setAutoFillBackground(true);
    auto* row = new QHBoxLayout(m_layoutNote);
    row->setContentsMargins(12, 4, 6, 4);
    row->setSpacing(8);
    auto* words = plainLabel();
    words->setWordWrap(false);
    auto* bar = new QProgressBar;
    bar->setRange(0, 0);
    bar->setTextVisible(false);
    bar->setFixedWidth(72);
    bar->setAccessibleName(tr("Layout of the graph"));
    auto* stop = new QToolButton;
    stop->setObjectName(QStringLiteral("stopLayout"));
    stop->setText(tr("Stop"));
    stop->setToolTip(tr("Keep the simple layout that is shown"));
    row->addWidget(words);
    row->addWidget(bar);
    row->addWidget(stop);
    m_layoutNote->move(12, 12);
    m_layoutNote->hide();
    m_layoutLate = new QTimer(this);
    m_layoutLate->setSingleShot(true);
    m_layoutLate->setInterval(kLayoutIsLate);
    connect(m_layoutLate, &QTimer::timeout, this, [this, words] {
        words->setText(tr("Laying out %n operator(s)", nullptr, static_cast<int>(m_view->model().graph.nodes.size())));
        m_layoutNote->adjustSize();
        m_layoutNote->show();
    });
    connect(stop, &QToolButton::clicked, m_view, &dag::DagView::cancelLayout);
    connect(m_view, &dag::DagView::layingOutChanged, this, [this](bool on) {
        if (on)
            return m_layoutLate->start();
        m_layoutLate->stop();
        m_layoutNote->hide();
    });
    connect(m_view, &dag::DagView::layoutFailed, this, [this](const QString& why) {
        m_session.troubles().raise(
            QStringLiteral("layout"), tr("Lay out the graph"),
            Error{"layout.helper",
                  utf8(why),
                  utf8(tr("A simpler layout is shown meanwhile; everything else works as before.")),
                  {}},
            tr("Try again"), [this] { m_view->layoutAgain(); });
    });
    connect(m_view, &dag::DagView::layoutChanged, this, [this](const QString& engine) {
        if (engine == QLatin1String("dot"))
            m_session.troubles().settle(QStringLiteral("layout"));
    });
}

void GraphPanel::showDirection(layout::Direction direction) {
    const bool right = direction == layout::Direction::LeftToRight;
    m_right->setChecked(right);
    m_down->setChecked(!right);
}

void GraphPanel::setDirection(layout::Direction direction) {
    showDirection(direction);
    m_view->setDirection(direction);
}

void GraphPanel::restore(const dag::Arrangement& arrangement) {
    m_view->setArrangement(arrangement);
    showDirection(arrangement.direction);
    showFilter(arrangement.filter);
    keepArrangement();
}

void GraphPanel::keepArrangement() {
    if (!m_arranged.isEmpty())
        m_kept.keep(text(m_session.selection().place().connection), m_feed.jobName(), m_view->arrangement());
}

void GraphPanel::restoreKept(dag::Arrangement kept) {
    kept.filter = m_filter;
    // A new version of the job may lack some of them.
    const auto isThere = [&](const std::string& node) { return m_feed.graph()->find(node) != nullptr; };
    std::erase_if(kept.folds, [&](const std::string& root) { return !isThere(root); });
    std::erase_if(kept.moved, [&](const auto& one) {
        return !isThere(one.first) && std::ranges::none_of(kept.folds, [&](const std::string& root) {
            return dag::foldedId(root) == one.first;
        });
    });
    if (!(kept == m_view->arrangement()))
        restore(kept);
}

/// Once a job, by its name: a restart gives it another id.
void GraphPanel::restoreKept() {
    const QString connection = text(m_session.selection().place().connection);
    const QString shown = connection + QLatin1Char('\n') + m_feed.jobName();
    if (shown == m_arranged)
        return;
    m_kept.open(m_session.isOpen() ? m_session.options().workspace : std::filesystem::path());
    m_arranged.clear(); // what is restored is kept already
    if (auto kept = m_kept.of(connection, m_feed.jobName()))
        restoreKept(std::move(*kept));
    m_arranged = shown;
}

void GraphPanel::setMeanOfSubtasks(bool on) {
    m_view->setMeanOfSubtasks(on);
}

QString GraphPanel::heading() const {
    QString s = m_feed.jobName();
    if (const Observation* window = m_feed.shown())
        s += QStringLiteral(" · ") + tr("measured %1").arg(absoluteTime(window->end));
    return s + QStringLiteral(" · ") + tr("made %1").arg(absoluteTime(wallClock()));
}

void GraphPanel::setWhatIf(WhatIfFlow& flow) {
    m_whatIf = &flow;
    connect(&flow, &WhatIfFlow::asked, this, &GraphPanel::refresh);
    connect(&flow, &WhatIfFlow::scenariosChanged, this, &GraphPanel::refresh); // another name of what is shown
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
        m_arranged.clear();
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
    auto shown = shownPrediction(*graph, m_review.isFor(place.connection, place.job) ? m_review.file().get() : nullptr,
                                 m_whatIf);
    model.advised = std::move(shown.numbers);
    model.asked = shown.asked;
    model.predicted = std::move(shown.value);
    model.predictedBusy = std::move(shown.busy);
    model.outside = std::move(shown.outside);
    model.predictedName = shown.name;
    model.predictedBy = shown.by;
    model.predictedLimit = shown.limit;
    m_view->setModel(std::move(model));
    restoreKept();
    refreshFilterNote();
    const QString vertex = text(place.vertex);
    if (m_view->selectedNode() != vertex)
        m_view->selectNode(vertex);
}

} // namespace streamtune::ui
