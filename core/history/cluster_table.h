// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Cluster sets, edits and kept distances in the database. Private to this room.

#include "core/history/cluster_records.h"
#include "core/history/database.h"

namespace streamtune::history {

class ClusterTable {
public:
    explicit ClusterTable(Database& db) : m_db(db) {}

    [[nodiscard]] Result<std::int64_t> put(const ClusterSet& set);
    [[nodiscard]] Result<std::optional<ClusterSet>> get(std::optional<std::int64_t> id);
    [[nodiscard]] Result<Page<ClusterSet>> page(int limit, const std::string& after);
    [[nodiscard]] Result<std::int64_t> addEdit(const ClusterEdit& edit);
    [[nodiscard]] Status undoEdit(std::int64_t id, const std::string& who, const std::string& reason, bool redo);
    [[nodiscard]] Result<std::vector<ClusterEdit>> edits();
    [[nodiscard]] Result<std::vector<KnownDistance>> distances(const std::string& definition);
    [[nodiscard]] Status keep(const std::string& definition, const std::vector<KnownDistance>& distances);
    [[nodiscard]] Result<std::vector<JobShape>> jobShapes(const std::stop_token& stop);

private:
    void fill(ClusterSet& set);
    void audit(const std::string& who, const std::string& action, const std::string& subject, const std::string& reason,
               const std::string& detail);

    Database& m_db;
};

} // namespace streamtune::history
