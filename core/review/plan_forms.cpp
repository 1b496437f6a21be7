// SPDX-License-Identifier: GPL-3.0-or-later
// A plan for terminals, tickets and other tools.
#include <algorithm>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "core/graph/engine_traits.h"
#include "core/review/plan.h"
#include "core/review/words.h"

namespace streamtune::review {
namespace {

constexpr std::size_t kNameColumn = 40;

char signOf(const PlanChange& c) {
    return c.to > c.from ? '+' : c.to < c.from ? '-' : '~';
}

std::string predictedText(const PlanChange& c) {
    std::string text;
    if (isKnown(c.predictedBusy))
        text += fmt::format("  predicted busy {:.2f}", *c.predictedBusy);
    if (isKnown(c.predictedBottleneck))
        text += fmt::format("  predicted bottleneck {:.2f}", *c.predictedBottleneck);
    return text;
}

std::string table(const Plan& plan) {
    std::size_t width = 0;
    for (const PlanChange& c : plan.changes)
        width = std::max(width, displayWidth(shortName(c.name.empty() ? c.vertex : c.name, kNameColumn)));
    std::string text;
    for (const PlanChange& c : plan.changes) {
        const std::string name = shortName(c.name.empty() ? c.vertex : c.name, kNameColumn);
        text += fmt::format("  {} {}{}  {:>3} -> {:<3}{}{}\n", signOf(c), name,
                            std::string(width - displayWidth(name), ' '), c.from, c.to, predictedText(c),
                            c.edited ? "  yours" : "");
        if (!c.reason.empty())
            text += "      " + oneLine(c.reason) + "\n";
    }
    return text;
}

/// "0-3 7"
std::string workersText(const std::vector<int>& workers) {
    std::string text;
    for (std::size_t i = 0; i < workers.size(); ++i) {
        std::size_t last = i;
        while (last + 1 < workers.size() && workers[last + 1] == workers[last] + 1)
            ++last;
        text += fmt::format("{}{}", text.empty() ? "" : " ", workers[i]);
        if (last > i)
            text += fmt::format("-{}", workers[last]);
        i = last;
    }
    return text;
}

/// Timely: where each operator goes that moves.
std::string placementText(const Plan& plan) {
    if (plan.placement.empty())
        return {};
    std::size_t width = 0;
    for (const auto& [op, workers] : plan.placement)
        width = std::max(width, displayWidth(shortName(op, kNameColumn)));
    std::string text = "Placement:\n";
    for (const auto& [op, workers] : plan.placement) {
        const std::string name = shortName(op, kNameColumn);
        text += fmt::format("    {}{}  {} {}\n", name, std::string(width - displayWidth(name), ' '),
                            workers.size() == 1 ? "worker" : "workers", workersText(workers));
    }
    return text;
}

std::string total(const Plan& plan) {
    if (plan.changes.empty() && plan.placement.empty())
        return "No change.\n";
    if (plan.changes.empty())
        return fmt::format("{} moved to other workers; path {}.\n", plan.placement.size(),
                           engines::toString(plan.path));
    const auto count = [&](char sign) { return std::ranges::count(plan.changes, sign, signOf); };
    std::string text = fmt::format("{} raised, {} lowered", count('+'), count('-'));
    if (count('~') > 0)
        text += fmt::format(", {} moved", count('~'));
    return text + fmt::format("; slots {} -> {} ({:+d}); path {}.\n", plan.slotsBefore, plan.slotsAfter,
                              plan.slotsAfter - plan.slotsBefore, engines::toString(plan.path));
}

/// "vertex:3,vertex:2", the value of Flink's pipeline.jobvertex-parallelism-overrides (applied by 1.19 and 1.20).
std::string overrides(const Plan& plan) {
    std::string text;
    for (const auto& [vertex, p] : plan.target())
        text += fmt::format("{}{}:{}", text.empty() ? "" : ",", vertex, p);
    return text;
}

std::string shellQuoted(const std::string& text) {
    std::string quoted = "'";
    for (const char c : text)
        quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return quoted + "'";
}

std::string asRest(const Plan& plan) {
    Json body = Json::object();
    if (operatorsShareWorkers(plan.engine)) {
        Json items = Json::array();
        for (const auto& [op, workers] : plan.placement)
            items.push_back({{"op", op}, {"workers", workers}});
        return prettyJson(Json{{"items", std::move(items)}}); // PUT /v1/placement
    }
    if (plan.engine == "simulated")
        return prettyJson(Json{{"job", plan.jobId}, {"parallelism", plan.target()}});
    // Whole map: a request that names only some vertices is refused by Flink with 400.
    std::map<std::string, int> lower;
    for (const PlanChange& c : plan.changes)
        lower[c.vertex] = c.lower;
    for (const auto& [vertex, p] : plan.target())
        body[vertex] = {
            {"parallelism", {{"lowerBound", lower.contains(vertex) ? lower[vertex] : 1}, {"upperBound", p}}}};
    return prettyJson(body);
}

std::string asYaml(const Plan& plan) {
    return "# FlinkDeployment or FlinkSessionJob of the Flink Kubernetes operator\n"
           "spec:\n  flinkConfiguration:\n    pipeline.jobvertex-parallelism-overrides: " +
           compactJson(Json(overrides(plan))) + "\n";
}

std::string asArguments(const Plan& plan) {
    if (plan.engine == "flink")
        return "-Dpipeline.jobvertex-parallelism-overrides=" + shellQuoted(overrides(plan)) + "\n";
    return "--parallelism " + shellQuoted(compactJson(Json(plan.target()))) + "\n";
}

std::string asTicket(const Plan& plan) {
    std::string text =
        fmt::format("{} job \"{}\"\n\nConnection {} ({}), job id {}\nPlan {}\n{}\nMade {} by {}, valid until {}\n\n",
                    plan.rollback ? "Roll back" : "Rescale", oneLine(plan.jobName), oneLine(plan.connection),
                    plan.engine, oneLine(plan.jobId), plan.id, planHash(plan), toRfc3339(plan.created),
                    plan.model.empty() ? "a person" : plan.model, toRfc3339(plan.expires));
    text += table(plan) + placementText(plan) + total(plan);
    for (const std::string& sentence : plan.whyNothing)
        text += oneLine(sentence) + "\n";
    if (!plan.changes.empty() || !plan.placement.empty())
        text += fmt::format("\nTo apply:     streamtune approve {0} --as NAME --reason TEXT && streamtune apply {0}\n"
                            "To roll back: streamtune rollback {0} --as NAME --reason TEXT\n",
                            plan.id);
    return text;
}

} // namespace

std::string planAsText(const Plan& plan) {
    std::string text = fmt::format("Plan {} for job \"{}\" on {} ({}){}\n", plan.id, shortName(plan.jobName, 80),
                                   oneLine(plan.connection), plan.engine,
                                   plan.rollback && plan.parent ? ", rolls back " + *plan.parent : "");
    text += table(plan);
    for (const std::string& sentence : plan.whyNothing)
        text += "  " + oneLine(sentence) + "\n";
    return text + placementText(plan) + total(plan);
}

Result<std::string> planAs(const Plan& plan, const std::string& form) {
    if (form == "json")
        return prettyJson(planToJson(plan)) + "\n";
    if (form == "rest")
        return asRest(plan) + "\n";
    if (form == "ticket")
        return asTicket(plan);
    if (form == "args")
        return asArguments(plan);
    if (form == "yaml" && plan.engine == "flink")
        return asYaml(plan);
    if (form == "yaml")
        return fail("plan.form", "There is no YAML for a plan of the " + plan.engine + " engine.",
                    "Take it as json, rest, ticket or args.");
    return fail("plan.form", "\"" + form.substr(0, 60) + "\" is not a form of a plan.",
                "Use json, rest, yaml, ticket or args.");
}

} // namespace streamtune::review
