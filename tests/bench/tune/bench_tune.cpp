// SPDX-License-Identifier: GPL-3.0-or-later
// CPU time of a recommendation for 30 nodes (budget 100 ms) and of a what-if answer for 50 nodes (budget 50 ms), both
// with ten windows of history.
#include <algorithm>
#include <cmath>
#include <fmt/core.h>
#include <time.h>
#include <vector>

#include "core/tune/recommendation.h"
#include "core/tune/what_if.h"

using namespace streamtune;

namespace {

double cpuMilliseconds() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

/// Two lines of operators that meet in a join; every third operator is keyed.
tune::TuneInput lineOf(int nodes) {
    tune::TuneInput input;
    for (int i = 0; i < nodes; ++i) {
        Operator node;
        node.id = node.name = fmt::format("n{}", i);
        node.label = i < 2 ? "source" : i + 1 == nodes ? "join" : i % 3 == 0 ? "aggregate" : "map";
        node.parallelism = 4;
        node.maxParallelism = 128;
        input.graph.nodes.push_back(node);
        if (i >= 2)
            input.graph.edges.push_back({fmt::format("n{}", i - 2), node.id, i % 3 == 0 ? "hash" : "rebalance", 0, 1});
    }
    input.graph.edges.push_back(
        {fmt::format("n{}", nodes - 2), fmt::format("n{}", nodes - 1), "hash", 1, 1}); // the lines meet
    for (int w = 0; w < 10; ++w) {
        Observation window;
        window.engine = "simulated";
        window.deployment = fmt::format("d{}", w);
        for (int i = 0; i < nodes; ++i) {
            NodeObservation seen;
            seen.id = fmt::format("n{}", i);
            seen.parallelism = w < 9 ? 2 + w % 5 : 4;
            seen.inRate = seen.outRate = 1e5 * (1 + w % 4);
            seen.busyMean = 0.2 + 0.1 * (w % 4);
            seen.busyMax = *seen.busyMean * 1.05;
            seen.backpressuredMean = seen.backpressuredMax = 0.0;
            seen.subtaskIn.assign(static_cast<std::size_t>(seen.parallelism), *seen.inRate / seen.parallelism);
            window.nodes.push_back(std::move(seen));
        }
        for (int s = 0; s < 2; ++s)
            window.sources.push_back(
                {fmt::format("n{}", s), 1e5 * (1 + w % 4), OfferedFrom::Accepted, 1e5 * (1 + w % 4), {}, {}});
        input.windows.push_back(std::move(window));
    }
    return input;
}

template <typename Work>
double medianOf(int rounds, Work work) {
    std::vector<double> times;
    for (int i = 0; i < rounds; ++i) {
        const double begun = cpuMilliseconds();
        work();
        times.push_back(cpuMilliseconds() - begun);
    }
    std::ranges::nth_element(times, times.begin() + rounds / 2);
    return times[static_cast<std::size_t>(rounds / 2)];
}

} // namespace

int main() {
    const tune::TuneInput thirty = lineOf(30), fifty = lineOf(50);
    const auto recommender = tune::makeRecommender("streamtune");
    if (!recommender)
        return 1;
    if (const auto said = (*recommender)->recommend(thirty); !said) {
        fmt::print("{}\n", said.error().sentence);
        return 1;
    }
    fmt::print("recommendation, 30 nodes, 10 windows: {:.1f} ms of CPU (budget 100)\n",
               medianOf(9, [&] { (void)(*recommender)->recommend(thirty); }));
    const auto model = tune::makeWhatIf(fifty);
    if (!model)
        return 1;
    fmt::print("fitting the model behind what-if, 50 nodes: {:.1f} ms of CPU, once\n",
               medianOf(3, [&] { (void)tune::makeWhatIf(fifty); }));
    auto question = (*model)->present();
    question.rates["n0"] *= 3;
    question.parallelism["n10"] = 7;
    fmt::print("what-if answer, 50 nodes: {:.2f} ms of CPU (budget 50)\n",
               medianOf(21, [&] { (void)(*model)->ask(question); }));
}
