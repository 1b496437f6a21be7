// SPDX-License-Identifier: GPL-3.0-or-later
#include <nlohmann/json.hpp>

#include "app/cli/context.h"
#include "app/cli/decisions.h"
#include "app/cli/verbs/verbs.h"
#include "core/workbench/evidence_desk.h"

namespace streamtune::cli {
namespace {

Result<int> explain(Context& context, const Arguments& arguments) {
    ST_ASSIGN(auto* bench, context.workbench());
    const workbench::EvidenceDesk desk(*bench);
    ST_ASSIGN(const auto evidence, desk.explain(arguments.text("id"), arguments.text("op"), context.stop));
    if (context.out.json()) {
        Json document = workbench::evidenceToJson(evidence);
        ST_ASSIGN(const auto plan, bench->plan(arguments.text("id")));
        for (const Json& decision : decisionsOf(plan))
            if (stringAt(decision, "node") == evidence.explanation.node)
                document["decision"] = decision;
        context.out.document(document);
        return Done;
    }
    context.out.print(workbench::evidenceText(evidence));
    return Done;
}

} // namespace

std::vector<Verb> explainVerbs() {
    return {
        {"explain",
         "Show the evidence behind the number of one operator in a plan",
         "What was measured; the way from the model value over margin, limits and key-group alignment to the final "
         "number; the predicted chance of a bottleneck at every parallelism with its 68 % band, and where key groups "
         "make more instances worse; what drove it; the nearest past runs with distance, edit path and outcome; and "
         "how "
         "often such probabilities were right. Rates are records/s.",
         {{"ID", "Id, or the beginning of one, or a plan file."}, {"OP", "Id or name of the operator."}},
         {},
         "streamtune explain 3f9a aggr2",
         explain}};
}

} // namespace streamtune::cli
