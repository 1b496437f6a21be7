// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Queries over runs, graphs and observations. Private to this room.

#include "core/history/database.h"
#include "core/history/store.h"

namespace streamtune::history {

class HistoryReader {
public:
    explicit HistoryReader(Database& db) : m_db(db) {}

    [[nodiscard]] Result<Page<RunRecord>> runs(const std::string& jobName, int limit, const std::string& after,
                                               const std::stop_token& stop);
    [[nodiscard]] Result<std::optional<RunRecord>> run(std::int64_t id);
    [[nodiscard]] Result<Page<GraphRecord>> graphs(int limit, const std::string& after, const std::stop_token& stop);
    [[nodiscard]] Result<std::optional<GraphRecord>> graph(const std::string& hash);
    [[nodiscard]] Result<std::optional<JobGraph>> latestGraph(const std::string& connection,
                                                              const std::string& jobName);
    [[nodiscard]] Result<std::optional<JobGraph>> graphOfRun(std::int64_t run);
    [[nodiscard]] Result<std::vector<Observation>> windows(const std::string& connection, const std::string& jobName,
                                                           std::optional<TimePoint> since, int limit,
                                                           const std::stop_token& stop);
    [[nodiscard]] Result<std::vector<RecordedWindow>> windowsOfRun(std::int64_t run, std::int64_t fromNumber, int limit,
                                                                   const std::stop_token& stop);
    [[nodiscard]] Result<std::optional<std::pair<std::int64_t, std::int64_t>>> findWindow(const Observation& window);
    [[nodiscard]] Result<std::vector<RunNodeSummary>> summary(std::int64_t run);

private:
    Database& m_db;
};

// What the queries of this room share.
/// Ends before the conditions; runs as r, their jobs as j, graphs as g.
extern const char* const kRunColumns;
[[nodiscard]] RunRecord runOf(SQLite::Statement& query); ///< without parallelism
[[nodiscard]] ParallelismVector parallelismOf(Database& db, std::int64_t run);
/// Of LIKE with ESCAPE '\\': texts that contain this part.
[[nodiscard]] std::string likePattern(const std::string& part);

/// The page of ObservationFilter, in a file of its own: it is the one query that must stay fast over millions of rows.
[[nodiscard]] Result<Page<ObservationRow>> queryObservations(Database& db, const ObservationFilter& filter, int limit,
                                                             const std::string& after, const std::stop_token& stop);

/// The statement behind it, for EXPLAIN in tests.
[[nodiscard]] std::string observationQueryText(const ObservationFilter& filter, bool oneJob);

} // namespace streamtune::history
