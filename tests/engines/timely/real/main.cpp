// SPDX-License-Identifier: GPL-3.0-or-later
/// timely_real history --minutes N --workspace FILE [--seed S] [--jobs A,B]
/// The workload jobs on real Timely, one after the other, through random rates and placements, into the workspace.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <exception>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <random>
#include <thread>

#include "tests/engines/timely/timely_job.h"
#include "tests/support/options.h"

using namespace streamtune;
using namespace streamtune::timelytest;
using namespace streamtune::testing;

namespace {

constexpr int kWorkers = 8;
constexpr int kWindows = 2;                  ///< of every placement
constexpr Millis kWindow{2'500};             ///< length of one
constexpr Millis kPatience{30'000};          ///< for a quiet one
constexpr Millis kSettles{1'500};            ///< what waited in front of the old placement belongs to it
constexpr double kLow = 0.25, kHigh = 1.25;  ///< shares of the largest rate
constexpr double kLess = -0.35, kMore = 0.6; ///< of the logarithm of what suffices

using SteadyClock = std::chrono::steady_clock;

/// Operators side by side, as far as there are workers.
Json placement(const Oracle& oracle, const auto& uniform) {
    Json items = Json::array();
    int next = 0;
    for (const auto& [op, k] : oracle.each) {
        const int wanted = std::clamp(static_cast<int>(std::lround(k * std::exp(uniform(kLess, kMore)))), 1, kWorkers);
        items.push_back({{"op", op}, {"k", wanted}, {"off", next % kWorkers}});
        next += wanted;
    }
    return {{"items", std::move(items)}};
}

/// Returns the placements tried.
Result<int> live(const TimelyBench& bench, const std::string& name, std::uint64_t seed, SteadyClock::time_point end) {
    std::mt19937_64 random(seed);
    const auto uniform = [&](double low, double high) {
        return low + (high - low) * (static_cast<double>(random() >> 11) * 0x1p-53);
    };
    const double most = largestRate(name, kWorkers);
    const TimelyJob job(name, kWorkers, {"--rate", fmt::format("{}", most * kLow)});
    bench.connect(name, job.url(), kWindow);
    int placements = 0;
    for (; SteadyClock::now() < end; ++placements) {
        const double rate = std::round(most * uniform(kLow, kHigh));
        ST_TRY(job.put("/v1/placement", placement(oracleOf(name, rate), uniform)));
        job.setRate(rate);
        std::this_thread::sleep_for(kSettles);
        for (int window = 0; window < kWindows; ++window)
            ST_TRY(bench.workbench->observe(name, name, kPatience, {}, {}));
    }
    return placements;
}

int recordHistory(const Options& options) {
    const std::string workspace = text(options, "workspace");
    const auto jobs = list(text(options, "jobs", "q1,q2,q3,q5,q8,linear,join2,join3"));
    if (workspace.empty() || jobs.empty()) {
        std::fprintf(stderr, "timely_real history needs --workspace FILE, and at least one job.\n");
        return 2;
    }
    const TimelyBench bench(workspace);
    const auto each =
        std::chrono::seconds(static_cast<int>(60 * number(options, "minutes", 30) / static_cast<double>(jobs.size())));
    const auto seed = static_cast<std::uint64_t>(number(options, "seed", 1));
    bool failed = false;
    for (std::size_t i = 0; i < jobs.size(); ++i) {
        const auto tried = live(bench, jobs[i], seed * 1000 + i, SteadyClock::now() + each);
        std::fprintf(stderr, "%s: %s\n", jobs[i].c_str(),
                     tried ? fmt::format("{} placements", *tried).c_str() : tried.error().sentence.c_str());
        failed = failed || !tried;
    }
    return failed ? 1 : 0;
}

} // namespace

int main(int argc, char** argv) try {
    if (argc > 1 && std::string(argv[1]) == "history")
        return recordHistory(optionsOf(argc, argv));
    std::fprintf(stderr, "timely_real history --minutes N --workspace FILE [--seed S] [--jobs A,B]\n");
    return 2;
} catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
}
