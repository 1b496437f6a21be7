// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Writes windows: finds or makes graph, job, run and nodes, then the window, its observations and the summary of the
/// run. Private to this room.

#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "core/history/database.h"
#include "core/history/records.h"

namespace streamtune::history {

class Recorder {
public:
    explicit Recorder(Database& db) : m_db(db) {}

    [[nodiscard]] Result<RunRecord> record(const JobGraph& graph, const Observation& window,
                                           const std::map<std::string, int>& labels);
    [[nodiscard]] Result<std::int64_t> recordAll(const JobGraph& graph, const std::vector<Observation>& windows,
                                                 const std::vector<std::map<std::string, int>>& labels);
    /// See Store::restore.
    [[nodiscard]] Result<bool> restore(const JobGraph& graph, const Observation& window,
                                       const std::map<std::string, int>& labels, std::int64_t number);
    /// Nothing that a transaction cached may outlive its undoing.
    void forget() { m_runs.clear(); }

private:
    /// What is known of a run that was recorded before: ids of rows, which are never deleted.
    struct Run {
        RunRecord record;
        std::int64_t job = 0;
        std::int64_t variant = 0;
        JobGraph graph;
        std::unordered_map<std::string, std::int64_t> positions;
    };
    struct Sum {
        std::int64_t windows = 0;
        Number busyMax, backpressuredMax;
        double busySum = 0, backpressuredSum = 0;
        std::int64_t busyCount = 0, backpressuredCount = 0;
        std::int64_t bottleneck = 0, sufficient = 0, undecided = 0;
    };
    using Sums = std::map<std::pair<std::int64_t, std::int64_t>, Sum>; ///< by run and position

    [[nodiscard]] static Status check(const Observation& window);
    void write(const JobGraph& graph, const Observation& window, const std::map<std::string, int>& labels, Sums& sums);
    std::int64_t writeWindow(Run& run, std::int64_t number, const Observation& window,
                             const std::map<std::string, int>& labels, Sums& sums);
    void writeNodes(const Run& run, std::int64_t window, const Observation& values,
                    const std::vector<std::int64_t>& positions, const std::map<std::string, int>& labels, Sums& sums);
    void flush(const Sums& sums);

    Run& runOf(const JobGraph& graph, const Observation& window);
    void findOrMakeRun(Run& run, const Observation& window);
    void loadPositions(Run& run);
    std::int64_t positionOf(Run& run, const NodeObservation& node);
    void addNode(Run& run, const std::string& id, const std::string& name, int parallelism);
    std::int64_t jobRow(const std::string& connection, const std::string& name);
    std::int64_t textRow(const std::string& value);
    void storeVariant(Run& run, TimePoint seen);

    Database& m_db;
    std::unordered_map<std::string, Run> m_runs;
    Run* m_last = nullptr;
};

} // namespace streamtune::history
