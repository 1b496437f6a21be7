// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engines/flink/cluster_memory.h"

#include <algorithm>

namespace streamtune::engines::flink {

std::optional<ClusterFacts> ClusterMemory::facts() const {
    const std::lock_guard lock(m_mutex);
    return m_facts;
}

void ClusterMemory::keep(ClusterFacts facts) {
    const std::lock_guard lock(m_mutex);
    m_facts = std::move(facts);
}

std::optional<JobGlance> ClusterMemory::glance(const std::string& jobId) const {
    const std::lock_guard lock(m_mutex);
    const auto it = m_glances.find(jobId);
    return it == m_glances.end() ? std::nullopt : std::optional(it->second);
}

void ClusterMemory::keep(const std::string& jobId, JobGlance glance) {
    const std::lock_guard lock(m_mutex);
    m_glances[jobId] = std::move(glance);
}

void ClusterMemory::forgetOthers(const std::vector<JobRow>& jobs) {
    const std::lock_guard lock(m_mutex);
    const auto gone = [&](const auto& entry) {
        return std::ranges::find(jobs, entry.first, &JobRow::id) == jobs.end();
    };
    std::erase_if(m_glances, gone);
    std::erase_if(m_readings, gone);
}

std::optional<Reading> ClusterMemory::takeLastReading(const std::string& jobId, const std::string& epoch) {
    const std::lock_guard lock(m_mutex);
    const auto it = m_readings.find(jobId);
    if (it == m_readings.end() || it->second.first != epoch)
        return std::nullopt;
    Reading reading = std::move(it->second.second);
    m_readings.erase(it);
    return reading;
}

void ClusterMemory::keepLastReading(const std::string& jobId, const std::string& epoch, Reading reading) {
    const std::lock_guard lock(m_mutex);
    m_readings[jobId] = {epoch, std::move(reading)};
}

} // namespace streamtune::engines::flink
