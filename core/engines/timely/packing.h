// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Which workers each operator lies on. All operators of a worker share one thread, so a plan is feasible only if no
/// worker's load exceeds the target; parallelism alone does not say that. Pure arithmetic.

#include <map>
#include <string>
#include <vector>

#include "core/base/number.h"

namespace streamtune::engines::timely {

/// The share of time that a worker may be busy.
constexpr double kTargetLoad = 0.85;
/// What a worker is busy with besides its operators (progress traffic, empty turns).
constexpr double kBaseLoad = 0.02;
constexpr int kBins = 256;

struct Demand {
    std::string op;
    double load = 0;          ///< workers kept busy by the offered rate: demand x cost
    int workers = 1;          ///< parallelism asked for
    bool fixed = false;       ///< exactly that many
    bool stays = false;       ///< on the present workers, where their number fits
    std::vector<int> present; ///< where it lies now
    double worstShare = 0;    ///< part of the load on its busiest worker as measured, 0 = even
    int measuredWith = 0;     ///< number of workers at which worstShare was measured
};

struct Packing {
    std::map<std::string, std::vector<int>> placement;
    std::map<std::string, int> raised; ///< operators that need more workers than asked for, and how many
    std::vector<double> load;          ///< of each worker
    double worst = 0;
    bool feasible = false;
    int workersNeeded = 0; ///< at least so many workers, where it is not feasible with those there are
};

/// The largest share of one worker when `k` workers have the bins of an operator with this skew.
[[nodiscard]] double worstShare(const Demand& demand, int k);

/// The smallest number of workers, from the number asked for on, that holds an operator with no other on them.
[[nodiscard]] int workersAlone(const Demand& demand, int workers, double target);

/// Places operators, largest load a worker first, on the least loaded workers; the present ones win ties, so that few
/// bins move. `raise`: an operator whose own load does not fit gets more workers than asked for.
[[nodiscard]] Packing pack(std::vector<Demand> demands, int workers, double target, bool raise);

} // namespace streamtune::engines::timely
