// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tune/capacity_rule.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/tune/refusal.h"

namespace streamtune::tune {
namespace {

constexpr double kYouthShare = 0.9; ///< of the learned loss of a young deployment; the rest is its own doubt

bool refuses(const learn::NodeReading& source, double offered, double accepted, double tolerance) {
    return accepted < (1 - toleratedShortage(source.busyMax, source.bpMax, tolerance)) * offered;
}

bool sawLoad(const learn::NodeReading& node) {
    return std::isfinite(node.bpMax) || std::isfinite(node.busyMax);
}

} // namespace

CapacitySettings settingsOfRealEngine() {
    CapacitySettings settings;
    settings.refused = 0.002; // as in the labels
    settings.full = 0.995;
    return settings;
}

bool underProvisioned(const learn::WindowReading& window, const CapacitySettings& settings) {
    for (const learn::NodeReading& node : window.nodes)
        if (node.bpMax > settings.backpressure)
            return true;
    for (std::size_t v = 0; v < window.offered.size(); ++v)
        if (refuses(window.nodes[v], window.offered[v], window.accepted[v], settings.refused))
            return true;
    for (std::size_t v = 0; v < window.nodes.size(); ++v) {
        const bool source = v < window.accepted.size() && std::isfinite(window.accepted[v]);
        if (!source && window.nodes[v].busyMax >= settings.full) // sources may work as fast as they can
            return true;
    }
    return false;
}

bool tells(const learn::WindowReading& window) {
    for (std::size_t v = 0; v < window.offered.size(); ++v)
        if (std::isfinite(window.offered[v]) && !std::isfinite(window.accepted[v]))
            return false;
    return std::ranges::any_of(window.nodes, sawLoad);
}

std::vector<int> CapacityChoice::vector() const {
    std::vector<int> values;
    for (const NodeChoice& node : nodes)
        values.push_back(node.p);
    return values;
}

void CapacityRule::begin() {
    m_failed.clear();
    m_changes = m_failures = 0;
    if (m_size > 0)
        m_sizes.push_back(m_size);
}

/// The cheapest p of each node: slots that will turn out to be too many, against the chance that the whole change must
/// be made again. A slot is worth the same at any rate: it is measured against the size that the job has on average,
/// this tuning included, which depends on the choice, so it is settled in two rounds.
void CapacityRule::choose(const std::vector<int>& low, const std::vector<int>& high, CapacityChoice& choice) const {
    const learn::JobFacts& job = m_model.job();
    const double restart = m_settings.restart * std::pow(m_settings.afterFailure, std::min(m_failures, 3));
    double total = static_cast<double>(job.nodes.size());
    for (int round = 0; round < 2; ++round) {
        double next = 0;
        for (std::size_t v = 0; v < job.nodes.size(); ++v) {
            NodeChoice& node = choice.nodes[v];
            if (job.nodes[v].pinned || node.risks.empty())
                continue;
            const auto failed = m_failed.find(v);
            double best = 0, tooMany = 0; // expected slots above the smallest that suffices
            int bestP = 0;
            for (int p = low[v]; p <= high[v]; ++p) {
                const double risk = node.risks[static_cast<std::size_t>(p) - 1];
                const bool open = failed == m_failed.end() || p > failed->second;
                const double cost = tooMany / total + restart * risk;
                if (open && (bestP == 0 || cost < best - 1e-12)) {
                    best = cost;
                    bestP = p;
                }
                tooMany += open ? 1 - risk : 0;
            }
            node.p = bestP == 0 ? high[v] : bestP;
            node.risk = node.risks[static_cast<std::size_t>(node.p) - 1];
            next += node.p;
        }
        const double before = std::accumulate(m_sizes.begin(), m_sizes.end(), 0.0);
        total = std::max(1.0, (before + next) / static_cast<double>(m_sizes.size() + 1));
    }
}

/// The model sees no need, the job does: one more for whoever holds it back.
void CapacityRule::raise(const learn::WindowReading& window, const std::vector<int>& high,
                         CapacityChoice& choice) const {
    const learn::JobFacts& job = m_model.job();
    std::size_t chosen = job.nodes.size();
    bool chosenWaits = true;
    for (std::size_t v = 0; v < job.nodes.size(); ++v) {
        if (job.nodes[v].pinned || choice.nodes[v].p >= high[v])
            continue;
        const bool waits = window.nodes[v].bpMax > m_settings.backpressure;
        const auto busy = [&](std::size_t u) {
            return std::isfinite(window.nodes[u].busyMax) ? window.nodes[u].busyMax : window.nodes[u].busyMean;
        };
        if (chosen == job.nodes.size() || (chosenWaits && !waits) || (chosenWaits == waits && busy(v) > busy(chosen))) {
            chosen = v;
            chosenWaits = waits;
        }
    }
    if (chosen < job.nodes.size())
        ++choice.nodes[chosen].p;
}

/// The first quiet window of a deployment bears a little less than later ones: a shortage within that is none.
bool CapacityRule::passesWithYouth(const learn::WindowReading& window) const {
    double shortage = 0;
    for (std::size_t v = 0; v < window.offered.size(); ++v)
        if (window.accepted[v] < window.offered[v])
            shortage = std::max(shortage, std::log(window.offered[v] / window.accepted[v]));
    return window.age == 0 && shortage > 0 && shortage < kYouthShare * m_model.warmUp();
}

CapacityChoice CapacityRule::decide(learn::WindowReading window, const std::vector<int>& low,
                                    const std::vector<int>& high) {
    m_model.add(std::move(window));
    m_model.fit();
    const learn::WindowReading& now = m_model.newest();
    const learn::JobFacts& job = m_model.job();
    CapacityChoice choice;
    choice.under = underProvisioned(now, m_settings) && !passesWithYouth(now);
    choice.told = choice.under || tells(now);
    const auto demand = m_model.demand(now.offered);
    std::vector<int> present;
    for (std::size_t v = 0; v < job.nodes.size(); ++v) {
        present.push_back(now.nodes[v].p);
        NodeChoice node;
        node.p = present[v];
        node.demand = demand[v];
        if (m_model.measured(v) && std::isfinite(demand[v].mean))
            for (int p = 1; p <= high[v]; ++p)
                node.risks.push_back(m_model.risk(v, p, demand[v]));
        choice.nodes.push_back(std::move(node));
    }
    if (choice.under && m_changes > 0) {
        ++m_failures;
        for (std::size_t v = 0; v < job.nodes.size(); ++v)
            if (m_model.full()[v] && !job.nodes[v].pinned)
                m_failed[v] = std::max(m_failed[v], present[v]);
    }
    if (!choice.under && choice.told) // this very deployment bears the demand
        for (std::size_t v = 0; v < job.nodes.size(); ++v)
            if (auto& risks = choice.nodes[v].risks; !risks.empty() && present[v] <= high[v] && sawLoad(now.nodes[v])) {
                double& risk = risks[static_cast<std::size_t>(present[v]) - 1];
                risk = std::min(risk, std::max(m_settings.provedRisk, 0.0));
            }
    choose(low, high, choice);

    int before = 0, after = 0;
    bool rises = false;
    for (std::size_t v = 0; v < job.nodes.size(); ++v) {
        NodeChoice& node = choice.nodes[v];
        if (choice.under && m_changes > 0)
            node.p = std::max(node.p, present[v]);
        if (!job.nodes[v].pinned) {
            before += present[v];
            after += node.p;
            rises = rises || node.p > present[v];
        }
    }
    if (choice.under) {
        if (!rises && m_settings.raise)
            raise(now, high, choice);
        choice.change = choice.vector() != present;
    } else if (choice.told) {
        const double least = m_changes == 0 ? m_settings.firstSaving : m_settings.secondSaving;
        choice.change = before - after > least * before;
    }
    if (choice.change)
        ++m_changes;
    m_size = choice.change ? after : before;
    for (std::size_t v = 0; v < job.nodes.size(); ++v)
        if (!choice.nodes[v].risks.empty())
            choice.nodes[v].capacity = m_model.node(v).capacity(choice.nodes[v].p, m_model.hot(v, choice.nodes[v].p));
    return choice;
}

} // namespace streamtune::tune
