// SPDX-License-Identifier: GPL-3.0-or-later
/// Trouble during a change on a real cluster: each ends in a named outcome with a sentence, and in a store whose trail
/// is intact. The cases take turns with the versions.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <atomic>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <thread>

#include "tests/engines/flink/flink_bench.h"

using namespace streamtune;
using namespace streamtune::flinktest;

namespace {

void tell(const Bench& bench, const char* trouble, const review::Outcome& outcome) {
    std::printf("[table] %-7s %-28s %-12s %5.1f s  %s\n", bench.cluster->version().c_str(), trouble,
                review::toString(outcome.kind), outcome.seconds, outcome.sentence.c_str());
}

/// What must hold after any trouble: the plan has a final state, the trail is intact.
void checkStore(const Bench& bench, const review::Plan& plan) {
    const auto state = bench.workbench->planState(plan.id);
    REQUIRE_MESSAGE(state, state.error().sentence);
    CHECK((*state != review::PlanState::Applying));
    CHECK((*state != review::PlanState::Verifying));
    const auto store = bench.workbench->store();
    REQUIRE(store);
    CHECK((*store)->checkIntegrity({}));
    const auto verdict = (*store)->verifyAudit({});
    REQUIRE(verdict);
    CHECK_MESSAGE(verdict->intact, verdict->sentence);
}

/// q1 at 1 everywhere with a completed checkpoint, and an approved plan with these numbers.
struct Prepared {
    std::string job;
    review::Plan plan;
};
Prepared prepare(const Bench& bench, const std::map<std::string, int>& numbers) {
    const auto job = bench.cluster->submit({"--job", "q1"});
    REQUIRE_MESSAGE(job, job.error().sentence);
    waitForCheckpoint(*bench.cluster, *job);
    const auto plan = bench.approved(*job, numbers);
    REQUIRE_MESSAGE(plan, plan.error().sentence);
    return {*job, *plan};
}

/// Calls `act` once, right after the cluster has accepted the change.
std::function<void(const engines::ApplyStep&)> once(std::function<void()> act) {
    auto done = std::make_shared<bool>(false);
    return [act = std::move(act), done](const engines::ApplyStep& step) {
        if (*done || !step.pointOfNoReturn || step.state != "begun")
            return;
        *done = true;
        act();
    };
}

} // namespace

TEST_CASE("more than the slots give is partly achieved, in words") {
    const Bench bench = startBench({.version = "1.20.5", .taskManagers = 1, .slots = 4});
    const auto [job, plan] = prepare(bench, {{"currency", 6}, {"out", 2}});
    const auto outcome = bench.apply(plan);
    REQUIRE_MESSAGE(outcome, outcome.error().sentence);
    tell(bench, "6 asked, 4 slots", *outcome);
    CHECK((outcome->kind == review::OutcomeKind::Partly));
    CHECK(outcome->sentence.find("slots") != std::string::npos);
    const auto p = parallelismOf(*bench.cluster, job);
    REQUIRE(p);
    CHECK(*p == std::map<std::string, int>{{"bids", 1}, {"currency", 4}, {"out", 2}});
    checkStore(bench, plan);
}

TEST_CASE("a TaskManager killed during the apply") {
    const Bench bench = startBench({.version = "2.3.0", .standalone = true, .taskManagers = 2, .slots = 2});
    const auto [job, plan] = prepare(bench, {{"currency", 4}, {"out", 2}});
    const auto outcome = bench.apply(plan, once([&] { REQUIRE(bench.cluster->killTaskManager(2)); }));
    REQUIRE_MESSAGE(outcome, outcome.error().sentence);
    tell(bench, "TaskManager killed", *outcome);
    CHECK((outcome->kind != review::OutcomeKind::Unknown));
    CHECK_FALSE(outcome->sentence.empty());
    checkStore(bench, plan);
    const auto view = bench.workbench->show("real", job, {});
    REQUIRE_MESSAGE(view, view.error().sentence);
    if (outcome->kind == review::OutcomeKind::Partly)
        for (const auto& [vertex, p] : outcome->reached)
            CHECK(p <= 2);
}

TEST_CASE("the JobManager killed during the apply") {
    const Bench bench = startBench({.version = "1.20.5", .taskManagers = 1, .slots = 6});
    const auto [job, plan] = prepare(bench, {{"currency", 4}, {"out", 2}});
    const auto outcome = bench.apply(plan, once([&] { REQUIRE(bench.cluster->killJobManager()); }));
    REQUIRE_MESSAGE(outcome, outcome.error().sentence);
    tell(bench, "JobManager killed", *outcome);
    CHECK((outcome->kind == review::OutcomeKind::Unknown || outcome->kind == review::OutcomeKind::Failed));
    CHECK_FALSE(outcome->sentence.empty());
    checkStore(bench, plan);
    const auto view = bench.workbench->show("real", job, {});
    REQUIRE_FALSE(view);
    CHECK(view.error().code == "engine.unreachable");
}

TEST_CASE("the JobManager comes back during the apply and does not know the job any more") {
    const Bench bench = startBench({.version = "1.18.1", .standalone = true, .taskManagers = 1, .slots = 6});
    const auto [job, plan] = prepare(bench, {{"currency", 4}, {"out", 2}});
    const auto outcome = bench.apply(plan, once([&] {
                                         REQUIRE(bench.cluster->killJobManager());
                                         REQUIRE(bench.cluster->startJobManager());
                                     }));
    if (outcome) {
        tell(bench, "JobManager started anew", *outcome);
        CHECK((outcome->kind == review::OutcomeKind::Unknown || outcome->kind == review::OutcomeKind::Failed));
        CHECK_FALSE(outcome->sentence.empty());
    } else { // the request itself was refused: the job was gone before it arrived
        std::printf("[table] %-7s %-28s %-12s %s\n", bench.cluster->version().c_str(), "JobManager started anew",
                    outcome.error().code.c_str(), outcome.error().sentence.c_str());
        CHECK_FALSE(outcome.error().sentence.empty());
    }
    checkStore(bench, plan);
    const auto view = bench.workbench->show("real", job, {});
    REQUIRE_FALSE(view);
    CHECK(view.error().code == "engine.unknown_job");
}

TEST_CASE("an active autoscaler is not fought") {
    const Bench bench =
        startBench({.version = "2.3.0", .taskManagers = 1, .slots = 6, .settings = {"job.autoscaler.enabled=true"}});
    const auto job = bench.cluster->submit({"--job", "q1"});
    REQUIRE_MESSAGE(job, job.error().sentence);
    waitForCheckpoint(*bench.cluster, *job);
    const auto plan = bench.draft(*job, {{"currency", 4}});
    REQUIRE_MESSAGE(plan, plan.error().sentence);
    const Status approved = bench.workbench->approve(plan->id, {"suite", "against an autoscaler"}, {});
    REQUIRE_FALSE(approved);
    std::printf("[table] %-7s %-28s %-12s %s\n", bench.cluster->version().c_str(), "autoscaler active",
                approved.error().code.c_str(), approved.error().sentence.c_str());
    CHECK(approved.error().code == "plan.blocked");
    CHECK(approved.error().sentence.find("autoscaler") != std::string::npos);
}

TEST_CASE("the job is cancelled under our feet") {
    const Bench bench = startBench({.version = "1.18.1", .taskManagers = 1, .slots = 6});
    const auto [job, plan] = prepare(bench, {{"currency", 4}, {"out", 2}});
    const std::string id = job;
    SUBCASE("during the apply") {
        const auto outcome = bench.apply(plan, once([&] { REQUIRE(bench.cluster->cancel(id)); }));
        if (outcome) {
            tell(bench, "job cancelled during apply", *outcome);
            CHECK((outcome->kind == review::OutcomeKind::Failed));
            CHECK_FALSE(outcome->sentence.empty());
        } else { // seen before anything was sent
            CHECK_FALSE(outcome.error().sentence.empty());
        }
    }
    SUBCASE("between approval and apply") {
        REQUIRE(bench.cluster->cancel(id));
        const auto outcome = bench.apply(plan);
        REQUIRE_FALSE(outcome);
        std::printf("[table] %-7s %-28s %-12s %s\n", bench.cluster->version().c_str(), "job cancelled before apply",
                    outcome.error().code.c_str(), outcome.error().sentence.c_str());
        CHECK((outcome.error().code == "plan.stale" || outcome.error().code == "plan.blocked"));
        CHECK(outcome.error().sentence.find("CANCELED") != std::string::npos);
    }
    checkStore(bench, plan);
}

TEST_CASE("a plan is stale when somebody else has rescaled the job") {
    const Bench bench = startBench({.version = "2.3.0", .taskManagers = 1, .slots = 6});
    const auto [job, plan] = prepare(bench, {{"currency", 4}, {"out", 2}});
    REQUIRE(rescale(*bench.cluster, job, {{"bids", 1}, {"currency", 2}, {"out", 1}}));
    const auto outcome = bench.apply(plan);
    REQUIRE_FALSE(outcome);
    std::printf("[table] %-7s %-28s %-12s %s\n", bench.cluster->version().c_str(), "rescaled by somebody else",
                outcome.error().code.c_str(), outcome.error().sentence.c_str());
    CHECK(outcome.error().code == "plan.stale");
    CHECK(outcome.error().details.contains("drift"));
    const auto p = parallelismOf(*bench.cluster, job);
    REQUIRE(p);
    CHECK(p->at("currency") == 2); // nothing was sent
    const auto state = bench.workbench->planState(plan.id);
    REQUIRE(state);
    CHECK((*state == review::PlanState::Stale));
}

TEST_CASE("somebody else changes the bounds while we wait") {
    // A checkpoint is waited for, so there is time to get in between.
    const Bench bench = startBench({.version = "2.3.0", .taskManagers = 1, .slots = 6});
    const auto job = bench.cluster->submit({"--job", "q1", "--chk", "6000"});
    REQUIRE_MESSAGE(job, job.error().sentence);
    waitForCheckpoint(*bench.cluster, *job);
    const auto plan = bench.approved(*job, {{"currency", 4}, {"out", 2}});
    REQUIRE_MESSAGE(plan, plan.error().sentence);
    const auto vertices = verticesOf(*bench.cluster, *job);
    REQUIRE(vertices);
    Json theirs = Json::object();
    for (const auto& [op, vertex] : *vertices)
        theirs[vertex] = {{"parallelism", {{"lowerBound", 1}, {"upperBound", op == "currency" ? 3 : 1}}}};
    bool done = false;
    const auto outcome = bench.apply(*plan, [&](const engines::ApplyStep& step) {
        if (done || step.name != "send request" || step.state != "done")
            return;
        done = true;
        CHECK(bench.cluster->send("PUT", "/jobs/" + *job + "/resource-requirements", theirs.dump()).status == 200);
    });
    REQUIRE(done);
    REQUIRE_MESSAGE(outcome, outcome.error().sentence);
    tell(bench, "bounds changed meanwhile", *outcome);
    CHECK((outcome->kind != review::OutcomeKind::Achieved));
    CHECK(outcome->sentence.find("omebody else") != std::string::npos);
    checkStore(bench, *plan);
}

TEST_CASE("others put requirements at the same time: 409 is waited out") {
    const Bench bench = startBench({.version = "1.20.5", .taskManagers = 1, .slots = 6});
    const auto [job, plan] = prepare(bench, {{"currency", 4}, {"out", 2}});
    const std::string id = job;
    const auto other = bench.cluster->submit({"--job", "q2", "--name", "other"});
    REQUIRE_MESSAGE(other, other.error().sentence);
    const auto vertices = verticesOf(*bench.cluster, id);
    REQUIRE(vertices);
    Json same = Json::object(); // what the plan asks for: only the lock is contended, not the content
    for (const auto& [op, vertex] : *vertices)
        same[vertex] = {{"parallelism",
                         {{"lowerBound", 1},
                          {"upperBound", op == "currency" ? 4
                                         : op == "out"    ? 2
                                                          : 1}}}};
    std::atomic<bool> stop{false};
    std::atomic<int> conflicts{0}, sent{0};
    std::vector<std::thread> rivals;
    const auto outcome = bench.apply(
        plan, once([&] {
            for (int i = 0; i < 8; ++i)
                rivals.emplace_back([&] {
                    while (!stop) {
                        ++sent;
                        conflicts +=
                            bench.cluster->send("PUT", "/jobs/" + id + "/resource-requirements", same.dump()).status ==
                            409;
                    }
                });
            std::this_thread::sleep_for(std::chrono::milliseconds(300));
        }));
    stop = true;
    for (auto& rival : rivals)
        rival.join();
    REQUIRE_MESSAGE(outcome, outcome.error().sentence);
    std::printf("[table] %-7s %d of %d rival PUTs answered 409\n", bench.cluster->version().c_str(), conflicts.load(),
                sent.load());
    tell(bench, "rival PUTs", *outcome);
    CHECK(conflicts > 0);
    CHECK((outcome->kind == review::OutcomeKind::Achieved));
    checkStore(bench, plan);
}

TEST_CASE("without the adaptive scheduler: savepoint and overrides, arguments, or a patch") {
    std::string version;
    SUBCASE("1.20.5") {
        version = "1.20.5";
    }
    SUBCASE("2.3.0") {
        version = "2.3.0";
    }
    const Bench bench =
        startBench({.version = version, .taskManagers = 1, .slots = 6, .settings = {"jobmanager.scheduler=default"}});
    const std::string rates = bench.cluster->dir() + "/rates/nexmark-q1";
    const auto job = bench.cluster->submit({"--job", "q1", "--rates-file", rates});
    REQUIRE_MESSAGE(job, job.error().sentence);
    waitForCheckpoint(*bench.cluster, *job);

    const auto patch = bench.draft(*job, {{"currency", 4}, {"out", 2}});
    REQUIRE_MESSAGE(patch, patch.error().sentence);
    CHECK((patch->path == engines::ApplyPath::Patch));
    const auto shown = bench.workbench->check(patch->id, {});
    REQUIRE_MESSAGE(shown, shown.error().sentence);
    CHECK(std::ranges::any_of(shown->checks, [](const engines::Check& check) {
        return check.id == "scheduler" && check.level != engines::CheckLevel::Ok;
    }));

    const auto jar = bench.cluster->jarId();
    REQUIRE(jar);
    std::map<std::string, std::string> options{{"jar", *jar}, {"programArgs", "--job q1 --rates-file " + rates}};
    if (version == "2.3.0") { // ignores overrides: the program's own arguments are what works
        const auto vertices = verticesOf(*bench.cluster, *job);
        REQUIRE(vertices);
        for (const auto& [op, vertex] : *vertices)
            options["args." + vertex] = "--p." + op + " {p}";
    }
    bench.connect("with jar", options);
    const auto plan = bench.approved(*job, {{"currency", 4}, {"out", 2}}, "with jar");
    REQUIRE_MESSAGE(plan, plan.error().sentence);
    CHECK((plan->path == engines::ApplyPath::Savepoint));
    const auto outcome = bench.apply(*plan);
    REQUIRE_MESSAGE(outcome, outcome.error().sentence);
    tell(bench, "savepoint path", *outcome);
    CHECK((outcome->kind == review::OutcomeKind::Achieved));
    CHECK(outcome->jobId != *job);
    const auto p = parallelismOf(*bench.cluster, outcome->jobId);
    REQUIRE(p);
    CHECK(*p == std::map<std::string, int>{{"bids", 1}, {"currency", 4}, {"out", 2}});

    const auto back = bench.workbench->rollback(plan->id, {"suite", "back"}, {}, {}, {}, {});
    REQUIRE_MESSAGE(back, back.error().sentence);
    tell(bench, "savepoint path, rolled back", *back);
    CHECK((back->kind == review::OutcomeKind::Achieved));
    const auto before = parallelismOf(*bench.cluster, back->jobId);
    REQUIRE(before);
    CHECK(*before == std::map<std::string, int>{{"bids", 1}, {"currency", 1}, {"out", 1}});
    checkStore(bench, *plan);
}

TEST_CASE("as Flink comes: metrics every 10 s, 30 s of cool-down") {
    const Bench bench = startBench({.version = "2.3.0", .taskManagers = 1, .slots = 6, .fast = false});
    engines::Profile profile;
    profile.name = "slow";
    profile.url = bench.cluster->url();
    profile.type = engines::ConnectionType::Test;
    REQUIRE(bench.workbench->addConnection(profile));
    const auto job = bench.cluster->submit({"--job", "q1"});
    REQUIRE_MESSAGE(job, job.error().sentence);
    workbench::RecommendRequest request;
    request.connection = "slow";
    request.job = *job;
    request.rates = {{"Source: bids", 3000}};
    const auto plan = bench.workbench->recommend(request, {}, {});
    REQUIRE_MESSAGE(plan, plan.error().sentence);
    REQUIRE(bench.workbench->approve(plan->id, {"suite", "slow"}, {}));
    const auto outcome = bench.apply(*plan);
    REQUIRE_MESSAGE(outcome, outcome.error().sentence);
    tell(bench, "default settings", *outcome);
    CHECK((outcome->kind == review::OutcomeKind::Achieved));
    const auto p = parallelismOf(*bench.cluster, *job);
    REQUIRE(p);
    CHECK(*p == std::map<std::string, int>{{"bids", 1}, {"currency", 4}, {"out", 2}});
    const auto window = bench.workbench->observe("slow", *job, Millis{120'000}, {}, {});
    REQUIRE_MESSAGE(window, window.error().sentence);
    CHECK(window->quiet);
    for (const auto& node : window->nodes) {
        CAPTURE(node.id);
        CHECK(valueOr(node.backpressuredMax, 1) < 0.10);
    }
}
