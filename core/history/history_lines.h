// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// streamtune.history/1 line by line, both ways. Private to this room; the format is described in exchange.h.

#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/json.h"
#include "core/history/exchange.h"

namespace streamtune::history {

/// Takes the lines of one file; a line that cannot be used is noted in the report and skipped.
class HistoryLoader {
public:
    HistoryLoader(Store& store, const Labeller& labeller, ImportReport& report)
        : m_store(store), m_labeller(labeller), m_report(report) {}

    /// `number` of the line for the report, from 1. An error is one of the store and ends the import.
    [[nodiscard]] Status take(std::int64_t number, std::string_view line);

private:
    struct Run {
        std::string graph;
        ParallelismVector parallelism;
    };
    using Place = std::pair<std::int64_t, std::int64_t>; ///< run and number of a window

    [[nodiscard]] Status takeObservation(std::int64_t number, const Json& json);
    [[nodiscard]] Status takeLabel(std::int64_t number, const Json& json);
    void takeGraph(std::int64_t number, const Json& json);
    void takeRun(const Json& json);
    [[nodiscard]] Result<std::optional<JobGraph>> graphFor(const Json& json, const Observation& window);
    void skip(std::int64_t number, std::string reason);

    Store& m_store;
    const Labeller& m_labeller;
    ImportReport& m_report;
    std::map<std::string, JobGraph> m_graphs;
    std::map<std::int64_t, Run> m_runs;
    std::map<Place, Place> m_places; ///< where the windows of the file are in the store
};

/// Takes lines of the simulator's training history.
class SimulatorHistoryLoader {
public:
    SimulatorHistoryLoader(Store& store, const Labeller& labeller, std::filesystem::path folder, ImportReport& report)
        : m_store(store), m_labeller(labeller), m_folder(std::move(folder)), m_report(report) {}

    [[nodiscard]] Status take(std::int64_t number, std::string_view line);

private:
    struct Graph {
        std::optional<JobGraph> graph;
        std::string why; ///< when there is none
    };
    [[nodiscard]] Result<const Graph*> graphOf(const std::string& job);
    [[nodiscard]] Graph fromFiles(const std::string& job) const;

    Store& m_store;
    const Labeller& m_labeller;
    std::filesystem::path m_folder;
    ImportReport& m_report;
    std::map<std::string, Graph> m_graphs;
};

/// Which windows are written.
struct Selection {
    std::string connection; ///< empty = all
    std::string jobName;    ///< empty = all
    std::optional<TimePoint> since;
    std::optional<TimePoint> until;
    /// Those that retention takes; their lines say that an import puts them back to their numbers.
    std::optional<Retention> forgotten{};
};

/// Writes graphs, runs, observations and overrides, oldest run first. Returns the number of observations.
[[nodiscard]] Result<std::int64_t> writeHistory(Store& store, const Selection& selection,
                                                const std::function<Status(std::string_view)>& sink,
                                                const std::stop_token& stop, const ProgressSink& progress);

/// Notes a skipped row; the report lists the first 1,000.
void noteSkipped(ImportReport& report, std::int64_t line, std::string reason);
/// The same for a row that is in the workspace already; `what` as in "This window".
void noteKnown(ImportReport& report, std::int64_t line, const std::string& what);

} // namespace streamtune::history
