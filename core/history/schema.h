// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// The tables of the workspace file, as a list of migrations. PRAGMA user_version holds the number of migrations done.

#include <array>

namespace streamtune::history {

/// "STWB"; PRAGMA application_id tells our files from those of other programs.
inline constexpr int kApplicationId = 0x53545742;
inline constexpr int kSchemaVersion = 4;

/// kMigrations[i] leads from version i to version i + 1. What was released is never edited, only appended to.
extern const std::array<const char*, kSchemaVersion> kMigrations;

/// Brings what the window of an id says of its nodes (labels, busy_b … both_max) in line with them.
extern const char* const kRefreshWindow;

/// Tables that a file of the present version must have.
extern const std::array<const char*, 23> kTables;

} // namespace streamtune::history
