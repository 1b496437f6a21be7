// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/history/store.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <SQLiteCpp/VariadicBind.h>
#include <system_error>

#include "core/history/audit_log.h"
#include "core/history/cluster_table.h"
#include "core/history/database.h"
#include "core/history/forgotten_copy.h"
#include "core/history/history_reader.h"
#include "core/history/label_table.h"
#include "core/history/note_table.h"
#include "core/history/plan_table.h"
#include "core/history/recorder.h"
#include "core/history/schema.h"

namespace streamtune::history {

struct Store::Impl {
    explicit Impl(std::unique_ptr<Database> opened)
        : db(std::move(opened)), recorder(*db), reader(*db), plans(*db), labels(*db), clusters(*db), notes(*db) {
        db->onRollBack = [this] { recorder.forget(); };
    }

    std::unique_ptr<Database> db;
    Recorder recorder;
    HistoryReader reader;
    PlanTable plans;
    LabelTable labels;
    ClusterTable clusters;
    NoteTable notes;
};

Store::Store(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {}
Store::~Store() = default;

Result<std::unique_ptr<Store>> Store::open(const std::filesystem::path& file, OpenMode mode) {
    ST_ASSIGN(auto db, Database::open(file, mode));
    return std::unique_ptr<Store>(new Store(std::make_unique<Impl>(std::move(db))));
}

const std::filesystem::path& Store::file() const {
    return m_impl->db->file();
}

int Store::schemaVersion() {
    return kSchemaVersion;
}

bool Store::readOnly() const {
    return m_impl->db->readOnly();
}

Result<StoreStats> Store::stats() {
    Database& db = *m_impl->db;
    return db.read({}, [&]() -> Result<StoreStats> {
        auto& query =
            db.sql("SELECT (SELECT count(*) FROM job), (SELECT count(*) FROM graph), (SELECT count(*) FROM run), "
                   "(SELECT coalesce(sum(observations), 0) FROM run), (SELECT count(*) FROM plan), "
                   "(SELECT coalesce(max(seq), 0) FROM audit_head)");
        query.executeStep();
        StoreStats stats;
        std::int64_t* const fields[] = {&stats.jobs,         &stats.graphs, &stats.runs,
                                        &stats.observations, &stats.plans,  &stats.auditRows};
        for (int i = 0; i < 6; ++i)
            *fields[i] = query.getColumn(i).getInt64();
        for (const char* suffix : {"", "-wal"}) {
            std::error_code missing;
            const auto size = std::filesystem::file_size(file().string() + suffix, missing);
            if (!missing)
                stats.bytes += static_cast<std::int64_t>(size);
        }
        return stats;
    });
}

Status Store::checkIntegrity(std::stop_token stop) {
    Database& db = *m_impl->db;
    return db.read(stop, [&]() -> Status {
        auto& query = db.sql("PRAGMA integrity_check(20)");
        std::string found;
        while (query.executeStep())
            found += query.getColumn(0).getString() + "\n";
        if (found == "ok\n")
            return {};
        return fail("store.corrupt", "The workspace \"" + file().string() + "\" is damaged.", "Restore a copy of it.",
                    {{"found", found}});
    });
}

Status Store::transaction(const std::function<Status()>& body) {
    return m_impl->db->write([&] { return body(); });
}

Result<RunRecord> Store::record(const JobGraph& graph, const Observation& window,
                                const std::map<std::string, int>& labels) {
    return m_impl->recorder.record(graph, window, labels);
}

Result<std::int64_t> Store::recordAll(const JobGraph& graph, const std::vector<Observation>& windows,
                                      const std::vector<std::map<std::string, int>>& labels) {
    return m_impl->recorder.recordAll(graph, windows, labels);
}

Result<bool> Store::restore(const JobGraph& graph, const Observation& window, const std::map<std::string, int>& labels,
                            std::int64_t number) {
    return m_impl->recorder.restore(graph, window, labels, number);
}

Status Store::overrideLabel(const LabelOverride& value) {
    return m_impl->labels.set(value);
}

Result<std::vector<LabelOverride>> Store::overrides(std::int64_t run) {
    return m_impl->labels.ofRun(run);
}

Result<Page<RunRecord>> Store::runs(const std::string& jobName, int limit, const std::string& after,
                                    std::stop_token stop) {
    return m_impl->reader.runs(jobName, limit, after, stop);
}

Result<Page<GraphRecord>> Store::graphs(int limit, const std::string& after, std::stop_token stop) {
    return m_impl->reader.graphs(limit, after, stop);
}

Result<Page<ObservationRow>> Store::observations(const ObservationFilter& filter, int limit, const std::string& after,
                                                 std::stop_token stop) {
    return queryObservations(*m_impl->db, filter, limit, after, stop);
}

Result<std::optional<GraphRecord>> Store::graph(const std::string& hash) {
    return m_impl->reader.graph(hash);
}

Result<std::vector<Observation>> Store::windows(const std::string& connection, const std::string& jobName,
                                                std::optional<TimePoint> since, int limit, std::stop_token stop) {
    return m_impl->reader.windows(connection, jobName, since, limit, stop);
}

Result<std::optional<JobGraph>> Store::latestGraph(const std::string& connection, const std::string& jobName) {
    return m_impl->reader.latestGraph(connection, jobName);
}

Result<std::optional<RunRecord>> Store::run(std::int64_t id) {
    return m_impl->reader.run(id);
}

Result<std::optional<JobGraph>> Store::graphOfRun(std::int64_t run) {
    return m_impl->reader.graphOfRun(run);
}

Result<std::vector<RecordedWindow>> Store::windowsOfRun(std::int64_t run, std::int64_t from, int limit,
                                                        std::stop_token stop) {
    return m_impl->reader.windowsOfRun(run, from, limit, stop);
}

Result<std::optional<std::pair<std::int64_t, std::int64_t>>> Store::findWindow(const Observation& window) {
    return m_impl->reader.findWindow(window);
}

Result<std::vector<RunNodeSummary>> Store::summary(std::int64_t run) {
    return m_impl->reader.summary(run);
}

Status Store::insertPlan(const PlanRecord& plan, const AuditRow& audit) {
    return m_impl->plans.insert(plan, audit);
}

Status Store::movePlan(const std::string& id, const std::string& from, const std::string& to, const AuditRow& audit) {
    return m_impl->plans.move(id, from, to, audit);
}

Status Store::approvePlan(const ApprovalRecord& approval, const AuditRow& audit) {
    return m_impl->plans.approve(approval, audit);
}

Status Store::appendStep(const StepRecord& step, const std::string& ticketJson, const AuditRow& audit) {
    return m_impl->plans.appendStep(step, ticketJson, audit);
}

Status Store::finishPlan(const std::string& id, const std::string& from, const std::string& to,
                         const std::string& outcomeJson, const AuditRow& audit) {
    return m_impl->plans.finish(id, from, to, outcomeJson, audit);
}

Result<std::optional<PlanRecord>> Store::plan(const std::string& idOrPrefix) {
    return m_impl->plans.find(idOrPrefix);
}

Result<Page<PlanRecord>> Store::plans(const std::string& connection, const std::string& jobName,
                                      const std::string& state, int limit, const std::string& after) {
    return m_impl->plans.page(connection, jobName, state, limit, after);
}

Result<std::vector<ApprovalRecord>> Store::approvals(const std::string& planId) {
    return m_impl->plans.approvals(planId);
}

Result<std::vector<StepRecord>> Store::steps(const std::string& planId) {
    return m_impl->plans.steps(planId);
}

Status Store::audit(const AuditRow& row) {
    return m_impl->db->write([&]() -> Status {
        appendAudit(*m_impl->db, row);
        return {};
    });
}

Result<Page<AuditRow>> Store::auditRows(const std::string& about, std::optional<TimePoint> since, int limit,
                                        const std::string& after) {
    return queryAudit(*m_impl->db, about, since, limit, after);
}

Result<AuditVerdict> Store::verifyAudit(std::stop_token stop) {
    return verifyAuditChain(*m_impl->db, stop);
}

Result<std::int64_t> Store::putClusterSet(const ClusterSet& set) {
    return m_impl->clusters.put(set);
}

Result<std::optional<ClusterSet>> Store::clusterSet(std::optional<std::int64_t> id) {
    return m_impl->clusters.get(id);
}

Result<Page<ClusterSet>> Store::clusterSets(int limit, const std::string& after) {
    return m_impl->clusters.page(limit, after);
}

Result<std::int64_t> Store::addClusterEdit(const ClusterEdit& edit) {
    return m_impl->clusters.addEdit(edit);
}

Status Store::undoClusterEdit(std::int64_t id, const std::string& who, const std::string& reason) {
    return m_impl->clusters.undoEdit(id, who, reason, false);
}

Status Store::redoClusterEdit(std::int64_t id, const std::string& who, const std::string& reason) {
    return m_impl->clusters.undoEdit(id, who, reason, true);
}

Result<std::vector<ClusterEdit>> Store::clusterEdits() {
    return m_impl->clusters.edits();
}

Result<std::vector<KnownDistance>> Store::knownDistances(const std::string& definition) {
    return m_impl->clusters.distances(definition);
}

Status Store::keepDistances(const std::string& definition, const std::vector<KnownDistance>& distances) {
    return m_impl->clusters.keep(definition, distances);
}

Result<std::vector<JobShape>> Store::jobShapes(std::stop_token stop) {
    return m_impl->clusters.jobShapes(stop);
}

Result<std::int64_t> Store::addNote(const Note& note) {
    return m_impl->notes.add(note);
}

Status Store::removeNote(std::int64_t id) {
    return m_impl->notes.remove(id);
}

Result<std::vector<Note>> Store::notes(const std::string& subject) {
    return m_impl->notes.notes(subject);
}

Status Store::addTag(const std::string& subject, const std::string& tag) {
    return m_impl->notes.tag(subject, tag);
}

Status Store::removeTag(const std::string& subject, const std::string& tag) {
    return m_impl->notes.untag(subject, tag);
}

Result<std::vector<std::string>> Store::tags(const std::string& subject) {
    return m_impl->notes.tags(subject);
}

Result<std::vector<std::string>> Store::tagged(const std::string& tag) {
    return m_impl->notes.tagged(tag);
}

Result<RetentionReport> Store::forget(const Retention& what, const std::string& who, const std::string& reason,
                                      std::stop_token stop) {
    const auto drop = [&] { return forgetWindows(*m_impl->db, what, who, reason, stop); };
    if (what.copy.empty() || what.dryRun)
        return drop();
    ST_ASSIGN(const RetentionReport report, forgetWithCopy(*this, what, stop, drop));
    return shrunk(*m_impl->db, report);
}

Result<std::vector<TableSize>> Store::tableSizes(std::stop_token stop) {
    return streamtune::history::tableSizes(*m_impl->db, stop);
}

Result<std::optional<std::string>> Store::document(const std::string& kind, const std::string& key) {
    Database& db = *m_impl->db;
    return db.read({}, [&]() -> Result<std::optional<std::string>> {
        auto& query = db.sql("SELECT json FROM document WHERE kind = ? AND key = ?");
        SQLite::bind(query, kind, key);
        if (!query.executeStep())
            return std::nullopt;
        return query.getColumn(0).getString();
    });
}

Result<std::vector<std::pair<std::string, std::string>>> Store::documents(const std::string& kind) {
    Database& db = *m_impl->db;
    return db.read({}, [&]() -> Result<std::vector<std::pair<std::string, std::string>>> {
        auto& query = db.sql("SELECT key, json FROM document WHERE kind = ? ORDER BY key");
        query.bind(1, kind);
        std::vector<std::pair<std::string, std::string>> found;
        while (query.executeStep())
            found.emplace_back(query.getColumn(0).getString(), query.getColumn(1).getString());
        return found;
    });
}

Status Store::putDocument(const std::string& kind, const std::string& key, const std::string& json) {
    Database& db = *m_impl->db;
    return db.write([&]() -> Status {
        auto& put = db.sql("INSERT INTO document(kind, key, json) VALUES(?1, ?2, ?3) "
                           "ON CONFLICT(kind, key) DO UPDATE SET json = ?3");
        SQLite::bind(put, kind, key, json);
        put.exec();
        return {};
    });
}

Status Store::removeDocument(const std::string& kind, const std::string& key) {
    Database& db = *m_impl->db;
    return db.write([&]() -> Status {
        auto& remove = db.sql("DELETE FROM document WHERE kind = ? AND key = ?");
        SQLite::bind(remove, kind, key);
        remove.exec();
        return {};
    });
}

Status Store::updateDocument(const std::string& kind, const std::string& key,
                             const std::function<Result<std::string>(const std::optional<std::string>&)>& change) {
    return m_impl->db->write([&]() -> Status {
        ST_ASSIGN(const std::optional<std::string> before, document(kind, key));
        ST_ASSIGN(const std::string after, change(before));
        return putDocument(kind, key, after);
    });
}

} // namespace streamtune::history
