// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// The evidence behind one advised number: what was measured, what is predicted from it, and how the number follows.
/// Measured and predicted values never share a field.

#include <string>
#include <vector>

#include "core/base/json.h"
#include "core/tune/recommendation.h"

namespace streamtune::tune {

/// One parallelism of the curve: probability that the node cannot take its demand.
struct CurvePoint {
    int p = 1;
    double probability = 1;
    double low = 1, high = 1; ///< 68 % band: what the probability is where the capacity is one deviation off
    double smooth = 1;        ///< of the smooth part, never rising with p: even shares, no key groups
    double capacity = 0;      ///< records/s, predicted
    double busy = 0;          ///< share of time of the busiest subtask, predicted
    int groups = 0;           ///< key groups on the fullest subtask; 0 = not keyed
};

/// A parallelism that bears less than a smaller one, because key groups do not divide evenly.
struct Stair {
    int p = 1;
    int better = 1; ///< smaller parallelism that bears more
    std::string sentence;
};

/// One step of the way from the model to the number: value before and after.
struct WaterfallStep {
    std::string what; ///< model value | margin | rounding | limits | alignment | final
    Number value;     ///< instances after this step
    std::string why;
};

/// What moved the prediction.
struct Driver {
    std::string what;
    double factor = 1; ///< by how much it multiplies the instances needed
    std::string sentence;
    bool measured = false; ///< read from windows of this job; else from the history of others
};

struct Explanation {
    std::string node;
    std::string name;
    std::string method;
    int from = 0;
    int chosen = 0;
    bool enoughEvidence = false;
    std::string whyNot;     ///< when there is not enough evidence: what is missing
    std::string engineNote; ///< where the model comes from, when that matters
    // Measured, of the window that decided.
    Number measuredIn, measuredBusyMax, measuredBusyMean, measuredBackpressure;
    // Predicted.
    Number demand;
    std::vector<CurvePoint> curve; ///< p from 1 to somewhat above the chosen one; empty without a model
    std::vector<Stair> stairs;
    std::vector<WaterfallStep> waterfall;
    std::vector<Driver> drivers;
    std::vector<std::string> guards;
};

/// Of the decision about `node` (an id) in the recommendation that `method` gives for `input`. Methods without a model
/// of probability give everything but curve, stairs and drivers. Errors of Recommender, and "tune.node".
[[nodiscard]] Result<Explanation> explain(const std::string& method, const TuneInput& input, const std::string& node);

[[nodiscard]] Json explanationToJson(const Explanation& explanation);

} // namespace streamtune::tune
