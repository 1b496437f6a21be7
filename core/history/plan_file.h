// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// streamtune.plan/1 as a file, bundles and the audit trail as a table. Private to this room.

#include <filesystem>
#include <string>

#include "core/base/json.h"
#include "core/history/exchange.h"

namespace streamtune::history {

/// Checks the hash; `state` of the document is taken over. Errors "import.format", "plan.hash".
[[nodiscard]] Result<PlanRecord> planFromDocument(const Json& json, const std::string& where);
[[nodiscard]] Result<Json> planDocument(const PlanRecord& plan);

/// Stores the plan of a document, or notes that it is there already.
[[nodiscard]] Status importPlan(Store& store, const Json& json, const std::string& where, ImportReport& report);

[[nodiscard]] Status importBundle(Store& store, const std::filesystem::path& file, const Labeller& labeller,
                                  const std::stop_token& stop, ImportReport& report);
/// Writes the archive at `part`; returns the number of observations in it.
[[nodiscard]] Result<std::int64_t> writeBundle(Store& store, const PlanRecord& plan, const std::filesystem::path& part,
                                               const std::stop_token& stop);

[[nodiscard]] Json auditRowToJson(const AuditRow& row);
/// RFC 4180 with a header line.
[[nodiscard]] std::string auditAsCsv(const std::vector<AuditRow>& rows);
/// All rows, oldest first.
[[nodiscard]] Result<std::vector<AuditRow>> allAuditRows(Store& store, const std::string& subject,
                                                         const std::stop_token& stop);

} // namespace streamtune::history
