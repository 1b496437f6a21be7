// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// What would happen at other rates and other parallelism, without a plan: everything here is predicted, nothing
/// measured. Fitting the model of a job takes some milliseconds once; a question takes well under one.

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "core/base/json.h"
#include "core/tune/recommendation.h"

namespace streamtune::tune {

struct WhatIfQuestion {
    std::map<std::string, double> rates; ///< source id -> records/s; sources left out keep the rate of the last window
    ParallelismVector parallelism;       ///< node id -> instances; nodes left out keep what is in force
};

/// `outside`: parallelism or rate were never seen, so the number is a guess from further away.
struct PredictedNode {
    std::string node;
    int parallelism = 1;
    Number demand;        ///< records/s the node must take
    Number capacity;      ///< records/s it is predicted to bear
    Number capacityLow;   ///< 68 % interval
    Number capacityHigh;  ///< of it
    Number load;          ///< demand / capacity; above 1 it holds the job back
    Number busy;          ///< share of time of the busiest subtask
    Number backpressured; ///< share of time it waits for nodes further down
    Number bottleneck;    ///< probability that it cannot take its demand
    std::string outside;  ///< a sentence, where the question leaves what was seen; else empty
};

struct PredictedSource {
    std::string source;
    double rate = 0;        ///< records/s asked for
    Number accepted;        ///< records/s taken in
    Number sustainable;     ///< highest rate the job bears when all sources grow alike
    Number sustainableLow;  ///< 68 % interval
    Number sustainableHigh; ///< of it
};

struct Prediction {
    std::vector<PredictedNode> nodes; ///< in the order of the graph
    std::vector<PredictedSource> sources;
    int slots = 0;
    Number headroom;       ///< sustainable rate over the asked one, less 1; negative = too much is asked
    std::string limitedBy; ///< node that gives way first; empty where nothing is known
    Number lagGrowth;      ///< records/s that pile up in front of the sources; 0 where all is taken
    Number lag;            ///< seconds behind after kLagAfter, starting from none
    Number catchUp;        ///< seconds to work off a restart of kRestart; missing where it never does
    Number enough;         ///< probability that every node takes its demand
    bool outside = false;  ///< some node is
    std::vector<std::string> notes;
};
inline constexpr double kLagAfter = 600; ///< seconds
inline constexpr double kRestart = 30;   ///< seconds without any progress

[[nodiscard]] Json predictionToJson(const Prediction& prediction);
[[nodiscard]] Json questionToJson(const WhatIfQuestion& question);
[[nodiscard]] WhatIfQuestion questionFromJson(const Json& json);

/// What the windows behind the model saw of a node; 0 = nothing.
struct SeenRange {
    int lowest = 0, highest = 0;     ///< parallelism
    double slowest = 0, fastest = 0; ///< records/s taken
};

/// The fitted model of one job. Immutable; any thread may ask.
class WhatIf {
public:
    virtual ~WhatIf() = default;
    /// Never fails: what is not known stays missing and is said in the notes. Unknown ids are ignored, with a note.
    [[nodiscard]] virtual Prediction ask(const WhatIfQuestion& question) const = 0;
    /// Rates of the last window and the parallelism in force.
    [[nodiscard]] virtual const WhatIfQuestion& present() const = 0;
    [[nodiscard]] virtual const JobGraph& graph() const = 0;
    /// Smallest and largest parallelism that makes sense for a node (limits of the engine).
    [[nodiscard]] virtual std::pair<int, int> range(const std::string& node) const = 0;
    [[nodiscard]] virtual SeenRange seen(const std::string& node) const = 0;
};

/// From the windows of `input`, and the priors of its engine. Errors of gather().
[[nodiscard]] Result<std::shared_ptr<const WhatIf>> makeWhatIf(const TuneInput& input);

} // namespace streamtune::tune
