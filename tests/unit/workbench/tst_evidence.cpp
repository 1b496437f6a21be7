// SPDX-License-Identifier: GPL-3.0-or-later
// What-if scenarios: kept, asked again, and made a draft that is reviewed like any other.
#include <algorithm>
#include <doctest/doctest.h>

#include "core/review/drafts.h"
#include "core/workbench/evidence_desk.h"
#include "tests/support/workbench_desk.h"

using namespace streamtune;
using namespace streamtune::workbench;
using namespace streamtune::test;

namespace {

constexpr const char* kAskedJob = "nexmark-q5";

std::shared_ptr<const tune::WhatIf> fitted(const Hall& hall) {
    auto model = EvidenceDesk(*hall.bench).whatIf("sim", kAskedJob, {});
    REQUIRE_MESSAGE(model, (model ? "" : model.error().sentence));
    return *model;
}

/// One more instance of the first operator that may have it.
Scenario oneMore(const tune::WhatIf& model) {
    Scenario scenario;
    scenario.name = "one more";
    scenario.connection = "sim";
    scenario.job = kAskedJob;
    scenario.who = "ben";
    for (const Operator& node : model.graph().nodes)
        if (const auto [low, high] = model.range(node.id); low < high && node.parallelism < high) {
            scenario.question.parallelism[node.id] = node.parallelism + 1;
            break;
        }
    REQUIRE(scenario.question.parallelism.size() == 1);
    return scenario;
}

} // namespace

TEST_CASE("a scenario becomes a draft: the numbers are a person's, the evidence is the model's") {
    Hall hall;
    hall.connect();
    const auto model = fitted(hall);
    const Scenario scenario = oneMore(*model);
    const auto& [node, p] = *scenario.question.parallelism.begin();
    const EvidenceDesk desk(*hall.bench);
    const auto plan = desk.draft(scenario, {});
    REQUIRE_MESSAGE(plan, (plan ? "" : plan.error().sentence));
    CHECK(plan->model == "what-if");
    REQUIRE(plan->changes.size() == 1);
    CHECK(plan->changes[0].vertex == node);
    CHECK(plan->changes[0].to == p);
    CHECK(plan->changes[0].edited);
    CHECK(plan->changes[0].reason.find("one more") != std::string::npos);
    CHECK(plan->base == hall.now(kAskedJob));
    CHECK(review::inputFromEvidence(*plan));
    const auto state = hall.bench->planState(plan->id);
    REQUIRE(state);
    CHECK((*state == review::PlanState::Draft));
    // It is explained by the model, and says that a person chose.
    const auto evidence = desk.explain(plan->id, node, {});
    REQUIRE_MESSAGE(evidence, (evidence ? "" : evidence.error().sentence));
    CHECK(evidence->explanation.guards.front().find("chosen by a person") != std::string::npos);
    CHECK_FALSE(evidence->explanation.curve.empty());
    // The trail counts it among what no method made.
    const auto trail = hall.bench->verifyTrail({}, {});
    REQUIRE(trail);
    CHECK(trail->intact());
    CHECK(trail->withoutEvidence == 1);
    // Reviewed and applied like any other.
    REQUIRE(hall.bench->approve(plan->id, {"ben", "tried out"}, {}));
    const auto outcome = hall.bench->apply(plan->id, "", {}, {}, {});
    REQUIRE_MESSAGE(outcome, (outcome ? "" : outcome.error().sentence));
    CHECK(outcome->reached == plan->target());
}

TEST_CASE("a scenario that changes nothing, or asks nonsense, makes no draft") {
    Hall hall;
    hall.connect();
    const auto model = fitted(hall);
    const EvidenceDesk desk(*hall.bench);
    Scenario scenario = oneMore(*model);
    const std::string source = model->present().rates.begin()->first;
    scenario.question.parallelism.clear();
    scenario.question.rates[source] = 1.5 * model->present().rates.begin()->second;
    const auto same = desk.draft(scenario, {});
    REQUIRE_FALSE(same);
    CHECK(same.error().code == "whatif.same");
    CHECK_FALSE(same.error().hint.empty());
    scenario.question.rates = {{"nobody", 5.0}};
    CHECK_FALSE(desk.draft(scenario, {}));
    scenario = oneMore(*model);
    scenario.job = "nobody";
    CHECK_FALSE(desk.draft(scenario, {}));
    const auto store = hall.bench->store();
    REQUIRE(store);
    CHECK((*store)->plans("", "", "", 10, "")->rows.empty()); // nothing half-made
}

TEST_CASE("rates that are asked for are the demand of the draft's explanation") {
    Hall hall;
    hall.connect();
    const auto model = fitted(hall);
    const EvidenceDesk desk(*hall.bench);
    Scenario scenario = oneMore(*model);
    const std::string node = scenario.question.parallelism.begin()->first;
    const auto& [source, rate] = *model->present().rates.begin();
    scenario.question.rates[source] = 2 * rate;
    const auto plan = desk.draft(scenario, {});
    REQUIRE_MESSAGE(plan, (plan ? "" : plan.error().sentence));
    const auto now = model->ask({}), then = model->ask(scenario.question);
    const auto of = [&](const tune::Prediction& answer) {
        return *std::ranges::find(answer.nodes, node, &tune::PredictedNode::node);
    };
    REQUIRE(of(now).demand);
    CHECK(*of(then).demand > *of(now).demand);
    const auto evidence = desk.explain(plan->id, node, {});
    REQUIRE_MESSAGE(evidence, (evidence ? "" : evidence.error().sentence));
    REQUIRE(evidence->explanation.demand);
    CHECK(*evidence->explanation.demand == doctest::Approx(*of(then).demand).epsilon(0.05));
}

TEST_CASE("what was seen of a source is where a slider ends") {
    Hall hall;
    hall.connect();
    const auto model = fitted(hall);
    const auto& [source, rate] = *model->present().rates.begin();
    const tune::SeenRange seen = model->seen(source);
    CHECK(seen.slowest > 0);
    CHECK(seen.slowest <= seen.fastest);
    CHECK(seen.fastest >= 0.5 * rate);
    CHECK(model->seen("nobody").highest == 0);
    const tune::SeenRange other = model->seen(model->graph().nodes.back().id);
    CHECK(other.lowest >= 1);
    CHECK(other.lowest <= other.highest);
}
