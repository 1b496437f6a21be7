// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// How records multiply on their way: one selectivity per node from all windows, read at the receivers (their input
/// over the sender's) and, with more doubt, at the sender's own counter. Demand of every node at any offered rates.

#include <vector>

#include "core/learn/prior.h"
#include "core/learn/readings.h"

namespace streamtune::learn {

struct LogRate {
    double mean = kUnknown; ///< logarithm of records/s; NaN = unknown
    double sd = 0;
};

/// Best reading of what a node took in: its own counter and the sum over its subtasks.
struct Intake {
    double logRate = kUnknown;
    double weight = 0; ///< of independent readings of one counter
};
[[nodiscard]] Intake intakeOf(const NodeReading& reading);

class Flow {
public:
    explicit Flow(const JobFacts& job) : m_job(job) {}

    /// What selectivities are like before anything is seen, logarithms, one per node. Without it: nearly anything.
    void expect(std::vector<Belief> selectivities) { m_expected = std::move(selectivities); }

    /// `outNoise` per node: added relative noise of the shown output rate.
    void fit(const std::vector<WindowReading>& windows, double rateNoise, const std::vector<double>& outNoise);
    /// Rates of all nodes when the sources take `rates` (NaN or missing elsewhere).
    [[nodiscard]] std::vector<LogRate> at(const std::vector<double>& rates) const;
    /// Logarithm of what a node puts out over what it takes in. Valid after fit().
    [[nodiscard]] Belief selectivity(std::size_t v) const;
    /// What each node really took in a window.
    [[nodiscard]] std::vector<LogRate> in(const WindowReading& window) const;

private:
    struct Pushed {
        std::vector<double> rate;
        std::vector<std::vector<double>> slope; ///< d log rate / d log selectivity
    };
    [[nodiscard]] Pushed push(const std::vector<double>& rates) const;

    const JobFacts& m_job;
    std::vector<Belief> m_expected;
    double m_noise = 0;                ///< relative, of counted rates
    std::vector<double> m_selectivity; ///< logarithms
    std::vector<std::vector<double>> m_covariance;
};

/// Rate that a source took in: accepted where counted, else its input, else its output.
[[nodiscard]] std::vector<double> takenBySources(const JobFacts& job, const WindowReading& window);

} // namespace streamtune::learn
