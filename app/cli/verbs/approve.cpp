// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "app/cli/context.h"
#include "app/cli/shapes.h"
#include "app/cli/verbs/verbs.h"

namespace streamtune::cli {
namespace {

Result<int> decide(Context& context, const Arguments& arguments, bool yes) {
    ST_ASSIGN(auto* bench, context.workbench());
    const std::string id = arguments.text("id");
    const review::Actor actor{arguments.text("as"), arguments.text("reason")};
    ST_TRY(yes ? bench->approve(id, actor, context.stop) : bench->reject(id, actor));
    ST_ASSIGN(const auto plan, bench->plan(id));
    ST_ASSIGN(const auto state, bench->planState(plan.id));
    if (context.out.json())
        context.out.document({{"plan", plan.id},
                              {"hash", review::planHash(plan)},
                              {"state", toString(state)},
                              {"who", actor.who},
                              {"reason", actor.reason}});
    else
        context.out.print(fmt::format("plan {} is {} by {}\n", plan.id, toString(state), printable(actor.who)));
    return Done;
}

Result<int> approve(Context& context, const Arguments& arguments) {
    return decide(context, arguments, true);
}

Result<int> reject(Context& context, const Arguments& arguments) {
    return decide(context, arguments, false);
}

} // namespace

std::vector<Verb> approveVerbs() {
    const Positional id{"ID", "Id of the plan, the beginning of one, or a file with streamtune.plan/1."};
    const std::vector<Option> who{{"as", Kind::Text, "WHO", "Who decides.", {}, false, true},
                                  {"reason", Kind::Text, "TEXT", "Why; kept in the audit trail.", {}, false, true}};
    return {
        {"approve",
         "Approve a plan after its preflight",
         "Valid for exactly this plan (its hash). Refused where the preflight blocks it or the job has changed.",
         {id},
         who,
         "streamtune approve 3f9a --as ada --reason \"busy since noon\"",
         approve},
        {"reject",
         "Reject a plan",
         "",
         {id},
         who,
         "streamtune reject 3f9a --as ada --reason \"not before Monday\"",
         reject},
    };
}

} // namespace streamtune::cli
