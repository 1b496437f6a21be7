// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Notes, tags, and what may be forgotten. Private to this room.

#include "core/history/cluster_records.h"
#include "core/history/database.h"

namespace streamtune::history {

class NoteTable {
public:
    explicit NoteTable(Database& db) : m_db(db) {}

    [[nodiscard]] Result<std::int64_t> add(const Note& note);
    [[nodiscard]] Status change(std::int64_t id, const std::string& text, const std::string& who);
    [[nodiscard]] Status remove(std::int64_t id);
    [[nodiscard]] Result<std::vector<Note>> notes(const std::string& subject);
    [[nodiscard]] Status tag(const std::string& subject, const std::string& tag);
    [[nodiscard]] Status untag(const std::string& subject, const std::string& tag);
    [[nodiscard]] Result<std::vector<std::string>> tags(const std::string& subject);
    [[nodiscard]] Result<std::vector<std::string>> tagged(const std::string& tag);

private:
    [[nodiscard]] Status known(std::int64_t id);

    Database& m_db;
};

[[nodiscard]] Result<RetentionReport> forgetWindows(Database& db, const Retention& what, const std::string& who,
                                                    const std::string& reason, const std::stop_token& stop);
/// Gives the space of what left back to the file system, outside of transactions.
[[nodiscard]] Result<RetentionReport> shrunk(Database& db, RetentionReport report);
[[nodiscard]] Result<std::vector<TableSize>> tableSizes(Database& db, const std::stop_token& stop);

} // namespace streamtune::history
