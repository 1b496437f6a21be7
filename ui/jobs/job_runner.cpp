// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/job_runner.h"

#include <QCoreApplication>
#include <QDeadlineTimer>
#include <QThread>
#include <algorithm>
#include <exception>
#include <mutex>
#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace streamtune::ui {

namespace {
constexpr int kSampleMs = 100;
constexpr std::size_t kKeepFinished = 50;
constexpr int kThreads = 8; // they wait for windows and replies rather than compute

qint64 nowMs() {
    return QDeadlineTimer::current(Qt::PreciseTimer).deadline();
}

/// glibc keeps what a job freed: some megabytes for the rest of the day.
void giveMemoryBack() {
#ifdef __GLIBC__
    malloc_trim(0);
#endif
}

} // namespace

/// What the worker and the GUI thread share.
struct JobRunner::Shared {
    std::stop_source stop;
    std::mutex mutex;
    Progress progress;
    bool dirty = false;
};

struct JobRunner::Entry {
    JobInfo info;
    std::string lane;
    bool dropped = false;
    QPointer<QObject> context;
    std::function<void()> done;
    std::function<void(const Error&)> failed;
    std::shared_ptr<Shared> shared;
};

JobRunner::JobRunner(QObject* parent) : QObject(parent) {
    m_pool.setMaxThreadCount(kThreads);
    m_sampler.setInterval(kSampleMs);
    connect(&m_sampler, &QTimer::timeout, this, &JobRunner::sample);
}

JobRunner::~JobRunner() {
    m_closed = true;
    for (auto& [id, entry] : m_entries) {
        entry->dropped = true;
        entry->shared->stop.request_stop();
    }
    m_pool.waitForDone();
}

quint64 JobRunner::launch(const JobOptions& options, QObject* context,
                          std::function<Status(std::stop_token, const ProgressSink&)> work, std::function<void()> done,
                          std::function<void(const Error&)> failed) {
    Q_ASSERT(QThread::currentThread() == thread());
    if (m_closed)
        return 0;
    if (!options.lane.empty()) {
        if (const auto old = m_lanes.find(options.lane); old != m_lanes.end()) {
            const auto running = m_entries.find(old->second);
            if (running != m_entries.end() && running->second->info.endedMs == 0) {
                // One that was dropped only winds down: it will not answer.
                if (options.keepOlder && !running->second->dropped)
                    return 0;
                running->second->dropped = true;
                cancel(old->second);
            }
        }
    }
    const quint64 id = m_next++;
    auto entry = std::make_unique<Entry>();
    entry->info.id = id;
    entry->info.title = options.title;
    entry->info.startedMs = nowMs();
    entry->info.quiet = options.quiet;
    entry->info.mustFinish = options.mustFinish;
    entry->lane = options.lane;
    entry->context = context;
    entry->done = std::move(done);
    entry->failed = std::move(failed);
    entry->shared = std::make_shared<Shared>();
    if (!options.lane.empty())
        m_lanes[options.lane] = id;

    const auto shared = entry->shared;
    m_entries.emplace(id, std::move(entry));
    m_pool.start([this, id, shared, quiet = options.quiet, work = std::move(work)]() mutable {
        const ProgressSink sink = [shared](const Progress& progress) {
            const std::lock_guard lock(shared->mutex);
            shared->progress = progress;
            shared->dirty = true;
        };
        Status status;
        try {
            status = work(shared->stop.get_token(), sink);
        } catch (const std::exception& e) {
            status = fail("internal", "An unexpected fault stopped this work.",
                          "Please report it with the details below.", {{"exception", e.what()}});
        } catch (...) {
            status = fail("internal", "An unexpected fault stopped this work.", "Please report it.");
        }
        work = nullptr; // what the closure owns ends on this thread
        if (!quiet)
            giveMemoryBack();
        QMetaObject::invokeMethod(
            this, [this, id, status = std::move(status)] { finish(id, status); }, Qt::QueuedConnection);
    });
    if (!m_sampler.isActive())
        m_sampler.start();
    Q_EMIT jobsChanged();
    return id;
}

void JobRunner::finish(quint64 id, const Status& status) {
    Q_ASSERT(QThread::currentThread() == thread());
    const auto found = m_entries.find(id);
    if (found == m_entries.end())
        return;
    Entry& entry = *found->second;
    const bool asked = entry.shared->stop.stop_requested();
    entry.info.endedMs = nowMs();
    if (status)
        entry.info.state = JobState::Done;
    else if (asked && (status.error().code.ends_with(".cancelled") || entry.dropped))
        entry.info.state = JobState::Cancelled;
    else
        entry.info.state = JobState::Failed;
    if (!status)
        entry.info.error = status.error();

    const auto done = std::exchange(entry.done, {});
    const auto failed = std::exchange(entry.failed, {});
    const bool deliver = !entry.dropped && entry.context;
    if (entry.info.quiet || entry.info.state == JobState::Cancelled)
        m_entries.erase(found);
    std::size_t finished = 0;
    for (auto it = m_entries.rbegin(); it != m_entries.rend();) {
        if (it->second->info.endedMs != 0 && ++finished > kKeepFinished)
            it = std::make_reverse_iterator(m_entries.erase(std::next(it).base()));
        else
            ++it;
    }
    if (deliver && status && done)
        done();
    else if (deliver && !status && failed)
        failed(status.error());
    Q_EMIT jobsChanged();
    if (runningAll() == 0) {
        m_sampler.stop();
        Q_EMIT idle();
    }
}

void JobRunner::sample() {
    bool any = false;
    for (auto& [id, entry] : m_entries) {
        const std::lock_guard lock(entry->shared->mutex);
        if (std::exchange(entry->shared->dirty, false)) {
            entry->info.progress = entry->shared->progress;
            any = true;
        }
    }
    if (any)
        Q_EMIT progressChanged();
}

void JobRunner::cancel(quint64 id) {
    const auto found = m_entries.find(id);
    if (found == m_entries.end() || found->second->info.endedMs != 0)
        return;
    found->second->shared->stop.request_stop();
    found->second->info.state = JobState::Stopping;
    Q_EMIT jobsChanged();
}

void JobRunner::cancelLane(const std::string& lane) {
    if (const auto found = m_lanes.find(lane); found != m_lanes.end()) {
        if (const auto entry = m_entries.find(found->second); entry != m_entries.end())
            entry->second->dropped = true;
        cancel(found->second);
    }
}

void JobRunner::cancelAll() {
    for (auto& [id, entry] : m_entries) {
        if (entry->info.endedMs == 0) {
            entry->shared->stop.request_stop();
            entry->info.state = JobState::Stopping;
        }
    }
    Q_EMIT jobsChanged();
}

void JobRunner::close() {
    m_closed = true;
    cancelAll();
}

std::vector<JobInfo> JobRunner::jobs() const {
    std::vector<JobInfo> result;
    result.reserve(m_entries.size());
    for (auto it = m_entries.rbegin(); it != m_entries.rend(); ++it)
        result.push_back(it->second->info);
    std::ranges::stable_partition(result, [](const JobInfo& info) { return info.endedMs == 0; });
    return result;
}

const JobInfo* JobRunner::find(quint64 id) const {
    const auto found = m_entries.find(id);
    return found == m_entries.end() ? nullptr : &found->second->info;
}

int JobRunner::running() const {
    return static_cast<int>(std::ranges::count_if(
        m_entries, [](const auto& e) { return e.second->info.endedMs == 0 && !e.second->info.quiet; }));
}

int JobRunner::runningAll() const {
    return static_cast<int>(
        std::ranges::count_if(m_entries, [](const auto& e) { return e.second->info.endedMs == 0; }));
}

std::vector<QString> JobRunner::unfinishedMust() const {
    std::vector<QString> titles;
    for (const auto& [id, entry] : m_entries)
        if (entry->info.endedMs == 0 && entry->info.mustFinish)
            titles.push_back(entry->info.title);
    return titles;
}

void JobRunner::clearFinished() {
    std::erase_if(m_entries, [](const auto& e) { return e.second->info.endedMs != 0; });
    Q_EMIT jobsChanged();
}

} // namespace streamtune::ui
