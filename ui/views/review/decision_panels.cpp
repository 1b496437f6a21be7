// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFormLayout>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPainter>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QTableWidget>
#include <QVBoxLayout>
#include <algorithm>
#include <numeric>

#include "ui/session/core_words.h"
#include "ui/session/text.h"
#include "ui/views/review/review_parts.h"
#include "ui/views/review/watch_view.h"
#include "ui/views/widgets/paint.h"
#include "ui/views/widgets/tokens.h"

namespace streamtune::ui {

using review::PlanState;

namespace {

QString costOf(const review::Plan& plan) {
    switch (plan.path) {
    case engines::ApplyPath::InPlace:
        return ApprovalPanel::tr(
            "The job is rescaled in place: its tasks restart from the last checkpoint and give no output meanwhile.");
    case engines::ApplyPath::Savepoint:
        return ApprovalPanel::tr("The job is stopped with a savepoint and run again with the new numbers: no output "
                                 "meanwhile, and another job id.");
    case engines::ApplyPath::Relaunch:
        return ApprovalPanel::tr("The job is started again with the new number of workers: no output meanwhile.");
    case engines::ApplyPath::Patch:
        return ApprovalPanel::tr(
            "This job cannot be changed from here: take the patch with Copy as and deploy it yourself.");
    }
    return {};
}

} // namespace

ApprovalPanel::ApprovalPanel(ReviewFlow& flow, CommandRegistry& commands, QWidget* parent)
    : Panel(tr("Approval"), parent), m_flow(flow) {
    auto* column = new QVBoxLayout;
    column->setContentsMargins(12, 10, 12, 10);
    column->setSpacing(6);

    m_record = new QWidget;
    auto* record = new QVBoxLayout(m_record);
    record->setContentsMargins(0, 0, 0, 0);
    m_who = plainLabel({}, TextKind::Strong);
    m_why = plainLabel();
    m_recordedConfirm = plainLabel({}, TextKind::Caption);
    record->addWidget(m_who);
    record->addWidget(m_why);
    record->addWidget(m_recordedConfirm);
    column->addWidget(m_record);

    m_form = new QWidget;
    auto* form = new QVBoxLayout(m_form);
    form->setContentsMargins(0, 0, 0, 0);
    form->setSpacing(4);
    m_name = new QLineEdit;
    m_name->setObjectName(QStringLiteral("approverName"));
    m_name->setAccessibleName(tr("Your name"));
    m_name->setMaxLength(200);
    m_reason = new QPlainTextEdit;
    m_reason->setObjectName(QStringLiteral("approvalReason"));
    m_reason->setAccessibleName(tr("Reason, kept in the audit trail"));
    m_reason->setTabChangesFocus(true);
    m_reason->setFixedHeight(fontMetrics().lineSpacing() * 3 + 14);
    m_reason->setPlaceholderText(tr("Why now? A word is enough."));
    auto* nameLabel = plainLabel(tr("Your &name"), TextKind::Muted);
    nameLabel->setBuddy(m_name);
    auto* reasonLabel = plainLabel(tr("Reason, &kept in the audit trail"), TextKind::Muted);
    reasonLabel->setBuddy(m_reason);
    form->addWidget(nameLabel);
    form->addWidget(m_name);
    form->addWidget(reasonLabel);
    form->addWidget(m_reason);
    column->addWidget(m_form);

    m_confirmLabel = plainLabel({}, TextKind::Body);
    m_confirm = new QLineEdit;
    m_confirm->setObjectName(QStringLiteral("confirmJobName"));
    m_confirm->setAccessibleName(tr("Type the job name to confirm"));
    m_confirmLabel->setBuddy(m_confirm);
    column->addWidget(m_confirmLabel);
    column->addWidget(m_confirm);
    m_outsideLabel = plainLabel({}, TextKind::Body);
    m_outside = new QLineEdit;
    m_outside->setObjectName(QStringLiteral("outsideWindowReason"));
    m_outside->setAccessibleName(tr("Why it cannot wait for the change window"));
    m_outside->setPlaceholderText(tr("Why can it not wait?"));
    m_outside->setToolTip(tr("A reason lets this plan be applied now; it is kept in the audit trail."));
    m_outside->setMaxLength(2'000);
    m_outsideLabel->setBuddy(m_outside);
    column->addWidget(m_outsideLabel);
    column->addWidget(m_outside);
    m_cost = plainLabel();
    m_cost->setProperty("kind", QStringLiteral("warnbox"));
    column->addWidget(m_cost);

    auto* row = new QHBoxLayout;
    m_approveAction = commands.action(QStringLiteral("plan.approve"));
    m_applyAction = commands.action(QStringLiteral("plan.apply"));
    m_reject = actionButton(commands.action(QStringLiteral("plan.reject")));
    m_approve = actionButton(m_approveAction, QStringLiteral("primary"));
    m_apply = actionButton(m_applyAction, QStringLiteral("primary"));
    row->addWidget(m_reject);
    row->addStretch(1);
    row->addWidget(m_approve);
    row->addWidget(m_apply);
    column->addLayout(row);
    m_waiting = plainLabel({}, TextKind::Caption);
    m_waiting->setAlignment(Qt::AlignRight);
    column->addWidget(m_waiting);
    body()->addLayout(column);
    body()->addStretch(1);

    connect(m_name, &QLineEdit::textChanged, this, &ApprovalPanel::typed);
    connect(m_reason, &QPlainTextEdit::textChanged, this, &ApprovalPanel::typed);
    for (const QLineEdit* line : {m_confirm, m_outside})
        connect(line, &QLineEdit::textChanged, this, &ApprovalPanel::typed);
    // The reason is said in the open, not only in a tool tip.
    const auto explain = [this] {
        refreshWindow();
        const QAction* action = m_apply->isVisibleTo(this)     ? m_applyAction
                                : m_approve->isVisibleTo(this) ? m_approveAction
                                                               : nullptr;
        m_waiting->setText(action && !action->isEnabled() ? CommandRegistry::whyDisabled(action) : QString());
        m_waiting->setVisible(!m_waiting->text().isEmpty());
    };
    connect(&commands, &CommandRegistry::refreshed, this, explain);
}

void ApprovalPanel::setFile(const PlanFile* file, const QString& defaultName) {
    const bool any = file != nullptr;
    const PlanState state = any ? file->state : PlanState::Draft;
    const bool open = any && (state == PlanState::Draft || state == PlanState::Checked);
    const bool approved = any && state == PlanState::Approved;
    m_jobName = any ? text(file->plan.jobName) : QString();
    if (any && m_plan != file->plan.id) {
        m_plan = file->plan.id;
        m_reason->clear();
        m_confirm->clear();
        m_outside->clear();
        if (m_name->text().isEmpty())
            m_name->setText(defaultName);
    }
    m_form->setVisible(open);
    m_record->setVisible(any && !file->approvals.empty() && !open);
    if (any && !file->approvals.empty()) {
        const auto& last = file->approvals.back();
        m_who->setText(tr("%1 approved, %2").arg(elideMiddle(text(last.who), 60), absoluteTime(last.at)));
        m_why->setText(elideMiddle(text(last.reason), 600));
        m_recordedConfirm->setText(tr("valid for exactly plan %1").arg(text(last.planHash).left(20)));
    }
    const bool confirm = approved && m_flow.needsTypedName();
    m_confirmLabel->setVisible(confirm);
    m_confirm->setVisible(confirm);
    m_confirmLabel->setText(tr("This is production. Type %1 to confirm:").arg(elideMiddle(m_jobName, 60)));
    refreshWindow();
    m_cost->setVisible((open || approved) && !file->plan.changes.empty());
    if (any)
        m_cost->setText(costOf(file->plan));
    m_reject->setVisible(open || approved);
    m_approve->setVisible(open);
    m_apply->setVisible(approved);
    if (open)
        setNote(m_flow.connection() ? tr("one approver needed on %1").arg(text(m_flow.connection()->profile.name))
                                    : QString());
    else
        setNote(any ? stateWord(state).toLower() : QString());
}

void ApprovalPanel::refreshWindow() {
    const auto& file = m_flow.file();
    const QString closed = file && file->state == PlanState::Approved ? m_flow.closedWindow() : QString();
    m_outsideLabel->setVisible(!closed.isEmpty());
    m_outside->setVisible(!closed.isEmpty());
    m_outsideLabel->setText(tr("Outside of the change window (%1):").arg(elideMiddle(closed, 120)));
}

/// The steps, with the point of no return drawn as a line across.
class StepsPanel::List final : public QWidget {
public:
    struct Row {
        QString mark; ///< open | begun | done | failed | line
        QString name;
        QString note;
        QString tip;
    };
    void setRows(std::vector<Row> rows) {
        m_rows = std::move(rows);
        QStringList words;
        for (const auto& row : m_rows)
            words << row.name + (row.note.isEmpty() ? QString() : QString(QStringLiteral(": ") + row.note));
        setAccessibleName(words.join(QStringLiteral("; ")));
        setMinimumHeight(static_cast<int>(m_rows.size()) * rowHeight() + 8);
        update();
    }

protected:
    bool event(QEvent* e) override {
        if (e->type() == QEvent::ToolTip) {
            const auto row =
                static_cast<std::size_t>(std::max(0, (static_cast<QHelpEvent*>(e)->pos().y() - 4) / rowHeight()));
            setToolTip(row < m_rows.size() ? plainTip(m_rows[row].tip) : QString());
        }
        return QWidget::event(e);
    }
    void paintEvent(QPaintEvent*) override {
        QPainter p(this);
        p.setRenderHint(QPainter::Antialiasing);
        int y = 4;
        for (const auto& row : m_rows) {
            const QRect line(12, y, width() - 24, rowHeight());
            const QPointF c(line.left() + 6, line.center().y() + 0.5);
            if (row.mark == QLatin1String("line")) {
                const QColor tone = token(Token::Prod, palette());
                p.setFont(strongFont(captionFont(font())));
                const int w = p.fontMetrics().horizontalAdvance(row.name) + 8;
                p.setPen(QPen(tone, 2));
                p.drawLine(QPointF(line.left(), c.y()), QPointF(line.left() + 12, c.y()));
                p.drawText(line.adjusted(20, 0, 0, 0), Qt::AlignVCenter, row.name);
                p.setPen(QPen(tone, 2, Qt::DashLine));
                p.drawLine(QPointF(line.left() + 22 + w, c.y()), QPointF(line.right(), c.y()));
                p.setFont(font());
                y += rowHeight();
                continue;
            }
            const bool done = row.mark == QLatin1String("done"), failed = row.mark == QLatin1String("failed"),
                       begun = row.mark == QLatin1String("begun");
            const QColor tone = token(done     ? Token::Ok
                                      : failed ? Token::Danger
                                      : begun  ? Token::Accent
                                               : Token::Faint,
                                      palette());
            p.setPen(QPen(tone, 1.6));
            p.setBrush(done ? QBrush(tone) : Qt::NoBrush);
            p.drawEllipse(c, 5, 5);
            if (done) {
                p.setPen(QPen(token(Token::Panel, palette()), 1.5));
                p.drawPolyline(QPolygonF{c + QPointF(-2.5, 0), c + QPointF(-0.5, 2), c + QPointF(2.8, -2.2)});
            } else if (failed) {
                p.drawLine(c + QPointF(-2, -2), c + QPointF(2, 2));
                p.drawLine(c + QPointF(-2, 2), c + QPointF(2, -2));
            } else if (begun) {
                p.setBrush(tone);
                p.drawEllipse(c, 2, 2);
            }
            p.setPen(token(Token::Text, palette()));
            // The note takes what it needs, at most half.
            const int half =
                std::min(line.width() / 2, QFontMetrics(captionFont(font())).horizontalAdvance(row.note) + 12);
            p.drawText(line.adjusted(20, 0, -half, 0), Qt::AlignVCenter,
                       p.fontMetrics().elidedText(row.name, Qt::ElideRight, line.width() - half - 24));
            p.setPen(token(failed ? Token::Danger : Token::Muted, palette()));
            p.setFont(captionFont(font()));
            p.drawText(line, Qt::AlignVCenter | Qt::AlignRight,
                       p.fontMetrics().elidedText(row.note, Qt::ElideMiddle, half));
            p.setFont(font());
            y += rowHeight();
        }
    }

private:
    [[nodiscard]] int rowHeight() const { return std::max(24, fontMetrics().height() + 8); }
    std::vector<Row> m_rows;
};

StepsPanel::StepsPanel(ReviewFlow& flow, CommandRegistry& commands, QWidget* parent)
    : Panel(tr("What happens then"), parent), m_flow(flow) {
    auto* scroll = new QScrollArea;
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setAccessibleName(tr("Steps of the change"));
    m_list = new List;
    scroll->setWidget(m_list);
    body()->addWidget(scroll, 1);
    m_cancel = actionButton(commands.action(QStringLiteral("plan.cancel")));
    auto* row = new QHBoxLayout;
    row->setContentsMargins(12, 4, 12, 8);
    row->addWidget(m_cancel);
    row->addStretch(1);
    body()->addLayout(row);
    connect(&flow, &ReviewFlow::stepsChanged, this, &StepsPanel::refresh);
    connect(&flow, &ReviewFlow::changed, this, &StepsPanel::refresh);
    refresh();
}

void StepsPanel::refresh() {
    std::vector<List::Row> rows;
    const auto& file = m_flow.file();
    const auto& steps = m_flow.steps();
    const bool applying = m_flow.step() == ReviewStep::Applying;
    m_cancel->setVisible(applying);
    setTitle(steps.empty() && !applying ? tr("What happens then") : tr("Apply"));
    if (!steps.empty()) {
        // Each step is told twice, when it begins and when it ends; shown once with its time.
        TimePoint previous = steps.front().at;
        setNote(tr("started %1").arg(clockTime(previous)));
        std::vector<std::pair<std::string, std::size_t>> open;
        std::vector<TimePoint> began;
        bool line = false;
        for (const auto& step : steps) {
            const auto found = std::ranges::find(open, step.name, &std::pair<std::string, std::size_t>::first);
            const bool ends = step.state != "begun" && found != open.end();
            if (!ends && step.pointOfNoReturn && !line) {
                line = true;
                rows.push_back({QStringLiteral("line"), tr("Point of no return  %1").arg(clockTime(step.at)), {}, {}});
                began.push_back(step.at);
            }
            QString tip = coreSentence(step.sentence);
            if (!step.request.empty())
                tip += QStringLiteral("\n\n") + text(step.request);
            if (!step.response.empty())
                tip += QStringLiteral("\n\n") + text(step.response);
            if (ends) {
                auto& row = rows[found->second];
                row.mark = text(step.state);
                const double seconds = static_cast<double>((step.at - began[found->second]).count()) / 1000;
                row.note =
                    (step.sentence.empty() ? QString()
                                           : elideMiddle(coreSentence(step.sentence), 80) + QStringLiteral("  ")) +
                    duration(seconds);
                row.tip = tip;
                open.erase(found);
            } else {
                rows.push_back(
                    {text(step.state), stepName(step.name), elideMiddle(coreSentence(step.sentence), 80), tip});
                began.push_back(step.at);
                if (step.state == "begun")
                    open.emplace_back(step.name, rows.size() - 1);
            }
        }
    } else if (file) {
        setNote(applying ? tr("starting…") : QString());
        const QString mark = QStringLiteral("open");
        rows.push_back({mark, tr("Read the job again, compare with the plan"), {}, {}});
        if (file->preflight) {
            for (const auto& request : file->preflight->requests) {
                if (request.pointOfNoReturn)
                    rows.push_back({QStringLiteral("line"), tr("Point of no return"), {}, {}});
                rows.push_back({mark,
                                request.note.empty() ? tr("Send the request") : elideMiddle(coreText(request.note), 80),
                                text(request.method), text(request.method) + QLatin1Char(' ') + text(request.url)});
            }
        } else {
            rows.push_back({mark, tr("Send the request"), {}, {}});
        }
        rows.push_back({mark, tr("Wait until the job runs again"), {}, {}});
        rows.push_back({mark, tr("Read back the parallelism"), {}, {}});
    } else {
        setNote({});
    }
    m_list->setRows(std::move(rows));
}

OutcomePanel::OutcomePanel(CommandRegistry& commands, QWidget* parent) : Panel(tr("Outcome"), parent) {
    m_chip = new Chip;
    head()->addWidget(m_chip);
    m_content = new QWidget;
    auto* column = new QVBoxLayout(m_content);
    column->setContentsMargins(12, 8, 12, 10);
    column->setSpacing(6);
    m_title = plainLabel({}, TextKind::Title);
    m_title->setObjectName(QStringLiteral("outcomeTitle"));
    m_sentence = plainLabel();
    m_table = new QTableWidget(0, 4);
    m_table->setAccessibleName(tr("Asked and reached parallelism"));
    m_table->setHorizontalHeaderLabels({tr("Operator"), tr("was"), tr("asked"), tr("reached")});
    m_table->verticalHeader()->hide();
    m_table->setShowGrid(false);
    m_table->setFrameShape(QFrame::NoFrame);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setSelectionMode(QAbstractItemView::NoSelection);
    m_table->setTabKeyNavigation(false);
    m_table->setMinimumHeight(fontMetrics().height() * 4);
    m_table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_table->horizontalHeader()->setSectionResizeMode(0, QHeaderView::Stretch);
    for (const int c : {1, 2, 3})
        m_table->horizontalHeader()->setSectionResizeMode(c, QHeaderView::ResizeToContents);
    auto* row = new QHBoxLayout;
    row->addWidget(actionButton(commands.action(QStringLiteral("job.recommend"))));
    row->addStretch(1);
    row->addWidget(actionButton(commands.action(QStringLiteral("plan.rollback")), QStringLiteral("danger")));
    column->addWidget(m_title);
    column->addWidget(m_sentence);
    m_watch = new WatchView;
    column->addWidget(m_table, 1);
    column->addLayout(row);
    column->addWidget(m_watch, 2);
    m_stack = new EmptyStack(
        m_content,
        new EmptyState(tr("No outcome yet"),
                       tr("What was asked, what was reached and how long it took is said here, with a way back.")));
    m_stack->setEmpty(true);
    body()->addWidget(m_stack, 1);
}

void OutcomePanel::setFile(const PlanFile* file, const JobGraph* graph, const std::vector<Observation>& windows) {
    const bool has = file && file->outcome;
    m_stack->setEmpty(!has);
    m_chip->setFact(QString());
    if (!has)
        return;
    const auto& outcome = *file->outcome;
    using enum review::OutcomeKind;
    int asked = 0, reached = 0;
    for (const auto& [vertex, p] : file->plan.target()) {
        asked += p;
        const auto found = outcome.reached.find(vertex);
        reached += found == outcome.reached.end() ? 0 : found->second;
    }
    QString kind = QStringLiteral("ok"), word, title;
    switch (outcome.kind) {
    case Achieved:
        word = tr("verified");
        title = tr("Verified: %1 of %2 subtasks").arg(reached).arg(asked);
        break;
    case Partly:
        kind = QStringLiteral("warn");
        word = tr("partly achieved");
        title = tr("Partly achieved: asked %1, got %2").arg(asked).arg(reached);
        break;
    case NotAchieved:
        kind = QStringLiteral("danger");
        word = tr("not achieved");
        title = tr("Not achieved");
        break;
    case Failed:
        kind = QStringLiteral("danger");
        word = tr("failed");
        title = tr("Failed");
        break;
    case Unknown:
        kind = QStringLiteral("warn");
        word = tr("unknown");
        title = tr("The outcome is unknown");
        break;
    }
    if (file->state == PlanState::RolledBack) {
        word = tr("rolled back");
        kind = QStringLiteral("warn");
    }
    m_chip->setFact(word, kind);
    m_title->setText(title);
    QString sentence = elideMiddle(coreSentence(outcome.sentence), 600);
    if (outcome.seconds > 0)
        sentence += QLatin1Char(' ') + tr("It took %1.").arg(duration(outcome.seconds));
    for (const auto& exception : outcome.exceptions)
        sentence += QLatin1Char('\n') + elideMiddle(withLocalTimes(text(exception)), 200);
    m_sentence->setText(sentence);
    m_watch->setVisible(outcome.kind == Achieved || outcome.kind == Partly);
    m_watch->setWatch(watchOf(*file, windows));
    m_table->setRowCount(0);
    for (const auto& change : file->plan.changes) {
        const int r = m_table->rowCount();
        m_table->insertRow(r);
        const Operator* op = graph ? graph->find(change.vertex) : nullptr;
        auto* name = new QTableWidgetItem(elideMiddle(text(!change.name.empty() ? change.name
                                                           : op                 ? op->name
                                                                                : change.vertex),
                                                      60));
        name->setToolTip(plainTip(text(change.name)));
        m_table->setItem(r, 0, name);
        const auto got = outcome.reached.find(change.vertex);
        const QString values[]{QString::number(change.from), QString::number(change.to),
                               got == outcome.reached.end() ? QStringLiteral("–") : QString::number(got->second)};
        for (int c = 0; c < 3; ++c) {
            auto* item = new QTableWidgetItem(values[c]);
            item->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
            if (c == 2) {
                QFont f = font();
                f.setWeight(QFont::DemiBold);
                item->setFont(f);
                const bool same = got != outcome.reached.end() && got->second == change.to;
                item->setForeground(token(same ? Token::Ok : Token::Warn, palette()));
            }
            m_table->setItem(r, c + 1, item);
        }
    }
}

} // namespace streamtune::ui
