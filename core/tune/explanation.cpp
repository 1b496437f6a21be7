// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tune/explanation.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "core/base/format.h"
#include "core/tune/live_capacity.h"

namespace streamtune::tune {
namespace {

constexpr double kWorthNaming = 0.005; ///< a factor closer to 1 moves nothing
constexpr int kMostStairs = 6;
constexpr double kTellingFall = 0.002; ///< of capacity, from which a stair is named

/// P(standard normal > x).
double tail(double x) {
    return 0.5 * std::erfc(x / std::sqrt(2.0));
}

int groupsOnFullest(int groups, int p) {
    return groups > 0 ? (groups + p - 1) / p : 0;
}

class CurveMaker {
public:
    CurveMaker(const LiveCapacity& live, std::size_t v, const NodeChoice& chosen, Explanation& answer)
        : m_live(live), m_model(live.model()), m_v(v), m_chosen(chosen), m_answer(answer) {}

    void make() {
        const int present = m_live.input().graph.nodes[m_v].parallelism;
        const int last =
            std::min(static_cast<int>(m_chosen.risks.size()), std::max({8, 2 * m_answer.chosen, present + 4}));
        const auto smooth = m_model.smoothRisk(m_v, m_chosen.demand, last);
        const learn::NodeFacts& facts = m_model.job().nodes[m_v];
        for (int p = 1; p <= last; ++p) {
            const learn::HotShare hot = m_model.hot(m_v, p);
            const learn::LogCapacity capacity = m_model.node(m_v).capacity(p, hot);
            const double luck = std::max(m_model.jitter(), 1e-5);
            const double doubt = std::hypot(capacity.sd, m_chosen.demand.sd);
            const double margin = capacity.mean - m_chosen.demand.mean;
            CurvePoint point;
            point.p = p;
            point.probability = m_chosen.risks[static_cast<std::size_t>(p) - 1];
            point.low = std::min(point.probability, tail((margin + doubt) / luck));
            point.high = std::max(point.probability, tail((margin - doubt) / luck));
            point.smooth = smooth[static_cast<std::size_t>(p) - 1];
            point.capacity = std::exp(capacity.mean);
            point.busy = m_model.node(m_v).busyAt(m_chosen.demand.mean, p, hot);
            point.groups = facts.keyed ? groupsOnFullest(facts.groups, p) : 0;
            m_answer.curve.push_back(point);
        }
        if (facts.keyed)
            stairs(facts.groups);
        drivers(facts);
    }

private:
    void stairs(int groups) {
        for (std::size_t i = 1; i < m_answer.curve.size() && m_answer.stairs.size() < kMostStairs; ++i) {
            const auto best =
                std::max_element(m_answer.curve.begin(), m_answer.curve.begin() + static_cast<std::ptrdiff_t>(i),
                                 [](const CurvePoint& a, const CurvePoint& b) { return a.capacity < b.capacity; });
            const CurvePoint& here = m_answer.curve[i];
            if (best->capacity < (1 + kTellingFall) * here.capacity)
                continue;
            m_answer.stairs.push_back(
                {here.p, best->p,
                 fmt::format("{} is worse than {}: {} of {} key groups on one subtask, and it is predicted to bear "
                             "{:.1f} % less.",
                             here.p, best->p, here.groups, groups, 100 * (1 - here.capacity / best->capacity))});
        }
    }

    void add(const std::string& what, double factor, std::string sentence, bool measured) {
        if (std::abs(factor - 1) >= kWorthNaming)
            m_answer.drivers.push_back({what, factor, std::move(sentence), measured});
    }

    /// Instances needed = demand / one instance alone, times what is lost to contention, skew and state.
    void drivers(const learn::NodeFacts& facts) {
        const int p = m_answer.chosen;
        const learn::NodeCapacity& node = m_model.node(m_v);
        const learn::Belief level = node.constant(learn::Level);
        const double alone = std::exp(level.mean);
        const double demand = std::exp(m_chosen.demand.mean);
        const learn::KindPrior& prior = m_live.priors().of(facts.kind);
        const double trust = 1 - std::min(1.0, std::pow(level.sd / prior.constants[learn::Level].sd, 2));
        m_answer.drivers.push_back(
            {"demand", demand / alone,
             fmt::format("It must take {}; one instance alone bears {} (68 %: {} to {}). {:.0f} % of what is "
                         "known of that comes from windows of this job, the rest from the history of \"{}\".",
                         formatRate(demand), formatRate(alone), formatRate(std::exp(level.mean - level.sd)),
                         formatRate(std::exp(level.mean + level.sd)), 100 * trust, facts.kind),
             trust > 0.5});
        const double a = std::exp(node.constant(learn::Contention).mean);
        const double b = std::exp(node.constant(learn::Coherence).mean);
        const double loss = 1 + a * (p - 1) + b * p * (p - 1);
        const double spread = node.constant(learn::Contention).sd / prior.constants[learn::Contention].sd;
        add("contention", loss,
            fmt::format("At {} instances each bears {:.1f} % less than alone.", p, 100 * (1 - 1 / loss)), spread < 0.7);
        if (facts.stateSeconds > 0) {
            const double g = std::exp(node.constant(learn::State).mean);
            const double grown = 1 + g * std::log1p(demand * facts.stateSeconds / (p * 1e5));
            add("state", grown, fmt::format("Its state makes a record {:.1f} % dearer.", 100 * (grown - 1)), false);
        }
        const double hot = std::exp(m_model.hot(m_v, p).logMean) * p;
        add("skew", hot,
            fmt::format("The fullest subtask has {:.1f} % more than its share ({} of {} key groups, uneven keys).",
                        100 * (hot - 1), groupsOnFullest(facts.groups, p), facts.groups),
            std::isfinite(m_model.logSkew(m_v)));
    }

    const LiveCapacity& m_live;
    const learn::JobCapacity& m_model;
    std::size_t m_v;
    const NodeChoice& m_chosen;
    Explanation& m_answer;
};

void waterfall(const Decision& d, Explanation& answer) {
    const auto step = [&](const char* what, const Number& value, std::string why) {
        answer.waterfall.push_back({what, value, std::move(why)});
    };
    const auto whole = [](int value) { return Number(static_cast<double>(value)); };
    step("model value", d.modelValue,
         d.demand && d.capacityPerInstance
             ? fmt::format("{} to take, {} an instance.", formatRate(d.demand), formatRate(d.capacityPerInstance))
             : "Not enough evidence for one.");
    step("margin", d.modelValue && d.margin ? Number(*d.modelValue + *d.margin) : std::nullopt,
         d.margin ? fmt::format("{:+.2f} for whole instances, doubt and what a failed change costs.", *d.margin)
                  : "None.");
    step("rounding", whole(d.rounded), d.rounded == d.from ? "As in force." : "Whole instances.");
    step("limits", whole(d.clamped), d.clamped == d.rounded ? "Within all limits." : "Bounded.");
    step("alignment", whole(d.aligned), d.aligned == d.clamped ? "No alignment." : "To a divisor of the key groups.");
    step("final", whole(d.final), d.final == d.from ? "Stays as it is." : fmt::format("{} -> {}.", d.from, d.final));
}

void measured(const TuneInput& input, Explanation& answer) {
    for (auto window = input.windows.rbegin(); window != input.windows.rend(); ++window) {
        const NodeObservation* seen = window->quiet ? window->find(answer.node) : nullptr;
        if (!seen || seen->parallelism != answer.from)
            continue;
        answer.measuredIn = seen->inRate;
        answer.measuredBusyMax = seen->busyMax;
        answer.measuredBusyMean = seen->busyMean;
        answer.measuredBackpressure = seen->backpressuredMax;
        return;
    }
}

} // namespace

Result<Explanation> explain(const std::string& method, const TuneInput& input, const std::string& node) {
    const auto v = input.graph.indexOf(node);
    if (!v)
        return fail("tune.node", fmt::format("The job has no operator \"{}\".", node.substr(0, 60)));
    ST_ASSIGN(const auto recommender, makeRecommender(method));
    ST_ASSIGN(const Recommendation said, recommender->recommend(input));
    const auto decision = std::ranges::find(said.decisions, node, &Decision::node);
    if (decision == said.decisions.end())
        return fail("tune.node", fmt::format("Nothing was decided about \"{}\".", node.substr(0, 60)));
    Explanation answer;
    answer.node = node;
    answer.name = input.graph.nodes[*v].name;
    answer.method = method;
    answer.from = decision->from;
    answer.chosen = decision->final;
    answer.demand = decision->demand;
    answer.guards = decision->guards;
    answer.enoughEvidence = decision->modelValue.has_value();
    if (!answer.enoughEvidence)
        answer.whyNot = decision->demand ? "Its rate or its busy share was not measured in any quiet window."
                                         : "What it must take is unknown.";
    measured(input, answer);
    waterfall(*decision, answer);
    if (method != "st-cap" && method != "streamtune")
        return answer;
    ST_ASSIGN(const auto live, LiveCapacity::make(input));
    const CapacityChoice choice = live->decide();
    answer.engineNote = live->origin();
    if (const NodeChoice& chosen = choice.nodes[*v]; !chosen.risks.empty() && std::isfinite(chosen.demand.mean))
        CurveMaker(*live, *v, chosen, answer).make();
    return answer;
}

Json explanationToJson(const Explanation& e) {
    Json curve = Json::array(), stairs = Json::array(), steps = Json::array(), drivers = Json::array();
    for (const CurvePoint& c : e.curve)
        curve.push_back({{"p", c.p},
                         {"probability", c.probability},
                         {"low", c.low},
                         {"high", c.high},
                         {"smooth", c.smooth},
                         {"capacity", c.capacity},
                         {"busy", c.busy},
                         {"key_groups", c.groups > 0 ? Json(c.groups) : Json(nullptr)}});
    for (const Stair& s : e.stairs)
        stairs.push_back({{"p", s.p}, {"better", s.better}, {"sentence", s.sentence}});
    for (const WaterfallStep& s : e.waterfall)
        steps.push_back({{"what", s.what}, {"value", numberToJson(s.value)}, {"why", s.why}});
    for (const Driver& d : e.drivers)
        drivers.push_back({{"what", d.what},
                           {"factor", d.factor},
                           {"sentence", d.sentence},
                           {"from", d.measured ? "windows of this job" : "history"}});
    return {
        {"node", e.node},
        {"name", e.name},
        {"method", e.method},
        {"from", e.from},
        {"chosen", e.chosen},
        {"enough_evidence", e.enoughEvidence},
        {"why_not", e.whyNot.empty() ? Json(nullptr) : Json(e.whyNot)},
        {"origin", e.engineNote},
        {"measured",
         {{"in_rate", numberToJson(e.measuredIn)},
          {"busy_max", numberToJson(e.measuredBusyMax)},
          {"busy_mean", numberToJson(e.measuredBusyMean)},
          {"backpressured_max", numberToJson(e.measuredBackpressure)}}},
        {"predicted", {{"demand", numberToJson(e.demand)}, {"curve", std::move(curve)}, {"stairs", std::move(stairs)}}},
        {"waterfall", std::move(steps)},
        {"drivers", std::move(drivers)},
        {"guards", e.guards}};
}

} // namespace streamtune::tune
