// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workbench/cluster_names.h"

#include <algorithm>
#include <fmt/format.h>
#include <set>

namespace streamtune::workbench {
namespace {

/// Of the jobs of a cluster, to be said of the whole cluster.
constexpr double kMostJobs = 2.0 / 3;
constexpr int kShort = 5; ///< operators of a short chain, at most

bool has(const Operator& op, const char* label) {
    return op.label.find(label) != std::string::npos;
}

bool joins(const Operator& op) {
    return has(op, "join") || !op.features.join.empty();
}

bool aggregates(const Operator& op) {
    return !joins(op) && (has(op, "aggregate") || has(op, "window"));
}

/// What is said of one graph.
struct Traits {
    double jobs = 1;
    int operators = 0, sources = 0, sinks = 0, joins = 0, aggregates = 0;
    bool session = false;         ///< a session window
    std::string joinKind;         ///< temporal, lookup or interval, where some join is one
    bool aggregatedInput = false; ///< two inputs of a join, or more, are aggregated before
    bool inARow = false;          ///< an aggregate of an aggregate
    bool afterJoin = false;       ///< an aggregate of a join
    bool withItself = false;      ///< a join of one source
};

class Reader {
public:
    explicit Reader(const JobGraph& graph) : m_graph(graph) {}

    Traits traits() {
        Traits t;
        t.operators = static_cast<int>(m_graph.nodes.size());
        for (const Operator& op : m_graph.nodes) {
            t.sources += m_graph.isSource(op.id) ? 1 : 0;
            t.sinks += m_graph.outputsOf(op.id).empty() ? 1 : 0;
            t.session = t.session || op.features.windowType == "session";
            if (joins(op))
                readJoin(op, t);
            if (aggregates(op))
                readAggregate(op, t);
        }
        return t;
    }

private:
    using Ids = std::set<std::string>;

    /// Everything upstream of `id`, itself left out.
    Ids before(const std::string& id) const {
        Ids found;
        std::vector<std::string> open{id};
        while (!open.empty()) {
            const std::string at = std::move(open.back());
            open.pop_back();
            for (const Edge* edge : m_graph.inputsOf(at))
                if (found.insert(edge->from).second)
                    open.push_back(edge->from);
        }
        return found;
    }

    template <typename Is>
    bool any(const Ids& ids, Is is) const {
        return std::ranges::any_of(ids, [&](const std::string& id) {
            const Operator* op = m_graph.find(id);
            return op && is(*op);
        });
    }

    void readJoin(const Operator& op, Traits& t) const {
        ++t.joins;
        if (const std::string& kind = op.features.join; kind == "temporal" || kind == "lookup" || kind == "interval")
            t.joinKind = kind;
        int aggregated = 0;
        for (const Edge* edge : m_graph.inputsOf(op.id)) {
            Ids branch = before(edge->from);
            branch.insert(edge->from);
            aggregated += any(branch, aggregates) && !any(branch, joins) ? 1 : 0;
        }
        const Ids upstream = before(op.id);
        const auto sources = std::ranges::count_if(upstream, [&](const auto& id) { return m_graph.isSource(id); });
        t.withItself = t.withItself || sources == 1;
        t.aggregatedInput = t.aggregatedInput || (aggregated > 1 && sources > 1);
    }

    void readAggregate(const Operator& op, Traits& t) const {
        ++t.aggregates;
        const Ids upstream = before(op.id);
        t.inARow = t.inARow || any(upstream, aggregates);
        t.afterJoin = t.afterJoin || any(upstream, joins);
    }

    const JobGraph& m_graph;
};

struct Range {
    int least = 0, most = 0;

    [[nodiscard]] std::string text() const {
        return least == most ? std::to_string(most) : fmt::format("{}-{}", least, most);
    }
};

class Namer {
public:
    explicit Namer(const std::vector<WeighedGraph>& members) {
        for (const WeighedGraph& member : members) {
            m_traits.push_back(Reader(*member.graph).traits());
            m_traits.back().jobs = member.jobs;
        }
    }

    [[nodiscard]] std::string words() const {
        std::string text = kind();
        if (text != "mixed shapes" && most([](const Traits& t) { return t.afterJoin; }))
            text += ", then an aggregate";
        if (!text.starts_with("fan-out") && text != "mixed shapes" && most([](const Traits& t) { return t.sinks > 1; }))
            text += ", to several sinks";
        return text;
    }

    [[nodiscard]] Range operators() const {
        return rangeOf([](const Traits& t) { return t.operators; });
    }

private:
    template <typename Is>
    [[nodiscard]] bool most(Is is) const {
        double all = 0, some = 0;
        for (const Traits& t : m_traits) {
            all += t.jobs;
            some += is(t) ? t.jobs : 0;
        }
        return some > 0 && some >= kMostJobs * all;
    }

    /// From the narrowest on.
    [[nodiscard]] std::string kind() const {
        if (most([](const Traits& t) { return t.session && t.joins == 0; }))
            return "session windows";
        for (const char* join : {"temporal", "lookup", "interval"})
            if (most([&](const Traits& t) { return t.joinKind == join; }))
                return std::string(join) + " joins";
        if (most([](const Traits& t) { return t.aggregatedInput; }))
            return "joins of streams that are aggregated first";
        if (most([](const Traits& t) { return t.withItself; }))
            return "a stream joined with itself";
        if (most([](const Traits& t) { return t.joins > 0; }))
            return joinsOf();
        if (most([](const Traits& t) { return t.joins == 0 && t.inARow; }))
            return "aggregates in a row";
        if (most([](const Traits& t) { return t.joins == 0 && t.sinks > 1; }))
            return "fan-out to several sinks";
        if (most([](const Traits& t) { return t.joins == 0 && t.aggregates > 0; }))
            return "one stream aggregated";
        if (most([](const Traits& t) { return t.joins == 0 && t.aggregates == 0; }))
            return "chains without state";
        if (most([](const Traits& t) { return t.joins == 0; }))
            return operators().most <= kShort ? "short chains" : "chains";
        return "mixed shapes";
    }

    [[nodiscard]] std::string joinsOf() const {
        return fmt::format("joins of {} streams", rangeOf([](const Traits& t) { return t.sources; }).text());
    }

    /// Without the lowest and the highest sixth.
    template <typename Count>
    [[nodiscard]] Range rangeOf(Count count) const {
        std::vector<int> counts;
        for (const Traits& t : m_traits)
            counts.push_back(count(t));
        std::ranges::sort(counts);
        const std::size_t cut = counts.size() / 6;
        return counts.empty() ? Range{} : Range{counts[cut], counts[counts.size() - 1 - cut]};
    }

    std::vector<Traits> m_traits;
};

} // namespace

std::string sharedShape(const std::vector<WeighedGraph>& members) {
    return members.empty() ? std::string() : Namer(members).words();
}

std::map<std::string, std::string> sharedShapes(const std::map<std::string, std::vector<WeighedGraph>>& clusters) {
    std::map<std::string, std::string> names;
    std::map<std::string, int> taken;
    for (const auto& [id, members] : clusters)
        ++taken[names[id] = sharedShape(members)];
    for (auto& [id, name] : names)
        if (!name.empty() && taken[name] > 1)
            name += fmt::format(" ({} operators)", Namer(clusters.at(id)).operators().text());
    return names;
}

} // namespace streamtune::workbench
