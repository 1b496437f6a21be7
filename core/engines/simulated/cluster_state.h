// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// The document that keeps a simulated cluster between programs: clock, faults, and per job its rates, vector,
/// deployment and next window.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/base/time.h"
#include "core/engines/simulated/job_spec.h"
#include "core/engines/simulated/simulated_engine.h"

namespace streamtune::engines::simulated {

struct JobState {
    std::map<std::string, double> rates; ///< set by a person; absent = the schedule
    ParallelismVector vector;
    int dep = 0;
    TimePoint deployedAt{};
    int nextWin = 0; ///< first window of this deployment that nobody has been shown
    std::uint64_t seed = 0;
    bool failed = false;
    std::vector<std::string> exceptions; ///< newest first
};

struct ClusterState {
    TimePoint created{};
    TimePoint clock{};
    Faults faults;
    std::map<std::string, JobState> jobs; ///< by job name; a job appears when it is first touched
};

/// Error "simulated.state": the document is broken.
[[nodiscard]] Result<ClusterState> stateFromText(const std::string& text);
[[nodiscard]] std::string stateToText(const ClusterState& state);

} // namespace streamtune::engines::simulated
