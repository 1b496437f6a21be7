// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// The append-only audit trail. Private to this room.
///
/// hash = SHA-256, hex, of prev, a line feed and the JSON array [seq,at,actor,action,subject,reason,detail] without
/// white space, at as RFC 3339 with milliseconds; prev of the first row is 64 zeros. The last seq and hash are also
/// kept in audit_head, so that rows missing at the end are seen.

#include "core/history/database.h"
#include "core/history/store.h"

namespace streamtune::history {

/// Appends inside the running transaction; seq, prev and hash are filled in. Throws what SQLite throws.
void appendAudit(Database& db, const AuditRow& row);

[[nodiscard]] std::string auditHash(const AuditRow& row);

/// Newest first. `about`: a part of the subject, or the name or id of the job whose plans and runs are meant; empty:
/// all.
[[nodiscard]] Result<Page<AuditRow>> queryAudit(Database& db, const std::string& about, std::optional<TimePoint> since,
                                                int limit, const std::string& after);

[[nodiscard]] Result<AuditVerdict> verifyAuditChain(Database& db, const std::stop_token& stop);

} // namespace streamtune::history
