// SPDX-License-Identifier: GPL-3.0-or-later
// Training runs as JSON, and as the workspace keeps them.
#include <algorithm>
#include <cerrno>
#include <csignal>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

#include "core/workbench/model_in_use.h"
#include "core/workbench/training_impl.h"

namespace streamtune::workbench {

namespace fs = std::filesystem;

namespace {

const std::map<RunState, const char*>& stateNames() {
    static const std::map<RunState, const char*> names{
        {RunState::Queued, "queued"},          {RunState::Running, "running"},
        {RunState::Paused, "paused"},          {RunState::Done, "done"},
        {RunState::Cancelled, "cancelled"},    {RunState::Failed, "failed"},
        {RunState::Interrupted, "interrupted"}};
    return names;
}

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
    return store->putDocument(kTrainingRuns, stored.run.id, compactJson(json));
}

Result<StoredRun> TrainingDesk::Impl::stored(const std::string& id) const {
    ST_ASSIGN(const auto store, workbench.store());
    ST_ASSIGN(const auto text, store->document(kTrainingRuns, id));
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

} // namespace streamtune::workbench
