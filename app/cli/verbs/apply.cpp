// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>
#include <functional>
#include <nlohmann/json.hpp>

#include "app/cli/context.h"
#include "app/cli/shapes.h"
#include "app/cli/verbs/verbs.h"

namespace streamtune::cli {
namespace {

std::function<void(const engines::ApplyStep&)> stepPrinter(Context& context) {
    return [&out = context.out](const engines::ApplyStep& step) {
        if (out.lines())
            out.document({{"step", step.name},
                          {"state", step.state},
                          {"sentence", step.sentence},
                          {"at", toRfc3339(step.at)},
                          {"point_of_no_return", step.pointOfNoReturn}});
        else
            out.note(fmt::format("{:6} {}{}{}", step.state, step.name, step.sentence.empty() ? "" : ": ",
                                 printable(step.sentence, 400)));
    };
}

int finish(Context& context, const review::Plan& plan, review::PlanState state, const review::Outcome& outcome) {
    if (context.out.json()) {
        Json document = review::outcomeToJson(outcome);
        document["plan"] = plan.id;
        document["state"] = toString(state);
        document["outcome"] = toString(outcome.kind);
        if (plan.rollback && plan.parent)
            document["undoes"] = *plan.parent;
        context.out.document(document);
    } else {
        std::string text = fmt::format("{}: {}\n", context.out.styled(toString(outcome.kind), "bold"),
                                       printable(outcome.sentence, 2000));
        for (const std::string& exception : outcome.exceptions)
            text += "exception: " + printable(exception, 300) + "\n";
        text += fmt::format("plan {} is {}, after {:.1f} s\n", plan.id, toString(state), outcome.seconds);
        context.out.print(text);
    }
    return exitCodeOf(outcome.kind);
}

Result<int> apply(Context& context, const Arguments& arguments) {
    ST_ASSIGN(auto* bench, context.workbench());
    const std::string id = arguments.text("id");
    ST_ASSIGN(const auto plan, bench->plan(id));
    if (arguments.has("dry-run")) {
        ST_ASSIGN(const auto preflight, bench->dryRun(id, context.stop));
        ST_ASSIGN(const auto state, bench->planState(plan.id));
        if (context.out.json()) {
            Json document = preflightJson(preflight);
            document["plan"] = plan.id;
            document["state"] = toString(state);
            document["dry_run"] = true;
            context.out.document(document);
        } else {
            context.out.print(preflightText(preflight, context.out) + "\nDry run: nothing was sent.\n");
        }
        return !preflight.drift.empty() ? StalePlan : preflight.blocked() ? Refused : Done;
    }
    ST_ASSIGN(const auto outcome, bench->apply(id, arguments.text("confirm"), context.stop, context.progress(),
                                               stepPrinter(context), arguments.text("outside-window")));
    ST_ASSIGN(const auto state, bench->planState(plan.id));
    return finish(context, plan, state, outcome);
}

Result<int> rollback(Context& context, const Arguments& arguments) {
    ST_ASSIGN(auto* bench, context.workbench());
    ST_ASSIGN(const auto undone, bench->plan(arguments.text("id")));
    const review::Actor actor{arguments.text("as"), arguments.text("reason")};
    ST_ASSIGN(const auto outcome, bench->rollback(undone.id, actor, arguments.text("confirm"), context.stop,
                                                  context.progress(), stepPrinter(context)));
    // The reverse plan is the newest of this job.
    ST_ASSIGN(const auto store, bench->store());
    ST_ASSIGN(const auto page, store->plans(undone.connection, undone.jobName, "", 20, ""));
    for (const history::PlanRecord& record : page.rows) {
        ST_ASSIGN(const auto plan, bench->plan(record.id));
        if (!plan.rollback || plan.parent != undone.id)
            continue;
        ST_ASSIGN(const auto state, bench->planState(plan.id));
        return finish(context, plan, state, outcome);
    }
    ST_ASSIGN(const auto state, bench->planState(undone.id));
    return finish(context, undone, state, outcome);
}

} // namespace

std::vector<Verb> applyVerbs() {
    const Option confirm{"confirm", Kind::Text, "JOBNAME", "Name of the job, required on prod connections."};
    return {
        {"apply",
         "Apply an approved plan: send, wait, verify",
         "Can be interrupted until the request is sent; from then on the outcome is awaited. Exit code 0 achieved, 7 "
         "partly, 5 not achieved, failed or unknown, 3 not approved, 4 stale.",
         {{"ID", "Id of the plan, the beginning of one, or a file with streamtune.plan/1."}},
         {{"dry-run", Kind::Flag, "", "Print the exact requests; send nothing."},
          confirm,
          {"outside-window", Kind::Text, "REASON",
           "Apply outside of the change window of the connection; the reason is kept in the audit trail."}},
         "streamtune apply 3f9a --json",
         apply},
        {"rollback",
         "Undo an applied plan: make, approve and apply the reverse plan",
         "",
         {{"ID", "Id of the applied plan, or the beginning of one."}},
         {{"as", Kind::Text, "WHO", "Who decides.", {}, false, true},
          {"reason", Kind::Text, "TEXT", "Why; kept in the audit trail.", {}, false, true},
          confirm},
         "streamtune rollback 3f9a --as ada --reason \"latency rose\"",
         rollback},
    };
}

} // namespace streamtune::cli
