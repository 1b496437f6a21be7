// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Rows of the history store, as plain values. Ids are row ids of the store; 0 = not stored.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/base/number.h"
#include "core/base/time.h"
#include "core/graph/job_graph.h"
#include "core/graph/observation.h"

namespace streamtune::history {

/// All observations of one deployment (one parallelism vector) of one job.
struct RunRecord {
    std::int64_t id = 0;
    std::string connection;
    std::string engine;
    std::string jobId;
    std::string jobName;
    std::string graphHash;  ///< canonical hash of the stored graph
    std::string deployment; ///< as in Observation
    ParallelismVector parallelism;
    TimePoint started{};
    TimePoint lastSeen{};
    std::int64_t windows = 0;
};

struct GraphRecord {
    std::string hash;
    JobGraph graph; ///< as first seen, features included
    std::int64_t jobs = 0;
    std::int64_t runs = 0;
    TimePoint firstSeen{};
};

/// A window of a run with its number and the labels it was recorded with (overrides not applied).
struct RecordedWindow {
    std::int64_t run = 0;
    std::int64_t number = 0;
    Observation window;
    std::map<std::string, int> labels;
};

/// One node over all windows of a run; kept up to date by recording, so that it costs no scan.
struct RunNodeSummary {
    std::string id;
    std::string name;
    int parallelism = 0;
    std::int64_t windows = 0;
    Number busyMax;  ///< largest busyMax; missing when no window had one
    Number busyMean; ///< mean of busyMax
    Number backpressuredMax;
    Number backpressuredMean;
    std::int64_t bottleneck = 0; ///< windows with label 1, overrides applied
    std::int64_t sufficient = 0; ///< label 0
    std::int64_t undecided = 0;  ///< label -1
};

/// One node in one window.
struct ObservationRow {
    std::int64_t run = 0;
    std::int64_t window = 0; ///< number inside the run, from 0
    TimePoint start{};
    double seconds = 0;
    bool quiet = true;
    std::string jobName;
    std::string connection;
    NodeObservation node;
    std::string nodeName;
    std::optional<int> label; ///< 1 bottleneck, 0 not, -1 unknown; override applied
    bool labelOverridden = false;
};

struct LabelOverride {
    std::int64_t run = 0;
    std::int64_t window = 0;
    std::string node;
    int label = 0;
    std::string who;
    std::string reason;
    TimePoint at{};
};

/// One audit row. hash = SHA-256 over prev and the canonical text of the other fields.
struct AuditRow {
    std::int64_t seq = 0;
    TimePoint at{};
    std::string actor;
    std::string
        action; ///< e.g. plan.created, plan.checked, plan.approved, plan.refused, apply.step, apply.outcome, rollback
    std::string subject; ///< e.g. plan:<id>, job:<connection>/<job>
    std::string reason;
    std::string detail; ///< JSON text, secrets redacted
    std::string prev;
    std::string hash;
};

/// A plan as stored; the JSON is streamtune.plan/1 without `state`, exactly as hashed.
struct PlanRecord {
    std::string id;
    std::string hash;
    std::string json;
    std::string state; ///< draft checked approved applying verifying done partly failed unknown stale refused rejected
                       ///< expired rolled_back
    std::string connection;
    std::string jobId;
    std::string jobName;
    std::string parent;
    TimePoint created{};
    TimePoint updated{};
    std::string outcome; ///< JSON text of review::Outcome, empty until there is one
    std::string ticket;  ///< JSON text of engines::ApplyTicket, empty until applying
};

struct ApprovalRecord {
    std::string planId;
    std::string planHash; ///< an approval is valid for exactly this hash
    std::string who;
    std::string reason;
    TimePoint at{};
    std::string standing; ///< JSON of the standing approval and its limits (tune loop), else empty
};

struct StepRecord {
    std::string planId;
    std::int64_t seq = 0;
    TimePoint at{};
    std::string json; ///< engines::ApplyStep as JSON text
};

} // namespace streamtune::history
