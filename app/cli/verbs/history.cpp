// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "app/cli/context.h"
#include "app/cli/shapes.h"
#include "app/cli/verbs/verbs.h"
#include "core/graph/graph_json.h"
#include "core/history/run_archive.h"

namespace streamtune::cli {
namespace {

Json nextKey(const std::string& key) {
    return key.empty() ? Json(nullptr) : Json(key);
}

/// One page as JSON, as JSON lines (rows only) or as a table.
void printPage(Context& context, const char* what, const Json& rows, const std::string& next, const Table& table) {
    if (context.out.lines()) {
        for (const Json& row : rows)
            context.out.document(row);
        return;
    }
    if (context.out.json()) {
        context.out.document({{what, rows}, {"next", nextKey(next)}});
        return;
    }
    context.out.print(table.empty() ? fmt::format("No {}.\n", what) : table.text(context.out));
    if (!next.empty())
        context.out.note("More: --after " + next);
}

Result<int> runs(Context& context, const Arguments& arguments) {
    ST_ASSIGN(auto* bench, context.workbench());
    ST_ASSIGN(const auto store, bench->store());
    ST_ASSIGN(auto filter, history::runFilterOf(arguments.text("filter"), systemClock()->now()));
    if (arguments.has("job"))
        filter.jobName = arguments.text("job");
    ST_ASSIGN(const auto archive, history::RunArchive::beside(*store));
    ST_ASSIGN(const auto page,
              archive->runs(filter, arguments.integer("limit", 50), arguments.text("after"), context.stop));
    Json rows = Json::array();
    Table table({"RUN", "JOB", "CONNECTION", "STARTED", "WINDOWS", "PARALLELISM"},
                {true, false, false, false, true, false});
    for (const history::RunRow& row : page.rows) {
        const history::RunRecord& run = row.run;
        rows.push_back({{"id", run.id},
                        {"connection", run.connection},
                        {"engine", run.engine},
                        {"job", {{"id", run.jobId}, {"name", run.jobName}}},
                        {"graph", run.graphHash},
                        {"deployment", run.deployment},
                        {"parallelism", vectorJson(run.parallelism)},
                        {"started", toRfc3339(run.started)},
                        {"last_seen", toRfc3339(run.lastSeen)},
                        {"windows", run.windows},
                        {"busy_max", numberToJson(row.busyMax)},
                        {"bp_max", numberToJson(row.backpressuredMax)},
                        {"bottleneck", row.bottleneck > 0 ? Json{{"operator", row.worst}, {"windows", row.bottleneck}}
                                                          : Json(nullptr)},
                        {"tags", row.tags},
                        {"notes", row.notes},
                        {"labels_given", row.corrections}});
        std::string vector;
        for (const auto& [id, p] : run.parallelism)
            vector += fmt::format("{}{}={}", vector.empty() ? "" : " ", id, p);
        table.add({std::to_string(run.id), printable(run.jobName), printable(run.connection), toRfc3339(run.started),
                   std::to_string(run.windows), printable(vector, 70)});
    }
    printPage(context, "runs", rows, page.next, table);
    return Done;
}

Result<int> graphs(Context& context, const Arguments& arguments) {
    ST_ASSIGN(auto* bench, context.workbench());
    ST_ASSIGN(const auto store, bench->store());
    ST_ASSIGN(const auto page, store->graphs(arguments.integer("limit", 50), arguments.text("after"), context.stop));
    Json rows = Json::array();
    Table table({"GRAPH", "NODES", "EDGES", "JOBS", "RUNS", "FIRST SEEN", "FIRST NAME"},
                {false, true, true, true, true, false, false});
    for (const history::GraphRecord& graph : page.rows) {
        rows.push_back({{"hash", graph.hash},
                        {"graph", graphToJson(graph.graph)},
                        {"jobs", graph.jobs},
                        {"runs", graph.runs},
                        {"first_seen", toRfc3339(graph.firstSeen)}});
        table.add({graph.hash.substr(0, 12), std::to_string(graph.graph.nodes.size()),
                   std::to_string(graph.graph.edges.size()), std::to_string(graph.jobs), std::to_string(graph.runs),
                   toRfc3339(graph.firstSeen),
                   printable(graph.graph.name.empty() ? graph.graph.id : graph.graph.name)});
    }
    printPage(context, "graphs", rows, page.next, table);
    return Done;
}

Json observationRowJson(const history::ObservationRow& row) {
    const NodeObservation& n = row.node;
    return {{"run", row.run},
            {"window", row.window},
            {"start", toRfc3339(row.start)},
            {"seconds", row.seconds},
            {"quiet", row.quiet},
            {"job", row.jobName},
            {"connection", row.connection},
            {"node", n.id},
            {"name", row.nodeName},
            {"parallelism", n.parallelism},
            {"in_rate", numberToJson(n.inRate)},
            {"out_rate", numberToJson(n.outRate)},
            {"busy_mean", numberToJson(n.busyMean)},
            {"busy_max", numberToJson(n.busyMax)},
            {"bp_mean", numberToJson(n.backpressuredMean)},
            {"bp_max", numberToJson(n.backpressuredMax)},
            {"idle_mean", numberToJson(n.idleMean)},
            {"label", row.label ? Json(*row.label) : Json(nullptr)},
            {"label_overridden", row.labelOverridden}};
}

Result<history::ObservationFilter> filterFrom(const Arguments& arguments) {
    history::ObservationFilter filter;
    filter.connection = arguments.text("connection");
    filter.jobName = arguments.text("job");
    filter.nodeNameContains = arguments.text("operator");
    if (arguments.has("run"))
        filter.run = arguments.integer("run", 0);
    if (arguments.has("busy-above"))
        filter.busyAbove = arguments.number("busy-above", 0);
    if (arguments.has("backpressure-above"))
        filter.backpressureAbove = arguments.number("backpressure-above", 0);
    if (arguments.has("label"))
        filter.label = arguments.text("label") == "unknown" ? -1 : arguments.text("label") == "bottleneck" ? 1 : 0;
    const TimePoint now = systemClock()->now();
    filter.since = arguments.time("since", now);
    filter.until = arguments.time("until", now);
    return filter;
}

Result<int> observations(Context& context, const Arguments& arguments) {
    ST_ASSIGN(auto* bench, context.workbench());
    ST_ASSIGN(const auto store, bench->store());
    ST_ASSIGN(const auto filter, filterFrom(arguments));
    ST_ASSIGN(const auto page,
              store->observations(filter, arguments.integer("limit", 50), arguments.text("after"), context.stop));
    Json rows = Json::array();
    Table table({"START", "JOB", "OPERATOR", "P", "IN/s", "OUT/s", "BUSY MAX", "BACKPR. MAX", "LABEL"},
                {false, false, false, true, true, true, true, true, false});
    for (const history::ObservationRow& row : page.rows) {
        rows.push_back(observationRowJson(row));
        table.add({toRfc3339(row.start), printable(row.jobName, 30),
                   printable(row.nodeName.empty() ? row.node.id : row.nodeName, 30),
                   std::to_string(row.node.parallelism), rateText(row.node.inRate), rateText(row.node.outRate),
                   shareText(row.node.busyMax), shareText(row.node.backpressuredMax),
                   !row.label        ? "-"
                   : *row.label == 1 ? "bottleneck"
                   : *row.label == 0 ? "fine"
                                     : "unknown"});
    }
    printPage(context, "observations", rows, page.next, table);
    return Done;
}

} // namespace

std::vector<Verb> historyVerbs() {
    const Option limit{"limit", Kind::Integer, "N", "Rows of a page. Default: 50."};
    const Option after{"after", Kind::Text, "KEY", "Go on after this key (\"next\" of the page before)."};
    return {
        {"history runs",
         "List deployments with their windows, newest first",
         "",
         {},
         {{"job", Kind::Text, "NAME", "Only this job."},
          {"filter", Kind::Text, "WORDS",
           "Only runs that fit all of these words: a part of the job's name, !part, /regular expression/, "
           "on:CONNECTION, engine:NAME, graph:HASH, operator:TEXT, tag:NAME, !tag:NAME, busy>0.9, bp>0.1, "
           "label:bottleneck|fine|unknown, since:2h, "
           "until:TIME, has:note, has:correction."},
          limit,
          after},
         "streamtune history runs --filter \"nexmark busy>0.9 since:24h\"",
         runs},
        {"history graphs",
         "List job graphs, each once per canonical form",
         "",
         {},
         {limit, after},
         "streamtune history graphs --json",
         graphs},
        {"history observations",
         "List what was measured, one row per operator and window, newest first",
         "Rates are records/s, shares 0..1 of time.",
         {},
         {{"job", Kind::Text, "NAME", "Only this job."},
          {"connection", Kind::Text, "NAME", "Only this connection."},
          {"operator", Kind::Text, "TEXT", "Only operators whose name contains this."},
          {"run", Kind::Integer, "N", "Only this run."},
          {"busy-above", Kind::Number, "SHARE", "Only where the largest busy share is above this, 0..1."},
          {"backpressure-above", Kind::Number, "SHARE",
           "Only where the largest back-pressured share is above this, 0..1."},
          {"label", Kind::Choice, "LABEL", "Only operators with this label.", {"bottleneck", "fine", "unknown"}},
          {"since", Kind::Time, "TIME", "Only windows that start at or after this time (or this long ago)."},
          {"until", Kind::Time, "TIME", "Only windows that start before this time (or this long ago)."},
          limit,
          after},
         "streamtune history observations --job nexmark-q5 --busy-above 0.9 --since 2h",
         observations},
    };
}

} // namespace streamtune::cli
