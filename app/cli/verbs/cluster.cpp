// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <nlohmann/json.hpp>
#include <system_error>

#include "app/cli/context.h"
#include "app/cli/shapes.h"
#include "app/cli/verbs/verbs.h"
#include "core/graph/corpus.h"
#include "core/graph/graph_json.h"
#include "core/workbench/cluster_desk.h"

namespace streamtune::cli {
namespace {

using workbench::ClusterBoard;
using workbench::ClusterDesk;

Json intervalJson(const ged::Interval& interval) {
    return {{"lower", interval.lower}, {"upper", interval.upper}, {"exact", interval.exact()}};
}

/// "7", or "5..9 (time limit)".
std::string intervalText(const ged::Interval& interval) {
    return interval.exact() ? fmt::format("{:g}", interval.upper)
                            : fmt::format("{:g}..{:g} (time limit)", interval.lower, interval.upper);
}

Result<ged::ClusterOptions> optionsFrom(const Context& context, const Arguments& arguments) {
    ged::ClusterOptions options;
    if (arguments.has("definition")) {
        ST_ASSIGN(options.definition, ged::definitionFromString(arguments.text("definition")));
    }
    if (const std::string k = arguments.text("k", "auto"); k != "auto") {
        if (k.find_first_not_of("0123456789") != std::string::npos || k.size() > 9 || std::stoi(k) < 1)
            return fail("usage.value", "--k takes a whole number from 1, or auto; \"" + k + "\" is neither.",
                        "See streamtune cluster --help.");
        options.k = std::stoi(k);
    }
    options.tau = arguments.number("tau", options.tau);
    if (arguments.has("novelty"))
        options.novelty = arguments.number("novelty", 0);
    options.starts = arguments.integer("starts", options.starts);
    options.budget.time = Millis{arguments.whole("budget-ms", 10'000)};
    options.seed = context.common.seed;
    options.threads = context.common.threads;
    return options;
}

// A corpus: nothing is stored.

struct CorpusClusters {
    Corpus corpus;
    ged::Clustering clustering;
};

Result<CorpusClusters> clusteredCorpus(Context& context, const Arguments& arguments,
                                       const ged::ClusterOptions& options) {
    CorpusClusters result;
    ST_ASSIGN(result.corpus, readCorpusFile(arguments.text("corpus"), context.stop));
    ST_ASSIGN(result.clustering, ged::cluster(result.corpus.graphs, options, context.stop, context.progress()));
    return result;
}

std::string corpusId(std::size_t cluster) {
    return "c" + std::to_string(cluster + 1);
}

Json corpusClusterJson(const CorpusClusters& found, std::size_t number) {
    const ged::Cluster& cluster = found.clustering.clusters[number];
    Json members = Json::array();
    for (const std::size_t g : cluster.members)
        members.push_back(found.corpus.graphs[g].id);
    return {{"id", corpusId(number)},          {"centre", found.corpus.graphs[cluster.centre].id},
            {"members", std::move(members)},   {"total", cluster.total},
            {"largest", cluster.largest},      {"within_tau", cluster.similar},
            {"silhouette", cluster.silhouette}};
}

Json elbowJson(const std::vector<ged::ElbowPoint>& elbow) {
    Json points = Json::array();
    for (const ged::ElbowPoint& point : elbow)
        points.push_back({{"k", point.k}, {"total", point.total}});
    return points;
}

int showCorpus(Context& context, const CorpusClusters& found, const ged::ClusterOptions& options) {
    const ged::Clustering& clustering = found.clustering;
    Json clusters = Json::array();
    Table table({"CLUSTER", "SIZE", "CENTRE", "LARGEST", "SILHOUETTE"}, {false, true, false, true, true});
    for (std::size_t c = 0; c < clustering.clusters.size(); ++c) {
        const ged::Cluster& cluster = clustering.clusters[c];
        clusters.push_back(corpusClusterJson(found, c));
        table.add({corpusId(c), std::to_string(cluster.members.size()),
                   printable(found.corpus.graphs[cluster.centre].id), fmt::format("{:g}", cluster.largest),
                   fmt::format("{:.2f}", cluster.silhouette)});
    }
    if (context.out.json()) {
        context.out.document({{"k", clustering.k()},
                              {"tau", options.tau},
                              {"clusters", std::move(clusters)},
                              {"distances_computed", clustering.distancesComputed},
                              {"distances_total", clustering.distancesTotal},
                              {"undecided", clustering.undecided},
                              {"distinct", clustering.shapes.shapes.size()},
                              {"total", clustering.total},
                              {"silhouette", clustering.silhouette},
                              {"settled", clustering.settled},
                              {"elbow", elbowJson(clustering.elbow)}});
        return Done;
    }
    context.out.print(table.text(context.out));
    context.out.note(fmt::format(
        "{} graphs, {} distinct; {} of {} distances computed{}.", found.corpus.graphs.size(),
        clustering.shapes.shapes.size(), clustering.distancesComputed, clustering.distancesTotal,
        clustering.undecided == 0 ? "" : fmt::format(", {} of them intervals (time limit)", clustering.undecided)));
    return Done;
}

// The workspace.

using Words = std::map<std::string, std::string>; ///< by id of the cluster

std::string wordsOf(const Words& words, const history::StoredCluster& cluster) {
    const auto found = words.find(cluster.id);
    return found == words.end() ? std::string() : found->second;
}

Json clusterJson(const ClusterBoard& board, const history::StoredCluster& cluster, const Words& shared) {
    double largest = 0;
    for (const auto& member : cluster.members)
        largest = std::max(largest, member.upper);
    return {{"id", cluster.id},
            {"name", cluster.name},
            {"shared", wordsOf(shared, cluster)},
            {"centre", board.centreName(cluster)},
            {"members", board.jobNames(cluster)},
            {"largest", largest},
            {"silhouette", cluster.silhouette}};
}

int showBoard(Context& context, const ClusterBoard& board, const std::vector<workbench::ClusterChange>& changes,
              bool stored) {
    const history::ClusterSet& set = board.set;
    Json clusters = Json::array();
    Table table({"CLUSTER", "NAME", "JOBS", "CENTRE", "SILHOUETTE"}, {false, false, true, false, true});
    const Words shared = board.sharedShapes();
    for (const history::StoredCluster& cluster : set.clusters) {
        clusters.push_back(clusterJson(board, cluster, shared));
        const std::string name = cluster.name.empty() ? wordsOf(shared, cluster) : cluster.name;
        table.add({cluster.id, printable(name), std::to_string(board.jobNames(cluster).size()),
                   printable(board.centreName(cluster)), fmt::format("{:.2f}", cluster.silhouette)});
    }
    Json moved = Json::array();
    for (const workbench::ClusterChange& change : changes)
        moved.push_back({{"job", change.job.jobName},
                         {"connection", change.job.connection},
                         {"from", change.from.empty() ? Json(nullptr) : Json(change.from)},
                         {"to", change.to}});
    if (context.out.json()) {
        context.out.document({{"k", set.clusters.size()},
                              {"tau", set.tau},
                              {"clusters", std::move(clusters)},
                              {"distances_computed", set.distancesComputed},
                              {"distances_total", set.distancesTotal},
                              {"set", set.id == 0 ? Json(nullptr) : Json(set.id)},
                              {"stored", stored},
                              {"total", set.total},
                              {"silhouette", set.silhouette},
                              {"changes", std::move(moved)}});
        return Done;
    }
    context.out.print(table.text(context.out));
    context.out.note(fmt::format("{} of {} distances computed; {} jobs changed their cluster{}.", set.distancesComputed,
                                 set.distancesTotal, changes.size(), stored ? "" : "; nothing was stored"));
    return Done;
}

Result<ClusterBoard> boardOf(Context& context, const ClusterDesk& desk) {
    auto board = desk.board({}, context.stop);
    if (board || board.error().code != "cluster.none")
        return board;
    workbench::ClusterRequest request; // nothing was clustered yet: now it is
    request.options.threads = context.common.threads;
    request.options.seed = context.common.seed;
    request.reason = "first look at the clusters";
    ST_ASSIGN(const auto preview, desk.preview(request, context.stop, context.progress()));
    ST_TRY(desk.commit(preview));
    return desk.board({}, context.stop);
}

Result<int> clusterJobs(Context& context, const Arguments& arguments) {
    ST_ASSIGN(const ged::ClusterOptions options, optionsFrom(context, arguments));
    if (arguments.has("corpus")) {
        ST_ASSIGN(const CorpusClusters found, clusteredCorpus(context, arguments, options));
        return showCorpus(context, found, options);
    }
    ST_ASSIGN(auto* bench, context.workbench());
    const ClusterDesk desk(*bench);
    workbench::ClusterRequest request{options, arguments.text("as", Context::loginName()), arguments.text("reason")};
    ST_ASSIGN(const auto preview, desk.preview(request, context.stop, context.progress()));
    const bool onlyLook = arguments.has("preview");
    if (!onlyLook)
        ST_TRY(desk.commit(preview));
    ClusterBoard board;
    if (auto present = desk.board({}, context.stop)) {
        board = std::move(*present);
    } else if (!onlyLook) {
        return std::unexpected(std::move(present).error());
    } else {
        ST_ASSIGN(const auto store, bench->store());
        ST_ASSIGN(const auto jobs, store->jobShapes(context.stop));
        for (const history::JobShape& job : jobs)
            board.jobs[job.graph].push_back(job);
    }
    if (onlyLook)
        board.set = preview.result;
    return showBoard(context, board, preview.changes, !onlyLook);
}

Result<int> showCluster(Context& context, const Arguments& arguments) {
    const std::string id = arguments.text("id");
    if (arguments.has("corpus")) {
        ST_ASSIGN(const ged::ClusterOptions options, optionsFrom(context, arguments));
        ST_ASSIGN(const CorpusClusters found, clusteredCorpus(context, arguments, options));
        for (std::size_t c = 0; c < found.clustering.clusters.size(); ++c) {
            if (corpusId(c) != id)
                continue;
            const ged::Cluster& cluster = found.clustering.clusters[c];
            Json json = corpusClusterJson(found, c);
            json["distances"] = Json::array();
            Table table({"MEMBER", "DISTANCE"}, {false, true});
            for (const std::size_t g : cluster.members) {
                Json row = intervalJson(found.clustering.distance[g]);
                row["member"] = found.corpus.graphs[g].id;
                json["distances"].push_back(std::move(row));
                table.add({printable(found.corpus.graphs[g].id), intervalText(found.clustering.distance[g])});
            }
            if (context.out.json())
                context.out.document(json);
            else
                context.out.print(table.text(context.out));
            return Done;
        }
        return fail("cluster.unknown", "There is no cluster \"" + id + "\" in this corpus.",
                    fmt::format("They are c1 to c{}.", found.clustering.clusters.size()));
    }
    ST_ASSIGN(auto* bench, context.workbench());
    ST_ASSIGN(const ClusterBoard board, boardOf(context, ClusterDesk(*bench)));
    const history::StoredCluster* cluster = board.find(id);
    if (!cluster) {
        std::string ids;
        for (const history::StoredCluster& c : board.set.clusters)
            ids += (ids.empty() ? "" : ", ") + c.id;
        return fail("cluster.unknown", "There is no cluster \"" + id + "\".", "There are " + ids + ".");
    }
    Json json = clusterJson(board, *cluster, board.sharedShapes());
    json["from"] = cluster->from.empty() ? Json(nullptr) : Json(cluster->from);
    json["tau"] = board.set.tau;
    if (const auto centre = board.graphs.find(cluster->centre); centre != board.graphs.end())
        json["graph"] = graphToJson(centre->second.graph);
    json["jobs"] = Json::array();
    Table table({"JOB", "CONNECTION", "ENGINE", "RUNS", "WINDOWS", "LAST SEEN", "DISTANCE"},
                {false, false, false, true, true, false, true});
    for (const history::ClusterMember& member : cluster->members) {
        const auto jobs = board.jobs.find(member.graph);
        if (jobs == board.jobs.end())
            continue;
        const ged::Interval distance{member.lower, member.upper};
        for (const history::JobShape& job : jobs->second) {
            Json row = intervalJson(distance);
            row.update({{"job", job.jobName},
                        {"connection", job.connection},
                        {"engine", job.engine},
                        {"graph", job.graph},
                        {"runs", job.runs},
                        {"windows", job.windows},
                        {"last_seen", toRfc3339(job.lastSeen)},
                        {"placed_by_a_person", member.placedBy}});
            json["jobs"].push_back(std::move(row));
            table.add({printable(job.jobName), printable(job.connection), job.engine, std::to_string(job.runs),
                       std::to_string(job.windows), toRfc3339(job.lastSeen), intervalText(distance)});
        }
    }
    if (context.out.json())
        context.out.document(json);
    else
        context.out.print(table.text(context.out));
    return Done;
}

std::size_t limitOf(const Arguments& arguments) {
    return static_cast<std::size_t>(std::max(1, arguments.integer("limit", 10)));
}

Result<int> nearestInCorpus(Context& context, const Arguments& arguments) {
    const std::string job = arguments.text("job");
    ST_ASSIGN(const ged::ClusterOptions options, optionsFrom(context, arguments));
    ST_ASSIGN(const CorpusClusters found, clusteredCorpus(context, arguments, options));
    const std::vector<JobGraph>& graphs = found.corpus.graphs;
    const auto own = std::ranges::find(graphs, job, &JobGraph::id);
    JobGraph graph;
    if (own != graphs.end()) {
        graph = *own;
    } else {
        auto read = readGraphFile(job);
        if (!read)
            return fail("cluster.unknown", "There is no graph \"" + job + "\" in this corpus.",
                        "Give the id of one, or a file with a graph.");
        graph = std::move(*read);
    }
    std::vector<JobGraph> centres;
    for (const ged::Cluster& cluster : found.clustering.clusters)
        centres.push_back(graphs[cluster.centre]);
    ST_ASSIGN(const auto toCentres, ged::distancesTo(graph, centres, options, context.stop));
    ST_ASSIGN(const auto toGraphs, ged::distancesTo(graph, graphs, options, context.stop, context.progress()));
    std::size_t best = 0;
    std::vector<Json> centreRows;
    bool novel = true;
    for (std::size_t c = 0; c < centres.size(); ++c) {
        if (toCentres[c].value() < toCentres[best].value())
            best = c;
        novel = novel && toCentres[c].lower > options.noveltyDistance();
        Json row = intervalJson(toCentres[c]);
        row.update({{"cluster", corpusId(c)}, {"centre", centres[c].id}});
        centreRows.push_back(std::move(row));
    }
    std::stable_sort(centreRows.begin(), centreRows.end(),
                     [](const Json& a, const Json& b) { return a["upper"].get<double>() < b["upper"].get<double>(); });
    if (own != graphs.end())
        best = static_cast<std::size_t>(found.clustering.clusterOf[static_cast<std::size_t>(own - graphs.begin())]);
    std::vector<std::size_t> order;
    for (std::size_t g = 0; g < graphs.size(); ++g)
        if (graphs[g].id != job)
            order.push_back(g);
    std::ranges::stable_sort(order, {}, [&](std::size_t g) { return toGraphs[g].value(); });
    order.resize(std::min(order.size(), limitOf(arguments)));
    Json jobs = Json::array();
    Table table({"JOB", "CLUSTER", "DISTANCE"}, {false, false, true});
    for (const std::size_t g : order) {
        const std::string cluster = corpusId(static_cast<std::size_t>(found.clustering.clusterOf[g]));
        Json row = intervalJson(toGraphs[g]);
        row.update({{"job", graphs[g].id}, {"cluster", cluster}});
        jobs.push_back(std::move(row));
        table.add({printable(graphs[g].id), cluster, intervalText(toGraphs[g])});
    }
    if (context.out.json())
        context.out.document({{"job", job},
                              {"cluster", centres.empty() ? Json(nullptr) : Json(corpusId(best))},
                              {"novel", novel},
                              {"novelty_distance", options.noveltyDistance()},
                              {"centres", std::move(centreRows)},
                              {"jobs", std::move(jobs)}});
    else
        context.out.print(table.text(context.out));
    return Done;
}

Result<int> nearestJobs(Context& context, const Arguments& arguments) {
    if (arguments.has("corpus"))
        return nearestInCorpus(context, arguments);
    const std::string job = arguments.text("job");
    ST_ASSIGN(auto* bench, context.workbench());
    const ClusterDesk desk(*bench);
    ST_ASSIGN(const ClusterBoard board, boardOf(context, desk));
    const ged::Budget budget{Millis{arguments.whole("budget-ms", 10'000)}};
    workbench::NearestView view;
    std::error_code ignored;
    if (std::filesystem::is_regular_file(job, ignored)) {
        ST_ASSIGN(const JobGraph graph, readGraphFile(job));
        ST_ASSIGN(view, desk.nearest(graph, budget, context.common.threads, context.stop));
        view.job = job;
    } else {
        ST_ASSIGN(view, desk.nearest(job, budget, context.common.threads, context.stop));
    }
    const std::size_t limit = limitOf(arguments);
    Json centres = Json::array();
    for (const auto& centre : view.centres) {
        Json row = intervalJson(centre.distance);
        row.update({{"cluster", centre.cluster}, {"centre", centre.centre}});
        centres.push_back(std::move(row));
    }
    Json jobs = Json::array();
    Table table({"JOB", "CONNECTION", "CLUSTER", "DISTANCE"}, {false, false, false, true});
    for (std::size_t i = 0; i < std::min(limit, view.jobs.size()); ++i) {
        const auto& near = view.jobs[i];
        const history::StoredCluster* cluster = board.clusterOf(near.job.graph);
        Json row = intervalJson(near.distance);
        row.update({{"job", near.job.jobName},
                    {"connection", near.job.connection},
                    {"graph", near.job.graph},
                    {"cluster", cluster ? Json(cluster->id) : Json(nullptr)}});
        jobs.push_back(std::move(row));
        table.add({printable(near.job.jobName), printable(near.job.connection), cluster ? cluster->id : "-",
                   intervalText(near.distance)});
    }
    if (context.out.json()) {
        context.out.document({{"job", view.job},
                              {"graph", view.graph},
                              {"cluster", view.cluster},
                              {"member", view.member},
                              {"novel", view.novel},
                              {"novelty_distance", view.noveltyDistance},
                              {"centres", std::move(centres)},
                              {"jobs", std::move(jobs)}});
        return Done;
    }
    context.out.print(table.text(context.out));
    context.out.note(view.novel ? "Unlike anything seen: further than " + fmt::format("{:g}", view.noveltyDistance) +
                                      " from every centre."
                                : "Cluster " + view.cluster + ".");
    return Done;
}

// What people change.

Result<int> told(Context& context, const Result<history::ClusterSet>& set) {
    if (!set)
        return fail(set.error());
    ST_ASSIGN(auto* bench, context.workbench());
    ST_ASSIGN(const ClusterBoard board, ClusterDesk(*bench).board({}, context.stop));
    return showBoard(context, board, {}, true);
}

review::Actor actorFrom(const Arguments& arguments) {
    return {arguments.text("as"), arguments.text("reason")};
}

Result<int> moveJobs(Context& context, const Arguments& arguments) {
    ST_ASSIGN(auto* bench, context.workbench());
    return told(context, ClusterDesk(*bench).move(arguments.all("job"), arguments.text("to"), actorFrom(arguments),
                                                  context.stop));
}

Result<int> mergeClusters(Context& context, const Arguments& arguments) {
    ST_ASSIGN(auto* bench, context.workbench());
    return told(context, ClusterDesk(*bench).merge(arguments.all("id"), actorFrom(arguments), context.stop));
}

Result<int> splitJobs(Context& context, const Arguments& arguments) {
    ST_ASSIGN(auto* bench, context.workbench());
    return told(context, ClusterDesk(*bench).split(arguments.all("job"), arguments.text("name"), actorFrom(arguments),
                                                   context.stop));
}

Result<int> renameCluster(Context& context, const Arguments& arguments) {
    ST_ASSIGN(auto* bench, context.workbench());
    return told(context, ClusterDesk(*bench).rename(arguments.text("id"), arguments.text("name"), actorFrom(arguments),
                                                    context.stop));
}

Result<int> undoEdit(Context& context, const Arguments& arguments) {
    ST_ASSIGN(auto* bench, context.workbench());
    std::optional<std::int64_t> edit;
    if (arguments.has("edit"))
        edit = arguments.whole("edit", 0);
    return told(context, ClusterDesk(*bench).undo(edit, actorFrom(arguments), context.stop));
}

} // namespace

std::vector<Verb> clusterVerbs() {
    const Option corpus{"corpus", Kind::File, "FILE",
                        "Graphs of a streamtune.corpus/1 file instead of the workspace; nothing is stored."};
    const Option budget{"budget-ms", Kind::Integer, "N",
                        "Milliseconds a pair may take; then its distance stays an interval. Default: 10000."};
    const Option definition{"definition",
                            Kind::Choice,
                            "D",
                            "Directed or undirected, edge labels counted or not. Default: dL.",
                            {"dL", "dU", "uL", "uU"}};
    const Option k{"k", Kind::Text, "N", "Number of clusters, or auto (elbow and silhouette). Default: auto."};
    const Option tau{"tau", Kind::Number, "N", "Graphs at most this far apart count as similar. Default: 5."};
    const Option starts{"starts", Kind::Integer, "N", "Starts from other centres. Default: 4."};
    const Option novelty{"novelty", Kind::Number, "N",
                         "Further than this from every centre is unlike anything seen. Default: twice tau."};
    const Option as{"as", Kind::Text, "WHO", "Who does it. Default: the login name."};
    const Option why{"reason", Kind::Text, "TEXT", "Why; kept with the change and in the audit trail."};
    const Option mustSayWhy{"reason", Kind::Text, "TEXT", why.help, {}, false, true};
    const Positional id{"ID", "Id or name of a cluster."};
    return {
        {"cluster",
         "Cluster the job graphs of the workspace, or of a file, by graph edit distance",
         "Every graph belongs to its nearest centre; a centre is the member that is within tau of most members. "
         "Clusters of the workspace are stored with their parameters; what people changed of them is applied again. "
         "The same seed gives the same clusters, whatever the number of threads.",
         {},
         {k,
          tau,
          corpus,
          definition,
          starts,
          novelty,
          budget,
          {"preview", Kind::Flag, "", "Only show what would change; store nothing."},
          as,
          why},
         "streamtune cluster --k auto --tau 5 --json",
         clusterJobs},
        {"cluster show",
         "Show the jobs of a cluster with their distances to its centre",
         "",
         {id},
         {corpus, k, tau, definition, starts, novelty, budget},
         "streamtune cluster show c2",
         showCluster},
        {"cluster nearest",
         "List the jobs most like one, and its distance to every centre",
         "",
         {{"JOB", "Name of a job in the history, beginning of the hash of a graph, or a file with a graph."}},
         {{"limit", Kind::Integer, "N", "Jobs to list. Default: 10."},
          corpus,
          k,
          tau,
          definition,
          starts,
          novelty,
          budget},
         "streamtune cluster nearest nexmark-q5 --json",
         nearestJobs},
        {"cluster move",
         "Put jobs into another cluster, and keep them there when clustering anew",
         "",
         {{"JOB", "Names of jobs.", true, true}},
         {{"to", Kind::Text, "ID", "Id or name of the cluster.", {}, false, true}, as, mustSayWhy},
         "streamtune cluster move nightly-etl --to c3 --reason \"it is an ETL job\"",
         moveJobs},
        {"cluster merge",
         "Make one cluster of several",
         "",
         {{"ID", "Ids or names of clusters.", true, true}},
         {as, mustSayWhy},
         "streamtune cluster merge c2 c5 --reason \"the same family\"",
         mergeClusters},
        {"cluster split",
         "Make a cluster of its own of some jobs",
         "",
         {{"JOB", "Names of jobs.", true, true}},
         {{"name", Kind::Text, "NAME", "Name of the new cluster."}, as, mustSayWhy},
         "streamtune cluster split alert-a alert-b --name alerting --reason \"latency matters here\"",
         splitJobs},
        {"cluster rename",
         "Give a cluster a name",
         "",
         {id, {"NAME", "The name; \"\" takes it away."}},
         {as, why},
         "streamtune cluster rename c1 windows",
         renameCluster},
        {"cluster undo",
         "Undo a change that a person made of the clusters",
         "The last one, unless --edit names another; the others stay.",
         {},
         {{"edit", Kind::Integer, "N", "Number of the edit."}, as, why},
         "streamtune cluster undo --reason \"it was a mistake\"",
         undoEdit},
    };
}

} // namespace streamtune::cli
