// SPDX-License-Identifier: GPL-3.0-or-later
// The queue of runs. Models are in model_shelf.cpp.
#include "core/workbench/training_desk.h"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <csignal>
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

constexpr const char* kRuns = "training.run";
constexpr int kFineTuneEpochs = 40;
constexpr double kFineTunePace = 0.3; ///< of the learning rate
constexpr float kOwnWeight = 10;      ///< of the job's own windows beside those of its cluster
constexpr std::size_t kWarmJobs = 6;

const std::map<RunState, const char*>& stateNames() {
    static const std::map<RunState, const char*> names{
        {RunState::Queued, "queued"},          {RunState::Running, "running"},
        {RunState::Paused, "paused"},          {RunState::Done, "done"},
        {RunState::Cancelled, "cancelled"},    {RunState::Failed, "failed"},
        {RunState::Interrupted, "interrupted"}};
    return names;
}

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

bool alive(pid_t process) {
    return process > 0 && (::kill(process, 0) == 0 || errno == EPERM);
}

Json curveJson(const TrainingCurve& curve) {
    Json points = Json::array();
    for (const learn::Epoch& epoch : curve.epochs)
        points.push_back({epoch.number, epoch.training, numberToJson(Number(epoch.validation)), epoch.seconds});
    return {{"cluster", curve.cluster},
            {"epochs", std::move(points)},
            {"best_epoch", curve.bestEpoch},
            {"done", curve.done},
            {"ending", curve.ending}};
}

TrainingCurve curveFrom(const Json& json) {
    TrainingCurve curve;
    curve.cluster = stringAt(json, "cluster");
    for (const Json& point : childAt(json, "epochs"))
        if (point.is_array() && point.size() == 4)
            curve.epochs.push_back({static_cast<int>(valueOr(numberFromJson(point[0]), 0)),
                                    valueOr(numberFromJson(point[1]), learn::kUnknown),
                                    valueOr(numberFromJson(point[2]), learn::kUnknown),
                                    valueOr(numberFromJson(point[3]), 0)});
    curve.bestEpoch = static_cast<int>(integerAt(json, "best_epoch", 0));
    curve.done = boolAt(json, "done", false);
    curve.ending = stringAt(json, "ending");
    return curve;
}

} // namespace

const char* toString(RunState state) {
    return stateNames().at(state);
}

double TrainingRun::share() const {
    if (state == RunState::Done)
        return 1;
    if (total == 0)
        return 0;
    const double inside = epochs > 0 ? std::min(1.0, static_cast<double>(epoch) / epochs) : 0;
    return std::min(1.0, (done + inside) / total);
}

Json trainingRunToJson(const TrainingRun& run) {
    Json curves = Json::array();
    for (const TrainingCurve& curve : run.curves)
        curves.push_back(curveJson(curve));
    return {{"id", run.id},
            {"state", toString(run.state)},
            {"engine", run.engine},
            {"connection", run.connection},
            {"job", run.job},
            {"name", run.name},
            {"who", run.who},
            {"created", toRfc3339(run.created)},
            {"stage", run.stage},
            {"done", run.done},
            {"total", run.total},
            {"epoch", run.epoch},
            {"epochs", run.epochs},
            {"share", run.share()},
            {"spent", run.spent},
            {"remaining", numberToJson(run.remaining)},
            {"curves", std::move(curves)},
            {"sentence", run.sentence},
            {"model", run.model},
            {"settings", learn::trainingToJson(run.settings)}};
}

namespace {

TrainingRun runFrom(const Json& json) {
    TrainingRun run;
    run.id = stringAt(json, "id");
    const std::string state = stringAt(json, "state");
    for (const auto& [value, name] : stateNames())
        if (state == name)
            run.state = value;
    run.engine = stringAt(json, "engine");
    run.connection = stringAt(json, "connection");
    run.job = stringAt(json, "job");
    run.name = stringAt(json, "name");
    run.who = stringAt(json, "who");
    if (const auto created = fromRfc3339(stringAt(json, "created")))
        run.created = *created;
    run.stage = stringAt(json, "stage");
    const auto whole = [&](const char* key) {
        return static_cast<int>(std::clamp<std::int64_t>(integerAt(json, key, 0), 0, 1'000'000'000));
    };
    run.done = whole("done");
    run.total = whole("total");
    run.epoch = whole("epoch");
    run.epochs = whole("epochs");
    run.spent = valueOr(numberAt(json, "spent"), 0);
    run.remaining = numberAt(json, "remaining");
    for (const Json& curve : childAt(json, "curves"))
        run.curves.push_back(curveFrom(curve));
    run.sentence = stringAt(json, "sentence");
    run.model = stringAt(json, "model");
    run.settings = learn::trainingFromJson(childAt(json, "settings"));
    return run;
}

} // namespace

// --- What is kept -----------------------------------------------------------------------------------------------

Status TrainingDesk::Impl::keep(const StoredRun& stored) const {
    ST_ASSIGN(const auto store, workbench.store());
    Json json = trainingRunToJson(stored.run);
    json["process"] = stored.process;
    json["clusters"] = stored.clusters;
    json["from"] = stored.from;
    Json mark = Json::object();
    for (const auto& [run, windows] : stored.mark)
        mark[std::to_string(run)] = windows;
    json["history"] = std::move(mark);
    return store->putDocument(kRuns, stored.run.id, compactJson(json));
}

Result<StoredRun> TrainingDesk::Impl::stored(const std::string& id) const {
    ST_ASSIGN(const auto store, workbench.store());
    ST_ASSIGN(const auto text, store->document(kRuns, id));
    if (!text)
        return fail("train.unknown_run", fmt::format("There is no training run \"{}\".", id.substr(0, 60)),
                    "List the runs with `streamtune train --list`.");
    return parseRun(*text);
}

Result<StoredRun> TrainingDesk::Impl::parseRun(const std::string& text) const {
    ST_ASSIGN(const Json json, parseJson(text, "training run"));
    StoredRun stored;
    stored.run = runFrom(json);
    stored.process = static_cast<std::int32_t>(integerAt(json, "process", 0));
    stored.from = stringAt(json, "from");
    for (const Json& cluster : childAt(json, "clusters"))
        if (cluster.is_string())
            stored.clusters.push_back(cluster.get<std::string>());
    if (const Json& mark = childAt(json, "history"); mark.is_object())
        for (const auto& [run, windows] : mark.items())
            if (windows.is_number_integer())
                stored.mark[std::strtoll(run.c_str(), nullptr, 10)] = windows.get<std::int64_t>();
    if (stored.run.state == RunState::Running && stored.process != ::getpid() && !alive(stored.process)) {
        stored.run.state = RunState::Interrupted;
        stored.run.sentence = "The program ended while it trained; resume it to go on from the last checkpoint.";
    } else if (stored.run.state == RunState::Running && stored.process == ::getpid()) {
        const std::lock_guard lock(mutex);
        if (!live || live->id != stored.run.id) { // a process of this number, but another one
            stored.run.state = RunState::Interrupted;
            stored.run.sentence = "The program ended while it trained; resume it to go on from the last checkpoint.";
        }
    }
    return stored;
}

fs::path TrainingDesk::Impl::root() const {
    return modelRoot(workbench.options().workspace);
}

fs::path TrainingDesk::Impl::checkpointFolder(const std::string& run) const {
    return root() / "runs" / run;
}

// --- The queue --------------------------------------------------------------------------------------------------

TrainingDesk::TrainingDesk(const Workbench& workbench) : m_impl(std::make_unique<Impl>(workbench)) {}
TrainingDesk::~TrainingDesk() = default;

Result<std::string> TrainingDesk::enqueue(const TrainingRequest& request) {
    if (request.job.empty() != request.connection.empty())
        return fail("train.settings", "Fine-tuning needs a connection and a job.");
    ST_ASSIGN(const auto store, m_impl->workbench.store());
    StoredRun stored;
    stored.run.engine = request.engine;
    stored.run.connection = request.connection;
    stored.run.job = request.job;
    stored.run.settings = request.settings;
    stored.run.settings.shape.features = learn::encodingNames().size();
    stored.run.who = request.who;
    stored.run.created = systemClock()->now();
    stored.clusters = request.clusters;
    stored.from = request.from;
    ST_ASSIGN(stored.mark, markHistory(*store, request.engine, {}));
    if (stored.mark.empty())
        return fail(
            "train.empty",
            fmt::format("This workspace holds no quiet window of an engine \"{}\", so there is nothing to learn "
                        "from.",
                        request.engine.substr(0, 40)),
            "Observe jobs with `streamtune observe`, or import a history.");
    std::int64_t number = 1;
    ST_ASSIGN(const auto all, store->documents(kRuns));
    for (const auto& [id, text] : all)
        number = std::max<std::int64_t>(number, std::strtoll(id.c_str() + (id.empty() ? 0 : 1), nullptr, 10) + 1);
    stored.run.id = "t" + std::to_string(number);
    std::string base = request.name;
    if (base.empty())
        base = request.engine + (request.job.empty() ? "" : "-job") + "-" +
               toRfc3339(stored.run.created).substr(0, 10) + "-" + stored.run.id;
    stored.run.name = base;
    if (!learn::goodModelId(base))
        return fail("train.settings", fmt::format("\"{}\" is no name for a model.", base.substr(0, 60)),
                    "Use letters, digits, \"-\", \"_\" and \".\".");
    std::error_code unknown;
    if (fs::exists(m_impl->root() / base, unknown))
        return fail("model.exists", fmt::format("There is a model \"{}\" already.", base), "Choose another name.");
    ST_TRY(m_impl->keep(stored));
    return stored.run.id;
}

Result<std::vector<TrainingRun>> TrainingDesk::runs() const {
    ST_ASSIGN(const auto store, m_impl->workbench.store());
    ST_ASSIGN(const auto all, store->documents(kRuns));
    std::vector<TrainingRun> runs;
    for (const auto& [id, text] : all)
        if (auto stored = m_impl->parseRun(text))
            runs.push_back(std::move(stored->run));
    {
        const std::lock_guard lock(m_impl->mutex);
        for (TrainingRun& run : runs)
            if (m_impl->live && m_impl->live->id == run.id)
                run = *m_impl->live;
    }
    std::ranges::sort(runs, [](const TrainingRun& a, const TrainingRun& b) {
        return std::strtoll(a.id.c_str() + 1, nullptr, 10) > std::strtoll(b.id.c_str() + 1, nullptr, 10);
    });
    return runs;
}

Result<TrainingRun> TrainingDesk::run(const std::string& id) const {
    {
        const std::lock_guard lock(m_impl->mutex);
        if (m_impl->live && m_impl->live->id == id)
            return *m_impl->live;
    }
    ST_ASSIGN(auto stored, m_impl->stored(id));
    return std::move(stored.run);
}

Status TrainingDesk::Impl::ask(const std::string& id, RunState wanted) {
    {
        const std::lock_guard lock(mutex);
        if (live && live->id == id) {
            asked = wanted;
            stopRun.request_stop();
            return {};
        }
    }
    ST_ASSIGN(auto run, stored(id));
    const RunState now = run.run.state;
    const bool waits = now == RunState::Queued ||
                       (wanted == RunState::Cancelled && (now == RunState::Paused || now == RunState::Interrupted));
    if (!waits)
        return fail(now == RunState::Running ? "train.busy" : "train.state",
                    now == RunState::Running
                        ? fmt::format("Another process works on {}.", id)
                        : fmt::format("{} is {}, so it cannot be {}.", id, toString(now), toString(wanted)));
    run.run.state = wanted;
    return keep(run);
}

Status TrainingDesk::pause(const std::string& id) {
    return m_impl->ask(id, RunState::Paused);
}

Status TrainingDesk::cancel(const std::string& id) {
    return m_impl->ask(id, RunState::Cancelled);
}

Status TrainingDesk::resume(const std::string& id) {
    ST_ASSIGN(auto stored, m_impl->stored(id));
    const RunState now = stored.run.state;
    if (now != RunState::Paused && now != RunState::Interrupted && now != RunState::Cancelled &&
        now != RunState::Failed)
        return fail("train.state", fmt::format("{} is {}, so there is nothing to resume.", id, toString(now)));
    stored.run.state = RunState::Queued;
    stored.run.sentence.clear();
    return m_impl->keep(stored);
}

Status TrainingDesk::forget(const std::string& id) {
    ST_ASSIGN(const auto stored, m_impl->stored(id));
    if (stored.run.state == RunState::Running)
        return fail("train.state", fmt::format("{} is running; cancel it first.", id));
    ST_ASSIGN(const auto store, m_impl->workbench.store());
    ST_TRY(store->removeDocument(kRuns, id));
    std::error_code ignored; // what is left behind is found by nobody
    fs::remove_all(m_impl->checkpointFolder(id), ignored);
    return {};
}

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

// --- One run ----------------------------------------------------------------------------------------------------

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
    const fs::path folder = checkpointFolder(stored.run.id);
    const auto settings = stored.run.settings;
    learn::Checkpoints points;
    points.load = [=](const std::string& cluster) -> std::optional<learn::TrainingState> {
        const fs::path file = folder / (cluster + ".checkpoint");
        std::error_code unknown;
        if (!fs::exists(file, unknown))
            return std::nullopt;
        const auto bytes = learn::readModelFile(file);
        auto state = bytes ? learn::stateFromBytes(*bytes, settings, dataHash, file.string())
                           : Result<learn::TrainingState>(fail(bytes.error()));
        return state ? std::optional(std::move(*state)) : std::nullopt; // a damaged one: from the beginning
    };
    points.save = [=, this](const std::string& cluster, const learn::TrainingState& state, bool) -> Status {
        std::error_code error;
        fs::create_directories(folder, error);
        ST_TRY(learn::writeModelFile(folder / (cluster + ".checkpoint"), learn::stateBytes(state, settings, dataHash)));
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
