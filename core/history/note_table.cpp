// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/history/note_table.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <SQLiteCpp/VariadicBind.h>
#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/base/json.h"
#include "core/base/time.h"
#include "core/history/audit_log.h"
#include "core/history/schema.h"

namespace streamtune::history {
namespace {

Status checkText(const std::string& subject, const std::string& text, const char* what) {
    if (subject.empty() || text.find_first_not_of(" \t\r\n") == std::string::npos)
        return fail("store.value", std::string("A ") + what + " needs a text and something it is about.",
                    "Write something.");
    return {};
}

std::int64_t fileBytes(Database& db) {
    auto& query = db.sql("SELECT (SELECT page_count FROM pragma_page_count()) * (SELECT page_size FROM "
                         "pragma_page_size())");
    query.executeStep();
    const std::int64_t bytes = query.getColumn(0).getInt64();
    query.reset();
    return bytes;
}

} // namespace

Result<std::int64_t> NoteTable::add(const Note& note) {
    ST_TRY(checkText(note.subject, note.text, "note"));
    return m_db.write([&]() -> Result<std::int64_t> {
        const TimePoint at = note.at == TimePoint{} ? systemClock()->now() : note.at;
        auto& insert = m_db.sql("INSERT INTO note(subject, text, who, at) VALUES(?, ?, ?, ?)");
        SQLite::bind(insert, note.subject, note.text, note.who, epochMillis(at));
        insert.exec();
        return m_db.lastRowId();
    });
}

Status NoteTable::change(std::int64_t id, const std::string& text, const std::string& who) {
    ST_TRY(checkText("note", text, "note"));
    return m_db.write([&]() -> Status {
        auto& update = m_db.sql("UPDATE note SET text = ?, who = ?, at = ? WHERE id = ?");
        SQLite::bind(update, text, who, epochMillis(systemClock()->now()), id);
        update.exec();
        return known(id);
    });
}

Status NoteTable::remove(std::int64_t id) {
    return m_db.write([&]() -> Status {
        auto& remove = m_db.sql("DELETE FROM note WHERE id = ?");
        remove.bind(1, id);
        remove.exec();
        return known(id);
    });
}

/// The statement before found it.
Status NoteTable::known(std::int64_t id) {
    if (m_db.changes() == 0)
        return fail("store.unknown_note", "There is no note " + std::to_string(id) + ".", "List the notes.");
    return {};
}

Result<std::vector<Note>> NoteTable::notes(const std::string& subject) {
    return m_db.read({}, [&]() -> Result<std::vector<Note>> {
        auto& query = m_db.sql("SELECT id, subject, text, who, at FROM note WHERE ?1 = '' OR subject = ?1 ORDER BY id");
        query.bind(1, subject);
        std::vector<Note> found;
        while (query.executeStep())
            found.push_back({query.getColumn(0).getInt64(), query.getColumn(1).getString(),
                             query.getColumn(2).getString(), query.getColumn(3).getString(),
                             TimePoint{Millis{query.getColumn(4).getInt64()}}});
        return found;
    });
}

Status NoteTable::tag(const std::string& subject, const std::string& tag) {
    ST_TRY(checkText(subject, tag, "tag"));
    return m_db.write([&]() -> Status {
        auto& insert = m_db.sql("INSERT OR IGNORE INTO tag(subject, tag) VALUES(?, ?)");
        SQLite::bind(insert, subject, tag);
        insert.exec();
        return {};
    });
}

Status NoteTable::untag(const std::string& subject, const std::string& tag) {
    return m_db.write([&]() -> Status {
        auto& remove = m_db.sql("DELETE FROM tag WHERE subject = ? AND tag = ?");
        SQLite::bind(remove, subject, tag);
        remove.exec();
        return {};
    });
}

Result<std::vector<std::string>> NoteTable::tags(const std::string& subject) {
    return m_db.read({}, [&]() -> Result<std::vector<std::string>> {
        auto& query = m_db.sql("SELECT DISTINCT tag FROM tag WHERE ?1 = '' OR subject = ?1 ORDER BY tag");
        query.bind(1, subject);
        std::vector<std::string> found;
        while (query.executeStep())
            found.push_back(query.getColumn(0).getString());
        return found;
    });
}

Result<std::vector<std::string>> NoteTable::tagged(const std::string& tag) {
    return m_db.read({}, [&]() -> Result<std::vector<std::string>> {
        auto& query = m_db.sql("SELECT subject FROM tag WHERE tag = ? ORDER BY subject");
        query.bind(1, tag);
        std::vector<std::string> found;
        while (query.executeStep())
            found.push_back(query.getColumn(0).getString());
        return found;
    });
}

Result<RetentionReport> forgetWindows(Database& db, const Retention& what, const std::string& who,
                                      const std::string& reason, const std::stop_token& stop) {
    static constexpr auto kChosen =
        "CREATE TEMP TABLE IF NOT EXISTS forgotten(id INTEGER PRIMARY KEY, run INTEGER NOT NULL)";
    RetentionReport report;
    const auto body = [&]() -> Status {
        if (stop.stop_requested())
            return fail("store.cancelled", "Nothing was forgotten: the work was cancelled.");
        db.sql(kChosen).exec();
        db.sql("DELETE FROM temp.forgotten").exec();
        auto& choose = db.sql("INSERT INTO temp.forgotten SELECT id, run FROM window WHERE finish < ? AND (? = 0 OR "
                              "NOT EXISTS(SELECT 1 FROM tag WHERE subject = 'run:' || window.run))");
        SQLite::bind(choose, epochMillis(what.before), what.keepTagged ? 1 : 0);
        choose.exec();
        auto& count = db.sql("SELECT count(*), count(DISTINCT run), (SELECT count(*) FROM observation WHERE window IN "
                             "(SELECT id FROM temp.forgotten)) FROM temp.forgotten");
        count.executeStep();
        report.windows = count.getColumn(0).getInt64();
        report.runs = count.getColumn(1).getInt64();
        report.observations = count.getColumn(2).getInt64();
        count.reset();
        report.bytesBefore = report.bytesAfter = fileBytes(db);
        if (what.dryRun || report.windows == 0)
            return {};
        db.sql("DELETE FROM observation WHERE window IN (SELECT id FROM temp.forgotten)").exec();
        db.sql("DELETE FROM window WHERE id IN (SELECT id FROM temp.forgotten)").exec();
        if (stop.stop_requested())
            return fail("store.cancelled", "Nothing was forgotten: the work was cancelled.");
        AuditRow row;
        row.at = systemClock()->now();
        row.actor = who;
        row.action = "history.forgotten";
        row.subject = "windows";
        row.reason = reason;
        Json detail{{"before", toRfc3339(what.before)},
                    {"windows", report.windows},
                    {"observations", report.observations},
                    {"kept_tagged", what.keepTagged}};
        if (!what.copy.empty())
            detail["copy"] = what.copy.filename().string();
        row.detail = canonicalJson(detail);
        appendAudit(db, row);
        return {};
    };
    ST_TRY(db.write(body));
    if (what.dryRun)
        return report;
    return shrunk(db, report);
}

Result<RetentionReport> shrunk(Database& db, RetentionReport report) {
    if (report.windows > 0 && !db.inTransaction())
        ST_TRY(db.attempt([&]() -> Status { // gives the space back to the file system
            db.prepare("VACUUM")->exec();
            report.bytesAfter = fileBytes(db);
            return {};
        }));
    return report;
}

Result<std::vector<TableSize>> tableSizes(Database& db, const std::stop_token& stop) {
    return db.read(stop, [&]() -> Result<std::vector<TableSize>> {
        std::vector<TableSize> sizes;
        std::int64_t rows = 0;
        for (const char* table : kTables) {
            auto query = db.prepare(std::string("SELECT count(*) FROM \"") + table + "\"");
            query->executeStep();
            sizes.push_back({table, query->getColumn(0).getInt64(), 0});
            rows += sizes.back().rows;
        }
        bool told = false;
        try {
            const auto pages = db.prepare("SELECT name FROM dbstat LIMIT 1");
            told = pages->executeStep();
        } catch (const SQLite::Exception&) {
            told = false; // this SQLite was built without it
        }
        const std::int64_t total = fileBytes(db);
        for (TableSize& size : sizes) {
            if (told) {
                auto query = db.prepare("SELECT coalesce(sum(pgsize), 0) FROM dbstat WHERE aggregate = 1 AND (name = "
                                        "?1 OR name IN (SELECT name FROM sqlite_schema WHERE tbl_name = ?1))");
                query->bind(1, size.table);
                query->executeStep();
                size.bytes = query->getColumn(0).getInt64();
            } else if (rows > 0) {
                size.bytes = total * size.rows / rows;
            }
        }
        std::ranges::sort(sizes, [](const TableSize& a, const TableSize& b) { return a.bytes > b.bytes; });
        return sizes;
    });
}

} // namespace streamtune::history
