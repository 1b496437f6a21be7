// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// A workbench on a real cluster, and the shortest way from numbers to an approved plan.

#include <doctest/doctest.h>

#include <memory>
#include <string>

#include "core/workbench/workbench.h"
#include "tests/engines/flink/flink_jobs.h"

namespace streamtune::flinktest {

struct Bench {
    std::unique_ptr<FlinkCluster> cluster;
    std::shared_ptr<workbench::Workbench> workbench;

    [[nodiscard]] std::unique_ptr<engines::EngineReader> reader() const;
    /// Adds a connection "NAME" to this cluster; windows of 4 s after 2 s.
    void connect(const std::string& name, const std::map<std::string, std::string>& options = {}) const;
    /// A draft for the job with exactly these numbers (operators of jobs.json; others stay), made by editing an advice.
    [[nodiscard]] Result<review::Plan> draft(const std::string& jobId, const std::map<std::string, int>& numbers,
                                             const std::string& connection = "real") const;
    /// The same, approved.
    [[nodiscard]] Result<review::Plan> approved(const std::string& jobId, const std::map<std::string, int>& numbers,
                                                const std::string& connection = "real") const;
    [[nodiscard]] Result<review::Outcome>
    apply(const review::Plan& plan, const std::function<void(const engines::ApplyStep&)>& onStep = {}) const;
};

/// Starts the cluster, opens a workspace in its folder, adds the connection "real". Fails the test where it cannot.
[[nodiscard]] Bench startBench(const ClusterOptions& options);

/// Waits until the first checkpoint has completed; before it a restart would lose state, and the preflight says no.
void waitForCheckpoint(const FlinkCluster& cluster, const std::string& jobId);

} // namespace streamtune::flinktest
