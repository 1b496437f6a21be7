// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tune/label_rule.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>

#include "core/tune/window_labels.h"

namespace streamtune::tune {
namespace {

constexpr double kSameDemand = 0.002;  ///< logarithm: noise of a rate must not undo a proof
constexpr double kWidest = 1.5;        ///< errors of a level that are looked at, logarithm
constexpr double kStep = 0.01;         ///< of them
constexpr double kTails = 4;           ///< degrees of freedom: now and then a level is far off
constexpr double kLabelDoubt = 0.02;   ///< of what a label proves: luck of placement, logarithm
constexpr double kFarthest = 2;        ///< times what the level asks of even scaling: no head has seen more
constexpr double kScalingDoubt = 0.15; ///< share of the distance between two demands by which a law may be wrong

} // namespace

std::vector<int> LabelChoice::vector() const {
    std::vector<int> values;
    for (const Node& node : nodes)
        values.push_back(node.p);
    return values;
}

LabelRule::LabelRule(const JobGraph& graph, const learn::JobFacts& job, const learn::ModelSet& model,
                     const learn::Encoder& encoder, std::unique_ptr<learn::MonotoneHead> head,
                     const LabelSettings& settings)
    : m_graph(graph), m_job(job), m_model(model), m_encoder(encoder), m_head(std::move(head)), m_settings(settings),
      m_flow(m_job), m_own(job.nodes.size()) {
    for (const learn::NodeFacts& node : job.nodes)
        m_kinds.push_back(model.kindIndex(node.kind));
    for (const learn::WarmRow& row : model.warm)
        if (std::ranges::find(m_kinds, row.kind) != m_kinds.end())
            m_warm.push_back({row.demand, row.logP, row.kind, row.label, 1});
}

void LabelRule::watch(learn::WindowReading window) {
    m_newest = labelsOf(m_graph, window, m_settings.rules);
    const learn::Flows flows = learn::flowsOf(m_job, window);
    const auto outlook = learn::look(m_encoder, learn::encode(m_graph, flows));
    for (std::size_t v = 0; v < m_own.size(); ++v)
        if (!m_job.nodes[v].pinned && m_newest[v] >= 0 && std::isfinite(flows.logDemand[v])) {
            const int p = std::max(window.nodes[v].p, 1);
            m_own[v].push_back({{0, static_cast<float>(std::log(static_cast<double>(p))), m_kinds[v], m_newest[v],
                                 static_cast<float>(m_settings.ownWeight)},
                                outlook[v].level,
                                m_watched,
                                p});
            if (m_own[v].size() > m_settings.ownWindows)
                m_own[v].erase(m_own[v].begin());
        }
    ++m_watched;
    m_windows.push_back(std::move(window));
    if (m_windows.size() > m_settings.ownWindows)
        m_windows.erase(m_windows.begin());
}

double LabelRule::Past::logDemand(const Own& own, std::size_t node) const {
    if (own.window < first)
        return learn::kUnknown;
    return (own.row.label == 1 ? offered : taken)[own.window - first][node].mean;
}

std::vector<learn::HeadRow> LabelRule::rows(const Past& past) const {
    std::vector<learn::HeadRow> all = m_warm;
    for (std::size_t v = 0; v < m_own.size(); ++v)
        for (const Own& own : m_own[v])
            if (const double logDemand = past.logDemand(own, v); std::isfinite(logDemand)) {
                all.push_back(own.row);
                all.back().demand = static_cast<float>(logDemand - own.level);
            }
    return all;
}

/// By one reading of how rates multiply: the same rates of the sources are the same demand, whatever noise their
/// windows had.
LabelRule::Past LabelRule::past() const {
    Past past;
    past.first = m_watched - m_windows.size();
    for (const learn::WindowReading& window : m_windows) {
        std::vector<double> rates = learn::takenBySources(m_job, window);
        past.taken.push_back(m_flow.at(rates));
        for (std::size_t v = 0; v < rates.size(); ++v)
            if (std::isfinite(window.offered[v]))
                rates[v] = window.offered[v];
        past.offered.push_back(m_flow.at(rates));
    }
    return past;
}

/// Log demand over the level at which the head holds p for an even bet; looked for near `around`.
double LabelRule::boundary(int kind, int p, double around) const {
    constexpr int kHalvings = 7;
    const auto fails = [&](double x) { return m_head->curve(x, kind, p).back() >= m_settings.risk; };
    double low = around - kWidest, high = around + kWidest;
    if (fails(low) || !fails(high))
        return learn::kUnknown; // further than any error of a level
    for (int i = 0; i < kHalvings; ++i) {
        const double middle = (low + high) / 2;
        (fails(middle) ? high : low) = middle;
    }
    return (low + high) / 2;
}

/// By how much the node bears less than the encoder says, as a logarithm: what its own labels leave of the usual error,
/// exceeded with no more than the risk that is borne. A label at another demand says less, because the head's law of
/// scaling may be wrong.
double LabelRule::levelError(std::size_t v, double logDemand, const Past& past) const {
    struct Proof {
        double x = 0, sd = 0;
        int label = 0;
    };
    std::map<std::pair<int, int>, Proof> strictest; // by p and label
    for (const Own& own : m_own[v]) {
        const double had = past.logDemand(own, v);
        if (!std::isfinite(had) || !std::isfinite(own.level))
            continue;
        const Proof proof{had - own.level, kLabelDoubt + kScalingDoubt * std::abs(had - logDemand), own.row.label};
        const auto [at, fresh] = strictest.try_emplace({own.p, proof.label}, proof);
        if (!fresh && (proof.label == 1 ? proof.x < at->second.x : proof.x > at->second.x))
            at->second = proof;
    }
    std::vector<Proof> proofs;
    for (const auto& [key, proof] : strictest)
        if (const double edge = boundary(m_kinds[v], key.first, proof.x); std::isfinite(edge))
            proofs.push_back({edge - proof.x, proof.sd, proof.label});
    if (proofs.empty())
        return 0;
    const double usual = std::isfinite(m_model.capacitySpread) ? std::clamp(m_model.capacitySpread, 0.05, 0.6) : 0.35;
    std::vector<double> until; // running sum of likelihoods over errors
    for (double error = -kWidest; error <= kWidest; error += kStep) {
        double log = -0.5 * (kTails + 1) * std::log1p(error * error / (kTails * usual * usual));
        for (const Proof& proof : proofs) { // failed: error >= x; borne: error <= x
            const double away = (proof.label == 1 ? error - proof.x : proof.x - error) / proof.sd;
            log += std::log(std::max(0.5 * std::erfc(-away / std::numbers::sqrt2), 1e-12));
        }
        until.push_back((until.empty() ? 0 : until.back()) + std::exp(log));
    }
    const double share = 1 - m_settings.risk * std::pow(m_settings.afterFailure, m_failures);
    const auto found = std::ranges::lower_bound(until, until.back() * share);
    return -kWidest + kStep * static_cast<double>(found - until.begin());
}

void LabelRule::choose(const std::vector<int>& low, const std::vector<int>& high, const Past& past,
                       LabelChoice& choice) const {
    for (std::size_t v = 0; v < choice.nodes.size(); ++v) {
        LabelChoice::Node& node = choice.nodes[v];
        if (m_job.nodes[v].pinned || node.risks.empty())
            continue;
        for (const Own& own : m_own[v]) {
            const double logDemand = past.logDemand(own, v);
            if (own.row.label == 1 && logDemand <= node.logDemand + kSameDemand)
                node.failed = std::max(node.failed, own.p);
            if (own.row.label == 0 && logDemand >= node.logDemand - kSameDemand)
                node.borne = node.borne == 0 ? own.p : std::min(node.borne, own.p);
        }
        const double most = kFarthest * std::exp(node.logDemand - node.level);
        int p = low[v];
        while (p < high[v] && p < most && node.risks[static_cast<std::size_t>(p) - 1] >= m_settings.risk)
            ++p;
        if (node.borne > node.failed)
            p = std::min(p, node.borne);
        p = std::max(p, node.failed + 1); // what failed weighs more than what bore
        node.p = std::clamp(p, low[v], high[v]);
    }
}

Result<LabelChoice> LabelRule::decide(learn::WindowReading window, const std::vector<int>& low,
                                      const std::vector<int>& high, std::stop_token stop) {
    watch(std::move(window));
    const learn::WindowReading& now = m_windows.back();
    m_flow.fit(m_windows, 0.005, std::vector<double>(m_job.nodes.size(), 0.01));
    const Past past = this->past();
    ST_TRY(m_head->fit(rows(past), m_model.kinds.size(), std::move(stop)));
    const auto demand = m_flow.at(now.offered);
    learn::Flows flows = learn::flowsOf(m_job, now);
    LabelChoice choice;
    CapacitySettings common;
    common.backpressure = m_settings.rules.backpressureThreshold;
    common.refused = 1 - m_settings.rules.acceptedShare;
    choice.under = underProvisioned(now, common);
    choice.told = choice.under || tells(now);
    m_failures += choice.under && m_changes > 0;
    for (std::size_t v = 0; v < m_job.nodes.size(); ++v)
        if (std::isfinite(demand[v].mean))
            flows.logDemand[v] = demand[v].mean;
    const auto outlook = learn::look(m_encoder, learn::encode(m_graph, flows));
    std::vector<int> present;
    for (std::size_t v = 0; v < m_job.nodes.size(); ++v) {
        LabelChoice::Node& node = choice.nodes.emplace_back();
        present.push_back(now.nodes[v].p);
        node.p = present[v];
        node.label = m_newest[v];
        node.level = outlook[v].level;
        node.logDemand = demand[v].mean;
        if (!std::isfinite(node.logDemand) || m_job.nodes[v].pinned)
            continue;
        node.level -= levelError(v, node.logDemand, past);
        node.risks = m_head->curve(node.logDemand - node.level, m_kinds[v], high[v]);
    }
    choose(low, high, past, choice);
    int before = 0, after = 0;
    bool rises = false;
    for (std::size_t v = 0; v < m_job.nodes.size(); ++v) {
        LabelChoice::Node& node = choice.nodes[v];
        if (choice.under)
            node.p = std::max(node.p, present[v]);
        if (m_job.nodes[v].pinned)
            continue;
        rises = rises || node.p > present[v];
        before += present[v];
        after += node.p;
    }
    if (choice.under && !rises && m_settings.raise)
        for (std::size_t v = 0; v < m_job.nodes.size(); ++v)
            if (!m_job.nodes[v].pinned && choice.nodes[v].label == 1 && choice.nodes[v].p < high[v])
                ++choice.nodes[v].p;
    if (choice.under || (choice.told && rises))
        choice.change = choice.vector() != present;
    else if (choice.told)
        choice.change = before - after > (m_changes == 0 ? m_settings.firstSaving : m_settings.secondSaving) * before;
    m_changes += choice.change;
    return choice;
}

} // namespace streamtune::tune
