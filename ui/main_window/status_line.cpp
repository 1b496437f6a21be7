// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main_window/status_line.h"

#include <QAction>
#include <QLayout>
#include <QProgressBar>
#include <QToolButton>

#include "ui/session/text.h"

namespace streamtune::ui {

StatusLine::StatusLine(Session& session, JobFeed& feed, QAction* jobsAction, QWidget* parent)
    : QStatusBar(parent), m_session(session), m_feed(feed) {
    setSizeGripEnabled(false);
    setContentsMargins(8, 0, 8, 0);
    m_connection = new ElideLabel(TextKind::Caption);
    m_age = new ElideLabel(TextKind::Caption);
    m_mode = new ElideLabel(TextKind::Caption);
    m_work = new QToolButton;
    m_work->setToolButtonStyle(Qt::ToolButtonTextOnly);
    m_work->setAutoRaise(true);
    m_work->setAccessibleName(tr("Background jobs"));
    m_bar = new QProgressBar;
    m_bar->setTextVisible(false);
    m_bar->setFixedWidth(96);
    m_bar->setMaximumHeight(6);
    m_bar->setAccessibleName(tr("Progress of the newest background job"));
    m_audit = new ElideLabel(TextKind::Caption);
    addWidget(m_connection);
    addWidget(m_age);
    addWidget(m_mode);
    addPermanentWidget(m_work);
    addPermanentWidget(m_bar);
    addPermanentWidget(m_audit);
    connect(m_work, &QToolButton::clicked, jobsAction, &QAction::trigger);
    m_clock.setInterval(1'000);
    connect(&m_clock, &QTimer::timeout, this, &StatusLine::refresh);
    m_clock.start();
    connect(&session, &Session::connectionsChanged, this, &StatusLine::refresh);
    connect(&session, &Session::workspaceOpened, this, &StatusLine::refresh);
    connect(&session, &Session::workspaceClosed, this, &StatusLine::refresh);
    connect(&session.selection(), &Selection::changed, this, &StatusLine::refresh);
    connect(&feed, &JobFeed::viewChanged, this, &StatusLine::refresh);
    connect(&session.runner(), &JobRunner::jobsChanged, this, &StatusLine::refreshWork);
    connect(&session.runner(), &JobRunner::progressChanged, this, &StatusLine::refreshWork);
    refresh();
    refreshWork();
}

void StatusLine::setAudit(const QString& sentence) {
    m_audit->setText(sentence);
}

void StatusLine::refresh() {
    const auto& place = m_session.selection().place();
    const auto* state = m_session.connection(place.connection);
    m_connection->setText(
        state                ? (state->reach == Reach::Online ? tr("● %1") : tr("○ %1")).arg(text(state->profile.name))
        : m_session.isOpen() ? tr("%n connection(s)", nullptr, static_cast<int>(m_session.connections().size()))
                             : tr("No workspace open"));
    QString seen;
    if (m_feed.view()) {
        // Age on the clock of this machine: a simulated cluster lives in its own time.
        const TimePoint at = state ? state->lastSeen : TimePoint{};
        seen = m_feed.offline()    ? tr("offline, snapshot of %1").arg(clockTime(m_feed.readAt()))
               : at == TimePoint{} ? tr("snapshot of %1").arg(clockTime(m_feed.readAt()))
                                   : tr("snapshot %1").arg(age(at, wallClock()));
        if (m_feed.moment())
            seen = tr("looking at %1").arg(clockTime(*m_feed.moment()));
    }
    m_age->setText(seen);
    m_age->setVisible(!seen.isEmpty());
    m_mode->setText(m_session.readOnly()               ? tr("Read-only")
                    : state && state->profile.readOnly ? tr("Advise only: read-only connection")
                                                       : tr("Apply with approval"));
    m_mode->setVisible(m_session.isOpen());
}

void StatusLine::refreshWork() {
    const auto jobs = m_session.runner().jobs();
    const JobInfo* newest = nullptr;
    int running = 0;
    for (const auto& job : jobs) {
        if (job.endedMs != 0 || job.quiet)
            continue;
        ++running;
        if (!newest)
            newest = &job;
    }
    m_bar->setVisible(newest != nullptr);
    if (!newest) {
        m_work->setText(tr("No background work"));
        return;
    }
    const auto& p = newest->progress;
    m_bar->setRange(0, p.total > 0 ? 1'000 : 0);
    if (p.total > 0)
        m_bar->setValue(static_cast<int>(1'000 * p.done / p.total));
    QString words = elideMiddle(newest->title, 28);
    if (!p.stage.empty())
        words += QStringLiteral(" · ") + elideMiddle(text(p.stage), 24);
    if (running > 1)
        words += QStringLiteral(" · ") + tr("%n more", nullptr, running - 1);
    m_work->setText(words);
    layout()->activate(); // the next frame must not cut the new words
}

} // namespace streamtune::ui
