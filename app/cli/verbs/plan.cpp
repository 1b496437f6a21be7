// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "app/cli/context.h"
#include "app/cli/decisions.h"
#include "app/cli/shapes.h"
#include "app/cli/verbs/verbs.h"

namespace streamtune::cli {
namespace {

std::string withNewline(std::string text) {
    return text.ends_with('\n') ? text : text + "\n";
}

Result<int> show(Context& context, const Arguments& arguments) {
    ST_ASSIGN(auto* bench, context.workbench());
    ST_ASSIGN(const auto plan, bench->plan(arguments.text("id")));
    ST_ASSIGN(const auto state, bench->planState(plan.id));
    if (arguments.has("as")) {
        ST_ASSIGN(const std::string text, review::planAs(plan, arguments.text("as")));
        context.out.print(withNewline(text));
    } else if (context.out.json()) {
        context.out.document(planDocument(plan, state));
    } else {
        std::string text =
            fmt::format("plan {}  {}\n{}\njob {} on {} ({}), path {}, slots {} -> {}\ncreated {}, expires {}\n",
                        plan.id, context.out.styled(toString(state), "bold"), review::planHash(plan),
                        printable(plan.jobName), printable(plan.connection), plan.engine, toString(plan.path),
                        plan.slotsBefore, plan.slotsAfter, toRfc3339(plan.created), toRfc3339(plan.expires));
        if (plan.parent)
            text += fmt::format("{} {}\n", plan.rollback ? "undoes" : "edited from", *plan.parent);
        text += "\n" + withNewline(review::planAsText(plan));
        for (const std::string& why : plan.whyNothing)
            text += why + "\n";
        context.out.print(text);
    }
    return Done;
}

Result<int> list(Context& context, const Arguments& arguments) {
    if (arguments.has("state"))
        if (const auto known = review::planStateFromString(arguments.text("state")); !known)
            return fail("usage.value", known.error().sentence, known.error().hint);
    ST_ASSIGN(auto* bench, context.workbench());
    ST_ASSIGN(const auto store, bench->store());
    ST_ASSIGN(const auto page, store->plans("", arguments.text("job"), arguments.text("state"),
                                            arguments.integer("limit", 50), arguments.text("after")));
    Json document{{"plans", Json::array()}, {"next", page.next.empty() ? Json(nullptr) : Json(page.next)}};
    Table table({"PLAN", "STATE", "CONNECTION", "JOB", "CREATED"});
    for (const history::PlanRecord& plan : page.rows) {
        document["plans"].push_back({{"id", plan.id},
                                     {"hash", plan.hash},
                                     {"state", plan.state},
                                     {"connection", plan.connection},
                                     {"job", {{"id", plan.jobId}, {"name", plan.jobName}}},
                                     {"parent", plan.parent.empty() ? Json(nullptr) : Json(plan.parent)},
                                     {"created", toRfc3339(plan.created)},
                                     {"updated", toRfc3339(plan.updated)}});
        table.add({plan.id, plan.state, printable(plan.connection), printable(plan.jobName), toRfc3339(plan.created)});
    }
    if (context.out.json())
        context.out.document(document);
    else
        context.out.print(table.empty() ? "No plans.\n" : table.text(context.out));
    return Done;
}

Result<int> diff(Context& context, const Arguments& arguments) {
    ST_ASSIGN(auto* bench, context.workbench());
    ST_ASSIGN(const auto plan, bench->plan(arguments.text("id")));
    const auto view = bench->show(plan.connection, plan.jobId, context.stop);
    // A cluster that does not answer leaves the third column unknown; the plan itself can still be read.
    const auto nowOf = [&](const std::string& vertex) -> std::optional<int> {
        const Operator* node = view ? view->snapshot.graph.find(vertex) : nullptr;
        return node ? std::optional(node->parallelism) : std::nullopt;
    };
    if (!view)
        context.out.note("The job's present state is unknown: " + printable(view.error().sentence, 1000));
    const ParallelismVector target = plan.target();
    Json rows = Json::array();
    Table table({"", "OPERATOR", "BASE", "TARGET", "NOW", "REASON"}, {false, false, true, true, true, false});
    for (const auto& [vertex, base] : plan.base) {
        const auto change = std::ranges::find(plan.changes, vertex, &review::PlanChange::vertex);
        const bool changed = change != plan.changes.end();
        const int to = target.at(vertex);
        const auto now = nowOf(vertex);
        rows.push_back({{"vertex", vertex},
                        {"name", changed ? change->name : ""},
                        {"base", base},
                        {"target", to},
                        {"now", now ? Json(*now) : Json(nullptr)},
                        {"reason", changed ? change->reason : ""}});
        table.add({to > base   ? "+"
                   : to < base ? "-"
                               : " ",
                   printable(changed && !change->name.empty() ? change->name : vertex), std::to_string(base),
                   std::to_string(to), now ? std::to_string(*now) : "?",
                   changed ? printable(change->reason, 120) : ""});
    }
    if (context.out.json())
        context.out.document(
            {{"plan", plan.id}, {"rows", rows}, {"slots", {{"before", plan.slotsBefore}, {"after", plan.slotsAfter}}}});
    else
        context.out.print(table.text(context.out) + fmt::format("slots {} -> {}\n", plan.slotsBefore, plan.slotsAfter));
    return Done;
}

Result<int> edit(Context& context, const Arguments& arguments) {
    ST_ASSIGN(auto* bench, context.workbench());
    ST_ASSIGN(const auto plan, bench->editPlan(arguments.text("id"), arguments.levels("set")));
    ST_ASSIGN(const auto state, bench->planState(plan.id));
    const Json document = planDocument(plan, state);
    ST_TRY(writeOut(context, arguments, document));
    if (context.out.json())
        context.out.document(document);
    else
        context.out.print(withNewline(review::planAsText(plan)) + fmt::format("\nplan {}  ({}), edited from {}\n",
                                                                              plan.id, toString(state),
                                                                              plan.parent.value_or("?")));
    return Done;
}

Result<int> check(Context& context, const Arguments& arguments) {
    ST_ASSIGN(auto* bench, context.workbench());
    ST_ASSIGN(const auto plan, bench->plan(arguments.text("id")));
    ST_ASSIGN(const auto preflight, bench->check(arguments.text("id"), context.stop));
    ST_ASSIGN(const auto state, bench->planState(plan.id));
    if (context.out.json()) {
        Json document = preflightJson(preflight);
        document["plan"] = plan.id;
        document["state"] = toString(state);
        context.out.document(document);
    } else {
        context.out.print(preflightText(preflight, context.out) + "\nNothing was sent.\n");
    }
    if (!preflight.drift.empty() || state == review::PlanState::Stale)
        return StalePlan;
    return preflight.blocked() ? Refused : Done;
}

} // namespace

std::vector<Verb> planVerbs() {
    const Positional id{"ID", "Id of the plan, the beginning of one, or a file with streamtune.plan/1."};
    return {
        {"plan list",
         "List the stored plans, newest first",
         "",
         {},
         {{"job", Kind::Text, "NAME", "Only plans of this job."},
          {"state", Kind::Text, "STATE", "Only plans in this state, such as draft or done."},
          {"limit", Kind::Integer, "N", "Rows of a page. Default: 50."},
          {"after", Kind::Text, "KEY", "Go on after this key (\"next\" of the page before)."}},
         "streamtune plan list --state done",
         list},
        {"plan show",
         "Show a plan with its state",
         "",
         {id},
         {{"as", Kind::Choice, "FORM", "Print it for use elsewhere.", {"json", "rest", "yaml", "ticket", "args"}}},
         "streamtune plan show 3f9a --as ticket",
         show},
        {"plan diff",
         "Show base, target and the job as it is now, side by side",
         "",
         {id},
         {},
         "streamtune plan diff plan.json",
         diff},
        {"plan edit",
         "Make a new plan with other numbers",
         "The result is a draft of its own with the old plan as parent; an approval of the old one does not count for "
         "it.",
         {id},
         {{"set", Kind::Level, "OP=P", "Parallelism of an operator, by vertex id or name.", {}, true, true},
          {"out", Kind::File, "FILE", "Also write the new plan to FILE."}},
         "streamtune plan edit 3f9a --set aggr2=5",
         edit},
        {"plan check",
         "Run the preflight and print the exact requests; nothing is sent",
         "Exit code 3 when something blocks the plan, 4 when the job changed since the plan was made.",
         {id},
         {},
         "streamtune plan check 3f9a",
         check},
    };
}

} // namespace streamtune::cli
