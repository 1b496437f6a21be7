// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/learn/encoding.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

#include "core/learn/features.h"
#include "core/learn/flow.h"

namespace streamtune::learn {
namespace {

constexpr std::array<std::string_view, 11> kKinds{"source", "filter", "map",   "flatmap", "project", "aggregate",
                                                  "join",   "keyed",  "async", "sink",    "other"};
constexpr std::array<std::string_view, 3> kWindows{"tumbling", "sliding", "session"};
constexpr std::array<std::string_view, 5> kAggregates{"count", "sum", "avg", "min/max", "other"};
constexpr std::array<std::string_view, 3> kKeys{"int", "string", "composite"};
constexpr std::array<std::string_view, 3> kJoins{"inner", "outer", "bounded"};
constexpr std::array<std::string_view, 4> kShips{"forward", "hash", "rebalance", "broadcast"};

std::string_view joinClass(std::string_view join) {
    if (join == "left" || join == "right" || join == "full")
        return "outer";
    return join == "interval" || join == "window" || join == "temporal" || join == "lookup" ? "bounded" : join;
}

std::string_view aggregateClass(std::string_view aggregate) {
    return aggregate == "min" || aggregate == "max" ? "min/max" : aggregate;
}

std::string_view shipClass(std::string_view ship) {
    return ship == "rescale" || ship == "shuffle" || ship == "custom" ? "rebalance"
           : ship == "global"                                         ? "broadcast"
                                                                      : ship;
}

float logOver(const Number& value, double unit) {
    return isKnown(value) && *value > 0 ? static_cast<float>(std::clamp(std::log(*value / unit), -6.0, 6.0)) : 0;
}

/// One row, in the order of encodingNames().
class Row {
public:
    explicit Row(std::vector<float>& out) : m_out(out) {}

    template <std::size_t N>
    void oneOf(const std::array<std::string_view, N>& classes, std::string_view value) {
        for (const std::string_view name : classes)
            m_out.push_back(!value.empty() && name == value ? 1.0F : 0.0F);
    }
    void number(float value) { m_out.push_back(value); }
    void known(double value, double centre, double unit) {
        const bool there = std::isfinite(value);
        m_out.push_back(there ? static_cast<float>(std::clamp((value - centre) / unit, -4.0, 4.0)) : 0.0F);
        m_out.push_back(there ? 1.0F : 0.0F);
    }

private:
    std::vector<float>& m_out;
};

double at(const std::vector<double>& values, std::size_t v) {
    return v < values.size() ? values[v] : kUnknown;
}

} // namespace

const std::vector<std::string>& encodingNames() {
    static const std::vector<std::string> names = [] {
        std::vector<std::string> all;
        const auto add = [&](std::string_view prefix, const auto& classes) {
            for (const std::string_view name : classes)
                all.push_back(std::string(prefix) + std::string(name));
        };
        add("kind ", kKinds);
        add("window ", kWindows);
        for (const char* name : {"window by count", "log window length", "log window overlap"})
            all.emplace_back(name);
        add("aggregate ", kAggregates);
        add("key ", kKeys);
        add("join ", kJoins);
        for (const char* name : {"log width in", "log width out"})
            all.emplace_back(name);
        add("in by ", kShips);
        add("out by ", kShips);
        for (const char* name :
             {"log inputs", "log outputs", "log demand", "demand known", "log selectivity", "selectivity known"})
            all.emplace_back(name);
        return all;
    }();
    return names;
}

EncodedGraph encode(const JobGraph& graph, const Flows& flows) {
    EncodedGraph encoded;
    encoded.nodes = graph.nodes.size();
    encoded.unknown = unknownKinds(graph);
    std::vector<std::vector<std::uint32_t>> parents(encoded.nodes), children(encoded.nodes);
    std::vector<std::string_view> shipIn(encoded.nodes), shipOut(encoded.nodes);
    for (const Edge& edge : graph.edges) {
        const auto from = graph.indexOf(edge.from), to = graph.indexOf(edge.to);
        if (!from || !to)
            continue;
        parents[*to].push_back(static_cast<std::uint32_t>(*from));
        children[*from].push_back(static_cast<std::uint32_t>(*to));
        if (shipIn[*to].empty() || edge.label == "hash")
            shipIn[*to] = edge.label;
        if (shipOut[*from].empty() || edge.label == "hash")
            shipOut[*from] = edge.label;
    }
    encoded.rows.reserve(encoded.nodes * encodingNames().size());
    for (std::size_t v = 0; v < encoded.nodes; ++v) {
        const Operator& node = graph.nodes[v];
        const OperatorFeatures& f = node.features;
        const bool windowed = !f.windowType.empty();
        const bool sliding = windowed && isKnown(f.windowLength) && isKnown(f.windowSlide) && *f.windowSlide > 0;
        const std::string kind = kindOf(node);
        Row row(encoded.rows);
        row.oneOf(kKinds, std::string_view(kind).substr(0, kind.find('/')));
        row.oneOf(kWindows, f.windowType);
        row.number(f.windowPolicy == "count" ? 1.0F : 0.0F);
        row.number(windowed ? logOver(f.windowLength, 30) : 0);
        row.number(sliding ? logOver(*f.windowLength / *f.windowSlide, 1) : 0);
        row.oneOf(kAggregates, aggregateClass(f.aggregate));
        row.oneOf(kKeys, f.keyClass);
        row.oneOf(kJoins, joinClass(f.join));
        row.number(logOver(f.widthIn, 100));
        row.number(logOver(f.widthOut, 100));
        row.oneOf(kShips, shipClass(shipIn[v]));
        row.oneOf(kShips, shipClass(shipOut[v]));
        row.number(std::log1p(static_cast<float>(parents[v].size())));
        row.number(std::log1p(static_cast<float>(children[v].size())));
        row.known(at(flows.logDemand, v), 12, 3); // around 160,000 records/s
        row.known(at(flows.logSelectivity, v), 0, 2);
    }
    const auto compress = [](const std::vector<std::vector<std::uint32_t>>& lists, Adjacency& adjacency) {
        for (const auto& list : lists) {
            adjacency.list.insert(adjacency.list.end(), list.begin(), list.end());
            adjacency.start.push_back(static_cast<std::uint32_t>(adjacency.list.size()));
        }
    };
    compress(parents, encoded.parents);
    compress(children, encoded.children);
    return encoded;
}

Flows flowsOf(const JobFacts& job, const WindowReading& window) {
    Flows flows;
    const std::size_t n = job.nodes.size();
    flows.logDemand.assign(n, kUnknown);
    flows.logSelectivity.assign(n, kUnknown);
    const std::vector<double> taken = takenBySources(job, window);
    std::vector<double> out(n, kUnknown); // demand on the way out, records/s
    for (const std::size_t v : job.order) {
        const NodeReading& seen = window.nodes[v];
        double in = 0;
        if (job.nodes[v].inputs.empty())
            in = v < window.offered.size() && window.offered[v] > 0 ? window.offered[v] : taken[v];
        else
            for (const Input& input : job.nodes[v].inputs)
                in += input.share * out[input.from];
        if (in > 0)
            flows.logDemand[v] = std::log(in);
        const bool source = job.nodes[v].inputs.empty() && !(seen.in > 0);
        const double selectivity = source ? 1 : seen.in > 0 && seen.out >= 0 ? seen.out / seen.in : kUnknown;
        if (selectivity > 0)
            flows.logSelectivity[v] = std::log(selectivity);
        out[v] = in * selectivity;
    }
    return flows;
}

} // namespace streamtune::learn
