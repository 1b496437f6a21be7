// SPDX-License-Identifier: GPL-3.0-or-later
// One run: training or fine-tuning in the thread that calls work().
#include <algorithm>
#include <chrono>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "core/learn/tensor_file.h"
#include "core/tune/model_choice.h"
#include "core/workbench/model_in_use.h"
#include "core/workbench/training_data.h"
#include "core/workbench/training_impl.h"

namespace streamtune::workbench {

namespace fs = std::filesystem;

namespace {

constexpr int kFineTuneEpochs = 40;
constexpr double kFineTunePace = 0.3; ///< of the learning rate
constexpr float kOwnWeight = 10;      ///< of the job's own windows beside those of its cluster
constexpr std::size_t kWarmJobs = 6;

/// Training gives way to whatever a person waits for; back to normal at the end where the system allows it.
class LowPriority {
public:
    LowPriority()
        : m_thread(static_cast<id_t>(::syscall(SYS_gettid))), m_before(::getpriority(PRIO_PROCESS, m_thread)) {
        ::setpriority(PRIO_PROCESS, m_thread, std::min(m_before + 10, 19));
    }
    ~LowPriority() { ::setpriority(PRIO_PROCESS, m_thread, m_before); }
    LowPriority(const LowPriority&) = delete;
    LowPriority& operator=(const LowPriority&) = delete;

private:
    id_t m_thread;
    int m_before;
};

} // namespace

Status TrainingDesk::work(std::stop_token stop, const std::function<void(const TrainingRun&)>& onChange) {
    const LowPriority low;
    while (!stop.stop_requested()) {
        ST_ASSIGN(const auto all, runs());
        const auto next = std::find_if(all.rbegin(), all.rend(),
                                       [](const TrainingRun& run) { return run.state == RunState::Queued; });
        if (next == all.rend())
            return {};
        ST_TRY(m_impl->carryOut(next->id, stop, onChange));
    }
    return {};
}

void TrainingDesk::Impl::change(const std::function<void(TrainingRun&)>& edit,
                                const std::function<void(const TrainingRun&)>& onChange) {
    TrainingRun copy;
    {
        const std::lock_guard lock(mutex);
        edit(*live);
        copy = *live;
    }
    if (onChange)
        onChange(copy);
}

Status TrainingDesk::Impl::carryOut(const std::string& id, std::stop_token stop,
                                    const std::function<void(const TrainingRun&)>& onChange) {
    ST_ASSIGN(StoredRun stored, this->stored(id));
    stored.run.state = RunState::Running;
    stored.process = ::getpid();
    stored.run.curves.clear(); // they come back with the checkpoints
    stored.run.done = 0;
    {
        const std::lock_guard lock(mutex);
        live = stored.run;
        asked.reset();
        stopRun = std::stop_source();
    }
    const double spentBefore = stored.run.spent;
    const auto begin = std::chrono::steady_clock::now();
    ST_TRY(keep(stored));
    Result<std::string> model = fail(Error{});
    {
        const std::stop_callback forward(stop, [this] {
            const std::lock_guard lock(mutex);
            stopRun.request_stop();
        });
        std::stop_token mine;
        {
            const std::lock_guard lock(mutex);
            mine = stopRun.get_token();
        }
        const auto timed = [&](TrainingRun& run) {
            run.spent = spentBefore + std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
            if (const double share = run.share(); share > 0.01)
                run.remaining = (run.spent - spentBefore) * (1 - share) / share;
        };
        const Teller tell = [&](const std::function<void(TrainingRun&)>& edit) {
            change([&](TrainingRun& run) { edit(run), timed(run); }, onChange);
        };
        model = stored.run.job.empty() ? pretrainRun(stored, mine, tell) : fineTuneRun(stored, mine, tell);
    }
    TrainingRun over;
    {
        const std::lock_guard lock(mutex);
        over = *live;
        over.remaining = std::nullopt;
        if (model) {
            over.state = RunState::Done;
            over.model = *model;
            over.stage = "done";
            over.sentence = fmt::format("The model \"{}\" is made; promote it to put it into use.", *model);
        } else if (model.error().code == "train.cancelled" || model.error().code == "ged.cancelled" ||
                   model.error().code == "store.cancelled") {
            over.state = asked.value_or(RunState::Paused);
            over.sentence = model.error().sentence;
        } else {
            over.state = RunState::Failed;
            over.sentence = model.error().sentence + (model.error().hint.empty() ? "" : " " + model.error().hint);
        }
        live.reset();
    }
    stored.run = over;
    const Status kept = keep(stored);
    if (onChange)
        onChange(over);
    return kept;
}

learn::Checkpoints TrainingDesk::Impl::checkpoints(const StoredRun& stored, const std::string& dataHash) {
    learn::Checkpoints points = learn::checkpointsIn(checkpointFolder(stored.run.id), stored.run.settings, dataHash);
    points.save = [=, this, write = std::move(points.save)](const std::string& cluster,
                                                            const learn::TrainingState& state, bool over) -> Status {
        ST_TRY(write(cluster, state, over));
        StoredRun now = stored;
        {
            const std::lock_guard lock(mutex);
            if (live)
                now.run = *live;
        }
        return keep(now);
    };
    return points;
}

learn::PretrainingSink TrainingDesk::Impl::sink(const Teller& tell) {
    return [&tell](const learn::PretrainingProgress& progress) {
        tell([&](TrainingRun& run) {
            run.stage = "training " + progress.cluster;
            run.total = std::max(progress.encoders, 1);
            run.done = progress.encoder - (progress.ending.empty() ? 1 : 0);
            run.batch = progress.batch;
            run.batches = progress.batches;
            auto curve = std::ranges::find(run.curves, progress.cluster, &TrainingCurve::cluster);
            if (curve == run.curves.end()) {
                run.curves.push_back({progress.cluster, {}, 0, false, {}});
                curve = std::prev(run.curves.end());
                run.epoch = 0;
            }
            if (progress.state) {
                curve->epochs = progress.state->curve;
                curve->bestEpoch = progress.state->bestEpoch;
                run.epoch = progress.state->epoch;
            }
            if (!progress.ending.empty()) {
                curve->done = true;
                curve->ending = progress.ending;
                run.epoch = 0;
            }
        });
    };
}

Result<std::string> TrainingDesk::Impl::pretrainRun(const StoredRun& stored, std::stop_token stop, const Teller& tell) {
    tell([&](TrainingRun& run) {
        run.stage = "reading history";
        run.epochs = run.settings.epochs;
    });
    ST_ASSIGN(const auto store, workbench.store());
    ST_ASSIGN(const auto history, readHistory(*store, stored.mark, stop));
    tell([](TrainingRun& run) { run.stage = "clustering"; });
    ST_ASSIGN(const auto clusters,
              clustersOf(*store, history, stored.run.settings.seed, stored.run.settings.threads, stop, {}));
    learn::Pretraining how;
    how.settings = stored.run.settings;
    how.only = stored.clusters;
    std::shared_ptr<const learn::ModelSet> before;
    if (!how.only.empty()) {
        ST_ASSIGN(before, modelInUse(*store, stored.run.engine, {}, {}));
        how.before = before.get();
        for (const std::string& id : how.only)
            if (id != "global" &&
                std::ranges::find(clusters.clusters, id, &learn::TrainingCluster::id) == clusters.clusters.end())
                return fail("train.settings",
                            fmt::format("There is no cluster \"{}\" in this history.", id.substr(0, 60)),
                            "List the clusters with `streamtune cluster`.");
    }
    learn::ModelCard card;
    card.id = stored.run.name;
    card.engine = stored.run.engine;
    card.kind = "encoders";
    card.created = toRfc3339(systemClock()->now());
    card.origin = fmt::format("Learned from the windows of {} jobs of this workspace on engine \"{}\".", history.size(),
                              stored.run.engine);
    card.tau = clusters.tau;
    card.novelty = clusters.novelty;
    card.parent = before ? before->card.id : "";
    const std::string hash = learn::figuresOf(history).hash;
    ST_ASSIGN(const learn::ModelSet model, learn::pretrain(history, clusters.clusters, how, std::move(card),
                                                           checkpoints(stored, hash), stop, sink(tell)));
    ST_TRY(learn::saveModel(model, root() / model.card.id));
    return model.card.id;
}

/// One job: the encoder of its cluster goes on with the job's own windows, which count more than those of jobs like it.
Result<std::string> TrainingDesk::Impl::fineTuneRun(const StoredRun& stored, std::stop_token stop, const Teller& tell) {
    tell([&](TrainingRun& run) {
        run.stage = "reading history";
        run.epochs = std::min(run.settings.epochs, kFineTuneEpochs);
        run.total = 1;
    });
    ST_ASSIGN(const auto store, workbench.store());
    ST_ASSIGN(const auto history, readHistory(*store, stored.mark, stop));
    const std::string name = stored.run.connection + "/" + stored.run.job;
    const auto job = std::find_if(history.rbegin(), history.rend(), [&](const auto& j) { return j.name == name; });
    if (job == history.rend())
        return fail("train.empty", fmt::format("There is no quiet window of \"{}\" yet.", stored.run.job.substr(0, 60)),
                    "Measure it with `streamtune observe`.");
    ST_ASSIGN(const auto base, modelInUse(*store, stored.run.engine, {}, {}));
    if (!base)
        return fail("model.unknown",
                    fmt::format("There is no model for engine \"{}\" to start from.", stored.run.engine),
                    "Train and promote one first: `streamtune train`.");
    const learn::ClusterEncoder* from =
        stored.from.empty() ? tune::chooseEncoder(*base, job->graph, stop).encoder : base->find(stored.from);
    if (!from)
        return fail("train.settings",
                    fmt::format("The model \"{}\" has no cluster \"{}\".", base->card.id, stored.from));
    learn::TrainingSet set;
    learn::HistoryJob own = *job, kept = *job; // the newest fifth judges
    const std::size_t judged = job->windows.size() / 5;
    own.windows.resize(job->windows.size() - judged);
    kept.windows.assign(job->windows.end() - static_cast<std::ptrdiff_t>(judged), job->windows.end());
    set.training = learn::samplesOf(own);
    for (learn::Sample& sample : set.training)
        sample.weight = kOwnWeight;
    set.validation = learn::samplesOf(kept);
    std::size_t warm = 0;
    for (const learn::HistoryJob& other : history)
        if (other.name != name && warm < kWarmJobs &&
            tune::chooseEncoder(*base, other.graph, stop).encoder->id == from->id) {
            std::ranges::move(learn::samplesOf(other), std::back_inserter(set.training));
            ++warm;
        }
    learn::EncoderTraining settings = stored.run.settings;
    settings.shape = from->encoder.shape;
    settings.epochs = std::min(settings.epochs, kFineTuneEpochs);
    settings.learningRate *= kFineTunePace;
    settings.patience = std::min(settings.patience, 10);
    StoredRun fitted = stored;
    fitted.run.settings = settings;
    const learn::Checkpoints points = checkpoints(fitted, learn::figuresOf(history).hash);
    learn::TrainingState start;
    if (auto before = points.load("job")) {
        start = std::move(*before);
    } else {
        start.centre = from->encoder.centre;
        start.classWeight = 0;
        start.weights = start.best = from->encoder.weights;
        start.first.assign(start.weights.size(), 0.0F);
        start.second = start.first;
    }
    ST_ASSIGN(learn::TorchRoom* const room, learn::torchRoom());
    const learn::PretrainingSink told = sink(tell);
    Status saved;
    ST_ASSIGN(const learn::Trained trained,
              room->train(
                  set, settings, &start, stop,
                  [&](const learn::TrainingState& state) {
                      if (saved && state.epoch % points.every == 0)
                          saved = points.save("job", state, false);
                      told({"job", 1, 1, 0, 0, &state, {}});
                  },
                  [&](int done, int total) { told({"job", 1, 1, done, total, nullptr, {}}); }));
    ST_TRY(saved);
    if (trained.end == learn::TrainingEnd::Cancelled) {
        if (trained.state.epoch > 0)
            ST_TRY(points.save("job", trained.state, false));
        return fail("train.cancelled", trained.why);
    }
    told({"job", 1, 1, 0, 0, &trained.state, trained.why});
    learn::ModelSet model;
    model.card = base->card;
    model.card.id = stored.run.name;
    model.card.kind = "job";
    model.card.job = name;
    model.card.parent = base->card.id;
    model.card.created = toRfc3339(systemClock()->now());
    model.card.origin = fmt::format("The encoder \"{}\" of \"{}\", fine-tuned with {} windows of \"{}\".", from->id,
                                    base->card.id, own.windows.size(), name);
    model.card.settings = settings;
    model.card.history = learn::figuresOf({*job});
    model.card.heldOut = {name};
    model.kinds = base->kinds;
    model.warm = base->warm;
    for (learn::WarmRow& row : model.warm)
        row.cluster = -1;
    model.global = *from;
    model.global.id = "global";
    model.global.centre = {};
    model.global.own = true;
    model.global.why = trained.why;
    model.global.jobs = 1;
    model.global.windows = static_cast<std::int64_t>(own.windows.size());
    model.global.epochs = trained.state.epoch;
    model.global.bestEpoch = trained.state.bestEpoch;
    model.global.encoder = {settings.shape, trained.state.centre, trained.state.best, trained.state.classWeight};
    learn::Judgement judgement;
    judgement.add(model.global.encoder, kept);
    model.global.heldOut = judgement.figures();
    model.calibration = judgement.calibration();
    model.capacitySpread = base->capacitySpread;
    ST_TRY(learn::checkMonotone(model.global.encoder, 10'000, 1));
    ST_TRY(learn::saveModel(model, root() / model.card.id));
    return model.card.id;
}

} // namespace streamtune::workbench
