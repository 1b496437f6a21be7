// SPDX-License-Identifier: GPL-3.0-or-later
/// The connector on a real job, through the facade: test of the connection, jobs, windows, recommendation, review,
/// placement, verification, roll back, relaunch with more workers.
#include <algorithm>
#include <chrono>
#include <csignal>
#include <doctest/doctest.h>
#include <fmt/format.h>
#include <fstream>
#include <nlohmann/json.hpp>
#include <thread>

#include "core/workbench/packed.h"
#include "tests/engines/timely/timely_job.h"

using namespace streamtune;
using namespace streamtune::timelytest;

namespace {

constexpr Millis kPatience{60'000};
const char* kOnOne = R"({"parse":[0],"select":[0],"count":[0]})";

int placedSum(const ParallelismVector& v) {
    int sum = 0;
    for (const auto& [node, p] : v)
        if (node.find('.') == std::string::npos)
            sum += p;
    return sum;
}

/// Programs that take every core for themselves, twice.
class Hogs {
public:
    Hogs() {
        for (unsigned i = 0; i < 2 * std::max(1U, std::thread::hardware_concurrency()); ++i)
            m_threads.emplace_back([](const std::stop_token& stop) {
                for (volatile unsigned spin = 0; !stop.stop_requested();)
                    spin = spin + 1;
            });
    }

private:
    std::vector<std::jthread> m_threads;
};

double noteAt(const Observation& window, const char* note) {
    const auto found = window.notes.find(note);
    return found == window.notes.end() ? -1 : std::strtod(found->second.c_str(), nullptr);
}

/// Milliseconds that a record costs an operator.
double costOf(const Observation& window, const char* op) {
    const NodeObservation* node = window.find(op);
    if (!node || !(valueOr(node->inRate, 0) > 0))
        return -1;
    double busy = 0;
    for (const Number& share : node->subtaskBusy)
        busy += valueOr(share, 0);
    return 1e3 * busy / *node->inRate;
}

void require(const auto& result) {
    REQUIRE_MESSAGE(result, (result ? "" : result.error().sentence));
}

} // namespace

TEST_CASE("one job from overloaded to verified, and back") {
    TimelyJob job("linear", 8, {"--rate", "600"}, {{"STREAMTUNE_PLACEMENT", kOnOne}});
    TimelyBench bench;
    bench.connect("t", job.url());
    const auto steps = bench.workbench->testConnection("t", {});
    require(steps);
    for (const auto& step : *steps)
        CHECK_MESSAGE(step.ok, step.name << ": " << step.sentence);
    const auto jobs = bench.workbench->jobs("t", {});
    require(jobs);
    REQUIRE(jobs->size() == 1);
    CHECK(jobs->front().name == "linear");
    CHECK(jobs->front().state == "RUNNING");
    CHECK(jobs->front().rescalable.value_or(false));

    std::this_thread::sleep_for(std::chrono::seconds(1));
    const auto window = bench.workbench->observe("t", "linear", kPatience, {}, {});
    require(window);
    CHECK(window->quiet);
    CHECK(*window->findSource(window->sources.front().id)->offered == doctest::Approx(600).epsilon(0.1));
    CHECK(*window->workers.front().load > 0.9);
    CHECK(*window->jobLag > 0.2);
    auto view = bench.workbench->show("t", "linear", {});
    require(view);
    CHECK(view->labels.underProvisioned);
    const auto matrix = workbench::workersMatrix(view->snapshot, *window);
    CHECK(matrix.operators.size() == 3);
    CHECK(matrix.rows.size() == 8);

    const auto plan = bench.recommend("linear");
    require(plan);
    REQUIRE_FALSE(plan->changes.empty());
    CHECK_FALSE(plan->placement.empty());
    const auto check = bench.workbench->check(plan->id, {});
    require(check);
    CHECK_FALSE(check->blocked());
    REQUIRE(check->requests.size() == 1);
    CHECK(check->requests.front().method == "PUT");
    require(bench.workbench->approve(plan->id, {"ann", "overloaded"}, {}));
    const auto outcome = bench.workbench->apply(plan->id, "linear", {}, {}, {});
    require(outcome);
    CHECK_MESSAGE((outcome->kind == review::OutcomeKind::Achieved), outcome->sentence);

    const auto change = job.get("/v1/changes/c1");
    fmt::print("[table] linear at 600/s, all on one worker: change under overload took {:.0f} ms, {} bins moved\n",
               valueOr(numberAt(change, "took_ms"), 0), integerAt(change, "bins_moved", 0));
    const Oracle oracle = oracleOf("linear", 600);
    CHECK(placedSum(outcome->reached) <= oracle.sum + 1);

    const auto back = bench.workbench->rollback(plan->id, {"ann", "as it was"}, "linear", {}, {}, {});
    require(back);
    CHECK_MESSAGE((back->kind == review::OutcomeKind::Achieved), back->sentence);
    view = bench.workbench->show("t", "linear", {});
    require(view);
    for (const auto& [op, workers] : workbench::placementOf(view->snapshot))
        CHECK(workers == std::vector<int>{0});
    const auto verdict = bench.workbench->verifyTrail({}, {});
    require(verdict);
    CHECK(verdict->intact());
    CHECK(job.alive());
}

TEST_CASE("costs and advice are those of the job, whatever else the machine does") {
    constexpr double kCost = 2.06; // ms: the pause of q1 and what the kernel adds to it
    constexpr double kRate = 500;
    TimelyJob job("q1", 4, {"--rate", fmt::format("{}", kRate)}, {{"STREAMTUNE_PLACEMENT", R"({"currency":[0]})"}});
    TimelyBench bench;
    bench.connect("t", job.url(), Millis{2'000});
    const auto alone = bench.workbench->observe("t", "q1", kPatience, {}, {});
    require(alone);
    const Hogs hogs;
    const auto crowded = bench.workbench->observe("t", "q1", kPatience, {}, {});
    require(crowded);
    fmt::print(
        "[table] cost of a record with a pause of 2 ms: {:.3f} ms, waiting for a core {:.0f} % of the time; beside "
        "programs that take every core: {:.3f} ms, waiting {:.0f} %\n",
        costOf(*alone, "currency"), 100 * noteAt(*alone, "core_wait"), costOf(*crowded, "currency"),
        100 * noteAt(*crowded, "core_wait"));
    CHECK(costOf(*alone, "currency") == doctest::Approx(kCost).epsilon(0.08));
    CHECK(costOf(*crowded, "currency") == doctest::Approx(kCost).epsilon(0.08));
    CHECK(noteAt(*crowded, "core_wait") >= 0);
    const auto plan = bench.recommend("q1");
    require(plan);
    CHECK(placedSum(plan->target()) == oracleOf("q1", kRate).sum);
}

TEST_CASE("healthy changes take milliseconds") {
    TimelyJob job("q1", 4, {"--rate", "200"});
    std::vector<double> took;
    for (int i = 0; i < 20; ++i) {
        const auto reply = job.put("/v1/placement", {{"op", "currency"}, {"k", 1 + i % 4}, {"off", i % 3}});
        require(reply);
        const std::string id = stringAt(*reply, "id");
        REQUIRE_FALSE(id.empty());
        for (int wait = 0; wait < 500 && stringAt(job.get("/v1/changes/" + id), "phase") != "done"; ++wait)
            std::this_thread::sleep_for(Millis{5});
        const auto change = job.get("/v1/changes/" + id);
        REQUIRE(stringAt(change, "phase") == "done");
        took.push_back(valueOr(numberAt(change, "took_ms"), 1e9));
    }
    std::ranges::sort(took);
    fmt::print("[table] healthy changes: median {:.1f} ms, 90 % {:.1f} ms, worst {:.1f} ms\n", took[10], took[18],
               took.back());
}

TEST_CASE("a plan that is not of the job as it is now is stale, and a second change at a time is refused") {
    TimelyJob job("q1", 4, {"--rate", "200"});
    TimelyBench bench;
    bench.connect("t", job.url(), Millis{1'000});
    const auto plan = bench.recommend("q1");
    require(plan);
    REQUIRE_FALSE(plan->changes.empty());
    require(bench.workbench->approve(plan->id, {"ann", "less will do"}, {}));
    require(job.put("/v1/placement", {{"op", "currency"}, {"k", 2}})); // somebody else
    std::this_thread::sleep_for(std::chrono::seconds(1));
    const auto outcome = bench.workbench->apply(plan->id, "q1", {}, {}, {});
    REQUIRE_FALSE(outcome);
    CHECK(outcome.error().code == "plan.stale");
    CHECK(job.alive());
}

TEST_CASE("a job that needs more workers than it has is drained and launched again") {
    TimelyBench bench;
    const std::string address = bench.folder() + "/address", log = bench.folder() + "/relaunch";
    // The supervisor: the same job on the same port with other workers.
    auto job = std::make_unique<TimelyJob>(
        "q1", 2, std::vector<std::string>{"--rate", "1200"},
        std::map<std::string, std::string>{{"STREAMTUNE_PLACEMENT", R"({"currency":[0]})"}});
    const std::string listen = job->url().substr(std::string("http://").size());
    const char* other = std::getenv("ST_TIMELY_JOBS");
    const std::string program = other ? other : ST_TIMELY_JOBS;
    const std::string command =
        fmt::format("STREAMTUNE_LISTEN={} STREAMTUNE_JOB=q1 setsid '{}' q1 -w $STREAMTUNE_WORKERS --rate 1200 "
                    "--seconds 60 >'{}' 2>&1 & echo $! >'{}.pid'",
                    listen, program, log, log);
    bench.connect("t", job->url(), Millis{2'000}, {{"supervisor", command}});
    const auto plan = bench.recommend("q1");
    require(plan);
    CHECK((plan->path == engines::ApplyPath::Relaunch));
    require(bench.workbench->approve(plan->id, {"ann", "two workers do not suffice"}, {}));
    const auto outcome = bench.workbench->apply(plan->id, "q1", {}, {}, {});
    require(outcome);
    CHECK_MESSAGE((outcome->kind == review::OutcomeKind::Achieved), outcome->sentence);
    CHECK(job->exitCode() == 75);
    const auto cluster = bench.workbench->reader("t");
    require(cluster);
    const auto info = (*cluster)->cluster({});
    require(info);
    CHECK(*info->workers >= 3);
    std::ifstream in(log + ".pid");
    if (int pid = 0; in >> pid)
        ::kill(pid, SIGKILL);
}
