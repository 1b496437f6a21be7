// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Simulated jobs of a folder.

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/engines/simulated/simulator.h"

namespace streamtune::compare {

struct Jobs {
    std::vector<engines::simulated::Simulator> simulators; ///< in order of file name
    std::vector<std::string> notes;                        ///< files that were skipped
};

/// Every *.json of format streamtune-job/1. Errors "compare.jobs", and those of a job file that is broken.
[[nodiscard]] Result<Jobs> loadJobs(const std::filesystem::path& folder);

struct Request;
/// The jobs that a request judges: of its folder, or made from its seed. Error "compare.unseen" and those of
/// loadJobs().
[[nodiscard]] Result<Jobs> jobsOf(const Request& request);
/// Noise of a job in this request.
[[nodiscard]] Result<engines::simulated::Physics> physicsOf(const Request& request,
                                                            const engines::simulated::Simulator& job);

} // namespace streamtune::compare
