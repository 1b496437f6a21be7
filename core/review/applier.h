// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// The state machine of one apply, and the only maker of write permits. Every step is in the store before its request
/// leaves, so that an end at any moment leaves a plan whose outcome can be named (recover).

#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>

#include "core/engines/engine.h"
#include "core/history/store.h"
#include "core/review/life_cycle.h"
#include "core/review/reviewer.h"
#include "core/review/verify.h"

namespace streamtune::review {

using StepWatcher = std::function<void(const engines::ApplyStep&)>;

[[nodiscard]] Json stepToJson(const engines::ApplyStep& step);
[[nodiscard]] engines::ApplyStep stepFromJson(const Json& json);

class Applier {
public:
    Applier(history::Store& store, engines::EngineFactory& engines, std::shared_ptr<Clock> clock, std::string actor);

    /// As Reviewer::apply.
    [[nodiscard]] Result<Outcome> apply(const std::string& planId, const engines::Profile& profile,
                                        const std::string& confirm, std::stop_token stop, const ProgressSink& progress,
                                        const StepWatcher& onStep, const std::string& outsideWindow);

private:
    [[nodiscard]] Result<StoredPlan> ready(const std::string& planId, const engines::Profile& profile,
                                           const std::string& confirm, const std::string& outsideWindow);
    /// Change windows allow it, or `reason` says why it is done all the same.
    [[nodiscard]] Status inWindow(const StoredPlan& stored, const engines::Profile& profile, const std::string& reason);
    [[nodiscard]] Status approved(const StoredPlan& stored);
    [[nodiscard]] Status preflight(const StoredPlan& stored, engines::EngineReader& reader, std::stop_token stop);
    [[nodiscard]] Result<Outcome> send(const StoredPlan& stored, const engines::Profile& profile,
                                       engines::EngineReader& reader, std::stop_token stop,
                                       const ProgressSink& progress, const StepWatcher& onStep);
    [[nodiscard]] Result<Outcome> endUnsent(const Plan& plan, const Error& error);
    [[nodiscard]] Result<Outcome> finish(const Plan& plan, PlanState from, Outcome outcome);
    std::unexpected<Error> refused(const StoredPlan& stored, std::optional<PlanState> to, Error error);

    history::Store& m_store;
    engines::EngineFactory& m_engines;
    std::shared_ptr<Clock> m_clock;
    std::string m_actor;
    std::string m_overridden; ///< the change window in spite of which the plan is applied; empty = none
};

/// Names the outcome of plans whose applier died. The caller holds the job's lock.
class Recovery {
public:
    Recovery(history::Store& store, std::shared_ptr<Clock> clock) : m_store(store), m_clock(std::move(clock)) {}
    /// `reader` is nullptr where the connection is gone. False: not decided within `patience`, still in verifying.
    [[nodiscard]] Result<bool> name(const StoredPlan& stored, engines::EngineReader* reader, const Error& whyNoReader,
                                    Millis patience);

private:
    history::Store& m_store;
    std::shared_ptr<Clock> m_clock;
};

/// Stored plans in applying or verifying of one connection and job ("" = all).
[[nodiscard]] Result<std::vector<history::PlanRecord>>
unfinishedPlans(history::Store& store, const std::string& connection, const std::string& jobName);
/// Outcome, state and audit row in one transaction; then a plan that this one has undone becomes rolled_back.
[[nodiscard]] Result<Outcome> finishPlan(history::Store& store, const Plan& plan, PlanState from, Outcome outcome,
                                         TimePoint at, const std::string& actor, const std::string& action);

} // namespace streamtune::review
