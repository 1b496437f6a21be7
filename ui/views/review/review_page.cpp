// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/review/review_page.h"

#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QScrollArea>
#include <QSplitter>
#include <QVBoxLayout>
#include <algorithm>
#include <numeric>
#include <utility>

#include "ui/session/text.h"
#include "ui/views/review/review_parts.h"
#include "ui/views/widgets/cell_delegate.h"

namespace streamtune::ui {

namespace {

constexpr int kGap = 4;

int sumOf(const ParallelismVector& vector) {
    return std::accumulate(vector.begin(), vector.end(), 0, [](int s, const auto& e) { return s + e.second; });
}

QSplitter* splitter(Qt::Orientation orientation) {
    auto* s = new QSplitter(orientation);
    s->setHandleWidth(kGap);
    s->setChildrenCollapsible(false);
    return s;
}

} // namespace

ReviewPage::ReviewPage(Session& session, JobFeed& feed, ReviewFlow& flow, CommandRegistry& commands, QWidget* parent)
    : QWidget(parent), m_session(session), m_feed(feed), m_flow(flow), m_commands(commands), m_model(makePlanModel()) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(kGap, kGap, kGap, kGap);
    auto* content = new QWidget;
    auto* row = new QVBoxLayout(content);
    row->setContentsMargins(0, 0, 0, 0);

    m_stages = new StageBar;
    m_planPanel = new Panel(tr("Plan as a diff"));
    m_more = new Chip;
    m_yours = new Chip;
    m_fewer = new Chip;
    int at = 1;
    for (Chip* chip : {m_more, m_yours, m_fewer})
        m_planPanel->head()->insertWidget(at++, chip);
    m_view = new RowsView(tr("Plan as a diff: operator, now, proposed, reason"));
    m_view->setEditTriggers(QAbstractItemView::DoubleClicked | QAbstractItemView::EditKeyPressed);
    m_view->setSource(m_model.get(), PlanColumn::Mark, Qt::AscendingOrder);
    m_view->horizontalHeader()->setMinimumSectionSize(30);
    m_view->setOptionalColumns({PlanColumn::Subtasks}, 46);
    auto* delegate = static_cast<CellDelegate*>(m_view->itemDelegate());
    delegate->mostFor = [this](const QModelIndex& index) {
        const JobGraph* graph = m_feed.graph();
        const Operator* op = graph ? graph->find(utf8(index.data(KeyRole).toString())) : nullptr;
        return op && op->maxParallelism > 0 ? op->maxParallelism : 32'768;
    };
    connect(delegate, &CellDelegate::numberEdited, this, [this](const QString& key, int number) {
        if (!m_flow.file())
            return;
        ParallelismVector numbers = m_flow.file()->plan.target();
        numbers[utf8(key)] = number;
        m_flow.edit(numbers);
    });
    m_nothing = plainLabel({}, TextKind::Muted);
    m_nothing->setContentsMargins(12, 6, 12, 6);
    m_planPanel->body()->addWidget(m_nothing);
    m_planPanel->body()->addWidget(m_view, 1);

    m_whyPanel = new Panel(tr("Why"));
    m_whyPanel->head()->insertWidget(
        1, actionButton(commands.action(QStringLiteral("clusters.like")), QStringLiteral("flat")));
    m_whyPanel->head()->insertWidget(
        2, actionButton(commands.action(QStringLiteral("explain.show")), QStringLiteral("flat")));
    m_waterfall = new Waterfall;
    m_whyText = plainLabel({}, TextKind::Muted);
    m_whyText->setContentsMargins(12, 2, 12, 8);
    m_whyPanel->body()->addWidget(m_waterfall, 1);
    m_whyPanel->body()->addWidget(m_whyText);
    m_preflight = new PreflightPanel;
    m_request = new RequestPanel;

    auto* checks = splitter(Qt::Horizontal);
    checks->addWidget(m_preflight);
    checks->addWidget(m_request);
    checks->setSizes({400, 460});
    auto* left = splitter(Qt::Vertical);
    left->addWidget(m_planPanel);
    left->addWidget(m_whyPanel);
    left->addWidget(checks);
    left->setStretchFactor(0, 3);
    left->setStretchFactor(1, 2);
    left->setStretchFactor(2, 2);
    m_rows = left;
    auto* leftColumn = new QWidget;
    auto* leftLayout = new QVBoxLayout(leftColumn);
    leftLayout->setContentsMargins(0, 0, 0, 0);
    leftLayout->setSpacing(kGap);
    leftLayout->addWidget(m_stages);
    leftLayout->addWidget(left, 1);

    m_approval = new ApprovalPanel(flow, commands);
    m_steps = new StepsPanel(flow, commands);
    m_outcome = new OutcomePanel(commands);
    m_approval->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    auto* right = new QWidget;
    auto* rightColumn = new QVBoxLayout(right);
    rightColumn->setContentsMargins(0, 0, 0, 0);
    rightColumn->setSpacing(kGap);
    rightColumn->addWidget(m_approval);
    rightColumn->addWidget(m_steps, 2);
    rightColumn->addWidget(m_outcome, 3);
    m_steps->setMinimumHeight(fontMetrics().height() * 8);
    m_outcome->setMinimumHeight(fontMetrics().height() * 12);
    auto* rightScroll = new QScrollArea;
    rightScroll->setFrameShape(QFrame::NoFrame);
    rightScroll->setWidgetResizable(true);
    rightScroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    rightScroll->setAccessibleName(tr("Decision, steps and outcome"));
    rightScroll->setWidget(right);
    rightScroll->setMinimumWidth(fontMetrics().height() * 20);

    m_columns = splitter(Qt::Horizontal);
    m_columns->addWidget(leftColumn);
    m_columns->addWidget(rightScroll);
    m_columns->setStretchFactor(0, 1);
    m_columns->setStretchFactor(1, 0);
    row->addWidget(m_columns);
    for (auto* s : {m_columns, m_rows})
        connect(s, &QSplitter::splitterMoved, this, [this] { m_moved = true; });

    m_stack = new EmptyStack(content, new EmptyState(tr("No plan under review"),
                                                     tr("Ask for advice on a job. Its plan is shown here as a diff "
                                                        "with reasons; nothing is applied before you approve it."),
                                                     commands.action(QStringLiteral("job.recommend"))));
    layout->addWidget(m_stack);

    connect(m_view, &RowsView::keyChosen, this, [this](const QString& key) {
        m_session.selection().setVertex(utf8(key));
        refreshWhy();
        m_commands.refreshSoon();
    });
    connect(&session.selection(), &Selection::vertexChanged, this, [this] {
        m_view->showKey(text(m_session.selection().place().vertex));
        refreshWhy();
    });
    connect(&flow, &ReviewFlow::planOpened, this, [this] {
        m_fresh = !m_flow.canUndo() && !m_flow.canRedo(); // an edit makes another plan, but not another view
        refresh();
    });
    connect(&flow, &ReviewFlow::changed, this, &ReviewPage::refresh);
    connect(&feed, &JobFeed::shownChanged, this, &ReviewPage::refresh);
    connect(m_approval, &ApprovalPanel::typed, &commands, &CommandRegistry::refreshSoon);
    refresh();
}

ReviewPage::~ReviewPage() = default;

/// Cells of the outcome hold colours of the theme in which they were filled.
void ReviewPage::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::ApplicationPaletteChange)
        QMetaObject::invokeMethod(this, &ReviewPage::refresh, Qt::QueuedConnection);
}

void ReviewPage::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    if (!m_moved)
        arrange();
}

/// A large window gives its room to what there is to read: the plan takes what its rows need, reasons and checks the
/// rest.
void ReviewPage::arrange() {
    const int right = std::clamp(width() * 34 / 100, 440, 820);
    m_columns->setSizes({width() - right, right});
    const int high = std::max(400, height() - 40);
    const int plan = std::clamp(high * 36 / 100, 220, fontMetrics().height() * 26);
    m_rows->setSizes({plan, (high - plan) * 45 / 100, (high - plan) * 55 / 100});
}

review::Actor ReviewPage::actor() const {
    return {utf8(m_approval->name()->text().trimmed()), utf8(m_approval->reason()->toPlainText().trimmed())};
}

std::string ReviewPage::typedName() const {
    return utf8(m_approval->confirm()->text());
}

std::string ReviewPage::outsideWindow() const {
    return utf8(m_approval->outside()->text().trimmed());
}

QString ReviewPage::typedReason() const {
    return m_approval->reason()->toPlainText();
}

void ReviewPage::setTypedReason(const QString& reason) {
    m_approval->reason()->setPlainText(reason);
}

QString ReviewPage::whyNotTyped(bool applying) const {
    if (applying) {
        if (!m_flow.closedWindow().isEmpty() && outsideWindow().empty())
            return tr("Waiting for: the change window, or a reason why it cannot wait");
        if (!m_flow.needsTypedName())
            return {};
        const QString wanted = m_approval->jobName(), got = m_approval->confirm()->text();
        if (got == wanted)
            return {};
        if (wanted.startsWith(got))
            return tr("Waiting for: job name typed in full (%n letter(s) left)", nullptr,
                      static_cast<int>(wanted.size() - got.size()));
        return tr("What is typed is not the job name.");
    }
    if (m_approval->name()->text().trimmed().isEmpty())
        return tr("Waiting for: your name");
    if (m_approval->reason()->toPlainText().trimmed().isEmpty())
        return tr("Waiting for: a reason");
    return {};
}

void ReviewPage::focusDecision() {
    if (m_approval->outside()->isVisible() && outsideWindow().empty())
        m_approval->outside()->setFocus();
    else if (m_approval->confirm()->isVisible())
        m_approval->confirm()->setFocus();
    else if (m_approval->name()->isVisible() && m_approval->name()->text().isEmpty())
        m_approval->name()->setFocus();
    else if (m_approval->reason()->isVisible())
        m_approval->reason()->setFocus();
}

std::string ReviewPage::currentVertex() const {
    return utf8(m_view->currentKey());
}

void ReviewPage::editCurrent() {
    const QModelIndex current = m_view->currentIndex();
    if (!current.isValid())
        return;
    m_view->setFocus();
    m_view->setCurrentIndex(current.siblingAtColumn(PlanColumn::Proposed));
    m_view->edit(current.siblingAtColumn(PlanColumn::Proposed));
}

void ReviewPage::refresh() {
    const PlanFile* file = m_flow.file().get();
    m_stack->setEmpty(file == nullptr);
    if (!file) {
        const bool asking = m_flow.busy();
        m_stack->empty()->setTexts(asking ? tr("Working on it: %1…").arg(stepWord(m_flow.step()))
                                          : tr("No plan under review"),
                                   tr("Ask for advice on a job. Its plan is shown here as a diff with reasons; nothing "
                                      "is applied before you approve it."));
        m_stages->setFile(nullptr);
        m_model->setRows({});
        return;
    }
    m_stages->setFile(file);
    const Place& place = m_session.selection().place();
    const bool sameJob = m_flow.isFor(place.connection, place.job);
    const auto rows = planRows(*file, sameJob ? m_feed.graph() : nullptr, sameJob ? m_feed.shown() : nullptr,
                               [this](const std::string& v) { return m_flow.isLocked(v); });
    int more = 0, fewer = 0, yours = 0;
    for (const auto& r : rows) {
        more += r.changed && !r.edited && r.to > r.from ? r.to - r.from : 0;
        fewer += r.changed && !r.edited && r.to < r.from ? r.from - r.to : 0;
        yours += r.edited ? 1 : 0;
    }
    m_more->setFact(more > 0 ? tr("+ %n more subtask(s)", nullptr, more) : QString(), QStringLiteral("ok"));
    m_yours->setFact(yours > 0 ? tr("~ %n edited by you", nullptr, yours) : QString(), QStringLiteral("warn"));
    m_fewer->setFact(fewer > 0 ? tr("− %n fewer", nullptr, fewer) : QString(), QStringLiteral("danger"));
    const int before = sumOf(file->plan.base), after = sumOf(file->plan.target());
    m_planPanel->setNote(tr("%1 → %2 subtasks, %3 in %4 → %5 slots")
                             .arg(before)
                             .arg(after)
                             .arg(signedNumber(after - before))
                             .arg(file->plan.slotsBefore)
                             .arg(file->plan.slotsAfter));
    m_planPanel->setTitle(file->plan.rollback ? tr("Rollback plan as a diff") : tr("Plan as a diff"));
    QStringList words;
    for (const auto& why : file->plan.whyNothing)
        words << text(why);
    if (file->plan.changes.empty() && words.isEmpty())
        words << tr("No change is advised.");
    for (const auto& warning : file->warnings)
        words << text(warning);
    m_nothing->setText(elideMiddle(words.join(QLatin1Char('\n')), 1000));
    m_nothing->setVisible(!words.isEmpty());

    m_model->setRows(rows);
    if (!m_sized && !rows.empty()) {
        m_sized = true;
        const int em = fontMetrics().height();
        m_view->resizeColumnsToContents();
        m_view->setColumnWidth(PlanColumn::Name, std::clamp(m_view->columnWidth(PlanColumn::Name), em * 10, em * 18));
        m_view->setWidths({{PlanColumn::Mark, 2},
                           {PlanColumn::Proposed, 6},
                           {PlanColumn::BusyBefore, 6},
                           {PlanColumn::BusyAfter, 6}});
    }
    m_view->showKey(text(vertexToShow(rows, place.vertex)));
    m_preflight->setFile(file, m_flow.step());
    m_request->setFile(file);
    m_approval->setFile(file, m_session.actor());
    m_outcome->setFile(file, sameJob ? m_feed.graph() : nullptr,
                       sameJob ? m_feed.windows() : std::vector<Observation>{});
    refreshWhy();
}

/// What is chosen everywhere, where the plan has it. A plan that has just been opened begins with what it changes.
std::string ReviewPage::vertexToShow(const std::vector<PlanRow>& rows, const std::string& chosen) {
    const auto found = std::ranges::find(rows, chosen, &PlanRow::vertex);
    const bool fresh = std::exchange(m_fresh, false);
    if (found != rows.end() && (!fresh || found->changed))
        return chosen;
    const auto first = std::ranges::find_if(rows, &PlanRow::changed);
    if (first != rows.end()) {
        if (found != rows.end()) // the job of this plan is shown: all views follow
            QMetaObject::invokeMethod(
                this, [this, vertex = first->vertex] { m_session.selection().setVertex(vertex); },
                Qt::QueuedConnection);
        return first->vertex;
    }
    return found != rows.end() || rows.empty() ? chosen : rows.front().vertex;
}

void ReviewPage::refreshWhy() {
    const PlanFile* file = m_flow.file().get();
    if (!file)
        return;
    const QString key = m_view->currentKey();
    const auto* row = m_model->row(key);
    const auto* decision = file->decision(utf8(key));
    m_whyPanel->setTitle(row ? tr("Why %1 for %2").arg(row->to).arg(elideMiddle(row->name, 40)) : tr("Why"));
    m_whyPanel->setNote(tr("by %1").arg(text(file->plan.model)));
    m_waterfall->setDecision(decision && !(row && row->edited) ? std::optional(*decision) : std::nullopt,
                             text(file->plan.model));
    QStringList words;
    if (row && row->edited)
        words << tr("This number is yours: it was edited by hand.");
    if (row && !row->reason.isEmpty())
        words << row->reason + (row->reason.endsWith(QLatin1Char('.')) ? QString() : QStringLiteral("."));
    if (decision) {
        for (const auto& guard : decision->guards)
            words << text(guard);
    }
    m_whyText->setText(elideMiddle(words.join(QLatin1Char(' ')), 800));
}

} // namespace streamtune::ui
