// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// History as training reads it: jobs with their graphs, quiet windows and labels, and what becomes of them.

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "core/learn/encoder_training.h"
#include "core/learn/readings.h"

namespace streamtune::learn {

struct LabelledWindow {
    WindowReading reading;
    std::vector<int> labels; ///< per node: 1 bottleneck, 0 not, -1 unknown
};

struct HistoryJob {
    std::string name;
    std::string engine; ///< simulated | flink | timely | …
    JobGraph graph;
    JobFacts facts; ///< of that graph
    std::vector<LabelledWindow> windows;
};

struct HistoryFigures {
    std::size_t jobs = 0, windows = 0;
    std::array<std::int64_t, 3> labels{}; ///< of 0, 1, -1
    std::map<std::string, int> unknownKinds;
    std::string hash; ///< SHA-256 over graphs, rates, parallelism and labels
    bool operator==(const HistoryFigures&) const = default;
};

[[nodiscard]] HistoryFigures figuresOf(const std::vector<HistoryJob>& jobs);

/// Which of `jobs` are kept from training to judge it: a share of each group, at least one of four or more, chosen by
/// a hash of seed and name, so that more history does not reshuffle them. `groups` by job.
[[nodiscard]] std::vector<bool> heldOut(const std::vector<HistoryJob>& jobs, const std::vector<int>& groups,
                                        std::uint64_t seed, double share = 0.2);

/// One sample per window. In every third window of a job the rates are hidden from the encoder's input, because a job
/// that never ran has none.
[[nodiscard]] std::vector<Sample> samplesOf(const HistoryJob& job);

/// Capacity of a node as one window shows it, log records/s at its parallelism: input over the largest busy share. NaN
/// where the share is too small to be trusted.
[[nodiscard]] double shownCapacity(const NodeReading& reading);

} // namespace streamtune::learn
