// SPDX-License-Identifier: GPL-3.0-or-later
#include <doctest/doctest.h>
#include <random>

#include "core/compare/past.h"
#include "core/learn/job_capacity.h"
#include "core/learn/shipped.h"
#include "tests/support/simulator_data.h"

using namespace streamtune;
using namespace streamtune::learn;

TEST_CASE("the smooth part of the capacity head never rises with parallelism, for 1,000,000 nodes and parallelisms") {
    std::mt19937_64 random(6);
    std::uniform_real_distribution<double> factor(-3, 3);
    long pairs = 0, decided = 0;
    const auto jobs = testing::allSimulators();
    while (pairs < 1'000'000)
        for (const auto& [name, job] : jobs) {
            const auto past = compare::makePast(job, {.deployments = 3, .seed = random() % 100'000});
            JobCapacity model(past.facts, shippedPriors());
            for (const WindowReading& window : past.windows)
                model.add(window);
            model.fit();
            const auto demand = model.demand(past.windows.back().offered);
            for (std::size_t v = 0; v < past.facts.nodes.size(); ++v) {
                if (!model.measured(v))
                    continue;
                const auto risks = model.smoothRisk(v, {demand[v].mean + factor(random), 0.01}, 3000);
                for (std::size_t i = 0; i < risks.size(); ++i) {
                    if (!(risks[i] >= 0 && risks[i] <= 1) || (i > 0 && risks[i] > risks[i - 1]))
                        FAIL(name << " node " << v << " p " << i + 1);
                    decided += risks[i] < 0.5;
                }
                pairs += static_cast<long>(risks.size());
            }
        }
    CHECK(decided > 1000); // the sweep does cross the demand
}
