// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// The history of a workspace as training reads it, and its clusters. Private to this room.

#include <map>
#include <stop_token>
#include <string>
#include <vector>

#include "core/history/store.h"
#include "core/workbench/training_desk.h"

namespace streamtune::workbench {

/// How many windows of each run count: what came later is left out, so that a resumed training sees the same data.
using HistoryMark = std::map<std::int64_t, std::int64_t>;

[[nodiscard]] Result<HistoryMark> markHistory(history::Store& store, const std::string& engine, std::stop_token stop);

/// Quiet windows with labels (a person's override wins), one entry per connection, job and graph; names are
/// "connection/job".
[[nodiscard]] Result<std::vector<learn::HistoryJob>> readHistory(history::Store& store, const HistoryMark& mark,
                                                                 std::stop_token stop);

/// Clusters of these jobs: the stored ones of the workspace where they hold all graphs, else computed.
[[nodiscard]] Result<JobClusters> clustersOf(history::Store& store, const std::vector<learn::HistoryJob>& jobs,
                                             std::uint64_t seed, int threads, std::stop_token stop,
                                             const ProgressSink& progress);

} // namespace streamtune::workbench
