// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "app/cli/context.h"
#include "app/cli/decisions.h"
#include "app/cli/shapes.h"
#include "app/cli/verbs/verbs.h"

namespace streamtune::cli {
namespace {

Result<int> recommend(Context& context, const Arguments& arguments) {
    ST_ASSIGN(auto* bench, context.workbench());
    ST_ASSIGN(const auto request, recommendRequest(arguments));
    ST_ASSIGN(const auto plan, bench->recommend(request, context.stop, context.progress()));
    ST_ASSIGN(const auto state, bench->planState(plan.id));
    const Json document = planDocument(plan, state);
    if (arguments.has("out")) {
        ST_TRY(writeFile(arguments.text("out"), prettyJson(document) + "\n"));
        context.out.note("Wrote " + arguments.text("out") + ".");
    }
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
    options.push_back({"out", Kind::File, "FILE", "Also write the plan (streamtune.plan/1) to FILE."});
    return {
        {"recommend",
         "Recommend a parallelism for every operator, as a stored draft plan",
         "Observes by itself when there is no fresh window. Where no change is advised, the plan has no changes and "
         "says why, and the exit code is 0. Nothing is sent to the cluster.",
         {{"NAME", "Connection."}, {"JOB", "Id or name of the job."}},
         std::move(options),
         "streamtune --demo recommend demo nexmark-q5 --method ds2 --explain",
         recommend}};
}

} // namespace streamtune::cli
