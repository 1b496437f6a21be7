// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Recorded history as the priors of the capacity head read it.

#include <filesystem>
#include <stop_token>
#include <string>
#include <vector>

#include "core/base/progress.h"
#include "core/history/store.h"
#include "core/learn/prior_training.h"

namespace streamtune::workbench {

struct PastHistory {
    std::vector<learn::PastJob> jobs;
    std::vector<std::string> names; ///< of each
    std::size_t windows = 0;
    std::vector<std::string> notes; ///< rows that were skipped, jobs that were left out
};

/// Quiet windows of all jobs but those named; of one engine (simulated | flink | timely) or of all. Errors of the
/// store.
[[nodiscard]] Result<PastHistory> pastJobs(history::Store& store, const std::vector<std::string>& without,
                                           std::stop_token stop, const std::string& engine = {});

/// The same of a file that `streamtune import` takes; nothing is kept. Errors of the import.
[[nodiscard]] Result<PastHistory> pastJobsOfFile(const std::filesystem::path& file,
                                                 const std::vector<std::string>& without, std::stop_token stop,
                                                 const ProgressSink& progress);

} // namespace streamtune::workbench
