// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/learn/node_capacity.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/learn/dense.h"

namespace streamtune::learn {
namespace {

constexpr int kIterations = 25;
constexpr int kHalvings = 6;
constexpr double kLawWeight = 8;   ///< bumps that a node's own must outweigh before its law counts as another
constexpr double kSettled = 1e-4;  ///< largest change of a constant, in logarithms
constexpr double kStateUnit = 1e5; ///< records at which a state counts as large
constexpr double kLeastNoise = 1e-3;
constexpr double kCensored = 0.9995; ///< a shown share this high says "at least"
constexpr std::size_t kNone = static_cast<std::size_t>(-1);

/// Centres of the bumps of the residual: p = 1, 2.7, 7.4, 20, 55.
double bump(std::size_t k, double p) {
    const double d = (std::log(p) - static_cast<double>(k)) / 0.8;
    return std::exp(-0.5 * d * d);
}

struct Accounting {
    double o, e, l;
};

/// Shown share with its slopes by log u, log o, log e, log l.
struct Share {
    double value = 0;
    double byUse = 0, byOverhead = 0, byBatch = 0, byLeak = 0;
};

Share busyOf(double u, double squares, const Accounting& a) {
    Share s;
    const double h = u + a.e * (u - squares);
    s.value = a.o + (1 - a.o) * h;
    s.byUse = (1 - a.o) * (u + a.e * (u - 2 * squares));
    s.byOverhead = a.o * (1 - h);
    s.byBatch = (1 - a.o) * a.e * (u - squares);
    return s;
}

/// Part of the waiting is booked as work. `shownWait`: back-pressured share as shown; a victim waits all its free time.
Share shownOf(Share s, double shownWait, bool hottest, const Accounting& a) {
    const double wait = shownWait / (1 - a.l);
    const double rest = 1 - s.value;
    if (hottest && rest < wait) {
        s.byUse *= 1 - a.l;
        s.byOverhead *= 1 - a.l;
        s.byBatch *= 1 - a.l;
        s.byLeak = a.l * rest;
        s.value += a.l * rest;
        return s;
    }
    s.byLeak = a.l * shownWait / ((1 - a.l) * (1 - a.l));
    s.value += a.l * wait;
    return s;
}

} // namespace

NodeCapacity::Instance NodeCapacity::instance(int parallelism, double logFlow) const {
    const double p = parallelism;
    const double a = std::exp(m_theta[Contention]), b = std::exp(m_theta[Coherence]);
    const double loss = 1 + a * (p - 1) + b * p * (p - 1);
    Instance result;
    result.logRate = m_theta[Level] - std::log(loss);
    result.slope[Level] = 1;
    result.slope[Contention] = -a * (p - 1) / loss;
    result.slope[Coherence] = -b * p * (p - 1) / loss;
    if (m_stateSeconds > 0) {
        const double g = std::exp(m_theta[State]);
        const double grown = std::log1p(std::exp(logFlow) * m_stateSeconds / (p * kStateUnit));
        result.logRate -= std::log1p(g * grown);
        result.slope[State] = -g * grown / (1 + g * grown);
    }
    for (std::size_t k = 0; k < kBumps; ++k) {
        result.slope[ConstantCount + k] = bump(k, p);
        result.logRate += m_theta[ConstantCount + k] * result.slope[ConstantCount + k];
    }
    return result;
}

/// The weighted least squares of one fit: normal equations around a point, and what the point costs.
struct NodeCapacity::System {
    std::vector<double> mean, variance;
    Matrix precision{0};
    std::vector<double> gradient;
    double cost = 0; ///< half the sum of squares
};

void NodeCapacity::assemble(const std::vector<CapacitySample>& samples, const CapacitySettings& settings,
                            System& system) const {
    const std::size_t n = m_theta.size();
    system.precision = Matrix(n);
    system.gradient.assign(n, 0.0);
    system.cost = 0;
    for (std::size_t k = 0; k < n; ++k) {
        const double away = system.mean[k] - m_theta[k];
        system.precision(k, k) = 1 / system.variance[k];
        system.gradient[k] = away / system.variance[k];
        system.cost += 0.5 * away * away / system.variance[k];
    }
    std::array<double, kFixed> row{};
    const auto take = [&](double residual, double noise, double byLuck, std::size_t luck) {
        const double weight = 1 / (noise * noise);
        system.cost += 0.5 * weight * residual * residual;
        for (std::size_t i = 0; i < kFixed; ++i) {
            if (row[i] == 0)
                continue;
            system.gradient[i] += weight * residual * row[i];
            for (std::size_t k = 0; k <= i; ++k)
                system.precision(i, k) += weight * row[i] * row[k];
            system.precision(luck, i) += weight * byLuck * row[i];
        }
        system.gradient[luck] += weight * residual * byLuck;
        system.precision(luck, luck) += weight * byLuck * byLuck;
    };
    const Accounting accounting{std::min(0.5, std::exp(m_theta[Overhead])), std::min(0.9, std::exp(m_theta[Batch])),
                                std::min(0.5, std::exp(m_theta[Leak]))};
    for (const CapacitySample& s : samples) {
        const std::size_t luck = m_luck.at(s.deployment);
        Instance inst = instance(s.p, s.logFlow);
        inst.logRate += m_theta[luck] - s.warmUp;
        const double flowVariance = s.flowSd * s.flowSd;
        const auto accountFor = [&](double shown, double logUse, double extra, double squareFactor, double wait,
                                    bool hottest) {
            if (!(shown > 0))
                return;
            const double u = std::min(1.3, std::exp(logUse));
            const Share share = shownOf(busyOf(u, u * u * squareFactor, accounting), wait, hottest, accounting);
            const double residual = std::log(shown) - std::log(std::max(share.value, 1e-6));
            if (shown >= kCensored && residual < 0)
                return;
            for (std::size_t k = 0; k < kFixed; ++k)
                row[k] = -inst.slope[k] * share.byUse / share.value;
            row[Overhead] += share.byOverhead / share.value;
            row[Batch] += share.byBatch / share.value;
            row[Leak] += share.byLeak / share.value;
            const double sensitivity = share.byUse / share.value;
            const double noise = std::sqrt(settings.busyNoise * settings.busyNoise / s.windows + extra +
                                           sensitivity * sensitivity * flowVariance + 1e-7);
            take(residual, noise, -sensitivity, luck);
        };
        const double hotVariance = s.hot.logSd * s.hot.logSd;
        if (s.full) {
            row = inst.slope;
            take(s.logFlow + s.hot.logMean - inst.logRate,
                 std::sqrt(settings.fullSd * settings.fullSd + flowVariance + hotVariance + 1e-7), 1, luck);
            continue;
        }
        accountFor(s.busyMax, s.logFlow + s.hot.logMean - inst.logRate, hotVariance, 1,
                   std::isfinite(s.bpMax) ? s.bpMax : 0, true);
        accountFor(s.busyMean, s.logFlow - std::log(s.p) - inst.logRate, 0, 1 + s.hot.spread,
                   std::isfinite(s.bpMean) ? s.bpMean : 0, false);
    }
}

/// Begins where the last fit ended, as one more window moves little: exact readings make a narrow valley that a start
/// from the prior would not come through in few steps. A step that does not pay is halved.
void NodeCapacity::fit(const std::vector<CapacitySample>& samples, const KindPrior& prior, double levelMean,
                       const CapacitySettings& settings) {
    m_stateSeconds = settings.stateSeconds;
    const std::map<long, std::size_t> before = std::exchange(m_luck, {});
    for (const CapacitySample& sample : samples)
        m_luck.try_emplace(sample.deployment, kFixed + m_luck.size());
    const std::size_t n = kFixed + m_luck.size();
    System system;
    system.mean.assign(n, 0.0);
    system.variance.assign(n, settings.jitter * settings.jitter + 1e-10);
    for (std::size_t k = 0; k < ConstantCount; ++k) {
        system.mean[k] = k == Level ? levelMean : prior.constants[k].mean;
        system.variance[k] = prior.constants[k].sd * prior.constants[k].sd;
    }
    if (m_law <= 0)
        m_law = settings.law;
    for (std::size_t k = 0; k < kBumps; ++k)
        system.variance[ConstantCount + k] = m_law * m_law;
    std::vector<double> start = system.mean;
    if (!m_theta.empty()) {
        std::copy_n(m_theta.begin(), kFixed, start.begin());
        for (const auto& [deployment, index] : m_luck)
            if (const auto known = before.find(deployment); known != before.end())
                start[index] = m_theta[known->second];
    }
    m_theta = std::move(start);
    assemble(samples, settings, system);
    for (int iteration = 0; iteration < kIterations; ++iteration) {
        const auto step = Cholesky(system.precision).solve(system.gradient);
        const std::vector<double> from = m_theta;
        const double cost = system.cost;
        double scale = 1, largest = 0;
        for (int halving = 0; halving < kHalvings; ++halving, scale /= 2) {
            largest = 0;
            for (std::size_t k = 0; k < n; ++k) {
                const double change = scale * std::clamp(step[k], -1.0, 1.0);
                m_theta[k] = from[k] + change;
                largest = std::max(largest, std::abs(change));
            }
            assemble(samples, settings, system);
            if (system.cost <= cost + 1e-9 * std::abs(cost))
                break;
        }
        if (system.cost > cost) { // nothing pays any more
            m_theta = from;
            assemble(samples, settings, system);
            break;
        }
        if (largest < kSettled)
            break;
    }
    const Cholesky factor(std::move(system.precision));
    m_covariance.assign(n, {});
    std::vector<double> unit(n, 0.0);
    for (std::size_t k = 0; k < n; ++k) {
        unit[k] = 1;
        m_covariance[k] = factor.solve(unit);
        unit[k] = 0;
    }
    m_lawInForce = m_law;
    double square = kLawWeight * settings.law * settings.law;
    for (std::size_t k = ConstantCount; k < kFixed; ++k)
        square += m_theta[k] * m_theta[k] + m_covariance[k][k];
    m_law = std::sqrt(square / (kLawWeight + kBumps));
}

/// Largest rate with rate * hot <= inst(rate): the state grows with the rate, slowly, so a few rounds settle it.
double NodeCapacity::solve(int p, double logHot, double luck) const {
    double logRate = instance(p, -50).logRate + luck - logHot;
    if (m_stateSeconds > 0)
        for (int i = 0; i < 8; ++i)
            logRate = instance(p, logRate).logRate + luck - logHot;
    return logRate;
}

LogCapacity NodeCapacity::withLuck(int p, const HotShare& hot, std::size_t luckIndex) const {
    const double luck = luckIndex == kNone ? 0 : m_theta[luckIndex];
    LogCapacity result;
    result.mean = solve(p, hot.logMean, luck);
    const Instance inst = instance(p, result.mean);
    double variance = hot.logSd * hot.logSd;
    for (std::size_t i = 0; i < kFixed; ++i)
        for (std::size_t k = 0; k < kFixed; ++k)
            variance += inst.slope[i] * inst.slope[k] * m_covariance[i][k];
    if (luckIndex != kNone) {
        variance += m_covariance[luckIndex][luckIndex];
        for (std::size_t i = 0; i < kFixed; ++i)
            variance += 2 * inst.slope[i] * m_covariance[i][luckIndex];
    }
    result.sd = std::sqrt(std::max(0.0, variance));
    return result;
}

LogCapacity NodeCapacity::capacity(int p, const HotShare& hot) const {
    return withLuck(p, hot, kNone);
}

LogCapacity NodeCapacity::capacityIn(long deployment, int p, const HotShare& hot) const {
    const auto found = m_luck.find(deployment);
    return withLuck(p, hot, found == m_luck.end() ? kNone : found->second);
}

double NodeCapacity::busyAt(double logRate, int p, const HotShare& hot) const {
    const double u = std::min(1.0, std::exp(logRate + hot.logMean - instance(p, logRate).logRate));
    const Accounting accounting{std::min(0.5, std::exp(m_theta[Overhead])), std::min(0.9, std::exp(m_theta[Batch])), 0};
    return std::min(1.0, busyOf(u, u * u, accounting).value);
}

Belief NodeCapacity::constant(Constant which) const {
    return {m_theta[which], std::sqrt(std::max(0.0, m_covariance[which][which]))};
}

std::pair<double, int> NodeCapacity::luck() const {
    double sum = 0;
    for (const auto& [deployment, index] : m_luck)
        sum += m_theta[index] * m_theta[index] + m_covariance[index][index];
    return {sum, static_cast<int>(m_luck.size())};
}

std::pair<double, double> NodeCapacity::strayed() const {
    double square = 0, readings = 0;
    const double prior = m_lawInForce * m_lawInForce;
    for (std::size_t k = ConstantCount; k < kFixed; ++k) {
        square += m_theta[k] * m_theta[k];
        readings += std::clamp(1 - m_covariance[k][k] / prior, 0.0, 1.0);
    }
    return {square, readings};
}

} // namespace streamtune::learn
