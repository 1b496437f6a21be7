// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Tells a person who looks elsewhere that a long piece of work has ended: over the desktop's notification service
/// (org.freedesktop.Notifications), never for short or quiet work, never while a window of the program is in front.

#include <QObject>
#include <map>

#include "ui/jobs/job_runner.h"

namespace streamtune::ui {

class DesktopNotices final : public QObject {
    Q_OBJECT
public:
    static constexpr qint64 kLongMs = 10'000; ///< work that took longer is worth a notice

    explicit DesktopNotices(const JobRunner& runner, QObject* parent = nullptr);
    void setOn(bool on) { m_on = on; }
    /// For tests: what counts as long.
    void setLong(qint64 ms) { m_longMs = ms; }

private:
    void look();
    void send(const JobInfo& job);

    const JobRunner& m_runner;
    std::map<quint64, JobState> m_seen;
    bool m_on = true;
    qint64 m_longMs = kLongMs;
};

} // namespace streamtune::ui
