// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engines/simulated/physics.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <fmt/format.h>

namespace streamtune::engines::simulated {
namespace {

struct Knob {
    const char* key;
    double Physics::* field;
    double low;
    double high;
};

constexpr std::array kKnobs{
    Knob{"jitter", &Physics::jitter, 0, 2},
    Knob{"noise_rate", &Physics::noiseRate, 0, 2},
    Knob{"noise_busy", &Physics::noiseBusy, 0, 2},
    Knob{"warm_amp", &Physics::warmAmp, 0, 0.99},
    Knob{"warm_tau_s", &Physics::warmTau, 1e-3, 1e6},
    Knob{"window_s", &Physics::windowSeconds, 1e-3, 86'400},
    Knob{"A", &Physics::echoAmp, 0, 1},
    Knob{"W", &Physics::echoWidth, 1e-6, 10},
    Knob{"backpressure_threshold", &Physics::backpressureThreshold, 0, 1},
};

} // namespace

const std::vector<std::string>& physicsNames() {
    static const std::vector<std::string> names{"calm", "standard", "rough"};
    return names;
}

Result<Physics> physicsByName(std::string_view name) {
    Physics p;
    if (name == "standard")
        return p;
    if (name == "calm") {
        p.jitter = p.noiseRate = p.noiseBusy = 0;
        return p;
    }
    if (name == "rough") {
        p.jitter = 0.015;
        p.noiseRate = 0.010;
        p.noiseBusy = 0.020;
        return p;
    }
    return fail("physics.name", fmt::format("There are no physics named \"{}\".", name.substr(0, 60)),
                "Use calm, standard or rough.");
}

Result<Physics> withOverrides(Physics base, const std::map<std::string, double>& overrides) {
    for (const auto& [key, value] : overrides) {
        if (key == "quiet_from") {
            if (!(value >= 0 && value <= 1000) || value != std::floor(value))
                return fail(
                    "physics.value",
                    fmt::format("The physics value quiet_from = {} is not a whole number from 0 to 1000.", value));
            base.quietFrom = static_cast<int>(value);
            continue;
        }
        const auto knob = std::ranges::find(kKnobs, key, [](const Knob& k) { return std::string_view(k.key); });
        if (knob == kKnobs.end())
            return fail(
                "physics.key", fmt::format("The physics value \"{}\" is not known.", key.substr(0, 60)),
                "Known are jitter, noise_rate, noise_busy, warm_amp, warm_tau_s, window_s, quiet_from, A, W and "
                "backpressure_threshold.");
        if (!(value >= knob->low && value <= knob->high))
            return fail("physics.value", fmt::format("The physics value {} = {} is outside {} to {}.", key, value,
                                                     knob->low, knob->high));
        base.*(knob->field) = value;
    }
    return base;
}

} // namespace streamtune::engines::simulated
