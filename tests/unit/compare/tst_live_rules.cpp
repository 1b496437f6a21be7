// SPDX-License-Identifier: GPL-3.0-or-later
// The live recommenders, fed with observations only, take the very decisions of the comparison.
#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "core/base/json.h"
#include "core/tune/recommendation.h"
#include "tests/support/simulator_data.h"

using namespace streamtune;
using namespace streamtune::engines::simulated;

namespace {

Observation observed(const JobSpec& spec, const Window& window) {
    Observation o;
    o.deployment = std::to_string(window.dep);
    for (std::size_t v = 0; v < window.nodes.size(); ++v) {
        NodeObservation n;
        n.id = spec.graph.nodes[v].id;
        n.parallelism = window.nodes[v].p;
        n.inRate = window.nodes[v].inRate;
        n.outRate = window.nodes[v].outRate;
        n.busyMean = window.nodes[v].busyMean;
        n.busyMax = window.nodes[v].busyMax;
        n.backpressuredMax = window.nodes[v].bpMax;
        o.nodes.push_back(std::move(n));
    }
    for (const SourceWindow& s : window.sources) {
        SourceObservation source;
        source.id = spec.graph.nodes[s.node].id;
        source.offered = s.offered;
        source.offeredFrom = OfferedFrom::Given;
        source.accepted = s.accepted;
        o.sources.push_back(std::move(source));
    }
    return o;
}

struct Sums {
    int reconfigurations = 0;
    int finals = 0;
    bool operator==(const Sums&) const = default;
};

Sums liveRun(const Simulator& job, const std::string& method) {
    const auto recommender = std::move(*tune::makeRecommender(method));
    const JobSpec& spec = job.spec();
    Sums sums;
    for (std::uint64_t c = 0; c < 6; ++c) {
        std::vector<int> vector = spec.initial;
        int dep = 0, win = 2;
        std::vector<Observation> windows;
        for (const double multiple : spec.campaigns[c]) {
            const auto rates = job.spec().ratesAt(multiple);
            for (int changes = 0;;) {
                tune::TuneInput input;
                input.graph = spec.graph;
                for (std::size_t v = 0; v < vector.size(); ++v)
                    input.graph.nodes[v].parallelism = vector[v];
                input.limits.pMax = spec.pMax;
                windows.push_back(observed(
                    spec, job.simulate(rates, vector, {spec.seed * 1000 + c, dep, win++}, Physics{}, Detail::Totals)));
                if (windows.size() > 12)
                    windows.erase(windows.begin());
                input.windows = windows;
                input.attempt = changes;
                const auto advice = recommender->recommend(input);
                REQUIRE(advice);
                if (!advice->changes || changes == 10)
                    break;
                vector = spec.inOrder(advice->target());
                ++changes;
                ++dep;
                win = 2;
                ++sums.reconfigurations;
            }
            win += 3; // the watch windows
            for (std::size_t v = 0; v < vector.size(); ++v)
                sums.finals += spec.graph.nodes[v].pinned ? 0 : vector[v];
        }
    }
    return sums;
}

} // namespace

TEST_CASE("live recommenders give the reference integers on the simulator") {
    const Json rows =
        *parseJson(testing::readText(testing::simulatorData() / "expected_runs.json"), "expected_runs.json");
    const auto jobs = testing::allSimulators();
    int checked = 0;
    for (const Json& row : rows) {
        const std::string job = row["job"].get<std::string>();
        const std::string method = row["method"].get<std::string>();
        // Jobs that need DS2's boost, meet p_max, and have more than one operator to set.
        const bool chosen = job == "nexmark-q1" || job == "nexmark-q5" || job == "nexmark-q8" || job == "golden-knee-1";
        if (method == "oracle" || !chosen)
            continue;
        CAPTURE(job);
        CAPTURE(method);
        const Sums sums = liveRun(jobs.at((job.starts_with("golden") ? "golden/" : "bench/") + job + ".json"), method);
        CHECK(sums.reconfigurations == row["reconfigurations"].get<int>());
        CHECK(sums.finals == row["final_sum"].get<int>());
        ++checked;
    }
    CHECK(checked == 12);
}
