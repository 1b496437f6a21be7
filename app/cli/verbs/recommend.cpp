// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "app/cli/context.h"
#include "app/cli/decisions.h"
#include "app/cli/shapes.h"
#include "app/cli/verbs/verbs.h"
#include "core/graph/graph_json.h"
#include "core/workbench/first_advice.h"

namespace streamtune::cli {
namespace {

std::string bandText(const tune::FirstDecision& d) {
    return isKnown(d.low) && isKnown(d.high) ? fmt::format("{:.0f} to {:.0f}", *d.low, *d.high) : "-";
}

/// For a job that never ran: nothing is measured, and there is no plan, because there is nothing to change yet.
Result<int> recommendFirst(Context& context, const Arguments& arguments) {
    ST_ASSIGN(auto* bench, context.workbench());
    ST_ASSIGN(const auto asked, recommendRequest(arguments));
    workbench::FirstRequest request{asked.connection, asked.job, {}, asked.rates, asked.limits};
    if (arguments.has("graph")) {
        ST_ASSIGN(request.graph, readGraphFile(arguments.text("graph")));
    }
    ST_ASSIGN(const auto advice, workbench::firstDeployment(*bench, request, context.stop, context.progress()));
    const Json document = tune::firstAdviceToJson(advice);
    ST_TRY(writeOut(context, arguments, document));
    if (context.out.json()) {
        context.out.document(document);
        return Done;
    }
    Table table({"OPERATOR", "PARALLELISM", "80 % BAND", "RISK", "PAST OPERATORS"}, {false, true, true, true, true});
    for (const tune::FirstDecision& d : advice.decisions)
        table.add({printable(d.name.empty() ? d.node : d.name),
                   isKnown(d.parallelism) ? fmt::format("{:.0f}", *d.parallelism) : "?", bandText(d),
                   isKnown(d.risk) ? fmt::format("{:.2f}", *d.risk) : "-", std::to_string(d.seen)});
    std::string text = table.text(context.out) + "\n" + printable(advice.origin, 1000) + "\n";
    if (isKnown(advice.enough))
        text += fmt::format("{:.0f} slots; with probability {:.2f} everything suffices at once.\n",
                            valueOr(advice.slots, 0), *advice.enough);
    else
        text += "Not enough evidence for a first parallelism of every operator.\n";
    for (const std::string& why : advice.whyNot)
        text += "  " + printable(why, 1000) + "\n";
    if (arguments.has("explain"))
        for (const tune::FirstDecision& d : advice.decisions)
            text += fmt::format("{}: {}\n", printable(d.name.empty() ? d.node : d.name), printable(d.reason, 1000));
    context.out.print(text);
    return Done;
}

Result<int> recommend(Context& context, const Arguments& arguments) {
    if (arguments.has("first") || arguments.has("graph")) {
        if (arguments.has("job") == arguments.has("graph"))
            return fail("usage", "Name either a job of the connection or a graph.",
                        "streamtune recommend NAME JOB --first, or streamtune recommend NAME --graph FILE");
        return recommendFirst(context, arguments);
    }
    if (!arguments.has("job"))
        return fail("usage", "Name the job.", "streamtune recommend NAME JOB; its jobs are in `streamtune jobs NAME`.");
    ST_ASSIGN(auto* bench, context.workbench());
    ST_ASSIGN(const auto request, recommendRequest(arguments));
    ST_ASSIGN(const auto plan, bench->recommend(request, context.stop, context.progress()));
    ST_ASSIGN(const auto state, bench->planState(plan.id));
    const Json document = planDocument(plan, state);
    ST_TRY(writeOut(context, arguments, document));
    if (context.out.json()) {
        context.out.document(document);
        return Done;
    }
    std::string text = review::planAsText(plan);
    if (!text.ends_with('\n'))
        text += '\n';
    for (const std::string& why : plan.whyNothing)
        text += why + "\n";
    if (arguments.has("explain"))
        text += "\n" + decisionsText(plan, context.out);
    text += fmt::format("\nplan {}  ({}, {})\n", plan.id, toString(state), plan.model);
    if (!plan.changes.empty() || !plan.placement.empty())
        text +=
            fmt::format("Next: streamtune plan check {0}; streamtune approve {0} --as WHO --reason TEXT\n", plan.id);
    context.out.print(text);
    return Done;
}

} // namespace

std::vector<Verb> recommendVerbs() {
    std::vector<Option> options = recommendOptions();
    options.push_back({"explain", Kind::Flag, "", "Show every intermediate value and guard of every operator."});
    options.push_back({"first", Kind::Flag, "",
                       "For a job that never ran: a first parallelism from the history of other jobs, with its "
                       "uncertainty. Nothing is measured and no plan is made; the rate of every source must be said."});
    options.push_back(
        {"graph", Kind::File, "FILE", "The same for a job that is nowhere yet: its graph (streamtune.graph/1)."});
    options.push_back({"out", Kind::File, "FILE", "Also write the plan (streamtune.plan/1) to FILE."});
    return {
        {"recommend",
         "Recommend a parallelism for every operator, as a stored draft plan",
         "Observes by itself when there is no fresh window. Where no change is advised, the plan has no changes and "
         "says why, and the exit code is 0. Nothing is sent to the cluster.",
         {{"NAME", "Connection."}, {"JOB", "Id or name of the job; not with --graph.", false}},
         std::move(options),
         "streamtune --demo recommend demo nexmark-q5 --method ds2 --explain",
         recommend}};
}

} // namespace streamtune::cli
