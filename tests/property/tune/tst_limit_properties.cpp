// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <doctest/doctest.h>
#include <limits>
#include <nlohmann/json.hpp>
#include <random>

#include "core/tune/evidence.h"
#include "core/tune/recommendation.h"
#include "core/tune/rules.h"

using namespace streamtune;
using namespace streamtune::tune;

namespace {

/// Random inputs: any shape of small graph, any measurement including holes, any limits including contradictory ones.
class Maker {
public:
    explicit Maker(std::uint64_t seed) : m_random(seed) {}

    int whole(int low, int high) { return std::uniform_int_distribution<int>(low, high)(m_random); }
    double real(double low, double high) { return std::uniform_real_distribution<double>(low, high)(m_random); }
    bool chance(double p) { return real(0, 1) < p; }

    Number measured(double low, double high, bool holes) {
        if (holes && chance(0.03))
            return std::nullopt;
        if (holes && chance(0.03))
            return std::numeric_limits<double>::quiet_NaN();
        if (holes && chance(0.03))
            return 0.0;
        return real(low, high);
    }

    TuneInput input(bool holes) {
        TuneInput in;
        const int n = whole(2, 6);
        for (int v = 0; v < n; ++v) {
            Operator op;
            op.id = op.name = "n" + std::to_string(v);
            op.label = v == 0 ? "source" : "map";
            op.parallelism = whole(1, 40);
            op.maxParallelism = chance(0.2) ? 0 : whole(op.parallelism, 200);
            op.pinned = chance(0.1);
            op.slotSharingGroup = chance(0.2) ? op.id : "";
            in.graph.nodes.push_back(op);
            if (v > 0 && !chance(0.15))
                in.graph.edges.push_back(
                    {"n" + std::to_string(whole(0, v - 1)), op.id, chance(0.5) ? "hash" : "rebalance", 0, 1});
        }
        in.windows = {window(in.graph, holes)};
        in.limits = limits(in.graph);
        in.attempt = whole(0, 2);
        return in;
    }

private:
    Observation window(const JobGraph& graph, bool holes) {
        Observation w;
        w.deployment = "d";
        for (const Operator& op : graph.nodes) {
            NodeObservation node;
            node.id = op.id;
            node.parallelism = op.parallelism;
            node.inRate = measured(1, 1e5, holes);
            node.outRate = measured(1, 1e5, holes);
            node.busyMean = measured(0.01, 1, holes);
            node.busyMax = measured(0.01, 1, holes);
            node.backpressuredMax = node.backpressuredMean = holes && chance(0.3) ? measured(0, 1, true) : Number(0.0);
            w.nodes.push_back(node);
            if (graph.isSource(op.id)) {
                SourceObservation source;
                source.id = op.id;
                source.accepted = measured(1, 1e5, holes);
                source.offered =
                    source.accepted ? Number(*source.accepted * (holes ? real(0.9, 1.5) : 1.0)) : std::nullopt;
                source.offeredFrom = holes ? static_cast<OfferedFrom>(whole(0, 4)) : OfferedFrom::Accepted;
                w.sources.push_back(source);
            }
        }
        return w;
    }

    Limits limits(const JobGraph& graph) {
        Limits l;
        for (const Operator& op : graph.nodes) {
            if (chance(0.1))
                l.pins[op.id] = whole(1, 60);
            if (chance(0.15))
                l.minimum[op.id] = whole(1, 30);
            if (chance(0.25))
                l.maximum[op.id] = whole(1, 60);
            if (chance(0.2))
                l.partitions[op.id] = whole(1, 30);
        }
        if (chance(0.3))
            l.pMax = whole(1, 80);
        if (chance(0.3))
            l.maxSlots = whole(1, 100);
        if (chance(0.3))
            l.stepUpFactor = real(1, 3);
        if (chance(0.3))
            l.stepDownFactor = real(1, 3);
        l.hysteresis = chance(0.3) ? whole(0, 5) : 0;
        return l;
    }

    std::mt19937_64 m_random;
};

/// Worked out anew here, from the meaning of the limits.
int highestAllowed(const Operator& op, const Limits& limits, bool source) {
    int high = op.maxParallelism > 0 ? op.maxParallelism : 32'768;
    if (limits.pMax > 0)
        high = std::min(high, limits.pMax);
    if (limits.maximum.contains(op.id))
        high = std::min(high, limits.maximum.at(op.id));
    if (source && limits.partitions.contains(op.id))
        high = std::min(high, limits.partitions.at(op.id));
    return high;
}

std::string violation(const TuneInput& in, const Recommendation& r) {
    if (r.decisions.size() != in.graph.nodes.size())
        return "a node is missing";
    const auto target = r.target();
    const bool fits = !in.limits.maxSlots || in.graph.slotsNeeded(target) <= *in.limits.maxSlots;
    if (!fits)
        return r.changes ? "more slots than allowed" : "";
    if (!r.changes && in.limits.maxSlots) // pins and bounds may contradict the slots: then nothing moves
        for (const Decision& d : r.decisions)
            for (const std::string& guard : d.guards)
                if (guard.starts_with("Pins and lower bounds alone"))
                    return "";
    for (const Decision& d : r.decisions) {
        const Operator& op = *in.graph.find(d.node);
        const bool source = in.graph.isSource(op.id);
        if (d.final < 1)
            return "below 1";
        if (op.pinned) {
            if (d.final != d.from)
                return "a fixed operator moved";
            continue;
        }
        if (in.limits.pins.contains(op.id)) {
            const int pin = in.limits.pins.at(op.id);
            if (d.final != (op.maxParallelism > 0 ? std::min(pin, op.maxParallelism) : pin))
                return "a pin was ignored";
            continue;
        }
        const int high = highestAllowed(op, in.limits, source);
        const int low = std::min(high, in.limits.minimum.contains(op.id) ? in.limits.minimum.at(op.id) : 1);
        if (d.final > high)
            return "above an upper bound";
        if (d.final < low)
            return "below a lower bound";
        if (in.limits.stepUpFactor > 0 &&
            d.final > std::max({d.from + 1, static_cast<int>(d.from * in.limits.stepUpFactor), low}))
            return "a step too large";
        if (in.limits.stepDownFactor > 0 && !in.limits.maxSlots &&
            d.final < std::min({d.from - 1, static_cast<int>(std::ceil(d.from / in.limits.stepDownFactor)), high}))
            return "a fall too large";
        if (!in.limits.maxSlots && d.final < d.from && d.from <= high && d.from - d.final < in.limits.hysteresis)
            return "a fall within the hysteresis";
    }
    return "";
}

} // namespace

TEST_CASE("limits are never exceeded, for any of 100,000 inputs") {
    Maker make(20260101);
    const auto names = recommenderNames();
    std::vector<std::unique_ptr<Recommender>> methods;
    for (const std::string& name : names)
        methods.push_back(std::move(*makeRecommender(name)));
    // The capacity head fits a model for every answer: fewer inputs, the same checks.
    constexpr std::size_t rules = 4;
    const auto pick = [&](int i) -> const Recommender& {
        const auto n = static_cast<std::size_t>(i);
        return *methods[i % 200 == 7 ? rules + n / 200 % (methods.size() - rules) : n % rules];
    };
    int changed = 0;
    for (int i = 0; i < 100'000; ++i) {
        const TuneInput in = make.input(i % 4 != 0);
        const auto r = pick(i).recommend(in);
        if (!r) {
            FAIL(r.error().sentence);
            continue;
        }
        changed += r->changes;
        const std::string wrong = violation(in, *r);
        if (!wrong.empty()) {
            CAPTURE(i);
            CAPTURE(recommendationToJson(*r).dump(1));
            FAIL(wrong);
        }
        if (!r->changes && r->whyNothing.empty())
            FAIL("nothing changes, and nobody says why");
    }
    CHECK(changed > 20'000); // the inputs do exercise the rules
    CHECK(changed < 95'000);
}

TEST_CASE("labels are total, only -1, 0 or 1, and 1 is only given to busy operators in trouble") {
    Maker make(7);
    int bottlenecks = 0;
    for (int i = 0; i < 20'000; ++i) {
        const TuneInput in = make.input(true);
        const Observation& w = in.windows.front();
        const Labels labels = labelWindow(in.graph, w, {});
        REQUIRE(labels.nodes.size() == in.graph.nodes.size());
        for (const auto& [id, label] : labels.nodes) {
            if (label.label < -1 || label.label > 1 || label.why.empty())
                FAIL(id);
            if (label.label != 1)
                continue;
            ++bottlenecks;
            if (!labels.underProvisioned || valueOr(w.find(id)->busyMax, valueOr(w.find(id)->busyMean, 0)) <= 0.6 ||
                valueOr(w.find(id)->backpressuredMax, 0) > 0.1)
                FAIL(label.why);
        }
    }
    CHECK(bottlenecks > 500);
}

TEST_CASE("more offered rate never gives a smaller answer of DS2") {
    Maker make(99);
    rules::Ds2Settings plain;
    plain.band = false;
    for (int i = 0; i < 4'000; ++i) {
        TuneInput in = make.input(false);
        in.limits = {};
        const auto job = ruleJob(in.graph);
        std::map<std::string, Number> less, more;
        for (const SourceObservation& s : in.windows[0].sources) {
            less[s.id] = make.real(0, 1e5);
            more[s.id] = *less[s.id] * make.real(1, 3);
        }
        const auto answer = [&](const std::map<std::string, Number>& offered) {
            const auto window = ruleWindow(in.graph, in.windows[0], offered);
            rules::Ds2Tuning tuning;
            return rules::ds2(*job, window, rules::demand(*job, window), false, plain, tuning).vector();
        };
        const auto a = answer(less);
        const auto b = answer(more);
        for (std::size_t v = 0; v < a.size(); ++v)
            if (b[v] < a[v])
                FAIL("node " << v << ": " << a[v] << " then " << b[v]);
        // And the same through the recommender, without the dead band (which compares with what runs).
        for (const auto& [id, rate] : less)
            in.offered[id] = *rate;
        const auto first = (*makeRecommender("ds2-noband"))->recommend(in)->target();
        for (const auto& [id, rate] : more)
            in.offered[id] = *rate;
        for (const auto& [id, p] : (*makeRecommender("ds2-noband"))->recommend(in)->target())
            if (p < first.at(id))
                FAIL(id);
    }
}

TEST_CASE("the same input gives the same answer, word for word") {
    for (int i = 0; i < 500; ++i) {
        Maker one(static_cast<std::uint64_t>(i)), two(static_cast<std::uint64_t>(i));
        const std::string method = recommenderNames()[static_cast<std::size_t>(i) % 4];
        const auto a = (*makeRecommender(method))->recommend(one.input(true));
        const auto b = (*makeRecommender(method))->recommend(two.input(true));
        CHECK(recommendationToJson(*a) == recommendationToJson(*b));
    }
}

TEST_CASE("alignment never lowers, never leaves the bound, and never adds groups to a subtask") {
    for (int groups = 1; groups <= 140; ++groups)
        for (int pMax = 1; pMax <= groups; ++pMax)
            for (int p = 1; p <= pMax; ++p) {
                const int x = rules::alignToKeyGroups(p, groups, pMax);
                if (x < p || x > pMax || (groups + x - 1) / x > (groups + p - 1) / p)
                    FAIL(groups << " groups, " << p << " of " << pMax << " -> " << x);
            }
}
