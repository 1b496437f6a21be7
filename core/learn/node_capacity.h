// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// What one instance of an operator takes at any parallelism, from shown busy shares: seven constants, a smooth
/// residual of the law, and the luck of each deployment. Gauss-Newton on the inverted accounting; the posterior is
/// Gaussian around its mode.
///
/// One instance at parallelism p bears inst = exp(level + luck + law(p)) / (state * (1 + a (p-1) + b p (p-1))).
/// Shown busy share of a subtask that is used u: B = o + (1-o) u (1 + e (1-u)), plus the part l of its waiting.

#include <array>
#include <map>
#include <vector>

#include "core/learn/key_groups.h"
#include "core/learn/prior.h"

namespace streamtune::learn {

/// Windows of one deployment at one rate, taken together.
struct CapacitySample {
    int p = 1;
    long deployment = 0;
    int windows = 1;
    double logFlow = 0; ///< input of the node, records/s
    double flowSd = 0;
    double warmUp = 0; ///< capacity missing in these windows because the deployment is young, logarithm
    HotShare hot;
    double busyMax = 0, busyMean = 0; ///< NaN = not measured
    double bpMax = 0, bpMean = 0;
    bool full = false; ///< known to be used to the last: it holds the job back
};

struct CapacitySettings {
    double busyNoise = 0.01; ///< of one shown busy share in one window
    double jitter = 0.005;
    double law = 0.01;
    double fullSd = 0.001; ///< how exactly a node that holds the job back is used to the last
    double stateSeconds = 0;
};

struct LogCapacity {
    double mean = 0; ///< logarithm of the largest rate the node bears, records/s
    double sd = 0;   ///< of the constants alone; luck is apart
};

class NodeCapacity {
public:
    void fit(const std::vector<CapacitySample>& samples, const KindPrior& prior, double levelMean,
             const CapacitySettings& settings);

    /// At nominal luck.
    [[nodiscard]] LogCapacity capacity(int p, const HotShare& hot) const;
    /// With the luck of a deployment that was seen; else as capacity().
    [[nodiscard]] LogCapacity capacityIn(long deployment, int p, const HotShare& hot) const;
    /// Shown busy share of the busiest subtask at a rate, nothing waiting.
    [[nodiscard]] double busyAt(double logRate, int p, const HotShare& hot) const;
    [[nodiscard]] Belief constant(Constant which) const;
    /// Posterior square of the luck of all deployments seen, and how many they are.
    [[nodiscard]] std::pair<double, int> luck() const;
    /// Square of how far the node strays from the law, and how many readings of it that stands for (they need not be
    /// whole: what was not measured counts nothing).
    [[nodiscard]] std::pair<double, double> strayed() const;

private:
    static constexpr std::size_t kBumps = 5;
    static constexpr std::size_t kFixed = ConstantCount + kBumps;

    struct Instance {
        double logRate = 0;
        std::array<double, kFixed> slope{};
    };
    struct System;
    void assemble(const std::vector<CapacitySample>& samples, const CapacitySettings& settings, System& system) const;
    [[nodiscard]] Instance instance(int p, double logFlow) const;
    [[nodiscard]] double solve(int p, double logHot, double luck) const;
    [[nodiscard]] LogCapacity withLuck(int p, const HotShare& hot, std::size_t luckIndex) const;

    double m_stateSeconds = 0;
    double m_law = 0;            ///< how far this node strays from the law, learned as deployments show it
    double m_lawInForce = 0;     ///< what the newest fit took for it
    std::vector<double> m_theta; ///< constants, bumps, luck per deployment
    std::vector<std::vector<double>> m_covariance;
    std::map<long, std::size_t> m_luck; ///< deployment -> index into theta
};

} // namespace streamtune::learn
