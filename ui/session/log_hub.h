// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Collects log lines from any thread and hands them to the GUI thread in batches, at most ten times a second; writes
/// them to a rotating file when one is given.

#include <QFile>
#include <QObject>
#include <QTimer>
#include <mutex>
#include <vector>

#include "core/base/log.h"
#include "core/base/time.h"

namespace streamtune::ui {

struct LogLine {
    TimePoint at{};
    LogLevel level = LogLevel::Info;
    std::string room;
    std::string message;
};

class LogHub final : public QObject {
    Q_OBJECT
public:
    explicit LogHub(QObject* parent = nullptr);
    /// Thread-safe.
    void post(LogLevel level, std::string_view room, std::string_view message);
    /// The file is cut at 2 MB; one older one is kept beside it.
    void writeTo(const QString& file);
    [[nodiscard]] const QString& file() const { return m_fileName; }

Q_SIGNALS:
    void received(const std::vector<streamtune::ui::LogLine>& lines);

private:
    void drain();

    std::mutex m_mutex;
    std::vector<LogLine> m_waiting;
    QTimer m_timer;
    QString m_fileName;
    QFile m_file;
};

} // namespace streamtune::ui
