// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// What readers of one connection remember between calls and objects: slow-changing facts of the cluster, the sums of
/// the last poll (for the busiest operator of each job in a list), and the end of the last window (the next one begins
/// there). Thread-safe; held by the factory and shared by its readers.

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "core/engines/engine.h"
#include "core/engines/flink/replies.h"
#include "core/engines/flink/window.h"

namespace streamtune::engines::flink {

struct ClusterFacts {
    RestConfig rest;
    std::map<std::string, std::string> config; ///< /jobmanager/config
    Millis fetchInterval{10'000};              ///< metrics.fetcher.update-interval
    TimePoint readAt{};                        ///< our clock
};

/// Columns of a job list that need a reading of the job.
struct JobGlance {
    std::string epoch;
    std::map<std::string, Counters> sums; ///< per vertex
    TimePoint readAt{};
    Number slots;
    std::string type;
    std::string worst;
    Number worstBusy, worstBackpressure;
};

class ClusterMemory {
public:
    [[nodiscard]] std::optional<ClusterFacts> facts() const;
    void keep(ClusterFacts facts);
    [[nodiscard]] std::optional<JobGlance> glance(const std::string& jobId) const;
    void keep(const std::string& jobId, JobGlance glance);
    /// Drops what is remembered of jobs that are not in the list.
    void forgetOthers(const std::vector<JobRow>& jobs);
    /// End of the last window of this job, if it was the same epoch; taken once.
    [[nodiscard]] std::optional<Reading> takeLastReading(const std::string& jobId, const std::string& epoch);
    void keepLastReading(const std::string& jobId, const std::string& epoch, Reading reading);

private:
    mutable std::mutex m_mutex;
    std::optional<ClusterFacts> m_facts;
    std::map<std::string, JobGlance> m_glances;
    std::map<std::string, std::pair<std::string, Reading>> m_readings;
};

} // namespace streamtune::engines::flink
