// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Import and export: streamtune.history/1 (JSON lines), streamtune.bundle/1 (zip of one decision), audit and plans.
/// An import is one transaction per file with a report of skipped rows; nothing half-imported.

#include <cstdint>
#include <filesystem>
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
    std::vector<SkippedRow> rows; ///< first 1,000
    std::string sentence;
};

/// Recognises the format by content. Errors: "import.format", "import.read", store errors.
[[nodiscard]] Result<ImportReport> importFile(Store& store, const std::filesystem::path& file, std::stop_token stop,
                                              const ProgressSink& progress);

enum class ExportWhat { History, Plan, Bundle, Audit };

struct ExportRequest {
    ExportWhat what = ExportWhat::History;
    std::filesystem::path file; ///< written beside and renamed: never half-written
    std::string planId;         ///< Plan, Bundle
    std::string jobName;        ///< History: empty = all
};

/// Returns the number of rows written.
[[nodiscard]] Result<std::int64_t> exportFile(Store& store, const ExportRequest& request, std::stop_token stop,
                                              const ProgressSink& progress);

} // namespace streamtune::history
