// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// The rules of DS2 and of the Flink autoscaler on plain indices: one implementation for live jobs (recommenders) and
/// for the comparison on the simulator.
///
/// DS2: Kalavri et al., "Three steps is all you need" (OSDI 2018); its controller is in strymon-system/ds2.
/// Autoscaler: apache/flink-kubernetes-operator, flink-autoscaler (JobVertexScaler), steady state only: no catch-up,
/// restart or delay terms. NaN stands for "not measured" everywhere here; it never acts as a zero.

#include <cstddef>
#include <vector>

namespace streamtune::tune::rules {

struct Input {
    std::size_t from = 0;
    double share = 1;
};

struct Node {
    int p = 1;
    bool pinned = false;
    bool keyed = false;
    int groups = 0;            ///< key groups; 0 = unknown
    int high = 1 << 20;        ///< largest parallelism of this node, beside Job::pMax
    std::vector<Input> inputs; ///< in file order; none = a source
};

struct Job {
    std::vector<Node> nodes;
    std::vector<std::size_t> order; ///< topological
    int pMax = 1;
};

/// One node in one quiet window. Rates records/s, shares 0..1.
struct Reading {
    double in, out, busyMean, busyMax, bpMax;
};

struct SourceReading {
    std::size_t node = 0;
    double offered, accepted;
};

struct Window {
    std::vector<Reading> nodes;
    std::vector<SourceReading> sources;
};

/// Somebody is back-pressured, or a source accepts too little.
[[nodiscard]] bool underProvisioned(const Window& window, double backpressureThreshold = 0.10,
                                    double acceptedShare = 0.998);

/// Output per input record of each node; NaN where nothing came in.
[[nodiscard]] std::vector<double> selectivity(const Window& window);

/// Offered rates pushed through measured selectivities; NaN where a factor on the way is unknown.
[[nodiscard]] std::vector<double> demand(const Job& job, const Window& window);

/// What a rule says about one node. `model` NaN: no evidence, `p` is the present one.
struct Answer {
    double perInstance; ///< records/s of one instance, as this rule measures it
    double model;       ///< instances, fractional
    int rounded = 1;    ///< whole instances, within what the node may have
    int p = 1;          ///< after alignment
};

struct Verdict {
    std::vector<Answer> answers; ///< per node
    bool apply = false;          ///< the rule would change something now
    std::vector<int> vector() const;
};

/// What DS2 carries from one decision of a tuning to the next.
struct Ds2Tuning {
    double boost = 1;
};

struct Ds2Settings {
    bool band = true;    ///< act on any rise, or on a fall of at least 2
    int boostSteps = 50; ///< of at least 1 % each, while under-provisioned and nothing would be done
};

[[nodiscard]] Verdict ds2(const Job& job, const Window& window, const std::vector<double>& demand, bool under,
                          const Ds2Settings& settings, Ds2Tuning& tuning);

struct AutoscalerSettings {
    double target = 0.7;
    double low = 0.4; ///< utilisation band in which nothing is done
    double high = 1.0;
    double shrinkFloor = 0.4; ///< smallest factor of one change (1 - max scale-down factor)
    bool align = true;        ///< keyed nodes to divisors of the key groups
};
[[nodiscard]] AutoscalerSettings autoscaler95();

[[nodiscard]] Verdict autoscaler(const Job& job, const Window& window, const std::vector<double>& demand, bool under,
                                 const AutoscalerSettings& settings);

/// The autoscaler's alignment of a keyed node with `groups` key groups: the first divisor of `groups` from p on, up to
/// min(groups / 2, pMax); else the first parallelism with fewer groups per subtask; else p.
[[nodiscard]] int alignToKeyGroups(int p, int groups, int pMax);

/// Smallest whole number of instances that is not below `model`, within 1..pMax.
[[nodiscard]] int wholeInstances(double model, int pMax);

} // namespace streamtune::tune::rules
