// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Reading a Timely job. Private to core/engines/timely and its tests.

#include <memory>

#include "core/engines/engine.h"
#include "core/engines/timely/job_graph_of.h"
#include "core/engines/timely/rest.h"

namespace streamtune::engines::timely {

/// Everything that the agents of a job say now.
struct JobReading {
    Hello hello;
    Topology topology;
    Stats stats;
    TimelyGraph job;
    [[nodiscard]] std::string epoch() const; ///< run, and revision of the placement
};

/// Agents of all processes; unknown ones in a job of several processes leave their workers out.
[[nodiscard]] Result<Hello> readHello(const Transports& agents, std::stop_token stop);
[[nodiscard]] Result<Stats> readStats(const Transports& agents, std::stop_token stop);
[[nodiscard]] Result<JobReading> readJob(const Transports& agents, std::stop_token stop);

/// Where the changed operators go: as the change says, else on as many of the present workers as asked for and on the
/// next free ones. Only operators that move. Error "plan.placement".
[[nodiscard]] Result<std::map<std::string, std::vector<int>>> placementOf(const Change& change,
                                                                          const JobReading& reading, int workers);
/// Body of PUT /v1/placement.
[[nodiscard]] Json placementBody(const std::map<std::string, std::vector<int>>& placement, std::int64_t rev);
/// Workers that a change needs; more than the job has means that it must be launched again.
[[nodiscard]] int workersFor(const Change& change, int present);

class TimelyReader final : public EngineReader {
public:
    TimelyReader(Profile profile, Transports agents, std::shared_ptr<Clock> clock);

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
    [[nodiscard]] Millis pollInterval() const override { return Millis{500}; }
    [[nodiscard]] std::shared_ptr<Clock> clock() const override { return m_clock; }

private:
    /// All of one job, process 0 first, none twice. Error "connection.value".
    [[nodiscard]] Status checkAddresses(const Hello& first, std::stop_token stop);
    /// Every worker of a job that runs is seen. Errors "connection.value", "engine.unsupported".
    [[nodiscard]] Status checkWorkers(const Hello& hello, std::stop_token stop);
    [[nodiscard]] Result<JobReading> read(const std::string& jobId, std::stop_token stop);
    [[nodiscard]] std::string phaseOf(const ApplyTicket& ticket, std::stop_token stop) const;

    Profile m_profile;
    Transports m_agents;
    std::shared_ptr<Clock> m_clock;
};

} // namespace streamtune::engines::timely
