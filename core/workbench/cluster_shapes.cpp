// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workbench/cluster_shapes.h"

#include <algorithm>
#include <charconv>
#include <set>

namespace streamtune::workbench {
namespace {

std::uint64_t pairKey(std::size_t a, std::size_t b) {
    const auto [low, high] = std::minmax(a, b);
    return static_cast<std::uint64_t>(low) << 32 | static_cast<std::uint64_t>(high);
}

} // namespace

Result<ClusterShapes> ClusterShapes::load(history::Store& store, ged::Definition definition, std::stop_token stop) {
    ClusterShapes shapes;
    ST_ASSIGN(shapes.m_jobs, store.jobShapes(stop));
    for (const history::JobShape& job : shapes.m_jobs) {
        const auto [at, isNew] = shapes.m_index.emplace(job.graph, shapes.m_hashes.size());
        if (isNew) {
            ST_ASSIGN(auto record, store.graph(job.graph));
            if (!record)
                return fail("store.corrupt", "A run names a job graph that is not stored.",
                            "Restore a copy of the workspace.");
            shapes.m_hashes.push_back(job.graph);
            shapes.m_graphs.push_back(std::move(record->graph));
            shapes.m_graphs.back().id = job.jobName;
            shapes.m_weights.push_back(0);
        }
        shapes.m_weights[at->second] += 1;
    }
    ST_ASSIGN(const auto known, store.knownDistances(ged::toString(definition)));
    for (const history::KnownDistance& d : known) {
        const auto a = shapes.find(d.a);
        const auto b = shapes.find(d.b);
        if (a && b)
            shapes.m_known[pairKey(*a, *b)] = {d.lower, d.upper};
    }
    return shapes;
}

std::optional<std::size_t> ClusterShapes::find(const std::string& hash) const {
    const auto found = m_index.find(hash);
    return found == m_index.end() ? std::nullopt : std::optional(found->second);
}

std::vector<JobGraph> ClusterShapes::items() const {
    std::vector<JobGraph> items;
    items.reserve(m_jobs.size());
    for (const history::JobShape& job : m_jobs)
        items.push_back(m_graphs[m_index.at(job.graph)]);
    return items;
}

std::optional<ged::Interval> ClusterShapes::known(std::size_t a, std::size_t b) const {
    const auto found = m_known.find(pairKey(a, b));
    return found == m_known.end() ? std::nullopt : std::optional(found->second);
}

Result<std::unique_ptr<ged::Distances>> ClusterShapes::distances(const ged::ClusterOptions& options) const {
    std::vector<const JobGraph*> graphs;
    for (const JobGraph& graph : m_graphs)
        graphs.push_back(&graph);
    return ged::Distances::make(std::move(graphs), {options.definition, options.costs, options.budget, options.threads,
                                                    [this](std::size_t a, std::size_t b) { return known(a, b); }});
}

std::vector<history::KnownDistance> ClusterShapes::learned(const ged::Distances& distances) const {
    std::vector<history::KnownDistance> list;
    for (const auto& answer : distances.answers())
        if (known(answer.a, answer.b) != answer.interval)
            list.push_back({std::min(m_hashes[answer.a], m_hashes[answer.b]),
                            std::max(m_hashes[answer.a], m_hashes[answer.b]), answer.interval.lower,
                            answer.interval.upper});
    return list;
}

namespace {

using Clusters = std::vector<history::StoredCluster>;

/// The edits of people, one after the other, on a copy of the clusters.
class Editor {
public:
    explicit Editor(Clusters& clusters) : m_clusters(clusters) {}

    void apply(const history::ClusterEdit& edit) {
        if (edit.undone)
            return;
        if (edit.kind == "move")
            move(edit);
        else if (edit.kind == "merge")
            merge(edit);
        else if (edit.kind == "split")
            split(edit);
        else if (edit.kind == "rename")
            rename(edit);
    }
    [[nodiscard]] const std::set<std::string>& changed() const { return m_changed; } ///< ids

private:
    history::StoredCluster* holding(const std::string& graph) {
        for (history::StoredCluster& cluster : m_clusters)
            if (std::ranges::find(cluster.members, graph, &history::ClusterMember::graph) != cluster.members.end())
                return &cluster;
        return nullptr;
    }

    /// Takes a graph out of its cluster; an empty text for one that is in none.
    bool take(const std::string& graph) {
        history::StoredCluster* cluster = holding(graph);
        if (!cluster)
            return false;
        std::erase_if(cluster->members, [&](const auto& m) { return m.graph == graph; });
        m_changed.insert(cluster->id);
        return true;
    }

    void move(const history::ClusterEdit& edit) {
        history::StoredCluster* target = holding(edit.target);
        if (!target)
            return; // the jobs it was made for are gone
        for (const std::string& graph : edit.graphs) {
            if (holding(graph) == target || !take(graph))
                continue;
            target->members.push_back({graph, 0, 0, true});
            m_changed.insert(target->id);
        }
        std::erase_if(m_clusters, [](const auto& c) { return c.members.empty(); });
    }

    void merge(const history::ClusterEdit& edit) {
        history::StoredCluster* into = edit.graphs.empty() ? nullptr : holding(edit.graphs.front());
        for (const std::string& graph : edit.graphs) {
            history::StoredCluster* other = holding(graph);
            if (!into || !other || other == into)
                continue;
            for (history::ClusterMember& member : other->members) {
                member.placedBy = true;
                into->members.push_back(std::move(member));
            }
            other->members.clear();
            m_changed.insert(into->id);
        }
        std::erase_if(m_clusters, [](const auto& c) { return c.members.empty(); });
    }

    void split(const history::ClusterEdit& edit) {
        history::StoredCluster apart;
        apart.id = "s" + std::to_string(edit.id);
        apart.name = edit.name;
        for (const std::string& graph : edit.graphs) {
            if (const history::StoredCluster* from = holding(graph); from && apart.from.empty())
                apart.from = from->id;
            if (take(graph))
                apart.members.push_back({graph, 0, 0, true});
        }
        if (!apart.members.empty()) {
            m_changed.insert(apart.id);
            m_clusters.push_back(std::move(apart));
        }
        std::erase_if(m_clusters, [](const auto& c) { return c.members.empty(); });
    }

    void rename(const history::ClusterEdit& edit) {
        if (history::StoredCluster* cluster = edit.graphs.empty() ? nullptr : holding(edit.graphs.front()))
            cluster->name = edit.name;
    }

    Clusters& m_clusters;
    std::set<std::string> m_changed;
};

Status centreAnew(history::StoredCluster& cluster, double tau, const ClusterShapes& shapes, ged::Distances& distances,
                  const std::stop_token& stop) {
    std::vector<std::size_t> members;
    for (const history::ClusterMember& member : cluster.members)
        if (const auto shape = shapes.find(member.graph))
            members.push_back(*shape);
    if (members.empty())
        return {};
    std::ranges::sort(members);
    std::vector<double> weights(shapes.size());
    for (std::size_t s = 0; s < shapes.size(); ++s)
        weights[s] = shapes.weight(s);
    ST_ASSIGN(const std::size_t centre, ged::similarityCentre(distances, members, weights, tau, stop));
    std::vector<ged::Ask> asks;
    for (const std::size_t member : members)
        asks.push_back({member, centre, ged::kFar, true});
    ST_TRY(distances.ask(asks, stop));
    cluster.centre = shapes.hashes()[centre];
    for (history::ClusterMember& member : cluster.members)
        if (const auto shape = shapes.find(member.graph)) {
            const ged::Interval distance = distances.bounds(*shape, centre);
            member.lower = distance.lower;
            member.upper = distance.upper;
        }
    return {};
}

/// A number behind "c", or 0.
int numberOf(const std::string& id) {
    int number = 0;
    if (id.starts_with("c"))
        std::from_chars(id.data() + 1, id.data() + id.size(), number);
    return number;
}

} // namespace

Result<history::ClusterSet> withEdits(const history::ClusterSet& computed,
                                      const std::vector<history::ClusterEdit>& edits, const ClusterShapes& shapes,
                                      ged::Distances& distances, std::stop_token stop) {
    history::ClusterSet set = computed;
    Editor editor(set.clusters);
    for (const history::ClusterEdit& edit : edits)
        editor.apply(edit);
    for (history::StoredCluster& cluster : set.clusters)
        if (editor.changed().contains(cluster.id))
            ST_TRY(centreAnew(cluster, set.tau, shapes, distances, stop));
    set.total = 0;
    for (const history::StoredCluster& cluster : set.clusters)
        for (const history::ClusterMember& member : cluster.members)
            if (const auto shape = shapes.find(member.graph))
                set.total += shapes.weight(*shape) * member.upper;
    return set;
}

void takeOverIds(history::ClusterSet& set, const history::ClusterSet& before, const ClusterShapes& shapes) {
    struct Overlap {
        double weight;
        std::size_t now, then;
    };
    std::vector<Overlap> overlaps;
    for (std::size_t now = 0; now < set.clusters.size(); ++now)
        for (std::size_t then = 0; then < before.clusters.size(); ++then) {
            double weight = 0;
            for (const history::ClusterMember& member : set.clusters[now].members)
                if (std::ranges::find(before.clusters[then].members, member.graph, &history::ClusterMember::graph) !=
                    before.clusters[then].members.end())
                    if (const auto shape = shapes.find(member.graph))
                        weight += shapes.weight(*shape);
            if (weight > 0)
                overlaps.push_back({weight, now, then});
        }
    std::ranges::stable_sort(overlaps, [](const Overlap& a, const Overlap& b) { return a.weight > b.weight; });
    std::set<std::size_t> taken;
    int last = 0;
    for (const history::StoredCluster& cluster : before.clusters)
        last = std::max(last, numberOf(cluster.id));
    for (history::StoredCluster& cluster : set.clusters)
        cluster.id.clear();
    for (const Overlap& o : overlaps) {
        history::StoredCluster& cluster = set.clusters[o.now];
        if (cluster.from.empty())
            cluster.from = before.clusters[o.then].id;
        // Clusters that a person split off come again from the edit, not from clustering.
        if (cluster.id.empty() && before.clusters[o.then].id.starts_with("c") && taken.insert(o.then).second)
            cluster.id = before.clusters[o.then].id;
    }
    for (history::StoredCluster& cluster : set.clusters)
        if (cluster.id.empty())
            cluster.id = "c" + std::to_string(++last);
}

ged::ClusterOptions optionsOf(const history::ClusterSet& set) {
    ged::ClusterOptions options;
    options.definition = ged::definitionFromString(set.definition).value_or(ged::Definition{});
    options.tau = set.tau;
    options.k = set.kAsked;
    options.seed = static_cast<std::uint64_t>(set.seed);
    options.starts = set.starts;
    options.novelty = set.novelty;
    return options;
}

} // namespace streamtune::workbench
