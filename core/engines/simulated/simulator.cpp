// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engines/simulated/simulator.h"

#include <algorithm>
#include <cmath>

#include "core/engines/simulated/job_truth.h"
#include "core/engines/simulated/random.h"

namespace streamtune::engines::simulated {
namespace {

constexpr int kTableUpTo = 256; ///< shares are kept for p up to here; beyond, they are worked out anew
constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kUnboundedOverhead = 0.02;

enum Channel : std::uint64_t { InRate = 1, OutRate, BusyMean, BusyMax, BpMean, BpMax, Jitter = 100, SubtaskIn = 1000 };

struct InEdge {
    std::size_t from;
    double share;
};

struct Node {
    NodeTruth truth;
    bool pinned = false;
    bool keyed = false;
    bool source = false;
    std::vector<double> weight;              ///< per key group; empty = even
    std::vector<std::vector<double>> shares; ///< [p] -> per subtask; empty = even
    std::vector<double> hot;                 ///< [p]
    std::vector<double> nominal;             ///< [p] capacity at m = 1
    std::vector<InEdge> inputs;              ///< in file order
    std::vector<std::size_t> descendants;    ///< strict, ascending
};

/// Group g of G belongs to subtask floor(g p / G), as in Flink.
std::vector<double> sharesOf(const std::vector<double>& weight, int p) {
    std::vector<double> shares(static_cast<std::size_t>(p), 0.0);
    double total = 0;
    for (std::size_t g = 0; g < weight.size(); ++g) {
        shares[g * static_cast<std::size_t>(p) / weight.size()] += weight[g];
        total += weight[g];
    }
    for (double& share : shares)
        share /= total;
    return shares;
}

/// One instance while the node receives lambda in total.
double instanceCapacity(const NodeTruth& t, int parallelism, double lambda, double m) {
    const double p = parallelism;
    const double state = t.stateG == 0 ? 1.0 : 1.0 + t.stateG * std::log(1.0 + lambda * t.stateT / (p * 1e5));
    const double knee = t.kneeP > 0 && p > t.kneeP ? (t.kneeP + t.kneeF * (p - t.kneeP)) / p : 1.0;
    return m * (1.0 - t.overhead) * knee / (t.cost * state * (1.0 + t.uslA * (p - 1.0) + t.uslB * p * (p - 1.0)));
}

/// Largest lambda with lambda * hot <= inst(lambda). lambda (1 + g ln(1 + a lambda)) is convex and rising, so Newton
/// from above falls monotonically on the root; it gives what 60 bisections give, in about four steps.
double solveCapacity(const NodeTruth& t, int p, double hot, double m) {
    if (t.unbounded)
        return kInfinity;
    const double top = instanceCapacity(t, p, 0, m) / hot;
    if (t.stateG == 0)
        return top;
    const double a = t.stateT / (p * 1e5);
    double lambda = top;
    for (int i = 0; i < 60; ++i) {
        const double state = 1.0 + t.stateG * std::log(1.0 + a * lambda);
        const double step = (lambda * state - top) / (state + t.stateG * a * lambda / (1.0 + a * lambda));
        lambda -= step;
        if (std::abs(step) <= 4e-16 * lambda)
            break;
    }
    return lambda;
}

std::vector<double> groupWeights(const NodeTruth& t, int groups) {
    std::vector<double> weight(static_cast<std::size_t>(groups), 1.0);
    if (t.skewSd != 0)
        for (std::size_t g = 0; g < weight.size(); ++g)
            weight[g] = std::exp(t.skewSd * address(t.skewSeed, 11u, g).normal());
    return weight;
}

} // namespace

struct Simulator::Impl {
    JobSpec spec;
    std::map<std::string, double> overrides;
    std::vector<Node> nodes;

    explicit Impl(JobFile job) : spec(std::move(job.spec)), overrides(std::move(job.physics)) {
        nodes.resize(spec.graph.nodes.size());
        for (std::size_t v = 0; v < nodes.size(); ++v) {
            nodes[v].truth = job.truth[v];
            nodes[v].pinned = spec.graph.nodes[v].pinned;
        }
        wire();
        for (std::size_t v = 0; v < nodes.size(); ++v)
            tabulate(nodes[v], spec.graph.nodes[v].maxParallelism);
    }

    void wire() {
        std::map<std::string_view, std::size_t> index;
        for (std::size_t v = 0; v < nodes.size(); ++v)
            index[spec.graph.nodes[v].id] = v;
        for (const Edge& edge : spec.graph.edges) {
            const std::size_t to = index[edge.to];
            nodes[to].inputs.push_back({index[edge.from], edge.share});
            nodes[to].keyed |= edge.label == "hash";
        }
        std::vector<std::vector<bool>> reaches(nodes.size(), std::vector<bool>(nodes.size(), false));
        for (std::size_t v = nodes.size(); v-- > 0;) // edges go upwards, so what v reaches is complete here
            for (const InEdge& edge : nodes[v].inputs) {
                reaches[edge.from][v] = true;
                for (std::size_t w = v + 1; w < nodes.size(); ++w)
                    if (reaches[v][w])
                        reaches[edge.from][w] = true;
            }
        for (std::size_t v = 0; v < nodes.size(); ++v) {
            nodes[v].source = nodes[v].inputs.empty();
            for (std::size_t w = v + 1; w < nodes.size(); ++w)
                if (reaches[v][w])
                    nodes[v].descendants.push_back(w);
        }
    }

    void tabulate(Node& node, int groups) const {
        if (node.keyed)
            node.weight = groupWeights(node.truth, groups);
        const int upTo = std::min(spec.pMax, kTableUpTo);
        node.hot.assign(1, 0.0);
        node.nominal.assign(1, 0.0);
        node.shares.resize(1);
        for (int p = 1; p <= upTo; ++p) {
            if (node.keyed)
                node.shares.push_back(sharesOf(node.weight, p));
            node.hot.push_back(node.keyed ? std::ranges::max(node.shares.back()) : 1.0 / p);
            node.nominal.push_back(solveCapacity(node.truth, p, node.hot.back(), 1.0));
        }
    }

    double hot(const Node& node, int p) const {
        if (static_cast<std::size_t>(p) < node.hot.size())
            return node.hot[static_cast<std::size_t>(p)];
        return node.keyed ? std::ranges::max(sharesOf(node.weight, p)) : 1.0 / p;
    }

    double capacity(const Node& node, int p, double m) const {
        if (m == 1.0 && static_cast<std::size_t>(p) < node.nominal.size())
            return node.nominal[static_cast<std::size_t>(p)];
        return solveCapacity(node.truth, p, hot(node, p), m);
    }

    /// Beyond the tables shares cost time, so what even shares could not bear is not looked at closer.
    bool bears(const Node& node, int p, double rate, double rho) const {
        if (static_cast<std::size_t>(p) >= node.nominal.size() &&
            solveCapacity(node.truth, p, 1.0 / p, 1.0) * rho * (1 + 1e-12) < rate)
            return false;
        return capacity(node, p, 1.0) * rho >= rate;
    }

    /// Input rate of every node when node v (a source) takes rates[v] * factor[v].
    void push(std::span<const double> rates, const std::vector<double>& factor, std::vector<double>& in) const {
        for (std::size_t v = 0; v < nodes.size(); ++v) {
            if (nodes[v].source) {
                in[v] = rates[v] * factor[v];
                continue;
            }
            in[v] = 0;
            for (const InEdge& edge : nodes[v].inputs)
                in[v] += edge.share * (nodes[edge.from].truth.selectivity * in[edge.from]);
        }
    }
};

namespace {

struct Flow {
    std::vector<double> in;
    std::vector<double> factor;
    std::vector<bool> throttled;
};

/// Shown busy and back-pressured share of one subtask: part of the waiting is booked as work.
struct Shown {
    double busySum = 0, busyMax = 0, bpSum = 0, bpMax = 0;
    void add(double busy, double bp, int times) {
        busySum += busy * times;
        bpSum += bp * times;
        busyMax = std::max(busyMax, busy);
        bpMax = std::max(bpMax, bp);
    }
};

} // namespace

Simulator::Simulator(JobFile job) : m_impl(std::make_unique<const Impl>(std::move(job))) {}
Simulator::~Simulator() = default;
Simulator::Simulator(Simulator&&) noexcept = default;
Simulator& Simulator::operator=(Simulator&&) noexcept = default;

const JobSpec& Simulator::spec() const {
    return m_impl->spec;
}

const std::map<std::string, double>& Simulator::physicsOverrides() const {
    return m_impl->overrides;
}

double Simulator::capacity(std::size_t v, int p, double m) const {
    return m_impl->capacity(m_impl->nodes[v], p, m);
}

double Simulator::hottestShare(std::size_t v, int p) const {
    return m_impl->hot(m_impl->nodes[v], p);
}

std::vector<double> Simulator::demand(std::span<const double> rates) const {
    const std::size_t n = m_impl->nodes.size();
    std::vector<double> in(n);
    m_impl->push(rates, std::vector<double>(n, 1.0), in);
    return in;
}

std::vector<int> Simulator::oracle(std::span<const double> rates, double rho) const {
    const std::vector<double> wanted = demand(rates);
    std::vector<int> vector = m_impl->spec.initial;
    for (std::size_t v = 0; v < vector.size(); ++v) {
        const Node& node = m_impl->nodes[v];
        if (node.pinned)
            continue;
        int p = 1; // every p is tried: capacity of a keyed node may fall from p to p + 1
        while (p < m_impl->spec.pMax && !m_impl->bears(node, p, wanted[v], rho))
            ++p;
        vector[v] = p;
    }
    return vector;
}

Window Simulator::simulate(std::span<const double> rates, std::span<const int> vector, const WindowAddress& at,
                           const Physics& physics, Detail detail) const {
    const std::vector<Node>& nodes = m_impl->nodes;
    const std::size_t n = nodes.size();
    const double warm = 1.0 - physics.warmAmp * std::exp(-((at.win + 0.5) * physics.windowSeconds) / physics.warmTau);
    const double jitter = physics.jitter;

    Window window{at.dep, at.win, false, std::vector<NodeWindow>(n), {}};
    std::vector<double> luck(n);
    for (std::size_t v = 0; v < n; ++v) {
        luck[v] = jitter == 0
                      ? warm
                      : warm * std::exp(jitter * address(at.seed, at.dep, v, Jitter).normal() - jitter * jitter / 2);
        window.nodes[v].p = vector[v];
        window.nodes[v].capacity = m_impl->capacity(nodes[v], vector[v], luck[v]);
    }

    Flow flow{std::vector<double>(n), std::vector<double>(n, 1.0), std::vector<bool>(n, false)};
    for (std::size_t round = 0; round < 4 * n; ++round) {
        m_impl->push(rates, flow.factor, flow.in);
        std::size_t worst = 0;
        double ratio = -1;
        for (std::size_t v = 0; v < n; ++v)
            if (const double r = flow.in[v] / window.nodes[v].capacity; r > ratio) {
                ratio = r;
                worst = v;
            }
        if (!(ratio > 1.0 + 1e-12))
            break;
        flow.throttled[worst] = true;
        for (std::size_t s = 0; s < n; ++s)
            if (nodes[s].source && (s == worst || std::ranges::binary_search(nodes[s].descendants, worst)))
                flow.factor[s] /= ratio;
    }
    m_impl->push(rates, flow.factor, flow.in);

    std::vector<double> perShare(n, 0.0); // utilisation of a subtask = min(1, its share times this)
    for (std::size_t v = 0; v < n; ++v) {
        if (nodes[v].truth.unbounded)
            continue;
        perShare[v] = flow.in[v] / instanceCapacity(nodes[v].truth, vector[v], flow.in[v], luck[v]);
        window.nodes[v].utilisation = std::min(1.0, perShare[v] * m_impl->hot(nodes[v], vector[v]));
    }

    for (std::size_t v = 0; v < n; ++v) {
        const Node& node = nodes[v];
        NodeWindow& shown = window.nodes[v];
        const int p = vector[v];
        bool victim = false;
        double fullest = 0;
        for (const std::size_t d : node.descendants) {
            victim = victim || (flow.throttled[d] && window.nodes[d].utilisation >= 1.0 - 1e-9);
            fullest = std::max(fullest, window.nodes[d].utilisation);
        }
        const double echo =
            node.descendants.empty() ? 0.0 : physics.echoAmp * std::exp(-(1.0 - fullest) / physics.echoWidth);
        const double o = node.truth.unbounded ? kUnboundedOverhead : node.truth.overhead;
        const double leak = node.truth.leak;
        Shown sum;
        const auto add = [&](double u, int times) {
            const double busy = o + (1.0 - o) * u * (1.0 + node.truth.batch * (1.0 - u));
            const double bp = victim ? 1.0 - busy : std::min(1.0 - busy, echo);
            sum.add(busy + leak * bp, (1.0 - leak) * bp, times);
        };
        std::vector<double> computed;
        const std::vector<double>* shares = nullptr;
        if (node.keyed && static_cast<std::size_t>(p) < node.shares.size())
            shares = &node.shares[static_cast<std::size_t>(p)];
        else if (node.keyed)
            shares = &(computed = sharesOf(node.weight, p));
        if (shares)
            for (const double share : *shares)
                add(std::min(1.0, perShare[v] * share), 1);
        else
            add(std::min(1.0, perShare[v] / p), p);

        const Address here = address(at.seed, at.dep, at.win, v);
        const double sb = physics.noiseBusy * node.truth.noiseMult;
        const double sr = physics.noiseRate;
        const auto noisy = [&](double value, double sd, std::uint64_t channel) {
            return sd == 0 ? value : value * std::exp(sd * here.then(channel).normal());
        };
        shown.busyMean = std::min(1.0, noisy(sum.busySum / p, sb, BusyMean));
        shown.busyMax = std::min(1.0, noisy(sum.busyMax, sb, BusyMax));
        shown.bpMean = std::min(1.0, noisy(sum.bpSum / p, sb, BpMean));
        shown.bpMax = std::min(1.0, noisy(sum.bpMax, sb, BpMax));
        shown.idleMean = std::max(0.0, 1.0 - shown.busyMean - shown.bpMean);
        shown.inRate = noisy(flow.in[v], sr, InRate);
        shown.outRate = noisy(node.truth.selectivity * flow.in[v], sr + node.truth.noiseOut, OutRate);
        if (detail == Detail::Subtasks) {
            shown.subIn.reserve(static_cast<std::size_t>(p));
            for (std::size_t i = 0; i < static_cast<std::size_t>(p); ++i)
                shown.subIn.push_back(noisy(flow.in[v] * (shares ? (*shares)[i] : 1.0 / p), sr, SubtaskIn + i));
            shown.subMax = std::ranges::max(shown.subIn);
            shown.subMin = std::ranges::min(shown.subIn);
        }
        if (node.source) {
            const double f = flow.factor[v];
            window.bad = window.bad || f < 1.0 - 1e-9;
            window.sources.push_back(
                {v, rates[v], flow.in[v], f, (1.0 - f) * rates[v] * (at.win + 1) * physics.windowSeconds});
        }
    }
    return window;
}

} // namespace streamtune::engines::simulated
