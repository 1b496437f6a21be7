// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// The jobs of jobs.json, their smallest sufficient parallelism in closed form, and a measurement of a running job that
/// shares no code with the connector under test.

#include <map>
#include <string>
#include <vector>

#include "tests/engines/flink/flink_cluster.h"

namespace streamtune::flinktest {

struct WorkloadOp {
    std::string id;
    std::string type;
    std::vector<std::string> inputs;
    double costMicros = 0;
    double selectivity = 1;
    double hot = 0; ///< share of the hot key, sources
    double slideMillis = 1000;
};

struct WorkloadJob {
    std::string id;
    std::string name;
    std::vector<WorkloadOp> ops; ///< sources first, in the order of definition
    int maxParallelism = 128;
    std::map<std::string, std::map<std::string, double>> rates; ///< situation (high, low) -> source -> records/s
    std::map<std::string, std::map<std::string, int>> oracle;   ///< situation -> operator -> parallelism

    [[nodiscard]] const WorkloadOp* find(const std::string& op) const;
};

[[nodiscard]] Result<std::vector<WorkloadJob>> workloadJobs();
[[nodiscard]] Result<WorkloadJob> workloadJob(const std::string& id);

/// What each operator must take, records/s.
[[nodiscard]] std::map<std::string, double> demandOf(const WorkloadJob& job,
                                                     const std::map<std::string, double>& rates);
/// Busy share of the hottest subtask at parallelism p; above 1 = not sufficient.
[[nodiscard]] double loadOf(const WorkloadJob& job, const WorkloadOp& op, double demand, int p);
/// Smallest p of every operator with a load of at most 1.
[[nodiscard]] std::map<std::string, int> closedForm(const WorkloadJob& job, const std::map<std::string, double>& rates);

/// Operator id -> vertex id of a running job, by the names the workload gives.
[[nodiscard]] Result<std::map<std::string, std::string>> verticesOf(const FlinkCluster& cluster,
                                                                    const std::string& jobId);
/// Operator id -> parallelism in force.
[[nodiscard]] Result<std::map<std::string, int>> parallelismOf(const FlinkCluster& cluster, const std::string& jobId);

struct Measured {
    int parallelism = 0;
    double inRate = 0, outRate = 0;   ///< records/s over subtasks
    double busyMax = 0, busyMean = 0; ///< shares of time
    double backpressuredMax = 0, backpressuredMean = 0;
};

/// One window from cumulative counters; each end is read twice, for the first read after a pause is old.
[[nodiscard]] Result<std::map<std::string, Measured>> measure(const FlinkCluster& cluster, const std::string& jobId,
                                                              double seconds);
/// The same window for several jobs at once.
[[nodiscard]] Result<std::vector<std::map<std::string, Measured>>>
measureAll(const FlinkCluster& cluster, const std::vector<std::string>& jobIds, double seconds);
/// PUT of resource requirements with lower bound 1, then waits until it is in force.
[[nodiscard]] Status rescale(const FlinkCluster& cluster, const std::string& jobId,
                             const std::map<std::string, int>& target);

} // namespace streamtune::flinktest
