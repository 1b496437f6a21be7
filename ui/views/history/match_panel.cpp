// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/history/match_panel.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>
#include <map>

#include "ui/views/history/store_work.h"
#include "ui/views/widgets/basics.h"

namespace streamtune::ui {

MatchPanel::MatchPanel(Session& session, QWidget* parent)
    : QWidget(parent), m_session(session), m_model(makeMatchModel()) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    auto* content = new QWidget;
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(12, 8, 12, 8);
    column->setSpacing(6);
    m_sentence = plainLabel();
    column->addWidget(m_sentence);
    m_view = new RowsView(tr("Operators of two versions"));
    m_view->setObjectName(QStringLiteral("matchTable"));
    m_view->setSource(m_model.get(), -1, Qt::AscendingOrder);
    column->addWidget(m_view, 1);
    auto* row = new QHBoxLayout;
    row->setSpacing(6);
    m_what = plainLabel();
    m_what->setWordWrap(false);
    m_was = new QComboBox;
    m_was->setObjectName(QStringLiteral("matchWas"));
    m_was->setAccessibleName(tr("What it was in the older version"));
    m_was->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_was->setMinimumContentsLength(20);
    m_reason = new QLineEdit;
    m_reason->setObjectName(QStringLiteral("matchReason"));
    m_reason->setPlaceholderText(tr("Reason (kept in the audit trail)"));
    m_reason->setAccessibleName(tr("Reason for the correction"));
    m_keep = new QPushButton(tr("Keep this pair"));
    m_keep->setObjectName(QStringLiteral("matchKeep"));
    row->addWidget(m_what);
    row->addWidget(m_was, 1);
    column->addLayout(row);
    auto* last = new QHBoxLayout;
    last->setSpacing(6);
    last->addWidget(m_reason, 1);
    last->addWidget(m_keep);
    column->addLayout(last);
    m_stack = new EmptyStack(content, new EmptyState(tr("No versions to match"),
                                                     tr("Once a job has run with another graph, its operators are "
                                                        "matched here with those of the version before.")));
    m_stack->setEmpty(true);
    layout->addWidget(m_stack);
    connect(m_view, &RowsView::keyChosen, this, &MatchPanel::refreshChoice);
    connect(m_reason, &QLineEdit::textChanged, this, &MatchPanel::refreshChoice);
    connect(m_was, &QComboBox::currentIndexChanged, this, [this] { m_reason->textChanged(m_reason->text()); });
    connect(m_keep, &QPushButton::clicked, this, &MatchPanel::store);
    refreshChoice();
}

void MatchPanel::showRuns(std::int64_t before, std::int64_t after) {
    m_job.clear();
    m_before = before;
    m_after = after;
    read();
}

void MatchPanel::showJob(const QString& job) {
    m_job = job;
    read();
}

void MatchPanel::read() {
    readStore<workbench::VersionMatch>(
        m_session, this, {tr("Match operators"), "history.match"},
        [job = utf8(m_job), before = m_before, after = m_after](const workbench::Workbench& bench,
                                                                std::stop_token stop) {
            return job.empty() ? workbench::matchRuns(bench, before, after, stop)
                               : workbench::matchLastVersions(bench, job, stop);
        },
        [this](const std::shared_ptr<const workbench::VersionMatch>& match) { show(match); }, [this] { read(); },
        [this](const Error& error) { // one version only is no trouble
            if (error.code != "cluster.unknown")
                return false;
            m_match.reset();
            m_stack->empty()->setTexts(text(error.sentence), text(error.hint));
            m_stack->setEmpty(true);
            return true;
        });
}

void MatchPanel::show(const std::shared_ptr<const workbench::VersionMatch>& match) {
    m_match = match;
    m_stack->setEmpty(false);
    std::map<ged::OperatorMatch::How, int> counts;
    for (const auto& one : match->operators.matches)
        ++counts[one.how];
    QStringList parts;
    for (const auto& [how, n] : counts)
        parts << QStringLiteral("%1 %2").arg(n).arg(howMatched(how));
    m_sentence->setText(
        tr("%1: run %2 (older) and run %3 (newer). %4.%5")
            .arg(text(match->after.jobName))
            .arg(match->before.id)
            .arg(match->after.id)
            .arg(parts.join(QStringLiteral(", ")),
                 match->operators.certain
                     ? QString()
                     : tr(" The search for the edit path ran out of time: there may be a better one.")));
    const bool first = m_model->rowCount() == 0;
    const QString key = m_view->currentKey();
    m_model->setRows({}); // an operator keeps no place when its partner changed
    m_model->setRows(matchRows(*match));
    if (first)
        m_view->resizeColumnsToContents();
    m_view->showKey(key);
    refreshChoice();
}

const MatchRow* MatchPanel::chosen() const {
    return m_model->row(m_view->currentKey());
}

void MatchPanel::refreshChoice() {
    const MatchRow* row = chosen();
    const std::string to = row ? row->match.to : std::string();
    if (m_was->property("of").toString() != text(to) || m_was->count() == 0) {
        const QSignalBlocker quiet(m_was);
        m_was->setProperty("of", text(to));
        m_was->clear();
        m_was->addItem(tr("nothing: it is new"), QString());
        if (m_match && !to.empty())
            for (const Operator& op : m_match->beforeGraph.nodes)
                m_was->addItem(elideMiddle(text(op.shownName()), 60), text(op.id));
        m_was->setCurrentIndex(std::max(0, m_was->findData(row ? text(row->match.from) : QString())));
    }
    m_what->setText(to.empty() ? tr("The chosen operator was") : tr("%1 was").arg(elideMiddle(row->after, 36)));
    QString why = whyNotWrite(m_session);
    if (why.isEmpty() && to.empty())
        why = tr("Choose an operator of the newer version.");
    else if (why.isEmpty() && m_reason->text().trimmed().isEmpty())
        why = tr("Give a reason first.");
    else if (why.isEmpty() && m_was->currentData().toString() == text(row->match.from) &&
             row->match.how == ged::OperatorMatch::How::Person)
        why = tr("This pair was kept already.");
    m_was->setEnabled(!to.empty());
    m_keep->setEnabled(why.isEmpty());
    m_keep->setToolTip(why);
    m_keep->setAccessibleDescription(why);
}

void MatchPanel::store() {
    const MatchRow* row = chosen();
    if (!row || !m_match)
        return;
    writeStore(
        m_session, this, {tr("Keep a pair of operators"), "history.match"},
        [before = m_match->before.id, after = m_match->after.id, to = row->match.to,
         from = utf8(m_was->currentData().toString()),
         actor = review::Actor{utf8(m_session.actor()), utf8(m_reason->text().trimmed())}](
            const workbench::Workbench& bench, history::Store&) {
            return workbench::correctMatch(bench, before, after, to, from, actor);
        },
        [this] {
            m_reason->clear();
            read();
            Q_EMIT changed();
        });
}

MatchDialog::MatchDialog(Session& session, const QString& job, QWidget* parent) : QDialog(parent) {
    setObjectName(QStringLiteral("matchDialog"));
    setWindowTitle(tr("Operators across versions of %1").arg(elideMiddle(job, 60)));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 8);
    m_panel = new MatchPanel(session);
    column->addWidget(m_panel, 1);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    buttons->setContentsMargins(12, 0, 12, 0);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::close);
    column->addWidget(buttons);
    const int em = fontMetrics().height();
    resize(em * 52, em * 30);
    m_panel->showJob(job);
}

} // namespace streamtune::ui
