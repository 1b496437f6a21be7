// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/history/schema.h"

namespace streamtune::history {
namespace {

// Times are milliseconds since 1970 (UTC), except in `audit`, which scripts read: RFC 3339 there.
//
// graph     one row per canonical form; variant: the concrete texts seen of it (ids, names, features).
// job       what people call a job: a name on a connection. run: one deployment of it.
// run_node  the nodes of a run; pos is what `observation` refers to. Ids and names are interned in `text`.
// window    one quiet window. `detail` holds every number exactly (format: window_detail.h); busy_max, bp_max and
// labels
//           are the largest values and the bits of the labels of its nodes, so that the two covering indexes decide
//           which windows a filter must open. Labels as bits: 1 = bottleneck, 2 = not, 4 = unknown.
// observation  one node in one window: only what filters ask for. NULL in busy_max or bp_max means missing or NaN;
//           which of the two, says `detail` (SQLite turns NaN into NULL).
constexpr const char* kVersion1 = R"sql(
CREATE TABLE text(id INTEGER PRIMARY KEY, value TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE graph(id INTEGER PRIMARY KEY, hash TEXT NOT NULL UNIQUE, first_seen INTEGER NOT NULL) STRICT;
CREATE TABLE variant(id INTEGER PRIMARY KEY, graph INTEGER NOT NULL REFERENCES graph(id), digest TEXT NOT NULL UNIQUE,
    json TEXT NOT NULL) STRICT;
CREATE TABLE job(id INTEGER PRIMARY KEY, connection TEXT NOT NULL, name TEXT NOT NULL, UNIQUE(name, connection)) STRICT;
CREATE TABLE run(id INTEGER PRIMARY KEY, job INTEGER NOT NULL REFERENCES job(id), engine TEXT NOT NULL,
    job_id TEXT NOT NULL, deployment TEXT NOT NULL, variant INTEGER NOT NULL REFERENCES variant(id),
    started INTEGER NOT NULL, last_seen INTEGER NOT NULL, windows INTEGER NOT NULL DEFAULT 0,
    observations INTEGER NOT NULL DEFAULT 0, UNIQUE(job, deployment, job_id, engine)) STRICT;
CREATE INDEX run_time ON run(started, id);
CREATE INDEX run_variant ON run(variant);
CREATE TABLE run_node(run INTEGER NOT NULL, pos INTEGER NOT NULL, node INTEGER NOT NULL, name INTEGER NOT NULL,
    parallelism INTEGER NOT NULL, PRIMARY KEY(run, pos)) STRICT, WITHOUT ROWID;

CREATE TABLE window(id INTEGER PRIMARY KEY, run INTEGER NOT NULL, job INTEGER NOT NULL, number INTEGER NOT NULL,
    start INTEGER NOT NULL, finish INTEGER NOT NULL, quiet INTEGER NOT NULL, busy_max REAL, bp_max REAL,
    labels INTEGER NOT NULL, detail BLOB NOT NULL) STRICT;
CREATE UNIQUE INDEX window_run ON window(run, number);
CREATE INDEX window_time ON window(start, id, run, job, busy_max, bp_max, labels);
CREATE INDEX window_job ON window(job, start, id, run, busy_max, bp_max, labels);
CREATE TABLE observation(window INTEGER NOT NULL, ord INTEGER NOT NULL, node INTEGER NOT NULL, busy_max REAL,
    bp_max REAL, label INTEGER, override INTEGER, PRIMARY KEY(window, ord)) STRICT, WITHOUT ROWID;
CREATE TABLE label_override(id INTEGER PRIMARY KEY, run INTEGER NOT NULL, number INTEGER NOT NULL, node TEXT NOT NULL,
    label INTEGER NOT NULL, who TEXT NOT NULL, reason TEXT NOT NULL, at INTEGER NOT NULL) STRICT;
CREATE INDEX label_override_run ON label_override(run, number);

CREATE TABLE plan(seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, hash TEXT NOT NULL, json TEXT NOT NULL,
    state TEXT NOT NULL CHECK(state IN ('draft','checked','approved','applying','verifying','done','partly','failed',
        'unknown','stale','refused','rejected','expired','rolled_back')),
    connection TEXT NOT NULL, job_id TEXT NOT NULL, job_name TEXT NOT NULL, parent TEXT NOT NULL,
    created INTEGER NOT NULL, updated INTEGER NOT NULL, outcome TEXT NOT NULL, ticket TEXT NOT NULL) STRICT;
CREATE INDEX plan_time ON plan(created, seq);
CREATE INDEX plan_state ON plan(state, created, seq);
CREATE TRIGGER plan_immutable BEFORE UPDATE OF id, hash, json, connection, job_id, job_name, parent, created ON plan
    BEGIN SELECT RAISE(ABORT, 'a plan cannot be changed, an edit makes a new one'); END;
CREATE TRIGGER plan_kept BEFORE DELETE ON plan BEGIN SELECT RAISE(ABORT, 'plans are kept'); END;
CREATE TABLE approval(id INTEGER PRIMARY KEY, plan TEXT NOT NULL REFERENCES plan(id), plan_hash TEXT NOT NULL,
    who TEXT NOT NULL, reason TEXT NOT NULL, at INTEGER NOT NULL, standing TEXT NOT NULL) STRICT;
CREATE INDEX approval_plan ON approval(plan);
CREATE TABLE step(plan TEXT NOT NULL REFERENCES plan(id), seq INTEGER NOT NULL, at INTEGER NOT NULL, json TEXT NOT NULL,
    PRIMARY KEY(plan, seq)) STRICT;

CREATE TABLE audit(seq INTEGER PRIMARY KEY, at TEXT NOT NULL, actor TEXT NOT NULL, action TEXT NOT NULL,
    subject TEXT NOT NULL, reason TEXT NOT NULL, detail TEXT NOT NULL, prev TEXT NOT NULL, hash TEXT NOT NULL) STRICT;
CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END;
CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END;
CREATE TRIGGER audit_no_replace BEFORE INSERT ON audit WHEN EXISTS(SELECT 1 FROM audit WHERE seq >= NEW.seq)
    BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END;
CREATE TABLE audit_head(id INTEGER PRIMARY KEY CHECK(id = 1), seq INTEGER NOT NULL, hash TEXT NOT NULL) STRICT;
CREATE TRIGGER audit_head_forward BEFORE UPDATE ON audit_head WHEN NEW.seq <= OLD.seq
    BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END;
CREATE TRIGGER audit_head_kept BEFORE DELETE ON audit_head
    BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END;

CREATE TABLE document(kind TEXT NOT NULL, key TEXT NOT NULL, json TEXT NOT NULL, PRIMARY KEY(kind, key)) STRICT;
)sql";

// Summary of a node over a run, so that grouping and "has this node ever …" never read the observations.
constexpr const char* kVersion2 = R"sql(
CREATE TABLE run_summary(run INTEGER NOT NULL, pos INTEGER NOT NULL, windows INTEGER NOT NULL, busy_max REAL,
    busy_sum REAL NOT NULL, busy_count INTEGER NOT NULL, bp_max REAL, bp_sum REAL NOT NULL, bp_count INTEGER NOT NULL,
    bottleneck INTEGER NOT NULL, sufficient INTEGER NOT NULL, undecided INTEGER NOT NULL,
    PRIMARY KEY(run, pos)) STRICT, WITHOUT ROWID;
INSERT INTO run_summary SELECT w.run, o.node, count(*), max(o.busy_max),
    total(o.busy_max) FILTER (WHERE abs(o.busy_max) < 1e9), count(o.busy_max) FILTER (WHERE abs(o.busy_max) < 1e9),
    max(o.bp_max), total(o.bp_max) FILTER (WHERE abs(o.bp_max) < 1e9), count(o.bp_max) FILTER (WHERE abs(o.bp_max) < 1e9),
    total(coalesce(o.override, o.label) = 1),
    total(coalesce(o.override, o.label) = 0), total(coalesce(o.override, o.label) = -1)
    FROM window w CROSS JOIN observation o ON o.window = w.id GROUP BY w.run, o.node;
)sql";

#define ST_REFRESH_WINDOWS                                                                                             \
    "UPDATE window SET (labels, busy_b, busy_s, busy_u, bp_b, bp_s, bp_u, both_max) = (SELECT "                        \
    "coalesce(max(coalesce(override, label) = 1), 0) + 2 * coalesce(max(coalesce(override, label) = 0), 0) + "         \
    "4 * coalesce(max(coalesce(override, label) = -1), 0), "                                                           \
    "max(busy_max) FILTER (WHERE coalesce(override, label) = 1), max(busy_max) FILTER (WHERE coalesce(override, "      \
    "label) = 0), "                                                                                                    \
    "max(busy_max) FILTER (WHERE coalesce(override, label) = -1), max(bp_max) FILTER (WHERE coalesce(override, "       \
    "label) = 1), "                                                                                                    \
    "max(bp_max) FILTER (WHERE coalesce(override, label) = 0), max(bp_max) FILTER (WHERE coalesce(override, label) = " \
    "-1), "                                                                                                            \
    "max(min(busy_max, bp_max)) FROM observation WHERE observation.window = window.id) "

// Filters that ask for two things of one node (a label and a share, both shares) could only be answered by opening
// every window that has the two on different nodes. Largest shares of the nodes labelled bottleneck (b), sufficient
// (s), undecided (u), and the largest of min(busy, back-pressured): both_max > min(x, y) where a node has busy > x and
// bp > y.
constexpr const char* kVersion3 =
    "ALTER TABLE window ADD COLUMN busy_b REAL; ALTER TABLE window ADD COLUMN busy_s REAL;"
    "ALTER TABLE window ADD COLUMN busy_u REAL; ALTER TABLE window ADD COLUMN bp_b REAL;"
    "ALTER TABLE window ADD COLUMN bp_s REAL; ALTER TABLE window ADD COLUMN bp_u REAL;"
    "ALTER TABLE window ADD COLUMN both_max REAL;"
    "DROP INDEX window_time; DROP INDEX window_job;" ST_REFRESH_WINDOWS ";"
    "CREATE INDEX window_time ON window(start, id, run, job, busy_max, bp_max, labels, busy_b, "
    "busy_s, busy_u, bp_b, bp_s, bp_u, both_max);"
    "CREATE INDEX window_job ON window(job, start, id, run, busy_max, bp_max, labels, busy_b, "
    "busy_s, busy_u, bp_b, bp_s, bp_u, both_max);";

// cluster_set  one clustering with its parameters; never changed, `parent` is the one before. cluster, cluster_member:
// who
//              is where in it; graphs by canonical hash. cluster_edit: what people changed, applied anew after each
//              clustering. ged_distance: bounds that were computed, a < b.
constexpr const char* kVersion4 = R"sql(
CREATE TABLE cluster_set(id INTEGER PRIMARY KEY, parent INTEGER NOT NULL, at INTEGER NOT NULL, origin TEXT NOT NULL,
    who TEXT NOT NULL, reason TEXT NOT NULL, definition TEXT NOT NULL, tau REAL NOT NULL, k_asked INTEGER,
    seed INTEGER NOT NULL, starts INTEGER NOT NULL, novelty REAL NOT NULL, computed INTEGER NOT NULL,
    pairs INTEGER NOT NULL, total REAL NOT NULL, silhouette REAL NOT NULL) STRICT;
CREATE TABLE cluster("set" INTEGER NOT NULL REFERENCES cluster_set(id), ord INTEGER NOT NULL, id TEXT NOT NULL,
    name TEXT NOT NULL, centre TEXT NOT NULL, came_from TEXT NOT NULL, silhouette REAL NOT NULL,
    PRIMARY KEY("set", ord)) STRICT;
CREATE TABLE cluster_member("set" INTEGER NOT NULL REFERENCES cluster_set(id), graph TEXT NOT NULL,
    cluster INTEGER NOT NULL, lower REAL NOT NULL, upper REAL NOT NULL, placed_by INTEGER NOT NULL,
    PRIMARY KEY("set", graph)) STRICT;
CREATE TABLE cluster_edit(id INTEGER PRIMARY KEY, at INTEGER NOT NULL, kind TEXT NOT NULL
    CHECK(kind IN ('move','merge','split','rename')), detail TEXT NOT NULL, who TEXT NOT NULL, reason TEXT NOT NULL,
    undone INTEGER NOT NULL) STRICT;
CREATE TABLE ged_distance(definition TEXT NOT NULL, a TEXT NOT NULL, b TEXT NOT NULL, lower REAL NOT NULL,
    upper REAL NOT NULL, PRIMARY KEY(definition, a, b)) STRICT, WITHOUT ROWID;
CREATE TABLE note(id INTEGER PRIMARY KEY, subject TEXT NOT NULL, text TEXT NOT NULL, who TEXT NOT NULL,
    at INTEGER NOT NULL) STRICT;
CREATE INDEX note_subject ON note(subject, id);
CREATE TABLE tag(subject TEXT NOT NULL, tag TEXT NOT NULL, PRIMARY KEY(subject, tag)) STRICT, WITHOUT ROWID;
CREATE INDEX tag_tag ON tag(tag, subject);
)sql";

} // namespace

const std::array<const char*, kSchemaVersion> kMigrations{kVersion1, kVersion2, kVersion3, kVersion4};

const char* const kRefreshWindow = ST_REFRESH_WINDOWS "WHERE id = ?";

const std::array<const char*, 23> kTables{
    "text",           "graph",        "variant",        "job",         "run",         "run_node",
    "window",         "observation",  "label_override", "plan",        "approval",    "step",
    "audit",          "audit_head",   "document",       "run_summary", "cluster_set", "cluster",
    "cluster_member", "cluster_edit", "ged_distance",   "note",        "tag"};

} // namespace streamtune::history
