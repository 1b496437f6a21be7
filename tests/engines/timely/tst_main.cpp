// SPDX-License-Identifier: GPL-3.0-or-later
/// Eight real jobs, five rates each: tuned by the workbench and by DS2's rule as published on the same steps, against
/// the closed-form oracle. Prints a table row for every step and every job, and writes $ST_TIMELY_RESULT.
/// $ST_TIMELY_ONLY: one job; $ST_TIMELY_STEPS: fewer rates; $ST_TIMELY_METHODS: others, by commas; $ST_TIMELY_MINUTES:
/// no further tuning begins after so long.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <doctest/doctest.h>
#include <fmt/format.h>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <thread>

#include "tests/engines/timely/timely_job.h"

using namespace streamtune;
using namespace streamtune::timelytest;

namespace {

constexpr int kWorkers = 8;
constexpr int kMostSteps = 4;

using SteadyClock = std::chrono::steady_clock;

std::string variable(const char* name, const char* otherwise) {
    const char* value = std::getenv(name);
    return value && *value ? value : otherwise;
}

std::vector<std::string> listed(const std::string& text) {
    std::vector<std::string> all;
    std::istringstream in(text);
    for (std::string one; std::getline(in, one, ',');)
        all.push_back(one);
    return all;
}

/// One rate of one job, after its tuning.
struct Row {
    std::string job, method, stoppedBecause;
    std::string steps; ///< parallelism of the placed operators after each change
    double rate = 0;
    int reconfigurations = 0, parallelism = 0, oracle = 0, everywhere = 0;
    double lag = 0, slope = 0, coreWait = 0;
};

struct Sum {
    int tunings = 0, reconfigurations = 0, parallelism = 0, oracle = 0, late = 0, crowded = 0, everywhere = 0;

    void add(const Row& row) {
        const bool wantsCores = kTargetLoad / (1 - row.coreWait) >= kFull;
        ++tunings;
        reconfigurations += row.reconfigurations;
        parallelism += row.parallelism;
        oracle += row.oracle;
        late += row.slope > kGrowing && !wantsCores ? 1 : 0;
        crowded += row.slope > kGrowing && wantsCores ? 1 : 0;
        everywhere += row.everywhere;
    }
    static constexpr double kGrowing = 0.05; ///< seconds of lag a second
    /// Workers that are to be busy 0.85 of the time are full when they wait for cores besides: then no placement helps.
    static constexpr double kTargetLoad = 0.85, kFull = 0.95;
    [[nodiscard]] double perTuning() const { return 1.0 * reconfigurations / std::max(1, tunings); }
    [[nodiscard]] double overOracle() const { return 1.0 * parallelism / std::max(1, oracle); }
    [[nodiscard]] double saved() const { return 1 - 1.0 * parallelism / std::max(1, everywhere); }
    [[nodiscard]] Json json() const {
        return {{"tunings", tunings},
                {"reconfigurations", reconfigurations},
                {"parallelism", parallelism},
                {"oracle", oracle},
                {"growing_lag", late},
                {"growing_lag_for_want_of_cores", crowded},
                {"every_operator_on_all_workers", everywhere}};
    }
};

void print(const std::string& who, const std::string& method, const Sum& s) {
    fmt::print(
        "[table] {:10} {:10} {:2} tunings: {:.2f} reconfigurations each, parallelism {:.3f} of the oracle, {} with "
        "growing lag ({} more for want of cores), {:.1f} % less than every operator on all workers\n",
        who, method, s.tunings, s.perTuning(), s.overOracle(), s.late, s.crowded, 100 * s.saved());
    std::fflush(stdout); // seen while it runs
}

/// Shares of the largest rate that eight workers hold with every operator on workers of its own.
const std::vector<double> kRates{0.25, 1.0, 0.5, 0.75, 0.4};

/// $ST_TIMELY_STEPS: fewer of them.
std::vector<double> rates() {
    const char* steps = std::getenv("ST_TIMELY_STEPS");
    const auto n = steps ? static_cast<std::size_t>(std::clamp(std::atoi(steps), 1, 5)) : kRates.size();
    return {kRates.begin(), kRates.begin() + static_cast<std::ptrdiff_t>(n)};
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

std::string stepsOf(const workbench::TuneResult& result, const Oracle& oracle) {
    std::string text;
    for (const workbench::TuneStep& step : result.steps) {
        text += text.empty() ? "" : ", ";
        for (const auto& [op, k] : oracle.each) {
            const auto p = step.to.find(op);
            text +=
                fmt::format("{}{}", op == oracle.each.begin()->first ? "" : "+", p == step.to.end() ? 0 : p->second);
        }
    }
    return text;
}

std::string onWorkerZero(const Oracle& oracle) {
    Json placement = Json::object();
    for (const auto& [op, k] : oracle.each)
        placement[op] = {0};
    return compactJson(placement);
}

double noteOf(const Observation& window, const char* name) {
    const auto note = window.notes.find(name);
    return note == window.notes.end() ? 0 : std::strtod(note->second.c_str(), nullptr);
}

/// Sets the rate, tunes, and looks at what came of it.
Result<Row> tuned(const TimelyBench& bench, const TimelyJob& job, const std::string& method, double rate) {
    job.setRate(rate);
    std::this_thread::sleep_for(std::chrono::seconds(1));
    workbench::TuneRequest ask;
    ask.recommend.connection = "t";
    ask.recommend.job = job.name();
    ask.recommend.method = method;
    ask.maxSteps = kMostSteps;
    ask.approveAs = "ann";
    ST_ASSIGN(const auto result, bench.workbench->tune(ask, {}, {}));
    ST_ASSIGN(const auto after, bench.workbench->observe("t", job.name(), Millis{30'000}, {}, {}));
    const Oracle oracle = oracleOf(job.name(), rate);
    Row row{job.name(),
            method,
            result.stoppedBecause,
            stepsOf(result, oracle),
            rate,
            result.reconfigurations,
            placedSum(result.final, oracle),
            oracle.sum,
            kWorkers * static_cast<int>(oracle.each.size())};
    row.lag = valueOr(after.jobLag, 0);
    row.slope = noteOf(after, "lag_slope");
    row.coreWait = noteOf(after, "core_wait");
    return row;
}

/// All rates of one job by one method; a job that fails ends with what it has.
std::vector<Row> tuneAtEveryRate(const std::string& name, const std::string& method) {
    const double most = largestRate(name, kWorkers);
    const TimelyJob job(name, kWorkers, {"--rate", fmt::format("{}", most * kRates.front())},
                        {{"STREAMTUNE_PLACEMENT", onWorkerZero(oracleOf(name, most))}});
    const TimelyBench bench;
    bench.connect("t", job.url(), Millis{2'500});
    std::vector<Row> rows;
    for (const double share : rates()) {
        const auto row = tuned(bench, job, method, awayFromEdge(name, most * share));
        if (!row) {
            FAIL_CHECK(name << " by " << method << ": " << row.error().code << ": " << row.error().sentence);
            break;
        }
        fmt::print("[table] {:10} {:10} {:6.0f}/s  reconfigurations {}  parallelism {:2} (oracle {:2})  lag {:.2f} s, "
                   "slope {:+.3f}, waits for cores {:.3f}  {}: {}\n",
                   name, method, row->rate, row->reconfigurations, row->parallelism, row->oracle, row->lag, row->slope,
                   row->coreWait, row->stoppedBecause, row->steps);
        std::fflush(stdout);
        rows.push_back(*row);
    }
    return rows;
}

void write(const std::string& file, const std::vector<Row>& rows, const std::map<std::string, Sum>& sums) {
    Json json{{"command", "timely_main"}, {"workers", kWorkers}, {"steps", Json::array()}, {"sums", Json::object()}};
    for (const Row& r : rows)
        json["steps"].push_back({{"job", r.job},
                                 {"method", r.method},
                                 {"rate", r.rate},
                                 {"reconfigurations", r.reconfigurations},
                                 {"parallelism", r.parallelism},
                                 {"oracle", r.oracle},
                                 {"every_operator_on_all_workers", r.everywhere},
                                 {"lag_seconds", r.lag},
                                 {"lag_slope", r.slope},
                                 {"core_wait", r.coreWait},
                                 {"stopped_because", r.stoppedBecause},
                                 {"steps", r.steps}});
    for (const auto& [method, sum] : sums)
        json["sums"][method] = sum.json();
    std::ofstream(file) << json.dump(1) << "\n";
}

} // namespace

TEST_CASE("eight jobs at five rates each") {
    const auto jobs = listed(variable("ST_TIMELY_ONLY", "q1,q2,q3,q5,q8,linear,join2,join3"));
    const auto methods = listed(variable("ST_TIMELY_METHODS", "streamtune,ds2"));
    const auto end = SteadyClock::now() + std::chrono::minutes(std::atoi(variable("ST_TIMELY_MINUTES", "45").c_str()));
    const std::string file = variable("ST_TIMELY_RESULT", "");
    std::vector<Row> rows;
    std::map<std::string, Sum> sums;
    for (const std::string& name : jobs)
        for (const std::string& method : methods) {
            if (SteadyClock::now() > end) {
                FAIL_CHECK("no time was left for " << name << " by " << method);
                continue;
            }
            Sum ofJob;
            for (const Row& row : tuneAtEveryRate(name, method)) {
                ofJob.add(row);
                sums[method].add(row);
                rows.push_back(row);
            }
            print(name, method, ofJob);
            if (!file.empty())
                write(file, rows, sums); // what there is, should the rest not come
        }
    for (const auto& [method, sum] : sums)
        print("all", method, sum);
    const Sum& ours = sums[methods.front()];
    CHECK(ours.late == 0);
    if (ours.tunings < 40) // the bounds are for all of them together
        return;
    CHECK(ours.perTuning() <= 1.15);
    CHECK(ours.overOracle() <= 1.05);
}
