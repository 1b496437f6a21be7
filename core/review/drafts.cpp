// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/review/drafts.h"

#include <algorithm>
#include <fmt/chrono.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <random>

#include "core/graph/canonical.h"
#include "core/graph/graph_json.h"

namespace streamtune::review {
namespace {

Json limitsToJson(const tune::Limits& l) {
    return {{"pins", l.pins},
            {"minimum", l.minimum},
            {"maximum", l.maximum},
            {"partitions", l.partitions},
            {"p_max", l.pMax},
            {"max_slots", l.maxSlots ? Json(*l.maxSlots) : Json(nullptr)},
            {"step_up", l.stepUpFactor},
            {"step_down", l.stepDownFactor},
            {"hysteresis", l.hysteresis}};
}

std::map<std::string, int> intsAt(const Json& json, const char* key) {
    std::map<std::string, int> ints;
    if (const Json& object = childAt(json, key); object.is_object())
        for (const auto& [name, value] : object.items())
            if (value.is_number_integer())
                ints[name] = static_cast<int>(std::clamp<std::int64_t>(integerAt(object, name.c_str(), 0), 0, 1 << 20));
    return ints;
}

tune::Limits limitsFromJson(const Json& json) {
    tune::Limits l;
    l.pins = intsAt(json, "pins");
    l.minimum = intsAt(json, "minimum");
    l.maximum = intsAt(json, "maximum");
    l.partitions = intsAt(json, "partitions");
    l.pMax = static_cast<int>(std::clamp<std::int64_t>(integerAt(json, "p_max", 0), 0, 1 << 20));
    if (childAt(json, "max_slots").is_number_integer())
        l.maxSlots = static_cast<int>(std::clamp<std::int64_t>(integerAt(json, "max_slots", 0), 0, 1 << 20));
    l.stepUpFactor = valueOr(numberAt(json, "step_up"), 0);
    l.stepDownFactor = valueOr(numberAt(json, "step_down"), 0);
    l.hysteresis = static_cast<int>(std::clamp<std::int64_t>(integerAt(json, "hysteresis", 0), 0, 1 << 20));
    return l;
}

Json evidenceOf(const tune::Recommendation& recommendation, const tune::TuneInput& input) {
    Json windows = Json::array();
    for (const Observation& window : input.windows)
        windows.push_back(observationToJson(window));
    Json evidence = Json::array();
    Json said = tune::recommendationToJson(recommendation);
    said["kind"] = "recommendation";
    evidence.push_back(std::move(said));
    evidence.push_back({{"kind", "input"},
                        {"graph", graphToJson(input.graph)},
                        {"windows", std::move(windows)},
                        {"offered", input.offered},
                        {"limits", limitsToJson(input.limits)},
                        {"rules",
                         {{"backpressure", input.rules.backpressureThreshold},
                          {"busy", input.rules.busyThreshold},
                          {"accepted", input.rules.acceptedShare}}},
                        {"attempt", input.attempt}});
    if (input.packed)
        evidence.back()["packed"] = true;
    return evidence;
}

std::optional<tune::TuneInput> inputFrom(const Json& item) {
    tune::TuneInput input;
    auto graph = graphFromJson(childAt(item, "graph"));
    if (!graph || !childAt(item, "windows").is_array())
        return std::nullopt;
    input.graph = std::move(*graph);
    for (const Json& window : childAt(item, "windows")) {
        auto observation = observationFromJson(window);
        if (!observation)
            return std::nullopt;
        input.windows.push_back(std::move(*observation));
    }
    if (const Json& offered = childAt(item, "offered"); offered.is_object())
        for (const auto& [source, rate] : offered.items())
            if (rate.is_number())
                input.offered[source] = rate.get<double>();
    input.limits = limitsFromJson(childAt(item, "limits"));
    const Json& rules = childAt(item, "rules");
    input.rules.backpressureThreshold = valueOr(numberAt(rules, "backpressure"), input.rules.backpressureThreshold);
    input.rules.busyThreshold = valueOr(numberAt(rules, "busy"), input.rules.busyThreshold);
    input.rules.acceptedShare = valueOr(numberAt(rules, "accepted"), input.rules.acceptedShare);
    input.attempt = static_cast<int>(std::clamp<std::int64_t>(integerAt(item, "attempt", 0), 0, 1 << 20));
    input.packed = boolAt(item, "packed", false);
    return input;
}

} // namespace

std::string newPlanId(TimePoint now) {
    thread_local std::random_device device;
    const std::string day = toRfc3339(now).substr(0, 10);
    return fmt::format("p-{}{}{}-{:08x}", day.substr(0, 4), day.substr(5, 2), day.substr(8, 2), device());
}

Plan blankPlan(const engines::Profile& profile, const engines::JobSnapshot& snapshot, TimePoint now) {
    Plan plan;
    plan.id = newPlanId(now);
    plan.connection = profile.name;
    plan.engine = engines::toString(profile.kind);
    plan.jobId = snapshot.jobId;
    plan.jobName = snapshot.jobName;
    plan.epoch = snapshot.epoch;
    plan.graphHash = canonicalForm(snapshot.graph).hash;
    plan.base = snapshot.graph.parallelism();
    plan.slotsBefore = plan.slotsAfter = snapshot.graph.slotsNeeded(plan.base);
    plan.created = now;
    plan.expires = now + kValidity;
    return plan;
}

void setTarget(Plan& plan, const JobGraph& graph, const ParallelismVector& target) {
    plan.changes.clear();
    for (const Operator& node : graph.nodes) {
        const auto wanted = target.find(node.id);
        const auto base = plan.base.find(node.id);
        if (wanted == target.end() || base == plan.base.end() || wanted->second == base->second)
            continue;
        PlanChange change;
        change.vertex = node.id;
        change.name = node.name;
        change.from = base->second;
        change.to = wanted->second;
        plan.changes.push_back(std::move(change));
    }
    plan.slotsAfter = graph.slotsNeeded(plan.target());
}

Plan planFromRecommendation(const engines::Profile& profile, const engines::JobSnapshot& snapshot,
                            const tune::Recommendation& recommendation, const tune::TuneInput& input,
                            engines::ApplyPath path, TimePoint now) {
    Plan plan = blankPlan(profile, snapshot, now);
    plan.model = recommendation.method;
    plan.path = path;
    if (recommendation.changes)
        setTarget(plan, snapshot.graph, recommendation.target());
    for (PlanChange& change : plan.changes) {
        const auto decision = std::ranges::find(recommendation.decisions, change.vertex, &tune::Decision::node);
        if (decision == recommendation.decisions.end())
            continue;
        change.reason = decision->reason;
        change.predictedBusy = decision->predictedBusy;
        change.predictedBottleneck = decision->predictedBottleneck;
    }
    if (plan.changes.empty()) {
        plan.whyNothing = recommendation.whyNothing;
        if (plan.whyNothing.empty())
            plan.whyNothing.push_back("Every operator already has the parallelism that " + recommendation.method +
                                      " advises.");
    }
    plan.evidence = compactJson(evidenceOf(recommendation, input));
    return plan;
}

std::optional<tune::TuneInput> inputFromEvidence(const Plan& plan) {
    const auto evidence = parseJson(plan.evidence, "evidence");
    if (!evidence || !evidence->is_array())
        return std::nullopt;
    for (const Json& item : *evidence)
        if (stringAt(item, "kind") == "input")
            return inputFrom(item);
    return std::nullopt;
}

} // namespace streamtune::review
