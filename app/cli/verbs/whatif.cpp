// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "app/cli/context.h"
#include "app/cli/shapes.h"
#include "app/cli/verbs/verbs.h"
#include "core/base/format.h"
#include "core/tune/alternatives.h"
#include "core/workbench/evidence_desk.h"
#include "core/workbench/names.h"

namespace streamtune::cli {
namespace {

using workbench::EvidenceDesk;
using workbench::Scenario;

std::string nameOf(const JobGraph& graph, const std::string& id) {
    const Operator* node = graph.find(id);
    return printable(node && !node->name.empty() ? node->name : id, 40);
}

std::string predictionText(const tune::WhatIf& model, const tune::Prediction& answer, const Output& out) {
    std::string text;
    Table table({"OPERATOR", "P", "DEMAND/s", "BEARS/s", "68 %", "LOAD", "BUSY", "CHANCE OF BOTTLENECK", ""},
                {false, true, true, true, true, true, true, true, false});
    for (const tune::PredictedNode& n : answer.nodes)
        table.add({nameOf(model.graph(), n.node), std::to_string(n.parallelism), rateText(n.demand),
                   rateText(n.capacity),
                   n.capacityLow ? rateText(n.capacityLow) + " to " + rateText(n.capacityHigh) : std::string("-"),
                   shareText(n.load), shareText(n.busy), shareText(n.bottleneck), n.outside.empty() ? "" : "outside"});
    text += "Predicted, nothing measured:\n" + table.text(out);
    for (const tune::PredictedSource& s : answer.sources)
        text += fmt::format("{}: {} asked, {} taken in, sustainable {} (68 %: {} to {})\n",
                            nameOf(model.graph(), s.source), formatRate(s.rate), formatRate(s.accepted),
                            formatRate(s.sustainable), formatRate(s.sustainableLow), formatRate(s.sustainableHigh));
    text += fmt::format("{} slots", answer.slots);
    if (answer.enough)
        text += fmt::format("; suffices with probability {:.2f}", *answer.enough);
    if (!answer.limitedBy.empty())
        text += "; gives way first: " + nameOf(model.graph(), answer.limitedBy);
    text += "\n";
    if (isKnown(answer.lagGrowth) && *answer.lagGrowth > 0)
        text += fmt::format("Lag grows by {}: {:.0f} s behind after {:.0f} s.\n", formatRate(answer.lagGrowth),
                            valueOr(answer.lag, 0), tune::kLagAfter);
    else if (isKnown(answer.catchUp))
        text += fmt::format("A restart of {:.0f} s is worked off in {:.0f} s.\n", tune::kRestart, *answer.catchUp);
    for (const tune::PredictedNode& n : answer.nodes)
        if (!n.outside.empty())
            text += "Outside what was seen: " + nameOf(model.graph(), n.node) + ": " + printable(n.outside, 300) + "\n";
    for (const std::string& note : answer.notes)
        text += printable(note, 500) + "\n";
    return text;
}

Json scenarioJson(const Scenario& scenario) {
    const auto prediction = parseJson(scenario.prediction, "prediction");
    return {{"name", scenario.name},
            {"who", scenario.who},
            {"at", toRfc3339(scenario.at)},
            {"question", tune::questionToJson(scenario.question)},
            {"prediction", prediction ? *prediction : Json(nullptr)}};
}

int listScenarios(Context& context, const std::vector<Scenario>& scenarios) {
    Json list = Json::array();
    Table table({"SCENARIO", "AT", "BY", "SLOTS", "HEADROOM", "SUFFICES"}, {false, false, false, true, true, true});
    for (const Scenario& scenario : scenarios) {
        list.push_back(scenarioJson(scenario));
        const Json& said = childAt(list.back(), "prediction");
        table.add({printable(scenario.name), toRfc3339(scenario.at), printable(scenario.who),
                   std::to_string(integerAt(said, "slots", 0)), shareText(numberAt(said, "headroom")),
                   shareText(numberAt(said, "enough"))});
    }
    if (context.out.json())
        context.out.document({{"scenarios", std::move(list)}});
    else
        context.out.print(scenarios.empty() ? "No scenario of this job is kept.\n" : table.text(context.out));
    return Done;
}

/// A kept scenario where one is named, then what was said beside it; nothing of the present.
Result<tune::WhatIfQuestion> askedBy(const EvidenceDesk& desk, const tune::WhatIf& model, const Arguments& arguments) {
    tune::WhatIfQuestion question;
    if (arguments.has("scenario")) {
        ST_ASSIGN(const auto kept, desk.scenarios(arguments.text("name"), arguments.text("job")));
        const auto found = std::ranges::find(kept, arguments.text("scenario"), &Scenario::name);
        if (found == kept.end())
            return fail("whatif.unknown",
                        "There is no scenario \"" + printable(arguments.text("scenario")) + "\" of this job.",
                        "`streamtune whatif NAME JOB --list` shows them.");
        question = found->question;
    }
    ST_ASSIGN(const auto rates, workbench::keysToIds(model.graph(), arguments.rates("rate")));
    ST_ASSIGN(const auto levels, workbench::keysToIds(model.graph(), arguments.levels("set")));
    for (const auto& [source, rate] : rates) {
        if (!model.graph().isSource(source))
            return fail("tune.rate", "\"" + printable(source) + "\" is not a source, so it has no offered rate.",
                        "Name a source of the job.");
        question.rates[source] = rate;
    }
    for (const auto& [node, p] : levels)
        question.parallelism[node] = p;
    return question;
}

/// What was asked, and for all else what is in force.
tune::WhatIfQuestion overPresent(const tune::WhatIf& model, const tune::WhatIfQuestion& asked) {
    tune::WhatIfQuestion whole = asked;
    whole.rates.insert(model.present().rates.begin(), model.present().rates.end());
    whole.parallelism.insert(model.present().parallelism.begin(), model.present().parallelism.end());
    return whole;
}

/// The numbers as a stored draft plan, for review like any other.
Result<Json> draftOf(Context& context, const EvidenceDesk& desk, const Scenario& scenario, std::string& text) {
    ST_ASSIGN(auto* bench, context.workbench());
    ST_ASSIGN(const auto plan, desk.draft(scenario, context.stop, context.progress()));
    ST_ASSIGN(const auto state, bench->planState(plan.id));
    text += fmt::format("\n{}\nplan {}  ({}, {})\nNext: streamtune plan check {}; streamtune approve {} --as WHO "
                        "--reason TEXT\n",
                        review::planAsText(plan), plan.id, toString(state), plan.model, plan.id, plan.id);
    return planDocument(plan, state);
}

/// One of the three ways, with what is predicted of it.
struct Way {
    std::string name;
    tune::WhatIfQuestion question; ///< only what differs from the present
    tune::Prediction answer;
};

Result<std::vector<Way>> waysToBear(const tune::WhatIf& model, const std::map<std::string, double>& rates,
                                    const std::stop_token& stop) {
    ST_ASSIGN(const auto found, tune::alternativesFor(model, rates, tune::kBorneChance, stop));
    std::vector<Way> ways;
    const std::pair<const char*, const tune::WhatIfQuestion*> all[]{
        {"smallest change", &found.smallestChange}, {"balanced", &found.balanced}, {"cheapest", &found.cheapest}};
    for (const auto& [name, question] : all)
        ways.push_back({name, *question, model.ask(*question)});
    return ways;
}

Json waysJson(const tune::WhatIf& model, const std::vector<Way>& ways) {
    Json list = Json::array();
    for (const Way& way : ways) {
        Json changes = Json::array();
        for (const auto& [node, p] : way.question.parallelism)
            changes.push_back({{"vertex", node},
                               {"name", model.graph().find(node)->name},
                               {"from", model.present().parallelism.at(node)},
                               {"to", p}});
        list.push_back({{"name", way.name},
                        {"changes", std::move(changes)},
                        {"question", tune::questionToJson(overPresent(model, way.question))},
                        {"prediction", tune::predictionToJson(way.answer)}});
    }
    return list;
}

std::string waysText(const tune::WhatIf& model, const std::vector<Way>& ways, const Output& out) {
    Table table({"ALTERNATIVE", "SUBTASKS", "SLOTS", "WORST CHANCE", "SUFFICES", "HEADROOM", "CHANGES"},
                {false, true, true, true, true, true, false});
    for (const Way& way : ways) {
        int subtasks = 0;
        Number worst;
        for (const tune::PredictedNode& node : way.answer.nodes) {
            subtasks += node.parallelism;
            if (isKnown(node.bottleneck))
                worst = std::max(valueOr(worst, 0), *node.bottleneck);
        }
        std::string changes;
        for (const auto& [node, p] : way.question.parallelism)
            changes += fmt::format("{}{} {} -> {}", changes.empty() ? "" : ", ", nameOf(model.graph(), node),
                                   model.present().parallelism.at(node), p);
        table.add({way.name, std::to_string(subtasks), std::to_string(way.answer.slots), shareText(worst),
                   shareText(way.answer.enough), shareText(way.answer.headroom), changes.empty() ? "none" : changes});
    }
    return fmt::format("\nWays to bear these rates, predicted; an operator bears its demand where its chance of a "
                       "bottleneck is at most {}:\n{}",
                       shareText(tune::kBorneChance), table.text(out));
}

/// Each under a name of its own, so that one of them can be planned.
Status keepWays(Context& context, const EvidenceDesk& desk, const Scenario& pattern, const std::vector<Way>& ways) {
    for (const Way& way : ways) {
        Scenario scenario = pattern;
        scenario.name += ", " + way.name;
        scenario.question = way.question;
        scenario.prediction = compactJson(tune::predictionToJson(way.answer));
        ST_TRY(desk.keep(scenario));
        context.out.note("Kept as \"" + printable(scenario.name) + "\".");
    }
    return {};
}

Result<int> whatIf(Context& context, const Arguments& arguments) {
    if (arguments.has("alternatives") && arguments.has("draft"))
        return fail("usage.value", "--alternatives proposes three ways, so --draft does not know which to plan.",
                    "Keep them with --save SCENARIO, then plan one: --scenario \"SCENARIO, cheapest\" --draft.");
    ST_ASSIGN(auto* bench, context.workbench());
    const EvidenceDesk desk(*bench);
    const std::string connection = arguments.text("name"), job = arguments.text("job");
    if (arguments.has("drop"))
        ST_TRY(desk.drop(connection, job, arguments.text("drop")));
    if (arguments.has("list") || arguments.has("drop")) {
        ST_ASSIGN(const auto scenarios, desk.scenarios(connection, job));
        return listScenarios(context, scenarios);
    }
    ST_ASSIGN(const auto model, desk.whatIf(connection, job, context.stop, context.progress()));
    ST_ASSIGN(const auto asked, askedBy(desk, *model, arguments));
    const tune::WhatIfQuestion question = overPresent(*model, asked);
    const tune::Prediction answer = model->ask(question);
    Json document = tune::predictionToJson(answer);
    Scenario scenario{arguments.text(arguments.has("save") ? "save" : "scenario"),
                      connection,
                      job,
                      bench->options().actor,
                      std::chrono::time_point_cast<TimePoint::duration>(std::chrono::system_clock::now()),
                      question,
                      compactJson(document)};
    if (arguments.has("save") && !arguments.has("alternatives")) {
        ST_TRY(desk.keep(scenario));
        context.out.note("Kept as \"" + printable(scenario.name) + "\".");
    }
    std::string text = predictionText(*model, answer, context.out);
    document["job"] = job;
    document["question"] = tune::questionToJson(question);
    if (arguments.has("alternatives")) {
        ST_ASSIGN(const auto ways, waysToBear(*model, asked.rates, context.stop));
        document["alternatives"] = waysJson(*model, ways);
        text += waysText(*model, ways, context.out);
        if (arguments.has("save"))
            ST_TRY(keepWays(context, desk, scenario, ways));
    }
    if (arguments.has("draft")) {
        scenario.question = asked; // rates that nobody named are measured, not asked for
        ST_ASSIGN(document["plan"], draftOf(context, desk, scenario, text));
        ST_TRY(writeOut(context, arguments, document["plan"]));
    }
    if (context.out.json())
        context.out.document(document);
    else
        context.out.print(text);
    return Done;
}

} // namespace

std::vector<Verb> whatIfVerbs() {
    return {
        {"whatif",
         "Predict what other rates or parallelism would do, and propose ways to bear them",
         "Everything shown is predicted by the capacity head from recorded windows; nothing is sent anywhere. Where "
         "the question leaves what was seen of an operator, it says so. \"Sustainable\" is the highest rate when "
         "all sources grow alike. Rates are records/s.",
         {{"NAME", "Connection."}, {"JOB", "Id or name of the job."}},
         {{"set", Kind::Level, "OP=P", "Parallelism of an operator; without it the one in force.", {}, true},
          {"rate", Kind::Rate, "SRC=RATE", "Rate of a source, records/s; without it the measured one.", {}, true},
          {"scenario", Kind::Text, "SCENARIO",
           "Begin with what was kept under this name; --set and --rate come on top."},
          {"alternatives", Kind::Flag, "",
           "Also propose three ways to bear the rates: \"smallest change\" (more only for operators that cannot bear "
           "their demand), \"balanced\" (none above 70 % load), \"cheapest\" (fewest instances). With --save each is "
           "kept, as \"SCENARIO, cheapest\" and so on."},
          {"save", Kind::Text, "SCENARIO", "Keep question and answer under this name."},
          {"draft", Kind::Flag, "",
           "Also make a draft plan of these numbers, to be reviewed and approved like any other; nothing is sent."},
          {"out", Kind::File, "FILE", "With --draft: also write the plan (streamtune.plan/1) to FILE."},
          {"list", Kind::Flag, "", "Show the scenarios kept of this job."},
          {"drop", Kind::Text, "SCENARIO", "Forget a scenario, then show the rest."}},
         "streamtune --demo whatif demo nexmark-q5 --rate sour1=600000 --set aggr2=12",
         whatIf}};
}

} // namespace streamtune::cli
