// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tune/labels.h"

#include <algorithm>
#include <fmt/format.h>
#include <set>
#include <vector>

#include "core/base/number.h"
#include "core/tune/refusal.h"

namespace streamtune::tune {
namespace {

std::string percent(double share) {
    return fmt::format("{:.1f} %", 100 * share);
}

Number largestKnown(const std::vector<Number>& values) {
    Number largest;
    for (const Number& v : values)
        if (isKnown(v) && (!largest || *v > *largest))
            largest = v;
    return largest;
}

/// The maximum over subtasks; where the engine gives none, what comes nearest.
Number worstOf(const Number& maximum, const Number& mean, const std::vector<Number>& subtasks) {
    if (isKnown(maximum))
        return maximum;
    if (const Number largest = largestKnown(subtasks))
        return largest;
    return isKnown(mean) ? mean : std::nullopt;
}

struct NodeState {
    const Operator* node = nullptr;
    Number busy;
    Number pressure;
    bool pressured = false;
    std::vector<std::size_t> inputs;
};

class Labeller {
public:
    Labeller(const JobGraph& graph, const Observation& window, const LabelRules& rules)
        : m_graph(graph), m_window(window), m_rules(rules) {
        for (const Operator& node : graph.nodes) {
            NodeState state;
            state.node = &node;
            if (const NodeObservation* seen = window.find(node.id)) {
                state.busy = worstOf(seen->busyMax, seen->busyMean, seen->subtaskBusy);
                state.pressure = worstOf(seen->backpressuredMax, seen->backpressuredMean, seen->subtaskBackpressured);
                state.pressured = state.pressure && *state.pressure > rules.backpressureThreshold;
            }
            for (const Edge* edge : graph.inputsOf(node.id))
                if (const auto from = graph.indexOf(edge->from))
                    state.inputs.push_back(*from);
            m_states.push_back(std::move(state));
        }
    }

    Labels run() {
        const auto order = m_graph.topologicalOrder();
        if (!order) {
            everybody(-1, order.error().sentence);
            m_labels.why = order.error().sentence;
            return m_labels;
        }
        if (!m_window.quiet) {
            m_labels.why = "The window is not quiet" +
                           (m_window.whyNotQuiet.empty() ? std::string(".") : " (" + m_window.whyNotQuiet + ").");
            everybody(-1, "A window with a restart inside says nothing about bottlenecks.");
            return m_labels;
        }
        m_labels.why = whyUnderProvisioned();
        m_labels.underProvisioned = !m_labels.why.empty();
        if (m_labels.underProvisioned)
            walk(*order);
        else
            healthy();
        return m_labels;
    }

private:
    void set(const NodeState& state, int label, std::string why) {
        m_labels.nodes[state.node->id] = {label, std::move(why)};
    }

    void everybody(int label, const std::string& why) {
        for (const NodeState& state : m_states)
            set(state, label, why);
    }

    std::string whyUnderProvisioned() const {
        const NodeState* worst = nullptr;
        for (const NodeState& state : m_states)
            if (state.pressured && (!worst || *state.pressure > *worst->pressure))
                worst = &state;
        if (worst)
            return fmt::format("\"{}\" is back-pressured {} of the time, more than {}.", worst->node->name,
                               percent(*worst->pressure), percent(m_rules.backpressureThreshold));
        for (const SourceObservation& source : m_window.sources) {
            const double share = acceptedShareOf(source.id);
            if (isKnown(source.offered) && isKnown(source.accepted) && *source.accepted < share * *source.offered)
                return fmt::format("Source \"{}\" accepts {:.6g} of the {:.6g} records/s offered, less than {}.",
                                   nameOf(source.id), *source.accepted, *source.offered, percent(share));
            const double rate = std::max(valueOr(source.offered, 0), valueOr(source.accepted, 0));
            if (isKnown(source.backlogGrowth) && *source.backlogGrowth > 0 &&
                *source.backlogGrowth > (1 - m_rules.acceptedShare) * rate)
                return fmt::format("The backlog of source \"{}\" grows by {:.6g} records/s.", nameOf(source.id),
                                   *source.backlogGrowth);
        }
        return {};
    }

    /// A source that accepts less of its offer is refused.
    double acceptedShareOf(const std::string& id) const {
        const auto index = m_graph.indexOf(id);
        if (!index)
            return m_rules.acceptedShare;
        const NodeState& state = m_states[*index];
        return 1 - toleratedShortage(orNaN(state.busy), orNaN(state.pressure), 1 - m_rules.acceptedShare);
    }

    std::string nameOf(const std::string& id) const {
        const Operator* node = m_graph.find(id);
        return node ? node->name : id;
    }

    void healthy() {
        const bool evidence = std::ranges::any_of(m_states, [](const NodeState& s) { return isKnown(s.pressure); });
        if (!evidence) {
            m_labels.why = "No back-pressure was measured, so nothing can be said.";
            everybody(-1, "No back-pressure was measured in this window.");
            return;
        }
        m_labels.why = "Nothing is back-pressured and every source takes what it is offered.";
        for (const NodeState& state : m_states) {
            const bool inputsKnown = !state.inputs.empty() && std::ranges::all_of(state.inputs, [&](std::size_t i) {
                return isKnown(m_states[i].pressure);
            });
            if (isKnown(state.pressure) || inputsKnown)
                set(state, 0, "The job is not under-provisioned, so this operator is no bottleneck.");
            else
                set(state, -1, "Back-pressure was measured neither here nor at the inputs.");
        }
    }

    /// A cause is looked for where pressure ends: not back-pressured itself, but somebody waits for it.
    void walk(const std::vector<std::size_t>& order) {
        std::vector<bool> starved(m_states.size(), false); // downstream of a bottleneck
        for (const std::size_t v : order) {
            const NodeState& state = m_states[v];
            for (const std::size_t input : state.inputs) {
                const auto found = m_labels.nodes.find(m_states[input].node->id);
                if (starved[input] || (found != m_labels.nodes.end() && found->second.label == 1))
                    starved[v] = true;
            }
            const auto waiting =
                std::ranges::find_if(state.inputs, [&](std::size_t i) { return m_states[i].pressured; });
            if (state.pressured)
                victim(state);
            else if (waiting != state.inputs.end())
                candidate(state, fmt::format("\"{}\" waits for it", m_states[*waiting].node->name), starved[v]);
            else if (state.inputs.empty())
                candidate(state, "it is a source that nobody holds back", false);
            else if (starved[v])
                set(state, -1, "It is downstream of a bottleneck: starved, so nothing is known about it.");
            else if (!isKnown(state.pressure))
                set(state, -1, "Its back-pressure was not measured.");
            else
                set(state, 0, "It is not back-pressured and nobody waits for it.");
        }
    }

    void victim(const NodeState& state) {
        set(state, -1,
            fmt::format("It is itself back-pressured ({} of the time): a victim of what is downstream.",
                        percent(*state.pressure)));
    }

    void candidate(const NodeState& state, const std::string& because, bool second) {
        if (!isKnown(state.pressure))
            return set(state, -1,
                       fmt::format("It could be the cause ({}), but its own back-pressure was not measured.", because));
        if (!isKnown(state.busy))
            return set(state, -1,
                       fmt::format("It could be the cause ({}), but its busy share was not measured.", because));
        if (*state.busy > m_rules.busyThreshold)
            return set(
                state, 1,
                fmt::format(
                    "Bottleneck: {}, it is not back-pressured, and it is busy {} of the time, more than {}{}.", because,
                    percent(*state.busy), percent(m_rules.busyThreshold),
                    second
                        ? "; a second cause behind another bottleneck, told apart because work piles up in front of it"
                        : ""));
        set(state, -1,
            fmt::format("Cause elsewhere: {}, but it is busy only {} of the time, not more than {} (skew, an external "
                        "call or garbage collection).",
                        because, percent(*state.busy), percent(m_rules.busyThreshold)));
    }

    const JobGraph& m_graph;
    const Observation& m_window;
    const LabelRules& m_rules;
    std::vector<NodeState> m_states;
    Labels m_labels;
};

} // namespace

std::map<std::string, int> Labels::values() const {
    std::map<std::string, int> values;
    for (const auto& [id, label] : nodes)
        values[id] = label.label;
    return values;
}

Labels labelWindow(const JobGraph& graph, const Observation& window, const LabelRules& rules) {
    return Labeller(graph, window, rules).run();
}

} // namespace streamtune::tune
