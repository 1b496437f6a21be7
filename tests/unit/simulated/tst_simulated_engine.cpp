// SPDX-License-Identifier: GPL-3.0-or-later
#include <doctest/doctest.h>
#include <nlohmann/json.hpp>
#include <thread>

#include "core/base/json.h"
#include "core/engines/simulated/simulated_engine.h"
#include "tests/support/simulator_data.h"

// The friend of WritePermit, as a test needs it: nothing else can make one.
namespace streamtune::review {
class Applier {
public:
    static engines::WritePermit permitForTest() { return engines::WritePermit("sha256:test"); }
};
} // namespace streamtune::review

using namespace streamtune;
using namespace streamtune::engines;
using namespace streamtune::engines::simulated;

namespace {

struct World {
    std::shared_ptr<StateKeeper> keeper = memoryKeeper();
    std::unique_ptr<EngineFactory> factory = makeFactory(keeper);
    Profile profile;

    World() {
        profile.name = "sim";
        profile.kind = EngineKind::Simulated;
        profile.url = "sim:" + (testing::simulatorData() / "bench").string();
        profile.type = ConnectionType::Dev;
        profile.options["start"] = "2026-01-01T00:00:00Z";
    }
    std::unique_ptr<EngineReader> reader() {
        auto r = factory->reader(profile);
        REQUIRE_MESSAGE(r, (r ? "" : r.error().sentence));
        return std::move(*r);
    }
    Observation observe(const std::string& job) {
        auto o = reader()->observe(job, Millis{60'000}, {}, {});
        REQUIRE_MESSAGE(o, (o ? "" : o.error().sentence));
        return std::move(*o);
    }
    Change change(const std::string& job, const ParallelismVector& numbers) {
        const auto now = reader()->snapshot(job, {});
        Change c;
        c.planId = "p1";
        c.jobId = c.jobName = job;
        c.base = c.target = now->graph.parallelism();
        for (const auto& [id, p] : numbers)
            c.target[id] = p;
        return c;
    }
    Result<ApplyTicket> submit(const Change& c, const ApplyStepSink& sink = {}) {
        return (*factory->writer(profile, review::Applier::permitForTest()))->submit(c, sink, {}, {});
    }
};

} // namespace

TEST_CASE("a quiet window is exactly what the simulator computes") {
    World world;
    const Observation seen = world.observe("nexmark-q5");
    const Simulator job = testing::benchSimulator("nexmark-q5");
    const Window expected = job.simulate(job.spec().ratesAt(7), job.spec().initial, {105'000, 0, 2}, Physics{});
    REQUIRE(seen.nodes.size() == 3);
    CHECK(seen.quiet);
    CHECK(seen.nodes[1].inRate == expected.nodes[1].inRate);
    CHECK(seen.nodes[1].busyMax == expected.nodes[1].busyMax);
    CHECK(seen.nodes[1].subtaskIn.size() == 6);
    CHECK(seen.nodes[1].subtaskIn[5] == expected.nodes[1].subIn[5]);
    CHECK(seen.sources[0].offered == 560'000.0);
    CHECK(seen.sources[0].accepted == expected.sources[0].accepted);
    CHECK(toRfc3339(seen.start) == "2026-01-01T00:00:00.000Z");
    CHECK(toRfc3339(seen.end) == "2026-01-01T00:01:00.000Z");
    CHECK(world.observe("nexmark-q5").notes.at("win") == "3");
    CHECK(toRfc3339(world.reader()->clock()->now()) == "2026-01-01T00:02:00.000Z");
}

TEST_CASE("successive programs see one cluster") {
    World world;
    (void)world.observe("nexmark-q1");
    REQUIRE(setRate(*world.keeper, world.profile, "nexmark-q1", "sour1", 123'456.0));
    REQUIRE(world.submit(world.change("nexmark-q1", {{"map2", 9}})));
    const auto text = *world.keeper->read("sim");
    World other;
    REQUIRE(other.keeper->update("sim", [&](const auto&) -> Result<std::string> { return *text; }));
    const auto a = world.observe("nexmark-q1");
    const auto b = other.observe("nexmark-q1");
    CHECK(compactJson(observationToJson(a)) == compactJson(observationToJson(b)));
    CHECK(a.sources[0].offered == 123'456.0);
    CHECK(a.find("map2")->parallelism == 9);
    CHECK(a.deployment == "dep-1");
    CHECK(a.notes.at("win") == "2");
}

TEST_CASE("looking alone does not make another cluster each time") {
    World world;
    world.profile.options.erase("start"); // the clock begins when it is first looked at
    const auto first = world.reader()->snapshot("nexmark-q5", {});
    systemClock()->sleep(Millis{5}, {});
    const auto second = world.reader()->snapshot("nexmark-q5", {});
    CHECK(first->epoch == second->epoch);
    CHECK(first->readAt == second->readAt);
}

TEST_CASE("a change restarts the job, is verified, and its first windows are not quiet") {
    World world;
    const Change change = world.change("nexmark-q5", {{"aggr2", 11}});
    const auto prepared = world.reader()->prepare(change, {});
    REQUIRE(prepared);
    CHECK(prepared->front().pointOfNoReturn);
    CHECK(prepared->front().body.find("\"aggr2\": 11") != std::string::npos);
    std::vector<std::string> states;
    const auto ticket = world.submit(change, [&](const ApplyStep& step) -> Status {
        states.push_back(step.state);
        CHECK(step.request.find("aggr2") != std::string::npos);
        return {};
    });
    REQUIRE(ticket);
    CHECK(states == std::vector<std::string>{"begun", "done"});
    CHECK(world.reader()->snapshot("nexmark-q5", {})->state == "RESTARTING");
    auto status = world.reader()->applyStatus(change, *ticket, {});
    CHECK_FALSE(status->settled);
    for (int i = 0; i < 5 && !status->settled; ++i)
        status = world.reader()->applyStatus(change, *ticket, {});
    CHECK(status->settled);
    CHECK(status->reached == change.target);
    const auto snapshot = world.reader()->snapshot("nexmark-q5", {});
    CHECK(snapshot->running);
    CHECK(snapshot->graph.find("aggr2")->parallelism == 11);

    // Patience too short for the quiet window on a slow cluster: the restart's own window comes, marked.
    world.profile.options["speed"] = "100000";
    auto early = world.reader()->observe("nexmark-q5", Millis{1}, {}, {});
    REQUIRE(early);
    CHECK_FALSE(early->quiet);
    CHECK_FALSE(early->whyNotQuiet.empty());
    world.profile.options.erase("speed");
    CHECK(world.observe("nexmark-q5").quiet);
}

TEST_CASE("too few slots give part of what was asked") {
    World world;
    world.profile.url = "sim:" + (testing::simulatorData() / "bench" / "nexmark-q5.json").string();
    REQUIRE(setFaults(*world.keeper, world.profile, {.slots = 8}));
    const Change change = world.change("nexmark-q5", {{"aggr2", 11}});
    const auto ticket = world.submit(change);
    REQUIRE(ticket);
    auto status = world.reader()->applyStatus(change, *ticket, {});
    for (int i = 0; i < 5 && !status->settled; ++i)
        status = world.reader()->applyStatus(change, *ticket, {});
    CHECK(status->settled);
    CHECK(status->reached.at("aggr2") == 8);
    CHECK(status->grace == Millis{0});
    CHECK(world.reader()->cluster({})->slotsTotal == 8.0);
    CHECK(world.reader()->cluster({})->slotsFree == 0.0);
}

TEST_CASE("ordered faults: a failing restart, an absent cluster") {
    World world;
    REQUIRE(setFaults(*world.keeper, world.profile, {.restartFails = true}));
    const Change change = world.change("nexmark-q5", {{"aggr2", 11}});
    const auto ticket = world.submit(change);
    REQUIRE(ticket);
    const auto status = world.reader()->applyStatus(change, *ticket, {});
    CHECK(status->failed);
    REQUIRE(status->newExceptions.size() == 1);
    CHECK(world.reader()->snapshot("nexmark-q5", {})->state == "FAILED");
    CHECK(world.reader()->observe("nexmark-q5", Millis{1000}, {}, {}).error().code == "engine.job_ended");
    // Going back starts it again.
    Change back = change;
    back.target = change.base;
    REQUIRE(world.submit(back));
    CHECK(world.observe("nexmark-q5").quiet);

    REQUIRE(setFaults(*world.keeper, world.profile, {.unreachable = true}));
    CHECK(world.reader()->jobs({}).error().code == "engine.unreachable");
    CHECK(world.submit(change).error().code == "engine.unreachable");
    CHECK_FALSE(world.reader()->probe({}).back().ok);
}

TEST_CASE("a sink that cannot record stops the writer before anything is sent") {
    World world;
    const Change change = world.change("nexmark-q5", {{"aggr2", 11}});
    const auto sent =
        world.submit(change, [](const ApplyStep&) -> Status { return fail("store.full", "The disk is full."); });
    CHECK(sent.error().code == "store.full");
    CHECK(world.reader()->snapshot("nexmark-q5", {})->graph.find("aggr2")->parallelism == 6);
}

TEST_CASE("impossible requests are refused with a sentence") {
    World world;
    CHECK(world.submit(world.change("nexmark-q5", {{"aggr2", 0}})).error().code == "engine.http");
    CHECK(world.submit(world.change("nexmark-q5", {{"aggr2", 129}})).error().code == "engine.http");
    CHECK(world.submit(world.change("nexmark-q5", {{"sour1", 2}})).error().code == "engine.http");
    CHECK(world.submit(world.change("nexmark-q5", {{"nobody", 2}})).error().code == "engine.http");
    Change short_ = world.change("nexmark-q5", {});
    short_.target.erase("sink3");
    CHECK(world.submit(short_).error().code == "engine.http");
    CHECK(world.reader()->snapshot("nexmark-q99", {}).error().code == "engine.unknown_job");
    CHECK(setRate(*world.keeper, world.profile, "nexmark-q5", "aggr2", 1).error().code == "simulated.source");
    CHECK(setRate(*world.keeper, world.profile, "nexmark-q5", "sour1", -1).error().code == "simulated.rate");
    CHECK(setRate(*world.keeper, world.profile, "q99", "sour1", 1).error().code == "engine.unknown_job");
    world.profile.readOnly = true;
    CHECK(world.factory->writer(world.profile, review::Applier::permitForTest()).error().code ==
          "connection.read_only");
}

TEST_CASE("addresses and options are checked") {
    World world;
    const auto code = [&](const std::string& url) {
        world.profile.url = url;
        const auto r = world.factory->reader(world.profile);
        return r ? std::string("fine") : r.error().code;
    };
    CHECK(code("http://localhost:8081") == "simulated.url");
    CHECK(code("sim:demo") == "simulated.url");
    CHECK(code("sim:") == "simulated.url");
    CHECK(code("sim:/nowhere/at/all") == "simulated.url");
    CHECK(code("sim:" + (testing::simulatorData() / "golden").string()) == "fine");
    for (const auto& [key, value] :
         std::map<std::string, std::string>{{"speed", "fast"}, {"schedule", "0"}, {"seed", "-1"}, {"start", "today"}}) {
        world.profile.options = {{key, value}};
        CHECK(code("sim:" + (testing::simulatorData() / "golden").string()) == "simulated.option");
    }
    world.profile.options = {{"physics", "lunar"}};
    CHECK(code("sim:" + (testing::simulatorData() / "golden").string()) == "physics.name");
}

TEST_CASE("the demo jobs come from the caller") {
    World world;
    world.factory = makeFactory(world.keeper, []() -> Result<std::vector<JobText>> {
        return std::vector<JobText>{{"q5", testing::readText(testing::simulatorData() / "bench" / "nexmark-q5.json")}};
    });
    world.profile.url = "sim:demo";
    const auto jobs = world.reader()->jobs({});
    REQUIRE(jobs->size() == 1);
    CHECK(jobs->front().worst == "aggr2");
    CHECK(jobs->front().slots == 6.0);
    CHECK(jobs->front().rescalable == true);
}

TEST_CASE("rates follow the schedule until somebody sets one") {
    World world;
    world.profile.options["schedule"] = "1m";
    const std::vector<double> multiples{7, 9, 4};
    for (const double multiple : multiples)
        CHECK(world.observe("nexmark-q5").sources[0].offered == multiple * 80'000);
    REQUIRE(setRate(*world.keeper, world.profile, "nexmark-q5", "sour1", 42));
    CHECK(world.observe("nexmark-q5").sources[0].offered == 42.0);
}

TEST_CASE("a broken state document is an error, not a crash") {
    World world;
    for (const char* text :
         {"", "{", "{}", "[]", R"({"format":"streamtune.simulated/1","jobs":{"nexmark-q5":{"vector":{"aggr2":0}}}})",
          R"({"format":"streamtune.simulated/1","jobs":{"nexmark-q5":{"vector":{},"rates":{"sour1":-5}}}})"}) {
        REQUIRE(world.keeper->update("sim", [&](const auto&) -> Result<std::string> { return std::string(text); }));
        CHECK(world.reader()->jobs({}).error().code == "simulated.state");
    }
}

TEST_CASE("somebody else's change is a new epoch, and a window it breaks is not quiet") {
    World world;
    const auto before = world.reader()->snapshot("nexmark-q5", {});
    auto target = before->graph.parallelism();
    target["aggr2"] = 9;
    world.profile.options["speed"] = "6000"; // a window takes 10 ms, so that there is a wait to change something in
    bool changed = false;
    const auto window = world.reader()->observe("nexmark-q5", Millis{60'000}, {}, [&](const Progress&) {
        if (!std::exchange(changed, true))
            CHECK(changeFromOutside(*world.keeper, world.profile, "nexmark-q5", target));
    });
    CHECK(changed);
    REQUIRE(window);
    CHECK_FALSE(window->quiet);
    CHECK(world.reader()->snapshot("nexmark-q5", {})->epoch != before->epoch);
}

TEST_CASE("waiting can be cancelled") {
    World world;
    world.profile.options["speed"] = "0.001";
    std::stop_source stop;
    auto reader = world.reader();
    std::jthread canceller([&] {
        systemClock()->sleep(Millis{20}, {});
        stop.request_stop();
    });
    CHECK(reader->observe("nexmark-q5", Millis{600'000'000}, stop.get_token(), {}).error().code == "engine.cancelled");
}
