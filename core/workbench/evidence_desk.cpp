// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workbench/evidence_desk.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "core/base/format.h"
#include "core/review/drafts.h"
#include "core/review/words.h"
#include "core/workbench/names.h"

namespace streamtune::workbench {
namespace {

constexpr const char* kScenarios = "scenario"; ///< kind of the documents
constexpr int kRunsLookedAt = 200;
constexpr std::size_t kRunsShown = 8;
constexpr Millis kPairBudget{200};
constexpr int kPlansLookedAt = 300;
constexpr int kEnoughDecisions = 10;
constexpr std::size_t kLongestName = 80;
constexpr const char* kMadeByHand = "what-if";   ///< where a plan names its method
constexpr const char* kExplainer = "streamtune"; ///< explains numbers that no method chose

std::string scenarioKey(const std::string& connection, const std::string& job, const std::string& name) {
    return compactJson(Json{connection, job, name});
}

std::string nodeText(const JobGraph& graph, const std::string& id) {
    return review::shortName(graph.shownName(id), 40);
}

std::string stepText(const ged::EditStep& step, const JobGraph& a, const JobGraph& b) {
    const auto what = [&](const JobGraph& graph, const std::string& id, const std::string& label) {
        return step.node ? fmt::format("{} \"{}\"", label, nodeText(graph, id))
                         : fmt::format("edge {} ({})", id, label);
    };
    switch (step.op) {
    case ged::EditStep::Op::Insert:
        return "it has " + what(b, step.to, step.toLabel) + " besides";
    case ged::EditStep::Op::Delete:
        return "it has no " + what(a, step.from, step.fromLabel);
    case ged::EditStep::Op::Substitute:
        break;
    }
    return fmt::format("{} is {} there", what(a, step.from, step.fromLabel), step.toLabel);
}

std::string outcomeOf(const history::RunNodeSummary& seen) {
    if (seen.bottleneck > 0)
        return fmt::format("bottleneck in {} of {} windows", seen.bottleneck, seen.windows);
    return seen.sufficient > 0 ? fmt::format("sufficient in {} of {} windows", seen.sufficient, seen.windows)
                               : std::string("undecided: the cause was elsewhere");
}

/// Distances of one graph to those of past runs, each graph once.
class Neighbours {
public:
    Neighbours(history::Store& store, const JobGraph& graph, std::string node, std::stop_token stop)
        : m_store(store), m_graph(graph), m_node(std::move(node)), m_stop(stop) {}

    Result<std::vector<PastRun>> before(const std::string& deploymentNow) {
        ST_ASSIGN(const auto page, m_store.runs("", kRunsLookedAt, "", m_stop));
        std::vector<PastRun> past;
        for (const history::RunRecord& run : page.rows) {
            if (run.deployment == deploymentNow || run.windows == 0)
                continue;
            ST_ASSIGN(const Pair* pair, pairWith(run));
            if (!pair)
                continue;
            PastRun found;
            found.connection = run.connection;
            found.job = run.jobName;
            found.run = run.id;
            found.distance = pair->distance;
            found.editPath = pair->path;
            past.push_back(std::move(found));
        }
        std::ranges::stable_sort(past, {}, [](const PastRun& run) { return run.distance.upper; });
        if (past.size() > kRunsShown)
            past.resize(kRunsShown);
        for (PastRun& run : past)
            ST_TRY(outcome(run));
        return past;
    }

private:
    struct Pair {
        ged::Interval distance;
        std::vector<std::string> path;
    };

    Result<const Pair*> pairWith(const history::RunRecord& run) {
        if (const auto known = m_pairs.find(run.graphHash); known != m_pairs.end())
            return &known->second;
        ST_ASSIGN(const auto record, m_store.graph(run.graphHash));
        if (!record)
            return nullptr;
        ged::Query query;
        query.budget.time = kPairBudget;
        ST_ASSIGN(const ged::Answer answer, ged::distance(m_graph, record->graph, query, m_stop));
        Pair pair{{answer.lower, answer.upper}, {}};
        for (const ged::EditStep& step : ged::editPath(m_graph, record->graph, answer.map, query))
            pair.path.push_back(stepText(step, m_graph, record->graph));
        return &m_pairs.emplace(run.graphHash, std::move(pair)).first->second;
    }

    Status outcome(PastRun& run) {
        // Equal graphs of different jobs are stored once, with the ids of the first; this run has its own.
        ST_ASSIGN(const auto own, m_store.graphOfRun(run.run));
        if (own) {
            ged::Query query;
            query.budget.time = kPairBudget;
            ST_ASSIGN(const ged::Answer answer, ged::distance(m_graph, *own, query, m_stop));
            const auto at = m_graph.indexOf(m_node);
            const int other = at && *at < answer.map.size() ? answer.map[*at] : -1;
            if (other >= 0)
                run.node = own->nodes[static_cast<std::size_t>(other)].id;
        }
        ST_ASSIGN(const auto summary, m_store.summary(run.run));
        const auto seen = std::ranges::find(summary, run.node, &history::RunNodeSummary::id);
        if (run.node.empty() || seen == summary.end()) {
            run.outcome = "no operator there stands for this one";
            return {};
        }
        run.nodeName = seen->name;
        run.parallelism = seen->parallelism;
        run.busyMax = seen->busyMax;
        run.backpressuredMax = seen->backpressuredMax;
        run.outcome = outcomeOf(*seen);
        return {};
    }

    history::Store& m_store;
    const JobGraph& m_graph;
    std::string m_node;
    std::stop_token m_stop;
    std::map<std::string, Pair> m_pairs;
};

/// Decisions of applied plans, and the windows of the run that followed each.
class Calibrator {
public:
    Calibrator(history::Store& store, std::stop_token stop) : m_store(store), m_stop(stop) {
        for (const auto& [low, high] : {std::pair{0.0, 0.5}, {0.5, 0.8}, {0.8, 0.95}, {0.95, 1.0}})
            m_bins.push_back({low, high, 0, 0});
    }

    Status run() {
        ST_ASSIGN(const auto page, m_store.plans("", "", "", kPlansLookedAt, ""));
        for (const history::PlanRecord& record : page.rows) {
            if (record.state != "done" && record.state != "partly" && record.state != "failed")
                continue;
            ST_ASSIGN(const Json json, parseJson(record.json, record.id));
            const auto plan = review::planFromJson(json);
            if (!plan || plan->rollback)
                continue;
            ST_TRY(judge(*plan));
        }
        return {};
    }

    void into(Evidence& evidence) const {
        evidence.calibration = m_bins;
        int right = 0, high = 0, highRight = 0;
        for (const CalibrationBin& bin : m_bins) {
            evidence.calibrationDecisions += bin.said;
            right += bin.right;
            if (bin.low >= 0.8) {
                high += bin.said;
                highRight += bin.right;
            }
        }
        if (evidence.calibrationDecisions < kEnoughDecisions)
            evidence.calibrationSentence =
                fmt::format("Not enough evidence: {} decisions were applied and watched here, {} are needed before one "
                            "can say how often such a probability is right.",
                            evidence.calibrationDecisions, kEnoughDecisions);
        else
            evidence.calibrationSentence =
                fmt::format("Of {} decisions that were applied, {} sufficed; of {} that were said to suffice with 80 % "
                            "or more, {} did.",
                            evidence.calibrationDecisions, right, high, highRight);
    }

private:
    Status judge(const review::Plan& plan) {
        ST_ASSIGN(const auto runs, m_store.runs(plan.jobName, kRunsLookedAt, "", m_stop));
        const ParallelismVector target = plan.target();
        const history::RunRecord* after = nullptr; // the first run after the plan with its numbers
        for (const history::RunRecord& run : runs.rows)
            if (run.connection == plan.connection && run.started >= plan.created && run.parallelism == target)
                after = &run; // newest first
        if (!after)
            return {};
        ST_ASSIGN(const auto summary, m_store.summary(after->id));
        for (const review::PlanChange& change : plan.changes) {
            const auto seen = std::ranges::find(summary, change.vertex, &history::RunNodeSummary::id);
            if (!isKnown(change.predictedBottleneck) || seen == summary.end() ||
                seen->bottleneck + seen->sufficient == 0)
                continue;
            const double sufficient = 1 - *change.predictedBottleneck;
            for (CalibrationBin& bin : m_bins)
                if (sufficient >= bin.low && (sufficient < bin.high || bin.high >= 1)) {
                    ++bin.said;
                    bin.right += seen->bottleneck == 0;
                    break;
                }
        }
        return {};
    }

    history::Store& m_store;
    std::stop_token m_stop;
    std::vector<CalibrationBin> m_bins;
};

Scenario scenarioFrom(const Json& json) {
    Scenario scenario;
    scenario.name = stringAt(json, "name");
    scenario.connection = stringAt(json, "connection");
    scenario.job = stringAt(json, "job");
    scenario.who = stringAt(json, "who");
    if (const auto at = fromRfc3339(stringAt(json, "at")))
        scenario.at = *at;
    scenario.question = tune::questionFromJson(childAt(json, "question"));
    scenario.prediction = compactJson(childAt(json, "prediction"));
    return scenario;
}

/// The numbers of a question as if a method had said them, with what is predicted of each.
Result<tune::Recommendation> chosenByHand(const Scenario& scenario, const tune::TuneInput& input) {
    ST_ASSIGN(const auto model, tune::makeWhatIf(input));
    const tune::Prediction answer = model->ask(scenario.question);
    tune::Recommendation said;
    said.method = kMadeByHand;
    const std::string called = scenario.name.empty() ? std::string("what-if") : "what-if \"" + scenario.name + "\"";
    for (const tune::PredictedNode& node : answer.nodes) {
        tune::Decision& decision = said.decisions.emplace_back();
        decision.node = node.node;
        decision.from = input.graph.find(node.node)->parallelism;
        decision.rounded = decision.clamped = decision.aligned = decision.final = node.parallelism;
        decision.demand = node.demand;
        decision.predictedBusy = node.busy;
        decision.predictedBottleneck = node.bottleneck;
        decision.reason = fmt::format("Set to {} in {}", node.parallelism, called);
        if (isKnown(node.demand) && isKnown(node.capacity))
            decision.reason += fmt::format(": predicted to bear {}, {} are asked of it", formatRate(node.capacity),
                                           formatRate(node.demand));
        decision.reason += ".";
        if (!node.outside.empty())
            decision.guards.push_back(node.outside);
        said.changes = said.changes || decision.final != decision.from;
    }
    for (const tune::PredictedSource& source : answer.sources) {
        said.offered[source.source] = source.rate;
        said.offeredHow[source.source] = scenario.question.rates.contains(source.source) ? "given" : "measured";
    }
    said.warnings = answer.notes;
    if (!said.changes)
        return fail("whatif.same", "The scenario changes no operator, so there is nothing to review.",
                    "Set another parallelism first; a rate alone changes nothing on the cluster.");
    return said;
}

Json pastJson(const PastRun& run) {
    return {{"connection", run.connection},
            {"job", run.job},
            {"run", run.run},
            {"distance", {{"lower", run.distance.lower}, {"upper", run.distance.upper}}},
            {"edit_path", run.editPath},
            {"node", run.node.empty() ? Json(nullptr) : Json(run.node)},
            {"name", run.nodeName},
            {"parallelism", run.parallelism > 0 ? Json(run.parallelism) : Json(nullptr)},
            {"measured_busy_max", numberToJson(run.busyMax)},
            {"measured_backpressured_max", numberToJson(run.backpressuredMax)},
            {"outcome", run.outcome}};
}

std::string share(const Number& value) {
    return isKnown(value) ? fmt::format("{:.1f} %", 100 * *value) : "not measured";
}

std::string distanceText(const ged::Interval& distance) {
    return distance.exact() ? fmt::format("{:g}", distance.upper)
                            : fmt::format("{:g} to {:g}", distance.lower, distance.upper);
}

} // namespace

Result<Evidence> EvidenceDesk::explain(const std::string& planIdOrFile, const std::string& vertex,
                                       std::stop_token stop) const {
    ST_ASSIGN(const review::Plan plan, m_workbench.plan(planIdOrFile));
    const auto input = review::inputFromEvidence(plan);
    if (!input)
        return fail("plan.hand", fmt::format("Plan {} was made by a person, not by a method.", plan.id),
                    "There is nothing to explain; its parent may have been advised.");
    const auto id = vertexId(input->graph, vertex);
    if (!id)
        return fail("plan.vertex", fmt::format("Plan {} holds no decision about \"{}\".", plan.id, vertex),
                    id.error().hint);
    Evidence evidence;
    evidence.plan = plan.id;
    evidence.model = plan.model;
    const bool byHand = plan.model == kMadeByHand;
    ST_ASSIGN(evidence.explanation, tune::explain(byHand ? kExplainer : plan.model, *input, *id));
    if (byHand)
        evidence.explanation.guards.insert(evidence.explanation.guards.begin(),
                                           "The number in the plan was chosen by a person in what-if; this is what the "
                                           "model says to the same windows.");
    ST_ASSIGN(const auto store, m_workbench.store());
    const std::string now = input->windows.empty() ? std::string{} : input->windows.back().deployment;
    ST_ASSIGN(evidence.past, Neighbours(*store, input->graph, *id, stop).before(now));
    Calibrator calibrator(*store, stop);
    ST_TRY(calibrator.run());
    calibrator.into(evidence);
    return evidence;
}

Result<std::shared_ptr<const tune::WhatIf>> EvidenceDesk::whatIf(const std::string& connection, const std::string& job,
                                                                 std::stop_token stop,
                                                                 const ProgressSink& progress) const {
    RecommendRequest request;
    request.connection = connection;
    request.job = job;
    ST_ASSIGN(const tune::TuneInput input, m_workbench.tuneInput(request, stop, progress));
    return tune::makeWhatIf(input);
}

Result<review::Plan> EvidenceDesk::draft(const Scenario& scenario, std::stop_token stop,
                                         const ProgressSink& progress) const {
    RecommendRequest request;
    request.connection = scenario.connection;
    request.job = scenario.job;
    request.rates = scenario.question.rates;
    return m_workbench.draft(
        request, [&](const tune::TuneInput& input) { return chosenByHand(scenario, input); }, stop, progress);
}

Status EvidenceDesk::keep(const Scenario& scenario) const {
    if (scenario.name.empty() || scenario.name.size() > kLongestName)
        return fail("whatif.name", "A scenario needs a name of 1 to 80 bytes.", "For example \"black friday\".");
    ST_ASSIGN(const auto store, m_workbench.store());
    const auto prediction = parseJson(scenario.prediction, "the prediction");
    return store->putDocument(kScenarios, scenarioKey(scenario.connection, scenario.job, scenario.name),
                              compactJson({{"name", scenario.name},
                                           {"connection", scenario.connection},
                                           {"job", scenario.job},
                                           {"who", scenario.who},
                                           {"at", toRfc3339(scenario.at)},
                                           {"question", tune::questionToJson(scenario.question)},
                                           {"prediction", prediction ? *prediction : Json(nullptr)}}));
}

Status EvidenceDesk::drop(const std::string& connection, const std::string& job, const std::string& name) const {
    ST_ASSIGN(const auto store, m_workbench.store());
    ST_ASSIGN(const auto known, store->document(kScenarios, scenarioKey(connection, job, name)));
    if (!known)
        return fail("whatif.unknown", "There is no scenario \"" + name + "\" of this job.",
                    "`streamtune whatif NAME JOB --list` shows them.");
    return store->removeDocument(kScenarios, scenarioKey(connection, job, name));
}

Result<std::vector<Scenario>> EvidenceDesk::scenarios(const std::string& connection, const std::string& job) const {
    ST_ASSIGN(const auto store, m_workbench.store());
    ST_ASSIGN(const auto documents, store->documents(kScenarios));
    std::vector<Scenario> found;
    for (const auto& [key, text] : documents) {
        const auto json = parseJson(text, key);
        if (json && stringAt(*json, "connection") == connection && stringAt(*json, "job") == job)
            found.push_back(scenarioFrom(*json));
    }
    std::ranges::stable_sort(found, {}, &Scenario::at);
    return found;
}

Json evidenceToJson(const Evidence& evidence) {
    Json past = Json::array(), bins = Json::array();
    for (const PastRun& run : evidence.past)
        past.push_back(pastJson(run));
    for (const CalibrationBin& bin : evidence.calibration)
        bins.push_back({{"low", bin.low}, {"high", bin.high}, {"said", bin.said}, {"right", bin.right}});
    return {{"plan", evidence.plan},
            {"model", evidence.model},
            {"explanation", tune::explanationToJson(evidence.explanation)},
            {"past_runs", std::move(past)},
            {"calibration",
             {{"bins", std::move(bins)},
              {"decisions", evidence.calibrationDecisions},
              {"sentence", evidence.calibrationSentence}}}};
}

std::string evidenceText(const Evidence& evidence) {
    const tune::Explanation& e = evidence.explanation;
    std::string text = fmt::format("{}: {} -> {}   (plan {}, {})\n", e.name.empty() ? e.node : e.name, e.from, e.chosen,
                                   evidence.plan, evidence.model);
    if (!e.enoughEvidence)
        text += "Not enough evidence: " + e.whyNot + "\n";
    text += fmt::format("\nMeasured at {}: {} in, busiest subtask busy {}, mean {}, back-pressured {}\n", e.from,
                        isKnown(e.measuredIn) ? formatRate(e.measuredIn) : "nothing known", share(e.measuredBusyMax),
                        share(e.measuredBusyMean), share(e.measuredBackpressure));
    text += "\nFrom the model to the number\n";
    for (const tune::WaterfallStep& step : e.waterfall)
        text += fmt::format("  {:<12} {:>8}  {}\n", step.what,
                            isKnown(step.value) ? fmt::format("{:.4g}", *step.value) : "-", step.why);
    if (!e.curve.empty()) {
        text +=
            "\nPredicted: chance that it cannot take its demand\n     p  chance   68 % band       bears        busy\n";
        for (const tune::CurvePoint& c : e.curve)
            text += fmt::format("{} {:>4}  {:>5.1f} %  {:>5.1f}..{:<5.1f} %  {:>12}  {:>5.1f} %{}\n",
                                c.p == e.chosen ? ">" : " ", c.p, 100 * c.probability, 100 * c.low, 100 * c.high,
                                formatRate(c.capacity), 100 * c.busy,
                                c.groups > 0 ? fmt::format("  {} key groups on one subtask", c.groups) : "");
    }
    for (const tune::Stair& stair : e.stairs)
        text += "  " + stair.sentence + "\n";
    if (!e.drivers.empty())
        text += "\nWhat drove it\n";
    for (const tune::Driver& driver : e.drivers)
        text += fmt::format("  {:<12} x {:<7.3g} {}\n", driver.what, driver.factor, driver.sentence);
    text += "\nNearest past runs\n";
    for (const PastRun& run : evidence.past) {
        text += fmt::format("  run {} of {} at distance {}: p {}, {}\n", run.run, run.job, distanceText(run.distance),
                            run.parallelism > 0 ? std::to_string(run.parallelism) : "-", run.outcome);
        for (const std::string& step : run.editPath)
            text += "      " + step + "\n";
    }
    if (evidence.past.empty())
        text += "  None is recorded.\n";
    text += "\nHow often it was right\n  " + evidence.calibrationSentence + "\n";
    if (!e.engineNote.empty())
        text += e.engineNote + "\n";
    return text;
}

} // namespace streamtune::workbench
