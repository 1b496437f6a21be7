// SPDX-License-Identifier: GPL-3.0-or-later
// What people do with the history: notes, tags, size, retention, operators of changed jobs.
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "app/cli/context.h"
#include "app/cli/shapes.h"
#include "app/cli/verbs/verbs.h"
#include "core/base/format.h"
#include "core/history/run_archive.h"
#include "core/workbench/job_versions.h"
#include "core/workbench/names.h"

namespace streamtune::cli {
namespace {

Result<int> note(Context& context, const Arguments& arguments) {
    ST_ASSIGN(auto* bench, context.workbench());
    ST_ASSIGN(const auto store, bench->store());
    const std::string subject = arguments.text("subject");
    if (arguments.has("remove"))
        ST_TRY(store->removeNote(arguments.whole("remove", 0)));
    if (arguments.has("text"))
        ST_TRY(store->addNote({0, subject, arguments.text("text"), arguments.text("as", Context::loginName()), {}}));
    ST_ASSIGN(const auto notes, store->notes(subject));
    Json rows = Json::array();
    Table table({"NOTE", "SUBJECT", "WHO", "WHEN", "TEXT"}, {true, false, false, false, false});
    for (const history::Note& one : notes) {
        rows.push_back({{"id", one.id},
                        {"subject", one.subject},
                        {"text", one.text},
                        {"who", one.who},
                        {"at", toRfc3339(one.at)}});
        table.add({std::to_string(one.id), printable(one.subject), printable(one.who), toRfc3339(one.at),
                   printable(one.text, 100)});
    }
    if (context.out.json())
        context.out.document({{"notes", rows}});
    else
        context.out.print(table.empty() ? "No notes.\n" : table.text(context.out));
    return Done;
}

Result<int> tag(Context& context, const Arguments& arguments) {
    ST_ASSIGN(auto* bench, context.workbench());
    ST_ASSIGN(const auto store, bench->store());
    const std::string subject = arguments.text("subject");
    if (arguments.has("tag"))
        ST_TRY(arguments.has("remove") ? store->removeTag(subject, arguments.text("tag"))
                                       : store->addTag(subject, arguments.text("tag")));
    ST_ASSIGN(const auto tags, store->tags(subject));
    std::string text;
    for (const std::string& one : tags)
        text += printable(one) + "\n";
    if (context.out.json())
        context.out.document({{"subject", subject}, {"tags", tags}});
    else
        context.out.print(text.empty() ? "No tags.\n" : text);
    return Done;
}

Result<int> size(Context& context, const Arguments&) {
    ST_ASSIGN(auto* bench, context.workbench());
    ST_ASSIGN(const auto store, bench->store());
    ST_ASSIGN(const auto stats, store->stats());
    ST_ASSIGN(const auto sizes, store->tableSizes(context.stop));
    Json tables = Json::array();
    Table table({"TABLE", "ROWS", "SIZE"}, {false, true, true});
    for (const history::TableSize& one : sizes) {
        tables.push_back({{"table", one.table}, {"rows", one.rows}, {"bytes", one.bytes}});
        table.add({one.table, formatCount(one.rows), formatBytes(static_cast<double>(one.bytes))});
    }
    if (context.out.json())
        context.out.document({{"bytes", stats.bytes},
                              {"jobs", stats.jobs},
                              {"runs", stats.runs},
                              {"observations", stats.observations},
                              {"tables", tables}});
    else
        context.out.print(table.text(context.out) +
                          fmt::format("In all {}.\n", formatBytes(static_cast<double>(stats.bytes))));
    return Done;
}

Result<int> forget(Context& context, const Arguments& arguments) {
    ST_ASSIGN(auto* bench, context.workbench());
    ST_ASSIGN(const auto store, bench->store());
    history::Retention what;
    what.before = arguments.time("before", systemClock()->now()).value_or(TimePoint{});
    what.keepTagged = !arguments.has("tagged-too");
    what.dryRun = true;
    const std::string who = arguments.text("as", Context::loginName());
    ST_ASSIGN(auto report, store->forget(what, who, arguments.text("reason"), context.stop));
    const bool asked = arguments.has("dry-run");
    what.copy = arguments.text("copy");
    if (!asked && report.windows > 0) {
        if (!confirmed(context, fmt::format("Forget {} windows of {} runs{}?", report.windows, report.runs,
                                            what.copy.empty() ? " for good" : "")))
            return fail("refused.confirm", "Nothing was forgotten: it was not confirmed.", "Say --yes, or --dry-run.");
        what.dryRun = false;
        ST_ASSIGN(report, store->forget(what, who, arguments.text("reason"), context.stop));
    }
    const bool copied = !what.dryRun && report.windows > 0 && !what.copy.empty();
    if (context.out.json())
        context.out.document({{"windows", report.windows},
                              {"observations", report.observations},
                              {"runs", report.runs},
                              {"bytes_before", report.bytesBefore},
                              {"bytes_after", report.bytesAfter},
                              {"dry_run", what.dryRun},
                              {"copy", copied ? Json(what.copy.string()) : Json(nullptr)}});
    else
        context.out.print(
            fmt::format("{} {} windows with {} observations of {} runs.\n{}", what.dryRun ? "Would forget" : "Forgot",
                        report.windows, report.observations, report.runs,
                        copied ? "`streamtune import " + what.copy.string() + "` brings them back.\n" : std::string()));
    return Done;
}

/// The labels of a window with their reasons, or another one given and taken back.
Result<int> label(Context& context, const Arguments& arguments) {
    ST_ASSIGN(auto* bench, context.workbench());
    ST_ASSIGN(const auto store, bench->store());
    const std::int64_t run = arguments.whole("run", 0), number = arguments.whole("window", 0);
    ST_ASSIGN(const auto graph, store->graphOfRun(run));
    ST_ASSIGN(const auto windows, store->windowsOfRun(run, number, 1, context.stop));
    if (!graph || windows.empty() || windows.front().number != number)
        return fail("store.unknown_window",
                    fmt::format("There is no window {} of run {}, or it was forgotten.", number, run),
                    "List them with `streamtune history observations --run N`.");
    if (arguments.has("operator") && (arguments.has("set") || arguments.has("undo"))) {
        ST_ASSIGN(const std::string node, workbench::vertexId(*graph, arguments.text("operator")));
        const std::string who = arguments.text("as", Context::loginName()), why = arguments.text("reason");
        if (why.empty())
            return fail("usage.value", "A label is given or taken back with a reason.", "Say --reason TEXT.");
        const std::string word = arguments.text("set");
        ST_ASSIGN(const auto archive, history::RunArchive::beside(*store));
        ST_TRY(arguments.has("undo") ? archive->withdrawLabel(run, number, node, who, why)
                                     : store->overrideLabel({run,
                                                             number,
                                                             node,
                                                             word == "bottleneck" ? 1
                                                             : word == "fine"     ? 0
                                                                                  : -1,
                                                             who,
                                                             why,
                                                             {}}));
    }
    const tune::Labels labels = tune::labelWindow(*graph, windows.front().window, {});
    ST_ASSIGN(const auto given, store->overrides(run));
    const auto word = [](const Json& value) {
        return value.is_null() ? "-" : value == 1 ? "bottleneck" : value == 0 ? "fine" : "unknown";
    };
    Json rows = Json::array();
    Table table({"OPERATOR", "IN FORCE", "BY", "BY THE RULE", "WHY"});
    for (const Operator& op : graph->nodes) {
        const auto computed = labels.nodes.find(op.id);
        const auto recorded = windows.front().labels.find(op.id);
        Json person = nullptr,
             inForce = recorded == windows.front().labels.end() ? Json(nullptr) : Json(recorded->second);
        for (const history::LabelOverride& one : given)
            if (one.window == number && one.node == op.id) {
                inForce = one.label;
                person = {{"who", one.who}, {"reason", one.reason}, {"at", toRfc3339(one.at)}};
            }
        const bool known = computed != labels.nodes.end();
        rows.push_back({{"node", op.id},
                        {"name", op.name},
                        {"label", inForce},
                        {"given", person},
                        {"rule", known ? Json(computed->second.label) : Json(nullptr)},
                        {"why", known ? computed->second.why : ""}});
        table.add({printable(op.name, 30), word(inForce),
                   person.is_null() ? "rule" : printable(stringAt(person, "who")),
                   known ? word(Json(computed->second.label)) : "-", printable(known ? computed->second.why : "", 90)});
    }
    if (context.out.json())
        context.out.document({{"run", run}, {"window", number}, {"why", labels.why}, {"labels", rows}});
    else
        context.out.print(labels.why + "\n" + table.text(context.out));
    return Done;
}

Result<int> match(Context& context, const Arguments& arguments) {
    ST_ASSIGN(auto* bench, context.workbench());
    const std::string job = arguments.text("job");
    const bool chosen = arguments.has("from-run") && arguments.has("to-run");
    const auto read = [&] {
        return chosen ? workbench::matchRuns(*bench, arguments.whole("from-run", 0), arguments.whole("to-run", 0),
                                             context.stop)
                      : workbench::matchLastVersions(*bench, job, context.stop);
    };
    ST_ASSIGN(auto found, read());
    if (arguments.has("set")) {
        const std::string text = arguments.text("set");
        const auto equals = text.find('=');
        if (equals == std::string::npos)
            return fail("usage.value", "--set takes NEW=OLD; OLD may be empty.",
                        "See streamtune history match --help.");
        ST_TRY(workbench::correctMatch(*bench, found.before.id, found.after.id, text.substr(0, equals),
                                       text.substr(equals + 1),
                                       {arguments.text("as", Context::loginName()), arguments.text("reason")}));
        ST_ASSIGN(found, read());
    }
    Json rows = Json::array();
    Table table({"BEFORE", "AFTER", "HOW", "KIND CHANGED"});
    for (const ged::OperatorMatch& one : found.operators.matches) {
        rows.push_back({{"from", one.from.empty() ? Json(nullptr) : Json(one.from)},
                        {"to", one.to.empty() ? Json(nullptr) : Json(one.to)},
                        {"how", ged::toString(one.how)},
                        {"label_changed", one.changed}});
        table.add({printable(one.from.empty() ? "-" : one.from), printable(one.to.empty() ? "-" : one.to),
                   ged::toString(one.how), one.changed ? "yes" : "no"});
    }
    if (context.out.json())
        context.out.document({{"job", found.after.jobName},
                              {"before", found.before.id},
                              {"after", found.after.id},
                              {"certain", found.operators.certain},
                              {"operators", rows}});
    else
        context.out.print(table.text(context.out));
    return Done;
}

} // namespace

std::vector<Verb> historyCareVerbs() {
    const Option as{"as", Kind::Text, "WHO", "Who does it. Default: the login name."};
    const Option why{"reason", Kind::Text, "TEXT", "Why; kept in the audit trail."};
    const Positional subject{"SUBJECT", "What it is about, e.g. run:12, job:demo/nexmark-q5, cluster:c3.", false};
    return {
        {"history note",
         "Write or list notes on runs, jobs, clusters",
         "",
         {subject, {"TEXT", "The note; without it, notes are listed.", false}},
         {{"remove", Kind::Integer, "N", "Remove the note with this number."}, as},
         "streamtune history note run:12 \"a broker was down\"",
         note},
        {"history tag",
         "Tag runs, jobs or clusters, or list tags",
         "Tagged runs keep their windows when old ones are forgotten.",
         {subject, {"TAG", "The tag; without it, tags are listed.", false}},
         {{"remove", Kind::Flag, "", "Take the tag away."}},
         "streamtune history tag run:12 incident",
         tag},
        {"history label",
         "Show why the operators of a window have their labels, or give another one",
         "A label that a person gives counts from then on, for training too; --undo takes the last one back.",
         {{"RUN", "Number of the run."},
          {"WINDOW", "Number of the window in the run, from 0."},
          {"OPERATOR", "Id or name of the operator that gets another label.", false}},
         {{"set", Kind::Choice, "LABEL", "The label it gets.", {"bottleneck", "fine", "unknown"}},
          {"undo", Kind::Flag, "", "Take the last given label back."},
          as,
          why},
         "streamtune history label 12 0 join --set unknown --reason \"a broker was down\"",
         label},
        {"history size",
         "Show how large the workspace is, table by table",
         "",
         {},
         {},
         "streamtune history size --json",
         size},
        {"history forget",
         "Drop old windows, for good or with a copy",
         "Runs with their summaries, graphs, labels given by people, plans and the audit trail stay.",
         {},
         {{"before", Kind::Time, "TIME", "Windows that ended before this time (or this long ago).", {}, false, true},
          {"tagged-too", Kind::Flag, "", "Also those of tagged runs."},
          {"copy", Kind::Text, "FILE", "Write what goes to this new file first; importing it brings it back."},
          {"dry-run", Kind::Flag, "", "Only count."},
          as,
          {"reason", Kind::Text, "TEXT", why.help, {}, false, true}},
         "streamtune history forget --before 2160h --copy old.jsonl --reason \"a quarter is enough\" --yes",
         forget},
        {"history match",
         "Match the operators of two versions of a job",
         "By vertex id, uid, name, and for the rest by the cheapest edit of one graph into the other. Without runs: "
         "the "
         "newest version and the one before it.",
         {{"JOB", "Name of the job."}},
         {{"from-run", Kind::Integer, "N", "Run of the older version."},
          {"to-run", Kind::Integer, "N", "Run of the newer version."},
          {"set", Kind::Text, "NEW=OLD", "Correct it: NEW was OLD before; with an empty OLD it is new. Kept."},
          as,
          why},
         "streamtune history match nightly-etl",
         match},
    };
}

} // namespace streamtune::cli
