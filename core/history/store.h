// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// The workspace file: one SQLite database (WAL) with everything that was seen, advised, decided and done.
///
/// One writer, many readers: a Store opened ReadWrite takes an advisory writer lock per transaction (BEGIN IMMEDIATE,
/// busy time-out 5 s); any number of processes may read. A Store object is used by one thread at a time; open one per
/// thread. Whatever a call has acknowledged (returned without error) survives SIGKILL.
/// A file that may only be read opens read-only whatever the mode; writes then fail with "store.read_only".
/// Errors: "store.open", "store.newer" (file of a newer version), "store.corrupt", "store.read_only", "store.busy",
/// "store.full" (disk), "store.io", "store.value" (what was given cannot be stored), "store.key" (not the key of a
/// page), "store.query", "store.cancelled".

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include "core/base/progress.h"
#include "core/base/result.h"
#include "core/history/cluster_records.h"
#include "core/history/records.h"

namespace streamtune::history {

enum class OpenMode { ReadWrite, ReadOnly };

/// Filters of observations; empty = all.
struct ObservationFilter {
    std::string connection;
    std::string jobName;
    std::string nodeNameContains;
    std::optional<std::int64_t> run;
    std::optional<double> busyAbove;         ///< busyMax
    std::optional<double> backpressureAbove; ///< backpressuredMax
    std::optional<int> label;
    std::optional<TimePoint> since;
    std::optional<TimePoint> until;
};

/// Keyset page: rows after `after` (opaque), newest first. No OFFSET, no count(*).
template <typename Row>
struct Page {
    std::vector<Row> rows;
    std::string next; ///< empty = no more
};

struct StoreStats {
    std::int64_t jobs = 0, graphs = 0, runs = 0, observations = 0, plans = 0, auditRows = 0, bytes = 0;
};

struct AuditVerdict {
    bool intact = true;
    std::int64_t rows = 0;
    std::string sentence; ///< where the chain breaks, or that the tail was cut
};

class Store {
public:
    [[nodiscard]] static Result<std::unique_ptr<Store>> open(const std::filesystem::path& file, OpenMode mode);
    ~Store();
    Store(const Store&) = delete;
    Store& operator=(const Store&) = delete;

    [[nodiscard]] const std::filesystem::path& file() const;
    [[nodiscard]] static int schemaVersion();
    [[nodiscard]] bool readOnly() const;
    [[nodiscard]] Result<StoreStats> stats();
    /// Reads every page; "store.corrupt" with what is wrong in the details.
    [[nodiscard]] Status checkIntegrity(std::stop_token stop);
    /// Everything `body` does with this store is one transaction: an error undoes all of it. A call inside that fails
    /// undoes only itself, so that `body` may go on.
    [[nodiscard]] Status transaction(const std::function<Status()>& body);

    // Recording. The graph is stored once per canonical form; the run is found or made from
    // (connection, jobId, deployment).
    [[nodiscard]] Result<RunRecord> record(const JobGraph& graph, const Observation& window,
                                           const std::map<std::string, int>& labels);
    /// One transaction for many windows (imports, replays).
    [[nodiscard]] Result<std::int64_t> recordAll(const JobGraph& graph, const std::vector<Observation>& windows,
                                                 const std::vector<std::map<std::string, int>>& labels);
    /// Puts a forgotten window back to its number, with the labels that people gave it; the run counted it when it was
    /// recorded. False when this run is not known or nothing is missing at this number.
    [[nodiscard]] Result<bool> restore(const JobGraph& graph, const Observation& window,
                                       const std::map<std::string, int>& labels, std::int64_t number);
    /// A person's label wins over the computed one in every later reading; kept with its reason, and in the audit
    /// trail. Errors: "store.unknown_window", "store.unknown_node", "store.value" (label other than 1, 0, -1).
    [[nodiscard]] Status overrideLabel(const LabelOverride& value);

    // Reading.
    [[nodiscard]] Result<Page<RunRecord>> runs(const std::string& jobName, int limit, const std::string& after,
                                               std::stop_token stop);
    [[nodiscard]] Result<Page<GraphRecord>> graphs(int limit, const std::string& after, std::stop_token stop);
    [[nodiscard]] Result<Page<ObservationRow>> observations(const ObservationFilter& filter, int limit,
                                                            const std::string& after, std::stop_token stop);
    [[nodiscard]] Result<std::optional<GraphRecord>> graph(const std::string& hash);
    /// Windows of a job with all nodes and sources, newest first; the base of charts, recommendations and the scrubber.
    [[nodiscard]] Result<std::vector<Observation>> windows(const std::string& connection, const std::string& jobName,
                                                           std::optional<TimePoint> since, int limit,
                                                           std::stop_token stop);
    [[nodiscard]] Result<std::optional<JobGraph>> latestGraph(const std::string& connection,
                                                              const std::string& jobName);

    [[nodiscard]] Result<std::optional<RunRecord>> run(std::int64_t id);
    /// The graph as this run saw it last, with the parallelism of the run.
    [[nodiscard]] Result<std::optional<JobGraph>> graphOfRun(std::int64_t run);
    /// Windows of a run in the order they were recorded, from number `from` on.
    [[nodiscard]] Result<std::vector<RecordedWindow>> windowsOfRun(std::int64_t run, std::int64_t from, int limit,
                                                                   std::stop_token stop);
    /// Run and number of this window (same run, start and end), when it is stored.
    [[nodiscard]] Result<std::optional<std::pair<std::int64_t, std::int64_t>>> findWindow(const Observation& window);
    [[nodiscard]] Result<std::vector<RunNodeSummary>> summary(std::int64_t run);
    /// Overrides of a run, oldest first; of one node the last one holds.
    [[nodiscard]] Result<std::vector<LabelOverride>> overrides(std::int64_t run);

    // Plans. Every change of state is one transaction together with its audit row. An AuditRow or record without a time
    // gets the present one. Errors besides those of the store: "plan.unknown", "plan.exists", "plan.state",
    // "plan.hash", "plan.ambiguous" (prefix).
    [[nodiscard]] Status insertPlan(const PlanRecord& plan, const AuditRow& audit);
    /// Compare-and-set: error "plan.state" when the stored state is not `from`.
    [[nodiscard]] Status movePlan(const std::string& id, const std::string& from, const std::string& to,
                                  const AuditRow& audit);
    /// checked -> approved; "plan.hash" when the approval is for another content than the plan has.
    [[nodiscard]] Status approvePlan(const ApprovalRecord& approval, const AuditRow& audit);
    /// Only while applying or verifying. seq 0: the next one. An empty ticket leaves the stored one.
    [[nodiscard]] Status appendStep(const StepRecord& step, const std::string& ticketJson, const AuditRow& audit);
    [[nodiscard]] Status finishPlan(const std::string& id, const std::string& from, const std::string& to,
                                    const std::string& outcomeJson, const AuditRow& audit);
    [[nodiscard]] Result<std::optional<PlanRecord>> plan(const std::string& idOrPrefix);
    [[nodiscard]] Result<Page<PlanRecord>> plans(const std::string& connection, const std::string& jobName,
                                                 const std::string& state, int limit, const std::string& after);
    [[nodiscard]] Result<std::vector<ApprovalRecord>> approvals(const std::string& planId);
    [[nodiscard]] Result<std::vector<StepRecord>> steps(const std::string& planId);

    // Audit: append-only (triggers forbid UPDATE and DELETE), hash chain, head kept apart.
    [[nodiscard]] Status audit(const AuditRow& row); ///< seq, prev and hash are filled in
    [[nodiscard]] Result<Page<AuditRow>> auditRows(const std::string& about, std::optional<TimePoint> since, int limit,
                                                   const std::string& after);
    [[nodiscard]] Result<AuditVerdict> verifyAudit(std::stop_token stop);

    // Clusters of job graphs. Every change is audited. Errors besides those of the store: "cluster.edit".
    [[nodiscard]] Result<std::int64_t> putClusterSet(const ClusterSet& set);
    /// With its clusters; the newest without an id.
    [[nodiscard]] Result<std::optional<ClusterSet>> clusterSet(std::optional<std::int64_t> id = {});
    /// Newest first, without their clusters.
    [[nodiscard]] Result<Page<ClusterSet>> clusterSets(int limit, const std::string& after);
    [[nodiscard]] Result<std::int64_t> addClusterEdit(const ClusterEdit& edit);
    [[nodiscard]] Status undoClusterEdit(std::int64_t id, const std::string& who, const std::string& reason);
    [[nodiscard]] Status redoClusterEdit(std::int64_t id, const std::string& who, const std::string& reason);
    /// Oldest first, undone ones included.
    [[nodiscard]] Result<std::vector<ClusterEdit>> clusterEdits();
    [[nodiscard]] Result<std::vector<KnownDistance>> knownDistances(const std::string& definition);
    /// Bounds only ever get closer.
    [[nodiscard]] Status keepDistances(const std::string& definition, const std::vector<KnownDistance>& distances);
    /// Every job with every graph it ran, in the order of their first runs.
    [[nodiscard]] Result<std::vector<JobShape>> jobShapes(std::stop_token stop);

    // Notes and tags of runs, jobs, clusters and graphs. An empty subject: all.
    [[nodiscard]] Result<std::int64_t> addNote(const Note& note);
    [[nodiscard]] Status removeNote(std::int64_t id); ///< "store.unknown_note"
    [[nodiscard]] Result<std::vector<Note>> notes(const std::string& subject);
    [[nodiscard]] Status addTag(const std::string& subject, const std::string& tag);
    [[nodiscard]] Status removeTag(const std::string& subject, const std::string& tag);
    [[nodiscard]] Result<std::vector<std::string>> tags(const std::string& subject);
    [[nodiscard]] Result<std::vector<std::string>> tagged(const std::string& tag);

    /// Windows leave, in one transaction with an audit row and with the copy where one is wanted; the file then
    /// shrinks. The runs keep their summaries and their numbers of windows.
    [[nodiscard]] Result<RetentionReport> forget(const Retention& what, const std::string& who,
                                                 const std::string& reason, std::stop_token stop);
    /// Largest first.
    [[nodiscard]] Result<std::vector<TableSize>> tableSizes(std::stop_token stop);

    // Small documents of the workspace: connections, the simulated cluster's state, settings. Key -> JSON text.
    [[nodiscard]] Result<std::optional<std::string>> document(const std::string& kind, const std::string& key);
    [[nodiscard]] Result<std::vector<std::pair<std::string, std::string>>> documents(const std::string& kind);
    [[nodiscard]] Status putDocument(const std::string& kind, const std::string& key, const std::string& json);
    [[nodiscard]] Status removeDocument(const std::string& kind, const std::string& key);
    /// Read, change and write one document in one transaction (two processes drive one simulated cluster). An error of
    /// `change` is returned and nothing is written.
    [[nodiscard]] Status
    updateDocument(const std::string& kind, const std::string& key,
                   const std::function<Result<std::string>(const std::optional<std::string>&)>& change);

private:
    struct Impl;
    explicit Store(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

} // namespace streamtune::history
