// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tune/live_capacity.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/graph/engine_traits.h"
#include "core/learn/shipped.h"

namespace streamtune::tune {
learn::WindowReading readingOf(const JobGraph& graph, const Observation& window, long deployment) {
    learn::WindowReading reading;
    reading.deployment = deployment;
    reading.queues = operatorsShareWorkers(window.engine);
    reading.offered.assign(graph.nodes.size(), learn::kUnknown);
    reading.accepted = reading.offered;
    for (std::size_t v = 0; v < graph.nodes.size(); ++v) {
        const Operator& node = graph.nodes[v];
        learn::NodeReading& shown = reading.nodes.emplace_back();
        shown.p = node.parallelism;
        if (const NodeObservation* seen = window.find(node.id)) {
            shown.p = std::max(1, seen->parallelism);
            shown.in = orNaN(seen->inRate);
            shown.out = orNaN(seen->outRate);
            shown.busyMean = orNaN(seen->busyMean);
            shown.busyMax = orNaN(seen->busyMax);
            shown.bpMean = orNaN(seen->backpressuredMean);
            shown.bpMax = orNaN(seen->backpressuredMax);
            if (std::cmp_equal(seen->subtaskIn.size(), shown.p) && std::ranges::all_of(seen->subtaskIn, isKnown))
                for (const Number& rate : seen->subtaskIn)
                    shown.subIn.push_back(*rate);
        }
        if (const SourceObservation* source = window.findSource(node.id)) {
            if (source->offeredFrom != OfferedFrom::LowerBound)
                reading.offered[v] = orNaN(source->offered);
            reading.accepted[v] = orNaN(source->accepted);
        }
    }
    return reading;
}

Result<std::unique_ptr<LiveCapacity>> LiveCapacity::make(const TuneInput& input) {
    ST_ASSIGN(Evidence evidence, gather(input));
    return std::unique_ptr<LiveCapacity>(new LiveCapacity(input, std::move(evidence)));
}

LiveCapacity::LiveCapacity(const TuneInput& input, Evidence evidence)
    : m_input(input), m_evidence(std::move(evidence)), m_bench(m_input, m_evidence),
      m_readings(readingsOf(m_input, m_evidence)) {
    m_unknownEngine = !learn::learnedOn(m_evidence.window.engine);
    m_priors = learn::priorsOf(m_evidence.window.engine);
    CapacitySettings settings = m_unknownEngine ? settingsOfRealEngine() : CapacitySettings{};
    settings.backpressure = m_input.rules.backpressureThreshold;
    settings.raise = !m_input.packed;
    if (m_input.packed) {
        settings.full = CapacitySettings{}.full; // workers are full, and their loads are judged by the packing
        settings.afterFailure = 1;               // an overload is no failure of the numbers yet
    }
    m_rule = std::make_unique<CapacityRule>(m_bench.facts, m_priors, settings);
}

CapacityChoice LiveCapacity::decide() {
    m_rule->begin();
    m_rule->resume(m_input.attempt);
    for (std::size_t i = 0; i + 1 < m_readings.size(); ++i)
        m_rule->watch(m_readings[i]);
    return m_rule->decide(m_readings.back(), m_bench.low, m_bench.high);
}

std::string LiveCapacity::origin() const {
    return m_unknownEngine ? "No history of this engine was learned from: the head starts from wide guesses and knows "
                             "what these windows show."
                           : std::string("The history behind it is of ") + learn::shippedOrigin() + ".";
}

} // namespace streamtune::tune
