// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tune/rules.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/base/number.h"

namespace streamtune::tune::rules {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

/// Applies a rule to every free node.
template <typename PerInstance, typename Model>
std::vector<Answer> answersOf(const Job& job, PerInstance perInstance, Model model) {
    std::vector<Answer> answers;
    answers.reserve(job.nodes.size());
    for (std::size_t v = 0; v < job.nodes.size(); ++v) {
        const Node& node = job.nodes[v];
        const double rate = perInstance(v);
        const double value = isPositive(rate) ? model(v, rate) : kNaN;
        const int p =
            node.pinned || !std::isfinite(value) ? node.p : wholeInstances(value, std::min(job.pMax, node.high));
        answers.push_back({rate, value, p, p});
    }
    return answers;
}

bool differs(const Job& job, const std::vector<Answer>& answers, int smallestFall) {
    for (std::size_t v = 0; v < answers.size(); ++v)
        if (answers[v].p > job.nodes[v].p || answers[v].p <= job.nodes[v].p - smallestFall)
            return true;
    return false;
}

int groupsPerSubtask(int groups, int p) {
    return (groups + p - 1) / p;
}

} // namespace

std::vector<int> Verdict::vector() const {
    std::vector<int> values;
    for (const Answer& answer : answers)
        values.push_back(answer.p);
    return values;
}

bool underProvisioned(const Window& window, double backpressureThreshold, double acceptedShare) {
    for (const Reading& node : window.nodes)
        if (node.bpMax > backpressureThreshold)
            return true;
    for (const SourceReading& source : window.sources)
        if (source.accepted < acceptedShare * source.offered)
            return true;
    return false;
}

std::vector<double> selectivity(const Window& window) {
    std::vector<double> values;
    for (const Reading& node : window.nodes)
        values.push_back(isPositive(node.in) && std::isfinite(node.out) ? node.out / node.in : kNaN);
    return values;
}

std::vector<double> demand(const Job& job, const Window& window) {
    const std::vector<double> factor = selectivity(window);
    std::vector<double> wanted(job.nodes.size(), kNaN);
    for (const SourceReading& source : window.sources)
        wanted[source.node] = source.offered;
    for (const std::size_t v : job.order) {
        const Node& node = job.nodes[v];
        if (node.inputs.empty())
            continue;
        double sum = 0;
        for (const Input& input : node.inputs)
            if (wanted[input.from] != 0) // nothing in gives nothing out, whatever the selectivity
                sum += input.share * (factor[input.from] * wanted[input.from]);
        wanted[v] = sum;
    }
    return wanted;
}

int wholeInstances(double model, int pMax) {
    const double whole = std::ceil(model - 1e-9);
    return whole >= pMax ? pMax : std::max(1, static_cast<int>(whole));
}

Verdict ds2(const Job& job, const Window& window, const std::vector<double>& demand, bool under,
            const Ds2Settings& settings, Ds2Tuning& tuning) {
    const int smallestFall = settings.band ? 2 : 1;
    const auto propose = [&] {
        return answersOf(
            job, [&](std::size_t v) { return window.nodes[v].in / window.nodes[v].busyMean / job.nodes[v].p; },
            [&](std::size_t v, double rate) { return demand[v] * tuning.boost / rate; });
    };
    Verdict verdict{propose(), false};
    verdict.apply = differs(job, verdict.answers, smallestFall);
    if (verdict.apply || !under)
        return verdict;
    double refused = 1; // offered over accepted of the worst source
    for (const SourceReading& source : window.sources)
        if (isPositive(source.accepted) && source.offered > refused * source.accepted)
            refused = source.offered / source.accepted;
    for (int i = 0; i < settings.boostSteps && !verdict.apply; ++i) {
        tuning.boost *= std::max(refused, 1.01);
        verdict.answers = propose();
        verdict.apply = differs(job, verdict.answers, smallestFall);
    }
    return verdict;
}

AutoscalerSettings autoscaler95() {
    return {0.95, 0.87, 1.03, 0.4, false};
}

int alignToKeyGroups(int p, int groups, int pMax) {
    if (groups <= 0 || p >= pMax)
        return p;
    for (int x = p; x <= std::min(groups / 2, pMax); ++x)
        if (groups % x == 0)
            return x;
    for (int x = p; x <= pMax; ++x)
        if (groupsPerSubtask(groups, x) < groupsPerSubtask(groups, p))
            return x;
    return p;
}

Verdict autoscaler(const Job& job, const Window& window, const std::vector<double>& demand, bool under,
                   const AutoscalerSettings& settings) {
    Verdict verdict;
    verdict.answers = answersOf(
        job, [&](std::size_t v) { return window.nodes[v].in / window.nodes[v].busyMax / job.nodes[v].p; },
        [&](std::size_t v, double) {
            const double total = window.nodes[v].in / window.nodes[v].busyMax;
            return std::max(settings.shrinkFloor, demand[v] / settings.target / total) * job.nodes[v].p;
        });
    bool outside = under;
    for (std::size_t v = 0; v < job.nodes.size(); ++v) {
        const Node& node = job.nodes[v];
        Answer& answer = verdict.answers[v];
        if (node.pinned || !std::isfinite(answer.model))
            continue;
        const double utilisation = demand[v] / (window.nodes[v].in / window.nodes[v].busyMax);
        outside = outside || !(utilisation >= settings.low && utilisation <= settings.high);
        if (settings.align && node.keyed)
            answer.p = alignToKeyGroups(answer.rounded, node.groups, std::min(job.pMax, node.high));
    }
    verdict.apply = outside && differs(job, verdict.answers, 1);
    return verdict;
}

} // namespace streamtune::tune::rules
