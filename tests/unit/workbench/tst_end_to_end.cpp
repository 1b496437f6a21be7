// SPDX-License-Identifier: GPL-3.0-or-later
// The main job on the simulated cluster, from a measured window to a verified change and back.
#include <doctest/doctest.h>
#include <fstream>
#include <nlohmann/json.hpp>

#include "core/workbench/workbench.h"
#include "tests/support/workbench_desk.h"

using namespace streamtune;
using namespace streamtune::workbench;
using namespace streamtune::test;

namespace {

constexpr const char* kJob = "nexmark-q5";

RecommendRequest ask(const std::string& method = "ds2") {
    RecommendRequest request;
    request.connection = "sim";
    request.job = kJob;
    request.method = method;
    return request;
}

std::string stateOf(const Hall& hall, const std::string& plan) {
    const auto state = hall.bench->planState(plan);
    REQUIRE(state);
    return review::toString(*state);
}

int sum(const ParallelismVector& vector) {
    int total = 0;
    for (const auto& [node, p] : vector)
        total += p;
    return total;
}

/// Everything that may change at 1.
void startAtOne(Hall& hall) {
    const auto view = hall.bench->show("sim", kJob, {});
    REQUIRE(view);
    ParallelismVector ones = view->snapshot.graph.parallelism();
    for (auto& [node, p] : ones)
        if (!view->snapshot.graph.find(node)->pinned)
            p = 1;
    const Status changed =
        engines::simulated::changeFromOutside(*hall.keeper(), *hall.bench->connection("sim"), kJob, ones);
    REQUIRE_MESSAGE(changed, (changed ? "" : changed.error().sentence));
}

double offered(const Hall& hall, const std::string& source) {
    const auto window = hall.bench->observe("sim", kJob, Millis{60'000}, {}, {});
    REQUIRE_MESSAGE(window, (window ? "" : window.error().sentence));
    return *window->findSource(source)->offered;
}

std::string sourceOf(const Hall& hall) {
    const auto view = hall.bench->show("sim", kJob, {});
    REQUIRE(view);
    for (const Operator& node : view->snapshot.graph.nodes)
        if (view->snapshot.graph.isSource(node.id))
            return node.id;
    return {};
}

review::Outcome applied(const Hall& hall, const std::string& plan) {
    const Status approved = hall.bench->approve(plan, {"ben", "load"}, {});
    REQUIRE_MESSAGE(approved, (approved ? "" : approved.error().sentence));
    const auto outcome = hall.bench->apply(plan, "", {}, {}, {});
    REQUIRE_MESSAGE(outcome, (outcome ? "" : outcome.error().sentence));
    return *outcome;
}

} // namespace

TEST_CASE("from one everywhere to enough, down when the rate falls, and back") {
    Hall hall;
    hall.connect();
    startAtOne(hall);
    const std::string source = sourceOf(hall);
    const double rate = offered(hall, source);
    REQUIRE(hall.bench->setSimulatedRate("sim", kJob, source, rate));
    const ParallelismVector atFirst = hall.now(kJob);

    // Up, until nothing more is advised.
    std::string firstPlan;
    int changes = 0;
    for (;; ++changes) {
        REQUIRE(changes < 10);
        const auto plan = hall.bench->recommend(ask(), {}, {});
        REQUIRE_MESSAGE(plan, (plan ? "" : plan.error().sentence));
        if (plan->changes.empty()) {
            CHECK_FALSE(plan->whyNothing.empty());
            break;
        }
        CHECK(stateOf(hall, plan->id) == "draft");
        CHECK(plan->base == hall.now(kJob));
        for (const review::PlanChange& change : plan->changes) {
            CHECK_FALSE(change.reason.empty());
            CHECK(isKnown(change.predictedBusy));
        }
        const review::Outcome outcome = applied(hall, plan->id);
        CHECK(kindOf(outcome) == "achieved");
        CHECK(outcome.reached == plan->target());
        CHECK(hall.now(kJob) == plan->target());
        CHECK(stateOf(hall, plan->id) == "done");
        if (firstPlan.empty())
            firstPlan = plan->id;
    }
    CHECK(changes >= 1);
    auto view = hall.bench->show("sim", kJob, {});
    REQUIRE(view);
    REQUIRE(view->window);
    CHECK_FALSE(view->labels.underProvisioned);
    const ParallelismVector large = hall.now(kJob);
    CHECK(sum(large) > sum(atFirst));

    // Down.
    REQUIRE(hall.bench->setSimulatedRate("sim", kJob, source, rate / 4));
    const auto smaller = hall.bench->recommend(ask(), {}, {});
    REQUIRE(smaller);
    REQUIRE_FALSE(smaller->changes.empty());
    CHECK(kindOf(applied(hall, smaller->id)) == "achieved");
    CHECK(sum(hall.now(kJob)) < sum(large));

    // Back, one step and all the way.
    const auto back = hall.bench->rollback(smaller->id, {"ben", "too small for the evening"}, "", {}, {}, {});
    REQUIRE_MESSAGE(back, (back ? "" : back.error().sentence));
    CHECK(kindOf(*back) == "achieved");
    CHECK(hall.now(kJob) == large);
    CHECK(stateOf(hall, smaller->id) == "rolled_back");
    REQUIRE(hall.bench->rollback(firstPlan, {"ben", "to the beginning"}, "", {}, {}, {}));
    CHECK(hall.now(kJob) == atFirst);

    const auto trail = hall.bench->verifyTrail({}, {});
    REQUIRE(trail);
    CHECK(trail->chain.intact);
    CHECK(trail->differing.empty());
    CHECK(trail->recommendations == changes + 2); // every advised plan comes out of its own evidence again
    CHECK(trail->withoutEvidence == 2);           // the two rollbacks
}

TEST_CASE("the tune loop does the same alone, under a standing approval") {
    Hall hall;
    hall.connect();
    startAtOne(hall);
    const std::string source = sourceOf(hall);
    REQUIRE(hall.bench->setSimulatedRate("sim", kJob, source, offered(hall, source)));
    TuneRequest request;
    request.recommend = ask("autoscaler");
    request.maxSteps = 8;
    request.approveAs = "ben";
    const auto result = hall.bench->tune(request, {}, {});
    REQUIRE_MESSAGE(result, (result ? "" : result.error().sentence));
    CHECK(result->stoppedBecause == "steady");
    CHECK(result->job == kJob);
    CHECK_FALSE(result->backpressured);
    CHECK(result->final == hall.now(kJob));
    CHECK(result->reconfigurations == static_cast<int>(result->steps.size()));
    REQUIRE_FALSE(result->steps.empty());
    const auto store = hall.bench->store();
    REQUIRE(store);
    for (const TuneStep& step : result->steps) {
        CHECK(step.outcome == "achieved");
        CHECK(stateOf(hall, step.plan) == "done");
        const auto approvals = (*store)->approvals(step.plan);
        REQUIRE(approvals);
        REQUIRE(approvals->size() == 1);
        CHECK(approvals->front().who == "ben");
        const auto standing = parseJson(approvals->front().standing, "standing");
        REQUIRE(standing);
        CHECK((*standing)["max_steps"] == 8);
    }
    CHECK(hall.bench->verifyTrail({}, {})->intact());
}

TEST_CASE("the tune loop keeps to its limits") {
    Hall hall;
    hall.connect("prod", engines::ConnectionType::Prod);
    hall.connect();
    startAtOne(hall);
    const std::string source = sourceOf(hall);
    REQUIRE(hall.bench->setSimulatedRate("sim", kJob, source, offered(hall, source)));
    TuneRequest request;
    request.recommend = ask();
    request.maxSteps = 1;
    SUBCASE("somebody must stand for it") {
        CHECK(codeOf(hall.bench->tune(request, {}, {})) == "plan.actor");
    }
    request.approveAs = "ben";
    SUBCASE("no step is no loop") {
        request.maxSteps = 0;
        CHECK(codeOf(hall.bench->tune(request, {}, {})) == "tune.limit");
    }
    SUBCASE("not on production without the flag") {
        request.recommend.connection = "prod";
        CHECK(codeOf(hall.bench->tune(request, {}, {})) == "plan.standing");
        request.allowProd = true;
        const auto result = hall.bench->tune(request, {}, {});
        REQUIRE_MESSAGE(result, (result ? "" : result.error().sentence));
    }
    SUBCASE("steps end") {
        const auto result = hall.bench->tune(request, {}, {});
        REQUIRE(result);
        CHECK(result->steps.size() == 1);
        CHECK((result->stoppedBecause == "max_steps" || result->stoppedBecause == "steady"));
    }
    SUBCASE("slots end") {
        request.maxSteps = 5;
        request.maxSlots = 3;
        const auto result = hall.bench->tune(request, {}, {});
        REQUIRE_MESSAGE(result, (result ? "" : result.error().sentence));
        const auto view = hall.bench->show("sim", kJob, {});
        REQUIRE(view);
        CHECK(view->snapshot.graph.slotsNeeded(view->snapshot.graph.parallelism()) <= 3);
        CHECK(result->backpressured);
    }
    SUBCASE("read-only") {
        hall.open(true);
        CHECK(codeOf(hall.bench->tune(request, {}, {})) == "connection.read_only");
    }
    SUBCASE("an engine that fails the change ends it") {
        engines::simulated::Faults faults;
        faults.restartFails = true;
        REQUIRE(engines::simulated::setFaults(*hall.keeper(), *hall.bench->connection("sim"), faults));
        request.maxSteps = 4;
        const auto result = hall.bench->tune(request, {}, {});
        REQUIRE_MESSAGE(result, (result ? "" : result.error().sentence));
        CHECK(result->stoppedBecause == "engine");
        CHECK(result->steps.size() == 1);
        CHECK(result->steps[0].outcome == "failed");
    }
}

TEST_CASE("wrong words in a request are told before anything is measured") {
    Hall hall;
    hall.connect();
    auto request = ask("magic");
    CHECK(codeOf(hall.bench->recommend(request, {}, {})) == "tune.method");
    request = ask();
    request.limits.pins = {{"ghost", 3}};
    CHECK(codeOf(hall.bench->recommend(request, {}, {})) == "job.operator");
    request = ask();
    request.rates = {{sourceOf(hall), -1.0}};
    CHECK(codeOf(hall.bench->recommend(request, {}, {})) == "tune.rate");
    request.rates = {{"ghost", 10.0}};
    CHECK(codeOf(hall.bench->recommend(request, {}, {})) == "job.operator");
    request = ask();
    request.limits.pins = {{sourceOf(hall), 0}};
    CHECK(codeOf(hall.bench->recommend(request, {}, {})) == "tune.limit");
    request = ask();
    request.connection = "smi";
    CHECK(codeOf(hall.bench->recommend(request, {}, {})) == "connection.unknown");
    const auto store = hall.bench->store();
    CHECK((*store)->stats()->observations == 0);
    CHECK((*store)->stats()->plans == 0);
}

TEST_CASE("a pin and a rate are obeyed") {
    Hall hall;
    hall.connect();
    startAtOne(hall);
    const auto view = hall.bench->show("sim", kJob, {});
    std::string free;
    for (const Operator& node : view->snapshot.graph.nodes)
        if (!node.pinned)
            free = node.id;
    auto request = ask();
    request.limits.pins = {{free, 3}};
    request.rates = {{sourceOf(hall), 1.0}};
    const auto plan = hall.bench->recommend(request, {}, {});
    REQUIRE_MESSAGE(plan, (plan ? "" : plan.error().sentence));
    CHECK(plan->target().at(free) == 3);
}

TEST_CASE("a plan travels as a file, and a file that was edited by hand does not pass") {
    Hall hall;
    hall.connect();
    startAtOne(hall);
    const std::string source = sourceOf(hall);
    REQUIRE(hall.bench->setSimulatedRate("sim", kJob, source, offered(hall, source)));
    const auto plan = hall.bench->recommend(ask(), {}, {});
    REQUIRE(plan);
    REQUIRE_FALSE(plan->changes.empty());
    const std::string good = (hall.folder.path() / "plan.json").string();
    std::ofstream(good) << prettyJson(review::planToJson(*plan));
    CHECK(hall.bench->plan(good)->id == plan->id);
    CHECK(hall.bench->plan(plan->id.substr(0, plan->id.size() - 1))->id == plan->id); // a unique beginning will do
    CHECK(codeOf(hall.bench->apply(good, "", {}, {}, {})) == "plan.not_approved");

    const std::string bad = (hall.folder.path() / "edited.json").string();
    Json edited = review::planToJson(*plan);
    edited["changes"][0]["to"] = 40;
    std::ofstream(bad) << prettyJson(edited);
    CHECK(codeOf(hall.bench->approve(bad, {"ben", "x"}, {})) == "plan.hash");
    CHECK(codeOf(hall.bench->apply(bad, "", {}, {}, {})) == "plan.hash");
    const auto store = hall.bench->store();
    CHECK((*store)->auditRows("edited.json", {}, 10, "")->rows.size() == 2); // both tries are on record
    CHECK(codeOf(hall.bench->plan((hall.folder.path() / "none.json").string())) == "plan.unknown");
    CHECK(codeOf(hall.bench->plan("p-none")) == "plan.unknown");
    std::ofstream(hall.folder.path() / "cut.json") << prettyJson(edited).substr(0, 300);
    CHECK(codeOf(hall.bench->plan((hall.folder.path() / "cut.json").string())) == "json.syntax");

    // Another workspace has never seen it: it comes in as a draft and needs an approval there.
    Hall other;
    other.connect();
    CHECK(stateOf(other, good) == "draft");
    CHECK(codeOf(other.bench->apply(good, "", {}, {}, {})) == "plan.not_approved");
    CHECK(stateOf(other, plan->id) == "draft");
    const auto preflight = other.bench->check(good, {});
    REQUIRE(preflight);
    CHECK(stateOf(other, plan->id) == "stale"); // that cluster runs something else
    CHECK_FALSE(preflight->drift.empty());
}

TEST_CASE("an edited plan names its parent and is applied as edited") {
    Hall hall;
    hall.connect();
    startAtOne(hall);
    const std::string source = sourceOf(hall);
    REQUIRE(hall.bench->setSimulatedRate("sim", kJob, source, offered(hall, source)));
    const auto plan = hall.bench->recommend(ask(), {}, {});
    REQUIRE(plan);
    REQUIRE_FALSE(plan->changes.empty());
    const std::string vertex = plan->changes[0].vertex;
    CHECK(codeOf(hall.bench->editPlan(plan->id, {{"ghost", 2}})) == "job.operator");
    const auto edited = hall.bench->editPlan(plan->id, {{vertex, plan->changes[0].to + 1}});
    REQUIRE(edited);
    CHECK(edited->parent == plan->id);
    CHECK(stateOf(hall, plan->id) == "stale");
    CHECK(kindOf(applied(hall, edited->id)) == "achieved");
    CHECK(hall.now(kJob).at(vertex) == plan->changes[0].to + 1);
}

TEST_CASE("fewer slots than asked for end partly, with exit from every vertex told") {
    Hall hall;
    hall.connect();
    startAtOne(hall);
    const std::string source = sourceOf(hall);
    REQUIRE(hall.bench->setSimulatedRate("sim", kJob, source, offered(hall, source)));
    const auto plan = hall.bench->recommend(ask(), {}, {});
    REQUIRE(plan);
    int most = 0;
    for (const auto& [node, p] : plan->target())
        most = std::max(most, p);
    REQUIRE(most > 3);
    engines::simulated::Faults faults;
    const auto others = hall.bench->jobs("sim", {});
    int used = 0;
    for (const auto& job : *others)
        used += job.id == kJob ? 0 : static_cast<int>(valueOr(job.slots, 0));
    faults.slots = used + most - 1;
    REQUIRE(engines::simulated::setFaults(*hall.keeper(), *hall.bench->connection("sim"), faults));
    const review::Outcome outcome = applied(hall, plan->id);
    CHECK(kindOf(outcome) == "partly");
    CHECK(outcome.sentence.find("was asked to run with") != std::string::npos);
    CHECK(stateOf(hall, plan->id) == "partly");
    CHECK(hall.now(kJob) == outcome.reached);
}

TEST_CASE("a change that kills the job is failed, and a rollback brings the job back") {
    Hall hall;
    hall.connect();
    startAtOne(hall);
    const ParallelismVector before = hall.now(kJob);
    const auto plan = hall.bench->recommend(ask(), {}, {});
    REQUIRE(plan);
    REQUIRE_FALSE(plan->changes.empty());
    engines::simulated::Faults faults;
    faults.restartFails = true;
    REQUIRE(engines::simulated::setFaults(*hall.keeper(), *hall.bench->connection("sim"), faults));
    const review::Outcome outcome = applied(hall, plan->id);
    CHECK(kindOf(outcome) == "failed");
    CHECK(stateOf(hall, plan->id) == "failed");
    CHECK(hall.bench->show("sim", kJob, {})->snapshot.state == "FAILED");
    CHECK(codeOf(hall.bench->recommend(ask(), {}, {})) != "ok");
    REQUIRE(engines::simulated::setFaults(*hall.keeper(), *hall.bench->connection("sim"), {}));
    const auto back = hall.bench->rollback(plan->id, {"ben", "it died"}, "", {}, {}, {});
    REQUIRE_MESSAGE(back, (back ? "" : back.error().sentence));
    CHECK(kindOf(*back) == "achieved");
    CHECK(hall.bench->show("sim", kJob, {})->snapshot.state == "RUNNING");
    CHECK(hall.now(kJob) == before);
    CHECK(stateOf(hall, plan->id) == "rolled_back");
}

TEST_CASE("an interrupted apply is named when the workspace is opened again") {
    Hall hall;
    hall.connect();
    startAtOne(hall);
    const auto plan = hall.bench->recommend(ask(), {}, {});
    REQUIRE(plan);
    REQUIRE(hall.bench->approve(plan->id, {"ben", "load"}, {}));
    struct Death {};
    const auto dieAt = [](const std::string& state) {
        return [state](const engines::ApplyStep& step) {
            if (step.pointOfNoReturn && step.state == state)
                throw Death();
        };
    };
    SUBCASE("before the request left") {
        CHECK_THROWS_AS((void)hall.bench->apply(plan->id, "", {}, {}, dieAt("begun")), Death);
        CHECK(stateOf(hall, plan->id) == "applying");
        hall.open();
        CHECK(stateOf(hall, plan->id) == "failed");
        CHECK(hall.now(kJob) == plan->base);
    }
    SUBCASE("after the request was answered") {
        CHECK_THROWS_AS((void)hall.bench->apply(plan->id, "", {}, {}, dieAt("done")), Death);
        hall.open(); // the restart of the simulated job is waited for
        CHECK(stateOf(hall, plan->id) == "done");
        CHECK(hall.now(kJob) == plan->target());
    }
    CHECK(hall.bench->verifyTrail({}, {})->intact());
}

TEST_CASE("a change from outside between approval and apply is refused with the three-way difference") {
    Hall hall;
    hall.connect();
    startAtOne(hall);
    const std::string source = sourceOf(hall);
    REQUIRE(hall.bench->setSimulatedRate("sim", kJob, source, offered(hall, source)));
    const auto plan = hall.bench->recommend(ask(), {}, {});
    REQUIRE(plan);
    REQUIRE_FALSE(plan->changes.empty());
    REQUIRE(hall.bench->approve(plan->id, {"ben", "load"}, {}));
    ParallelismVector theirs = plan->base;
    theirs[plan->changes[0].vertex] = plan->changes[0].to + 3;
    REQUIRE(engines::simulated::changeFromOutside(*hall.keeper(), *hall.bench->connection("sim"), kJob, theirs));
    (void)(*hall.bench->reader("sim"))->clock()->sleep(Millis{10'000}, {}); // their restart is over
    const auto outcome = hall.bench->apply(plan->id, "", {}, {}, {});
    CHECK(codeOf(outcome) == "plan.stale");
    CHECK(outcome.error().details.contains("drift"));
    CHECK(hall.now(kJob) == theirs);
    CHECK(stateOf(hall, plan->id) == "stale");
}

TEST_CASE("read-only holds for the whole program") {
    Hall hall;
    hall.connect();
    startAtOne(hall);
    const std::string source = sourceOf(hall);
    REQUIRE(hall.bench->setSimulatedRate("sim", kJob, source, offered(hall, source)));
    const auto plan = hall.bench->recommend(ask(), {}, {});
    REQUIRE(plan);
    REQUIRE(hall.bench->approve(plan->id, {"ben", "load"}, {}));
    const ParallelismVector before = hall.now(kJob);
    hall.open(true);
    CHECK(codeOf(hall.bench->apply(plan->id, "", {}, {}, {})) == "connection.read_only");
    CHECK(hall.now(kJob) == before);
    hall.open(false);
    CHECK(hall.bench->apply(plan->id, "", {}, {}, {}));
}
