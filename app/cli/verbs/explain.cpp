// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "app/cli/context.h"
#include "app/cli/decisions.h"
#include "app/cli/verbs/verbs.h"

namespace streamtune::cli {
namespace {

/// By vertex id, else by the name that the plan knows.
const Json* findDecision(const Json& decisions, const review::Plan& plan, const std::string& wanted) {
    std::string id = wanted;
    for (const review::PlanChange& change : plan.changes)
        if (change.name == wanted)
            id = change.vertex;
    for (const Json& decision : decisions)
        if (const std::string node = stringAt(decision, "node"); node == id || stringAt(decision, "name") == wanted)
            return &decision;
    return nullptr;
}

Result<int> explain(Context& context, const Arguments& arguments) {
    ST_ASSIGN(auto* bench, context.workbench());
    ST_ASSIGN(const auto plan, bench->plan(arguments.text("id")));
    const Json decisions = decisionsOf(plan);
    const Json* decision = findDecision(decisions, plan, arguments.text("op"));
    if (!decision) {
        std::string known;
        for (const Json& d : decisions)
            known += (known.empty() ? "" : ", ") + stringAt(d, "node");
        return fail("plan.vertex",
                    fmt::format("Plan {} holds no decision about \"{}\".", plan.id, arguments.text("op")),
                    known.empty() ? "It was made by a person, not by a method." : "It knows: " + known + ".");
    }
    if (context.out.json())
        context.out.document({{"plan", plan.id}, {"model", plan.model}, {"decision", *decision}});
    else
        context.out.print(fmt::format("plan {}, {}\n{}", plan.id, plan.model, decisionText(*decision, context.out)));
    return Done;
}

} // namespace

std::vector<Verb> explainVerbs() {
    return {
        {"explain",
         "Show how the number of one operator in a plan came about",
         "Model value, margin, rounding, limits, key-group alignment, the final number, and every guard that bounded "
         "it. Rates are records/s.",
         {{"ID", "Id, or the beginning of one, or a plan file."}, {"OP", "Id or name of the operator."}},
         {},
         "streamtune explain 3f9a aggr2",
         explain}};
}

} // namespace streamtune::cli
