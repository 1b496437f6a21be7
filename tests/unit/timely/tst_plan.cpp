// SPDX-License-Identifier: GPL-3.0-or-later
/// What a person reads of a plan for a Timely job: its placement, and the matrix of workers with the plan drawn in.
#include <algorithm>
#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "core/review/plan.h"
#include "core/tune/recommendation.h"
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

/// events -> a (1 ms, passes three of four) -> b (2 ms), both on worker 0 of 4, which takes 400 of the 600 records/s
/// that are offered. The whole offer takes 0.6 of a worker for a and 0.9 for b.
tune::TuneInput crowdedOnOne() {
    tune::TuneInput input;
    for (const char* id : {"events", "a", "b"}) {
        Operator node;
        node.id = node.name = id;
        node.parallelism = 1;
        input.graph.nodes.push_back(node);
    }
    input.graph.nodes[0].pinned = true;
    input.graph.edges = {{"events", "a", "hash", 0, 1}, {"a", "b", "hash", 0, 1}};
    Observation window;
    window.engine = "timely";
    window.seconds = 3;
    window.notes["placement"] = "a: 0; b: 0";
    for (int w = 0; w < 4; ++w) {
        WorkerObservation worker;
        worker.worker = w;
        worker.load = w == 0 ? 1.0 : 0.01;
        window.workers.push_back(worker);
    }
    const auto seen = [&](const char* id, double in, double out, double busy) {
        NodeObservation node;
        node.id = id;
        node.parallelism = 1;
        node.inRate = in;
        node.outRate = out;
        node.backpressuredMean = node.backpressuredMax = 0.0;
        if (busy > 0) {
            node.busyMean = node.busyMax = busy;
            node.subtaskBusy = {busy};
            node.subtaskIn = {in};
        }
        window.nodes.push_back(node);
    };
    seen("events", 600, 600, 0);
    seen("a", 400, 300, 0.4);
    seen("b", 300, 300, 0.6);
    SourceObservation source;
    source.id = "events";
    source.offered = 600;
    source.offeredFrom = OfferedFrom::Given;
    source.accepted = 400;
    source.backlogGrowth = 200;
    window.sources = {source};
    input.windows = {window};
    workbench::readAsTimely(input);
    return input;
}

int placedSum(const tune::Recommendation& r) {
    int sum = 0;
    for (const tune::Decision& d : r.decisions)
        sum += d.node == "events" ? 0 : d.final;
    return sum;
}

} // namespace

TEST_CASE("operators that crowd one worker are spread; none is raised for an overload that their sharing explains") {
    for (const char* method : {"ds2-noband", "streamtune"}) {
        CAPTURE(method);
        tune::TuneInput input = crowdedOnOne();
        const auto recommender = tune::makeRecommender(method);
        REQUIRE(recommender);
        tune::Recommendation advice;
        const auto packed = workbench::adviseOnWorkers(**recommender, input, false, advice);
        REQUIRE(packed);
        CHECK(advice.underProvisioned);
        CHECK(input.packed);
        CHECK(placedSum(advice) == 3); // a on one, b's 0.9 on two
        CHECK(packed->placement.size() >= 1);
        // What the plan keeps suffices to compute it again.
        const auto again = workbench::adviseOnWorkers(**recommender, input, false, advice);
        REQUIRE(again);
        CHECK(again->placement == packed->placement);
    }
}

TEST_CASE("where numbers and places suffice and the job is behind all the same, the rule may raise") {
    tune::TuneInput input = crowdedOnOne();
    Observation& window = input.windows[0];
    window.notes["placement"] = "a: 0; b: 1";
    window.nodes[2].busyMean = window.nodes[2].busyMax = 0.3; // 1 ms each: 0.6 and 0.45 at 600/s
    window.nodes[2].subtaskBusy = {0.3};
    const auto recommender = tune::makeRecommender("ds2-noband");
    REQUIRE(recommender);
    tune::Recommendation advice;
    REQUIRE(workbench::adviseOnWorkers(**recommender, input, false, advice));
    CHECK_FALSE(input.packed);
    CHECK(advice.changes);
    CHECK(placedSum(advice) > 2);
}

TEST_CASE("a job that is behind for want of cores gets no more workers, and is told why") {
    tune::TuneInput input = crowdedOnOne();
    Observation& window = input.windows[0];
    window.notes["placement"] = "a: 0; b: 1";
    window.notes["core_wait"] = "0.400"; // 0.6 of own time is a full worker then
    window.nodes[2].busyMean = window.nodes[2].busyMax = 0.3;
    window.nodes[2].subtaskBusy = {0.3};
    for (const char* method : {"ds2-noband", "streamtune"}) {
        CAPTURE(method);
        const auto recommender = tune::makeRecommender(method);
        REQUIRE(recommender);
        tune::Recommendation advice;
        const auto packed = workbench::adviseOnWorkers(**recommender, input, false, advice);
        REQUIRE(packed);
        CHECK(packed->busiestNow == doctest::Approx(0.62).epsilon(0.01));
        CHECK(advice.underProvisioned);
        CHECK_FALSE(advice.changes);
        CHECK(packed->placement.empty());
        CHECK(advice.whyNothing.back().find("wait for cores") != std::string::npos);
    }
}

TEST_CASE("a window of a machine with too few cores is named as such") {
    tune::TuneInput input = crowdedOnOne();
    const auto recommender = tune::makeRecommender("ds2-noband");
    REQUIRE(recommender);
    const auto warned = [&] {
        tune::Recommendation advice;
        REQUIRE(workbench::adviseOnWorkers(**recommender, input, false, advice));
        return std::ranges::any_of(advice.warnings,
                                   [](const std::string& w) { return w.find("too few cores") != std::string::npos; });
    };
    CHECK_FALSE(warned());
    input.windows[0].notes["core_wait"] = "0.240";
    CHECK(warned());
}

TEST_CASE("shares as uneven as chance makes them are no skew, a hot key is") {
    const auto raised = [](double first, double second) {
        tune::TuneInput input = crowdedOnOne();
        input.graph.nodes[2].parallelism = 2;
        Observation& window = input.windows[0];
        window.notes["placement"] = "a: 0; b: 1 2";
        window.sources[0].accepted = 600;
        window.sources[0].backlogGrowth = 0.0;
        NodeObservation& b = window.nodes[2];
        b.parallelism = 2;
        b.subtaskIn = {first, second};
        b.subtaskBusy = {first * 0.0025, second * 0.0025}; // 450 a second need 1.125 workers
        b.busyMean = 0.375;
        b.busyMax = first * 0.0025;
        tune::Recommendation advice;
        const auto recommender = tune::makeRecommender("ds2-noband");
        REQUIRE(recommender);
        REQUIRE(workbench::adviseOnWorkers(**recommender, input, false, advice));
        return placedSum(advice);
    };
    CHECK(raised(157, 143) == raised(150, 150));
    CHECK(raised(250, 50) > raised(150, 150));
}

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
