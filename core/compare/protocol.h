// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// One campaign of tunings of one job by one method on the simulator: what is shown, what is counted.

#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "core/engines/simulated/simulator.h"
#include "core/tune/rules.h"

namespace streamtune::compare {

/// What a method is shown of a window: the public part only.
struct Shown {
    const tune::rules::Job& job; ///< with the parallelism in force
    const tune::rules::Window& window;
};

/// A method under judgement. One object serves one campaign, so it starts without memory of the job.
class Method {
public:
    virtual ~Method() = default;
    /// A new step of the schedule begins.
    virtual void begin() = 0;
    /// The vector wanted now; the present one to stop.
    virtual std::vector<int> decide(const Shown& shown) = 0;
};

/// The true smallest vector, handed to the oracle methods alone.
struct Truth {
    const engines::simulated::Simulator& simulator;
    std::vector<double> rates; ///< of the step
    double rho = 1;
};

struct Tuning {
    int campaign = 0;
    int step = 0;
    std::vector<std::vector<int>> vectors; ///< applied, in order
    int finalSum = 0;                      ///< of free nodes
    int oracleSum = 0;
    int badWindows = 0;
    double overMinutes = 0;  ///< operator minutes above the oracle, in the windows of the step
    double underMinutes = 0; ///< below it
    std::vector<double> decisionMs;
};

struct CampaignSettings {
    engines::simulated::Physics physics;
    bool cold = false;
    int campaign = 0;
    int quietWindows = 1; ///< a decision sees the mean of so many windows
};

[[nodiscard]] std::vector<Tuning> runCampaign(const engines::simulated::Simulator& simulator, const std::string& method,
                                              const CampaignSettings& settings, std::stop_token stop);

[[nodiscard]] const std::vector<std::string>& methodNames();

} // namespace streamtune::compare
