// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workbench/packed.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <fmt/format.h>
#include <sstream>
#include <utility>

#include "core/engines/timely/packing.h"
#include "core/engines/timely/window.h"

namespace streamtune::workbench {
namespace {

using engines::timely::Demand;
using engines::timely::Packing;

constexpr int kMostWorkers = 256;
constexpr const char* kAsPublished = "ds2"; ///< looks at no worker
/// Share of a worker's time that says nothing, as costs are known to a few per cent: the busiest one must be relieved
/// by more before operators move without another number, and may be filled by as much more where that saves many
/// instances.
constexpr double kWorthMoving = 0.05;
constexpr double kRounding = 1e-9;
constexpr int kCostWindows = 4;        ///< that a cost is taken from
constexpr double kSameCost = 0.15;     ///< costs that differ by more are not of one time
constexpr double kSecondSaving = 0.15; ///< share of all operators' workers, for a second change of a tuning

std::vector<int> workersFrom(const std::string& text) {
    std::istringstream numbers(text);
    std::vector<int> workers;
    for (int w = 0; numbers >> w;)
        workers.push_back(w);
    return workers;
}

/// "count: 0 1 2; parse: 3", as the window notes it.
std::map<std::string, std::vector<int>> placementIn(const Observation& window) {
    std::map<std::string, std::vector<int>> placement;
    const auto note = window.notes.find("placement");
    if (note == window.notes.end())
        return placement;
    std::istringstream all(note->second);
    for (std::string one; std::getline(all, one, ';');) {
        const auto colon = one.rfind(':');
        const auto from = one.find_first_not_of(' ');
        if (colon == std::string::npos || from >= colon)
            continue;
        placement[one.substr(from, colon - from)] = workersFrom(one.substr(colon + 1));
    }
    return placement;
}

double sum(const std::vector<Number>& values) {
    double total = 0;
    for (const Number& v : values)
        total += valueOr(v, 0);
    return total;
}

/// The largest share that says something: what chance gives the busiest of k workers by so many records, and by bins of
/// unequal weight, is no skew.
double significantShare(double share, double records) {
    constexpr double kBins = engines::timely::kBins;
    constexpr double kBinSpread = 0.5; ///< standard deviation of a bin's weight, relative
    constexpr double kSigmas = 2;
    if (!(records > 0))
        return 0;
    return share - kSigmas * std::sqrt(share * (1 - share) * (1 / records + kBinSpread * kBinSpread / kBins));
}

/// Seconds that a record costs, as one window shows it.
Number costIn(const NodeObservation* seen) {
    const double busy = seen ? sum(seen->subtaskBusy) : 0;
    if (!seen || !(busy > 0) || !(valueOr(seen->inRate, 0) > 0))
        return std::nullopt;
    return busy / *seen->inRate;
}

/// The same over the newest windows, each with the weight of its records: a cost does not depend on where an operator
/// lies. Windows that disagree with the newest are of another time.
Number costOver(const std::vector<Observation>& windows, const std::string& node) {
    const Number newest = costIn(windows.back().find(node));
    if (!newest)
        return std::nullopt;
    double seconds = 0, records = 0;
    int left = kCostWindows;
    for (auto window = windows.rbegin(); window != windows.rend() && left > 0; ++window, --left) {
        const NodeObservation* seen = window->find(node);
        const Number cost = costIn(seen);
        if (!cost || std::abs(*cost / *newest - 1) > kSameCost)
            break;
        const double weight = *seen->inRate * std::max(window->seconds, 1.0);
        seconds += *cost * weight;
        records += weight;
    }
    return seconds / records;
}

Demand demandOf(const tune::Decision& decision, const tune::TuneInput& input, const std::vector<int>& present) {
    const Observation& window = input.windows.back();
    const NodeObservation& seen = *window.find(decision.node);
    Demand d;
    d.op = decision.node;
    d.workers = decision.final;
    d.present = present;
    d.load = sum(seen.subtaskBusy);
    if (const Number cost = costOver(input.windows, decision.node); cost && isKnown(decision.demand))
        d.load = *decision.demand * *cost;
    if (const double in = sum(seen.subtaskIn); in > 0 && seen.subtaskIn.size() > 1) {
        double most = 0;
        for (const Number& n : seen.subtaskIn)
            most = std::max(most, valueOr(n, 0));
        d.worstShare = significantShare(most / in, in * window.seconds);
        d.measuredWith = static_cast<int>(seen.subtaskIn.size());
    }
    return d;
}

/// Part of the operators' time that went by waiting for a core.
double coreWait(const Observation& window) {
    const auto note = window.notes.find(engines::timely::kWaitNote);
    const double share = note == window.notes.end() ? 0 : std::strtod(note->second.c_str(), nullptr);
    return std::isfinite(share) ? std::clamp(share, 0.0, 0.99) : 0;
}

void warnOfCrowd(const Observation& window, tune::Recommendation& recommendation) {
    const double share = coreWait(window);
    if (share >= engines::timely::kCrowded)
        recommendation.warnings.push_back(
            fmt::format("The machine has too few cores: the operators waited for one in {:.0f} % of their time. Costs "
                        "are without that waiting; where it lasts, the job needs cores rather than workers.",
                        100 * share));
}

/// A tuning that has changed something goes on only if that heals or saves enough: what was measured twice differs by a
/// few per cent, and a number that hangs on them would swing.
bool worthAnother(const tune::TuneInput& input, const tune::Recommendation& recommendation,
                  const std::vector<Demand>& demands, const Packing& planned, double busiestNow) {
    if (input.attempt == 0 || recommendation.underProvisioned)
        return true;
    double before = 0, after = 0;
    for (const Demand& d : demands) {
        before += static_cast<double>(d.present.size());
        after += static_cast<double>(planned.placement.at(d.op).size());
    }
    // What is saved must hold with more than was measured, or the next look takes it back.
    return busiestNow > engines::timely::kTargetLoad + kWorthMoving ||
           (after < (1 - kSecondSaving) * before && planned.worst < engines::timely::kTargetLoad - kWorthMoving);
}

double busiestAsTheyLie(std::vector<Demand> demands, int workers) {
    for (Demand& d : demands) {
        d.workers = static_cast<int>(d.present.size());
        d.stays = true;
    }
    return engines::timely::pack(std::move(demands), workers, 1, false).worst;
}

bool waitExplains(const Observation& window, double busiestNow) {
    const double wait = coreWait(window);
    return wait >= engines::timely::kCrowded && busiestNow / (1 - wait) > engines::timely::kTargetLoad;
}

/// Every operator with the number that it needs by itself, nobody spread for the sake of another.
Packing packAlone(std::vector<Demand> demands, int workers, double target, bool raise) {
    std::map<std::string, int> raised;
    for (Demand& d : demands)
        if (const int alone = engines::timely::workersAlone(d, workers, target); raise && !d.fixed && alone > d.workers)
            raised[d.op] = d.workers = alone;
    Packing packing = engines::timely::pack(std::move(demands), workers, target, false);
    packing.raised = std::move(raised);
    return packing;
}

int sizeOf(const Packing& packing) {
    int size = 0;
    for (const auto& [op, workers] : packing.placement)
        size += static_cast<int>(workers.size());
    return size;
}

/// Operators that need a worker more than there are must share workers, which can take twice as many instances. Costs
/// are known to a few per cent only: where a target higher by that saves so much, it is kept to instead.
Packing packTogether(const std::vector<Demand>& demands, int workers, double target, bool raise) {
    Packing strict = engines::timely::pack(demands, workers, target, raise);
    if (!raise || (strict.feasible && sizeOf(strict) <= sizeOf(packAlone(demands, workers, target, true))))
        return strict;
    Packing fuller = engines::timely::pack(demands, workers, target + kWorthMoving, true);
    const bool saves = fuller.feasible && sizeOf(fuller) < (1 - kSecondSaving) * sizeOf(strict);
    return saves ? fuller : strict;
}

bool sameWorkers(std::vector<int> a, std::vector<int> b) {
    std::ranges::sort(a);
    std::ranges::sort(b);
    return a == b;
}

/// Share of a worker's time that an operator takes there; missing where it does not lie.
Number shareOn(int worker, const NodeObservation* seen, const std::vector<int>& now, const std::vector<int>& on,
               const Number& predicted) {
    if (std::ranges::find(on, worker) == on.end())
        return std::nullopt;
    if (predicted)
        return predicted;
    if (!seen)
        return std::nullopt;
    if (!sameWorkers(now, on))
        return sum(seen->subtaskBusy) / static_cast<double>(on.size());
    const auto i = static_cast<std::size_t>(std::ranges::find(now, worker) - now.begin());
    return i < seen->subtaskBusy.size() ? seen->subtaskBusy[i] : Number();
}

void leave(tune::Recommendation& r) {
    for (tune::Decision& d : r.decisions) {
        if (d.final != d.from)
            d.guards.push_back(fmt::format("{} would do, but what runs bears the load and was just changed.", d.final));
        d.final = d.from;
        d.reason = fmt::format("Stays at {}.", d.from) + (d.guards.empty() ? "" : " " + d.guards.back());
    }
    r.changes = false;
    r.whyNothing = {"What runs bears the load; what another change would save is not worth one right after the last."};
}

void note(tune::Recommendation& r, const std::map<std::string, int>& raised) {
    for (tune::Decision& d : r.decisions) {
        const auto up = raised.find(d.node);
        if (up == raised.end())
            continue;
        d.guards.push_back(
            fmt::format("Raised from {} to {}: no worker may be busy more than {:.0f} % of the time, and "
                        "its workers have other operators and uneven shares.",
                        d.final, up->second, 100 * engines::timely::kTargetLoad));
        if (isKnown(d.predictedBusy))
            d.predictedBusy = *d.predictedBusy * d.final / up->second;
        const int more = up->second - d.final; // a bound like the others: the step of the limits shows it
        d.clamped += more;
        d.aligned += more;
        d.final += more;
        d.reason = d.guards.back() + (d.reason.empty() ? "" : " By its own numbers: " + d.reason);
    }
}

} // namespace

std::map<std::string, std::vector<int>> placementOf(const engines::JobSnapshot& job) {
    constexpr std::string_view kFact = "placement.";
    std::map<std::string, std::vector<int>> placement;
    for (const auto& [name, value] : job.facts)
        if (name.starts_with(kFact))
            placement[name.substr(kFact.size())] = workersFrom(value);
    return placement;
}

void readAsTimely(tune::TuneInput& input) {
    if (input.windows.empty() || input.windows.back().workers.empty())
        return;
    const int workers = static_cast<int>(input.windows.back().workers.size());
    input.limits.pMax = input.limits.pMax > 0 ? std::min(input.limits.pMax, workers) : workers;
    for (Observation& window : input.windows)
        for (NodeObservation& node : window.nodes) {
            Number own;
            for (const Number& busy : node.subtaskBusy)
                if (isKnown(busy))
                    own = std::max(valueOr(own, 0), *busy);
            if (own)
                node.busyMax = own;
        }
}

bool mayRelaunch(const engines::RescaleCapability& capability) {
    return std::ranges::any_of(capability.paths, [](const engines::PathOption& p) {
        return p.path == engines::ApplyPath::Relaunch && p.available;
    });
}

Result<Packed> adviseOnWorkers(const tune::Recommender& recommender, tune::TuneInput& input, bool mayRelaunch,
                               tune::Recommendation& recommendation) {
    Packed packed;
    input.packed = recommender.name() != kAsPublished;
    do {
        ST_ASSIGN(recommendation, recommender.recommend(input));
        packed = packOperators(input, recommendation, mayRelaunch);
        if (recommendation.changes || !packed.placement.empty() || !recommendation.underProvisioned)
            break;
        if (input.packed && waitExplains(input.windows.back(), packed.busiestNow)) {
            recommendation.whyNothing.push_back("The operators need no more workers, they wait for cores.");
            break;
        }
    } while (std::exchange(input.packed, false));
    return packed;
}

Packed packOperators(const tune::TuneInput& input, tune::Recommendation& recommendation, bool mayRelaunch) {
    Packed packed;
    if (input.windows.empty() || input.windows.back().workers.empty())
        return packed;
    const Observation& window = input.windows.back();
    const auto present = placementIn(window);
    const int workers = static_cast<int>(window.workers.size());
    const bool raise = recommendation.method != kAsPublished;
    const double target = engines::timely::kTargetLoad;
    std::vector<Demand> demands;
    for (const tune::Decision& decision : recommendation.decisions) {
        const auto here = present.find(decision.node);
        const NodeObservation* seen = window.find(decision.node);
        if (here == present.end() || !seen)
            continue;
        Demand d = demandOf(decision, input, here->second);
        d.fixed = input.limits.pins.contains(d.op);
        // What comes to its present number stays where it is, if that suffices.
        d.stays = (raise && !d.fixed ? engines::timely::workersAlone(d, workers, target) : d.workers) ==
                  static_cast<int>(here->second.size());
        demands.push_back(std::move(d));
    }
    if (demands.empty())
        return packed;
    const bool sameNumbers = std::ranges::all_of(demands, &Demand::stays);
    const Packing asTheyAre = packAlone(demands, workers, target, raise);
    Packing best = asTheyAre;
    if (!best.feasible) {
        for (Demand& d : demands)
            d.stays = false;
        best = packTogether(demands, workers, target, raise);
    }
    if (!best.feasible && raise && mayRelaunch)
        for (int n = best.workersNeeded; !best.feasible && n <= kMostWorkers; ++n) {
            best = engines::timely::pack(demands, n, target, true);
            packed.relaunch = best.feasible;
        }
    // Bins that move for a few per cent move back at the next look.
    if (sameNumbers && !packed.relaunch && best.raised == asTheyAre.raised &&
        best.worst > asTheyAre.worst - kWorthMoving)
        best = asTheyAre;
    packed.busiestNow = busiestAsTheyLie(demands, workers);
    if (raise && !worthAnother(input, recommendation, demands, best, packed.busiestNow)) {
        packed.relaunch = false;
        leave(recommendation);
        return packed;
    }
    if (best.worst > target + kRounding)
        recommendation.warnings.push_back(
            fmt::format("The busiest worker would be busy {:.0f} % of the time, more than {:.0f} %{}.",
                        100 * std::min(best.worst, 9.99), 100 * target,
                        !raise          ? "; the rule does not look at workers"
                        : best.feasible ? "; to keep below that, operators would have to share nearly all workers"
                                        : fmt::format("; the job needs at least {} workers", best.workersNeeded)));
    warnOfCrowd(window, recommendation);
    note(recommendation, best.raised);
    recommendation.changes =
        std::ranges::any_of(recommendation.decisions, [](const tune::Decision& d) { return d.final != d.from; });
    for (const auto& [op, list] : best.placement)
        if (!sameWorkers(list, present.at(op)))
            packed.placement[op] = list;
    return packed;
}

WorkersMatrix workersMatrix(const engines::JobSnapshot& job, const Observation& window,
                            const std::map<std::string, std::vector<int>>& placement,
                            const std::map<std::string, double>& predicted) {
    WorkersMatrix matrix;
    const auto present = placementOf(job);
    const bool planned = !placement.empty();
    int most = -1;
    if (const auto workers = job.facts.find("workers"); workers != job.facts.end())
        most = std::min(std::atoi(workers->second.c_str()), kMostWorkers) - 1;
    for (const WorkerObservation& worker : window.workers)
        most = std::max(most, worker.worker);
    for (const auto& [op, workers] : placement)
        for (const int w : workers)
            most = std::max(most, w); // a relaunch adds workers
    for (const Operator& node : job.graph.nodes)
        if (present.contains(node.id))
            matrix.operators.push_back(node.id);
    for (int w = 0; w <= most; ++w) {
        const auto seen = std::ranges::find(window.workers, w, &WorkerObservation::worker);
        WorkerRow row;
        if (seen != window.workers.end())
            row = {w, seen->load, seen->runQueue, seen->lag, seen->lagSlope, {}};
        row.worker = w;
        double load = engines::timely::kBaseLoad;
        for (const std::string& op : matrix.operators) {
            const auto moved = placement.find(op);
            row.busy.push_back(shareOn(w, window.find(op), present.at(op),
                                       moved == placement.end() ? present.at(op) : moved->second,
                                       predicted.contains(op) ? Number(predicted.at(op)) : Number()));
            load += valueOr(row.busy.back(), 0);
        }
        if (planned)
            row.load = load;
        matrix.rows.push_back(std::move(row));
    }
    return matrix;
}

} // namespace streamtune::workbench
