// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/learn/flow.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/base/number.h"
#include "core/learn/dense.h"

namespace streamtune::learn {
namespace {

constexpr double kOpen = 3;     ///< log standard deviation of a selectivity before anything is seen
constexpr double kLeast = 1e-4; ///< noise never taken smaller: counters are read at slightly different moments
constexpr int kRefinements = 3;
constexpr std::size_t kWindowsOfFlow = 80;

} // namespace

Intake intakeOf(const NodeReading& reading) {
    Intake intake;
    double sum = 0;
    if (isPositive(reading.in)) {
        sum = std::log(reading.in);
        intake.weight = 1;
    }
    const double total = std::accumulate(reading.subIn.begin(), reading.subIn.end(), 0.0);
    if (isPositive(total)) {
        double squares = 0;
        for (const double x : reading.subIn)
            squares += (x / total) * (x / total);
        const double weight = squares > 0 ? 1 / squares : 1;
        sum += weight * std::log(total);
        intake.weight += weight;
    }
    if (intake.weight > 0)
        intake.logRate = sum / intake.weight;
    return intake;
}

std::vector<double> takenBySources(const JobFacts& job, const WindowReading& window) {
    std::vector<double> rates(job.nodes.size(), kUnknown);
    for (std::size_t v = 0; v < job.nodes.size(); ++v) {
        if (!job.nodes[v].inputs.empty())
            continue;
        const NodeReading& seen = window.nodes[v];
        // A source that makes up for a pause sends more than what it is offered.
        const double first = window.queues ? seen.in : window.accepted[v];
        for (const double candidate : {first, window.accepted[v], seen.in, seen.out})
            if (isPositive(candidate)) {
                rates[v] = candidate;
                break;
            }
    }
    return rates;
}

Flow::Pushed Flow::push(const std::vector<double>& rates) const {
    const std::size_t n = m_job.nodes.size();
    Pushed pushed{std::vector<double>(n, kUnknown), std::vector<std::vector<double>>(n, std::vector<double>(n, 0.0))};
    for (const std::size_t v : m_job.order) {
        const NodeFacts& node = m_job.nodes[v];
        if (node.inputs.empty()) {
            pushed.rate[v] = rates[v];
            continue;
        }
        double total = 0;
        for (const Input& input : node.inputs) {
            const double part = input.share * std::exp(m_selectivity[input.from]) * pushed.rate[input.from];
            total += part;
            for (std::size_t u = 0; u < n; ++u)
                pushed.slope[v][u] += part * pushed.slope[input.from][u];
            pushed.slope[v][input.from] += part;
        }
        pushed.rate[v] = total;
        for (double& slope : pushed.slope[v])
            slope = isPositive(total) ? slope / total : 0;
    }
    return pushed;
}

void Flow::fit(const std::vector<WindowReading>& windows, double rateNoise, const std::vector<double>& outNoise) {
    const std::size_t n = m_job.nodes.size();
    m_noise = std::max(rateNoise, kLeast);
    const double noise = m_noise;
    const std::size_t first = windows.size() > kWindowsOfFlow ? windows.size() - kWindowsOfFlow : 0;
    if (m_expected.size() != n)
        m_expected.assign(n, {0, kOpen});
    if (m_selectivity.empty())
        for (const Belief& expected : m_expected)
            m_selectivity.push_back(expected.mean);
    std::vector<bool> ends(n, true); // nobody receives
    for (const NodeFacts& node : m_job.nodes)
        for (const Input& input : node.inputs)
            ends[input.from] = false;
    for (int iteration = 0; iteration < kRefinements; ++iteration) {
        Matrix precision(n);
        std::vector<double> gradient(n);
        for (std::size_t u = 0; u < n; ++u) {
            const double variance = m_expected[u].sd * m_expected[u].sd;
            precision(u, u) = 1 / variance;
            gradient[u] = (m_expected[u].mean - m_selectivity[u]) / variance;
        }
        for (std::size_t w = first; w < windows.size(); ++w) {
            const Pushed pushed = push(takenBySources(m_job, windows[w]));
            for (std::size_t v = 0; v < n; ++v) {
                const NodeReading& seen = windows[w].nodes[v];
                if (windows[w].queues) {
                    if (isPositive(seen.in) && isPositive(seen.out) && !ends[v]) {
                        const double weight = 1 / (noise * noise);
                        gradient[v] += weight * (std::log(seen.out / seen.in) - m_selectivity[v]);
                        precision(v, v) += weight;
                    }
                    continue;
                }
                if (!isPositive(pushed.rate[v]))
                    continue;
                if (const Intake intake = intakeOf(seen); !m_job.nodes[v].inputs.empty() && intake.weight > 0) {
                    const double weight = intake.weight / (noise * noise);
                    const double residual = intake.logRate - std::log(pushed.rate[v]);
                    for (std::size_t a = 0; a < n; ++a) {
                        if (pushed.slope[v][a] == 0)
                            continue;
                        gradient[a] += weight * residual * pushed.slope[v][a];
                        for (std::size_t b = 0; b <= a; ++b)
                            precision(a, b) += weight * pushed.slope[v][a] * pushed.slope[v][b];
                    }
                }
                if (isPositive(seen.out) && !ends[v]) { // the sender's own counter
                    const double sd = noise + outNoise[v];
                    const double weight = 1 / (sd * sd);
                    const double residual = std::log(seen.out) - std::log(pushed.rate[v]) - m_selectivity[v];
                    std::vector<double> slope = pushed.slope[v];
                    slope[v] += 1;
                    for (std::size_t a = 0; a < n; ++a) {
                        if (slope[a] == 0)
                            continue;
                        gradient[a] += weight * residual * slope[a];
                        for (std::size_t b = 0; b <= a; ++b)
                            precision(a, b) += weight * slope[a] * slope[b];
                    }
                }
            }
        }
        const Cholesky factor(std::move(precision));
        const auto step = factor.solve(gradient);
        for (std::size_t u = 0; u < n; ++u)
            m_selectivity[u] += std::clamp(step[u], -2.0, 2.0);
        if (iteration + 1 < kRefinements)
            continue;
        m_covariance.assign(n, {});
        std::vector<double> unit(n, 0.0);
        for (std::size_t u = 0; u < n; ++u) {
            unit[u] = 1;
            m_covariance[u] = factor.solve(unit);
            unit[u] = 0;
        }
    }
}

std::vector<LogRate> Flow::at(const std::vector<double>& rates) const {
    const std::size_t n = m_job.nodes.size();
    const Pushed pushed = push(rates);
    std::vector<LogRate> result(n);
    for (std::size_t v = 0; v < n; ++v) {
        if (!isPositive(pushed.rate[v]))
            continue;
        double variance = 0;
        for (std::size_t a = 0; a < n; ++a)
            for (std::size_t b = 0; b < n && pushed.slope[v][a] != 0; ++b)
                variance += pushed.slope[v][a] * pushed.slope[v][b] * m_covariance[a][b];
        result[v] = {std::log(pushed.rate[v]), std::sqrt(std::max(0.0, variance))};
    }
    return result;
}

Belief Flow::selectivity(std::size_t v) const {
    return {m_selectivity[v], std::sqrt(std::max(0.0, m_covariance[v][v]))};
}

std::vector<LogRate> Flow::in(const WindowReading& window) const {
    std::vector<LogRate> taken = at(takenBySources(m_job, window));
    if (window.queues)
        for (std::size_t v = 0; v < taken.size(); ++v)
            if (const Intake own = intakeOf(window.nodes[v]); own.weight > 0)
                taken[v] = {own.logRate, m_noise};
    return taken;
}

} // namespace streamtune::learn
