// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/learn/key_groups.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

#include "core/learn/dense.h"

namespace streamtune::learn {
namespace {

constexpr int kMostCells = 256;
constexpr int kDraws = 32;
constexpr int kIterations = 2;

/// Cell boundaries of subtask i: cells [from(i), from(i+1)). Group g belongs to subtask floor(g p / G).
std::size_t firstCell(std::size_t i, std::size_t p, std::size_t cells) {
    return (i * cells + p - 1) / p;
}

/// A fixed table of standard normal numbers (Box-Muller over a Weyl sequence): draws are the same in every run.
const std::vector<double>& normals() {
    static const std::vector<double> table = [] {
        std::vector<double> values(static_cast<std::size_t>(kDraws) * kMostCells);
        double a = 0.5, b = 0.5;
        for (double& value : values) {
            a = std::fmod(a + 0.754877666246693, 1.0); // the plastic number's pair: low discrepancy in the plane
            b = std::fmod(b + 0.569840290998053, 1.0);
            value = std::sqrt(-2 * std::log(std::max(a, 1e-9))) * std::cos(2 * std::numbers::pi * b);
        }
        // The sequence is regular; a fixed shuffle keeps neighbouring cells independent.
        std::uint64_t state = 0x9E3779B97F4A7C15ULL;
        for (std::size_t i = values.size(); i > 1; --i) {
            state = state * 6364136223846793005ULL + 1442695040888963407ULL;
            std::swap(values[i - 1], values[static_cast<std::size_t>((state >> 33) % i)]);
        }
        return values;
    }();
    return table;
}

struct Moments {
    double sum = 0, square = 0;
    int n = 0;
    void add(double x) {
        sum += x;
        square += x * x;
        ++n;
    }
    [[nodiscard]] double mean() const { return sum / n; }
    [[nodiscard]] double sd() const { return std::sqrt(std::max(0.0, square / n - mean() * mean())); }
};

} // namespace

KeyGroups::KeyGroups(int groups, const Belief& skew)
    : m_groups(groups), m_cells(std::min(groups, kMostCells)), m_prior(skew), m_skew(std::exp(skew.mean)),
      m_weights(static_cast<std::size_t>(m_cells), 0.0) {}

void KeyGroups::add(const std::vector<double>& subtaskIn) {
    const int p = static_cast<int>(subtaskIn.size());
    const double total = std::accumulate(subtaskIn.begin(), subtaskIn.end(), 0.0);
    if (p < 2 || p > m_cells || !(total > 0) || std::ranges::any_of(subtaskIn, [](double x) { return !(x >= 0); }))
        return;
    Seen& seen = m_seen[p];
    seen.shareSum.resize(subtaskIn.size(), 0.0);
    for (std::size_t i = 0; i < subtaskIn.size(); ++i)
        seen.shareSum[i] += subtaskIn[i] / total;
    ++seen.windows;
}

/// From the scatter of shares beyond what the counts of groups explain; the prior counts as a few readings.
void KeyGroups::estimateSkew(double rateNoise) {
    const double prior = std::exp(2 * m_prior.mean);
    const double weight = 1 / (2 * m_prior.sd * m_prior.sd); // log s has sd 1/sqrt(2 dof)
    double square = prior * weight, dof = weight;
    for (const auto& [p, seen] : m_seen) {
        const double per = static_cast<double>(m_groups) / p;
        const auto subtasks = static_cast<std::size_t>(p);
        for (std::size_t i = 0; i < subtasks; ++i) {
            const auto cells = static_cast<double>(firstCell(i + 1, subtasks, static_cast<std::size_t>(m_cells)) -
                                                   firstCell(i, subtasks, static_cast<std::size_t>(m_cells)));
            const double even = cells / m_cells;
            const double deviation = std::log(std::max(seen.shareSum[i] / seen.windows, 1e-9) / even);
            square += std::max(0.0, (deviation * deviation - rateNoise * rateNoise / seen.windows) * per);
        }
        dof += p - 1;
    }
    m_skew = std::clamp(std::sqrt(square / dof), 1e-3, 2.0);
}

/// Gauss-Newton on log weights; rows of one parallelism share a rank-one part, so a parallelism costs one pass over
/// the matrix.
void KeyGroups::fitWeights(double rateNoise) {
    const auto n = static_cast<std::size_t>(m_cells);
    // A cell of k groups averages their weights: its log weight scatters less.
    const double cellSkew = m_skew / std::sqrt(static_cast<double>(m_groups) / m_cells);
    std::vector<double> hotDraws;
    for (int iteration = 0; iteration < kIterations; ++iteration) {
        std::vector<double> w(n);
        for (std::size_t g = 0; g < n; ++g)
            w[g] = std::exp(m_weights[g]);
        const double total = std::accumulate(w.begin(), w.end(), 0.0);
        Matrix precision(n);
        std::vector<double> gradient(n);
        for (std::size_t g = 0; g < n; ++g) {
            precision(g, g) = 1 / (cellSkew * cellSkew);
            gradient[g] = -m_weights[g] / (cellSkew * cellSkew);
        }
        double shared = 0;             // sum over readings of 1 / variance
        double residualSum = 0;        // of residual / variance
        std::vector<double> a(n, 0.0); // sum of block rows / variance
        for (const auto& [p, seen] : m_seen) {
            const double variance = std::max(rateNoise * rateNoise, 1e-9) / seen.windows + 1e-8;
            const auto subtasks = static_cast<std::size_t>(p);
            for (std::size_t i = 0; i < subtasks; ++i) {
                const std::size_t from = firstCell(i, subtasks, n), to = firstCell(i + 1, subtasks, n);
                double sum = 0;
                for (std::size_t g = from; g < to; ++g)
                    sum += w[g];
                const double residual =
                    std::log(std::max(seen.shareSum[i] / seen.windows, 1e-9)) - std::log(sum / total);
                for (std::size_t g = from; g < to; ++g) {
                    const double scaled = w[g] / sum / variance;
                    a[g] += scaled;
                    gradient[g] += scaled * residual;
                    for (std::size_t k = from; k <= g; ++k)
                        precision(g, k) += scaled * w[k] / sum;
                }
                residualSum += residual / variance;
                shared += 1 / variance;
            }
        }
        for (std::size_t g = 0; g < n; ++g) {
            const double c = w[g] / total;
            gradient[g] -= c * residualSum;
            for (std::size_t k = 0; k <= g; ++k) {
                const double ck = w[k] / total;
                precision(g, k) += shared * c * ck - a[g] * ck - c * a[k];
            }
        }
        const Cholesky factor(std::move(precision)); // reads the lower triangle only
        const auto step = factor.solve(gradient);
        for (std::size_t g = 0; g < n; ++g)
            m_weights[g] = std::clamp(m_weights[g] + std::clamp(step[g], -2.0, 2.0), -8.0, 8.0);
        if (iteration + 1 < kIterations)
            continue;
        const auto& table = normals();
        std::vector<Moments> hot(m_hot.size()), spread(m_hot.size());
        std::vector<double> cumulated(n + 1);
        for (int draw = 0; draw < kDraws; draw += 2) {
            const auto noise = factor.backward({table.data() + static_cast<std::size_t>(draw) * kMostCells, n});
            for (const double sign : {1.0, -1.0}) { // antithetic pairs
                for (std::size_t g = 0; g < n; ++g)
                    cumulated[g + 1] = cumulated[g] + std::exp(m_weights[g] + sign * noise[g]);
                for (std::size_t p = 1; p < m_hot.size(); ++p) {
                    double most = 0, squares = 0;
                    for (std::size_t i = 0, from = 0; i < p; ++i) {
                        const std::size_t to = firstCell(i + 1, p, n);
                        const double share = (cumulated[to] - cumulated[from]) / cumulated[n];
                        most = std::max(most, share);
                        squares += share * share;
                        from = to;
                    }
                    hot[p].add(std::log(std::max(most, 1e-9)));
                    spread[p].add(squares * static_cast<double>(p) - 1);
                }
            }
        }
        for (std::size_t p = 1; p < m_hot.size(); ++p)
            m_hot[p] = {hot[p].mean(), hot[p].sd(), std::max(0.0, spread[p].mean())};
    }
}

void KeyGroups::fit(double rateNoise, int high) {
    m_hot.assign(static_cast<std::size_t>(std::max(1, high)) + 1, {});
    estimateSkew(rateNoise);
    fitWeights(rateNoise);
}

} // namespace streamtune::learn
