// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/inspect/graph_panel.h"

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QMenu>
#include <QProgressBar>
#include <QTimer>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>
#include <utility>

#include "core/layout/layout.h"
#include "ui/models/operator_rows.h"
#include "ui/session/core_words.h"
#include "ui/session/text.h"
#include "ui/theme/icons.h"
#include "ui/views/dag/dag_fold.h"

namespace streamtune::ui {

namespace {

struct Mode {
    dag::Show show;
    const char* word;
    const char* tip;
};
/// As they stand in the tool row; M walks through them.
constexpr Mode kModes[]{
    {dag::Show::Measured, QT_TRANSLATE_NOOP("streamtune::ui::GraphPanel", "Measured"),
     QT_TRANSLATE_NOOP("streamtune::ui::GraphPanel", "Only what was measured (M for the next)")},
    {dag::Show::Both, QT_TRANSLATE_NOOP("streamtune::ui::GraphPanel", "Both"),
     QT_TRANSLATE_NOOP("streamtune::ui::GraphPanel",
                       "Measured in the left half, predicted in the right half (M for the next)")},
    {dag::Show::Predicted, QT_TRANSLATE_NOOP("streamtune::ui::GraphPanel", "Predicted"),
     QT_TRANSLATE_NOOP("streamtune::ui::GraphPanel", "Only what is predicted (M for the next)")},
    {dag::Show::Difference, QT_TRANSLATE_NOOP("streamtune::ui::GraphPanel", "Difference"),
     QT_TRANSLATE_NOOP("streamtune::ui::GraphPanel", "Predicted minus measured busy share (M for the next)")}};

constexpr int kLayoutIsLate = 300; ///< ms after which a person is told what is waited for

constexpr dag::FilterKind kKinds[]{
    dag::FilterKind::Busy,    dag::FilterKind::BackPressured, dag::FilterKind::RootCause, dag::FilterKind::OverLimit,
    dag::FilterKind::Changed, dag::FilterKind::Idle,          dag::FilterKind::NoData};

QToolButton* segment(QHBoxLayout* row, const QString& words, const QString& place, const QString& tip) {
    auto* button = new QToolButton;
    button->setText(words);
    button->setCheckable(true);
    button->setProperty("seg", place);
    button->setToolTip(tip);
    button->setAccessibleName(tip);
    row->addWidget(button);
    return button;
}

QToolButton* iconButton(QHBoxLayout* row, const QString& icon, const QString& tip) {
    auto* button = new QToolButton;
    button->setIcon(theme::icon(icon));
    button->setToolTip(tip);
    button->setAccessibleName(tip);
    button->setProperty("kind", QStringLiteral("icon"));
    row->addWidget(button);
    return button;
}

/// The icon belongs to the action: a button takes it over whenever the action changes.
void actionIcon(QHBoxLayout* row, QAction* action, const QString& icon) {
    action->setIcon(theme::icon(icon));
    auto* button = iconButton(row, icon, action->toolTip());
    button->setDefaultAction(action);
    button->setToolButtonStyle(Qt::ToolButtonIconOnly);
}

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

QWidget* GraphPanel::makeTools(CommandRegistry& commands) {
    auto* tools = new QWidget;
    tools->setProperty("kind", QStringLiteral("panelhead"));
    tools->setAutoFillBackground(true);
    tools->setBackgroundRole(QPalette::Base);
    auto* row = new QHBoxLayout(tools);
    row->setContentsMargins(8, 4, 8, 4);
    row->setSpacing(0);
    auto* modes = new QButtonGroup(this);
    for (const Mode& mode : kModes) {
        auto* button = segment(row, tr(mode.word),
                               m_modes.empty()                           ? QStringLiteral("first")
                               : m_modes.size() + 1 == std::size(kModes) ? QStringLiteral("last")
                                                                         : QStringLiteral("mid"),
                               tr(mode.tip));
        modes->addButton(button);
        button->setChecked(mode.show == dag::Show::Both);
        connect(button, &QToolButton::clicked, this, [this, show = mode.show] { setShow(show); });
        m_modes.push_back(button);
    }
    row->addSpacing(8);
    m_right = segment(row, {}, QStringLiteral("first"), tr("Lay the graph out from left to right"));
    m_down = segment(row, {}, QStringLiteral("last"), tr("Lay the graph out from top to bottom"));
    m_right->setIcon(theme::icon(QStringLiteral("right")));
    m_down->setIcon(theme::icon(QStringLiteral("down")));
    auto* directions = new QButtonGroup(this);
    directions->addButton(m_right);
    directions->addButton(m_down);
    m_right->setChecked(true);
    row->addStretch(1);
    m_found = new ElideLabel(TextKind::Caption);
    row->addWidget(m_found);
    row->addSpacing(8);
    m_find = new QLineEdit;
    m_find->setPlaceholderText(tr("Find operator"));
    m_find->setAccessibleName(tr("Find operator"));
    m_find->setClearButtonEnabled(true);
    m_find->addAction(theme::icon(QStringLiteral("search")), QLineEdit::LeadingPosition);
    m_find->setMaximumWidth(fontMetrics().height() * 12);
    m_find->setMinimumWidth(fontMetrics().height() * 5);
    row->addWidget(m_find);
    row->addSpacing(8);
    m_filterButton = iconButton(row, QStringLiteral("filter"), tr("Dim what is not of interest"));
    m_filterButton->setPopupMode(QToolButton::InstantPopup);
    auto* menu = new QMenu(m_filterButton);
    for (const auto kind : kKinds) {
        QAction* action = menu->addAction(dag::filterWord(kind));
        action->setCheckable(true);
        action->setData(static_cast<int>(kind));
        connect(action, &QAction::triggered, this, [this, kind](bool on) {
            auto kinds = m_filter;
            if (on)
                kinds.insert(kind);
            else
                kinds.erase(kind);
            setFilter(std::move(kinds));
        });
    }
    m_filterButton->setMenu(menu);
    row->addSpacing(4);
    actionIcon(row, commands.action(QStringLiteral("view.minimap")), QStringLiteral("minimap"));
    row->addSpacing(4);
    actionIcon(row, commands.action(QStringLiteral("view.fit")), QStringLiteral("fit"));
    row->addSpacing(4);
    m_zoom = new QToolButton;
    m_zoom->setToolTip(tr("Zoom to 100 %"));
    m_zoom->setAccessibleName(tr("Zoom to 100 %"));
    m_zoom->setMinimumWidth(fontMetrics().height() * 4);
    row->addWidget(m_zoom);
    return tools;
}

QWidget* GraphPanel::makeFilterRow() {
    m_filterRow = new QWidget;
    m_filterRow->setObjectName(QStringLiteral("graphFilter"));
    m_filterRow->setAutoFillBackground(true);
    m_filterRow->setBackgroundRole(QPalette::Base);
    auto* row = new QHBoxLayout(m_filterRow);
    row->setContentsMargins(12, 2, 8, 4);
    row->setSpacing(6);
    m_filterRow->hide();
    return m_filterRow;
}

void GraphPanel::setShow(dag::Show show) {
    m_view->setShow(show);
    for (std::size_t i = 0; i < m_modes.size(); ++i)
        m_modes[i]->setChecked(kModes[i].show == show);
}

void GraphPanel::showNext() {
    const auto now = std::ranges::find(kModes, mode(), &Mode::show) - std::begin(kModes);
    setShow(kModes[static_cast<std::size_t>(now + 1) % std::size(kModes)].show);
}

void GraphPanel::setFilter(std::set<dag::FilterKind> kinds) {
    m_view->setFilter(kinds);
    showFilter(kinds);
}

void GraphPanel::showFilter(const std::set<dag::FilterKind>& kinds) {
    m_filter = kinds;
    for (QAction* action : m_filterButton->menu()->actions())
        action->setChecked(m_filter.contains(static_cast<dag::FilterKind>(action->data().toInt())));
    m_filterButton->setIcon(theme::icon(m_filter.empty() ? QStringLiteral("filter") : QStringLiteral("filter-on")));
    refreshFilterRow();
}

/// What is filtered, each with a way out, and how much is dimmed.
void GraphPanel::refreshFilterRow() {
    m_filterRow->setVisible(!m_filter.empty());
    auto* row = static_cast<QHBoxLayout*>(m_filterRow->layout());
    while (QLayoutItem* item = row->takeAt(0)) {
        if (item->widget())
            item->widget()->deleteLater();
        delete item;
    }
    if (m_filter.empty())
        return;
    for (const auto kind : m_filter) {
        auto* chip = new QToolButton;
        chip->setText(dag::filterWord(kind) + QStringLiteral("  \u00d7"));
        chip->setAccessibleName(tr("Stop filtering by %1").arg(dag::filterWord(kind)));
        chip->setToolTip(chip->accessibleName());
        connect(chip, &QToolButton::clicked, this, [this, kind] {
            auto kinds = m_filter;
            kinds.erase(kind);
            setFilter(std::move(kinds));
        });
        row->addWidget(chip);
    }
    auto* clear = new QToolButton;
    clear->setText(tr("Clear all"));
    clear->setAutoRaise(true);
    connect(clear, &QToolButton::clicked, this, [this] { setFilter({}); });
    row->addWidget(clear);
    m_filterNote = new ElideLabel(TextKind::Caption);
    row->addWidget(m_filterNote, 1);
    refreshFilterNote();
}

void GraphPanel::refreshFilterNote() {
    if (!m_filter.empty())
        m_filterNote->setText(
            tr("%1 of %2 operators dimmed").arg(m_view->item().dimmedCount()).arg(m_view->item().nodes().size()));
}

QString GraphPanel::heading() const {
    QString s = m_feed.jobName();
    if (const Observation* window = m_feed.shown())
        s += QStringLiteral(" · ") + tr("measured %1").arg(absoluteTime(window->end));
    return s + QStringLiteral(" · ") + tr("made %1").arg(absoluteTime(wallClock()));
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
    const QString method = text(plan.plan.model);
    const bool rule = method.startsWith(QStringLiteral("ds2")) || method.startsWith(QStringLiteral("autoscaler"));
    model.predictedBy = (rule ? tr("arithmetic of %1") : tr("advice of %1")).arg(method);
    model.predictedLimit = 0.999;
}

void GraphPanel::setWhatIf(WhatIfFlow& flow) {
    m_whatIf = &flow;
    connect(&flow, &WhatIfFlow::asked, this, &GraphPanel::refresh);
}

void GraphPanel::addWhatIf(dag::DagModel& model) const {
    for (const tune::PredictedNode& node : m_whatIf->answer().nodes) {
        model.advised[node.node] = node.parallelism;
        if (isKnown(node.bottleneck))
            model.predicted[node.node] = *node.bottleneck;
        if (isKnown(node.busy))
            model.predictedBusy[node.node] = std::clamp(*node.busy, 0.0, 1.0);
        if (!node.outside.empty())
            model.outside[node.node] = coreText(node.outside);
    }
    const QString name = m_whatIf->shownName();
    model.asked = true;
    model.predictedName = tr("P(bottleneck)");
    model.predictedBy = !m_whatIf->isChanged() ? tr("what-if: as it is now")
                        : name.isEmpty()       ? tr("what-if: not kept")
                                               : tr("what-if: %1").arg(elideMiddle(name, 24));
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
    if (m_whatIf && m_whatIf->isReady()) {
        addWhatIf(model);
    } else if (m_review.isFor(place.connection, place.job)) {
        model.advised = m_review.file()->plan.target();
        addPrediction(model, *m_review.file());
    }
    m_view->setModel(std::move(model));
    restoreKept();
    refreshFilterNote();
    const QString vertex = text(place.vertex);
    if (m_view->selectedNode() != vertex)
        m_view->selectNode(vertex);
}

} // namespace streamtune::ui
