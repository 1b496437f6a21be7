// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tune/first_choice.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <random>

namespace streamtune::tune {
namespace {

constexpr int kSweeps = 6;
constexpr double kWorthSaving = 0.03; ///< share of all instances from which a running job is changed downwards
constexpr int kLeastSeen = 3;         ///< operators of a kind that an answer needs

/// Standard normal numbers, the same in every run and on every machine.
class Normals {
public:
    double next() {
        const auto uniform = [&] { return (static_cast<double>(m_bits() >> 11) + 0.5) * 0x1p-53; };
        const double a = uniform(), b = uniform();
        return std::sqrt(-2 * std::log(a)) * std::cos(2 * std::numbers::pi * b);
    }

private:
    std::mt19937_64 m_bits{1};
};

/// Rates of all nodes where node v puts out exp(logSelectivity[v]) records for each it takes.
std::vector<double> pushed(const learn::JobFacts& job, const std::vector<double>& offered,
                           const std::vector<double>& logSelectivity) {
    std::vector<double> rate(job.nodes.size(), learn::kUnknown);
    for (const std::size_t v : job.order) {
        if (job.nodes[v].inputs.empty()) {
            rate[v] = offered[v];
            continue;
        }
        rate[v] = 0;
        for (const learn::Input& input : job.nodes[v].inputs)
            rate[v] += input.share * std::exp(logSelectivity[input.from]) * rate[input.from];
    }
    return rate;
}

bool isFree(const learn::JobFacts& job, const std::vector<FirstNode>& nodes, std::size_t v) {
    return !job.nodes[v].pinned && nodes[v].known;
}

/// The smallest sufficient parallelism of every node in every draw; high + 1 where none suffices. Jobs are offered what
/// they can bear, and the history knows how large their largest operator gets: draws count as much as that is likely,
/// and are drawn again in these proportions.
class Draws {
public:
    Draws(const learn::JobFacts& job, const learn::JobCapacity& model, const std::vector<double>& offered,
          const std::vector<int>& low, const std::vector<int>& high, const std::vector<FirstNode>& nodes,
          const learn::Belief& largest, int count)
        : m_needed(job.nodes.size()), m_wanted(job.nodes.size()), m_luck(job.nodes.size()) {
        const std::size_t n = job.nodes.size();
        std::vector<std::vector<learn::LogCapacity>> capacity(n);
        for (std::size_t v = 0; v < n; ++v)
            for (int p = low[v]; isFree(job, nodes, v) && p <= high[v]; ++p)
                capacity[v].push_back(model.node(v).capacity(p, model.hot(v, p)));
        Normals normals;
        for (int draw = 0; draw < count; ++draw) {
            std::vector<double> selectivity(n);
            for (std::size_t v = 0; v < n; ++v) {
                const learn::Belief belief = model.selectivity(v);
                selectivity[v] = belief.mean + belief.sd * normals.next();
            }
            const auto rate = pushed(job, offered, selectivity);
            for (std::size_t v = 0; v < n; ++v) {
                const double z = normals.next(), luck = model.jitter() * normals.next();
                if (!isFree(job, nodes, v))
                    continue;
                const double wanted = std::log(rate[v]);
                const auto bears = [&](const learn::LogCapacity& c) { return c.mean + c.sd * z + luck >= wanted; };
                const auto found = std::ranges::find_if(capacity[v], bears);
                m_needed[v].push_back(low[v] + static_cast<int>(found - capacity[v].begin()));
                m_wanted[v].push_back(wanted);
                m_luck[v].push_back(z);
            }
        }
        drawAgain(largest, static_cast<std::size_t>(count));
    }

    [[nodiscard]] const std::vector<int>& needed(std::size_t v) const { return m_needed[v]; }

    /// What node v must take, as the draws have it.
    [[nodiscard]] learn::LogRate demand(std::size_t v) const {
        const learn::Belief seen = beliefOf(m_wanted[v]);
        return {seen.mean, seen.sd};
    }

    /// `before` any draw, as the draws have it.
    [[nodiscard]] learn::LogCapacity capacity(std::size_t v, const learn::LogCapacity& before) const {
        const learn::Belief luck = beliefOf(m_luck[v]);
        return {before.mean + before.sd * luck.mean, before.sd * luck.sd};
    }

    /// Of the sorted values.
    [[nodiscard]] int quantile(std::size_t v, double share) const {
        std::vector<int> values = m_needed[v];
        const auto at = static_cast<std::ptrdiff_t>(share * static_cast<double>(values.size() - 1) + 0.5);
        std::ranges::nth_element(values, values.begin() + at);
        return values[static_cast<std::size_t>(at)];
    }

private:
    /// Systematic: every draw comes as often as its share of all likelihoods says, to within one.
    void drawAgain(const learn::Belief& largest, std::size_t count) {
        std::vector<double> until; // running sum of likelihoods
        for (std::size_t k = 0; k < count; ++k) {
            int most = 1;
            for (const auto& needed : m_needed)
                most = needed.empty() ? most : std::max(most, needed[k]);
            const double z = std::max(0.0, (std::log(most) - largest.mean) / largest.sd);
            until.push_back((until.empty() ? 0 : until.back()) + std::exp(-z * z / 2));
        }
        if (!(until.back() > 0))
            return;
        std::vector<std::size_t> chosen;
        for (std::size_t i = 0, k = 0; i < count; ++i) {
            const double at = (static_cast<double>(i) + 0.5) / static_cast<double>(count) * until.back();
            while (k + 1 < count && until[k] < at)
                ++k;
            chosen.push_back(k);
        }
        const auto pick = [&](auto& drawn) {
            for (auto& values : drawn) {
                if (values.empty())
                    continue;
                auto again = values;
                for (std::size_t i = 0; i < count; ++i)
                    again[i] = values[chosen[i]];
                values = std::move(again);
            }
        };
        pick(m_needed);
        pick(m_wanted);
        pick(m_luck);
    }

    static learn::Belief beliefOf(const std::vector<double>& values) {
        const auto n = static_cast<double>(values.size());
        double sum = 0, square = 0;
        for (const double value : values)
            sum += value;
        for (const double value : values)
            square += (value - sum / n) * (value - sum / n);
        return {sum / n, std::sqrt(square / n)};
    }

    // Per node, then draw; empty for nodes that are not chosen.
    std::vector<std::vector<int>> m_needed;
    std::vector<std::vector<double>> m_wanted; ///< logarithm of records/s
    std::vector<std::vector<double>> m_luck;   ///< of the constants, in standard deviations
};

/// Coordinate descent on the mean cost over the draws.
void settle(const learn::JobFacts& job, const Draws& draws, const std::vector<int>& high, const FirstSettings& settings,
            FirstChoice& choice) {
    const auto count = static_cast<std::size_t>(settings.draws);
    const double each = 1 / static_cast<double>(count);
    std::vector<int> missing(count, 0); // nodes that do not suffice, per draw
    std::vector<std::size_t> open;
    for (std::size_t v = 0; v < job.nodes.size(); ++v) {
        if (!isFree(job, choice.nodes, v))
            continue;
        open.push_back(v);
        choice.nodes[v].p = std::min(draws.quantile(v, 0.5), high[v]);
        for (std::size_t k = 0; k < count; ++k) {
            missing[k] += draws.needed(v)[k] > choice.nodes[v].p;
            choice.slots += draws.needed(v)[k] * each;
        }
    }
    const double total = std::max(1.0, choice.slots);
    std::vector<int> excess(count, 0);
    int sum = 0;
    for (const std::size_t v : open) {
        sum += choice.nodes[v].p;
        for (std::size_t k = 0; k < count; ++k)
            excess[k] += std::max(0, choice.nodes[v].p - draws.needed(v)[k]);
    }
    for (int sweep = 0; sweep < kSweeps; ++sweep) {
        bool moved = false;
        for (const std::size_t v : open) {
            FirstNode& node = choice.nodes[v];
            const auto& needed = draws.needed(v);
            for (std::size_t k = 0; k < count; ++k) {
                missing[k] -= needed[k] > node.p;
                excess[k] -= std::max(0, node.p - needed[k]);
            }
            sum -= node.p;
            int best = node.p;
            double least = 0;
            const int from = draws.quantile(v, 0.02), to = std::min(high[v], draws.quantile(v, 0.995));
            for (int p = std::min(from, to); p <= to; ++p) {
                double cost = 0;
                for (std::size_t k = 0; k < count; ++k) {
                    const int more = std::max(0, p - needed[k]), less = std::max(0, needed[k] - p);
                    const bool wrong = missing[k] > 0 || less > 0 || excess[k] + more > kWorthSaving * (sum + p);
                    cost += (more + settings.shortage * less) / total + (wrong ? settings.change : 0);
                }
                if (p == std::min(from, to) || cost < least - 1e-12) {
                    least = cost;
                    best = p;
                }
            }
            moved = moved || best != node.p;
            node.p = best;
            for (std::size_t k = 0; k < count; ++k) {
                missing[k] += needed[k] > node.p;
                excess[k] += std::max(0, node.p - needed[k]);
            }
            sum += node.p;
        }
        if (!moved)
            break;
    }
    choice.enough = static_cast<double>(std::ranges::count(missing, 0)) * each;
    for (const std::size_t v : open) {
        FirstNode& node = choice.nodes[v];
        node.risk =
            static_cast<double>(std::ranges::count_if(draws.needed(v), [&](int needed) { return needed > node.p; })) *
            each;
        node.low = std::min(high[v], draws.quantile(v, (1 - settings.band) / 2));
        node.high = std::min(high[v], draws.quantile(v, (1 + settings.band) / 2));
        node.mass = static_cast<double>(std::ranges::count_if(
                        draws.needed(v), [&](int needed) { return needed >= node.low && needed <= node.high; })) *
                    each;
    }
}

} // namespace

std::vector<int> FirstChoice::vector() const {
    std::vector<int> values;
    for (const FirstNode& node : nodes)
        values.push_back(node.p);
    return values;
}

FirstChoice chooseFirst(const learn::JobFacts& job, const learn::PriorSet& priors, const std::vector<double>& offered,
                        const std::vector<int>& low, const std::vector<int>& high, const FirstSettings& settings) {
    learn::JobCapacity model(job, priors);
    model.fit();
    const auto demand = model.demand(offered);
    FirstChoice choice;
    for (std::size_t v = 0; v < job.nodes.size(); ++v) {
        FirstNode node;
        node.p = node.low = node.high = low[v];
        node.demand = demand[v];
        const auto kind = priors.kinds.find(job.nodes[v].kind);
        node.seen = kind == priors.kinds.end() ? 0 : kind->second.nodes;
        node.known = std::isfinite(demand[v].mean) && node.seen >= kLeastSeen;
        choice.nodes.push_back(node);
    }
    const Draws draws(job, model, offered, low, high, choice.nodes, priors.largest, settings.draws);
    settle(job, draws, high, settings, choice);
    for (std::size_t v = 0; v < job.nodes.size(); ++v) {
        FirstNode& node = choice.nodes[v];
        node.capacity = model.node(v).capacity(node.p, model.hot(v, node.p));
        if (isFree(job, choice.nodes, v)) {
            node.capacity = draws.capacity(v, node.capacity);
            node.demand = draws.demand(v);
        }
    }
    return choice;
}

std::vector<int> chooseByAverages(const learn::JobFacts& job, const learn::PriorSet& priors,
                                  const std::vector<double>& offered, const std::vector<int>& low,
                                  const std::vector<int>& high) {
    std::vector<double> selectivity;
    for (const learn::NodeFacts& node : job.nodes)
        selectivity.push_back(priors.of(node.kind).selectivityAverage);
    const auto rate = pushed(job, offered, selectivity);
    std::vector<int> vector = low;
    for (std::size_t v = 0; v < job.nodes.size(); ++v) {
        if (job.nodes[v].pinned || !(rate[v] > 0))
            continue;
        const learn::KindPrior& prior = priors.of(job.nodes[v].kind);
        learn::CapacitySettings settings;
        settings.stateSeconds = job.nodes[v].stateSeconds;
        learn::NodeCapacity capacity;
        capacity.fit({}, prior, prior.levelAverage, settings);
        while (vector[v] < high[v] &&
               capacity.capacity(vector[v], {-std::log(static_cast<double>(vector[v])), 0, 0}).mean < std::log(rate[v]))
            ++vector[v];
    }
    return vector;
}

} // namespace streamtune::tune
