// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// What the Train perspective knows: the queue of trainings of the open workspace, which of them are looked at, and the
/// work itself, which goes on in the background at lower priority whatever is shown. What is kept of a run lies in the
/// workspace: a run that the window was closed on waits there and goes on when the workspace is opened again.
/// GUI thread.

#include <QObject>
#include <QTimer>
#include <memory>
#include <string>
#include <vector>

#include "core/workbench/training_desk.h"
#include "ui/session/session.h"

namespace streamtune::ui {

/// The desk with the workspace it works on: one per open workspace, shared by whatever runs in the background.
struct OpenDesk {
    explicit OpenDesk(Bench opened) : bench(std::move(opened)), desk(*bench) {}
    Bench bench;
    workbench::TrainingDesk desk;
};
using SharedDesk = std::shared_ptr<OpenDesk>;

/// What a training can be asked for: an engine with recorded windows, and the clusters of its model in use.
struct TrainingSource {
    std::string engine;
    std::string model;                 ///< in use; empty = none yet
    std::vector<std::string> clusters; ///< of that model
};

enum class TrainingsState { Closed, Loading, Ready, Failed };

class TrainingFlow final : public QObject {
    Q_OBJECT
public:
    explicit TrainingFlow(Session& session, QObject* parent = nullptr);

    /// The perspective is looked at: what is missing is read from now on.
    void activate();
    void reload();
    [[nodiscard]] TrainingsState state() const { return m_state; }
    [[nodiscard]] QString why() const { return m_why; }             ///< when Failed
    [[nodiscard]] const SharedDesk& desk() const { return m_desk; } ///< null while no workspace is open
    [[nodiscard]] bool readOnly() const { return m_session.readOnly(); }

    [[nodiscard]] const std::vector<workbench::TrainingRun>& runs() const { return m_runs; } ///< newest first
    [[nodiscard]] const workbench::TrainingRun* run(const std::string& id) const;
    /// Runs looked at: the first one in full, the others beside it.
    [[nodiscard]] const std::vector<std::string>& chosen() const { return m_chosen; }
    void choose(std::vector<std::string> ids);
    [[nodiscard]] const workbench::TrainingRun* current() const;
    [[nodiscard]] const std::vector<TrainingSource>& sources() const { return m_sources; }
    void reloadSources();

    // The queue. Each returns at once; refusals are raised as troubles.
    void enqueue(workbench::TrainingRequest request);
    void pause(const std::string& id);
    void resume(const std::string& id);
    void cancel(const std::string& id);
    void forget(const std::string& id);
    [[nodiscard]] bool working() const { return m_work != 0; }
    [[nodiscard]] quint64 work() const { return m_work; } ///< in the runner

    /// Why it cannot be done to that run now; empty = it can.
    [[nodiscard]] QString whyNoPause(const workbench::TrainingRun* run) const;
    [[nodiscard]] QString whyNoResume(const workbench::TrainingRun* run) const;
    [[nodiscard]] QString whyNoCancel(const workbench::TrainingRun* run) const;
    [[nodiscard]] QString whyNoForget(const workbench::TrainingRun* run) const;

Q_SIGNALS:
    void changed(); ///< runs or state
    void moved();   ///< the run at work went on; at most 10 Hz
    void chosenChanged();
    void sourcesChanged();
    void modelMade(const QString& model); ///< a run ended with one

private:
    struct Live;
    static Status workAside(const SharedDesk& desk, Live& live, const std::stop_token& stop,
                            const ProgressSink& progress);
    void clear();
    void setState(TrainingsState state);
    void takeRuns(std::vector<workbench::TrainingRun> runs);
    void takeLive();
    void startWork();
    void workEnded(const Error* error);
    void change(const QString& what, std::function<Status(workbench::TrainingDesk&)> act);
    [[nodiscard]] QString whyNoChange(const workbench::TrainingRun* run) const;

    Session& m_session;
    SharedDesk m_desk;
    std::shared_ptr<Live> m_live; ///< of the work that runs
    TrainingsState m_state = TrainingsState::Closed;
    QString m_why;
    bool m_active = false;
    std::vector<workbench::TrainingRun> m_runs;
    std::vector<std::string> m_chosen;
    std::vector<TrainingSource> m_sources;
    quint64 m_work = 0;
    QTimer m_sampler; ///< of the run at work
    QTimer m_others;  ///< of runs that another process works on
};

/// "Cluster 2/4 · epoch 18/60 · 41 s spent · about 1 min 35 s left"; "estimating" for the first 3 %.
[[nodiscard]] QString progressWords(const workbench::TrainingRun& run);
/// What is trained: "Encoders for simulated", "Fine-tuning for demo / nexmark-q5".
[[nodiscard]] QString trainingTitle(const workbench::TrainingRun& run);
[[nodiscard]] QString stateWord(workbench::RunState state);
/// The encoder of a cluster as people call it.
[[nodiscard]] QString encoderTitle(const std::string& cluster);
/// The same for narrow columns.
[[nodiscard]] QString encoderName(const std::string& cluster);

} // namespace streamtune::ui
