// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// The simulator: steady state of a job in one window, as a pure function of its arguments. Nothing is remembered.
///
/// Nodes are indices in file order. Rates records/s, times seconds, shares 0..1. Model and constants were chosen, not
/// measured; they reproduce contention, key-group skew, state growth, warm-up and the accounting quirks of real
/// engines.

#include <cstdint>
#include <limits>
#include <memory>
#include <span>
#include <vector>

#include "core/engines/simulated/job_spec.h"
#include "core/engines/simulated/physics.h"

namespace streamtune::engines::simulated {

struct JobFile;

struct NodeWindow {
    int p = 1;
    double capacity = 0;    ///< truth: records/s the node can take; infinite for generators
    double utilisation = 0; ///< truth: of the busiest subtask
    double inRate = 0, outRate = 0;
    double busyMean = 0, busyMax = 0, bpMean = 0, bpMax = 0, idleMean = 0;
    double subMax = std::numeric_limits<double>::quiet_NaN(); ///< NaN without Detail::Subtasks
    double subMin = std::numeric_limits<double>::quiet_NaN();
    std::vector<double> subIn; ///< per subtask; empty without Detail::Subtasks
};

struct SourceWindow {
    std::size_t node = 0;
    double offered = 0;
    double accepted = 0;
    double factor = 1;  ///< truth: share of the offer that back-pressure lets in
    double backlog = 0; ///< records, at the end of the window
};

struct Window {
    int dep = 0;
    int win = 0;
    bool bad = false; ///< truth: some source is throttled
    std::vector<NodeWindow> nodes;
    std::vector<SourceWindow> sources;
};

enum class Detail { Totals, Subtasks };

/// Which window: seed of the run, number of the deployment, number of the window since the deployment.
struct WindowAddress {
    std::uint64_t seed = 0;
    int dep = 0;
    int win = 0;
};

/// A job prepared for simulation: key-group weights and shares are worked out once. Immutable, so safe from any thread.
class Simulator {
public:
    explicit Simulator(JobFile job);
    ~Simulator();
    Simulator(Simulator&&) noexcept;
    Simulator& operator=(Simulator&&) noexcept;

    [[nodiscard]] const JobSpec& spec() const;
    /// Overrides the job file makes to the standard physics.
    [[nodiscard]] const std::map<std::string, double>& physicsOverrides() const;

    /// `rates` per node (0 for nodes that are no source), `vector` per node, both of the size of the graph.
    [[nodiscard]] Window simulate(std::span<const double> rates, std::span<const int> vector,
                                  const WindowAddress& address, const Physics& physics,
                                  Detail detail = Detail::Subtasks) const;

    /// Largest total rate node v bears at parallelism p, multiplied by the luck m.
    [[nodiscard]] double capacity(std::size_t v, int p, double m = 1) const;
    /// Share of the hottest subtask.
    [[nodiscard]] double hottestShare(std::size_t v, int p) const;
    /// True demand of every node.
    [[nodiscard]] std::vector<double> demand(std::span<const double> rates) const;
    /// Smallest sufficient vector at nominal capacity times rho; pinned nodes keep `initial`.
    [[nodiscard]] std::vector<int> oracle(std::span<const double> rates, double rho = 1) const;

private:
    struct Impl;
    std::unique_ptr<const Impl> m_impl;
};

} // namespace streamtune::engines::simulated
