// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "app/cli/context.h"
#include "app/cli/verbs/verbs.h"

namespace streamtune::cli {
namespace {

// A real cluster may need a restart, a settle time and a window before the first quiet one is complete.
constexpr Millis kPatience{180'000};

std::string windowText(const JobGraph& graph, const Observation& window, const Output& out) {
    Table table({"OPERATOR", "P", "IN/s", "OUT/s", "BUSY", "BUSY MAX", "BACKPR. MAX", "IDLE"},
                {false, true, true, true, true, true, true, true});
    for (const NodeObservation& node : window.nodes)
        table.add({printable(graph.shownName(node.id)), std::to_string(node.parallelism), rateText(node.inRate),
                   rateText(node.outRate), shareText(node.busyMean), shareText(node.busyMax),
                   shareText(node.backpressuredMax), shareText(node.idleMean)});
    std::string text = fmt::format("{} to {} ({:.1f} s), {}\n", toRfc3339(window.start), toRfc3339(window.end),
                                   window.seconds, window.quiet ? "quiet" : "not quiet: " + window.whyNotQuiet);
    text += table.text(out);
    for (const SourceObservation& source : window.sources)
        text += fmt::format("source {}: offered {}/s ({}), accepted {}/s, backlog {}\n",
                            printable(graph.shownName(source.id)), rateText(source.offered),
                            toString(source.offeredFrom), rateText(source.accepted), rateText(source.backlog));
    return text + "\n";
}

Result<int> observe(Context& context, const Arguments& arguments) {
    const bool byTime = arguments.has("for");
    const Millis span = arguments.duration("for", Millis{0});
    const int wanted = arguments.integer("windows", byTime ? 0 : 1);
    if (wanted == 0 && !byTime)
        return fail("usage.value", "--windows 0 asks for nothing.", "Give at least 1.");
    ST_ASSIGN(auto* bench, context.workbench());
    const std::string connection = arguments.text("name");
    ST_ASSIGN(const std::string job, bench->jobId(connection, arguments.text("job"), context.stop));
    // Names are for people: a job that cannot be shown at this moment is observed all the same.
    const auto view = bench->show(connection, job, context.stop);
    const JobGraph named = view ? view->snapshot.graph : JobGraph{};
    std::vector<Json> documents;
    std::optional<TimePoint> begin;
    for (int n = 0; wanted == 0 || n < wanted; ++n) {
        auto window = bench->observe(connection, job, kPatience, context.stop, context.progress());
        if (!window)
            return std::unexpected(std::move(window).error());
        begin = begin.value_or(window->start);
        if (context.out.lines())
            context.out.document(observationToJson(*window));
        else if (context.out.json())
            documents.push_back(observationToJson(*window));
        else
            context.out.print(windowText(named, *window, context.out));
        if (context.out.closed())
            break;
        if (byTime && window->end - *begin >= span) // in the engine's own time: the simulated cluster's runs faster
            break;
    }
    if (context.out.format == Format::Json)
        context.out.document(documents.size() == 1 ? documents.front() : Json(documents));
    return Done;
}

} // namespace

std::vector<Verb> observeVerbs() {
    return {{"observe",
             "Wait for quiet windows of a job, print and record them",
             "A window is quiet when no restart lies inside; its numbers come from cumulative counters. Rates are "
             "records/s, shares 0..1 of time. With --json several windows come as one array; --json-lines prints each "
             "as it happens.",
             {{"NAME", "Connection."}, {"JOB", "Id or name of the job."}},
             {{"for", Kind::Duration, "TIME", "Go on until this much of the engine's time is covered, such as 5m."},
              {"windows", Kind::Integer, "N", "Number of windows. Default: 1, or as many as --for takes."}},
             "streamtune observe flink-dev wordcount --windows 3 --json-lines",
             observe}};
}

} // namespace streamtune::cli
