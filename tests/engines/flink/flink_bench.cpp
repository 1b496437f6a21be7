// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/engines/flink/flink_bench.h"

#include <nlohmann/json.hpp>

namespace streamtune::flinktest {

Bench startBench(const ClusterOptions& options) {
    Bench bench;
    auto cluster = FlinkCluster::start(options);
    REQUIRE_MESSAGE(cluster, cluster.error().sentence);
    bench.cluster = std::move(*cluster);
    workbench::Options opening;
    opening.workspace = bench.cluster->dir() + "/workspace.db";
    opening.actor = "suite";
    const auto opened = workbench::Workbench::open(opening);
    REQUIRE_MESSAGE(opened, opened.error().sentence);
    bench.workbench = *opened;
    bench.connect("real");
    return bench;
}

void Bench::connect(const std::string& name, const std::map<std::string, std::string>& options) const {
    engines::Profile profile;
    profile.name = name;
    profile.url = cluster->url();
    profile.type = engines::ConnectionType::Test;
    profile.window = Millis{3'000};
    profile.settle = Millis{2'000};
    profile.options = options;
    const Status added = workbench->addConnection(profile);
    REQUIRE_MESSAGE(added, added.error().sentence);
}

std::unique_ptr<engines::EngineReader> Bench::reader() const {
    auto made = workbench->reader("real");
    REQUIRE_MESSAGE(made, made.error().sentence);
    return std::move(*made);
}

Result<review::Plan> Bench::draft(const std::string& jobId, const std::map<std::string, int>& numbers,
                                  const std::string& connection) const {
    workbench::RecommendRequest request;
    request.connection = connection;
    request.job = jobId;
    ST_ASSIGN(const review::Plan advised, workbench->recommend(request, {}, {}));
    ST_ASSIGN(const auto vertices, verticesOf(*cluster, jobId));
    ParallelismVector vector = advised.base;
    for (const auto& [op, p] : numbers)
        vector[vertices.at(op)] = p;
    return workbench->editPlan(advised.id, vector);
}

Result<review::Plan> Bench::approved(const std::string& jobId, const std::map<std::string, int>& numbers,
                                     const std::string& connection) const {
    ST_ASSIGN(review::Plan plan, draft(jobId, numbers, connection));
    ST_TRY(workbench->approve(plan.id, {"suite", "a test"}, {}));
    return plan;
}

Result<review::Outcome> Bench::apply(const review::Plan& plan,
                                     const std::function<void(const engines::ApplyStep&)>& onStep) const {
    return workbench->apply(plan.id, {}, {}, {}, onStep);
}

void waitForCheckpoint(const FlinkCluster& cluster, const std::string& jobId) {
    REQUIRE(eventually(std::chrono::seconds(30), [&] {
        const auto stats = cluster.get("/jobs/" + jobId + "/checkpoints");
        return stats && integerAt(childAt(*stats, "counts"), "completed", 0) > 0;
    }));
}

} // namespace streamtune::flinktest
