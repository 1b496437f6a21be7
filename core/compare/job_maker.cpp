// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/compare/job_maker.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <fmt/format.h>
#include <map>
#include <nlohmann/json.hpp>
#include <numeric>
#include <utility>

#include "core/base/json.h"
#include "core/engines/simulated/job_truth.h"
#include "core/engines/simulated/random.h"
#include "core/engines/simulated/simulator.h"

namespace streamtune::compare {
namespace {

namespace sim = engines::simulated;

/// Numbers in sequence out of one address.
class Draw {
public:
    explicit Draw(sim::Address from) : m_from(from) {}
    double uniform(double low = 0, double high = 1) { return low + (high - low) * m_from.then(m_next++).uniform(); }
    double around(double middle, double logSd) { return middle * std::exp(logSd * m_from.then(m_next++).normal()); }
    std::uint64_t bits() { return m_from.then(m_next++).key(); }
    template <typename T, std::size_t N>
    const T& of(const std::array<T, N>& items) {
        return items[bits() % N];
    }

private:
    sim::Address m_from;
    std::uint64_t m_next = 0;
};

/// What differs between families beside the shape.
struct Flavour {
    double skew = 0.1;       ///< middle of the spread of key weights
    double knee = 0;         ///< chance of a knee in the efficiency of a node
    double state = 1;        ///< times the usual growth of cost with state
    double contention = 1;   ///< times the usual one
    double bounded = 0.3;    ///< chance that sources are operators to be sized, not generators
    bool manyGroups = false; ///< key groups other than 128
};

/// Middle values of an operator. Costs are those of records of 100 bytes, integer keys and sums.
struct Kind {
    double cost, contention, noise;
    bool stateful;
};

/// Regression of the 293 operators of the shipped history: what is left of a cost has a log spread of 0.34.
Kind kindOf(const std::string& type, const std::string& window) {
    if (type == "aggregate") {
        if (window == "tumbling")
            return {6e-6, 0.022, 2.5, true};
        return window == "sliding" ? Kind{1.85e-5, 0.036, 4, true} : Kind{9e-6, 0.036, 4, true};
    }
    if (type == "join") {
        if (window.empty())
            return {8e-6, 0.016, 1.5, true};
        return window == "sliding" ? Kind{1.35e-5, 0.028, 4, true} : Kind{1e-5, 0.028, 4, true};
    }
    if (type == "map")
        return {3.5e-6, 0.022, 1, false};
    if (type == "flatmap")
        return {4e-6, 0.025, 1, false};
    if (type == "sink")
        return {2.85e-6, 0.017, 1, false};
    return type == "source" ? Kind{1.9e-6, 0.01, 1, false} : Kind{2.2e-6, 0.0145, 1, false};
}

/// What wide records, keys that are texts and dear aggregates make of it; of the same regression.
double dearness(int width, const std::string& keyClass, const std::string& aggregate) {
    static const std::map<std::string, double> factors{
        {"string", 1.25}, {"count", 0.87}, {"avg", 1.23}, {"min", 1.1}, {"max", 1.1}};
    const auto factor = [](const std::string& what) {
        const auto found = factors.find(what);
        return found == factors.end() ? 1.0 : found->second;
    };
    return std::pow(width / 100.0, 0.4) * factor(keyClass) * factor(aggregate);
}

class Maker {
public:
    Maker(std::string name, std::string family, std::uint64_t seed, std::uint64_t number)
        : m_name(std::move(name)), m_family(std::move(family)), m_seed(90'000 + seed * 1000 % 1'000'000 + number),
          m_draw(sim::address(0x6a6f6273, seed, number)) {
        shape();
    }

    std::string text() {
        Json job{{"format", "streamtune-job/1"},
                 {"name", m_name},
                 {"family", m_family},
                 {"engine", "simulated"},
                 {"seed", m_seed},
                 {"p_max", 64},
                 {"nodes", m_nodes},
                 {"edges", m_edges},
                 {"physics", Json::object()}};
        Json campaigns = Json::array();
        for (int c = 0; c < 6; ++c)
            campaigns.push_back(permutation());
        Json initial = Json::object();
        for (const Json& node : m_nodes)
            initial[stringAt(node, "id")] = 1;
        job["initial"] = initial;
        job["schedule"] = {{"unit", m_units}, {"campaigns", campaigns}};
        return settled(job);
    }

private:
    void shape();

    std::string add(const std::string& type, const std::vector<std::string>& from, const std::string& window = {},
                    const std::string& ship = {}) {
        const Kind kind = kindOf(type, window);
        const bool generator = type == "source" && m_draw.uniform() >= m_flavour.bounded;
        const bool keyed = kind.stateful;
        const std::string id = type.substr(0, 4) + std::to_string(m_nodes.size() + 1);
        static constexpr std::array<int, 6> widths{32, 64, 96, 128, 200, 256};
        static constexpr std::array<double, 5> lengths{5, 10, 20, 30, 60};
        static const std::array<std::string, 5> aggregates{"count", "sum", "avg", "min", "max"};
        const int width = m_draw.of(widths);
        const double length = m_draw.of(lengths);
        const double overlap = window == "sliding" ? 2 + static_cast<double>(m_draw.bits() % 3) : 1;
        const std::string aggregate = type == "aggregate" ? m_draw.of(aggregates) : "";
        const std::string keyClass = !keyed ? "" : m_draw.bits() % 2 ? "int" : "string";
        const double middle = kind.cost * dearness(width, keyClass, aggregate);
        Json features{{"window", nullptr},
                      {"aggregate", aggregate.empty() ? Json(nullptr) : Json(aggregate)},
                      {"join", type == "join" ? Json("inner") : Json(nullptr)},
                      {"key_class", keyed ? Json(keyClass) : Json(nullptr)},
                      {"width_in", width},
                      {"width_out", width},
                      {"ship_in", "none"}};
        if (!window.empty())
            features["window"] = {
                {"type", window}, {"policy", "time"}, {"length_s", length}, {"slide_s", length / overlap}};
        Json truth{{"cost", generator ? 0.0 : m_draw.around(middle, 0.34)},
                   {"usl_a", generator ? 0.0 : m_draw.around(kind.contention * m_flavour.contention, 0.4)},
                   {"usl_b", generator ? 0.0 : m_draw.around(3.5e-5, 0.7)},
                   {"overhead", generator ? 0.02 : std::min(0.1, m_draw.around(0.02, 0.4))},
                   {"batch", generator ? 0.0 : m_draw.around(0.1, 0.5)},
                   {"leak", generator ? 0.0 : m_draw.around(0.05, 0.3)},
                   {"state_g", kind.stateful ? m_draw.around(0.032 * m_flavour.state, 0.45) : 0.0},
                   {"state_T", kind.stateful ? (window.empty() ? 60 : length) : 0.0},
                   {"skew_sd", keyed ? std::min(0.5, m_draw.around(m_flavour.skew, 0.8)) : 0.0},
                   {"skew_seed", m_draw.bits() >> 34},
                   {"noise_mult", kind.noise},
                   {"noise_out", window.empty() ? 0.0 : 2 / length + 0.03},
                   {"selectivity", selectivity(type)}};
        if (generator)
            truth["unbounded"] = true;
        else if (m_draw.uniform() < m_flavour.knee) {
            truth["knee_p"] = 6 + static_cast<int>(m_draw.bits() % 7);
            truth["knee_f"] = 0.6;
        }
        static constexpr std::array<int, 4> groups{64, 128, 256, 1024};
        for (const std::string& input : from) {
            const std::string how = keyed          ? "hash"
                                    : ship.empty() ? (m_draw.bits() % 3 ? "rebalance" : "forward")
                                                   : ship;
            features["ship_in"] = how;
            m_edges.push_back({{"from", input}, {"to", id}, {"ship", how}, {"share", 1.0}});
        }
        m_nodes.push_back({{"id", id},
                           {"type", type},
                           {"pinned", generator},
                           {"parallelism", 1},
                           {"max_parallelism", m_flavour.manyGroups ? m_draw.of(groups) : 128},
                           {"features", features},
                           {"truth", truth}});
        if (type == "source")
            m_units[id] = std::round(m_draw.around(100, 0.5));
        return id;
    }

    double selectivity(const std::string& type) {
        if (type == "sink")
            return 0;
        if (type == "filter")
            return m_draw.uniform(0.2, 0.8);
        if (type == "flatmap")
            return m_draw.uniform(1.5, 2.4);
        if (type == "aggregate")
            return m_draw.uniform(0.05, 0.5);
        return type == "join" ? m_draw.uniform(0.25, 0.9) : 1;
    }

    Json permutation() {
        std::array<int, 10> order{1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
        for (std::size_t i = order.size(); i > 1; --i)
            std::swap(order[i - 1], order[m_draw.bits() % i]);
        Json twice = Json::array();
        for (int round = 0; round < 2; ++round)
            for (const int multiple : order)
                twice.push_back(multiple);
        return twice;
    }

    /// Rates are scaled until the largest operator needs a drawn number of instances at ten units, fewer where the job
    /// would stand at a wall there: a twentieth of margin must not cost a quarter of all instances. The job begins as
    /// it suffices at five.
    std::string settled(const Json& job) {
        double target = m_draw.uniform(6, 30);
        for (;; target *= 0.8)
            if (auto [text, apart] = scaled(job, target); target < 4 || apart <= 1.25)
                return text;
    }

    /// With what a twentieth of margin costs at ten units, as a factor of all instances.
    std::pair<std::string, double> scaled(Json job, double target) {
        double low = 1, high = 1e6; // factor of all units
        const Json drawn = job["schedule"]["unit"];
        std::vector<int> five;
        double apart = 1;
        for (int round = 0; round < 24; ++round) {
            const double factor = std::sqrt(low * high);
            for (const auto& [source, rate] : drawn.items())
                job["schedule"]["unit"][source] = std::round(rate.get<double>() * factor);
            auto file = sim::readJobFile(compactJson(job), m_name);
            if (!file)
                return {std::string{}, 1};
            const sim::Simulator simulator(std::move(*file));
            const auto ten = simulator.oracle(simulator.spec().ratesAt(10));
            (static_cast<double>(std::ranges::max(ten)) < target ? low : high) = factor;
            const auto careful = simulator.oracle(simulator.spec().ratesAt(10), 0.95);
            apart = static_cast<double>(std::accumulate(careful.begin(), careful.end(), 0)) /
                    std::accumulate(ten.begin(), ten.end(), 0);
            five = simulator.oracle(simulator.spec().ratesAt(5));
        }
        for (std::size_t v = 0; v < five.size(); ++v) {
            job["initial"][stringAt(job["nodes"][v], "id")] = five[v];
            job["nodes"][v]["parallelism"] = five[v];
        }
        return {prettyJson(job) + "\n", apart};
    }

    std::string m_name, m_family;
    std::uint64_t m_seed;
    Draw m_draw;
    Flavour m_flavour;
    Json m_nodes = Json::array(), m_edges = Json::array(), m_units = Json::object();
};

constexpr std::size_t kFamilies = 16;
const std::array<std::string, kFamilies> kNames{
    "linear",    "linear-long", "join2",      "join3",  "incjoin", "twoagg",    "diamond", "fanout",
    "two-sinks", "deep",        "many-joins", "skewed", "knee",    "big-state", "groups",  "contended"};

void Maker::shape() {
    const auto is = [&](std::string_view name) { return m_family == name; };
    m_flavour.skew = is("skewed") ? 0.4 : 0.1;
    m_flavour.knee = is("knee") ? 0.7 : 0;
    m_flavour.state = is("big-state") ? 3 : 1;
    m_flavour.contention = is("contended") ? 2 : 1;
    m_flavour.manyGroups = is("groups");
    static const std::array<std::string, 2> windows{"tumbling", "sliding"};
    const auto window = [&] { return m_draw.of(windows); };
    const auto step = [&](const std::string& from) {
        static const std::array<std::string, 3> steps{"map", "filter", "map"};
        return add(m_draw.of(steps), {from});
    };
    const std::string source = add("source", {});
    if (is("join2") || is("big-state") || is("incjoin")) {
        const std::string left = step(source), right = step(add("source", {}));
        std::string last = add("join", {left, right}, is("incjoin") ? "" : window());
        if (m_draw.bits() % 2)
            last = add("aggregate", {last}, window());
        add("sink", {last});
    } else if (is("join3") || is("many-joins")) {
        std::string last = step(source);
        for (int i = 0; i < (is("join3") ? 2 : 3); ++i)
            last = add("join", {last, step(add("source", {}))}, i == 1 ? "" : window());
        add("sink", {add("aggregate", {last}, window())});
    } else if (is("diamond")) {
        const std::string head = step(source);
        const std::string left = add("aggregate", {head}, window()), right = step(head);
        add("sink", {add("join", {left, right}, window())});
    } else if (is("fanout") || is("two-sinks")) {
        const std::string head = add("flatmap", {source});
        add("sink", {add("aggregate", {step(head)}, window())});
        std::string other = step(head);
        if (is("two-sinks"))
            other = add("join", {other, add("source", {})}, window());
        add("sink", {other});
    } else { // a line
        const int steps = is("deep") ? 6 : is("linear-long") ? 4 : 1;
        std::string last = source;
        for (int i = 0; i < steps; ++i)
            last = step(last);
        last = add("aggregate", {last}, is("deep") ? "session" : window());
        if (is("twoagg") || is("skewed") || is("groups"))
            last = add("aggregate", {step(last)}, window());
        add("sink", {last});
    }
}

} // namespace

const std::vector<std::string>& jobFamilies() {
    static const std::vector<std::string> names(kNames.begin(), kNames.end());
    return names;
}

std::vector<MadeJob> makeJobs(std::uint64_t seed, int count) {
    std::vector<MadeJob> jobs;
    for (int i = 0; i < count; ++i) {
        const auto number = static_cast<std::size_t>(i);
        MadeJob job;
        job.family = kNames[number % kFamilies];
        job.name = fmt::format("made-{}-{:02}-{}", seed, i, job.family);
        job.text = Maker(job.name, job.family, seed, number).text();
        jobs.push_back(std::move(job));
    }
    return jobs;
}

} // namespace streamtune::compare
