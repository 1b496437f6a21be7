// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/plan_file.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <numeric>

#include "core/review/drafts.h"

namespace streamtune::ui {

namespace {

int intAt(const Json& json, const char* key) {
    return static_cast<int>(integerAt(json, key, 0));
}

std::vector<std::string> stringsAt(const Json& json, const char* key) {
    std::vector<std::string> result;
    const Json& list = childAt(json, key);
    if (list.is_array())
        for (const auto& item : list)
            if (item.is_string())
                result.push_back(item.get<std::string>());
    return result;
}

tune::Decision decisionFrom(const Json& json) {
    tune::Decision d;
    d.node = stringAt(json, "node");
    d.from = intAt(json, "from");
    d.demand = numberAt(json, "demand");
    d.capacityPerInstance = numberAt(json, "capacity_per_instance");
    d.modelValue = numberAt(json, "model_value");
    d.margin = numberAt(json, "margin");
    d.rounded = intAt(json, "rounded");
    d.clamped = intAt(json, "clamped");
    d.aligned = intAt(json, "aligned");
    d.final = intAt(json, "final");
    d.guards = stringsAt(json, "guards");
    d.reason = stringAt(json, "reason");
    d.predictedBusy = numberAt(json, "predicted_busy");
    d.predictedBottleneck = numberAt(json, "predicted_bottleneck");
    return d;
}

/// The evidence is a list; whichever entry holds "decisions" counts.
const Json* recommendationIn(const Json& evidence) {
    if (!evidence.is_array())
        return nullptr;
    for (const auto& entry : evidence) {
        if (childAt(entry, "decisions").is_array())
            return &entry;
        if (childAt(childAt(entry, "recommendation"), "decisions").is_array())
            return &childAt(entry, "recommendation");
    }
    return nullptr;
}

engines::ApplyStep stepFrom(const history::StepRecord& record) {
    engines::ApplyStep step;
    step.at = record.at;
    const auto json = parseJson(record.json, "apply step");
    if (!json)
        return step;
    step.name = stringAt(*json, "name");
    step.state = stringAt(*json, "state");
    step.sentence = stringAt(*json, "sentence");
    step.request = stringAt(*json, "request");
    step.response = stringAt(*json, "response");
    step.pointOfNoReturn = boolAt(*json, "point_of_no_return", boolAt(*json, "pointOfNoReturn", false));
    return step;
}

int sumOf(const ParallelismVector& vector) {
    return std::accumulate(vector.begin(), vector.end(), 0, [](int s, const auto& e) { return s + e.second; });
}

bool wasApplied(review::PlanState state) {
    using enum review::PlanState;
    return state == Done || state == Partly || state == Failed || state == Unknown || state == RolledBack ||
           state == Verifying;
}

} // namespace

const tune::Decision* PlanFile::decision(const std::string& vertex) const {
    const auto found = std::ranges::find(decisions, vertex, &tune::Decision::node);
    return found == decisions.end() ? nullptr : &*found;
}

const review::PlanChange* PlanFile::change(const std::string& vertex) const {
    const auto found = std::ranges::find(plan.changes, vertex, &review::PlanChange::vertex);
    return found == plan.changes.end() ? nullptr : &*found;
}

std::vector<tune::Decision> decisionsOf(const std::string& evidence) {
    std::vector<tune::Decision> result;
    const auto json = parseJson(evidence, "evidence");
    if (!json)
        return result;
    if (const Json* recommendation = recommendationIn(*json))
        for (const auto& entry : childAt(*recommendation, "decisions"))
            result.push_back(decisionFrom(entry));
    return result;
}

Result<PlanFile> readPlanFile(const workbench::Workbench& bench, const std::string& planId) {
    PlanFile file;
    ST_ASSIGN(file.plan, bench.plan(planId));
    file.hash = review::planHash(file.plan);
    file.decisions = decisionsOf(file.plan.evidence);
    if (const auto json = parseJson(file.plan.evidence, "evidence"))
        if (const Json* recommendation = recommendationIn(*json))
            file.warnings = stringsAt(*recommendation, "warnings");
    if (auto input = review::inputFromEvidence(file.plan); input && !input->windows.empty())
        file.measured = std::move(input->windows.back());
    ST_ASSIGN(file.state, bench.planState(file.plan.id));
    ST_ASSIGN(auto store, bench.store());
    ST_ASSIGN(file.approvals, store->approvals(file.plan.id));
    ST_ASSIGN(const auto steps, store->steps(file.plan.id));
    for (const auto& record : steps)
        file.steps.push_back(stepFrom(record));
    ST_ASSIGN(const auto record, store->plan(file.plan.id));
    if (record && !record->outcome.empty())
        if (const auto json = parseJson(record->outcome, "outcome"))
            if (auto outcome = review::outcomeFromJson(*json))
                file.outcome = std::move(*outcome);
    return file;
}

Result<std::vector<PlanMark>> readMarks(const workbench::Workbench& bench, const std::string& connection,
                                        const std::string& jobName) {
    ST_ASSIGN(auto store, bench.store());
    ST_ASSIGN(auto page, store->plans(connection, jobName, "", 100, ""));
    std::vector<PlanMark> marks;
    for (const auto& record : page.rows) {
        const auto state = review::planStateFromString(record.state);
        if (!state || !wasApplied(*state))
            continue;
        const auto json = parseJson(record.json, "plan");
        if (!json)
            continue;
        const auto plan = review::planFromJson(*json);
        if (!plan)
            continue;
        PlanMark mark;
        mark.plan = record.id;
        mark.at = record.updated;
        if (const auto steps = store->steps(record.id); steps && !steps->empty())
            mark.at = steps->front().at;
        mark.state = *state;
        mark.rollback = plan->rollback;
        mark.target = plan->target();
        mark.text = std::to_string(sumOf(plan->base)) + " → " + std::to_string(sumOf(plan->target()));
        marks.push_back(std::move(mark));
    }
    std::ranges::sort(marks, {}, &PlanMark::at);
    return marks;
}

std::string planSummary(const review::Plan& plan) {
    const auto more = std::ranges::count_if(plan.changes, [](const auto& c) { return c.to > c.from; });
    const auto fewer = std::ranges::count_if(plan.changes, [](const auto& c) { return c.to < c.from; });
    std::string s;
    if (more > 0)
        s += "+" + std::to_string(more);
    if (fewer > 0)
        s += (s.empty() ? "" : " ") + std::string("\u2212") + std::to_string(fewer);
    return s;
}

} // namespace streamtune::ui
