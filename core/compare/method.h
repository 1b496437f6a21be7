// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// A method under judgement, as the protocol sees it.

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/engines/simulated/simulator.h"
#include "core/learn/prior.h"
#include "core/learn/readings.h"
#include "core/tune/capacity_rule.h"
#include "core/tune/rules.h"

namespace streamtune::compare {

/// What a method is shown of a window: the public part only.
struct Shown {
    const tune::rules::Job& job;                    ///< with the parallelism in force
    const tune::rules::Window& window;              ///< the mean of `readings`
    std::span<const learn::WindowReading> readings; ///< one each, oldest first
};

/// One object serves one campaign, so it starts without memory of the job.
class Method {
public:
    virtual ~Method() = default;
    /// A new step of the schedule begins.
    virtual void begin() = 0;
    /// The vector wanted now; the present one to stop.
    virtual std::vector<int> decide(const Shown& shown) = 0;
    /// A window after the last change of a tuning: it may be remembered, nothing can be done.
    virtual void watch(const Shown&) {}
    /// Input rates per subtask cost time, so they are worked out on demand.
    [[nodiscard]] virtual bool wantsSubtasks() const { return false; }
};

/// The true smallest vector, handed to the oracle methods alone.
struct Truth {
    const engines::simulated::Simulator& simulator;
    std::vector<double> rates; ///< of the step
    double rho = 1;
};

[[nodiscard]] inline std::vector<int> presentOf(const tune::rules::Job& job) {
    std::vector<int> vector;
    for (const tune::rules::Node& node : job.nodes)
        vector.push_back(node.p);
    return vector;
}

/// DS2 as the reference describes it; without the band any difference is applied.
[[nodiscard]] std::unique_ptr<Method> makeDs2(bool band);

/// ContTune (Lian et al., PVLDB 2023) as the reference describes it.
struct ContTuneSettings {
    int alpha = 3;          ///< levels closer than this to an observed one are answered by the process
    bool process = true;    ///< false: observed levels only
    bool bigAlways = false; ///< every tuning that starts under-provisioned begins with Big
};
[[nodiscard]] std::unique_ptr<Method> makeContTune(const ContTuneSettings& settings);
/// The default head, and a one-shot answer from the history alone. `priors` must outlive the method.
[[nodiscard]] std::unique_ptr<Method> makeCapacityMethod(const learn::JobFacts& job, const learn::PriorSet& priors,
                                                         const tune::CapacitySettings& settings = {});
[[nodiscard]] std::unique_ptr<Method> makeOneShot(const learn::JobFacts& job, const learn::PriorSet& priors);

} // namespace streamtune::compare
