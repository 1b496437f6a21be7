// SPDX-License-Identifier: GPL-3.0-or-later
// ContTune: Big-small with conservative Bayesian optimisation (ljqcodelove/ContTune, code/GPofContTune.py). Zero-mean
// Gaussian process over the parallelism of each operator, radial kernel, targets divided by their maximum.
#include <algorithm>
#include <array>
#include <cmath>
#include <deque>
#include <limits>
#include <map>
#include <optional>
#include <set>

#include "core/compare/method.h"

namespace streamtune::compare {
namespace {

namespace rules = tune::rules;

constexpr std::size_t kKept = 5;      ///< newest readings of a level that are averaged
constexpr double kTrustedBusy = 0.95; ///< an operator this busy is measured even while the job is under-provisioned,
constexpr double kPressed = 0.10;     ///< unless it waits for somebody else
constexpr double kNoise = 1e-4;
constexpr double kWorthSaving = 0.10;
constexpr std::array kLengths{1.0, 1.5, 2.5, 4.0, 6.0, 10.0, 16.0, 25.0, 40.0};

/// Mean ability (records/s of the whole operator) of every level seen.
using Levels = std::map<int, double>;

double kernel(double a, double b, double length) {
    const double d = (a - b) / length;
    return std::exp(-0.5 * d * d);
}

/// Posterior mean of a zero-mean process; the length scale is the likeliest of a few.
class Process {
public:
    explicit Process(const Levels& levels) {
        for (const auto& [p, ability] : levels) {
            m_x.push_back(p);
            m_y.push_back(ability);
            m_scale = std::max(m_scale, ability);
        }
        for (double& y : m_y)
            y /= m_scale;
        double best = -std::numeric_limits<double>::infinity();
        for (const double length : kLengths) {
            std::vector<double> weights;
            const double likelihood = fit(length, weights);
            if (likelihood > best) {
                best = likelihood;
                m_length = length;
                m_weights = std::move(weights);
            }
        }
    }

    [[nodiscard]] double mean(int p) const {
        double sum = 0;
        for (std::size_t i = 0; i < m_x.size(); ++i)
            sum += kernel(p, m_x[i], m_length) * m_weights[i];
        return sum * m_scale;
    }

private:
    /// Weights K^-1 y by Cholesky; returns the log likelihood without its constant.
    double fit(double length, std::vector<double>& weights) const {
        const std::size_t n = m_x.size();
        std::vector<double> l(n * n, 0.0);
        double logDet = 0;
        for (std::size_t i = 0; i < n; ++i)
            for (std::size_t j = 0; j <= i; ++j) {
                double sum = kernel(m_x[i], m_x[j], length) + (i == j ? kNoise : 0);
                for (std::size_t k = 0; k < j; ++k)
                    sum -= l[i * n + k] * l[j * n + k];
                l[i * n + j] = i == j ? std::sqrt(std::max(sum, 1e-12)) : sum / l[j * n + j];
                if (i == j)
                    logDet += 2 * std::log(l[i * n + i]);
            }
        weights = m_y;
        for (std::size_t i = 0; i < n; ++i) {
            for (std::size_t k = 0; k < i; ++k)
                weights[i] -= l[i * n + k] * weights[k];
            weights[i] /= l[i * n + i];
        }
        double square = 0;
        for (const double w : weights)
            square += w * w;
        for (std::size_t i = n; i-- > 0;) {
            for (std::size_t k = i + 1; k < n; ++k)
                weights[i] -= l[k * n + i] * weights[k];
            weights[i] /= l[i * n + i];
        }
        return -0.5 * square - 0.5 * logDet;
    }

    std::vector<double> m_x, m_y, m_weights;
    double m_scale = 1e-300;
    double m_length = 1;
};

class ContTune final : public Method {
public:
    explicit ContTune(const ContTuneSettings& settings) : m_settings(settings) {}

    void begin() override {
        m_changes = 0;
        m_tried.clear();
        m_startedUnder = false;
    }

    void watch(const Shown& shown) override { remember(shown, rules::underProvisioned(shown.window)); }

    std::vector<int> decide(const Shown& shown) override {
        const bool under = rules::underProvisioned(shown.window);
        if (m_changes == 0 && m_tried.empty())
            m_startedUnder = under;
        remember(shown, under);
        const std::vector<int> present = presentOf(shown.job);
        m_tried.insert(present);
        std::vector<int> wanted = needsBig(shown.job, under) ? big(shown.job) : small(shown, under);
        if (wanted != present)
            ++m_changes;
        return wanted;
    }

private:
    struct Memory {
        std::map<int, std::deque<double>> readings;
        [[nodiscard]] Levels levels() const {
            Levels means;
            for (const auto& [p, values] : readings) {
                double sum = 0;
                for (const double v : values)
                    sum += v;
                means[p] = sum / static_cast<double>(values.size());
            }
            return means;
        }
    };

    void remember(const Shown& shown, bool under) {
        m_memory.resize(shown.job.nodes.size());
        for (std::size_t v = 0; v < m_memory.size(); ++v) {
            const rules::Reading& seen = shown.window.nodes[v];
            m_largest = std::max(m_largest, shown.job.nodes[v].pinned ? 1 : shown.job.nodes[v].p);
            if (shown.job.nodes[v].pinned || !(seen.in > 0) || !(seen.busyMax > 0) ||
                (under && (seen.busyMax <= kTrustedBusy || seen.bpMax > kPressed)))
                continue;
            auto& values = m_memory[v].readings[shown.job.nodes[v].p];
            values.push_back(seen.in / seen.busyMax);
            if (values.size() > kKept)
                values.pop_front();
        }
    }

    bool needsBig(const rules::Job& job, bool under) const {
        if (!under)
            return false;
        if (m_settings.bigAlways && m_startedUnder)
            return true;
        for (std::size_t v = 0; v < job.nodes.size(); ++v)
            if (!job.nodes[v].pinned && m_memory[v].readings.empty())
                return true;
        return false;
    }

    /// Everybody to the largest level ever seen; doubled where they all are there already.
    std::vector<int> big(const rules::Job& job) const {
        int level = std::min(m_largest, job.pMax);
        const bool there =
            std::ranges::all_of(job.nodes, [&](const rules::Node& n) { return n.pinned || n.p >= level; });
        if (there)
            level = std::min(2 * level, job.pMax);
        std::vector<int> vector = presentOf(job);
        for (std::size_t v = 0; v < vector.size(); ++v)
            if (!job.nodes[v].pinned)
                vector[v] = std::max(level, 1);
        return vector;
    }

    /// What the newest window alone would ask for.
    static int linear(const Shown& shown, std::size_t v, double demand) {
        const int p = shown.job.nodes[v].p;
        const rules::Reading& seen = shown.window.nodes[v];
        const double perInstance = seen.in / seen.busyMax / p;
        if (!(perInstance > 0) || !std::isfinite(demand))
            return p;
        return rules::wholeInstances(demand / perInstance, shown.job.pMax);
    }

    int answer(const Shown& shown, std::size_t v, double demand) const {
        const Levels levels = m_memory[v].levels();
        const int straight = linear(shown, v, demand);
        if (levels.empty() || !std::isfinite(demand))
            return straight;
        if (!m_settings.process) {
            for (const auto& [p, ability] : levels)
                if (ability >= demand && std::abs(p - straight) <= 1)
                    return p;
            return straight;
        }
        const Process process(levels);
        for (int p = 1; p <= shown.job.pMax; ++p)
            if (process.mean(p) >= demand) {
                const bool near = std::ranges::any_of(
                    levels, [&](const auto& level) { return std::abs(level.first - p) < m_settings.alpha; });
                return near ? p : straight;
            }
        return straight;
    }

    /// Where the reference is silent, what comes nearest to its figures: the busiest operator gets one more wherever
    /// the process does not raise it itself, and a second change takes savings only.
    std::vector<int> small(const Shown& shown, bool under) const {
        const auto demand = rules::demand(shown.job, shown.window);
        const std::vector<int> present = presentOf(shown.job);
        std::vector<int> vector = present;
        for (std::size_t v = 0; v < vector.size(); ++v)
            if (!shown.job.nodes[v].pinned)
                vector[v] = answer(shown, v, demand[v]);
        if (under) {
            for (std::size_t v = 0; v < vector.size(); ++v)
                vector[v] = std::max(vector[v], present[v]);
            if (const auto v = bottleneck(shown, present); v && vector[*v] == present[*v])
                ++vector[*v];
            return vector;
        }
        if (m_changes == 0)
            return vector;
        int before = 0, after = 0;
        for (std::size_t v = 0; v < vector.size(); ++v)
            if (!shown.job.nodes[v].pinned) {
                vector[v] = std::min(vector[v], present[v]);
                before += present[v];
                after += vector[v];
            }
        return before - after <= kWorthSaving * before || m_tried.contains(vector) ? present : vector;
    }

    /// The busiest operator that can get more.
    static std::optional<std::size_t> bottleneck(const Shown& shown, const std::vector<int>& present) {
        std::optional<std::size_t> busiest;
        for (std::size_t v = 0; v < present.size(); ++v)
            if (!shown.job.nodes[v].pinned && present[v] < shown.job.pMax &&
                (!busiest || shown.window.nodes[v].busyMax > shown.window.nodes[*busiest].busyMax))
                busiest = v;
        return busiest;
    }

    ContTuneSettings m_settings;
    std::vector<Memory> m_memory;
    std::set<std::vector<int>> m_tried; ///< in this tuning
    int m_largest = 1;
    int m_changes = 0;
    bool m_startedUnder = false;
};

} // namespace

std::unique_ptr<Method> makeContTune(const ContTuneSettings& settings) {
    return std::make_unique<ContTune>(settings);
}

} // namespace streamtune::compare
