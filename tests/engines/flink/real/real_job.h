// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// A workload job on a real cluster as methods under judgement see it: rates set, quiet windows through the workbench
/// (which records them), parallelism changed in place, and a judge's own measurement beside.

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "core/compare/method.h"
#include "core/workbench/workbench.h"
#include "tests/engines/flink/flink_jobs.h"

namespace streamtune::flinktest {

struct RealSettings {
    double windowSeconds = 4;
    double settleSeconds = 3; ///< dropped after a change of rates or parallelism
    int pMax = 16;
};

/// A cluster and a workspace with the connection "real" on it.
struct RealBench {
    std::unique_ptr<FlinkCluster> cluster;
    std::shared_ptr<workbench::Workbench> workbench;
    RealSettings settings;
};

/// `workspace` empty: in the folder of the cluster.
[[nodiscard]] Result<RealBench> openBench(const std::string& version, const std::string& workspace,
                                          const RealSettings& settings);

using OpVector = std::map<std::string, int>; ///< operator id of jobs.json -> parallelism

/// The multiple of the high rate nearest to `wanted` at which no operator stands within a twentieth of a wall, so that
/// noise does not decide what suffices.
[[nodiscard]] double clearMultiple(const WorkloadJob& job, double wanted);
[[nodiscard]] std::map<std::string, double> ratesAt(const WorkloadJob& job, double multiple);
/// Of the operators that are not sources.
[[nodiscard]] int slotsOf(const WorkloadJob& job, const OpVector& vector);

/// One window in the terms of the methods.
struct RealWindow {
    tune::rules::Job job;
    tune::rules::Window window;
    learn::WindowReading reading;
};

class RealJob {
public:
    /// Submits the job as `name`; sources are never changed.
    [[nodiscard]] static Result<std::unique_ptr<RealJob>> submit(RealBench& bench, const WorkloadJob& job,
                                                                 const std::string& name, const OpVector& vector);
    ~RealJob();
    RealJob(const RealJob&) = delete;
    RealJob& operator=(const RealJob&) = delete;

    [[nodiscard]] Status setRates(const std::map<std::string, double>& rates);
    [[nodiscard]] Result<RealWindow> look();
    /// The same, and what a judge sees meanwhile: some operator waits for another more than a tenth of the time, or a
    /// source takes less than 97 % of what is offered.
    [[nodiscard]] Result<std::pair<RealWindow, bool>> lookAndJudge();
    [[nodiscard]] Status change(const OpVector& vector);

    [[nodiscard]] const WorkloadJob& job() const { return m_job; }
    [[nodiscard]] const OpVector& vector() const { return m_vector; }
    [[nodiscard]] const JobGraph& graph() const { return m_graph; }
    [[nodiscard]] const std::string& id() const { return m_id; }
    /// Of nodes in the order of the graph, to operators.
    [[nodiscard]] OpVector named(const std::vector<int>& byNode) const;

private:
    RealJob(RealBench& bench, WorkloadJob job) : m_bench(bench), m_job(std::move(job)) {}
    [[nodiscard]] Status readGraph();

    RealBench& m_bench;
    WorkloadJob m_job;
    std::string m_name, m_id;
    OpVector m_vector;
    JobGraph m_graph;
    std::map<std::string, std::string> m_opOf; ///< vertex id -> operator id
    std::map<std::string, double> m_rates;     ///< of sources, by operator id
    long m_deployment = 0;
    int m_age = 0;
};

} // namespace streamtune::flinktest
