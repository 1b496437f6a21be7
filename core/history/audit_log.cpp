// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/history/audit_log.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <SQLiteCpp/VariadicBind.h>
#include <limits>
#include <nlohmann/json.hpp>

#include "core/base/json.h"
#include "core/history/page_key.h"

namespace streamtune::history {
namespace {

const std::string kNoPrevious(64, '0');

struct Head {
    std::int64_t seq = 0;
    std::string hash = kNoPrevious;
};

Head headOf(Database& db) {
    Head head;
    auto& query = db.sql("SELECT seq, hash FROM audit_head WHERE id = 1");
    if (query.executeStep())
        head = {query.getColumn(0).getInt64(), query.getColumn(1).getString()};
    query.reset();
    return head;
}

constexpr const char* kColumns = "SELECT seq, at, actor, action, subject, reason, detail, prev, hash FROM audit ";

struct StoredRow {
    AuditRow row;
    std::string at; ///< as it stands in the table: a changed text must not be normalised away
};

StoredRow rowOf(SQLite::Statement& query) {
    StoredRow stored;
    AuditRow& row = stored.row;
    row.seq = query.getColumn(0).getInt64();
    stored.at = query.getColumn(1).getString();
    row.at = fromRfc3339(stored.at).value_or(TimePoint{});
    row.actor = query.getColumn(2).getString();
    row.action = query.getColumn(3).getString();
    row.subject = query.getColumn(4).getString();
    row.reason = query.getColumn(5).getString();
    row.detail = query.getColumn(6).getString();
    row.prev = query.getColumn(7).getString();
    row.hash = query.getColumn(8).getString();
    return stored;
}

std::string hashOf(const AuditRow& row, const std::string& at) {
    const Json fields = Json::array({row.seq, at, row.actor, row.action, row.subject, row.reason, row.detail});
    return sha256Hex(row.prev + "\n" + canonicalJson(fields));
}

AuditVerdict broken(std::int64_t rows, std::string sentence) {
    return {false, rows, std::move(sentence)};
}

} // namespace

std::string auditHash(const AuditRow& row) {
    return hashOf(row, toRfc3339(row.at));
}

void appendAudit(Database& db, const AuditRow& given) {
    const Head head = headOf(db);
    AuditRow row = given;
    row.seq = head.seq + 1;
    row.prev = head.hash;
    if (row.at == TimePoint{})
        row.at = systemClock()->now();
    row.hash = auditHash(row);
    auto& insert = db.sql("INSERT INTO audit(seq, at, actor, action, subject, reason, detail, prev, hash) "
                          "VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?)");
    SQLite::bind(insert, row.seq, toRfc3339(row.at), row.actor, row.action, row.subject, row.reason, row.detail,
                 row.prev, row.hash);
    insert.exec();
    auto& move = db.sql("INSERT INTO audit_head(id, seq, hash) VALUES(1, ?1, ?2) "
                        "ON CONFLICT(id) DO UPDATE SET seq = ?1, hash = ?2");
    SQLite::bind(move, row.seq, row.hash);
    move.exec();
}

Result<Page<AuditRow>> queryAudit(Database& db, const std::string& about, std::optional<TimePoint> since, int limit,
                                  const std::string& after) {
    std::int64_t below = std::numeric_limits<std::int64_t>::max();
    if (!after.empty()) {
        ST_ASSIGN(const auto key, (parsePageKey<1>(after)));
        below = key[0];
    }
    return db.read({}, [&]() -> Result<Page<AuditRow>> {
        static const std::string text =
            std::string(kColumns) +
            "WHERE seq < ?1 AND (?3 = '' OR at >= ?3) AND (?2 = '' OR instr(subject, ?2) > 0 OR "
            "subject IN (SELECT 'plan:' || id FROM plan WHERE job_name = ?2 OR job_id = ?2) OR "
            "(subject GLOB 'run:*' AND CAST(substr(subject, 5) AS INTEGER) IN (SELECT r.id FROM "
            "run r JOIN job j ON j.id = r.job WHERE j.name = ?2 OR r.job_id = ?2))) "
            "ORDER BY seq DESC LIMIT ?4";
        auto& query = db.sql(text.c_str());
        SQLite::bind(query, below, about, since ? toRfc3339(*since) : std::string(),
                     static_cast<std::int64_t>(limit) + 1);
        Page<AuditRow> page;
        while (limit > 0 && query.executeStep()) {
            if (page.rows.size() == static_cast<std::size_t>(limit)) {
                page.next = pageKey<1>({page.rows.back().seq});
                break;
            }
            page.rows.push_back(rowOf(query).row);
        }
        return page;
    });
}

Result<AuditVerdict> verifyAuditChain(Database& db, const std::stop_token& stop) {
    return db.read(stop, [&]() -> Result<AuditVerdict> {
        static const std::string text = std::string(kColumns) + "ORDER BY seq";
        const Head head = headOf(db);
        Head last;
        auto& query = db.sql(text.c_str());
        while (query.executeStep()) {
            const auto [row, at] = rowOf(query);
            const std::string number = std::to_string(row.seq);
            if (row.seq != last.seq + 1)
                return broken(last.seq, "Row " + std::to_string(last.seq + 1) + " of the audit trail is missing: row " +
                                            number + " follows row " + std::to_string(last.seq) + ".");
            if (row.prev != last.hash)
                return broken(last.seq, "Row " + number + " of the audit trail does not continue the row before it.");
            if (hashOf(row, at) != row.hash)
                return broken(last.seq, "Row " + number + " of the audit trail was changed after it was written.");
            last = {row.seq, row.hash};
        }
        if (last.seq < head.seq)
            return broken(last.seq, "The end of the audit trail was cut: " + std::to_string(head.seq) +
                                        " rows were written, " + std::to_string(last.seq) + " are there.");
        if (last.seq != head.seq || last.hash != head.hash)
            return broken(last.seq, "The end of the audit trail does not fit its head, which is kept apart.");
        return AuditVerdict{true, last.seq,
                            last.seq == 0 ? "The audit trail is empty."
                                          : "The audit trail is intact: " + std::to_string(last.seq) + " rows."};
    });
}

} // namespace streamtune::history
