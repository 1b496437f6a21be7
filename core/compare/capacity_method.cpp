// SPDX-License-Identifier: GPL-3.0-or-later
// The capacity head, and the one-shot answer of its priors alone.
#include <algorithm>
#include <cmath>

#include "core/compare/method.h"
#include "core/tune/capacity_rule.h"

namespace streamtune::compare {
namespace {

struct Bounds {
    std::vector<int> low, high;
    explicit Bounds(const learn::JobFacts& job) {
        for (const learn::NodeFacts& node : job.nodes) {
            low.push_back(1);
            high.push_back(node.high);
        }
    }
};

class CapacityMethod final : public Method {
public:
    CapacityMethod(const learn::JobFacts& job, const learn::PriorSet& priors, const tune::CapacitySettings& settings)
        : m_bounds(job), m_rule(job, priors, settings) {}

    void begin() override { m_rule.begin(); }
    void watch(const Shown& shown) override { m_rule.watch(shown.readings.back()); }
    [[nodiscard]] bool wantsSubtasks() const override { return true; }

    std::vector<int> decide(const Shown& shown) override {
        for (std::size_t i = 0; i + 1 < shown.readings.size(); ++i)
            m_rule.watch(shown.readings[i]);
        const auto choice = m_rule.decide(shown.readings.back(), m_bounds.low, m_bounds.high);
        return choice.change ? choice.vector() : presentOf(shown.job);
    }

private:
    Bounds m_bounds;
    tune::CapacityRule m_rule;
};

/// In the spirit of ZeroTune: cost and scaling loss from features by regression on the history, one answer per tuning,
/// nothing learned from the job's own windows but how its rates multiply.
class OneShot final : public Method {
public:
    OneShot(const learn::JobFacts& job, const learn::PriorSet& priors) : m_job(job), m_flow(m_job) {
        for (const learn::NodeFacts& node : m_job.nodes) {
            const learn::KindPrior& prior = priors.of(node.kind);
            learn::CapacitySettings settings;
            settings.stateSeconds = node.stateSeconds;
            m_nodes.emplace_back().fit({}, prior, learn::levelMean(node, prior), settings);
            m_outNoise.push_back(prior.outNoise);
        }
    }

    void begin() override { m_answered = false; }

    std::vector<int> decide(const Shown& shown) override {
        std::vector<int> vector = presentOf(shown.job);
        if (std::exchange(m_answered, true))
            return vector;
        m_flow.fit({shown.readings.begin(), shown.readings.end()}, 0.005, m_outNoise);
        const auto demand = m_flow.at(shown.readings.back().offered);
        for (std::size_t v = 0; v < vector.size(); ++v) {
            if (m_job.nodes[v].pinned || !std::isfinite(demand[v].mean))
                continue;
            vector[v] = 1;
            const auto bears = [&](int p) {
                return m_nodes[v].capacity(p, {-std::log(static_cast<double>(p)), 0, 0}).mean >= demand[v].mean;
            };
            while (vector[v] < m_job.nodes[v].high && !bears(vector[v]))
                ++vector[v];
        }
        return vector;
    }

private:
    learn::JobFacts m_job;
    learn::Flow m_flow;
    std::vector<learn::NodeCapacity> m_nodes;
    std::vector<double> m_outNoise;
    bool m_answered = false;
};

} // namespace

std::unique_ptr<Method> makeCapacityMethod(const learn::JobFacts& job, const learn::PriorSet& priors,
                                           const tune::CapacitySettings& settings) {
    return std::make_unique<CapacityMethod>(job, priors, settings);
}

std::unique_ptr<Method> makeOneShot(const learn::JobFacts& job, const learn::PriorSet& priors) {
    return std::make_unique<OneShot>(job, priors);
}

} // namespace streamtune::compare
