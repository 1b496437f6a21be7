// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// What reader, writer and controls of a simulated cluster share: its jobs, its options, and its stored state.

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "core/engines/simulated/cluster_state.h"
#include "core/engines/simulated/simulated_engine.h"
#include "core/engines/simulated/simulator.h"

namespace streamtune::engines::simulated {

inline constexpr int kOwnSlots = 1024;       ///< of a cluster without a fault in slots
inline constexpr Millis kRestartTime{3'000}; ///< RESTARTING after every change, on the simulated clock
inline constexpr Millis kPollEvery{1'000};   ///< while a change is on its way

struct ClusterOptions {
    double speed = 0; ///< simulated seconds per real second; 0 = at once
    Physics physics;
    std::string physicsName = "standard";
    Millis step{0}; ///< of the schedule; 0 = first step for ever
    std::uint64_t seed = 0;
    std::optional<TimePoint> start;
};

class Cluster {
public:
    /// Errors: "simulated.option", "simulated.url", those of readJobFile.
    [[nodiscard]] static Result<std::shared_ptr<const Cluster>> open(const Profile& profile, StateKeeper& keeper,
                                                                     const JobProvider& demoJobs);

    [[nodiscard]] const Profile& profile() const { return m_profile; }
    [[nodiscard]] const ClusterOptions& options() const { return m_options; }
    [[nodiscard]] const std::vector<Simulator>& jobs() const { return m_jobs; }
    /// Error "engine.unknown_job" lists the jobs there are.
    [[nodiscard]] Result<const Simulator*> job(const std::string& id) const;

    [[nodiscard]] Result<ClusterState> read() const;
    /// Reads, changes and writes as one.
    [[nodiscard]] Status update(const std::function<Status(ClusterState&)>& change) const;

    /// The job's state, made from its file when nobody has touched it yet.
    [[nodiscard]] JobState stateOf(const ClusterState& state, const Simulator& job) const;
    [[nodiscard]] Physics physicsOf(const Simulator& job) const;
    /// Offered rate per node at a time of the simulated clock.
    [[nodiscard]] std::vector<double> ratesAt(const ClusterState& state, const JobState& job,
                                              const Simulator& simulator, TimePoint at) const;
    [[nodiscard]] int slotsTotal(const ClusterState& state) const;
    [[nodiscard]] int slotsUsed(const ClusterState& state, const std::string& butNotBy = {}) const;

    /// Puts a new vector in force, as far as slots allow; a new deployment unless nothing changes.
    [[nodiscard]] Status deploy(ClusterState& state, const Simulator& job, const ParallelismVector& target) const;
    /// Error "engine.http" (status 400): a number the job cannot have.
    [[nodiscard]] Status accepts(const Simulator& job, const ParallelismVector& target) const;

private:
    Cluster(const Profile& profile, StateKeeper& keeper) : m_profile(profile), m_keeper(keeper) {}
    [[nodiscard]] Status readOptions();
    [[nodiscard]] Status loadJobs(const JobProvider& demoJobs);

    Profile m_profile;
    StateKeeper& m_keeper;
    ClusterOptions m_options;
    std::vector<Simulator> m_jobs;
};

/// Length of a window on the clock.
[[nodiscard]] Millis windowLength(const Physics& physics);
/// The state before anybody touched the cluster: every job has run long enough to be quiet.
[[nodiscard]] ClusterState freshState(const std::optional<TimePoint>& start);

} // namespace streamtune::engines::simulated
