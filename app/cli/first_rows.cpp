// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/first_rows.h"

#include <cmath>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "app/cli/exit_codes.h"
#include "app/cli/shapes.h"

namespace streamtune::cli {
namespace {

Json estimateJson(const compare::Estimate& estimate) {
    return {{"value", estimate.value}, {"low", estimate.low}, {"high", estimate.high}};
}

Json rowJson(const compare::FirstRow& row) {
    const bool all = row.job == "*";
    Json json{{"job", row.job},
              {"method", "first: " + row.way},
              {"jobs", row.jobs},
              {"final_sum", row.finalSum},
              {"oracle_sum", row.oracleSum},
              {"backpressured_after", row.backpressuredAfter}};
    if (!all) {
        json["sufficient"] = row.sufficient.value > 0;
        json["parallelism_ratio"] = row.ratio.value;
        json["changes"] = static_cast<int>(row.changes.value);
        return json;
    }
    json["sufficient"] = estimateJson(row.sufficient);
    json["parallelism_ratio"] = estimateJson(row.ratio);
    json["changes"] = estimateJson(row.changes);
    if (std::isfinite(row.within.value)) {
        json["within_band"] = estimateJson(row.within);
        json["within_band_said"] = row.said;
    }
    json["against_averages"] = {{"sufficient_more", estimateJson(row.sufficientMore)},
                                {"nearer_to_oracle", estimateJson(row.nearer)},
                                {"fewer_changes", estimateJson(row.fewerChanges)}};
    return json;
}

std::string shown(const compare::Estimate& estimate, bool interval) {
    if (!std::isfinite(estimate.value))
        return "-";
    return interval ? fmt::format("{:.3f} ({:.3f} to {:.3f})", estimate.value, estimate.low, estimate.high)
                    : fmt::format("{:.3f}", estimate.value);
}

} // namespace

Result<int> compareFirst(Context& context, const compare::FirstRequest& request, std::vector<std::string> notes) {
    ST_ASSIGN(const auto rows, compare::judgeFirst(request, context.stop, context.progress(), notes));
    for (const std::string& note : notes)
        context.out.note(printable(note, 1000));
    if (context.out.lines()) {
        for (const compare::FirstRow& row : rows)
            context.out.document(rowJson(row));
    } else if (context.out.json()) {
        Json list = Json::array();
        for (const compare::FirstRow& row : rows)
            list.push_back(rowJson(row));
        context.out.document({{"rows", std::move(list)}, {"notes", notes}});
    } else {
        Table table({"JOB", "FIRST DEPLOYMENT BY", "SUFFICIENT", "OVER ORACLE", "CHANGES", "IN BAND", "SAID"},
                    {false, false, true, true, true, true, true});
        for (const compare::FirstRow& row : rows)
            table.add({printable(row.job), row.way, shown(row.sufficient, row.job == "*"),
                       shown(row.ratio, row.job == "*"), shown(row.changes, row.job == "*"),
                       shown(row.within, row.job == "*"),
                       std::isfinite(row.said) && row.said > 0 ? fmt::format("{:.3f}", row.said) : "-"});
        context.out.print(table.text(context.out));
    }
    return Done;
}

} // namespace streamtune::cli
