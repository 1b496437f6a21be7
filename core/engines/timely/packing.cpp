// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engines/timely/packing.h"

#include <algorithm>
#include <cmath>

namespace streamtune::engines::timely {
namespace {

constexpr double kTie = 1e-9;

/// Load of the busiest of `k` workers.
double peak(const Demand& d, int k) {
    return d.load * worstShare(d, k);
}

/// Workers in the order of preference.
std::vector<int> choose(const Demand& d, const std::vector<double>& load, int k) {
    std::vector<int> order(load.size());
    for (std::size_t w = 0; w < load.size(); ++w)
        order[w] = static_cast<int>(w);
    const auto here = [&](int w) { return std::ranges::find(d.present, w) != d.present.end(); };
    std::ranges::stable_sort(order, [&](int a, int b) {
        const double difference = load[static_cast<std::size_t>(a)] - load[static_cast<std::size_t>(b)];
        if (std::abs(difference) > kTie)
            return difference < 0;
        return here(a) && !here(b);
    });
    order.resize(static_cast<std::size_t>(k));
    std::ranges::sort(order);
    return order;
}

/// Puts one operator down; returns the load of its fullest worker afterwards.
double put(const Demand& d, int k, std::vector<double>& load, std::vector<int>& chosen) {
    const bool stays = d.stays && static_cast<int>(d.present.size()) == k &&
                       std::ranges::all_of(d.present, [&](int w) { return w >= 0 && w < std::ssize(load); });
    chosen = stays ? d.present : choose(d, load, k);
    double worst = 0;
    for (const int w : chosen) {
        load[static_cast<std::size_t>(w)] += peak(d, k);
        worst = std::max(worst, load[static_cast<std::size_t>(w)]);
    }
    return worst;
}

Packing attempt(const std::vector<Demand>& demands, int workers) {
    Packing p;
    p.load.assign(static_cast<std::size_t>(workers), kBaseLoad);
    for (const Demand& d : demands)
        put(d, d.workers, p.load, p.placement[d.op]);
    p.worst = *std::ranges::max_element(p.load);
    return p;
}

} // namespace

double worstShare(const Demand& d, int k) {
    const double even = std::ceil(static_cast<double>(kBins) / k) / kBins;
    if (d.worstShare <= 0 || d.measuredWith <= 0)
        return even;
    // The part h that stays together, from worst = h + (1 - h) x even: a hot key does not split.
    const double then = std::ceil(static_cast<double>(kBins) / d.measuredWith) / kBins;
    const double hot = then < 1 ? (d.worstShare - then) / (1 - then) : 0;
    return hot <= 0.02 ? even : std::min(1.0, hot + (1 - hot) * even);
}

int workersAlone(const Demand& d, int workers, double target) {
    int k = std::clamp(d.workers, 1, std::max(workers, 1));
    while (k < workers && peak(d, k) + kBaseLoad > target + kTie && peak(d, k + 1) < peak(d, k) - kTie)
        ++k;
    return k;
}

Packing pack(std::vector<Demand> demands, int workers, double target, bool raise) {
    workers = std::max(workers, 1);
    std::map<std::string, int> asked;
    double sum = 0;
    for (Demand& d : demands) {
        d.workers = std::clamp(d.workers, 1, workers);
        d.load = std::isfinite(d.load) ? std::max(0.0, d.load) : 0;
        asked[d.op] = d.workers;
        sum += d.load;
        if (raise && !d.fixed)
            d.workers = workersAlone(d, workers, target);
    }
    const auto order = [&] {
        std::ranges::stable_sort(demands, [](const Demand& a, const Demand& b) {
            if (a.stays != b.stays)
                return a.stays;
            return std::pair(peak(a, a.workers), b.op) > std::pair(peak(b, b.workers), a.op);
        });
    };
    order();
    Packing best = attempt(demands, workers);
    // Spreading what stands on the fullest worker over one more is the only move left.
    while (raise && best.worst > target + kTie) {
        const auto full = static_cast<int>(std::ranges::max_element(best.load) - best.load.begin());
        Demand* candidate = nullptr;
        for (Demand& d : demands) {
            const auto& on = best.placement[d.op];
            if (!d.fixed && d.workers < workers && std::ranges::find(on, full) != on.end() &&
                peak(d, d.workers + 1) < peak(d, d.workers) - kTie && !candidate)
                candidate = &d;
        }
        if (!candidate)
            break;
        ++candidate->workers;
        order();
        best = attempt(demands, workers);
    }
    best.feasible = best.worst <= target + kTie;
    for (const Demand& d : demands)
        if (d.workers > asked[d.op])
            best.raised[d.op] = d.workers;
    if (!best.feasible)
        best.workersNeeded = std::max(workers + 1, static_cast<int>(std::ceil(sum / (target - kBaseLoad))));
    return best;
}

} // namespace streamtune::engines::timely
