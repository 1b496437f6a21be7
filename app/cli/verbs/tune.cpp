// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "app/cli/context.h"
#include "app/cli/decisions.h"
#include "app/cli/shapes.h"
#include "app/cli/verbs/verbs.h"

namespace streamtune::cli {
namespace {

std::string stepsText(const workbench::TuneResult& result) {
    std::string text;
    for (const workbench::TuneStep& step : result.steps) {
        text += fmt::format("plan {}  {}", step.plan, step.outcome);
        for (const auto& [vertex, name] : step.names)
            text += fmt::format("  {} {} -> {}", printable(name, 30), step.from.at(vertex), step.to.at(vertex));
        text += "\n";
    }
    text += fmt::format("{} reconfiguration{}, {}, stopped because {}\n", result.reconfigurations,
                        result.reconfigurations == 1 ? "" : "s",
                        result.backpressured ? "still back-pressured" : "no back-pressure", result.stoppedBecause);
    return text;
}

int exitCodeOfTuning(const workbench::TuneResult& result) {
    if (result.stoppedBecause == "refused")
        return Refused;
    if (result.stoppedBecause == "engine")
        return EngineFailed;
    return result.backpressured ? PartlyDone : Done;
}

Result<int> tune(Context& context, const Arguments& arguments) {
    workbench::TuneRequest request;
    ST_ASSIGN(request.recommend, recommendRequest(arguments));
    request.maxSteps = arguments.integer("max-steps", request.maxSteps);
    if (request.maxSteps < 1)
        return fail("usage.value", "--max-steps 0 allows nothing.", "Give at least 1.");
    request.approveAs = arguments.text("approve-as");
    request.maxSlots = request.recommend.limits.maxSlots;
    request.allowProd = arguments.has("allow-prod");
    ST_ASSIGN(auto* bench, context.workbench());
    ST_ASSIGN(const auto result, bench->tune(request, context.stop, context.progress()));
    if (context.out.json()) {
        Json steps = Json::array();
        for (const workbench::TuneStep& step : result.steps)
            steps.push_back({{"plan", step.plan},
                             {"outcome", step.outcome},
                             {"from", vectorJson(step.from)},
                             {"to", vectorJson(step.to)}});
        context.out.document({{"job", result.job},
                              {"steps", steps},
                              {"reconfigurations", result.reconfigurations},
                              {"final", vectorJson(result.final)},
                              {"backpressured", result.backpressured},
                              {"stopped_because", result.stoppedBecause}});
    } else {
        context.out.print(stepsText(result));
    }
    return exitCodeOfTuning(result);
}

} // namespace

std::vector<Verb> tuneVerbs() {
    std::vector<Option> options{
        {"max-steps", Kind::Integer, "N", "Most changes that this approval covers.", {}, false, true},
        {"approve-as", Kind::Text, "WHO", "Who approves all steps within these limits.", {}, false, true},
        {"allow-prod", Kind::Flag, "", "Allow this on a prod connection. Default: refused there."}};
    for (Option& option : recommendOptions())
        options.push_back(std::move(option));
    return {
        {"tune",
         "Observe, recommend and apply until nothing changes, under one standing approval",
         "Every step is a hashed plan of its own whose approval row cites the standing approval and its limits. Exit "
         "code 0 steady or within limits, 7 still back-pressured, 3 refused, 5 engine.",
         {{"NAME", "Connection."}, {"JOB", "Id or name of the job."}},
         std::move(options),
         "streamtune --demo tune demo nexmark-q5 --max-steps 5 --approve-as ada",
         tune}};
}

} // namespace streamtune::cli
