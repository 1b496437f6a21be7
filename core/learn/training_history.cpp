// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/learn/training_history.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

#include "core/base/json.h"
#include "core/graph/canonical.h"

namespace streamtune::learn {
namespace {

constexpr double kLeastBusy = 0.15; ///< below, overhead is more than work
constexpr std::size_t kLeastForHoldOut = 4;

} // namespace

HistoryFigures figuresOf(const std::vector<HistoryJob>& jobs) {
    HistoryFigures figures;
    std::string digest;
    for (const HistoryJob& job : jobs) {
        std::string text = job.name + '\n' + canonicalForm(job.graph).hash + '\n';
        for (const auto& [kind, count] : encode(job.graph, {}).unknown)
            figures.unknownKinds[kind] += count;
        for (const LabelledWindow& window : job.windows) {
            ++figures.windows;
            for (const int label : window.labels)
                ++figures.labels[label == 0 ? 0 : label == 1 ? 1 : 2];
            for (const NodeReading& node : window.reading.nodes)
                text += fmt::format("{} {} {} {};", node.p, node.in, node.out, node.busyMax);
            for (std::size_t v = 0; v < window.labels.size(); ++v)
                text += fmt::format("{}{},", window.labels[v],
                                    v < window.reading.offered.size() ? window.reading.offered[v] : kUnknown);
        }
        digest = sha256Hex(digest + text);
        ++figures.jobs;
    }
    figures.hash = digest.empty() ? sha256Hex("") : digest;
    return figures;
}

std::vector<bool> heldOut(const std::vector<HistoryJob>& jobs, const std::vector<int>& groups, std::uint64_t seed,
                          double share) {
    std::map<int, std::vector<std::pair<std::string, std::size_t>>> members;
    for (std::size_t j = 0; j < jobs.size(); ++j)
        members[j < groups.size() ? groups[j] : 0].emplace_back(sha256Hex(fmt::format("{}/{}", seed, jobs[j].name)), j);
    std::vector<bool> held(jobs.size(), false);
    for (auto& [group, list] : members) {
        if (list.size() < kLeastForHoldOut)
            continue;
        std::ranges::sort(list);
        const auto count = std::clamp<std::size_t>(
            static_cast<std::size_t>(std::lround(share * static_cast<double>(list.size()))), 1, list.size() - 1);
        for (std::size_t i = 0; i < count; ++i)
            held[list[i].second] = true;
    }
    return held;
}

double shownCapacity(const NodeReading& reading) {
    const double busy = std::isfinite(reading.busyMax) ? reading.busyMax : reading.busyMean;
    return reading.in > 0 && busy >= kLeastBusy && busy <= 1 ? std::log(reading.in / busy) : kUnknown;
}

std::vector<Sample> samplesOf(const HistoryJob& job) {
    std::vector<Sample> samples;
    for (std::size_t w = 0; w < job.windows.size(); ++w) {
        const LabelledWindow& window = job.windows[w];
        if (window.reading.nodes.size() != job.graph.nodes.size() || window.labels.size() != job.graph.nodes.size())
            continue;
        const Flows flows = flowsOf(job.facts, window.reading);
        Sample sample;
        sample.graph = encode(job.graph, w % 3 == 2 ? Flows{} : flows);
        for (std::size_t v = 0; v < job.graph.nodes.size(); ++v) {
            NodeTarget target;
            target.p = window.reading.nodes[v].p;
            if (!job.facts.nodes[v].pinned) {
                target.logDemand = static_cast<float>(flows.logDemand[v]);
                target.logCapacity = static_cast<float>(shownCapacity(window.reading.nodes[v]));
                target.label = window.labels[v];
            }
            sample.targets.push_back(target);
        }
        samples.push_back(std::move(sample));
    }
    return samples;
}

} // namespace streamtune::learn
