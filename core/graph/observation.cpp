// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/graph/observation.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

namespace streamtune {
namespace {

constexpr std::array kOfferedFrom{"unknown", "given", "accepted", "lag_growth", "lower_bound"};

Json numbersToJson(const std::vector<Number>& numbers) {
    Json array = Json::array();
    for (const Number& n : numbers)
        array.push_back(numberToJson(n));
    return array;
}

std::vector<Number> numbersFromJson(const Json& array) {
    std::vector<Number> numbers;
    if (array.is_array())
        for (const Json& n : array)
            numbers.push_back(numberFromJson(n));
    return numbers;
}

Json nodeToJson(const NodeObservation& n) {
    return {{"id", n.id},
            {"p", n.parallelism},
            {"in_rate", numberToJson(n.inRate)},
            {"out_rate", numberToJson(n.outRate)},
            {"in_bytes", numberToJson(n.inBytes)},
            {"out_bytes", numberToJson(n.outBytes)},
            {"busy_mean", numberToJson(n.busyMean)},
            {"busy_max", numberToJson(n.busyMax)},
            {"bp_mean", numberToJson(n.backpressuredMean)},
            {"bp_max", numberToJson(n.backpressuredMax)},
            {"idle_mean", numberToJson(n.idleMean)},
            {"cpu", numberToJson(n.cpuLoad)},
            {"backlog", numberToJson(n.backlog)},
            {"watermark", numberToJson(n.watermark)},
            {"sub_in", numbersToJson(n.subtaskIn)},
            {"sub_busy", numbersToJson(n.subtaskBusy)},
            {"sub_bp", numbersToJson(n.subtaskBackpressured)},
            {"subtasks_reporting", n.subtasksReporting}};
}

NodeObservation nodeFromJson(const Json& j) {
    NodeObservation n;
    n.id = stringAt(j, "id");
    n.parallelism = static_cast<int>(std::clamp<std::int64_t>(integerAt(j, "p", 0), 0, 1 << 20));
    n.inRate = numberAt(j, "in_rate");
    n.outRate = numberAt(j, "out_rate");
    n.inBytes = numberAt(j, "in_bytes");
    n.outBytes = numberAt(j, "out_bytes");
    n.busyMean = numberAt(j, "busy_mean");
    n.busyMax = numberAt(j, "busy_max");
    n.backpressuredMean = numberAt(j, "bp_mean");
    n.backpressuredMax = numberAt(j, "bp_max");
    n.idleMean = numberAt(j, "idle_mean");
    n.cpuLoad = numberAt(j, "cpu");
    n.backlog = numberAt(j, "backlog");
    n.watermark = numberAt(j, "watermark");
    n.subtaskIn = numbersFromJson(childAt(j, "sub_in"));
    n.subtaskBusy = numbersFromJson(childAt(j, "sub_busy"));
    n.subtaskBackpressured = numbersFromJson(childAt(j, "sub_bp"));
    n.subtasksReporting =
        static_cast<int>(std::clamp<std::int64_t>(integerAt(j, "subtasks_reporting", n.parallelism), 0, 1 << 20));
    return n;
}

} // namespace

const NodeObservation* Observation::find(std::string_view nodeId) const {
    const auto it = std::ranges::find(nodes, nodeId, &NodeObservation::id);
    return it == nodes.end() ? nullptr : &*it;
}

const SourceObservation* Observation::findSource(std::string_view nodeId) const {
    const auto it = std::ranges::find(sources, nodeId, &SourceObservation::id);
    return it == sources.end() ? nullptr : &*it;
}

ParallelismVector Observation::parallelism() const {
    ParallelismVector vector;
    for (const NodeObservation& node : nodes)
        vector[node.id] = node.parallelism;
    return vector;
}

const char* toString(OfferedFrom from) {
    return kOfferedFrom[static_cast<std::size_t>(from)];
}

Json observationToJson(const Observation& o) {
    Json nodes = Json::array();
    for (const NodeObservation& n : o.nodes)
        nodes.push_back(nodeToJson(n));
    Json sources = Json::array();
    for (const SourceObservation& s : o.sources)
        sources.push_back({{"id", s.id},
                           {"offered", numberToJson(s.offered)},
                           {"offered_from", toString(s.offeredFrom)},
                           {"accepted", numberToJson(s.accepted)},
                           {"backlog", numberToJson(s.backlog)},
                           {"backlog_growth", numberToJson(s.backlogGrowth)}});
    Json workers = Json::array();
    for (const WorkerObservation& w : o.workers)
        workers.push_back({{"worker", w.worker},
                           {"load", numberToJson(w.load)},
                           {"run_queue", numberToJson(w.runQueue)},
                           {"lag", numberToJson(w.lag)},
                           {"lag_slope", numberToJson(w.lagSlope)}});
    return {{"format", "streamtune.observation/1"},
            {"connection", o.connection},
            {"engine", o.engine},
            {"job", {{"id", o.jobId}, {"name", o.jobName}}},
            {"deployment", o.deployment},
            {"start", toRfc3339(o.start)},
            {"end", toRfc3339(o.end)},
            {"seconds", o.seconds},
            {"quiet", o.quiet},
            {"why_not_quiet", o.whyNotQuiet},
            {"nodes", std::move(nodes)},
            {"sources", std::move(sources)},
            {"workers", std::move(workers)},
            {"job_lag", numberToJson(o.jobLag)},
            {"notes", o.notes}};
}

Result<Observation> observationFromJson(const Json& json) {
    if (stringAt(json, "format") != "streamtune.observation/1" || !childAt(json, "nodes").is_array())
        return fail("observation.format", "This is not a streamtune.observation/1 document.",
                    "Use what `streamtune observe --json` prints.");
    Observation o;
    o.connection = stringAt(json, "connection");
    o.engine = stringAt(json, "engine");
    o.jobId = stringAt(childAt(json, "job"), "id");
    o.jobName = stringAt(childAt(json, "job"), "name");
    o.deployment = stringAt(json, "deployment");
    ST_ASSIGN(o.start, fromRfc3339(stringAt(json, "start")));
    ST_ASSIGN(o.end, fromRfc3339(stringAt(json, "end")));
    o.seconds = valueOr(numberAt(json, "seconds"), 0);
    o.quiet = boolAt(json, "quiet", true);
    o.whyNotQuiet = stringAt(json, "why_not_quiet");
    for (const Json& n : childAt(json, "nodes"))
        o.nodes.push_back(nodeFromJson(n));
    if (childAt(json, "sources").is_array())
        for (const Json& j : childAt(json, "sources")) {
            SourceObservation s;
            s.id = stringAt(j, "id");
            s.offered = numberAt(j, "offered");
            const auto from = std::ranges::find(kOfferedFrom, stringAt(j, "offered_from", "unknown"));
            s.offeredFrom = from == kOfferedFrom.end() ? OfferedFrom::Unknown
                                                       : static_cast<OfferedFrom>(from - kOfferedFrom.begin());
            s.accepted = numberAt(j, "accepted");
            s.backlog = numberAt(j, "backlog");
            s.backlogGrowth = numberAt(j, "backlog_growth");
            o.sources.push_back(std::move(s));
        }
    if (childAt(json, "workers").is_array())
        for (const Json& j : childAt(json, "workers"))
            o.workers.push_back({static_cast<int>(std::clamp<std::int64_t>(integerAt(j, "worker", 0), 0, 1 << 20)),
                                 numberAt(j, "load"), numberAt(j, "run_queue"), numberAt(j, "lag"),
                                 numberAt(j, "lag_slope")});
    o.jobLag = numberAt(json, "job_lag");
    if (const Json& notes = childAt(json, "notes"); notes.is_object())
        for (const auto& [key, value] : notes.items())
            if (value.is_string())
                o.notes[key] = value.get<std::string>();
    return o;
}

} // namespace streamtune
