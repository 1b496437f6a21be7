// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// One campaign of tunings of one job by one method on the simulator: what is shown, what is counted.

#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "core/compare/method.h"
#include "core/engines/simulated/simulator.h"
#include "core/learn/encoder_voice.h"
#include "core/learn/model.h"

namespace streamtune::compare {

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
    int quietWindows = 1;                          ///< a decision sees the mean of so many windows
    const learn::PriorSet* priors = nullptr;       ///< of the methods that learn; null = shipped
    const learn::ModelSet* model = nullptr;        ///< of the heads on labels; null = shipped
    const learn::EncoderChoir* encoders = nullptr; ///< heard by the default head; null = none
    std::optional<std::vector<int>> start = {};    ///< instead of the vector of the file, or of 1
    int steps = 0;                                 ///< of the schedule; 0 = all
};

[[nodiscard]] std::vector<Tuning> runCampaign(const engines::simulated::Simulator& simulator, const std::string& method,
                                              const CampaignSettings& settings, std::stop_token stop);

[[nodiscard]] const std::vector<std::string>& methodNames();

} // namespace streamtune::compare
