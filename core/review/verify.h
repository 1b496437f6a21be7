// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Accepted is not done: reads the parallelism back until it is reached or can no longer be, and names the outcome.

#include <stop_token>
#include <string>

#include "core/engines/engine.h"
#include "core/review/reviewer.h"

namespace streamtune::review {

/// What is known about the request apart from the cluster's state.
struct RequestFate {
    bool accepted = false; ///< the engine answered that it took the change
    std::string refusal;   ///< sentence of the engine's error, where it answered with one
};

/// Names the outcome of a state that will not change any more (settled, failed, or the grace is over).
[[nodiscard]] Outcome judge(const Plan& plan, const engines::ApplyStatus& status, const RequestFate& fate);

struct Verification {
    Outcome outcome;
    bool decided = true; ///< false: patience ended before the grace, the state may still change
};

/// Polls by the engine's own clock. Never cancelled: it stands behind the point of no return. `spent` is the time since
/// the request was sent; `patience` bounds this call (negative: no bound but the grace).
[[nodiscard]] Verification verify(const Plan& plan, const engines::ApplyTicket& ticket, const RequestFate& fate,
                                  engines::EngineReader& reader, Millis spent, Millis patience,
                                  const ProgressSink& progress);

[[nodiscard]] PlanState stateOf(OutcomeKind kind);

} // namespace streamtune::review
