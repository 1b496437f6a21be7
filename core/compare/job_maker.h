// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Simulated jobs that nobody has seen: seeded, of the families of the shipped history and of new ones. They are
/// judged, never learned from.

#include <cstdint>
#include <string>
#include <vector>

namespace streamtune::compare {

struct MadeJob {
    std::string name;
    std::string family;
    std::string text; ///< streamtune-job/1
};

/// The families in the order jobs take them. The first half have the shapes that the shipped priors were learned from.
[[nodiscard]] const std::vector<std::string>& jobFamilies();

/// `count` jobs, family after family. The same seed gives the same jobs, and the first n of more jobs are the n jobs.
[[nodiscard]] std::vector<MadeJob> makeJobs(std::uint64_t seed, int count);

} // namespace streamtune::compare
