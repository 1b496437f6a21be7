// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "app/cli/context.h"
#include "app/cli/verbs/verbs.h"

namespace streamtune::cli {
namespace {

Json toJson(const engines::Profile& profile, const engines::JobSummary& job) {
    return {{"id", job.id},
            {"name", job.name},
            {"connection", profile.name},
            {"engine", toString(profile.kind)},
            {"state", job.state},
            {"rescalable", job.rescalable ? Json(*job.rescalable) : Json(nullptr)},
            {"why_not", job.whyNot},
            {"slots", numberToJson(job.slots)},
            {"worst", job.worst.empty() ? Json(nullptr) : Json(job.worst)},
            {"worst_busy", numberToJson(job.worstBusy)},
            {"worst_backpressured", numberToJson(job.worstBackpressure)}};
}

Result<int> jobs(Context& context, const Arguments& arguments) {
    ST_ASSIGN(auto* bench, context.workbench());
    std::vector<engines::Profile> profiles;
    if (arguments.has("name")) {
        ST_ASSIGN(auto profile, bench->connection(arguments.text("name")));
        profiles.push_back(std::move(profile));
    } else {
        ST_ASSIGN(profiles, bench->connections());
    }
    Json document{{"jobs", Json::array()}};
    Table table({"CONNECTION", "JOB", "STATE", "SLOTS", "WORST", "BUSY", "BACKPR.", "RESCALABLE", "ID"},
                {false, false, false, true, false, true, true, false, false});
    std::optional<Error> firstError;
    std::size_t failed = 0;
    for (const engines::Profile& profile : profiles) {
        auto list = bench->jobs(profile.name, context.stop);
        if (!list) {
            if (profiles.size() == 1 || context.stop.stop_requested())
                return std::unexpected(std::move(list).error());
            ++failed;
            firstError = firstError.value_or(list.error());
            document["errors"].push_back({{"connection", profile.name}, {"error", errorToJson(list.error())["error"]}});
            context.out.complain(
                fmt::format("{}: {}", printable(profile.name), printable(list.error().sentence, 1000)));
            continue;
        }
        for (const engines::JobSummary& job : *list) {
            if (context.out.lines())
                context.out.document(toJson(profile, job));
            document["jobs"].push_back(toJson(profile, job));
            table.add({printable(profile.name), printable(job.name), job.state, numberText(job.slots),
                       printable(job.worst, 24), shareText(job.worstBusy), shareText(job.worstBackpressure),
                       !job.rescalable   ? "?"
                       : *job.rescalable ? "yes"
                                         : "no: " + printable(job.whyNot, 80),
                       printable(job.id)});
        }
    }
    if (firstError && failed == profiles.size())
        return fail(*firstError);
    if (context.out.format == Format::Json)
        context.out.document(document);
    else if (!context.out.json())
        context.out.print(table.empty() ? "No jobs.\n" : table.text(context.out));
    return failed ? PartlyDone : Done;
}

} // namespace

std::vector<Verb> jobsVerbs() {
    return {{"jobs",
             "List jobs with state, worst operator, slots, and whether they can be rescaled",
             "Without NAME the jobs of all connections; where only some answer, the exit code is 7.",
             {{"NAME", "Connection. Default: all.", false}},
             {},
             "streamtune --demo jobs demo",
             jobs}};
}

} // namespace streamtune::cli
