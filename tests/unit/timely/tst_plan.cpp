// SPDX-License-Identifier: GPL-3.0-or-later
/// What a person reads of a plan for a Timely job: its placement, and the matrix of workers with the plan drawn in.
#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "core/review/plan.h"
#include "core/workbench/packed.h"

using namespace streamtune;

namespace {

engines::JobSnapshot twoOperators() {
    engines::JobSnapshot job;
    for (const char* id : {"a", "b"}) {
        Operator node;
        node.id = node.name = id;
        job.graph.nodes.push_back(node);
    }
    job.facts = {{"workers", "4"}, {"placement.a", "0"}, {"placement.b", "0 1"}};
    return job;
}

Observation measured() {
    Observation window;
    for (int w = 0; w < 4; ++w) {
        WorkerObservation worker;
        worker.worker = w;
        worker.load = w == 0 ? 0.97 : 0.3;
        window.workers.push_back(worker);
    }
    NodeObservation a, b;
    a.id = "a";
    a.subtaskBusy = {0.6};
    b.id = "b";
    b.subtaskBusy = {0.3, 0.2};
    window.nodes = {a, b};
    return window;
}

} // namespace

TEST_CASE("a plan says where operators go, as text and as a request") {
    review::Plan plan;
    plan.id = "p1";
    plan.engine = "timely";
    plan.jobName = "q5";
    plan.base = {{"count", 1}};
    review::PlanChange change;
    change.vertex = change.name = "count";
    change.from = 1;
    change.to = 4;
    plan.changes.push_back(change);
    plan.placement = {{"count", {0, 1, 2, 5}}};
    const std::string text = review::planAsText(plan);
    CHECK(text.find("Placement:\n    count  workers 0-2 5\n") != std::string::npos);
    const auto request = review::planAs(plan, "rest");
    REQUIRE(request);
    CHECK(Json::parse(*request) == Json::parse(R"({"items":[{"op":"count","workers":[0,1,2,5]}]})"));
    CHECK(review::planToJson(plan).at("placement") == Json::parse(R"({"count":[0,1,2,5]})"));

    plan.changes.clear();
    plan.placement = {{"count", {3}}};
    CHECK(review::planAsText(plan).find("worker 3\n1 moved to other workers") != std::string::npos);
}

TEST_CASE("the matrix shows what was measured where operators lie, and nothing elsewhere") {
    const auto matrix = workbench::workersMatrix(twoOperators(), measured());
    REQUIRE(matrix.rows.size() == 4);
    CHECK(matrix.rows[0].load == Number(0.97));
    CHECK(matrix.rows[0].busy == std::vector<Number>{0.6, 0.3});
    CHECK(matrix.rows[1].busy == std::vector<Number>{std::nullopt, 0.2});
    CHECK(matrix.rows[3].busy == std::vector<Number>{std::nullopt, std::nullopt});
    CHECK(workbench::workersMatrix(twoOperators(), {}).rows.size() == 4); // nothing measured yet
}

TEST_CASE("with a plan the matrix predicts, also on workers that are still to come") {
    const auto planned =
        workbench::workersMatrix(twoOperators(), measured(), {{"a", {1, 2, 3, 4}}, {"b", {0, 1}}}, {{"a", 0.4}});
    REQUIRE(planned.rows.size() == 5);
    CHECK(planned.rows[0].busy == std::vector<Number>{std::nullopt, 0.3});
    CHECK(planned.rows[1].busy == std::vector<Number>{0.4, 0.2});
    CHECK(*planned.rows[1].load == doctest::Approx(0.62));
    CHECK(planned.rows[4].busy == std::vector<Number>{0.4, std::nullopt});
    // Without a prediction what was measured is spread evenly.
    const auto spread = workbench::workersMatrix(twoOperators(), measured(), {{"a", {2, 3}}, {"b", {0, 1}}});
    CHECK(*spread.rows[2].busy[0] == doctest::Approx(0.3));
}

TEST_CASE("advice counts an operator's own time, not that of the worker which it shares") {
    tune::TuneInput input;
    input.windows = {measured()};
    input.windows[0].nodes[0].busyMax = 0.97; // the cause of an overload, as labels need it
    workbench::readAsTimely(input);
    CHECK(input.windows[0].nodes[0].busyMax == Number(0.6));
    CHECK(input.limits.pMax == 4);
}
