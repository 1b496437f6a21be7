// SPDX-License-Identifier: GPL-3.0-or-later
/// What can go wrong with a real job: each has its own code and sentence, and the job is not harmed.
#include <chrono>
#include <csignal>
#include <doctest/doctest.h>
#include <fmt/format.h>
#include <fstream>
#include <functional>
#include <nlohmann/json.hpp>
#include <thread>

#include "tests/engines/timely/timely_job.h"

using namespace streamtune;
using namespace streamtune::timelytest;

namespace {

template <typename T>
std::string codeOf(const Result<T>& result) {
    return result ? "none" : result.error().code;
}

void waitUntil(const std::function<bool()>& done) {
    for (int i = 0; i < 400 && !done(); ++i)
        std::this_thread::sleep_for(Millis{50});
}

} // namespace

TEST_CASE("a wrong token, a wrong address, something that is not an agent") {
    TimelyJob job("q1", 2, {}, {});
    TimelyBench bench;
    bench.connect("right", job.url(), Millis{1'000});
    CHECK(codeOf(bench.workbench->jobs("right", {})) == "none");
    bench.connect("nobody", "http://127.0.0.1:1", Millis{1'000});
    CHECK(codeOf(bench.workbench->jobs("nobody", {})) == "engine.unreachable");
    const auto steps = bench.workbench->testConnection("nobody", {});
    REQUIRE(steps);
    CHECK(steps->back().name == "TCP");
    CHECK_FALSE(steps->back().ok);
    bench.connect("elsewhere", job.url() + "/prefix", Millis{1'000});
    CHECK(codeOf(bench.workbench->jobs("elsewhere", {})) == "engine.http");
    CHECK(codeOf(bench.workbench->show("right", "another", {})) == "engine.unknown_job");
}

TEST_CASE("a token that is needed is asked for") {
    TimelyJob job("q1", 2, {}, {{"STREAMTUNE_TOKEN", "secret"}, {"ST_WAITS_FOR_PEERS", "1"}});
    TimelyBench bench;
    bench.connect("t", job.url(), Millis{1'000});
    CHECK(codeOf(bench.workbench->jobs("t", {})) == "engine.auth");
    const auto steps = bench.workbench->testConnection("t", {});
    REQUIRE(steps);
    CHECK(steps->back().name == "Authentication");
    CHECK(steps->back().sentence.find("secret") == std::string::npos);
}

TEST_CASE("a worker that panics is seen: the others run on, and nobody may change the job") {
    TimelyJob job("q1", 3, {"--panic-after", "1500"});
    TimelyBench bench;
    bench.connect("t", job.url(), Millis{1'000});
    waitUntil([&] { return stringAt(job.get("/v1/hello"), "state") == "broken"; });
    const auto jobs = bench.workbench->jobs("t", {});
    REQUIRE(jobs);
    CHECK(jobs->front().state == "FAILED");
    const auto view = bench.workbench->show("t", "q1", {});
    REQUIRE(view);
    REQUIRE_FALSE(view->snapshot.exceptions.empty());
    CHECK(view->snapshot.exceptions.front().find("panicked") != std::string::npos);
    CHECK(codeOf(bench.workbench->observe("t", "q1", Millis{5'000}, {}, {})) == "engine.job_ended");
    const auto refused = job.put("/v1/placement", {{"op", "currency"}, {"k", 1}});
    REQUIRE(refused);
    CHECK(stringAt(*refused, "code") == "worker_lost");
}

TEST_CASE("a worker that says nothing for a while is named") {
    TimelyJob job("q1", 2, {"--stuck", "8000", "--rate", "100"});
    TimelyBench bench;
    bench.connect("t", job.url(), Millis{1'000});
    std::string said;
    waitUntil([&] {
        const auto view = bench.workbench->show("t", "q1", {});
        if (view && !view->snapshot.exceptions.empty())
            said = view->snapshot.exceptions.front();
        return !said.empty();
    });
    CHECK(said.find("Worker 0 has said nothing") != std::string::npos);
}

TEST_CASE("a process that is killed during a change: the outcome is said, not guessed") {
    TimelyJob job("q1", 4, {"--rate", "200"});
    TimelyBench bench;
    bench.connect("t", job.url(), Millis{1'000});
    workbench::RecommendRequest ask;
    ask.connection = "t";
    ask.job = "q1";
    ask.method = "ds2-noband";
    const auto plan = bench.workbench->recommend(ask, {}, {});
    REQUIRE(plan);
    REQUIRE_FALSE(plan->changes.empty());
    REQUIRE(bench.workbench->approve(plan->id, {"ann", "less"}, {}));
    const auto outcome = bench.workbench->apply(plan->id, "q1", {}, {}, [&](const engines::ApplyStep& step) {
        if (step.name == "send request" && step.state == "done")
            job.kill(SIGKILL);
    });
    REQUIRE(outcome);
    CHECK((outcome->kind == review::OutcomeKind::Unknown || outcome->kind == review::OutcomeKind::Failed));
    CHECK_FALSE(outcome->sentence.empty());
}

TEST_CASE("a job whose other process is missing waits, and says so") {
    TimelyBench bench;
    const std::string hosts = bench.folder() + "/hosts";
    std::ofstream(hosts) << "127.0.0.1:1\n127.0.0.1:2\n"; // nobody may listen there
    TimelyJob job("q1", 1, {"-n", "2", "-p", "0", "--hostfile", hosts}, {{"ST_WAITS_FOR_PEERS", "1"}});
    bench.connect("t", job.url(), Millis{1'000});
    if (!job.alive())
        return; // timely could not bind the port of the host file here
    const auto jobs = bench.workbench->jobs("t", {});
    REQUIRE(jobs);
    CHECK(jobs->front().state == "WAITING FOR PEERS");
}

TEST_CASE("a job that ends while it is observed has ended") {
    TimelyJob job("q1", 2, {"--seconds", "3"});
    TimelyBench bench;
    bench.connect("t", job.url(), Millis{20'000});
    const auto window = bench.workbench->observe("t", "q1", Millis{30'000}, {}, {});
    REQUIRE_FALSE(window);
    CHECK((codeOf(window) == "engine.unreachable" || codeOf(window) == "engine.job_ended"));
}
