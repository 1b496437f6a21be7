// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/training_flow.h"

#include <algorithm>
#include <future>
#include <mutex>
#include <utility>

#include "ui/session/text.h"

namespace streamtune::ui {

using workbench::RunState;
using workbench::TrainingRun;

namespace {

constexpr int kSampleMs = 100;   ///< of the run at work: curves move at 10 Hz
constexpr int kOthersMs = 2'000; ///< of runs of another process, which tells at its checkpoints

Result<std::vector<TrainingSource>> readSourcesOf(OpenDesk& open) {
    std::vector<TrainingSource> sources;
    ST_ASSIGN(const auto store, open.bench->store());
    ST_ASSIGN(const auto shapes, store->jobShapes({}));
    for (const char* engine : {"simulated", "flink", "timely"}) {
        if (std::ranges::none_of(shapes, [&](const auto& shape) { return shape.engine == engine; }))
            continue;
        TrainingSource source{engine, {}, {}};
        // A model that cannot be read is told of by the list of models; trainings do not depend on it.
        if (const auto model = open.desk.active(engine); model && *model) {
            source.model = (*model)->card.id;
            for (const auto& cluster : (*model)->clusters)
                source.clusters.push_back(cluster.id);
        }
        sources.push_back(std::move(source));
    }
    return sources;
}

} // namespace

/// What the training thread leaves for the window.
struct TrainingFlow::Live {
    std::mutex mutex;
    std::optional<TrainingRun> run; ///< newest, until it is taken
    std::string requeued;           ///< a run that was stopped with the work, not by a person
};

TrainingFlow::TrainingFlow(Session& session, QObject* parent) : QObject(parent), m_session(session) {
    m_sampler.setInterval(kSampleMs);
    m_others.setInterval(kOthersMs);
    connect(&m_sampler, &QTimer::timeout, this, &TrainingFlow::takeLive);
    connect(&m_others, &QTimer::timeout, this, &TrainingFlow::reload);
    connect(&session, &Session::workspaceClosed, this, &TrainingFlow::clear);
    connect(&session, &Session::workspaceOpened, this, [this] {
        clear();
        m_desk = std::make_shared<OpenDesk>(m_session.bench());
        reload(); // what waits in the queue goes on
        if (m_active)
            reloadSources();
    });
}

void TrainingFlow::clear() {
    m_session.runner().cancelLane("training.work");
    m_session.runner().cancelLane("training.read");
    m_session.runner().cancelLane("training.sources");
    m_sampler.stop();
    m_others.stop();
    m_work = 0;
    m_live.reset();
    m_desk.reset();
    m_runs.clear();
    m_sources.clear();
    m_chosen.clear();
    setState(TrainingsState::Closed);
    Q_EMIT sourcesChanged();
    Q_EMIT chosenChanged();
}

void TrainingFlow::setState(TrainingsState state) {
    m_state = state;
    Q_EMIT changed();
}

void TrainingFlow::activate() {
    const bool first = !m_active;
    m_active = true;
    if (!m_desk)
        return;
    reload();
    if (first || m_sources.empty())
        reloadSources();
}

void TrainingFlow::reloadSources() {
    if (!m_desk)
        return;
    m_session.runner().start<std::vector<TrainingSource>>(
        {.title = tr("Read what can be learned from"), .lane = "training.sources", .quiet = true}, this,
        [desk = m_desk](std::stop_token, const ProgressSink&) { return readSourcesOf(*desk); },
        [this](const auto& sources) {
            m_sources = *sources;
            Q_EMIT sourcesChanged();
        },
        [this](const Error& error) {
            m_session.troubles().raise(QStringLiteral("training"), tr("Read the recorded history"), error,
                                       tr("Try again"), [this] { reloadSources(); });
        });
}

void TrainingFlow::reload() {
    if (!m_desk)
        return;
    if (m_state != TrainingsState::Ready)
        setState(TrainingsState::Loading);
    m_session.runner().start<std::vector<TrainingRun>>(
        {.title = tr("Read the trainings"), .lane = "training.read", .quiet = true}, this,
        [desk = m_desk](std::stop_token, const ProgressSink&) { return desk->desk.runs(); },
        [this](const auto& runs) { takeRuns(*runs); },
        [this](const Error& error) {
            m_why = text(error.sentence);
            setState(TrainingsState::Failed);
            m_session.troubles().raise(QStringLiteral("training"), tr("Read the trainings"), error, tr("Try again"),
                                       [this] { reload(); });
        });
}

const TrainingRun* TrainingFlow::run(const std::string& id) const {
    const auto found = std::ranges::find(m_runs, id, &TrainingRun::id);
    return found == m_runs.end() ? nullptr : &*found;
}

const TrainingRun* TrainingFlow::current() const {
    return m_chosen.empty() ? nullptr : run(m_chosen.front());
}

void TrainingFlow::choose(std::vector<std::string> ids) {
    if (ids == m_chosen)
        return;
    m_chosen = std::move(ids);
    Q_EMIT chosenChanged();
}

void TrainingFlow::takeRuns(std::vector<TrainingRun> runs) {
    m_session.troubles().settle(QStringLiteral("training"));
    QStringList made;
    for (const TrainingRun& next : runs)
        if (const TrainingRun* before = run(next.id); next.state == RunState::Done && before && before->model.empty())
            made << text(next.model);
    m_runs = std::move(runs);
    const auto gone = std::erase_if(m_chosen, [this](const std::string& id) { return !run(id); });
    const bool choose = m_chosen.empty() && !m_runs.empty();
    if (choose) // the one at work is what a person looks for
        m_chosen = {std::ranges::max_element(m_runs, {}, [](const TrainingRun& r) {
                        return r.state == RunState::Running ? 2 : r.state == RunState::Queued ? 1 : 0;
                    })->id};
    setState(TrainingsState::Ready);
    if (choose || gone > 0)
        Q_EMIT chosenChanged();
    for (const QString& model : made)
        Q_EMIT modelMade(model);
    const auto any = [this](RunState state) {
        return std::ranges::any_of(m_runs, [state](const TrainingRun& r) { return r.state == state; });
    };
    const bool elsewhere = !working() && any(RunState::Running);
    if (elsewhere != m_others.isActive())
        elsewhere ? m_others.start() : m_others.stop();
    if (any(RunState::Queued) && !elsewhere)
        startWork();
}

void TrainingFlow::takeLive() {
    std::optional<TrainingRun> run;
    {
        const std::lock_guard lock(m_live->mutex);
        run.swap(m_live->run);
    }
    if (!run)
        return;
    const auto mine = std::ranges::find(m_runs, run->id, &TrainingRun::id);
    if (mine == m_runs.end())
        return reload();
    if (mine->state != run->state)
        return reload(); // one ended, and the next one may have begun
    *mine = std::move(*run);
    Q_EMIT moved();
}

Status TrainingFlow::workAside(const SharedDesk& desk, Live& live, const std::stop_token& stop,
                               const ProgressSink& progress) {
    std::string last;
    const auto told = [&](const TrainingRun& run) {
        last = run.id;
        report(progress, {utf8(progressWords(run)), static_cast<std::int64_t>(1'000 * run.share()), 1'000, {}, true});
        const std::lock_guard lock(live.mutex);
        live.run = run;
    };
    // A thread of its own: it stays at low priority where the system does not let it rise again.
    const Status status = std::async(std::launch::async, [&] { return desk->desk.work(stop, told); }).get();
    if (!stop.stop_requested() || last.empty())
        return status;
    if (const auto run = desk->desk.run(last); run && run->state == RunState::Paused) {
        ST_TRY(desk->desk.resume(last)); // the window is closing: it waits in the workspace
        const std::lock_guard lock(live.mutex);
        live.requeued = last;
    }
    return status;
}

void TrainingFlow::startWork() {
    if (working() || !m_desk || readOnly())
        return;
    m_live = std::make_shared<Live>();
    m_work = m_session.runner().run(
        {.title = tr("Training"), .lane = "training.work"}, this,
        [desk = m_desk, live = m_live](std::stop_token stop, const ProgressSink& progress) {
            return workAside(desk, *live, stop, progress);
        },
        [this] { workEnded(nullptr); }, [this](const Error& error) { workEnded(&error); });
    if (m_work != 0)
        m_sampler.start();
    Q_EMIT changed();
}

void TrainingFlow::workEnded(const Error* error) {
    takeLive();
    m_sampler.stop();
    m_work = 0;
    const std::string requeued = std::exchange(m_live->requeued, {});
    if (error)
        m_session.troubles().raise(QStringLiteral("training.work"), tr("Training"), *error, tr("Try again"),
                                   [this] { reload(); });
    if (requeued.empty() || m_session.runner().closed())
        return reload();
    pause(requeued); // the work was stopped by a person, in the list of background jobs
}

void TrainingFlow::change(const QString& what, std::function<Status(workbench::TrainingDesk&)> act) {
    if (!m_desk)
        return;
    m_session.runner().run(
        {.title = what, .lane = {}, .quiet = true}, this,
        [desk = m_desk, act = std::move(act)](std::stop_token, const ProgressSink&) { return act(desk->desk); },
        [this] {
            m_session.troubles().settle(QStringLiteral("training.change"));
            reload();
        },
        [this, what](const Error& error) {
            m_session.troubles().raise(QStringLiteral("training.change"), what, error);
            reload();
        });
}

void TrainingFlow::enqueue(workbench::TrainingRequest request) {
    if (!m_desk)
        return;
    request.who = utf8(m_session.actor());
    m_session.runner().start<std::string>(
        {.title = tr("Put a training into the queue"), .lane = {}, .quiet = true}, this,
        [desk = m_desk, request](std::stop_token, const ProgressSink&) { return desk->desk.enqueue(request); },
        [this](const auto& id) {
            m_session.troubles().settle(QStringLiteral("training.change"));
            m_chosen = {*id};
            reload();
            Q_EMIT chosenChanged();
        },
        [this](const Error& error) {
            m_session.troubles().raise(QStringLiteral("training.change"), tr("Put a training into the queue"), error);
        });
}

void TrainingFlow::pause(const std::string& id) {
    change(tr("Pause the training"), [id](auto& desk) { return desk.pause(id); });
}

void TrainingFlow::resume(const std::string& id) {
    change(tr("Resume the training"), [id](auto& desk) { return desk.resume(id); });
}

void TrainingFlow::cancel(const std::string& id) {
    change(tr("Cancel the training"), [id](auto& desk) { return desk.cancel(id); });
}

void TrainingFlow::forget(const std::string& id) {
    change(tr("Remove the training"), [id](auto& desk) { return desk.forget(id); });
}

QString TrainingFlow::whyNoChange(const TrainingRun* run) const {
    if (!m_desk)
        return tr("No workspace is open. Open the demo or a workspace first.");
    if (readOnly())
        return tr("This window was opened read-only.");
    if (!run)
        return tr("Choose a training first.");
    if (run->state == RunState::Running && !working())
        return tr("Another process works on it.");
    return {};
}

QString TrainingFlow::whyNoPause(const TrainingRun* run) const {
    if (const QString why = whyNoChange(run); !why.isEmpty())
        return why;
    return run->state == RunState::Running || run->state == RunState::Queued
               ? QString()
               : tr("It is %1, so there is nothing to pause.").arg(stateWord(run->state));
}

QString TrainingFlow::whyNoResume(const TrainingRun* run) const {
    if (const QString why = whyNoChange(run); !why.isEmpty())
        return why;
    switch (run->state) {
    case RunState::Paused:
    case RunState::Interrupted:
    case RunState::Cancelled:
    case RunState::Failed:
        return {};
    default:
        return tr("It is %1, so there is nothing to resume.").arg(stateWord(run->state));
    }
}

QString TrainingFlow::whyNoCancel(const TrainingRun* run) const {
    if (const QString why = whyNoChange(run); !why.isEmpty())
        return why;
    switch (run->state) {
    case RunState::Running:
    case RunState::Queued:
    case RunState::Paused:
    case RunState::Interrupted:
        return {};
    default:
        return tr("It is %1, so there is nothing to cancel.").arg(stateWord(run->state));
    }
}

QString TrainingFlow::whyNoForget(const TrainingRun* run) const {
    if (const QString why = whyNoChange(run); !why.isEmpty())
        return why;
    return run->state == RunState::Running ? tr("It is running; cancel it first.") : QString();
}

QString stateWord(RunState state) {
    switch (state) {
    case RunState::Queued:
        return TrainingFlow::tr("waiting");
    case RunState::Running:
        return TrainingFlow::tr("running");
    case RunState::Paused:
        return TrainingFlow::tr("paused");
    case RunState::Interrupted:
        return TrainingFlow::tr("interrupted");
    case RunState::Done:
        return TrainingFlow::tr("done");
    case RunState::Cancelled:
        return TrainingFlow::tr("cancelled");
    case RunState::Failed:
        return TrainingFlow::tr("failed");
    }
    return {};
}

QString trainingTitle(const TrainingRun& run) {
    return run.job.empty() ? TrainingFlow::tr("Encoders for %1").arg(text(run.engine))
                           : TrainingFlow::tr("Fine-tuning for %1").arg(text(run.job));
}

QString encoderTitle(const std::string& cluster) {
    return cluster == "global" ? TrainingFlow::tr("Global encoder")
           : cluster == "job"  ? TrainingFlow::tr("Encoder for the job")
                               : TrainingFlow::tr("Encoder for cluster %1").arg(text(cluster));
}

QString encoderName(const std::string& cluster) {
    return cluster == "global" ? TrainingFlow::tr("global")
           : cluster == "job"  ? TrainingFlow::tr("of the job")
                               : text(cluster);
}

QString progressWords(const TrainingRun& run) {
    constexpr double kEstimating = 0.03;
    QStringList words;
    if (run.state != RunState::Running)
        words << stateWord(run.state);
    else if (run.total == 0)
        words << text(run.stage);
    if (run.total > 0 && run.state != RunState::Done) {
        words << TrainingFlow::tr("encoder %1/%2").arg(std::min(run.done + 1, run.total)).arg(run.total);
        words << TrainingFlow::tr("epoch %1/%2").arg(run.epoch).arg(run.epochs);
    }
    if (run.spent > 0)
        words << TrainingFlow::tr("%1 spent").arg(duration(run.spent));
    if (run.state == RunState::Running && run.total > 0)
        words << (run.share() < kEstimating || !isKnown(run.remaining)
                      ? TrainingFlow::tr("estimating")
                      : TrainingFlow::tr("at most %1 left").arg(duration(*run.remaining)));
    return words.join(QStringLiteral(" · "));
}

} // namespace streamtune::ui
