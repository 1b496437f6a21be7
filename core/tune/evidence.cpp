// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tune/evidence.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <limits>

#include "core/base/number.h"
#include "core/tune/limits.h"

namespace streamtune::tune {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr int kNoBound = 32'768;   ///< Flink's own upper bound of key groups
constexpr double kSameRate = 0.05; ///< windows whose offered rates differ by more are not averaged
constexpr double kSkewWorthSaying = 1.25;

/// Mean of the known values; missing where none is known.
class Mean {
public:
    void add(const Number& value) {
        if (isKnown(value)) {
            m_sum += *value;
            ++m_count;
        } else if (isUndefined(value)) {
            m_undefined = true;
        }
    }
    [[nodiscard]] Number value() const {
        if (m_count > 0)
            return m_sum / m_count;
        return m_undefined ? Number(kNaN) : std::nullopt;
    }

private:
    double m_sum = 0;
    int m_count = 0;
    bool m_undefined = false;
};

template <typename Item, typename Find>
Number meanOf(const std::vector<const Observation*>& windows, Find find, Number Item::* field) {
    Mean mean;
    for (const Observation* window : windows)
        if (const Item* item = find(*window))
            mean.add(item->*field);
    return mean.value();
}

/// The newest window with the fields the rules read replaced by means over all windows used.
Observation averaged(const std::vector<const Observation*>& windows) {
    Observation mean = *windows.front();
    for (NodeObservation& node : mean.nodes) {
        const auto find = [&](const Observation& w) { return w.find(node.id); };
        for (Number NodeObservation::* field :
             {&NodeObservation::inRate, &NodeObservation::outRate, &NodeObservation::busyMean,
              &NodeObservation::busyMax, &NodeObservation::backpressuredMean, &NodeObservation::backpressuredMax,
              &NodeObservation::idleMean})
            node.*field = meanOf(windows, find, field);
    }
    for (SourceObservation& source : mean.sources) {
        const auto find = [&](const Observation& w) { return w.findSource(source.id); };
        for (Number SourceObservation::* field :
             {&SourceObservation::offered, &SourceObservation::accepted, &SourceObservation::backlogGrowth})
            source.*field = meanOf(windows, find, field);
    }
    for (const Observation* window : windows)
        mean.start = std::min(mean.start, window->start);
    return mean;
}

bool sameOffer(const Observation& a, const Observation& b) {
    return std::ranges::all_of(a.sources, [&](const SourceObservation& s) {
        const SourceObservation* other = b.findSource(s.id);
        if (!other || s.offeredFrom != other->offeredFrom || isKnown(s.offered) != isKnown(other->offered))
            return false;
        return !isKnown(s.offered) || std::abs(*s.offered - *other->offered) <= kSameRate * std::abs(*s.offered);
    });
}

/// Measured on the job as it runs now: what the window saw of each node is the parallelism in force.
bool fits(const JobGraph& graph, const Observation& window) {
    bool any = false;
    for (const Operator& node : graph.nodes) {
        const NodeObservation* seen = window.find(node.id);
        if (seen && seen->parallelism != node.parallelism)
            return false;
        any = any || seen;
    }
    return any;
}

std::vector<const Observation*> windowsUsed(const TuneInput& input) {
    std::vector<const Observation*> used;
    bool under = false;
    for (auto it = input.windows.rbegin(); it != input.windows.rend() && used.size() < kWindowsUsed; ++it) {
        const bool usable = it->quiet && fits(input.graph, *it);
        if (used.empty()) {
            if (!usable)
                continue;
            under = labelWindow(input.graph, *it, input.rules).underProvisioned;
            used.push_back(&*it);
            continue;
        }
        if (!usable || it->deployment != used.front()->deployment || !sameOffer(*used.front(), *it) ||
            labelWindow(input.graph, *it, input.rules).underProvisioned != under)
            break; // older windows tell of another situation
        used.push_back(&*it);
    }
    return used;
}

/// A skewed node has a subtask that is full before the mean is; DS2 reads the mean.
void warnOfSkew(const JobGraph& graph, const Observation& window, std::vector<std::string>& warnings) {
    for (const Operator& node : graph.nodes) {
        const NodeObservation* seen = window.find(node.id);
        if (!seen || !isKnown(seen->busyMax) || !isKnown(seen->busyMean) || *seen->busyMean <= 0.05 ||
            *seen->busyMax < kSkewWorthSaying * *seen->busyMean)
            continue;
        warnings.push_back(
            fmt::format("\"{}\" is skewed: its busiest subtask is busy {:.0f} % of the time, the mean {:.0f} %.",
                        node.name, 100 * *seen->busyMax, 100 * *seen->busyMean));
    }
}

void warnOfOffer(const JobGraph& graph, Evidence& evidence) {
    for (const auto& [id, how] : evidence.demand.offeredHow) {
        const std::string name = graph.find(id) ? graph.find(id)->name : id;
        if (how == "unknown")
            evidence.warnings.push_back(fmt::format("Nothing is known about the offered rate of source \"{}\".", name));
        if (how == "lower bound" && evidence.labels.underProvisioned) {
            evidence.lowerBound = true;
            evidence.warnings.push_back(fmt::format(
                "The offered rate of source \"{}\" is only known to be at least the {:.6g} records/s it accepts; "
                "the bottleneck is raised, and the first window without back-pressure will settle it.",
                name, valueOr(evidence.demand.offered.at(id), 0)));
        }
    }
}

} // namespace

Result<rules::Job> ruleJob(const JobGraph& graph) {
    if (const auto valid = graph.validate(); !valid)
        return fail("tune.graph", "The job graph cannot be tuned: " + valid.error().sentence, valid.error().hint);
    rules::Job job;
    job.pMax = kNoBound;
    for (const Operator& op : graph.nodes) {
        rules::Node node{op.parallelism, op.pinned, graph.isKeyed(op.id), op.maxParallelism, kNoBound, {}};
        for (const Edge* edge : graph.inputsOf(op.id))
            node.inputs.push_back({*graph.indexOf(edge->from), edge->share});
        job.nodes.push_back(std::move(node));
    }
    ST_ASSIGN(job.order, graph.topologicalOrder());
    return job;
}

rules::Window ruleWindow(const JobGraph& graph, const Observation& window,
                         const std::map<std::string, Number>& offered) {
    rules::Window reading;
    for (std::size_t v = 0; v < graph.nodes.size(); ++v) {
        const std::string& id = graph.nodes[v].id;
        rules::Reading node{kNaN, kNaN, kNaN, kNaN, kNaN};
        if (const NodeObservation* seen = window.find(id))
            node = {orNaN(seen->inRate), orNaN(seen->outRate), orNaN(seen->busyMean), orNaN(seen->busyMax),
                    orNaN(seen->backpressuredMax)};
        if (const auto it = offered.find(id); it != offered.end()) {
            const SourceObservation* source = window.findSource(id);
            const double accepted = source ? orNaN(source->accepted) : kNaN;
            if (!(node.in > 0)) // Flink before 2.0 counts no input at sources
                node.in = accepted > 0 ? accepted : node.out;
            reading.sources.push_back({v, orNaN(it->second), accepted});
        }
        reading.nodes.push_back(node);
    }
    return reading;
}

Result<Evidence> gather(const TuneInput& input) {
    Evidence evidence;
    ST_ASSIGN(evidence.job, ruleJob(input.graph));
    for (std::size_t v = 0; v < input.graph.nodes.size(); ++v) { // a rule must not wait for what limits forbid
        const Operator& node = input.graph.nodes[v];
        evidence.job.nodes[v].high = boundsOf(node, input.limits, input.graph.isSource(node.id)).high;
        evidence.job.nodes[v].pinned = node.pinned || input.limits.pins.contains(node.id);
    }
    const auto used = windowsUsed(input);
    if (used.empty())
        return fail("tune.no_window",
                    fmt::format("There is no quiet window of job \"{}\" with the parallelism it has now.",
                                input.graph.name.empty() ? input.graph.id : input.graph.name),
                    "Observe the job until a quiet window is recorded, then ask again.");
    evidence.windows = used.size();
    evidence.window = averaged(used);
    evidence.labels = labelWindow(input.graph, evidence.window, input.rules);
    evidence.demand = propagateDemand(input.graph, evidence.window, input.offered);
    evidence.reading = ruleWindow(input.graph, evidence.window, evidence.demand.offered);
    evidence.wanted = rules::demand(evidence.job, evidence.reading);
    warnOfOffer(input.graph, evidence);
    warnOfSkew(input.graph, evidence.window, evidence.warnings);
    return evidence;
}

} // namespace streamtune::tune
