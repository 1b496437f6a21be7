// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/review/plan.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <set>

namespace streamtune::review {
namespace {

constexpr const char* kFormat = "streamtune.plan/1";
constexpr std::array kStates{"draft",  "checked", "approved", "applying", "verifying", "done",    "partly",
                             "failed", "unknown", "stale",    "refused",  "rejected",  "expired", "rolled_back"};
/// Flink's own upper limit of a parallelism (key groups); no engine here goes beyond it.
constexpr int kLargestParallelism = 32'768;

std::unexpected<Error> badPlan(const std::string& why) {
    return fail("plan.format", "This is not a plan that can be reviewed: " + why + ".",
                "Make the plan again with `streamtune recommend`, or change numbers with `streamtune plan edit`.");
}

Json evidenceOf(const Plan& plan) {
    auto parsed = parseJson(plan.evidence, "evidence");
    return parsed && parsed->is_array() ? *parsed : Json::array();
}

Json changeToJson(const PlanChange& c) {
    Json json{
        {"vertex", c.vertex},
        {"name", c.name},
        {"from", c.from},
        {"to", c.to},
        {"lower", c.lower},
        {"reason", c.reason},
        {"predicted", {{"busy", numberToJson(c.predictedBusy)}, {"bottleneck", numberToJson(c.predictedBottleneck)}}}};
    if (c.edited)
        json["edited"] = true;
    return json;
}

Json bodyOf(const Plan& p) {
    Json changes = Json::array();
    for (const PlanChange& c : p.changes)
        changes.push_back(changeToJson(c));
    return {{"format", kFormat},
            {"id", p.id},
            {"connection", p.connection},
            {"engine", p.engine},
            {"job", {{"id", p.jobId}, {"name", p.jobName}}},
            {"epoch", p.epoch},
            {"graph_hash", p.graphHash},
            {"base", p.base},
            {"changes", std::move(changes)},
            {"path", engines::toString(p.path)},
            {"slots", {{"before", p.slotsBefore}, {"after", p.slotsAfter}}},
            {"created", toRfc3339(p.created)},
            {"expires", toRfc3339(p.expires)},
            {"model", p.model},
            {"evidence", evidenceOf(p)},
            {"parent", p.parent ? Json(*p.parent) : Json(nullptr)},
            {"why_nothing", p.whyNothing},
            {"placement", p.placement},
            {"savepoint", p.savepoint},
            {"rollback", p.rollback}};
}

std::string hashOf(const Json& body) {
    return "sha256:" + sha256Hex(canonicalJson(body));
}

Result<std::string> text(const Json& object, const char* key, bool required) {
    const Json& child = childAt(object, key);
    if (child.is_null() && !required)
        return std::string{};
    if (!child.is_string() || (required && child.get_ref<const std::string&>().empty()))
        return badPlan(fmt::format("\"{}\" is not a text", key));
    return child.get<std::string>();
}

Result<int> whole(const Json& object, const char* key, int least, int most) {
    const Json& child = childAt(object, key);
    if (!child.is_number_integer())
        return badPlan(fmt::format("\"{}\" is not a whole number", key));
    const std::int64_t value = integerAt(object, key, -1);
    if (value < least || value > most)
        return badPlan(fmt::format("\"{}\" is not between {} and {}", key, least, most));
    return static_cast<int>(value);
}

Result<TimePoint> timeOf(const Json& object, const char* key) {
    ST_ASSIGN(const std::string written, text(object, key, true));
    const auto time = fromRfc3339(written);
    if (!time)
        return badPlan(fmt::format("\"{}\" is not a time", key));
    return *time;
}

Result<ParallelismVector> baseFrom(const Json& json) {
    if (!json.is_object())
        return badPlan("\"base\" does not name the parallelism of every vertex");
    ParallelismVector base;
    for (const auto& [vertex, unused] : json.items()) {
        ST_ASSIGN(base[vertex], whole(json, vertex.c_str(), 1, kLargestParallelism));
    }
    return base;
}

Result<PlanChange> changeFrom(const Json& json, const ParallelismVector& base) {
    PlanChange c;
    ST_ASSIGN(c.vertex, text(json, "vertex", true));
    ST_ASSIGN(c.name, text(json, "name", false));
    ST_ASSIGN(c.from, whole(json, "from", 1, kLargestParallelism));
    ST_ASSIGN(c.to, whole(json, "to", 1, kLargestParallelism));
    ST_ASSIGN(c.lower, whole(json, "lower", 1, kLargestParallelism));
    ST_ASSIGN(c.reason, text(json, "reason", false));
    c.predictedBusy = numberAt(childAt(json, "predicted"), "busy");
    c.predictedBottleneck = numberAt(childAt(json, "predicted"), "bottleneck");
    c.edited = boolAt(json, "edited", false);
    const auto known = base.find(c.vertex);
    if (known == base.end())
        return badPlan(fmt::format("it changes \"{}\", which \"base\" does not name", c.vertex));
    if (known->second != c.from)
        return badPlan(fmt::format("\"{}\" goes from {} but \"base\" says {}", c.vertex, c.from, known->second));
    if (c.lower > c.to)
        return badPlan(fmt::format("\"{}\" has a lower bound above its parallelism", c.vertex));
    return c;
}

Result<std::vector<PlanChange>> changesFrom(const Json& json, const ParallelismVector& base) {
    if (!json.is_array())
        return badPlan("\"changes\" is not a list");
    std::vector<PlanChange> changes;
    std::set<std::string> seen;
    for (const Json& item : json) {
        ST_ASSIGN(PlanChange change, changeFrom(item, base));
        if (!seen.insert(change.vertex).second)
            return badPlan(fmt::format("\"{}\" is changed twice", change.vertex));
        changes.push_back(std::move(change));
    }
    return changes;
}

Result<std::map<std::string, std::vector<int>>> placementFrom(const Json& json) {
    std::map<std::string, std::vector<int>> placement;
    if (json.is_null())
        return placement;
    if (!json.is_object())
        return badPlan("\"placement\" is not a map of workers");
    for (const auto& [vertex, workers] : json.items()) {
        if (!workers.is_array())
            return badPlan("\"placement\" is not a map of workers");
        for (const Json& worker : workers) {
            if (!worker.is_number_integer() || worker < 0 || worker > kLargestParallelism)
                return badPlan("\"placement\" names a worker that is not a whole number");
            placement[vertex].push_back(worker.get<int>());
        }
        if (workers.empty())
            placement[vertex];
    }
    return placement;
}

Status readLists(const Json& json, Plan& p) {
    const Json& evidence = childAt(json, "evidence");
    if (!evidence.is_null() && !evidence.is_array())
        return badPlan("\"evidence\" is not a list");
    p.evidence = evidence.is_array() ? compactJson(evidence) : "[]";
    const Json& nothing = childAt(json, "why_nothing");
    if (!nothing.is_null() && !nothing.is_array())
        return badPlan("\"why_nothing\" is not a list");
    if (nothing.is_array())
        for (const Json& sentence : nothing) {
            if (!sentence.is_string())
                return badPlan("\"why_nothing\" holds something that is not a sentence");
            p.whyNothing.push_back(sentence.get<std::string>());
        }
    return {};
}

Status readIdentity(const Json& json, Plan& p) {
    ST_ASSIGN(p.id, text(json, "id", true));
    ST_ASSIGN(p.connection, text(json, "connection", true));
    ST_ASSIGN(p.engine, text(json, "engine", true));
    if (!engines::engineKindFromString(p.engine))
        return badPlan(fmt::format("\"{}\" is not an engine", p.engine.substr(0, 60)));
    ST_ASSIGN(p.jobId, text(childAt(json, "job"), "id", true));
    ST_ASSIGN(p.jobName, text(childAt(json, "job"), "name", false));
    ST_ASSIGN(p.epoch, text(json, "epoch", false));
    ST_ASSIGN(p.graphHash, text(json, "graph_hash", false));
    ST_ASSIGN(p.model, text(json, "model", false));
    ST_ASSIGN(p.savepoint, text(json, "savepoint", false));
    p.rollback = boolAt(json, "rollback", false);
    ST_ASSIGN(const std::string parent, text(json, "parent", false));
    if (!parent.empty())
        p.parent = parent;
    return {};
}

Status readNumbers(const Json& json, Plan& p) {
    ST_ASSIGN(p.base, baseFrom(childAt(json, "base")));
    ST_ASSIGN(p.changes, changesFrom(childAt(json, "changes"), p.base));
    ST_ASSIGN(const std::string path, text(json, "path", true));
    ST_ASSIGN(p.path, engines::applyPathFromString(path));
    constexpr int kMostSlots = 1 << 30;
    ST_ASSIGN(p.slotsBefore, whole(childAt(json, "slots"), "before", 0, kMostSlots));
    ST_ASSIGN(p.slotsAfter, whole(childAt(json, "slots"), "after", 0, kMostSlots));
    ST_ASSIGN(p.created, timeOf(json, "created"));
    ST_ASSIGN(p.expires, timeOf(json, "expires"));
    ST_ASSIGN(p.placement, placementFrom(childAt(json, "placement")));
    return {};
}

} // namespace

const char* toString(PlanState state) {
    return kStates[static_cast<std::size_t>(state)];
}

Result<PlanState> planStateFromString(std::string_view word) {
    const auto it = std::ranges::find(kStates, word, [](const char* s) { return std::string_view(s); });
    if (it == kStates.end())
        return fail("plan.format", "\"" + std::string(word.substr(0, 60)) + "\" is not a state of a plan.",
                    "A plan is draft, checked, approved, applying, verifying, done, partly, failed, unknown, stale, "
                    "refused, rejected, expired or rolled_back.");
    return static_cast<PlanState>(it - kStates.begin());
}

ParallelismVector Plan::target() const {
    ParallelismVector target = base;
    for (const PlanChange& change : changes)
        target[change.vertex] = change.to;
    return target;
}

Json planToJson(const Plan& plan) {
    Json body = bodyOf(plan);
    body["hash"] = hashOf(body);
    return body;
}

std::string planHash(const Plan& plan) {
    return hashOf(bodyOf(plan));
}

Result<Plan> planFromJson(const Json& json) {
    if (!json.is_object() || stringAt(json, "format") != kFormat)
        return badPlan(std::string("it is no ") + kFormat + " document");
    Json body = json;
    body.erase("hash");
    body.erase("state");
    const std::string stated = stringAt(json, "hash");
    const std::string found = hashOf(body);
    if (stated != found)
        return fail("plan.hash",
                    "The plan \"" + stringAt(json, "id").substr(0, 80) +
                        "\" was changed after it was made: its hash does not fit what it says.",
                    "Change numbers with `streamtune plan edit`; that makes a new plan that can be reviewed.",
                    {{"stated", stated.substr(0, 100)}, {"found", found}});
    Plan plan;
    ST_TRY(readIdentity(json, plan));
    ST_TRY(readNumbers(json, plan));
    ST_TRY(readLists(json, plan));
    if (planHash(plan) != stated)
        return badPlan("it has fields that this version does not know, so it cannot be shown as a whole");
    return plan;
}

} // namespace streamtune::review
