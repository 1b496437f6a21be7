// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "app/cli/context.h"
#include "app/cli/verbs/verbs.h"
#include "core/compare/compare.h"

namespace streamtune::cli {
namespace {

Json rowJson(const compare::Row& row) {
    return {{"job", row.job},
            {"method", row.method},
            {"tunings", row.tunings},
            {"reconfigurations", row.reconfigurations},
            {"reconfigurations_mean", row.reconfigurationsMean},
            {"reconfigurations_max", row.reconfigurationsMax},
            {"final_sum", row.finalSum},
            {"oracle_sum", row.oracleSum},
            {"parallelism_ratio", row.parallelismRatio},
            {"parallelism_ratio_mean", row.parallelismRatioMean},
            {"backpressured_after", row.backpressuredAfter},
            {"over_operator_minutes", row.overOperatorMinutes},
            {"under_operator_minutes", row.underOperatorMinutes},
            {"decision_ms_median", row.decisionMsMedian}};
}

std::vector<std::string> splitList(const std::string& text) {
    std::vector<std::string> result;
    std::size_t start = 0;
    while (start <= text.size()) {
        const std::size_t end = std::min(text.find(',', start), text.size());
        if (end > start)
            result.push_back(text.substr(start, end - start));
        start = end + 1;
    }
    return result;
}

Result<int> compareMethods(Context& context, const Arguments& arguments) {
    compare::Request request;
    request.jobs = arguments.text("jobs");
    if (const std::string methods = arguments.text("methods", "all"); methods != "all")
        request.methods = splitList(methods);
    request.trace = arguments.text("trace");
    request.campaigns = arguments.integer("campaigns", request.campaigns);
    request.physics = arguments.text("physics");
    request.cold = arguments.has("cold");
    request.quietWindows = arguments.integer("windows", request.quietWindows);
    request.threads = context.common.threads;
    const auto onRow = [&](const compare::Row& row) {
        if (context.out.lines())
            context.out.document(rowJson(row));
    };
    ST_ASSIGN(const auto report, compare::run(request, context.stop, context.progress(), onRow));
    for (const std::string& note : report.notes)
        context.out.note(printable(note, 1000));
    if (context.out.format == Format::Json) {
        Json rows = Json::array();
        for (const compare::Row& row : report.rows)
            rows.push_back(rowJson(row));
        context.out.document({{"rows", rows}, {"notes", report.notes}});
    } else if (!context.out.json()) {
        Table table({"JOB", "METHOD", "TUNINGS", "RECONF. MEAN", "MAX", "RATIO", "BAD", "OVER MIN", "UNDER MIN", "MS"},
                    {false, false, true, true, true, true, true, true, true, true});
        for (const compare::Row& row : report.rows)
            table.add({printable(row.job), row.method, std::to_string(row.tunings),
                       fmt::format("{:.3f}", row.reconfigurationsMean), std::to_string(row.reconfigurationsMax),
                       fmt::format("{:.4f}", row.parallelismRatio), std::to_string(row.backpressuredAfter),
                       fmt::format("{:.1f}", row.overOperatorMinutes), fmt::format("{:.1f}", row.underOperatorMinutes),
                       fmt::format("{:.3f}", row.decisionMsMedian)});
        context.out.print(table.text(context.out));
    }
    return Done;
}

} // namespace

std::vector<Verb> compareVerbs() {
    return {
        {"compare",
         "Judge methods against each other and the oracle on simulated jobs",
         "One row per job and method, and a row \"*\" per method over all jobs. RATIO is final parallelism over that "
         "of the oracle (in \"*\" the mean over the jobs), BAD the windows with back-pressure after a tuning, OVER and "
         "UNDER operator-minutes above and "
         "below the oracle, MS the median time of a decision in milliseconds.",
         {},
         {{"jobs",
           Kind::Folder,
           "DIR",
           "Folder with streamtune-job/1 files; others are skipped with a note.",
           {},
           false,
           true},
          {"methods", Kind::Text, "LIST", "Comma-separated methods, or all. Default: all."},
          {"campaigns", Kind::Integer, "N", "Campaigns a job. Default: 6."},
          {"physics",
           Kind::Choice,
           "NAME",
           "Noise of the simulator. Default: that of each file.",
           {"calm", "standard", "rough"}},
          {"windows", Kind::Integer, "N", "Quiet windows whose mean a decision sees. Default: 1."},
          {"cold", Kind::Flag, "", "Start every campaign at parallelism 1."},
          {"trace", Kind::File, "FILE", "Write what was applied as JSON lines, for a judge to replay; overwritten."}},
         "streamtune compare --jobs tests/data/simulator/bench --methods ds2,oracle --json",
         compareMethods}};
}

} // namespace streamtune::cli
