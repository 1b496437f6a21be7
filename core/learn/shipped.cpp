// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/learn/shipped.h"

#include <nlohmann/json.hpp>

#include "core/graph/engine_traits.h"
#include "core/learn/shipped_text.h"

namespace streamtune::learn {

const PriorSet& shippedPriors() {
    static const PriorSet priors = [] {
        const auto json = parseJson(shippedText(), "models/default/priors.json");
        auto read = json ? priorsFromJson(*json) : Result<PriorSet>(fail(json.error()));
        return read ? std::move(*read) : plainPriors(); // a test keeps the shipped file readable
    }();
    return priors;
}

const char* shippedOrigin() {
    return "simulated jobs";
}

PriorSet priorsOfUnknownEngine() {
    PriorSet priors = plainPriors();
    priors.jitter = 0.03;
    priors.law = 0.05;
    priors.other.noise = 0.03;
    priors.other.outNoise = 0.03;
    priors.other.constants[Level] = {6, 4}; // from a park of a second to a million records/s
    priors.other.constants[Contention] = {-5, 1.2};
    priors.other.constants[Overhead] = {-4.5, 1};
    return priors;
}

PriorSet priorsOfTimely() {
    PriorSet priors = priorsOfUnknownEngine();
    for (const Constant shown : {Overhead, Batch, Leak})
        priors.other.constants[shown] = {-7, 1}; // a thousandth
    priors.other.constants[Contention] = {-7, 1};
    return priors;
}

bool learnedOn(std::string_view engine) {
    return engine.empty() || engine == "simulated";
}

PriorSet priorsOf(std::string_view engine) {
    if (learnedOn(engine))
        return shippedPriors();
    return operatorsShareWorkers(engine) ? priorsOfTimely() : priorsOfUnknownEngine();
}

} // namespace streamtune::learn
