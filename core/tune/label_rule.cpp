// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tune/label_rule.h"

#include <algorithm>
#include <cmath>

#include "core/tune/window_labels.h"

namespace streamtune::tune {

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

std::vector<learn::HeadRow> LabelRule::rows(const std::vector<std::vector<learn::LogRate>>& past) const {
    std::vector<learn::HeadRow> all = m_warm;
    const std::size_t first = m_watched - past.size(); // number of the oldest window that is kept
    for (std::size_t v = 0; v < m_own.size(); ++v)
        for (const Own& own : m_own[v])
            if (own.window >= first && std::isfinite(past[own.window - first][v].mean)) {
                all.push_back(own.row);
                all.back().demand = static_cast<float>(past[own.window - first][v].mean - own.level);
            }
    return all;
}

/// What every node had to take in each window that is kept, by one reading of how rates multiply: the same rates of
/// the sources are the same demand, whatever noise their windows had.
std::vector<std::vector<learn::LogRate>> LabelRule::demands() const {
    std::vector<std::vector<learn::LogRate>> all;
    for (const learn::WindowReading& window : m_windows) {
        std::vector<double> rates = learn::takenBySources(m_job, window);
        for (std::size_t v = 0; v < rates.size(); ++v)
            if (std::isfinite(window.offered[v]))
                rates[v] = window.offered[v];
        all.push_back(m_flow.at(rates));
    }
    return all;
}

void LabelRule::choose(const std::vector<int>& low, const std::vector<int>& high,
                       const std::vector<std::vector<learn::LogRate>>& past, LabelChoice& choice) const {
    constexpr double kSameDemand = 0.002;              // log: noise of a rate must not undo a proof
    const std::size_t first = m_watched - past.size(); // number of the oldest window that is kept
    for (std::size_t v = 0; v < choice.nodes.size(); ++v) {
        LabelChoice::Node& node = choice.nodes[v];
        if (m_job.nodes[v].pinned || node.risks.empty())
            continue;
        for (const Own& own : m_own[v]) {
            if (own.window < first)
                continue;
            const double logDemand = past[own.window - first][v].mean;
            if (own.row.label == 1 && logDemand <= node.logDemand + kSameDemand)
                node.failed = std::max(node.failed, own.p);
            if (own.row.label == 0 && logDemand >= node.logDemand - kSameDemand)
                node.borne = node.borne == 0 ? own.p : std::min(node.borne, own.p);
        }
        int p = low[v];
        while (p < high[v] && node.risks[static_cast<std::size_t>(p) - 1] >= m_settings.risk)
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
    const auto past = demands();
    ST_TRY(m_head->fit(rows(past), m_model.kinds.size(), std::move(stop)));
    const auto demand = m_flow.at(now.offered);
    learn::Flows flows = learn::flowsOf(m_job, now);
    LabelChoice choice;
    CapacitySettings common;
    common.backpressure = m_settings.rules.backpressureThreshold;
    common.refused = 1 - m_settings.rules.acceptedShare;
    choice.under = underProvisioned(now, common);
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
        if (std::isfinite(node.logDemand) && !m_job.nodes[v].pinned)
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
    if (choice.under || rises)
        choice.change = choice.vector() != present;
    else
        choice.change = before - after > (m_changes == 0 ? m_settings.firstSaving : m_settings.secondSaving) * before;
    m_changes += choice.change;
    return choice;
}

} // namespace streamtune::tune
