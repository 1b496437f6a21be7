// SPDX-License-Identifier: GPL-3.0-or-later
// What a person or a test can do to the simulated world: rates, changes by somebody else, faults.
#include <fmt/format.h>

#include "core/engines/simulated/simulated_cluster.h"
#include "core/engines/simulated/simulated_engine.h"

namespace streamtune::engines::simulated {

Status setRate(StateKeeper& keeper, const Profile& profile, const std::string& job, const std::string& source,
               double recordsPerSecond, const JobProvider& demoJobs) {
    if (!(recordsPerSecond >= 0 && recordsPerSecond <= 1e15))
        return fail("simulated.rate", fmt::format("{} records/s is no rate.", recordsPerSecond),
                    "Give a number from 0 to 1e15.");
    ST_ASSIGN(const auto cluster, Cluster::open(profile, keeper, demoJobs));
    ST_ASSIGN(const Simulator* simulator, cluster->job(job));
    const JobGraph& graph = simulator->spec().graph;
    if (!graph.find(source) || !graph.isSource(source)) {
        std::string known;
        for (const Operator& node : graph.nodes)
            if (graph.isSource(node.id))
                known += (known.empty() ? "" : ", ") + node.id;
        return fail("simulated.source", fmt::format("Job \"{}\" has no source \"{}\".", job, source.substr(0, 100)),
                    "Its sources: " + known + ".");
    }
    return cluster->update([&](ClusterState& state) -> Status {
        JobState jobState = cluster->stateOf(state, *simulator);
        jobState.rates[source] = recordsPerSecond;
        state.jobs[simulator->spec().name] = std::move(jobState);
        return {};
    });
}

Status changeFromOutside(StateKeeper& keeper, const Profile& profile, const std::string& job,
                         const ParallelismVector& target, const JobProvider& demoJobs) {
    ST_ASSIGN(const auto cluster, Cluster::open(profile, keeper, demoJobs));
    ST_ASSIGN(const Simulator* simulator, cluster->job(job));
    return cluster->update([&](ClusterState& state) -> Status { return cluster->deploy(state, *simulator, target); });
}

Status setFaults(StateKeeper& keeper, const Profile& profile, const Faults& faults) {
    return keeper.update(profile.name, [&](const std::optional<std::string>& text) -> Result<std::string> {
        ClusterState state = freshState(std::nullopt);
        if (text) {
            ST_ASSIGN(state, stateFromText(*text));
        }
        state.faults = faults;
        return stateToText(state);
    });
}

} // namespace streamtune::engines::simulated
