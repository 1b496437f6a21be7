// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Training and models of a workspace: what the training view of the window and `streamtune train|models` share.
///
/// A queue of runs that is kept in the workspace file. Whoever has a thread to spare calls work(): it carries out the
/// queued runs one after the other, at lower priority, until the queue is empty. Everything else may be called from any
/// thread meanwhile and returns at once. A run that is paused, cancelled, or killed with the program keeps a checkpoint
/// after every few epochs; resumed, it ends with the same bits as one that was never interrupted.
///
/// Models lie beside the workspace, in <workspace>.models/<id>/; the one in use per engine is recorded in the
/// workspace, with an audit row for every promotion.
///
/// Errors: "train.unknown_run", "train.state" (not possible in the state it is in), "train.busy" (another process works
/// on it), "train.empty", "train.module" (LibTorch is not installed), "train.cancelled", "model.unknown",
/// "model.exists", "model.gate" (not better than the one in use), those of core/learn/model.h and of the store.

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "core/base/progress.h"
#include "core/base/time.h"
#include "core/learn/pretraining.h"
#include "core/workbench/workbench.h"

namespace streamtune::workbench {

enum class RunState { Queued, Running, Paused, Interrupted, Done, Cancelled, Failed };
[[nodiscard]] const char* toString(RunState state);

struct TrainingRequest {
    std::string engine = "simulated";  ///< whose history of the workspace; models of engines are never mixed
    std::vector<std::string> clusters; ///< ids; empty = all, "global" = the global one alone
    std::string connection, job;       ///< both set: fine-tune the model for this job
    std::string from;                  ///< fine-tuning: cluster to start from; empty = where the job belongs
    learn::EncoderTraining settings;   ///< shape.features is filled in; epochs and pace are bounded for fine-tuning
    std::string name;                  ///< of the model; empty = made from engine and time
    std::string who;
};

/// One encoder of a run.
struct TrainingCurve {
    std::string cluster;
    std::vector<learn::Epoch> epochs;
    int bestEpoch = 0;
    bool done = false;
    std::string ending; ///< a sentence: early stop, cancel, no number, too little history
};

struct TrainingRun {
    std::string id;
    RunState state = RunState::Queued;
    std::string engine, connection, job; ///< job: empty for pre-training
    std::string name;                    ///< of the model to be
    std::string who;
    learn::EncoderTraining settings;
    TimePoint created{};
    std::string stage;          ///< "clustering", "training c2", "judging"
    int done = 0, total = 0;    ///< encoders
    int epoch = 0, epochs = 0;  ///< of the present encoder
    int batch = 0, batches = 0; ///< of the present epoch
    double spent = 0;           ///< seconds of work
    Number remaining;           ///< seconds, at most; missing = not known yet
    std::vector<TrainingCurve> curves;
    std::string sentence;               ///< how it ended, or why it failed, with what to do
    std::string model;                  ///< id, once there is one
    [[nodiscard]] double share() const; ///< done of all, 0..1
};

/// As `streamtune train --json` prints it.
[[nodiscard]] Json trainingRunToJson(const TrainingRun& run);

struct ModelSummary {
    std::string id;
    std::string engine, kind, job, origin, created;
    learn::Figures heldOut; ///< over all clusters
    std::int64_t jobs = 0, windows = 0, clusters = 0;
    bool shipped = false;
    bool active = false; ///< in use for its engine (or job)
    std::string broken;  ///< a sentence: why it cannot be used
};

/// Two models on the same windows: held-out ones of `candidate`.
struct ModelComparison {
    std::string candidate, present; ///< ids; present empty: there is none
    learn::Figures ofCandidate, ofPresent;
    std::int64_t jobs = 0;
    bool better = false; ///< the gate: log loss not worse by more than 1 %, or nothing to compare with
    std::string sentence;
};

/// Whether a job still looks like what its model has seen.
struct Drift {
    bool alarm = false;
    std::string model, cluster;
    Number distance;      ///< to the nearest centre
    double novelty = 0;   ///< beyond this a job is unlike anything seen
    Number surprise;      ///< mean |log measured / predicted capacity| in units of the held-out spread
    std::string sentence; ///< with the suggestion, where there is an alarm
};

/// Clusters of these jobs by graph edit distance, for a training outside of a workspace.
struct JobClusters {
    std::vector<learn::TrainingCluster> clusters;
    double tau = 5;
    double novelty = 10;
};
[[nodiscard]] Result<JobClusters> clustersOfHistory(const std::vector<learn::HistoryJob>& jobs, std::uint64_t seed,
                                                    int threads, std::stop_token stop, const ProgressSink& progress);

class TrainingDesk {
public:
    /// `workbench` must outlive the desk. One desk per process and workspace.
    explicit TrainingDesk(const Workbench& workbench);
    ~TrainingDesk();
    TrainingDesk(const TrainingDesk&) = delete;
    TrainingDesk& operator=(const TrainingDesk&) = delete;

    // The queue.
    [[nodiscard]] Result<std::string> enqueue(const TrainingRequest& request);
    /// Newest first, with curves; cheap enough for 10 Hz.
    [[nodiscard]] Result<std::vector<TrainingRun>> runs() const;
    [[nodiscard]] Result<TrainingRun> run(const std::string& id) const;
    [[nodiscard]] Status pause(const std::string& id);
    /// Queues a paused, interrupted or cancelled run again; work() goes on from its checkpoint.
    [[nodiscard]] Status resume(const std::string& id);
    [[nodiscard]] Status cancel(const std::string& id);
    /// Removes a run that is over, with its checkpoints; the model stays.
    [[nodiscard]] Status forget(const std::string& id);
    /// Carries out queued runs until there is none. `onChange` after every batch, on this thread. A stop pauses the
    /// run.
    [[nodiscard]] Status work(std::stop_token stop, const std::function<void(const TrainingRun&)>& onChange = {});

    // Models.
    [[nodiscard]] Result<std::vector<ModelSummary>> models() const;
    [[nodiscard]] Result<std::shared_ptr<const learn::ModelSet>> model(const std::string& id) const;
    /// In use for an engine; for a job of it where one was fine-tuned and promoted. The shipped one for "simulated"
    /// until another is promoted; null where there is none.
    [[nodiscard]] Result<std::shared_ptr<const learn::ModelSet>>
    active(const std::string& engine, const std::string& connection = {}, const std::string& job = {}) const;
    [[nodiscard]] Result<ModelComparison> compare(const std::string& candidate, const std::string& present) const;
    /// Puts a model into use. Error "model.gate" unless it is better on its held-out windows or `evenIfWorse`.
    [[nodiscard]] Result<ModelComparison> promote(const std::string& id, const review::Actor& actor, bool evenIfWorse);
    [[nodiscard]] Status exportModel(const std::string& id, const std::filesystem::path& folder) const;
    [[nodiscard]] Result<std::string> importModel(const std::filesystem::path& path);
    [[nodiscard]] Status removeModel(const std::string& id, const review::Actor& actor);

    [[nodiscard]] Result<Drift> drift(const std::string& connection, const std::string& job,
                                      std::stop_token stop) const;

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace streamtune::workbench
