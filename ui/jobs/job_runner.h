// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Work in the background: threads, cancel, progress and the way back to the GUI thread.
///
/// Everything here is called on the GUI thread; the work itself runs on a pool thread, gets a stop token and a progress
/// sink, and returns a Result. Its value reaches the GUI thread as shared_ptr<const T>. A new job in the same lane asks
/// the older one to stop and drops its answer, so that an old answer never overwrites a newer one.

#include <QObject>
#include <QPointer>
#include <QString>
#include <QThreadPool>
#include <QTimer>
#include <functional>
#include <map>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "core/base/progress.h"
#include "core/base/result.h"

namespace streamtune::ui {

enum class JobState { Running, Stopping, Done, Failed, Cancelled };

/// One row of the background panel.
struct JobInfo {
    quint64 id = 0;
    QString title;
    JobState state = JobState::Running;
    Progress progress;
    qint64 startedMs = 0; ///< monotone clock, ms
    qint64 endedMs = 0;
    Error error;             ///< when Failed
    bool quiet = false;      ///< polling: not listed unless it takes long, never asked about at the end
    bool mustFinish = false; ///< quitting asks
};

struct JobOptions {
    QString title;
    std::string lane; ///< empty = none
    bool quiet = false;
    bool mustFinish = false; ///< e.g. an apply: quitting asks first
    bool keepOlder = false;  ///< in the lane: when one is running already, do not start another
};

class JobRunner final : public QObject {
    Q_OBJECT
public:
    explicit JobRunner(QObject* parent = nullptr);
    /// Asks every job to stop and waits for all of them.
    ~JobRunner() override;

    /// `done` and `failed` run on the GUI thread while `context` lives; neither runs for a dropped answer.
    /// Returns 0 when keepOlder found a running one.
    template <class T>
    quint64 start(const JobOptions& options, QObject* context,
                  std::function<Result<T>(std::stop_token, const ProgressSink&)> work,
                  std::function<void(std::shared_ptr<const T>)> done, std::function<void(const Error&)> failed = {}) {
        auto slot = std::make_shared<std::shared_ptr<const T>>();
        return launch(
            options, context,
            [slot, work = std::move(work)](std::stop_token stop, const ProgressSink& sink) -> Status {
                auto result = work(stop, sink);
                if (!result)
                    return std::unexpected(std::move(result).error());
                *slot = std::make_shared<const T>(std::move(*result));
                return {};
            },
            [slot, done = std::move(done)] {
                if (done)
                    done(*slot);
            },
            std::move(failed));
    }
    quint64 run(const JobOptions& options, QObject* context,
                std::function<Status(std::stop_token, const ProgressSink&)> work, std::function<void()> done,
                std::function<void(const Error&)> failed = {}) {
        return launch(options, context, std::move(work), std::move(done), std::move(failed));
    }

    void cancel(quint64 id);
    void cancelLane(const std::string& lane);
    void cancelAll();
    /// No new jobs from now on; used while the window closes.
    void close();
    [[nodiscard]] bool closed() const { return m_closed; }

    /// Running first, newest first; finished ones are kept up to 50.
    [[nodiscard]] std::vector<JobInfo> jobs() const;
    [[nodiscard]] const JobInfo* find(quint64 id) const;
    [[nodiscard]] int running() const; ///< quiet ones left out
    [[nodiscard]] int runningAll() const;
    [[nodiscard]] std::vector<QString> unfinishedMust() const;
    void clearFinished();

Q_SIGNALS:
    void jobsChanged();     ///< a job started or ended
    void progressChanged(); ///< <= 10 Hz
    void idle();            ///< nothing runs, quiet ones included

private:
    struct Shared;
    struct Entry;
    quint64 launch(const JobOptions& options, QObject* context,
                   std::function<Status(std::stop_token, const ProgressSink&)> work, std::function<void()> done,
                   std::function<void(const Error&)> failed);
    void finish(quint64 id, const Status& status);
    void sample();

    QThreadPool m_pool;
    QTimer m_sampler;
    std::map<quint64, std::unique_ptr<Entry>> m_entries;
    std::map<std::string, quint64> m_lanes; ///< newest job of each lane
    quint64 m_next = 1;
    bool m_closed = false;
};

} // namespace streamtune::ui
