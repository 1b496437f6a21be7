// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Import and export: streamtune.history/1 (JSON lines), streamtune.bundle/1 (zip of one decision), audit and plans.
/// An import is one transaction per file with a report of skipped rows; nothing half-imported.
///
/// history/1, one JSON object a line:
///   {"kind":"graph","key":k, …streamtune.graph/1}   {"kind":"run","run":n,"graph":k,"connection",…,"parallelism":{…}}
///   {"kind":"observation","run":n,"window":i,"labels":{node:label}, …streamtune.observation/1}
///     with "forgotten":true it is a window that retention took; it goes back to its number
///   {"kind":"label","run":n,"window":i,"node","label","who","reason","at"}   (a person's override)
/// Bare streamtune.observation/1 lines are read too, and the training history of the simulator (lines {job, dep, win,
/// rates, nodes, sources}); the job graphs of the latter come from <job>.json in the folder of the file or in its
/// folders train, jobs or bench, or from the workspace. Its windows have no time: they count from 1970, an hour a
/// deployment. bundle/1, a zip: manifest.json (with the SHA-256 of each part), plan.json, decision.json (state,
/// approvals, steps, outcome), graph.json, observations.jsonl (history/1), audit.json, model.json.
///
/// History of other tools, recognised by content too; what each file holds is described at the head of
/// core/history/foreign_*.cpp: Flink Autoscaler (rows of t_flink_autoscaler_state_store as CSV or JSON, and text with
/// ScalingReport events), DS2 rate files (edges from a *topology* file beside them), ContTune pairs of parallelism and
/// workload or processing ability, ZeroTune query graphs. They become runs of connections named after the tool.

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <stop_token>
#include <string>
#include <vector>

#include "core/base/progress.h"
#include "core/base/result.h"
#include "core/history/store.h"

namespace streamtune::history {

struct SkippedRow {
    std::int64_t line = 0;
    std::string reason;
};

struct ImportReport {
    std::string file;
    std::string format; ///< what the content was recognised as
    std::int64_t imported = 0;
    std::int64_t skipped = 0;
    std::int64_t known = 0;       ///< of the skipped: already in the workspace, so nothing is lost
    std::vector<SkippedRow> rows; ///< first 1,000
    std::string sentence;
};

/// Labels for windows that come without (this room knows no rules).
using Labeller = std::function<std::map<std::string, int>(const JobGraph&, const Observation&)>;

/// Recognises the format by content. What is stored already is skipped, so importing twice adds nothing. A plan arrives
/// as a draft unless it is over (an approval holds only where it was given); the audit rows of a bundle are kept as the
/// document "bundle"/<plan id>, for they belong to another chain.
/// Errors: "import.format", "import.read", "import.cancelled", "plan.hash", store errors.
[[nodiscard]] Result<ImportReport> importFile(Store& store, const std::filesystem::path& file, std::stop_token stop,
                                              const ProgressSink& progress, const Labeller& labeller = {});

enum class ExportWhat { History, Plan, Bundle, Audit };

struct ExportRequest {
    ExportWhat what = ExportWhat::History;
    std::filesystem::path file; ///< written beside and renamed: never half-written
    std::string planId;         ///< Plan, Bundle
    std::string jobName;        ///< History: empty = all
};

/// Returns the number of rows written. Audit: CSV when the file is called *.csv, else JSON.
/// Errors: "export.write", "export.cancelled", "export.unknown_job", "plan.unknown", store errors.
[[nodiscard]] Result<std::int64_t> exportFile(Store& store, const ExportRequest& request, std::stop_token stop,
                                              const ProgressSink& progress);

} // namespace streamtune::history
