// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workbench/packed.h"

#include <algorithm>
#include <cstdlib>
#include <fmt/format.h>
#include <sstream>

#include "core/engines/timely/packing.h"

namespace streamtune::workbench {
namespace {

using engines::timely::Demand;
using engines::timely::Packing;

constexpr int kMostWorkers = 256;
/// Share of a worker's time by which the busiest one must be relieved before operators move without another number.
constexpr double kWorthMoving = 0.05;

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

Demand demandOf(const tune::Decision& decision, const NodeObservation& seen, const std::vector<int>& present) {
    Demand d;
    d.op = decision.node;
    d.workers = decision.final;
    d.present = present;
    const double busy = sum(seen.subtaskBusy);
    d.load = busy;
    if (isKnown(decision.demand) && isKnown(seen.inRate) && *seen.inRate > 0)
        d.load = *decision.demand * busy / *seen.inRate;
    if (const double in = sum(seen.subtaskIn); in > 0 && seen.subtaskIn.size() > 1) {
        double most = 0;
        for (const Number& n : seen.subtaskIn)
            most = std::max(most, valueOr(n, 0));
        d.worstShare = most / in;
        d.measuredWith = static_cast<int>(seen.subtaskIn.size());
    }
    return d;
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
        d.final = up->second;
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

Packed packOperators(const tune::TuneInput& input, tune::Recommendation& recommendation, bool mayRelaunch) {
    Packed packed;
    if (input.windows.empty() || input.windows.back().workers.empty())
        return packed;
    const Observation& window = input.windows.back();
    const auto present = placementIn(window);
    const int workers = static_cast<int>(window.workers.size());
    std::vector<Demand> demands;
    for (const tune::Decision& decision : recommendation.decisions) {
        const auto here = present.find(decision.node);
        const NodeObservation* seen = window.find(decision.node);
        if (here == present.end() || !seen)
            continue;
        Demand d = demandOf(decision, *seen, here->second);
        d.fixed = input.limits.pins.contains(d.op);
        d.stays = d.workers == static_cast<int>(here->second.size());
        demands.push_back(std::move(d));
    }
    if (demands.empty())
        return packed;
    const bool raise = recommendation.method != "ds2"; // the rule as published looks at no worker
    const double target = engines::timely::kTargetLoad;
    // What needs no change stays where it is, if that suffices.
    const bool sameNumbers = std::ranges::all_of(demands, &Demand::stays);
    const Packing asTheyAre = engines::timely::pack(demands, workers, target, false);
    Packing best = asTheyAre;
    if (!best.feasible) {
        for (Demand& d : demands)
            d.stays = false;
        best = engines::timely::pack(demands, workers, target, raise);
    }
    if (!best.feasible && raise && mayRelaunch)
        for (int n = best.workersNeeded; !best.feasible && n <= kMostWorkers; ++n) {
            best = engines::timely::pack(demands, n, target, true);
            packed.relaunch = best.feasible;
        }
    // Bins that move for a few per cent move back at the next look.
    if (sameNumbers && !packed.relaunch && best.raised.empty() && best.worst > asTheyAre.worst - kWorthMoving)
        best = asTheyAre;
    if (!best.feasible)
        recommendation.warnings.push_back(
            fmt::format("The busiest worker would be busy {:.0f} % of the time, more than {:.0f} %{}.",
                        100 * std::min(best.worst, 9.99), 100 * target,
                        raise ? fmt::format("; the job needs at least {} workers", best.workersNeeded)
                              : "; the rule does not look at workers"));
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
