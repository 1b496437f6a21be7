// SPDX-License-Identifier: GPL-3.0-or-later
// What the window does with the history of jobs.
#include "ui/main_window/main_window.h"
#include "ui/session/text.h"
#include "ui/views/history/history_page.h"
#include "ui/views/history/match_panel.h"
#include "ui/views/trouble/record_panels.h"

namespace streamtune::ui {

void MainWindow::addHistoryCommands() {
    auto& c = *m_commands;
    const auto noJob = [this] {
        return m_feed->graph() ? QString() : tr("No job is shown. Choose one in the list of jobs.");
    };
    c.add({QStringLiteral("job.history"),
           tr("Past r&uns"),
           tr("Job"),
           QKeySequence(QStringLiteral("Ctrl+H")),
           tr("The recorded runs of the shown job"),
           [this] {
               setPerspective(Perspective::History);
               historyPage().showJob(m_feed->jobName());
           },
           noJob,
           {}});
    c.add({QStringLiteral("job.versions"),
           tr("Operators across &versions…"),
           tr("Job"),
           {},
           tr("Which operator of the job's version before is which of the present one"),
           [this] { showVersions(m_feed->jobName()); },
           noJob,
           {}});
    const auto noHistory = [this] {
        return m_session->isOpen() ? QString() : tr("No workspace is open. Open the demo or a workspace first.");
    };
    c.add({QStringLiteral("history.storage"),
           tr("&Storage and retention"),
           tr("History"),
           {},
           tr("How large the workspace is, and which old windows may be forgotten"),
           [this] {
               setPerspective(Perspective::History);
               historyPage().setPart(HistoryPage::Storage);
           },
           noHistory,
           {}});
    c.add({QStringLiteral("history.export"),
           tr("&Export all rows…"),
           tr("History"),
           QKeySequence(QStringLiteral("Ctrl+Shift+E")),
           tr("Write all runs or observations of the filters as CSV or JSON, not only those that are loaded"),
           [this] { historyPage().chooseExport(); },
           [this, noHistory] {
               if (const QString why = noHistory(); !why.isEmpty())
                   return why;
               return m_perspective == Perspective::History ? QString() : tr("Show the history first.");
           },
           {}});
    c.add({QStringLiteral("history.observations"),
           tr("&Observations"),
           tr("History"),
           {},
           tr("Every operator in every recorded window"),
           [this] {
               setPerspective(Perspective::History);
               historyPage().setPart(HistoryPage::Observations);
           },
           noHistory,
           {}});
}

void MainWindow::showVersions(const QString& job) {
    auto* dialog = new MatchDialog(*m_session, job, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog->panel(), &MatchPanel::changed, m_audit, &AuditPanel::reloadSoon);
    dialog->show();
}

} // namespace streamtune::ui
