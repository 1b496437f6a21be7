// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Queries behind the list of runs. Private to this room.

#include "core/history/database.h"
#include "core/history/run_list.h"
#include "core/history/store.h"

namespace streamtune::history {

[[nodiscard]] Result<Page<RunRow>> queryRuns(Database& db, const RunFilter& filter, int limit, const std::string& after,
                                             const std::stop_token& stop);
/// Of the newest `most` runs, oldest first.
[[nodiscard]] Result<std::vector<RunSpan>> querySpans(Database& db, int most, const std::stop_token& stop);

} // namespace streamtune::history
