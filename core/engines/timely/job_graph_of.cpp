// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engines/timely/job_graph_of.h"

#include <algorithm>
#include <set>

#include "core/engines/timely/packing.h"
#include "core/graph/operator_labels.h"

namespace streamtune::engines::timely {
namespace {

/// Addresses in the order of building: "0.10" comes after "0.9".
std::vector<int> numbers(const std::string& address) {
    std::vector<int> parts;
    int value = 0;
    for (const char c : address) {
        if (c == '.') {
            parts.push_back(value);
            value = 0;
        } else if (c >= '0' && c <= '9' && value < 1'000'000) {
            value = 10 * value + (c - '0');
        }
    }
    parts.push_back(value);
    return parts;
}

class Builder {
public:
    Builder(const Hello& hello, const Topology& topology, const Stats& stats)
        : m_hello(hello), m_topology(topology), m_stats(stats) {
        for (const TopologyOp& op : topology.ops)
            if (op.role != "control" && !op.scope)
                m_ops.push_back(&op);
        std::ranges::sort(m_ops, {}, [](const TopologyOp* op) { return numbers(op->address); });
        for (const TopologyOp* op : m_ops)
            m_byAddress[op->address] = op;
    }

    TimelyGraph run() {
        m_out.graph.id = m_out.graph.name = m_hello.job;
        placedNodes();
        for (const TopologyOp* op : m_ops)
            if ((op->role == "placed" || op->role == "route") && m_out.graph.find(op->of))
                m_unit[op->address] = op->of;
        // Operators are built after those that feed them, except behind a loop: a second pass settles those.
        for (int pass = 0; pass < 2; ++pass)
            for (const TopologyOp* op : m_ops)
                if (op->role.empty())
                    plain(*op);
        connect();
        nameSources();
        tellApart();
        for (Operator& node : m_out.graph.nodes)
            node.label = node.pinned && m_out.graph.isSource(node.id) ? "source" : chainLabel(node.chain);
        return std::move(m_out);
    }

private:
    void placedNodes() {
        for (const TopologyOp* op : m_ops) {
            if (op->role != "placed" || m_out.graph.find(op->of))
                continue;
            Operator node;
            node.id = node.name = node.uid = op->of;
            node.slotSharingGroup = op->of; // every operator counts, so that the total is the sum
            node.parallelism = std::max(1, static_cast<int>(op->placement.workers.size()));
            node.maxParallelism = kBins;
            node.chain.push_back({op->address, op->name, typeOf(*op)});
            if (m_hello.peers <= 1) {
                node.pinned = true;
                node.whyPinned = "The job has one worker only.";
            }
            m_out.graph.nodes.push_back(std::move(node));
        }
    }

    /// By its name; one that tells nothing, by what the operator may do.
    static std::string typeOf(const TopologyOp& placed) {
        const std::string type = operatorLabel(placed.name);
        return type != "unknown" ? type : placed.placement.mode == "keyed" ? "process" : "flatmap";
    }

    /// A probe that hands on what it gets, as the agent puts one behind every placed operator: it does nothing.
    bool isProbe(const TopologyOp& op) const {
        return op.name == "Probe" &&
               std::ranges::find(m_topology.edges, op.address, &TopologyEdge::from) != m_topology.edges.end();
    }

    bool crosses(int channel) const {
        return std::ranges::any_of(m_stats.workers, [&](const WorkerStats& w) { return w.crosses.contains(channel); });
    }

    void plain(const TopologyOp& op) {
        if (m_unit.contains(op.address))
            return;
        std::set<std::string> from;
        bool exchanged = false;
        for (const TopologyEdge& edge : m_topology.edges) {
            const auto before = m_byAddress.find(edge.from);
            if (edge.to != op.address || before == m_byAddress.end() || before->second->name == "Feedback")
                continue;
            exchanged = exchanged || crosses(edge.channel);
            if (const auto unit = m_unit.find(edge.from); unit != m_unit.end())
                from.insert(unit->second);
            else
                return; // later
        }
        if (from.size() == 1 && !exchanged) {
            m_unit[op.address] = *from.begin();
            if (!isProbe(op))
                m_out.graph.find(*from.begin())->chain.push_back({op.address, op.name, operatorLabel(op.name)});
            return;
        }
        Operator node;
        node.id = op.address;
        node.name = op.name;
        node.parallelism = std::max(1, m_hello.peers);
        node.pinned = true;
        node.whyPinned = from.empty() ? "A source runs on every worker."
                                      : "It was not built with the agent, so its "
                                        "placement is fixed.";
        node.chain.push_back({op.address, op.name, operatorLabel(op.name)});
        m_unit[op.address] = node.id;
        m_out.graph.nodes.push_back(std::move(node));
    }

    void connect() {
        std::set<std::pair<std::string, std::string>> seen;
        for (const TopologyEdge& edge : m_topology.edges) {
            const auto from = m_unit.find(edge.from);
            const auto to = m_unit.find(edge.to);
            if (from == m_unit.end() || to == m_unit.end() || from->second == to->second)
                continue;
            const TopologyOp* source = m_byAddress.at(edge.from);
            if (source->name == "Feedback")
                continue; // a loop: what comes back is no input of the graph
            m_out.channels[{from->second, to->second}].push_back(edge.channel);
            if (!seen.emplace(from->second, to->second).second)
                continue;
            Edge out;
            out.from = from->second;
            out.to = to->second;
            const TopologyOp* placed = m_topology.placed(to->second);
            out.label = placed                  ? (placed->placement.mode == "keyed" ? "hash" : "rebalance")
                        : crosses(edge.channel) ? "shuffle"
                                                : "forward";
            out.gate = static_cast<int>(m_out.graph.inputsOf(out.to).size());
            m_out.graph.edges.push_back(std::move(out));
        }
    }

    /// Sources with a rate are made in the order of the inputs that they feed.
    void nameSources() {
        std::vector<std::string> names;
        for (const WorkerStats& w : m_stats.workers)
            for (const auto& [name, due] : w.sources)
                if (std::ranges::find(names, name) == names.end())
                    names.push_back(name);
        std::vector<Operator*> sources;
        for (Operator& node : m_out.graph.nodes)
            if (node.pinned && m_out.graph.isSource(node.id) && !m_out.graph.outputsOf(node.id).empty())
                sources.push_back(&node);
        if (names.size() != sources.size())
            return;
        for (std::size_t i = 0; i < names.size(); ++i) {
            sources[i]->name = names[i];
            m_out.sourceNames[sources[i]->id] = names[i];
        }
    }

    /// Timely calls every input "Input": those of one name get their address too.
    void tellApart() {
        std::map<std::string, int> bearers;
        for (const Operator& node : m_out.graph.nodes)
            ++bearers[node.name];
        for (Operator& node : m_out.graph.nodes)
            if (bearers[node.name] > 1 && node.name != node.id)
                node.name += " " + node.id;
    }

    const Hello& m_hello;
    const Topology& m_topology;
    const Stats& m_stats;
    std::vector<const TopologyOp*> m_ops;
    std::map<std::string, const TopologyOp*> m_byAddress;
    std::map<std::string, std::string> m_unit; ///< operator address -> node id
    TimelyGraph m_out;
};

} // namespace

TimelyGraph jobGraphOf(const Hello& hello, const Topology& topology, const Stats& stats) {
    return Builder(hello, topology, stats).run();
}

} // namespace streamtune::engines::timely
