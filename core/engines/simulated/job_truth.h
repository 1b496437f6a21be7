// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// What a simulated node really costs. Only the simulator and the judge see this type; no method does.

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/engines/simulated/job_spec.h"

namespace streamtune::engines::simulated {

struct NodeTruth {
    bool unbounded = false; ///< a generator: its capacity is infinite
    double cost = 0;        ///< seconds of useful time per input record, one instance
    double uslA = 0;        ///< contention
    double uslB = 0;        ///< coherence
    double overhead = 0;    ///< share of time that is busy without work
    double batch = 0;       ///< extra cost per record when batches are small
    double leak = 0;        ///< share of waiting that is booked as work
    double stateG = 0;      ///< growth of cost with the logarithm of state
    double stateT = 0;      ///< seconds of input that the state holds
    double skewSd = 0;      ///< log standard deviation of key-group weights
    std::uint64_t skewSeed = 0;
    double noiseMult = 1;   ///< multiplies the noise of shown shares
    double noiseOut = 0;    ///< added to the noise of the shown output rate
    double selectivity = 1; ///< records out per record in
    double kneeP = 0;       ///< parallelism beyond which an instance counts kneeF; 0 = none
    double kneeF = 1;
};

/// A whole job file.
struct JobFile {
    JobSpec spec;
    std::vector<NodeTruth> truth;          ///< per node
    std::map<std::string, double> physics; ///< overrides
};

/// Reads streamtune-job/1. `where` names the file in errors. Errors: "job.format" (not such a file), "job.value"
/// (a field is missing or outside its range), "job.size", those of parseJson and of JobGraph::validate().
[[nodiscard]] Result<JobFile> readJobFile(std::string_view text, std::string_view where);
/// True when the text says that it is a streamtune-job/1 document (it may still be a broken one).
[[nodiscard]] bool looksLikeJobFile(std::string_view text);

} // namespace streamtune::engines::simulated
