// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Reading a Flink cluster. Private to core/engines/flink and its tests.

#include <memory>

#include "core/engines/engine.h"
#include "core/engines/flink/capability.h"
#include "core/engines/flink/cluster_memory.h"
#include "core/engines/flink/rest.h"

namespace streamtune::engines::flink {

class FlinkReader final : public EngineReader {
public:
    FlinkReader(Profile profile, std::unique_ptr<Transport> transport, std::shared_ptr<ClusterMemory> memory,
                std::shared_ptr<Clock> clock);

    [[nodiscard]] const Profile& profile() const override { return m_profile; }
    [[nodiscard]] std::vector<ProbeStep> probe(std::stop_token stop) override;
    [[nodiscard]] Result<ClusterInfo> cluster(std::stop_token stop) override;
    [[nodiscard]] Result<std::vector<JobSummary>> jobs(std::stop_token stop) override;
    [[nodiscard]] Result<JobSnapshot> snapshot(const std::string& jobId, std::stop_token stop) override;
    [[nodiscard]] Result<Observation> observe(const std::string& jobId, Millis patience, std::stop_token stop,
                                              const ProgressSink& progress) override;
    [[nodiscard]] Result<RescaleCapability> capability(const std::string& jobId, std::stop_token stop) override;
    [[nodiscard]] Result<std::vector<PreparedRequest>> prepare(const Change& change, std::stop_token stop) override;
    [[nodiscard]] Result<ApplyStatus> applyStatus(const Change& change, const ApplyTicket& ticket,
                                                  std::stop_token stop) override;
    [[nodiscard]] Millis pollInterval() const override;
    [[nodiscard]] std::shared_ptr<Clock> clock() const override { return m_clock; }

private:
    [[nodiscard]] Result<Json> get(const std::string& path, std::stop_token stop);
    [[nodiscard]] Result<ClusterFacts> facts(std::stop_token stop, bool fresh = false);
    [[nodiscard]] Result<JobDetail> job(const std::string& jobId, std::stop_token stop);
    [[nodiscard]] Result<JobFacts> jobFacts(const std::string& jobId, std::stop_token stop);
    void glanceAt(JobSummary& summary, const ClusterFacts& facts, std::stop_token stop);
    void addWorkers(ClusterInfo& info, std::stop_token stop);

    Profile m_profile;
    std::unique_ptr<Transport> m_transport;
    std::shared_ptr<ClusterMemory> m_memory;
    std::shared_ptr<Clock> m_clock;
};

} // namespace streamtune::engines::flink
