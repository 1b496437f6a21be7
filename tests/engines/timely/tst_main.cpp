// SPDX-License-Identifier: GPL-3.0-or-later
/// Eight real jobs, five rates each: tuned by the workbench and by DS2's rule as published, against the closed-form
/// oracle. Prints the table.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <doctest/doctest.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <thread>

#include "tests/engines/timely/timely_job.h"

using namespace streamtune;
using namespace streamtune::timelytest;

namespace {

constexpr int kWorkers = 8;
constexpr int kMostSteps = 4;

struct Sum {
    int tunings = 0, reconfigurations = 0, parallelism = 0, oracle = 0, late = 0, everywhere = 0;
};

/// Shares of the largest rate that eight workers hold with every operator on workers of its own.
const std::vector<double> kRates{0.25, 1.0, 0.5, 0.75, 0.4};

/// $ST_TIMELY_STEPS: fewer of them.
std::vector<double> rates() {
    const char* steps = std::getenv("ST_TIMELY_STEPS");
    const auto n = steps ? static_cast<std::size_t>(std::clamp(std::atoi(steps), 1, 5)) : kRates.size();
    return {kRates.begin(), kRates.begin() + static_cast<std::ptrdiff_t>(n)};
}

double largestRate(const std::string& job) {
    double rate = 50;
    while (oracleOf(job, rate + 25).sum <= kWorkers - 1)
        rate += 25;
    return rate;
}

/// The next lower rate at which the oracle does not hang on a few per cent: what was measured cannot decide that.
double awayFromEdge(const std::string& job, double rate) {
    constexpr double kNoise = 1.06, kStep = 0.98;
    while (rate > 1 && oracleOf(job, rate).sum != oracleOf(job, rate * kNoise).sum)
        rate *= kStep;
    return rate;
}

int placedSum(const ParallelismVector& v, const Oracle& oracle) {
    int sum = 0;
    for (const auto& [node, p] : v)
        if (oracle.each.contains(node))
            sum += p;
    return sum;
}

std::string onWorkerZero(const Oracle& oracle) {
    Json placement = Json::object();
    for (const auto& [op, k] : oracle.each)
        placement[op] = {0};
    return compactJson(placement);
}

void tuneAtEveryRate(const std::string& name, const std::string& method, Sum& sum) {
    const double most = largestRate(name);
    TimelyJob job(name, kWorkers, {"--rate", fmt::format("{}", most * kRates.front())},
                  {{"STREAMTUNE_PLACEMENT", onWorkerZero(oracleOf(name, most))}});
    TimelyBench bench;
    bench.connect("t", job.url(), Millis{2'500});
    for (const double share : rates()) {
        const double rate = awayFromEdge(name, most * share);
        job.setRate(rate);
        std::this_thread::sleep_for(std::chrono::seconds(1));
        workbench::TuneRequest ask;
        ask.recommend.connection = "t";
        ask.recommend.job = name;
        ask.recommend.method = method;
        ask.maxSteps = kMostSteps;
        ask.approveAs = "ann";
        const auto result = bench.workbench->tune(ask, {}, {});
        REQUIRE_MESSAGE(result, (result ? "" : result.error().sentence));
        const Oracle oracle = oracleOf(name, rate);
        auto after = bench.workbench->observe("t", name, Millis{30'000}, {}, {});
        REQUIRE_MESSAGE(after, (after ? "" : after.error().sentence));
        double slope = 0;
        if (const auto note = after->notes.find("lag_slope"); note != after->notes.end())
            slope = std::strtod(note->second.c_str(), nullptr);
        const int placed = placedSum(result->final, oracle);
        ++sum.tunings;
        sum.reconfigurations += result->reconfigurations;
        sum.parallelism += placed;
        sum.oracle += oracle.sum;
        sum.everywhere += kWorkers * static_cast<int>(oracle.each.size());
        sum.late += slope > 0.05 ? 1 : 0;
        fmt::print("[table] {:7} {:10} {:6.0f}/s  reconfigurations {}  parallelism {:2} (oracle {:2})  lag {:.2f} s, "
                   "slope {:+.3f}, waits for cores {}  {}\n",
                   name, method, rate, result->reconfigurations, placed, oracle.sum, valueOr(after->jobLag, 0), slope,
                   after->notes["core_wait"], result->stoppedBecause);
        std::fflush(stdout); // seen while it runs
    }
}

} // namespace

TEST_CASE("eight jobs at five rates each") {
    std::vector<std::string> jobs{"q1", "q2", "q3", "q5", "q8", "linear", "join2", "join3"};
    if (const char* only = std::getenv("ST_TIMELY_ONLY"))
        jobs = {only};
    std::map<std::string, Sum> sums;
    for (const std::string& method : {std::string("streamtune"), std::string("ds2-noband"), std::string("ds2")})
        for (const std::string& name : jobs)
            tuneAtEveryRate(name, method, sums[method]);
    for (const auto& [method, s] : sums)
        fmt::print("[table] {:10} {} tunings: {:.2f} reconfigurations each, parallelism {:.3f} of the oracle, {} with "
                   "growing lag, {:.1f} % less than every operator on all workers\n",
                   method, s.tunings, 1.0 * s.reconfigurations / s.tunings, 1.0 * s.parallelism / s.oracle, s.late,
                   100.0 * (1 - 1.0 * s.parallelism / s.everywhere));
    const Sum& ours = sums["streamtune"];
    CHECK(ours.late == 0);
    if (ours.tunings < 40) // the bounds are for all of them together
        return;
    CHECK(ours.reconfigurations <= 1.15 * ours.tunings);
    CHECK(ours.parallelism <= 1.05 * ours.oracle);
}
