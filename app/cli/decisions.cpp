// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/decisions.h"

#include <algorithm>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace streamtune::cli {

std::vector<Option> recommendOptions() {
    return {
        {"method", Kind::Choice, "METHOD", fmt::format("How the numbers are found. Default: {}.", tune::kDefaultMethod),
         tune::recommenderNames()},
        {"rate", Kind::Rate, "SRC=RATE", "Offered rate of a source, records/s; without it the measured one.", {}, true},
        {"pin", Kind::Level, "OP=P", "Keep this operator at parallelism P.", {}, true},
        {"min", Kind::Level, "OP=P", "Not below P.", {}, true},
        {"max", Kind::Level, "OP=P", "Not above P.", {}, true},
        {"max-slots", Kind::Integer, "N", "Slots of the job after the change. Default: no limit."},
        {"hysteresis", Kind::Integer, "N", "Propose no decrease smaller than N. Default: 0."},
        {"fresh", Kind::Duration, "TIME", "Oldest window that may be used, in the engine's time. Default: 60s."},
    };
}

Result<workbench::RecommendRequest> recommendRequest(const Arguments& arguments) {
    workbench::RecommendRequest request;
    request.connection = arguments.text("name");
    request.job = arguments.text("job");
    request.method = arguments.text("method", request.method);
    request.rates = arguments.rates("rate");
    request.limits.pins = arguments.levels("pin");
    request.limits.minimum = arguments.levels("min");
    request.limits.maximum = arguments.levels("max");
    if (arguments.has("max-slots"))
        request.limits.maxSlots = arguments.integer("max-slots", 0);
    request.limits.hysteresis = arguments.integer("hysteresis", 0);
    request.freshness = arguments.duration("fresh", request.freshness);
    return request;
}

Json decisionsOf(const review::Plan& plan) {
    const auto evidence = parseJson(plan.evidence, "the plan's evidence");
    if (!evidence)
        return Json::array();
    const auto find = [](const auto& self, const Json& value) -> const Json* {
        if (value.is_object() && childAt(value, "decisions").is_array())
            return &childAt(value, "decisions");
        if (value.is_structured())
            for (const Json& child : value)
                if (const Json* found = self(self, child))
                    return found;
        return nullptr;
    };
    const Json* found = find(find, *evidence);
    return found ? *found : Json::array();
}

std::string decisionText(const Json& decision, const Output& out) {
    const auto number = [&](const char* key) { return numberText(numberAt(decision, key), 4); };
    const auto whole = [&](const char* key) { return integerAt(decision, key, 0); };
    std::string text = out.styled(printable(stringAt(decision, "node")), "bold");
    text += fmt::format(": {} -> {}\n", whole("from"), whole("final"));
    text += fmt::format("  demand {} records/s, one instance bears {} records/s\n",
                        rateText(numberAt(decision, "demand")), rateText(numberAt(decision, "capacity_per_instance")));
    text += fmt::format("  model value {}, margin {}, rounded {}, within limits {}, aligned {}, final {}\n",
                        number("model_value"), number("margin"), whole("rounded"), whole("clamped"), whole("aligned"),
                        whole("final"));
    text += fmt::format("  predicted busy {}, predicted chance of a bottleneck {}\n",
                        shareText(numberAt(decision, "predicted_busy")),
                        shareText(numberAt(decision, "predicted_bottleneck")));
    if (const std::string reason = stringAt(decision, "reason"); !reason.empty())
        text += "  " + printable(reason, 1000) + "\n";
    for (const Json& guard : childAt(decision, "guards"))
        if (guard.is_string())
            text += "  guard: " + printable(guard.get<std::string>(), 1000) + "\n";
    return text;
}

std::string decisionsText(const review::Plan& plan, const Output& out) {
    std::string text;
    for (const Json& decision : decisionsOf(plan))
        text += decisionText(decision, out);
    return text.empty() ? "The plan holds no decisions of a method.\n" : text;
}

} // namespace streamtune::cli
