// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "app/cli/context.h"
#include "app/cli/verbs/verbs.h"
#include "core/history/exchange.h"
#include "core/tune/labels.h"

namespace streamtune::cli {
namespace {

Json reportJson(const history::ImportReport& report) {
    Json json{{"file", report.file},       {"format", report.format}, {"imported", report.imported},
              {"skipped", report.skipped}, {"rows", Json::array()},   {"sentence", report.sentence}};
    for (const history::SkippedRow& row : report.rows)
        json["rows"].push_back({{"line", row.line}, {"reason", row.reason}});
    return json;
}

std::string reportText(const history::ImportReport& report) {
    constexpr std::size_t kShown = 10;
    std::string text = fmt::format("{}: {}, {} imported, {} skipped. {}\n", printable(report.file, 200), report.format,
                                   report.imported, report.skipped, printable(report.sentence, 1000));
    for (std::size_t i = 0; i < report.rows.size() && i < kShown; ++i)
        text += fmt::format("  line {}: {}\n", report.rows[i].line, printable(report.rows[i].reason, 300));
    if (report.rows.size() > kShown)
        text += fmt::format("  and {} more; --json lists them\n", report.skipped - static_cast<std::int64_t>(kShown));
    return text;
}

Result<int> import(Context& context, const Arguments& arguments) {
    ST_ASSIGN(auto* bench, context.workbench());
    ST_ASSIGN(const auto store, bench->store());
    Json files = Json::array();
    bool anything = false;
    bool partly = false;
    std::optional<Error> firstError;
    const auto labeller = [](const JobGraph& graph, const Observation& window) {
        return tune::labelWindow(graph, window, {}).values();
    };
    for (const std::string& file : arguments.all("file")) {
        auto report = history::importFile(*store, file, context.stop, context.progress(), labeller);
        if (!report) {
            if (context.stop.stop_requested() || arguments.all("file").size() == 1)
                return std::unexpected(std::move(report).error());
            context.out.complain(printable(report.error().sentence, 1000));
            firstError = firstError.value_or(report.error());
            files.push_back({{"file", file}, {"error", errorToJson(report.error())["error"]}});
            continue;
        }
        anything = anything || report->imported > 0 || report->skipped == report->known;
        partly = partly || report->skipped > report->known; // what is there already is no loss
        if (context.out.lines())
            context.out.document(reportJson(*report));
        else if (!context.out.json())
            context.out.print(reportText(*report));
        files.push_back(reportJson(*report));
    }
    if (firstError && !anything)
        return fail(*firstError);
    if (context.out.format == Format::Json)
        context.out.document({{"files", files}});
    if (!anything)
        return BadInput;
    return firstError || partly ? PartlyDone : Done;
}

Result<int> exportTo(Context& context, const Arguments& arguments) {
    static constexpr std::pair<const char*, history::ExportWhat> kWhat[] = {{"history", history::ExportWhat::History},
                                                                            {"plan", history::ExportWhat::Plan},
                                                                            {"bundle", history::ExportWhat::Bundle},
                                                                            {"audit", history::ExportWhat::Audit}};
    history::ExportRequest request;
    const std::string what = arguments.text("what", "history");
    for (const auto& [name, value] : kWhat)
        if (what == name)
            request.what = value;
    request.file = arguments.text("out");
    request.jobName = arguments.text("job");
    ST_ASSIGN(auto* bench, context.workbench());
    if (what == "plan" || what == "bundle") {
        if (!arguments.has("plan"))
            return fail("usage", "--what " + what + " needs --plan ID.", "See streamtune export --help.");
        ST_ASSIGN(const auto plan, bench->plan(arguments.text("plan"))); // a prefix becomes the whole id
        request.planId = plan.id;
    }
    ST_ASSIGN(const auto store, bench->store());
    ST_ASSIGN(const auto rows, history::exportFile(*store, request, context.stop, context.progress()));
    if (context.out.json())
        context.out.document({{"file", request.file.string()}, {"what", what}, {"rows", rows}});
    else
        context.out.print(fmt::format("Wrote {} rows to {}.\n", rows, request.file.string()));
    return Done;
}

} // namespace

std::vector<Verb> exchangeVerbs() {
    return {
        {"import",
         "Import history, plans or bundles, recognised by their content",
         "One transaction per file; rows that cannot be used are skipped and reported. Exit code 7 when something was "
         "skipped, 6 when nothing could be used.",
         {{"FILE", "Files to import.", true, true}},
         {},
         "streamtune import history.jsonl",
         import},
        {"export",
         "Export history, a plan, a bundle or the audit trail",
         "The file is written beside and renamed: never half-written. history is JSON lines (streamtune.history/1), a "
         "bundle one zip of everything behind a decision (streamtune.bundle/1).",
         {},
         {{"what", Kind::Choice, "WHAT", "Default: history.", {"history", "plan", "bundle", "audit"}},
          {"out", Kind::File, "FILE", "Where to.", {}, false, true},
          {"plan", Kind::Text, "ID", "Plan, for --what plan and --what bundle."},
          {"job", Kind::Text, "NAME", "Only this job, for --what history. Default: all."}},
         "streamtune export --what bundle --plan 3f9a --out decision.zip",
         exportTo},
    };
}

} // namespace streamtune::cli
