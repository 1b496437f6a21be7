// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/learn/prior.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "core/learn/features.h"

namespace streamtune::learn {
namespace {

constexpr const char* kFormat = "streamtune.priors/1";
constexpr std::size_t kMostKinds = 1000;

constexpr std::array<const char*, ConstantCount> kNames{"level", "contention", "coherence", "overhead",
                                                        "batch", "leak",       "state"};

Json beliefJson(const Belief& belief) {
    return {{"mean", belief.mean}, {"sd", belief.sd}};
}

bool readNumber(const Json& json, const char* key, double low, double high, double& value) {
    const Number number = numberAt(json, key);
    if (!isKnown(number) || *number < low || *number > high)
        return false;
    value = *number;
    return true;
}

bool readBelief(const Json& json, Belief& belief) {
    return readNumber(json, "mean", -50, 50, belief.mean) && readNumber(json, "sd", 1e-6, 50, belief.sd);
}

bool readWeights(const Json& json, std::vector<double>& weights) {
    if (!json.is_array() || (!json.empty() && json.size() != featureNames().size()))
        return false;
    for (const Json& weight : json) {
        const Number number = numberFromJson(weight);
        if (!isKnown(number) || std::abs(*number) > 50)
            return false;
        weights.push_back(*number);
    }
    return true;
}

Json kindJson(const KindPrior& kind) {
    Json constants = Json::object();
    for (std::size_t k = 0; k < ConstantCount; ++k)
        constants[kNames[k]] = beliefJson(kind.constants[k]);
    return {{"constants", std::move(constants)},
            {"skew", beliefJson(kind.skew)},
            {"noise", kind.noise},
            {"out_noise", kind.outNoise},
            {"level_weights", kind.levelWeights},
            {"nodes", kind.nodes},
            {"level_average", kind.levelAverage},
            {"selectivity", beliefJson(kind.selectivity)},
            {"selectivity_weights", kind.selectivityWeights},
            {"selectivity_average", kind.selectivityAverage}};
}

Result<KindPrior> kindFrom(const Json& json, const std::string& name) {
    const auto wrong = [&](const std::string& what) {
        return fail("model.format", fmt::format("The priors of \"{}\" have no usable {}.", name.substr(0, 60), what),
                    "Make the model anew with `streamtune train`.");
    };
    KindPrior kind;
    const Json& constants = childAt(json, "constants");
    for (std::size_t k = 0; k < ConstantCount; ++k)
        if (!readBelief(childAt(constants, kNames[k]), kind.constants[k]))
            return wrong(kNames[k]);
    if (!readBelief(childAt(json, "skew"), kind.skew))
        return wrong("skew");
    if (!readNumber(json, "noise", 1e-6, 10, kind.noise) || !readNumber(json, "out_noise", 0, 10, kind.outNoise))
        return wrong("noise");
    if (!readWeights(childAt(json, "level_weights"), kind.levelWeights))
        return wrong("level_weights");
    kind.levelAverage = kind.constants[Level].mean;
    if (json.contains("selectivity")) { // older files have none
        if (!readBelief(json.at("selectivity"), kind.selectivity) ||
            !readNumber(json, "selectivity_average", -50, 50, kind.selectivityAverage) ||
            !readNumber(json, "level_average", -50, 50, kind.levelAverage) ||
            !readWeights(childAt(json, "selectivity_weights"), kind.selectivityWeights))
            return wrong("selectivity");
    }
    kind.nodes = static_cast<int>(integerAt(json, "nodes", 0));
    return kind;
}

} // namespace

const KindPrior& PriorSet::of(const std::string& kind) const {
    const auto found = kinds.find(kind);
    return found == kinds.end() ? other : found->second;
}

Json priorsToJson(const PriorSet& priors) {
    Json kinds = Json::object();
    for (const auto& [name, kind] : priors.kinds)
        kinds[name] = kindJson(kind);
    return {{"format", kFormat},
            {"feature_version", priors.featureVersion},
            {"jitter", priors.jitter},
            {"rate_noise", priors.rateNoise},
            {"law", priors.law},
            {"warm_up", priors.warmUp},
            {"largest", beliefJson(priors.largest)},
            {"other", kindJson(priors.other)},
            {"kinds", std::move(kinds)}};
}

Result<PriorSet> priorsFromJson(const Json& json) {
    if (stringAt(json, "format") != kFormat)
        return fail("model.format", fmt::format("This is not a {} document.", kFormat),
                    "Name a folder that `streamtune train` has written.");
    PriorSet priors;
    priors.featureVersion = static_cast<int>(integerAt(json, "feature_version", -1));
    if (priors.featureVersion != kFeatureVersion)
        return fail("model.version",
                    fmt::format("The model was made for version {} of the features; this program computes version {}.",
                                priors.featureVersion, kFeatureVersion),
                    "Make the model anew with `streamtune train`.");
    if (!readNumber(json, "jitter", 1e-6, 1, priors.jitter) ||
        !readNumber(json, "rate_noise", 1e-6, 1, priors.rateNoise) || !readNumber(json, "law", 1e-6, 1, priors.law))
        return fail("model.format", "The priors have no usable noise.", "Make the model anew with `streamtune train`.");
    priors.warmUp = std::clamp(valueOr(numberAt(json, "warm_up"), 0), 0.0, 0.5);     // older files have none
    if (json.contains("largest") && !readBelief(json.at("largest"), priors.largest)) // older files have none
        return fail("model.format", "The priors do not say usably how large operators were.",
                    "Make the model anew with `streamtune train`.");
    ST_ASSIGN(priors.other, kindFrom(childAt(json, "other"), "other"));
    const Json& kinds = childAt(json, "kinds");
    if (!kinds.is_object() || kinds.size() > kMostKinds)
        return fail("model.format", "The priors name no kinds of operators, or too many.",
                    "Make the model anew with `streamtune train`.");
    for (const auto& [name, kind] : kinds.items()) {
        ST_ASSIGN(priors.kinds[name], kindFrom(kind, name));
    }
    return priors;
}

PriorSet plainPriors() {
    PriorSet priors;
    priors.featureVersion = kFeatureVersion;
    KindPrior& any = priors.other;
    any.constants = {{{12.0, 2.0},   // 160,000 records/s an instance, within a factor of 50
                      {-4.0, 0.7},   // contention 0.018
                      {-10.2, 0.9},  // coherence 4e-5
                      {-3.9, 0.5},   // overhead 0.02
                      {-2.25, 0.6},  // batch 0.1
                      {-3.0, 0.4},   // leak 0.05
                      {-3.4, 0.6}}}; // state 0.03
    any.noise = 0.015;
    any.outNoise = 0.02;
    return priors;
}

} // namespace streamtune::learn
