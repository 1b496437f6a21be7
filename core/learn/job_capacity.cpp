// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/learn/job_capacity.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/base/number.h"

namespace streamtune::learn {
namespace {

constexpr double kPressed = 0.10;    ///< back-pressured share from which a node waits for another
constexpr double kNearlyFull = 0.90; ///< shown busy share of a node that may hold the job back
constexpr double kRefused = 1e-6;    ///< share of the offer a source may refuse and still count as taking it all
constexpr std::size_t kMostWindows = 120;
constexpr double kSameRate = 1e-3;

/// P(standard normal > x).
double tail(double x) {
    return 0.5 * std::erfc(x / std::sqrt(2.0));
}

class LogMean {
public:
    void add(double x) {
        if (!isPositive(x))
            return;
        m_sum += std::log(x);
        ++m_count;
    }
    [[nodiscard]] double value() const { return m_count > 0 ? std::exp(m_sum / m_count) : kUnknown; }

private:
    double m_sum = 0;
    int m_count = 0;
};

double moved(double mean, const std::vector<double>& weights, const std::vector<double>& features) {
    for (std::size_t i = 0; i < std::min(features.size(), weights.size()); ++i)
        mean += weights[i] * features[i];
    return mean;
}

} // namespace

double levelMean(const NodeFacts& node, const KindPrior& prior) {
    return moved(prior.constants[Level].mean, prior.levelWeights, node.features);
}

Belief expectedSelectivity(const NodeFacts& node, const KindPrior& prior) {
    return {moved(prior.selectivity.mean, prior.selectivityWeights, node.features), prior.selectivity.sd};
}

JobCapacity::JobCapacity(const JobFacts& job, const PriorSet& priors)
    : m_job(job), m_priors(priors), m_flow(job), m_groups(job.nodes.size()), m_nodes(job.nodes.size()),
      m_measured(job.nodes.size(), false), m_full(job.nodes.size(), false), m_busyNoise(job.nodes.size(), 0.01),
      m_rateNoise(priors.rateNoise), m_jitter(priors.jitter) {
    for (std::size_t v = 0; v < job.nodes.size(); ++v)
        if (job.nodes[v].keyed && job.nodes[v].groups > 1)
            m_groups[v].emplace(job.nodes[v].groups, priors.of(job.nodes[v].kind).skew);
    std::vector<Belief> selectivities;
    for (const NodeFacts& node : job.nodes)
        selectivities.push_back(expectedSelectivity(node, priors.of(node.kind)));
    m_flow.expect(std::move(selectivities));
}

void JobCapacity::add(WindowReading window) {
    for (std::size_t v = 0; v < m_job.nodes.size(); ++v)
        if (m_groups[v])
            m_groups[v]->add(window.nodes[v].subIn);
    m_windows.push_back(std::move(window));
    if (m_windows.size() > kMostWindows)
        m_windows.erase(m_windows.begin());
}

/// Noise of rates: independent counters of one number. Noise of busy shares: maximum against mean where all subtasks do
/// the same. Priors count as a few readings, so that one window does not decide.
void JobCapacity::estimateNoise() {
    double square = m_priors.rateNoise * m_priors.rateNoise, dof = 1;
    double busySquare = 4, busyDof = 4; // in units of the prior noise of the kind
    std::vector<double> own(m_job.nodes.size(), 0.0), ownDof(m_job.nodes.size(), 0.0);
    for (const WindowReading& window : m_windows)
        for (std::size_t v = 0; v < m_job.nodes.size(); ++v) {
            const NodeReading& seen = window.nodes[v];
            const double total = std::accumulate(seen.subIn.begin(), seen.subIn.end(), 0.0);
            if (isPositive(seen.in) && isPositive(total)) {
                double squares = 0;
                for (const double x : seen.subIn)
                    squares += (x / total) * (x / total);
                const double d = std::log(seen.in / total);
                square += d * d / (1 + squares);
                dof += 1;
            }
            if (!m_job.nodes[v].keyed && isPositive(seen.busyMax) && isPositive(seen.busyMean) &&
                seen.busyMax < 0.999 && seen.busyMean < 0.999) {
                const double d = std::log(seen.busyMax / seen.busyMean);
                const double unit = m_priors.of(m_job.nodes[v].kind).noise;
                busySquare += d * d / 2 / (unit * unit);
                busyDof += 1;
                own[v] += d * d / 2;
                ownDof[v] += 1;
            }
        }
    m_rateNoise = std::max(1e-5, std::sqrt(square / dof));
    const double factor = std::clamp(busySquare / busyDof, 1e-6, 100.0);
    for (std::size_t v = 0; v < m_job.nodes.size(); ++v) {
        const double unit = m_priors.of(m_job.nodes[v].kind).noise;
        m_busyNoise[v] = std::max(5e-5, std::sqrt((6 * factor * unit * unit + own[v]) / (6 + ownDof[v])));
    }
}

/// A node holds the job back when somebody waits for it, it waits for nobody, and it is the only one nearly full.
std::vector<bool> JobCapacity::fullIn(const WindowReading& window) const {
    const std::size_t n = m_job.nodes.size();
    std::vector<bool> full(n, false), waitedFor(n, false);
    bool refused = false;
    for (std::size_t v = 0; v < n; ++v) {
        if (isPositive(window.offered[v]) && isPositive(window.accepted[v]) &&
            window.accepted[v] < (1 - kRefused) * window.offered[v]) {
            refused = true;
            waitedFor[v] = true;
        }
        for (const Input& input : m_job.nodes[v].inputs)
            if (window.nodes[input.from].bpMax > kPressed) {
                waitedFor[v] = true;
                refused = true;
            }
    }
    if (!refused)
        return full;
    std::size_t candidates = 0, last = n;
    for (std::size_t v = 0; v < n; ++v) {
        const NodeReading& seen = window.nodes[v];
        const double least = std::max(kNearlyFull, 1 - 4 * m_busyNoise[v]);
        if (seen.busyMax >= std::min(least, 0.97) && !(seen.bpMax > kPressed)) {
            ++candidates;
            last = v;
        }
    }
    if (candidates == 1 && waitedFor[last])
        full[last] = true;
    return full;
}

std::vector<CapacitySample> JobCapacity::samplesOf(std::size_t v, const std::vector<std::vector<LogRate>>& flows,
                                                   const std::vector<std::vector<bool>>& full) const {
    std::vector<CapacitySample> samples;
    std::size_t start = 0;
    const auto close = [&](std::size_t end) {
        CapacitySample sample;
        LogMean busyMax, busyMean, bpMax, bpMean;
        double flow = 0, warmUp = 0;
        int windows = 0, fulls = 0;
        for (std::size_t w = start; w < end; ++w) {
            const NodeReading& seen = m_windows[w].nodes[v];
            if (!std::isfinite(flows[w][v].mean) || !(isPositive(seen.busyMax) || isPositive(seen.busyMean)))
                continue;
            flow += flows[w][v].mean;
            warmUp += m_windows[w].age == 0 ? m_priors.warmUp : 0;
            sample.flowSd = flows[w][v].sd;
            busyMax.add(seen.busyMax);
            busyMean.add(seen.busyMean);
            bpMax.add(seen.bpMax);
            bpMean.add(seen.bpMean);
            fulls += full[w][v];
            ++windows;
        }
        if (windows == 0)
            return;
        sample.p = m_windows[start].nodes[v].p;
        sample.deployment = m_windows[start].deployment;
        sample.windows = windows;
        sample.logFlow = flow / windows;
        sample.warmUp = warmUp / windows;
        sample.hot = hot(v, sample.p);
        sample.busyMax = busyMax.value();
        sample.busyMean = busyMean.value();
        sample.bpMax = bpMax.value();
        sample.bpMean = bpMean.value();
        sample.full = 2 * fulls > windows;
        samples.push_back(sample);
    };
    const auto same = [&](std::size_t a, std::size_t b) {
        return m_windows[a].deployment == m_windows[b].deployment &&
               m_windows[a].nodes[v].p == m_windows[b].nodes[v].p &&
               std::abs(flows[a][v].mean - flows[b][v].mean) < kSameRate && full[a][v] == full[b][v];
    };
    for (std::size_t w = 1; w <= m_windows.size(); ++w)
        if (w == m_windows.size() || !same(w - 1, w)) {
            close(w);
            start = w;
        }
    return samples;
}

void JobCapacity::fit() {
    estimateNoise();
    std::vector<double> outNoise;
    for (const NodeFacts& node : m_job.nodes)
        outNoise.push_back(m_priors.of(node.kind).outNoise);
    m_flow.fit(m_windows, m_rateNoise, outNoise);
    std::vector<std::vector<LogRate>> flows;
    std::vector<std::vector<bool>> full;
    for (const WindowReading& window : m_windows) {
        flows.push_back(m_flow.in(window));
        full.push_back(fullIn(window));
    }
    if (!full.empty())
        m_full = full.back();
    // The luck of placement goes with the noise of the counters until deployments have shown it.
    const double jitterGuess = m_priors.jitter * m_rateNoise / m_priors.rateNoise;
    double square = 10 * jitterGuess * jitterGuess, weight = 10;
    for (std::size_t v = 0; v < m_job.nodes.size(); ++v) {
        const NodeFacts& node = m_job.nodes[v];
        if (m_groups[v])
            m_groups[v]->fit(m_rateNoise, std::min(node.high, 1024));
        const auto samples = samplesOf(v, flows, full);
        m_measured[v] = !samples.empty();
        const KindPrior& prior = m_priors.of(node.kind);
        CapacitySettings settings;
        settings.busyNoise = m_busyNoise[v];
        settings.jitter = m_jitter;
        settings.law = m_priors.law;
        settings.fullSd = std::max(m_rateNoise / 4, 1e-4);
        settings.stateSeconds = node.stateSeconds;
        if (node.level) {
            KindPrior known = prior;
            known.constants[Level].sd = node.level->sd;
            m_nodes[v].fit(samples, known, node.level->mean, settings);
        } else {
            m_nodes[v].fit(samples, prior, levelMean(node, prior), settings);
        }
        if (m_measured[v] && !node.pinned) {
            const auto [sum, count] = m_nodes[v].luck();
            square += sum;
            weight += count;
        }
    }
    m_jitter = std::max(1e-5, std::sqrt(square / weight));
}

double JobCapacity::logSkew(std::size_t v) const {
    return m_groups[v] && m_groups[v]->seen() ? std::log(m_groups[v]->skew()) : kUnknown;
}

HotShare JobCapacity::hot(std::size_t v, int p) const {
    if (m_groups[v] && p <= std::min(m_job.nodes[v].high, 1024))
        return m_groups[v]->hot(p);
    return {-std::log(static_cast<double>(p)), 0, 0};
}

double JobCapacity::risk(std::size_t v, int p, const LogRate& demand) const {
    const LogCapacity capacity = m_nodes[v].capacity(p, hot(v, p));
    const double sd = std::sqrt(capacity.sd * capacity.sd + demand.sd * demand.sd + m_jitter * m_jitter + 1e-10);
    return tail((capacity.mean - demand.mean) / sd);
}

std::vector<double> JobCapacity::smoothRisk(std::size_t v, const LogRate& demand, int upTo) const {
    std::vector<double> risks;
    double least = 1;
    for (int p = 1; p <= upTo; ++p) {
        const LogCapacity capacity = m_nodes[v].capacity(p, {-std::log(static_cast<double>(p)), 0, 0});
        const double sd = std::sqrt(capacity.sd * capacity.sd + demand.sd * demand.sd + m_jitter * m_jitter + 1e-10);
        least = std::min(least, tail((capacity.mean - demand.mean) / sd));
        risks.push_back(least);
    }
    return risks;
}

} // namespace streamtune::learn
