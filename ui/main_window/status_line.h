// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Left: connection, age of what is shown, what may be done. Right: background work, audit.

#include <QStatusBar>
#include <QTimer>

#include "ui/session/job_feed.h"
#include "ui/views/widgets/basics.h"

class QProgressBar;
class QToolButton;

namespace streamtune::ui {

class StatusLine final : public QStatusBar {
    Q_OBJECT
public:
    StatusLine(Session& session, JobFeed& feed, QAction* jobsAction, QWidget* parent = nullptr);
    void setAudit(const QString& sentence);

private:
    void refresh();
    void refreshWork();

    Session& m_session;
    JobFeed& m_feed;
    ElideLabel* m_connection = nullptr;
    ElideLabel* m_age = nullptr;
    ElideLabel* m_mode = nullptr;
    QToolButton* m_work = nullptr;
    QProgressBar* m_bar = nullptr;
    ElideLabel* m_audit = nullptr;
    QTimer m_clock;
};

} // namespace streamtune::ui
