// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workbench/cluster_desk.h"

#include <algorithm>
#include <set>

#include "core/graph/canonical.h"
#include "core/workbench/cluster_names.h"
#include "core/workbench/cluster_shapes.h"
#include "core/workbench/names.h"

namespace streamtune::workbench {
namespace {

using history::ClusterSet;
using history::StoredCluster;

constexpr std::size_t kShortestHash = 8;
constexpr int kSetsLookedAt = 1000;

std::unexpected<Error> noClusters() {
    return fail("cluster.none", "The jobs of this workspace have not been clustered yet.",
                "Cluster them with `streamtune cluster`.");
}

/// The newest set that is as clustering gave it, without edits.
Result<ClusterSet> computedSet(history::Store& store) {
    ST_ASSIGN(const auto sets, store.clusterSets(kSetsLookedAt, ""));
    for (const ClusterSet& set : sets.rows)
        if (set.origin == "computed" || set.origin == "added") {
            ST_ASSIGN(auto whole, store.clusterSet(set.id));
            return std::move(*whole);
        }
    return noClusters();
}

ClusterSet stored(const ged::Clustering& clustering, const ClusterRequest& request, const ClusterShapes& shapes) {
    ClusterSet set;
    set.origin = "computed";
    set.definition = ged::toString(request.options.definition);
    set.tau = request.options.tau;
    set.kAsked = request.options.k;
    set.seed = static_cast<std::int64_t>(request.options.seed);
    set.starts = request.options.starts;
    set.novelty = request.options.noveltyDistance();
    set.distancesComputed = static_cast<std::int64_t>(clustering.distancesComputed);
    set.distancesTotal = static_cast<std::int64_t>(clustering.distancesTotal);
    set.total = clustering.total;
    set.silhouette = clustering.silhouette;
    set.who = request.who;
    set.reason = request.reason;
    for (const ged::Cluster& cluster : clustering.clusters) {
        StoredCluster& row = set.clusters.emplace_back();
        row.centre = shapes.jobs()[cluster.centre].graph;
        row.silhouette = cluster.silhouette;
        std::set<std::string> seen;
        for (const std::size_t job : cluster.members)
            if (seen.insert(shapes.jobs()[job].graph).second)
                row.members.push_back(
                    {shapes.jobs()[job].graph, clustering.distance[job].lower, clustering.distance[job].upper, false});
    }
    return set;
}

std::map<std::string, std::string> clusterByGraph(const ClusterSet& set) {
    std::map<std::string, std::string> result;
    for (const StoredCluster& cluster : set.clusters)
        for (const auto& member : cluster.members)
            result[member.graph] = cluster.id;
    return result;
}

/// Hash of the graph behind a name or a beginning of a hash; of a job that ran several, the one it ran last.
Result<std::string> graphOf(const std::vector<history::JobShape>& jobs, const std::string& text) {
    const history::JobShape* found = nullptr;
    for (const history::JobShape& job : jobs)
        if ((job.jobName == text || job.connection + "/" + job.jobName == text) &&
            (!found || job.lastSeen > found->lastSeen))
            found = &job;
    if (found)
        return found->graph;
    std::set<std::string> hashes;
    if (text.size() >= kShortestHash)
        for (const history::JobShape& job : jobs)
            if (job.graph.starts_with(text))
                hashes.insert(job.graph);
    if (hashes.size() == 1)
        return *hashes.begin();
    std::vector<std::string> names;
    for (const history::JobShape& job : jobs)
        names.push_back(job.jobName);
    return fail("cluster.unknown", "There is no job \"" + text + "\" in the history of this workspace.",
                nearHint(text, names));
}

Result<const StoredCluster*> clusterNamed(const ClusterSet& set, const std::string& text) {
    for (const StoredCluster& cluster : set.clusters)
        if (cluster.id == text || (!cluster.name.empty() && cluster.name == text))
            return &cluster;
    std::vector<std::string> names;
    for (const StoredCluster& cluster : set.clusters)
        names.push_back(cluster.id);
    return fail("cluster.unknown", "There is no cluster \"" + text + "\".", nearHint(text, names));
}

Result<ClusterSet> presentSet(history::Store& store) {
    ST_ASSIGN(auto set, store.clusterSet());
    if (!set)
        return noClusters();
    return std::move(*set);
}

ged::ClusterOptions lookUpOptions(const ClusterSet& set, const ged::Budget& budget, int threads) {
    ged::ClusterOptions options = optionsOf(set);
    options.budget = budget;
    options.threads = threads;
    return options;
}

} // namespace

const StoredCluster* ClusterBoard::find(const std::string& id) const {
    const auto found = std::ranges::find_if(
        set.clusters, [&](const StoredCluster& c) { return c.id == id || (!c.name.empty() && c.name == id); });
    return found == set.clusters.end() ? nullptr : &*found;
}

const StoredCluster* ClusterBoard::clusterOf(const std::string& graph) const {
    for (const StoredCluster& cluster : set.clusters)
        if (std::ranges::find(cluster.members, graph, &history::ClusterMember::graph) != cluster.members.end())
            return &cluster;
    return nullptr;
}

std::vector<std::string> ClusterBoard::jobNames(const StoredCluster& cluster) const {
    std::vector<history::ClusterMember> members = cluster.members;
    std::ranges::stable_sort(members, {}, &history::ClusterMember::upper);
    std::vector<std::string> names;
    std::set<std::string> seen;
    for (const auto& member : members)
        if (const auto found = jobs.find(member.graph); found != jobs.end())
            for (const history::JobShape& job : found->second)
                if (seen.insert(job.jobName).second)
                    names.push_back(job.jobName);
    return names;
}

std::string ClusterBoard::centreName(const StoredCluster& cluster) const {
    const auto found = jobs.find(cluster.centre);
    return found == jobs.end() || found->second.empty() ? cluster.centre : found->second.front().jobName;
}

std::map<std::string, std::string> ClusterBoard::sharedShapes() const {
    std::map<std::string, std::vector<WeighedGraph>> members;
    for (const StoredCluster& cluster : set.clusters)
        for (const history::ClusterMember& member : cluster.members) {
            const auto graph = graphs.find(member.graph);
            const auto ran = jobs.find(member.graph);
            if (graph != graphs.end() && ran != jobs.end())
                members[cluster.id].push_back({&graph->second.graph, static_cast<double>(ran->second.size())});
        }
    return workbench::sharedShapes(members);
}

Result<ClusterPreview> ClusterDesk::preview(const ClusterRequest& asked, std::stop_token stop,
                                            const ProgressSink& progress) const {
    ST_ASSIGN(const auto store, m_workbench.store());
    ClusterRequest request = asked;
    if (request.who.empty())
        request.who = m_workbench.options().actor;
    ST_ASSIGN(const ClusterShapes shapes, ClusterShapes::load(*store, request.options.definition, stop));
    if (shapes.size() == 0)
        return fail("cluster.empty", "This workspace has seen no job yet, so there is nothing to cluster.",
                    "Observe a job, or import history.");
    const std::vector<JobGraph> items = shapes.items();
    // Clustering numbers shapes as they first appear, which is the order of ours; under another definition several of
    // ours may be one of its.
    if (request.options.definition == ged::Definition{})
        request.options.known = [&shapes](std::size_t a, std::size_t b) { return shapes.known(a, b); };
    ST_ASSIGN(const ged::Clustering clustering, ged::cluster(items, request.options, stop, progress));
    ClusterPreview preview;
    preview.elbow = clustering.elbow;
    preview.undecided = clustering.undecided;
    preview.computed = stored(clustering, request, shapes);
    if (request.options.definition == ged::Definition{})
        for (const auto& answer : clustering.answers)
            if (shapes.known(answer.a, answer.b) != answer.interval)
                preview.learned.push_back({shapes.hashes()[answer.a], shapes.hashes()[answer.b], answer.interval.lower,
                                           answer.interval.upper});

    ST_ASSIGN(const auto present, store->clusterSet());
    takeOverIds(preview.computed, present.value_or(ClusterSet{}), shapes);
    preview.basedOn = present ? present->id : 0;
    preview.computed.parent = preview.basedOn;
    ST_ASSIGN(const auto edits, store->clusterEdits());
    ST_ASSIGN(const auto distances, shapes.distances(request.options));
    ST_ASSIGN(preview.result, withEdits(preview.computed, edits, shapes, *distances, stop));

    const auto before = present ? clusterByGraph(*present) : std::map<std::string, std::string>{};
    const auto after = clusterByGraph(preview.result);
    for (const history::JobShape& job : shapes.jobs()) {
        const auto from = before.find(job.graph);
        const auto to = after.find(job.graph);
        if (to != after.end() && (from == before.end() || from->second != to->second))
            preview.changes.push_back({job, from == before.end() ? "" : from->second, to->second});
    }
    return preview;
}

Result<ClusterSet> ClusterDesk::commit(const ClusterPreview& preview) const {
    ST_ASSIGN(const auto store, m_workbench.store());
    ClusterSet result = preview.result;
    const auto put = [&]() -> Status {
        ST_ASSIGN(const auto present, store->clusterSets(1, ""));
        if ((present.rows.empty() ? 0 : present.rows.front().id) != preview.basedOn)
            return fail("cluster.stale", "The clusters were changed since this preview was made.",
                        "Make the preview again.");
        ST_TRY(store->keepDistances(preview.computed.definition, preview.learned));
        ST_ASSIGN(const std::int64_t id, store->putClusterSet(preview.computed));
        result.id = id;
        if (preview.result.clusters == preview.computed.clusters)
            return {};
        result.parent = id;
        result.origin = "edited";
        ST_ASSIGN(result.id, store->putClusterSet(result));
        return {};
    };
    ST_TRY(store->transaction(put));
    return result;
}

Result<ClusterBoard> ClusterDesk::board(std::optional<std::int64_t> id, std::stop_token stop) const {
    ST_ASSIGN(const auto store, m_workbench.store());
    ClusterBoard board;
    ST_ASSIGN(auto set, store->clusterSet(id));
    if (!set)
        return noClusters();
    board.set = std::move(*set);
    ST_ASSIGN(const auto jobs, store->jobShapes(stop));
    for (const history::JobShape& job : jobs) {
        board.jobs[job.graph].push_back(job);
        if (board.graphs.contains(job.graph))
            continue;
        ST_ASSIGN(auto record, store->graph(job.graph));
        if (record)
            board.graphs.emplace(job.graph, std::move(*record));
    }
    ST_ASSIGN(board.edits, store->clusterEdits());
    return board;
}

Result<int> ClusterDesk::addNewJobs(const ged::Budget& budget, int threads, std::stop_token stop) const {
    ST_ASSIGN(const auto store, m_workbench.store());
    ST_ASSIGN(ClusterSet set, computedSet(*store));
    const ged::ClusterOptions options = lookUpOptions(set, budget, threads);
    ST_ASSIGN(const ClusterShapes shapes, ClusterShapes::load(*store, options.definition, stop));
    const auto known = clusterByGraph(set);
    std::vector<std::size_t> fresh, centres;
    for (std::size_t s = 0; s < shapes.size(); ++s)
        if (!known.contains(shapes.hashes()[s]))
            fresh.push_back(s);
    if (fresh.empty())
        return 0;
    std::vector<std::size_t> clusterAt; ///< of each centre
    for (std::size_t s = 0; s < shapes.size(); ++s)
        for (std::size_t c = 0; c < set.clusters.size(); ++c)
            if (set.clusters[c].centre == shapes.hashes()[s]) {
                centres.push_back(s);
                clusterAt.push_back(c);
            }
    if (centres.empty())
        return noClusters();
    ST_ASSIGN(const auto distances, shapes.distances(options));
    ST_ASSIGN(const auto nearest, distances->nearest(fresh, centres, stop));
    for (std::size_t i = 0; i < fresh.size(); ++i)
        set.clusters[clusterAt[nearest[i].place]].members.push_back(
            {shapes.hashes()[fresh[i]], nearest[i].distance.lower, nearest[i].distance.upper, false});
    ST_ASSIGN(const auto edits, store->clusterEdits());
    ClusterPreview preview;
    ST_ASSIGN(const auto present, presentSet(*store));
    preview.basedOn = present.id;
    preview.computed = std::move(set);
    preview.computed.id = 0;
    preview.computed.parent = present.id;
    preview.computed.at = {};
    preview.computed.origin = "added";
    preview.computed.who = m_workbench.options().actor;
    preview.computed.reason = std::to_string(fresh.size()) + " new job graphs";
    for (StoredCluster& cluster : preview.computed.clusters)
        cluster.from = cluster.id;
    ST_ASSIGN(preview.result, withEdits(preview.computed, edits, shapes, *distances, stop));
    preview.learned = shapes.learned(*distances);
    ST_TRY(commit(preview));
    return static_cast<int>(fresh.size());
}

namespace {

NearestView nearestView(const ClusterBoard& board, const std::string& graph, const std::vector<std::string>& hashes,
                        const std::vector<ged::Interval>& distances) {
    NearestView view;
    view.graph = graph;
    view.noveltyDistance = board.set.novelty;
    const auto before = [](const ged::Interval& a, const ged::Interval& b) {
        return std::pair(a.upper, a.lower) < std::pair(b.upper, b.lower);
    };
    std::map<std::string, ged::Interval> byHash;
    for (std::size_t i = 0; i < hashes.size(); ++i)
        byHash[hashes[i]] = distances[i];
    for (const StoredCluster& cluster : board.set.clusters)
        if (const auto at = byHash.find(cluster.centre); at != byHash.end())
            view.centres.push_back({cluster.id, board.centreName(cluster), at->second});
    std::ranges::stable_sort(view.centres, before, &NearestView::ToCentre::distance);
    for (std::size_t i = 0; i < hashes.size(); ++i)
        if (const auto jobs = board.jobs.find(hashes[i]); jobs != board.jobs.end())
            for (const history::JobShape& job : jobs->second)
                if (job.graph != graph || job.jobName != view.job)
                    view.jobs.push_back({job, distances[i]});
    std::ranges::stable_sort(view.jobs, before, &NearestView::ToJob::distance);
    if (!view.centres.empty()) {
        view.cluster = view.centres.front().cluster;
        view.novel =
            std::ranges::all_of(view.centres, [&](const auto& c) { return c.distance.lower > view.noveltyDistance; });
    }
    if (const StoredCluster* own = board.clusterOf(graph)) {
        view.member = true;
        view.cluster = own->id;
    }
    return view;
}

} // namespace

Result<NearestView> ClusterDesk::nearest(const std::string& job, const ged::Budget& budget, int threads,
                                         std::stop_token stop) const {
    ST_ASSIGN(const auto store, m_workbench.store());
    ST_ASSIGN(const ClusterBoard board, this->board({}, stop));
    const ged::ClusterOptions options = lookUpOptions(board.set, budget, threads);
    ST_ASSIGN(const ClusterShapes shapes, ClusterShapes::load(*store, options.definition, stop));
    ST_ASSIGN(const std::string hash, graphOf(shapes.jobs(), job));
    const std::size_t own = *shapes.find(hash);
    ST_ASSIGN(const auto distances, shapes.distances(options)); // what was measured before is not measured again
    std::vector<ged::Ask> asks;
    for (std::size_t s = 0; s < shapes.size(); ++s)
        if (s != own)
            asks.push_back({own, s, ged::kFar, true});
    ST_TRY(distances->ask(asks, stop));
    if (!store->readOnly())
        ST_TRY(store->keepDistances(board.set.definition, shapes.learned(*distances)));
    std::vector<ged::Interval> found;
    for (std::size_t s = 0; s < shapes.size(); ++s)
        found.push_back(s == own ? ged::Interval{0, 0} : distances->known(own, s));
    NearestView view = nearestView(board, hash, shapes.hashes(), found);
    view.job = job;
    std::erase_if(view.jobs, [&](const auto& other) { return other.job.graph == hash && other.job.jobName == job; });
    return view;
}

Result<NearestView> ClusterDesk::nearest(const JobGraph& graph, const ged::Budget& budget, int threads,
                                         std::stop_token stop) const {
    ST_ASSIGN(const ClusterBoard board, this->board({}, stop));
    std::vector<std::string> hashes;
    std::vector<JobGraph> graphs;
    for (const auto& [hash, record] : board.graphs) {
        hashes.push_back(hash);
        graphs.push_back(record.graph);
    }
    ST_ASSIGN(const auto distances, ged::distancesTo(graph, graphs, lookUpOptions(board.set, budget, threads), stop));
    return nearestView(board, canonicalForm(graph).hash, hashes, distances);
}

namespace {

bool isUnit(const ged::EditCosts& costs) {
    const auto all = {costs.nodeInsert, costs.nodeDelete, costs.nodeSubstitute,
                      costs.edgeInsert, costs.edgeDelete, costs.edgeSubstitute};
    return costs.nodePairs.empty() && costs.edgePairs.empty() &&
           std::ranges::all_of(all, [](double cost) { return cost == 1; });
}

} // namespace

Result<PairView> ClusterDesk::pair(const std::string& a, const std::string& b, const ged::Query& query,
                                   std::stop_token stop) const {
    ST_ASSIGN(const auto store, m_workbench.store());
    ST_ASSIGN(const auto jobs, store->jobShapes(stop));
    PairView view;
    std::vector<std::string> hashes;
    for (const auto& [text, graph] : {std::pair(&a, &view.a), std::pair(&b, &view.b)}) {
        ST_ASSIGN(const std::string hash, graphOf(jobs, *text));
        ST_ASSIGN(auto record, store->graph(hash));
        if (!record)
            return fail("cluster.unknown", "The graph of \"" + *text + "\" is not stored.", "Observe the job again.");
        *graph = std::move(record->graph);
        hashes.push_back(hash);
    }
    ST_ASSIGN(view.answer, ged::distance(view.a, view.b, query, stop));
    // Under the usual costs it is worth keeping: what was refined once stays so.
    if (!store->readOnly() && hashes[0] != hashes[1] && isUnit(query.costs))
        ST_TRY(store->keepDistances(
            ged::toString(query.definition),
            {{std::min(hashes[0], hashes[1]), std::max(hashes[0], hashes[1]), view.answer.lower, view.answer.upper}}));
    view.path = ged::editPath(view.a, view.b, view.answer.map, query);
    return view;
}

Result<DistanceView> ClusterDesk::distances(ged::Definition definition, const ged::Budget& budget, int threads,
                                            std::stop_token stop, const ProgressSink& progress,
                                            std::size_t mostLandmarks) const {
    ST_ASSIGN(const auto store, m_workbench.store());
    ST_ASSIGN(const ClusterShapes shapes, ClusterShapes::load(*store, definition, stop));
    ged::ClusterOptions options;
    options.definition = definition;
    options.budget = budget;
    options.threads = threads;
    ST_ASSIGN(const auto distances, shapes.distances(options));
    DistanceView view;
    view.graphs = shapes.hashes();
    const std::size_t landmarks = std::min(shapes.size(), std::max<std::size_t>(mostLandmarks, 2));
    for (std::size_t l = 0; l < landmarks; ++l) // evenly over the order of appearance
        view.landmarks.push_back(l * shapes.size() / landmarks);
    std::vector<ged::Ask> asks;
    for (const std::size_t l : view.landmarks) {
        distances->addPivot(l);
        for (std::size_t s = 0; s < shapes.size(); ++s)
            if (s != l)
                asks.push_back({s, l, ged::kFar, true});
    }
    ST_TRY(distances->ask(asks, stop, progress));
    std::vector<std::vector<double>> values(shapes.size());
    std::set<std::size_t> isLandmark(view.landmarks.begin(), view.landmarks.end());
    for (std::size_t s = 0; s < shapes.size(); ++s) {
        view.distance.emplace_back();
        for (const std::size_t l : view.landmarks) {
            view.distance[s].push_back(distances->bounds(s, l));
            const double value = view.distance[s].back().value();
            values[s].push_back(value);
            if (s == l || (isLandmark.contains(s) && s > l))
                continue; // each pair once
            const auto bin = static_cast<std::size_t>(value);
            view.histogram.resize(std::max(view.histogram.size(), bin + 1));
            ++view.histogram[bin];
        }
    }
    view.map = ged::mapOfGraphs(values, view.landmarks);
    if (!store->readOnly())
        ST_TRY(store->keepDistances(ged::toString(definition), shapes.learned(*distances)));
    return view;
}

Result<ClusterSet> ClusterDesk::edited(history::ClusterEdit edit, std::stop_token stop) const {
    ST_ASSIGN(const auto store, m_workbench.store());
    ST_ASSIGN(const ClusterSet present, presentSet(*store));
    ST_ASSIGN(const ClusterSet computed, computedSet(*store));
    const ged::ClusterOptions options = optionsOf(computed);
    ST_ASSIGN(const ClusterShapes shapes, ClusterShapes::load(*store, options.definition, stop));
    ST_ASSIGN(const auto distances, shapes.distances(options));
    if (edit.who.empty())
        edit.who = m_workbench.options().actor;
    ClusterSet set;
    const auto change = [&]() -> Status {
        if (edit.kind == "undo")
            ST_TRY(store->undoClusterEdit(edit.id, edit.who, edit.reason));
        else if (edit.kind == "redo")
            ST_TRY(store->redoClusterEdit(edit.id, edit.who, edit.reason));
        else
            ST_TRY(store->addClusterEdit(edit));
        ST_ASSIGN(const auto edits, store->clusterEdits());
        ST_ASSIGN(set, withEdits(computed, edits, shapes, *distances, stop));
        set.parent = present.id;
        set.at = {};
        set.origin = edit.kind == "undo" ? "undone" : "edited";
        set.who = edit.who;
        set.reason = edit.reason;
        ST_TRY(store->keepDistances(computed.definition, shapes.learned(*distances)));
        ST_ASSIGN(set.id, store->putClusterSet(set));
        return {};
    };
    ST_TRY(store->transaction(change));
    return set;
}

namespace {

Status hasReason(const review::Actor& actor) {
    if (actor.reason.find_first_not_of(" \t\r\n") == std::string::npos)
        return fail("cluster.edit", "A change of the clusters needs a reason.", "Say why; it is kept with the change.");
    return {};
}

} // namespace

Result<ClusterSet> ClusterDesk::move(const std::vector<std::string>& graphs, const std::string& toCluster,
                                     const review::Actor& actor, std::stop_token stop) const {
    ST_TRY(hasReason(actor));
    ST_ASSIGN(const auto store, m_workbench.store());
    ST_ASSIGN(const auto jobs, store->jobShapes(stop));
    ST_ASSIGN(const ClusterSet present, presentSet(*store));
    ST_ASSIGN(const StoredCluster* target, clusterNamed(present, toCluster));
    history::ClusterEdit edit{0, {}, "move", {}, target->centre, "", actor.who, actor.reason, false};
    for (const std::string& text : graphs) {
        ST_ASSIGN(const std::string hash, graphOf(jobs, text));
        if (std::ranges::find(target->members, hash, &history::ClusterMember::graph) != target->members.end())
            return fail("cluster.edit", "\"" + text + "\" is in that cluster already.", "Choose another cluster.");
        edit.graphs.push_back(hash);
    }
    if (edit.graphs.empty())
        return fail("cluster.edit", "No job was named that could be moved.", "Name one.");
    return edited(std::move(edit), stop);
}

Result<ClusterSet> ClusterDesk::merge(const std::vector<std::string>& clusters, const review::Actor& actor,
                                      std::stop_token stop) const {
    ST_TRY(hasReason(actor));
    ST_ASSIGN(const auto store, m_workbench.store());
    ST_ASSIGN(const ClusterSet present, presentSet(*store));
    history::ClusterEdit edit{0, {}, "merge", {}, "", "", actor.who, actor.reason, false};
    std::set<std::string> ids;
    for (const std::string& text : clusters) {
        ST_ASSIGN(const StoredCluster* cluster, clusterNamed(present, text));
        if (ids.insert(cluster->id).second)
            edit.graphs.push_back(cluster->centre);
    }
    if (ids.size() < 2)
        return fail("cluster.edit", "Merging takes two clusters or more.", "Name another cluster.");
    return edited(std::move(edit), stop);
}

Result<ClusterSet> ClusterDesk::split(const std::vector<std::string>& graphs, const std::string& name,
                                      const review::Actor& actor, std::stop_token stop) const {
    ST_TRY(hasReason(actor));
    ST_ASSIGN(const auto store, m_workbench.store());
    ST_ASSIGN(const auto jobs, store->jobShapes(stop));
    history::ClusterEdit edit{0, {}, "split", {}, "", name, actor.who, actor.reason, false};
    for (const std::string& text : graphs) {
        ST_ASSIGN(std::string hash, graphOf(jobs, text));
        if (std::ranges::find(edit.graphs, hash) == edit.graphs.end())
            edit.graphs.push_back(std::move(hash));
    }
    ST_ASSIGN(const ClusterSet present, presentSet(*store));
    for (const StoredCluster& cluster : present.clusters)
        if (cluster.members.size() == edit.graphs.size() && std::ranges::all_of(cluster.members, [&](const auto& m) {
                return std::ranges::find(edit.graphs, m.graph) != edit.graphs.end();
            }))
            return fail("cluster.edit", "These are all the members of cluster " + cluster.id + ".",
                        "Leave some of them in it.");
    if (edit.graphs.empty())
        return fail("cluster.edit", "No job was named that could be split off.", "Name one.");
    return edited(std::move(edit), stop);
}

Result<ClusterSet> ClusterDesk::rename(const std::string& cluster, const std::string& name, const review::Actor& actor,
                                       std::stop_token stop) const {
    ST_ASSIGN(const auto store, m_workbench.store());
    ST_ASSIGN(const ClusterSet present, presentSet(*store));
    ST_ASSIGN(const StoredCluster* found, clusterNamed(present, cluster));
    for (const StoredCluster& other : present.clusters)
        if (&other != found && !name.empty() && (other.name == name || other.id == name))
            return fail("cluster.edit", "Cluster " + other.id + " has that name already.", "Choose another name.");
    return edited({0, {}, "rename", {found->centre}, "", name, actor.who, actor.reason, false}, stop);
}

Result<ClusterSet> ClusterDesk::undo(std::optional<std::int64_t> edit, const review::Actor& actor,
                                     std::stop_token stop) const {
    ST_ASSIGN(const auto store, m_workbench.store());
    if (!edit) {
        ST_ASSIGN(const auto edits, store->clusterEdits());
        for (const history::ClusterEdit& e : edits)
            if (!e.undone)
                edit = e.id;
        if (!edit)
            return fail("cluster.edit", "There is no change of the clusters that could be undone.");
    }
    return edited({*edit, {}, "undo", {}, "", "", actor.who, actor.reason, false}, stop);
}

Result<ClusterSet> ClusterDesk::redo(std::int64_t edit, const review::Actor& actor, std::stop_token stop) const {
    return edited({edit, {}, "redo", {}, "", "", actor.who, actor.reason, false}, stop);
}

} // namespace streamtune::workbench
