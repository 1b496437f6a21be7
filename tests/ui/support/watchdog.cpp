// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/support/watchdog.h"

#include <execinfo.h>
#include <pthread.h>
#include <unistd.h>

#include <QEvent>
#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <ctime>

namespace streamtune::uitest {

namespace {

constexpr int kSignal = SIGURG; ///< ignored where nobody handles it
constexpr int kFrames = 48;
void* frames[kFrames];
std::atomic<int> frameCount{0};

void takeStack(int) {
    frameCount = backtrace(frames, kFrames);
}

qint64 monotoneMs() {
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now().time_since_epoch())
        .count();
}

} // namespace

double threadCpuMs() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

Watchdog::Watchdog(int limitMs, int mostReports)
    : m_limitMs(limitMs), m_mostReports(mostReports), m_gui(pthread_self()) {
    void* first[1];
    (void)backtrace(first, 1); // loads what it needs now: inside a signal it must not
    struct sigaction action{};
    action.sa_handler = takeStack;
    action.sa_flags = SA_RESTART;
    sigaction(kSignal, &action, nullptr);
    if (auto* application = dynamic_cast<MeteredApplication*>(QCoreApplication::instance()))
        application->setWatchdog(this);
    m_thread = std::jthread([this](const std::stop_token& stop) { watch(stop); });
}

Watchdog::~Watchdog() {
    if (auto* application = dynamic_cast<MeteredApplication*>(QCoreApplication::instance()))
        application->setWatchdog(nullptr);
    m_thread.request_stop();
    m_thread.join();
    std::signal(kSignal, SIG_DFL);
}

void Watchdog::begin() {
    m_since = monotoneMs();
}

void Watchdog::end() {
    m_since = 0;
}

void Watchdog::watch(const std::stop_token& stop) {
    qint64 told = 0;
    while (!stop.stop_requested()) {
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
        const qint64 since = m_since;
        if (since == 0 || since == told || monotoneMs() - since <= m_limitMs)
            continue;
        told = since;
        if (++m_reports > m_mostReports)
            continue;
        frameCount = 0;
        pthread_kill(m_gui, kSignal);
        for (int i = 0; i < 50 && frameCount == 0; ++i)
            std::this_thread::sleep_for(std::chrono::milliseconds(2));
        std::fprintf(stderr, "watchdog: a handler runs for more than %d ms of wall time; it stands here:\n", m_limitMs);
        std::fflush(stderr);
        backtrace_symbols_fd(frames, frameCount, STDERR_FILENO);
    }
}

MeteredApplication::MeteredApplication(int& argc, char** argv) : QApplication(argc, argv) {}

bool MeteredApplication::notify(QObject* receiver, QEvent* event) {
    if (m_depth > 0) // part of a handler that is measured already
        return QApplication::notify(receiver, event);
    // A receiver may be gone afterwards.
    const char* name = receiver->metaObject()->className();
    const int type = event->type();
    const double before = threadCpuMs();
    ++m_depth;
    if (m_watchdog)
        m_watchdog->begin();
    const bool handled = QApplication::notify(receiver, event);
    if (m_watchdog)
        m_watchdog->end();
    --m_depth;
    const double spent = threadCpuMs() - before;
    m_handlers.push_back(spent);
    if (spent > m_most) {
        m_most = spent;
        m_worst = QStringLiteral("%1, event %2").arg(QLatin1String(name)).arg(type);
    }
    return handled;
}

std::vector<double> MeteredApplication::takeHandlers() {
    std::vector<double> taken = std::exchange(m_handlers, {});
    std::ranges::sort(taken);
    m_most = 0;
    return taken;
}

} // namespace streamtune::uitest
