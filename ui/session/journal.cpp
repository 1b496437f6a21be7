// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/journal.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSaveFile>
#include <csignal>

namespace streamtune::ui {

namespace {

constexpr qsizetype kLongestReason = 10'000;

std::optional<JournalEntry> read(const QString& name) {
    QFile file(name);
    if (!file.open(QIODevice::ReadOnly))
        return std::nullopt;
    const QJsonObject json = QJsonDocument::fromJson(file.readAll()).object();
    JournalEntry entry;
    const auto string = [&json](const char* key) { return json.value(QLatin1String(key)).toString(); };
    entry.workspace = string("workspace");
    entry.connection = string("connection");
    entry.job = string("job");
    entry.vertex = string("vertex");
    entry.plan = string("plan");
    entry.reason = string("reason");
    entry.perspective = json.value(QLatin1String("perspective")).toInt();
    return entry.workspace.isEmpty() ? std::nullopt : std::optional(entry);
}

/// A process with our own number is an older one: we have just begun.
bool isRunning(qint64 process) {
    return process > 0 && process != QCoreApplication::applicationPid() && ::kill(static_cast<pid_t>(process), 0) == 0;
}

} // namespace

QString Journal::fileOf(qint64 process) const {
    return m_folder + QStringLiteral("/session-%1.json").arg(process);
}

void Journal::write(const JournalEntry& entry) {
    if (m_last == entry || entry.workspace.isEmpty())
        return;
    m_last = entry;
    QDir().mkpath(m_folder);
    QSaveFile file(fileOf(QCoreApplication::applicationPid()));
    if (!file.open(QIODevice::WriteOnly))
        return;
    file.write(QJsonDocument(QJsonObject{{QStringLiteral("workspace"), entry.workspace},
                                         {QStringLiteral("connection"), entry.connection},
                                         {QStringLiteral("job"), entry.job},
                                         {QStringLiteral("vertex"), entry.vertex},
                                         {QStringLiteral("plan"), entry.plan},
                                         {QStringLiteral("reason"), entry.reason.left(kLongestReason)},
                                         {QStringLiteral("perspective"), entry.perspective}})
                   .toJson(QJsonDocument::Compact));
    file.commit();
}

void Journal::clear() {
    m_last.reset();
    QFile::remove(fileOf(QCoreApplication::applicationPid()));
}

std::optional<JournalEntry> Journal::takeAbandoned() {
    std::optional<JournalEntry> newest;
    const auto files = QDir(m_folder).entryInfoList({QStringLiteral("session-*.json")}, QDir::Files, QDir::Time);
    for (const QFileInfo& info : files) {
        const qint64 process = info.completeBaseName().mid(8).toLongLong();
        if (isRunning(process))
            continue;
        if (!newest)
            newest = read(info.filePath());
        QFile::remove(info.filePath());
    }
    return newest;
}

} // namespace streamtune::ui
