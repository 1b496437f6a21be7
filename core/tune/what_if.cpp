// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tune/what_if.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <limits>
#include <nlohmann/json.hpp>

#include "core/base/format.h"
#include "core/tune/live_capacity.h"

namespace streamtune::tune {
namespace {

constexpr double kSeenRate = 1.05;    ///< a rate this much above the largest seen is outside
constexpr int kRounds = 200;          ///< of sharing out back-pressure; one a node that gives way is enough
constexpr double kNearlyFull = 0.001; ///< share of capacity left at which a node counts as full

struct Limit {
    double middle = std::numeric_limits<double>::infinity(); ///< logarithm of how much all rates may grow
    double low = std::numeric_limits<double>::infinity();
    double high = std::numeric_limits<double>::infinity();
};

class FittedWhatIf final : public WhatIf {
public:
    explicit FittedWhatIf(std::unique_ptr<LiveCapacity> live) : m_live(std::move(live)) {
        const JobGraph& graph = this->graph();
        (void)m_live->decide(); // fits the model
        m_seen.resize(graph.nodes.size());
        for (const learn::WindowReading& window : m_live->readings())
            for (std::size_t v = 0; v < m_seen.size(); ++v) {
                const learn::NodeReading& node = window.nodes[v];
                SeenRange& seen = m_seen[v];
                seen.lowest = seen.lowest == 0 ? node.p : std::min(seen.lowest, node.p);
                seen.highest = std::max(seen.highest, node.p);
                for (const double flow : {node.in, window.accepted[v]}) {
                    if (!std::isfinite(flow) || flow <= 0)
                        continue;
                    seen.slowest = seen.slowest > 0 ? std::min(seen.slowest, flow) : flow;
                    seen.fastest = std::max(seen.fastest, flow);
                }
            }
        m_present.parallelism = graph.parallelism();
        for (const auto& [source, rate] : m_live->evidence().demand.offered)
            if (isKnown(rate))
                m_present.rates[source] = *rate;
    }

    const WhatIfQuestion& present() const override { return m_present; }
    const JobGraph& graph() const override { return m_live->input().graph; }

    std::pair<int, int> range(const std::string& node) const override {
        const auto v = graph().indexOf(node);
        if (!v)
            return {1, 1};
        if (m_live->evidence().job.nodes[*v].pinned)
            return {graph().nodes[*v].parallelism, graph().nodes[*v].parallelism};
        return {m_live->low(*v), m_live->high(*v)};
    }

    SeenRange seen(const std::string& node) const override {
        const auto v = graph().indexOf(node);
        return v ? m_seen[*v] : SeenRange{};
    }

    Prediction ask(const WhatIfQuestion& question) const override {
        Prediction answer;
        std::vector<double> rates(graph().nodes.size(), learn::kUnknown);
        std::vector<int> levels;
        settle(question, rates, levels, answer);
        const auto demand = m_live->model().demand(rates);
        Limit limit;
        double enough = 1;
        bool anything = false;
        for (std::size_t v = 0; v < levels.size(); ++v) {
            PredictedNode node = predicted(v, levels[v], demand[v], limit, answer.limitedBy);
            answer.outside = answer.outside || !node.outside.empty();
            if (node.bottleneck) {
                enough *= 1 - *node.bottleneck;
                anything = true;
            }
            answer.nodes.push_back(std::move(node));
        }
        if (anything)
            answer.enough = enough;
        else
            answer.notes.push_back("No operator was measured well enough to predict anything.");
        ParallelismVector vector;
        for (const PredictedNode& node : answer.nodes)
            vector[node.node] = node.parallelism;
        answer.slots = graph().slotsNeeded(vector);
        flow(rates, limit, answer);
        if (m_live->unknownEngine())
            answer.notes.push_back(m_live->origin());
        return answer;
    }

private:
    void settle(const WhatIfQuestion& question, std::vector<double>& rates, std::vector<int>& levels,
                Prediction& answer) const {
        const JobGraph& graph = this->graph();
        for (const auto* asked : {&m_present.rates, &question.rates})
            for (const auto& [source, rate] : *asked) {
                const auto v = graph.indexOf(source);
                if (!v || !graph.isSource(source) || !std::isfinite(rate) || rate < 0)
                    answer.notes.push_back(fmt::format("The rate of \"{}\" is left out: it is no source, or the rate "
                                                       "is no number of records/s.",
                                                       source));
                else
                    rates[*v] = rate;
            }
        for (const Operator& node : graph.nodes)
            levels.push_back(node.parallelism);
        for (const auto& [id, p] : question.parallelism) {
            const auto v = graph.indexOf(id);
            if (!v || p < 1) {
                answer.notes.push_back(
                    fmt::format("\"{}\" = {} is left out: no such operator, or no parallelism.", id, p));
                continue;
            }
            const auto [low, high] = range(id);
            levels[*v] =
                std::clamp(p, std::min(low, graph.nodes[*v].parallelism), std::max(high, graph.nodes[*v].parallelism));
            if (levels[*v] != p)
                answer.notes.push_back(
                    fmt::format("\"{}\" cannot have {}; {} is taken.", graph.nodes[*v].name, p, levels[*v]));
        }
        for (std::size_t v = 0; v < rates.size(); ++v)
            if (graph.isSource(graph.nodes[v].id) && std::isnan(rates[v]))
                answer.notes.push_back(fmt::format("Nothing is known about the rate of source \"{}\", so what follows "
                                                   "from it is not predicted.",
                                                   graph.nodes[v].name));
    }

    PredictedNode predicted(std::size_t v, int p, const learn::LogRate& demand, Limit& limit,
                            std::string& limitedBy) const {
        const learn::JobCapacity& model = m_live->model();
        PredictedNode node;
        node.node = graph().nodes[v].id;
        node.parallelism = p;
        const bool wanted = std::isfinite(demand.mean);
        if (wanted)
            node.demand = std::exp(demand.mean);
        if (!model.measured(v) || unbounded(v))
            return node;
        const learn::HotShare hot = model.hot(v, p);
        const learn::LogCapacity capacity = model.node(v).capacity(p, hot);
        const double sd = std::hypot(capacity.sd, model.jitter());
        node.capacity = std::exp(capacity.mean);
        node.capacityLow = std::exp(capacity.mean - sd);
        node.capacityHigh = std::exp(capacity.mean + sd);
        node.outside = whyOutside(v, p, node.demand);
        if (!wanted)
            return node;
        node.load = std::exp(demand.mean - capacity.mean);
        node.busy = model.node(v).busyAt(demand.mean, p, hot);
        node.bottleneck = model.risk(v, p, demand);
        const double all = std::hypot(sd, demand.sd);
        if (capacity.mean - demand.mean < limit.middle) {
            limit.middle = capacity.mean - demand.mean;
            limitedBy = node.node;
        }
        limit.low = std::min(limit.low, capacity.mean - demand.mean - all);
        limit.high = std::min(limit.high, capacity.mean - demand.mean + all);
        return node;
    }

    /// A generator: it is pinned, and its busy share never followed its rate.
    bool unbounded(std::size_t v) const {
        const Operator& node = graph().nodes[v];
        return node.pinned && graph().isSource(node.id);
    }

    std::string whyOutside(std::size_t v, int p, const Number& demand) const {
        const SeenRange& seen = m_seen[v];
        const std::string levels = seen.lowest == seen.highest ? fmt::format("at {}", seen.lowest)
                                                               : fmt::format("at {} to {}", seen.lowest, seen.highest);
        if (p < seen.lowest || p > seen.highest)
            return fmt::format("It was only seen {}; what it bears at {} is carried over by the law of its kind.",
                               levels, p);
        if (isKnown(demand) && seen.fastest > 0 && *demand > kSeenRate * seen.fastest)
            return fmt::format("It never took more than {}.", formatRate(seen.fastest));
        return {};
    }

    /// Shares back-pressure out: the fullest node slows all sources above it, until nobody is asked too much.
    void flow(const std::vector<double>& rates, const Limit& limit, Prediction& answer) const {
        const JobGraph& graph = this->graph();
        std::vector<double> share(rates.size(), 1.0);
        std::vector<double> flow(rates.size(), 0.0);
        const auto push = [&] {
            std::vector<double> slowed = rates;
            for (std::size_t v = 0; v < rates.size(); ++v)
                slowed[v] *= share[v];
            const auto pushed = m_live->model().demand(slowed);
            for (std::size_t v = 0; v < rates.size(); ++v)
                flow[v] = std::isfinite(pushed[v].mean) ? std::exp(pushed[v].mean) : 0;
        };
        std::vector<bool> full(rates.size(), false);
        bool slowed = false;
        push();
        for (int round = 0; round < kRounds; ++round) {
            std::size_t worst = rates.size();
            double over = 1 + 1e-9;
            for (std::size_t v = 0; v < rates.size(); ++v)
                if (const Number& capacity = answer.nodes[v].capacity; capacity && flow[v] / *capacity > over) {
                    over = flow[v] / *capacity;
                    worst = v;
                }
            if (worst == rates.size())
                break;
            slowed = true;
            const std::vector<bool> above = reaching(worst);
            for (std::size_t v = 0; v < rates.size(); ++v)
                if (above[v])
                    share[v] /= over;
            full[worst] = true;
            push();
        }
        double piling = 0, behind = 0;
        bool known = true;
        for (std::size_t v = 0; v < rates.size(); ++v) {
            if (!graph.isSource(graph.nodes[v].id))
                continue;
            PredictedSource source;
            source.source = graph.nodes[v].id;
            source.rate = std::isfinite(rates[v]) ? rates[v] : 0;
            known = known && std::isfinite(rates[v]);
            if (std::isfinite(rates[v])) {
                source.accepted = rates[v] * share[v];
                piling += rates[v] * (1 - share[v]);
                behind = std::max(behind, 1 - share[v]);
                if (std::isfinite(limit.middle)) {
                    source.sustainable = rates[v] * std::exp(limit.middle);
                    source.sustainableLow = rates[v] * std::exp(limit.low);
                    source.sustainableHigh = rates[v] * std::exp(limit.high);
                }
            }
            answer.sources.push_back(std::move(source));
        }
        if (!known || !std::isfinite(limit.middle))
            return;
        answer.headroom = std::exp(limit.middle) - 1;
        answer.lagGrowth = slowed ? piling : 0;
        answer.lag = behind * kLagAfter;
        if (*answer.headroom > 0)
            answer.catchUp = kRestart / *answer.headroom;
        for (std::size_t v = 0; v < rates.size(); ++v) // who waits for a full node further down
            for (std::size_t w = 0; w < rates.size(); ++w)
                if (full[w] && w != v && flow[w] > (1 - kNearlyFull) * valueOr(answer.nodes[w].capacity, 0) &&
                    reaching(w)[v])
                    answer.nodes[v].backpressured = std::max(0.0, 1 - valueOr(answer.nodes[v].busy, 0) * share[v]);
    }

    /// Nodes from which `to` is reached, itself included.
    std::vector<bool> reaching(std::size_t to) const {
        std::vector<bool> above(graph().nodes.size(), false);
        above[to] = true;
        const learn::JobFacts& facts = m_live->model().job();
        for (auto it = facts.order.rbegin(); it != facts.order.rend(); ++it)
            if (above[*it])
                for (const learn::Input& input : facts.nodes[*it].inputs)
                    above[input.from] = true;
        return above;
    }

    std::unique_ptr<LiveCapacity> m_live;
    std::vector<SeenRange> m_seen;
    WhatIfQuestion m_present;
};

} // namespace

Result<std::shared_ptr<const WhatIf>> makeWhatIf(const TuneInput& input) {
    ST_ASSIGN(auto live, LiveCapacity::make(input));
    return std::make_shared<const FittedWhatIf>(std::move(live));
}

Json questionToJson(const WhatIfQuestion& question) {
    return {{"rates", question.rates}, {"parallelism", question.parallelism}};
}

WhatIfQuestion questionFromJson(const Json& json) {
    WhatIfQuestion question;
    if (const Json& rates = childAt(json, "rates"); rates.is_object())
        for (const auto& [source, rate] : rates.items())
            if (rate.is_number())
                question.rates[source] = rate.get<double>();
    if (const Json& levels = childAt(json, "parallelism"); levels.is_object())
        for (const auto& [node, p] : levels.items())
            if (p.is_number_integer())
                question.parallelism[node] =
                    static_cast<int>(std::clamp<std::int64_t>(integerAt(levels, node.c_str(), 1), 1, 32'768));
    return question;
}

Json predictionToJson(const Prediction& prediction) {
    Json nodes = Json::array(), sources = Json::array();
    for (const PredictedNode& n : prediction.nodes)
        nodes.push_back({{"id", n.node},
                         {"parallelism", n.parallelism},
                         {"demand", numberToJson(n.demand)},
                         {"capacity", numberToJson(n.capacity)},
                         {"capacity_low", numberToJson(n.capacityLow)},
                         {"capacity_high", numberToJson(n.capacityHigh)},
                         {"load", numberToJson(n.load)},
                         {"busy", numberToJson(n.busy)},
                         {"backpressured", numberToJson(n.backpressured)},
                         {"bottleneck", numberToJson(n.bottleneck)},
                         {"outside", n.outside.empty() ? Json(nullptr) : Json(n.outside)}});
    for (const PredictedSource& s : prediction.sources)
        sources.push_back({{"id", s.source},
                           {"rate", s.rate},
                           {"accepted", numberToJson(s.accepted)},
                           {"sustainable", numberToJson(s.sustainable)},
                           {"sustainable_low", numberToJson(s.sustainableLow)},
                           {"sustainable_high", numberToJson(s.sustainableHigh)}});
    return {{"nodes", std::move(nodes)},
            {"sources", std::move(sources)},
            {"slots", prediction.slots},
            {"headroom", numberToJson(prediction.headroom)},
            {"limited_by", prediction.limitedBy.empty() ? Json(nullptr) : Json(prediction.limitedBy)},
            {"lag_growth", numberToJson(prediction.lagGrowth)},
            {"lag_seconds", numberToJson(prediction.lag)},
            {"lag_after_seconds", kLagAfter},
            {"catch_up_seconds", numberToJson(prediction.catchUp)},
            {"restart_seconds", kRestart},
            {"enough", numberToJson(prediction.enough)},
            {"outside", prediction.outside},
            {"notes", prediction.notes}};
}

} // namespace streamtune::tune
