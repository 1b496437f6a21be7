// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workbench/job_versions.h"

#include <nlohmann/json.hpp>

#include "core/graph/graph_json.h"
#include "core/workbench/names.h"

namespace streamtune::workbench {
namespace {

constexpr const char* kMatchDocument = "operator_match";
constexpr int kRunsOfJob = 1000;

/// A version is its operators and edges, whatever their parallelism.
std::string versionOf(JobGraph graph) {
    for (Operator& node : graph.nodes)
        node.parallelism = 1;
    return sha256Hex(canonicalJson(graphToJson(graph)));
}

std::string keyOf(const VersionMatch& match) {
    return match.after.jobName + "|" + versionOf(match.beforeGraph) + "|" + versionOf(match.afterGraph);
}

std::map<std::string, std::string> correctionsIn(const std::optional<std::string>& text) {
    std::map<std::string, std::string> corrections;
    const auto json = text ? parseJson(*text, "A stored correction") : Result<Json>(Json::object());
    if (json && json->is_object())
        for (const auto& [to, from] : json->items())
            if (from.is_string())
                corrections[to] = from.get<std::string>();
    return corrections;
}

Result<VersionMatch> loaded(history::Store& store, std::int64_t before, std::int64_t after) {
    VersionMatch match;
    for (const auto& [id, run, graph] :
         {std::tuple(before, &match.before, &match.beforeGraph), std::tuple(after, &match.after, &match.afterGraph)}) {
        ST_ASSIGN(auto record, store.run(id));
        ST_ASSIGN(auto found, store.graphOfRun(id));
        if (!record || !found)
            return fail("cluster.unknown", "There is no run " + std::to_string(id) + ".",
                        "List them with `streamtune history runs`.");
        *run = std::move(*record);
        *graph = std::move(*found);
    }
    return match;
}

} // namespace

Result<VersionMatch> matchRuns(const Workbench& workbench, std::int64_t before, std::int64_t after,
                               std::stop_token stop) {
    ST_ASSIGN(const auto store, workbench.store());
    ST_ASSIGN(VersionMatch match, loaded(*store, before, after));
    ST_ASSIGN(const auto kept, store->document(kMatchDocument, keyOf(match)));
    ST_ASSIGN(match.operators, ged::matchOperators(match.beforeGraph, match.afterGraph, correctionsIn(kept), {}, stop));
    return match;
}

Result<VersionMatch> matchLastVersions(const Workbench& workbench, const std::string& job, std::stop_token stop) {
    ST_ASSIGN(const auto store, workbench.store());
    ST_ASSIGN(const auto page, store->runs(job, kRunsOfJob, "", stop));
    if (page.rows.empty()) {
        ST_ASSIGN(const auto jobs, store->jobShapes(stop));
        std::vector<std::string> names;
        for (const history::JobShape& known : jobs)
            names.push_back(known.jobName);
        return fail("cluster.unknown", "There is no job \"" + job + "\" in the history of this workspace.",
                    nearHint(job, names));
    }
    ST_ASSIGN(const auto newest, store->graphOfRun(page.rows.front().id));
    const std::string version = newest ? versionOf(*newest) : std::string();
    for (const history::RunRecord& run : page.rows) {
        ST_ASSIGN(const auto graph, store->graphOfRun(run.id));
        if (graph && versionOf(*graph) != version)
            return matchRuns(workbench, run.id, page.rows.front().id, stop);
    }
    return fail("cluster.unknown", "All runs of \"" + job + "\" had the same graph.",
                "There is nothing to match until the job changes.");
}

Status correctMatch(const Workbench& workbench, std::int64_t before, std::int64_t after, const std::string& to,
                    const std::string& from, const review::Actor& actor) {
    ST_ASSIGN(const auto store, workbench.store());
    ST_ASSIGN(const VersionMatch match, loaded(*store, before, after));
    const std::string key = keyOf(match);
    return store->transaction([&]() -> Status {
        ST_ASSIGN(const auto kept, store->document(kMatchDocument, key));
        auto corrections = correctionsIn(kept);
        if (!from.empty()) // who was matched with it by an earlier correction is free again
            std::erase_if(corrections, [&](const auto& c) { return c.second == from; });
        corrections[to] = from;
        ST_TRY(ged::matchOperators(match.beforeGraph, match.afterGraph, corrections, {}, {}));
        ST_TRY(store->putDocument(kMatchDocument, key, canonicalJson(Json(corrections))));
        history::AuditRow row;
        row.at = systemClock()->now();
        row.actor = actor.who.empty() ? workbench.options().actor : actor.who;
        row.action = "operator.matched";
        row.subject = "job:" + match.after.connection + "/" + match.after.jobName;
        row.reason = actor.reason;
        row.detail = canonicalJson({{"before", before}, {"after", after}, {"to", to}, {"from", from}});
        return store->audit(row);
    });
}

} // namespace streamtune::workbench
