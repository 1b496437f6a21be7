// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// What the history says about a kind of operator before one of them has run here: the constants of the capacity head
/// with their spread. Plain values; JSON in prior_json.cpp.

#include <array>
#include <map>
#include <string>
#include <vector>

#include "core/base/json.h"
#include "core/base/result.h"

namespace streamtune::learn {

/// Constants of one operator, all but the level as logarithms, so that they stay positive.
enum Constant : std::size_t { Level, Contention, Coherence, Overhead, Batch, Leak, State, ConstantCount };

struct Belief {
    double mean = 0;
    double sd = 1;
};

struct KindPrior {
    std::array<Belief, ConstantCount> constants;
    Belief skew{-1.8, 0.8};                 ///< log standard deviation of the weights of key groups
    double noise = 0.01;                    ///< relative noise of a shown busy share in one window
    double outNoise = 0.005;                ///< added noise of the shown output rate
    std::vector<double> levelWeights;       ///< ridge on the features, added to the level's mean
    double levelAverage = 12.0;             ///< of the level over the operators of this kind, features left aside
    Belief selectivity{0, 3};               ///< logarithm of records out over records in
    std::vector<double> selectivityWeights; ///< ridge on the features, added to its mean
    double selectivityAverage = 0;          ///< features left aside
    int nodes = 0;                          ///< of the history this was learned from
};

struct PriorSet {
    std::map<std::string, KindPrior> kinds;
    KindPrior other;          ///< all kinds together: for a kind never seen
    double jitter = 0.005;    ///< luck of a deployment, log standard deviation
    double rateNoise = 0.005; ///< of a shown rate
    double law = 0.01;        ///< how far smooth laws may miss, log standard deviation
    double warmUp = 0;        ///< what the first quiet window of a deployment bears less than later ones, logarithm
    /// Logarithm of the instances that the largest operator of a deployment needed: nobody offers a job what it cannot
    /// bear, so a guess far outside is a wrong guess. As wide as this it says nothing.
    Belief largest{2, 50};
    int featureVersion = 0;

    [[nodiscard]] const KindPrior& of(const std::string& kind) const;
};

[[nodiscard]] Json priorsToJson(const PriorSet& priors);
/// Error "model.format": what is missing, not finite or out of range.
[[nodiscard]] Result<PriorSet> priorsFromJson(const Json& json);

/// What holds without any history.
[[nodiscard]] PriorSet plainPriors();

} // namespace streamtune::learn
