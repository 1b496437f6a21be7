// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// The plan: immutable, hashed, exactly what is applied (streamtune.plan/1). An edit makes a new plan with a parent.

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/base/json.h"
#include "core/base/time.h"
#include "core/engines/engine.h"
#include "core/tune/recommendation.h"

namespace streamtune::review {

enum class PlanState {
    Draft,
    Checked,
    Approved,
    Applying,
    Verifying,
    Done,
    Partly,
    Failed,
    Unknown,
    Stale,
    Refused,
    Rejected,
    Expired,
    RolledBack
};
[[nodiscard]] const char* toString(PlanState state); ///< words of streamtune.plan/1
[[nodiscard]] Result<PlanState> planStateFromString(std::string_view text);

struct PlanChange {
    std::string vertex;
    std::string name;
    int from = 0;
    int to = 0;
    int lower = 1;
    std::string reason;
    Number predictedBusy;
    Number predictedBottleneck;
    bool edited = false; ///< by a person: "yours"
};

struct Plan {
    std::string id;
    std::string connection;
    std::string engine;
    std::string jobId;
    std::string jobName;
    std::string epoch;      ///< JobSnapshot::epoch when it was made; another one means stale
    std::string graphHash;  ///< canonical hash of the graph it was made for
    ParallelismVector base; ///< every vertex
    std::vector<PlanChange> changes;
    engines::ApplyPath path = engines::ApplyPath::InPlace;
    int slotsBefore = 0;
    int slotsAfter = 0;
    TimePoint created{};
    TimePoint expires{};
    std::string model;           ///< method and, later, model id
    std::string evidence = "[]"; ///< JSON text of an array: windows used, decisions with intermediate values
    std::optional<std::string> parent;
    std::vector<std::string> whyNothing;
    std::map<std::string, std::vector<int>> placement; ///< Timely
    std::string savepoint;                             ///< rollback of the savepoint path
    bool rollback = false;                             ///< a reverse plan; `parent` is the plan it undoes

    [[nodiscard]] ParallelismVector target() const; ///< base with changes
};

/// JSON without `state`; `hash` included.
[[nodiscard]] Json planToJson(const Plan& plan);
/// "sha256:" + SHA-256 of the canonical JSON without hash and state.
[[nodiscard]] std::string planHash(const Plan& plan);
/// Errors "plan.format", "plan.hash" (edited by hand: the hash does not fit).
[[nodiscard]] Result<Plan> planFromJson(const Json& json);
/// The `+ ~ -` table with the one-line total, for terminals and tickets.
[[nodiscard]] std::string planAsText(const Plan& plan);
/// Take it elsewhere: "json" | "rest" | "yaml" | "ticket" | "args".
[[nodiscard]] Result<std::string> planAs(const Plan& plan, const std::string& form);

} // namespace streamtune::review
