// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Watches the GUI thread of a test: how long its handlers take, and where it stands while one takes too long.

#include <QApplication>
#include <atomic>
#include <thread>
#include <vector>

namespace streamtune::uitest {

/// From construction to destruction. A handler that has run for longer than `limitMs` of wall time is reported once, on
/// standard error, with the stack of the GUI thread at that moment. Made on the GUI thread; one at a time.
class Watchdog final : public QObject {
public:
    explicit Watchdog(int limitMs = 50, int mostReports = 3);
    ~Watchdog() override;
    [[nodiscard]] int reports() const { return m_reports; }

    // Called around every handler of the event loop by MeteredApplication.
    void begin();
    void end();

private:
    void watch(const std::stop_token& stop);

    const int m_limitMs;
    const int m_mostReports;
    std::atomic<qint64> m_since{0}; ///< monotone ms when the handler began; 0 = none runs
    std::atomic<int> m_reports{0};
    pthread_t m_gui;
    std::jthread m_thread; ///< last: ends before the rest goes
};

/// An application that measures the CPU time of its thread in every outermost handler.
class MeteredApplication final : public QApplication {
public:
    MeteredApplication(int& argc, char** argv);
    bool notify(QObject* receiver, QEvent* event) override;
    /// What took longest since the last call, in ms of this thread's CPU, sorted upwards; and what the worst one was.
    [[nodiscard]] std::vector<double> takeHandlers();
    [[nodiscard]] QString worst() const { return m_worst; }
    void setWatchdog(Watchdog* watchdog) { m_watchdog = watchdog; }

private:
    int m_depth = 0;
    double m_most = 0;
    QString m_worst;
    std::vector<double> m_handlers;
    Watchdog* m_watchdog = nullptr;
};

/// ms of CPU of the calling thread.
[[nodiscard]] double threadCpuMs();

} // namespace streamtune::uitest
