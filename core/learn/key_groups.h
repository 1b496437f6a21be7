// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// How the weight of the keys lies over key groups, from input rates of subtasks at every parallelism seen: the share
/// of the hottest subtask at any parallelism. Group g of G belongs to subtask floor(g p / G), as in Flink, so capacity
/// has plateaus and may even fall from p to p + 1.

#include <map>
#include <vector>

#include "core/learn/prior.h"

namespace streamtune::learn {

struct HotShare {
    double logMean = 0; ///< logarithm of the share of the hottest subtask
    double logSd = 0;
    double spread = 0; ///< squared coefficient of variation over subtasks
};

class KeyGroups {
public:
    /// `groups` > 0.
    KeyGroups(int groups, const Belief& skew);

    void add(const std::vector<double>& subtaskIn);
    /// Works out `shares` for 1..high. `rateNoise`: relative noise of one reading.
    void fit(double rateNoise, int high);
    /// Valid after fit(), p in 1..high.
    [[nodiscard]] const HotShare& hot(int p) const { return m_hot[static_cast<std::size_t>(p)]; }
    [[nodiscard]] bool seen() const { return !m_seen.empty(); }
    [[nodiscard]] double skew() const { return m_skew; }

private:
    struct Seen {
        std::vector<double> shareSum;
        int windows = 0;
    };
    void estimateSkew(double rateNoise);
    void fitWeights(double rateNoise);

    int m_groups;
    int m_cells; ///< groups are taken together where there are very many
    Belief m_prior;
    double m_skew;
    std::map<int, Seen> m_seen;
    std::vector<double> m_weights; ///< log weight per cell
    std::vector<HotShare> m_hot;
};

} // namespace streamtune::learn
