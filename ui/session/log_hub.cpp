// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/log_hub.h"

#include <QMetaMethod>
#include <utility>

#include "ui/session/text.h"

namespace streamtune::ui {

namespace {
constexpr std::size_t kMostWaiting = 10'000; ///< a flood drops the oldest, not the window
constexpr qint64 kFileLimit = 2'000'000;
} // namespace

LogHub::LogHub(QObject* parent) : QObject(parent) {
    m_timer.setInterval(100);
    connect(&m_timer, &QTimer::timeout, this, &LogHub::drain);
    m_timer.start();
}

void LogHub::post(LogLevel level, std::string_view room, std::string_view message) {
    const std::lock_guard lock(m_mutex);
    if (m_waiting.size() >= kMostWaiting)
        m_waiting.erase(m_waiting.begin());
    m_waiting.push_back({wallClock(), level, std::string(room), std::string(message.substr(0, 20'000))});
}

void LogHub::writeTo(const QString& file) {
    m_fileName = file;
    m_file.setFileName(file);
    if (!m_file.open(QIODevice::WriteOnly | QIODevice::Append))
        post(LogLevel::Warning, "ui",
             utf8(QStringLiteral("The log file %1 cannot be written: %2").arg(file, m_file.errorString())));
}

void LogHub::drain() {
    std::vector<LogLine> lines;
    static const QMetaMethod kReceived = QMetaMethod::fromSignal(&LogHub::received);
    if (!m_file.isOpen() && !isSignalConnected(kReceived))
        return; // kept until somebody reads
    {
        const std::lock_guard lock(m_mutex);
        lines = std::exchange(m_waiting, {});
    }
    if (lines.empty())
        return;
    if (m_file.isOpen()) {
        for (const auto& line : lines) {
            static constexpr const char* kLevels[]{"debug", "info", "warning", "error"};
            const std::string row = toRfc3339(line.at) + ' ' + kLevels[static_cast<int>(line.level)] + ' ' + line.room +
                                    ": " + line.message + '\n';
            m_file.write(row.data(), static_cast<qint64>(row.size()));
        }
        m_file.flush();
        if (m_file.size() > kFileLimit) {
            m_file.close();
            QFile::remove(m_fileName + QStringLiteral(".1"));
            QFile::rename(m_fileName, m_fileName + QStringLiteral(".1"));
            m_file.setFileName(m_fileName);
            if (!m_file.open(QIODevice::WriteOnly | QIODevice::Append))
                m_fileName.clear();
        }
    }
    Q_EMIT received(lines);
}

} // namespace streamtune::ui
