// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Constants of the simulated engine: noise, warm-up, and how waiting is accounted.

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace streamtune::engines::simulated {

struct Physics {
    double jitter = 0.005;     ///< log standard deviation of the luck of placement, per deployment and node
    double noiseRate = 0.005;  ///< log standard deviation of shown rates
    double noiseBusy = 0.010;  ///< log standard deviation of shown shares
    double warmAmp = 0.25;     ///< share of capacity missing right after a restart
    double warmTau = 30;       ///< seconds
    double windowSeconds = 60; ///< length of a window
    double echoAmp = 0.08;     ///< A: back-pressure shown in front of a node that is nearly full
    double echoWidth = 0.02;   ///< W: how near
    double backpressureThreshold = 0.10;
    int quietFrom = 2; ///< first quiet window of a deployment

    bool operator==(const Physics&) const = default;
};

/// calm | standard | rough. Error "physics.name".
[[nodiscard]] Result<Physics> physicsByName(std::string_view name);
[[nodiscard]] const std::vector<std::string>& physicsNames();
/// `base` with the overrides of a job file (keys jitter, noise_rate, …). Errors "physics.key", "physics.value".
[[nodiscard]] Result<Physics> withOverrides(Physics base, const std::map<std::string, double>& overrides);

} // namespace streamtune::engines::simulated
