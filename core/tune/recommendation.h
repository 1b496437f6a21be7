// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// What is advised for each operator, with every intermediate value and every guard that bounded it.

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/json.h"
#include "core/graph/job_graph.h"
#include "core/graph/observation.h"
#include "core/tune/labels.h"

namespace streamtune::tune {

/// Limits every proposal must respect.
struct Limits {
    std::map<std::string, int> pins;       ///< node -> fixed parallelism
    std::map<std::string, int> minimum;    ///< node -> lower bound
    std::map<std::string, int> maximum;    ///< node -> upper bound
    std::map<std::string, int> partitions; ///< source node -> partitions, where known
    int pMax = 0;                          ///< for every node; 0 = maxParallelism only
    std::optional<int> maxSlots;           ///< slots of the job after the change
    double stepUpFactor = 0;               ///< largest p'/p in one change; 0 = no limit
    double stepDownFactor = 0;             ///< largest p/p'; 0 = no limit
    int hysteresis = 0;                    ///< a decrease smaller than this is not proposed
};

/// How a number came about: model value -> margin -> clamp -> alignment -> final.
struct Decision {
    std::string node;
    int from = 0;
    Number demand;              ///< records/s the node must take
    Number capacityPerInstance; ///< records/s of one instance (true processing rate)
    Number modelValue;          ///< fractional parallelism before rounding
    Number margin;              ///< parallelism added for headroom
    int rounded = 0;            ///< whole instances
    int clamped = 0;            ///< after pins, bounds, max parallelism, partitions, slots, load of workers
    int aligned = 0;            ///< after key-group alignment
    int final = 0;
    std::vector<std::string> guards; ///< sentences: what bounded or blocked the change
    std::string reason;              ///< one sentence for a person
    Number predictedBusy;            ///< at `final`
    Number predictedBottleneck;      ///< probability, when a model gave one
};

struct Recommendation {
    std::string method;
    std::vector<Decision> decisions; ///< every node, in topological order
    bool changes = false;
    bool underProvisioned = false;
    std::vector<std::string> whyNothing;   ///< sentences, when nothing changes
    std::vector<std::string> warnings;     ///< skew, offered rate is only a lower bound, …
    std::map<std::string, Number> offered; ///< source -> rate used
    std::map<std::string, std::string> offeredHow;
    Labels labels;

    [[nodiscard]] ParallelismVector target() const;
};

[[nodiscard]] Json recommendationToJson(const Recommendation& recommendation);

struct TuneInput {
    JobGraph graph;                   ///< with the parallelism in force
    std::vector<Observation> windows; ///< newest last, all of the present deployment first used; older ones as history
    std::map<std::string, double> offered; ///< rates given by a person (`--rate`), per source
    Limits limits;
    LabelRules rules;
    int attempt = 0; ///< how many changes this tuning has already made
    /// Operators share workers, and whoever places them answers for an overload by the sharing: a rule leaves what its
    /// own numbers call sufficient.
    bool packed = false;
};

/// A method of finding parallelism, see recommenderNames(). Thread-safe when const.
class Recommender {
public:
    virtual ~Recommender() = default;
    [[nodiscard]] virtual std::string name() const = 0;
    /// Errors: "tune.no_window" (not enough evidence), "tune.graph".
    [[nodiscard]] virtual Result<Recommendation> recommend(const TuneInput& input) const = 0;
};

/// Where nobody says which: the head that the comparison shows best (resources/results).
inline constexpr const char* kDefaultMethod = "streamtune";

/// Error "tune.method" lists the known ones.
[[nodiscard]] Result<std::unique_ptr<Recommender>> makeRecommender(const std::string& method);
[[nodiscard]] std::vector<std::string> recommenderNames();

} // namespace streamtune::tune
