// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "app/cli/context.h"
#include "app/cli/graph_svg.h"
#include "app/cli/picture.h"
#include "app/cli/shapes.h"
#include "app/cli/verbs/verbs.h"
#include "core/graph/graph_json.h"
#include "core/layout/layout.h"
#include "core/workbench/packed.h"

namespace streamtune::cli {
namespace {

layout::Layout layoutOf(const Context& context, const JobGraph& graph) {
    auto exact = layout::dotLayout(graph, {}, layout::defaultHelper(), context.stop);
    return exact ? *std::move(exact) : layout::quickLayout(graph, {}); // without the helper a plainer one serves
}

/// Timely: which worker is how busy with which operator; null for other engines.
Json workersJson(const workbench::JobView& view) {
    const auto placement = workbench::placementOf(view.snapshot);
    if (placement.empty())
        return nullptr;
    Json rows = Json::array();
    if (view.window) {
        const workbench::WorkersMatrix matrix = workbench::workersMatrix(view.snapshot, *view.window);
        for (const workbench::WorkerRow& row : matrix.rows) {
            Json busy = Json::object();
            for (std::size_t i = 0; i < matrix.operators.size(); ++i)
                if (row.busy[i])
                    busy[matrix.operators[i]] = numberToJson(row.busy[i]);
            rows.push_back({{"worker", row.worker},
                            {"load", numberToJson(row.load)},
                            {"run_queue", numberToJson(row.runQueue)},
                            {"lag", numberToJson(row.lag)},
                            {"busy", std::move(busy)}});
        }
    }
    return {{"placement", placement}, {"workers", std::move(rows)}};
}

std::string workersText(const workbench::JobView& view, const Output& out) {
    if (!view.window || workbench::placementOf(view.snapshot).empty())
        return {};
    const workbench::WorkersMatrix matrix = workbench::workersMatrix(view.snapshot, *view.window);
    std::vector<std::string> head{"WORKER", "LOAD"};
    for (const std::string& op : matrix.operators)
        head.push_back(printable(op, 24));
    Table table(head, std::vector<bool>(head.size(), true));
    for (const workbench::WorkerRow& row : matrix.rows) {
        std::vector<std::string> cells{std::to_string(row.worker), shareText(row.load)};
        for (const Number& busy : row.busy)
            cells.push_back(busy ? shareText(busy) : "");
        table.add(cells);
    }
    return table.text(out);
}

Json toJson(const std::string& connection, const workbench::JobView& view) {
    const engines::JobSnapshot& s = view.snapshot;
    return {
        {"connection", connection},
        {"job", {{"id", s.jobId}, {"name", s.jobName}, {"state", s.state}, {"running", s.running}, {"epoch", s.epoch}}},
        {"facts", s.facts},
        {"exceptions", s.exceptions},
        {"slots", {{"total", numberToJson(s.slotsTotal)}, {"free", numberToJson(s.slotsFree)}}},
        {"parallelism", vectorJson(s.graph.parallelism())},
        {"graph", graphToJson(s.graph)},
        {"workers", workersJson(view)},
        {"window", view.window ? observationToJson(*view.window) : Json(nullptr)},
        {"labels", view.window ? labelsJson(view.labels) : Json(nullptr)}};
}

std::string labelWord(const workbench::JobView& view, const std::string& node) {
    const auto it = view.labels.nodes.find(node);
    if (!view.window || it == view.labels.nodes.end())
        return "-";
    return it->second.label == 1 ? "bottleneck" : it->second.label == 0 ? "fine" : "unknown";
}

std::string toText(const workbench::JobView& view, const Output& out) {
    const engines::JobSnapshot& s = view.snapshot;
    std::string text =
        fmt::format("{}  {}  {}\n", out.styled(printable(s.jobName), "bold"), printable(s.jobId), s.state);
    text += view.window
                ? fmt::format("measured {} ({:.1f} s window)\n", toRfc3339(view.window->end), view.window->seconds)
                : "not measured yet; run: streamtune observe\n";
    Table table({"OPERATOR", "TYPE", "P", "IN/s", "OUT/s", "BUSY MAX", "BACKPR. MAX", "LABEL", "FEEDS"},
                {false, false, true, true, true, true, true, false, false});
    for (const Operator& node : s.graph.nodes) {
        const NodeObservation* seen = view.window ? view.window->find(node.id) : nullptr;
        std::string feeds;
        for (const Edge* edge : s.graph.outputsOf(node.id))
            feeds += (feeds.empty() ? "" : ", ") + s.graph.shownName(edge->to) + " (" + edge->label + ")";
        table.add({printable(node.shownName(), 40), printable(node.label, 16),
                   std::to_string(node.parallelism) + (node.pinned ? "*" : ""),
                   rateText(seen ? seen->inRate : Number{}), rateText(seen ? seen->outRate : Number{}),
                   shareText(seen ? seen->busyMax : Number{}), shareText(seen ? seen->backpressuredMax : Number{}),
                   labelWord(view, node.id), printable(feeds, 80)});
    }
    text += table.text(out) + workersText(view, out);
    if (std::ranges::any_of(s.graph.nodes, &Operator::pinned))
        text += "* pinned: its parallelism cannot be changed\n";
    if (view.window && !view.labels.why.empty())
        text += printable(view.labels.why, 1000) + "\n";
    for (const std::string& exception : s.exceptions)
        text += "exception: " + printable(exception, 300) + "\n";
    return text;
}

Result<int> showJob(Context& context, const Arguments& arguments) {
    ST_ASSIGN(auto* bench, context.workbench());
    const std::string connection = arguments.text("name");
    ST_ASSIGN(const auto view, bench->show(connection, arguments.text("job"), context.stop));
    if (arguments.has("svg") || arguments.has("png")) {
        const std::string svg = graphSvg(view, layoutOf(context, view.snapshot.graph));
        if (arguments.has("svg"))
            ST_TRY(writeFile(arguments.text("svg"), svg));
        if (arguments.has("png"))
            ST_TRY(writePng(svg, arguments.text("png"), context.stop));
        for (const char* kind : {"svg", "png"})
            if (arguments.has(kind))
                context.out.note("Wrote " + arguments.text(kind) + ".");
    }
    if (context.out.json())
        context.out.document(toJson(connection, view));
    else if (arguments.has("dot"))
        context.out.print(graphToDot(view.snapshot.graph));
    else
        context.out.print(toText(view, context.out));
    return Done;
}

} // namespace

std::vector<Verb> showVerbs() {
    return {{"show",
             "Show a job's graph with the latest measured state and labels",
             "Rates are records/s, shares of time over the window; maxima are over subtasks.",
             {{"NAME", "Connection."}, {"JOB", "Id or name of the job."}},
             {{"dot", Kind::Flag, "", "Print the graph as DOT instead of a table."},
              {"svg", Kind::File, "FILE", "Draw the graph as SVG."},
              {"png", Kind::File, "FILE", "Draw the graph as PNG."}},
             "streamtune --demo show demo nexmark-q5 --svg q5.svg",
             showJob}};
}

} // namespace streamtune::cli
