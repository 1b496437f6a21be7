// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/learn/features.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>
#include <utility>

namespace streamtune::learn {
namespace {

/// Labels of engines and simulated jobs, as kinds of work.
constexpr std::array kKinds = std::to_array<std::pair<std::string_view, std::string_view>>({
    {"source", "source"},
    {"sink", "sink"},
    {"map", "map"},
    {"filter", "filter"},
    {"flatmap", "flatmap"},
    {"project", "project"},
    {"calc", "project"},
    {"join", "join"},
    {"aggregate", "aggregate"},
    {"window aggregate", "aggregate"},
    {"window-aggregate", "aggregate"},
    {"window", "aggregate"},
    {"keyed process", "keyed"},
    {"keyed-process", "keyed"},
    {"process", "keyed"},
    {"async", "async"},
});

double logOver(const Number& value, double unit) {
    return isKnown(value) && *value > 0 ? std::clamp(std::log(*value / unit), -6.0, 6.0) : 0;
}

double flag(bool set) {
    return set ? 1 : 0;
}

} // namespace

const std::vector<std::string>& featureNames() {
    static const std::vector<std::string> names{"log_width_in",  "log_width_out", "key_string",
                                                "aggregate_sum", "aggregate_avg", "aggregate_minmax",
                                                "log_length",    "log_overlap",   "policy_count"};
    return names;
}

std::vector<double> featuresOf(const Operator& node) {
    const OperatorFeatures& f = node.features;
    const bool windowed = !f.windowType.empty();
    const bool sliding = windowed && isKnown(f.windowLength) && isKnown(f.windowSlide) && *f.windowSlide > 0;
    return {logOver(f.widthIn, 100),
            logOver(f.widthOut, 100),
            flag(f.keyClass == "string"),
            flag(f.aggregate == "sum"),
            flag(f.aggregate == "avg"),
            flag(f.aggregate == "min" || f.aggregate == "max"),
            windowed ? logOver(f.windowLength, 30) : 0,
            sliding ? logOver(*f.windowLength / *f.windowSlide, 1) : 0,
            flag(f.windowPolicy == "count")};
}

std::string kindOf(const Operator& node) {
    const auto found =
        std::ranges::find(kKinds, std::string_view(node.label), &std::pair<std::string_view, std::string_view>::first);
    if (found == kKinds.end())
        return "other";
    std::string kind(found->second);
    if (!node.features.windowType.empty())
        kind += "/" + node.features.windowType;
    return kind;
}

std::map<std::string, int> unknownKinds(const JobGraph& graph) {
    std::map<std::string, int> unknown;
    for (const Operator& node : graph.nodes)
        if (kindOf(node) == "other")
            ++unknown[node.label];
    return unknown;
}

} // namespace streamtune::learn
