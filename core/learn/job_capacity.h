// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// The capacity head of one job: every quiet window refines demand, key groups and capacity of every node. A few
/// milliseconds per fit. Not thread-safe; copy nothing, make one per job.

#include <memory>
#include <optional>
#include <vector>

#include "core/learn/flow.h"
#include "core/learn/key_groups.h"
#include "core/learn/node_capacity.h"
#include "core/learn/prior.h"
#include "core/learn/readings.h"

namespace streamtune::learn {

class JobCapacity {
public:
    /// Both are kept by reference and must outlive this.
    JobCapacity(const JobFacts& job, const PriorSet& priors);

    void add(WindowReading window);
    /// Call after add(), before asking. Without any window: what the priors alone say.
    void fit();

    [[nodiscard]] bool empty() const { return m_windows.empty(); }
    [[nodiscard]] const WindowReading& newest() const { return m_windows.back(); }
    /// Demand at offered rates (per node; NaN for nodes that are no source).
    [[nodiscard]] std::vector<LogRate> demand(const std::vector<double>& offered) const { return m_flow.at(offered); }
    [[nodiscard]] const NodeCapacity& node(std::size_t v) const { return m_nodes[v]; }
    /// Logarithm of records out over records in.
    [[nodiscard]] Belief selectivity(std::size_t v) const { return m_flow.selectivity(v); }
    [[nodiscard]] HotShare hot(std::size_t v, int p) const;
    /// Unbounded generators and nodes without any reading have no capacity to speak of.
    [[nodiscard]] bool measured(std::size_t v) const { return m_measured[v]; }
    /// Probability that a fresh deployment at p does not bear the demand.
    [[nodiscard]] double risk(std::size_t v, int p, const LogRate& demand) const;
    /// The same, for the smooth part only: even shares, never rising with p.
    [[nodiscard]] std::vector<double> smoothRisk(std::size_t v, const LogRate& demand, int upTo) const;
    /// Nodes that hold the job back in the newest window.
    [[nodiscard]] const std::vector<bool>& full() const { return m_full; }
    /// Logarithm of the spread of key-group weights; NaN where no subtasks were measured.
    [[nodiscard]] double logSkew(std::size_t v) const;
    [[nodiscard]] double jitter() const { return m_jitter; }
    [[nodiscard]] double warmUp() const { return m_priors.warmUp; }
    [[nodiscard]] double rateNoise() const { return m_rateNoise; }
    [[nodiscard]] const JobFacts& job() const { return m_job; }

private:
    void estimateNoise();
    [[nodiscard]] std::vector<bool> fullIn(const WindowReading& window) const;
    [[nodiscard]] std::vector<CapacitySample> samplesOf(std::size_t v, const std::vector<std::vector<LogRate>>& flows,
                                                        const std::vector<std::vector<bool>>& full) const;

    const JobFacts& m_job;
    const PriorSet& m_priors;
    Flow m_flow;
    std::vector<WindowReading> m_windows;
    std::vector<std::optional<KeyGroups>> m_groups;
    std::vector<NodeCapacity> m_nodes;
    std::vector<bool> m_measured;
    std::vector<bool> m_full;
    std::vector<double> m_busyNoise;
    double m_rateNoise;
    double m_jitter;
};

/// Mean of the level before anything is measured: of the kind, moved by the features.
[[nodiscard]] double levelMean(const NodeFacts& node, const KindPrior& prior);
/// The same of the logarithm of a selectivity.
[[nodiscard]] Belief expectedSelectivity(const NodeFacts& node, const KindPrior& prior);

} // namespace streamtune::learn
