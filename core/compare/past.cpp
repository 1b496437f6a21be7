// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/compare/past.h"

#include <algorithm>
#include <cmath>

#include "core/engines/simulated/random.h"

namespace streamtune::compare {

namespace sim = engines::simulated;

learn::WindowReading publicReading(const sim::Window& window, long deployment, int age) {
    learn::WindowReading reading;
    reading.deployment = deployment;
    reading.age = age;
    reading.offered.assign(window.nodes.size(), learn::kUnknown);
    reading.accepted = reading.offered;
    for (const sim::NodeWindow& n : window.nodes)
        reading.nodes.push_back({n.p, n.inRate, n.outRate, n.busyMean, n.busyMax, n.bpMean, n.bpMax, n.subIn});
    for (const sim::SourceWindow& s : window.sources) {
        reading.offered[s.node] = s.offered;
        reading.accepted[s.node] = s.accepted;
    }
    return reading;
}

learn::PastJob makePast(const sim::Simulator& job, const PastRecipe& recipe) {
    const sim::JobSpec& spec = job.spec();
    const std::uint64_t seed = spec.seed * 1000 + recipe.seed;
    const sim::Physics physics;
    learn::PastJob past;
    past.facts = learn::factsOf(spec.graph, spec.pMax);
    for (int d = 0; d < recipe.deployments; ++d) {
        const auto draw = [&](std::uint64_t what) { return sim::address(seed, 7001, d, what).uniform(); };
        const auto rates = spec.ratesAt(0.5 + 10.5 * draw(0));
        std::vector<int> vector = job.oracle(rates);
        for (std::size_t v = 0; v < vector.size(); ++v)
            if (!spec.graph.nodes[v].pinned)
                vector[v] = std::clamp(static_cast<int>(std::lround(vector[v] * std::exp(-0.35 + 0.95 * draw(1 + v)))),
                                       1, spec.pMax);
        for (int w = 0; w < recipe.windows; ++w)
            past.windows.push_back(
                publicReading(job.simulate(rates, vector, {seed, d, physics.quietFrom + w}, physics), d, w));
    }
    return past;
}

} // namespace streamtune::compare
