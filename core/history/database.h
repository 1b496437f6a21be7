// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// The SQLite connection behind a Store: opening, migrations, transactions, errors as sentences. Private to this room.
/// One thread at a time.

#include <exception>
#include <filesystem>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <unordered_map>
#include <utility>

#include "core/base/result.h"
#include "core/history/store.h"

namespace SQLite {
class Database;
class Statement;
} // namespace SQLite

namespace streamtune::history {

class Database {
public:
    [[nodiscard]] static Result<std::unique_ptr<Database>> open(const std::filesystem::path& file, OpenMode mode);
    ~Database();
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;

    [[nodiscard]] const std::filesystem::path& file() const { return m_file; }
    [[nodiscard]] bool readOnly() const { return m_readOnly; }
    [[nodiscard]] bool inTransaction() const { return m_depth > 0; }

    /// A prepared statement, reset and unbound; kept for the next call with the same literal.
    SQLite::Statement& sql(const char* literal);
    /// A prepared statement for a text that was put together.
    [[nodiscard]] std::unique_ptr<SQLite::Statement> prepare(const std::string& text);
    [[nodiscard]] std::int64_t lastRowId() const;
    [[nodiscard]] int changes() const;

    /// Runs `body` and turns exceptions into errors.
    template <typename Body>
    [[nodiscard]] auto attempt(Body&& body) -> decltype(body()) {
        try {
            return body();
        } catch (const std::exception& e) {
            return std::unexpected(errorOf(e));
        }
    }

    /// Runs `body` in one transaction, or in a savepoint inside a running one; an error undoes what it did.
    template <typename Body>
    [[nodiscard]] auto write(Body&& body) -> decltype(body()) {
        ST_TRY(begin());
        auto result = decltype(body()){std::unexpected(Error{})};
        try {
            result = attempt(body);
        } catch (...) { // only what is no std::exception
            rollBack();
            throw;
        }
        if (!result) {
            rollBack();
            return result;
        }
        if (auto done = commit(); !done)
            return std::unexpected(std::move(done).error());
        return result;
    }

    /// Runs `body` on one snapshot; a stop request ends it with "store.cancelled".
    template <typename Body>
    [[nodiscard]] auto read(const std::stop_token& stop, Body&& body) -> decltype(body()) {
        const Snapshot snapshot(*this, stop);
        return attempt(body);
    }

    [[nodiscard]] Error errorOf(const std::exception& exception) const;

    /// Called whenever a transaction was undone: what was cached of it is void.
    std::function<void()> onRollBack;

private:
    Database(std::filesystem::path file, std::unique_ptr<SQLite::Database> db);

    class Snapshot {
    public:
        Snapshot(Database& db, const std::stop_token& stop);
        ~Snapshot();
        Snapshot(const Snapshot&) = delete;
        Snapshot& operator=(const Snapshot&) = delete;

    private:
        Database& m_db;
        std::stop_token m_stop;
        bool m_began = false;
    };

    [[nodiscard]] Status prepareFile(OpenMode mode);
    [[nodiscard]] Status migrate(int from);
    [[nodiscard]] Status checkTables();
    [[nodiscard]] Status begin();
    [[nodiscard]] Status commit();
    void rollBack();
    void resetStatements();
    [[nodiscard]] bool engineInTransaction() const;

    std::filesystem::path m_file;
    std::unique_ptr<SQLite::Database> m_db;
    std::unordered_map<const char*, std::unique_ptr<SQLite::Statement>> m_statements;
    bool m_readOnly = false;
    bool m_noRoom = false; ///< read-only because the disk is full
    int m_depth = 0;
    bool m_lost = false; ///< SQLite undid the whole transaction by itself (disk full, I/O error)
};

/// The error behind an exception of SQLite.
[[nodiscard]] Error storeError(const std::exception& exception, const std::filesystem::path& file);

} // namespace streamtune::history
