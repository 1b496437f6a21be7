// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main_window/desktop_notices.h"

#include <QGuiApplication>
#include <QtDBus/QDBusConnection>
#include <QtDBus/QDBusMessage>
#include <QtDBus/QDBusPendingCall>

#include "ui/session/text.h"

namespace streamtune::ui {

DesktopNotices::DesktopNotices(const JobRunner& runner, QObject* parent) : QObject(parent), m_runner(runner) {
    connect(&runner, &JobRunner::jobsChanged, this, &DesktopNotices::look);
}

void DesktopNotices::look() {
    std::map<quint64, JobState> now;
    for (const JobInfo& job : m_runner.jobs()) {
        now[job.id] = job.state;
        const bool ended = job.state == JobState::Done || job.state == JobState::Failed;
        const auto before = m_seen.find(job.id);
        const bool ran = before != m_seen.end() && before->second == JobState::Running;
        if (m_on && ended && ran && !job.quiet && job.endedMs - job.startedMs >= m_longMs &&
            QGuiApplication::applicationState() != Qt::ApplicationActive)
            send(job);
    }
    m_seen = std::move(now);
}

/// Nobody waits for the answer: a desktop without the service loses nothing but the notice.
void DesktopNotices::send(const JobInfo& job) {
    const bool failed = job.state == JobState::Failed;
    auto message = QDBusMessage::createMethodCall(
        QStringLiteral("org.freedesktop.Notifications"), QStringLiteral("/org/freedesktop/Notifications"),
        QStringLiteral("org.freedesktop.Notifications"), QStringLiteral("Notify"));
    const QString title = failed ? tr("Failed: %1").arg(job.title) : tr("Done: %1").arg(job.title);
    // Servers may read the body as markup.
    const QString body =
        (failed ? text(job.error.sentence)
                : tr("It took %1.").arg(duration(static_cast<double>(job.endedMs - job.startedMs) / 1e3)))
            .toHtmlEscaped();
    message << QGuiApplication::applicationDisplayName() << 0U << QGuiApplication::desktopFileName() << title << body
            << QStringList()
            << QVariantMap{{QStringLiteral("category"),
                            failed ? QStringLiteral("transfer.error") : QStringLiteral("transfer.complete")}}
            << -1;
    QDBusConnection::sessionBus().asyncCall(message, 2'000);
}

} // namespace streamtune::ui
