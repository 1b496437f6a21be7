// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/learn/encoder_voice.h"

#include <algorithm>
#include <cmath>

namespace streamtune::learn {
namespace {

constexpr double kFewOperators = 2; ///< of a kind that its own must outweigh before a shift counts
constexpr double kFewReadings = 5;  ///< typical readings against which the weight is pulled to 0
constexpr double kLeastDoubt = 0.5;

} // namespace

EncoderVoice weighVoice(const std::vector<PastJob>& jobs, const std::vector<std::vector<double>>& said,
                        const PriorSet& priors) {
    struct Heard {
        std::string kind;
        double said, expected, found;
    };
    std::vector<Heard> heard;
    for (std::size_t j = 0; j < jobs.size(); ++j) {
        if (jobs[j].windows.empty())
            continue;
        JobCapacity model(jobs[j].facts, priors);
        for (const WindowReading& window : jobs[j].windows)
            model.add(window);
        model.fit();
        for (std::size_t v = 0; v < jobs[j].facts.nodes.size(); ++v) {
            const NodeFacts& node = jobs[j].facts.nodes[v];
            if (model.measured(v) && !node.pinned && std::isfinite(said[j][v]))
                heard.push_back(
                    {node.kind, said[j][v], levelMean(node, priors.of(node.kind)), model.node(v).constant(Level).mean});
        }
    }
    EncoderVoice voice;
    voice.operators = static_cast<int>(heard.size());
    std::map<std::string, std::pair<double, double>> sums;
    for (const Heard& h : heard) {
        sums[h.kind].first += h.said - h.found;
        sums[h.kind].second += 1;
    }
    for (const auto& [kind, sum] : sums)
        voice.shift[kind] = sum.first / (sum.second + kFewOperators);
    double product = 0, square = 0, before = 0, after = 0;
    for (const Heard& h : heard) {
        const double beyond = h.said - h.expected - voice.shift[h.kind];
        product += beyond * (h.found - h.expected);
        square += beyond * beyond;
    }
    if (heard.empty() || square <= 0)
        return voice;
    const double pull = kFewReadings * square / static_cast<double>(heard.size());
    voice.weight = std::clamp(product / (square + pull), 0.0, 1.0);
    for (const Heard& h : heard) {
        const double beyond = h.said - h.expected - voice.shift[h.kind];
        before += std::pow(h.found - h.expected, 2);
        after += std::pow(h.found - h.expected - voice.weight * beyond, 2);
    }
    voice.doubt = before > 0 ? std::clamp(std::sqrt(after / before), kLeastDoubt, 1.0) : 1;
    return voice;
}

void hear(const std::vector<double>& said, const EncoderVoice& voice, const PriorSet& priors, JobFacts& job) {
    for (std::size_t v = 0; v < job.nodes.size() && v < said.size(); ++v) {
        NodeFacts& node = job.nodes[v];
        if (node.pinned || !std::isfinite(said[v]))
            continue;
        const KindPrior& prior = priors.of(node.kind);
        const double expected = levelMean(node, prior);
        const auto shift = voice.shift.find(node.kind);
        const double beyond = said[v] - expected - (shift == voice.shift.end() ? 0 : shift->second);
        node.level = Belief{expected + voice.weight * beyond, prior.constants[Level].sd * voice.doubt};
    }
}

} // namespace streamtune::learn
