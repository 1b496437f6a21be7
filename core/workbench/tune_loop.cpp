// SPDX-License-Identifier: GPL-3.0-or-later
// The whole loop under a standing approval: every step is a plan of its own, checked, approved and applied as any
// other.
#include <algorithm>
#include <fmt/format.h>

#include "core/base/log.h"
#include "core/review/words.h"
#include "core/workbench/workbench_impl.h"

namespace streamtune::workbench {
namespace {

bool backpressured(const tune::Labels& labels) {
    return labels.underProvisioned;
}

Status checkRequest(const TuneRequest& request) {
    if (request.maxSteps < 1)
        return fail("tune.limit", "The loop needs at least one step.", "Give --max-steps a number from 1 on.");
    if (review::oneLine(request.approveAs).find_first_not_of(' ') == std::string::npos)
        return fail("plan.actor", "A standing approval needs a name.", "Add --approve-as NAME.");
    return {};
}

/// Errors of the engine end the loop with what was reached so far; everything else is told as it is.
bool ofEngine(const Error& error) {
    return error.code.starts_with("engine.") && error.code != "engine.cancelled" &&
           error.code != "engine.unknown_job" && error.code != "engine.ambiguous_job" &&
           error.code != "engine.unsupported";
}

TuneStep stepOf(const review::Plan& plan, std::string outcome) {
    TuneStep step{plan.id, std::move(outcome), plan.base, plan.target(), {}};
    for (const review::PlanChange& change : plan.changes)
        step.names[change.vertex] = change.name;
    return step;
}

} // namespace

Result<TuneResult> Workbench::tune(const TuneRequest& request, std::stop_token stop,
                                   const ProgressSink& progress) const {
    ST_TRY(checkRequest(request));
    ST_ASSIGN(engines::Profile profile, m_impl->profile(request.recommend.connection));
    profile.readOnly = profile.readOnly || m_impl->options.readOnly;
    if (profile.type == engines::ConnectionType::Prod && !request.allowProd)
        return fail("plan.standing",
                    "\"" + profile.name + "\" is a production connection, where a standing approval does not reach.",
                    "Approve every plan by hand, or add --allow-prod.");
    if (profile.readOnly)
        return fail("connection.read_only",
                    "The connection \"" + profile.name + "\" is read-only, so nothing can be tuned on it.",
                    "Use a connection that may change jobs.");

    RecommendRequest ask = request.recommend;
    if (request.maxSlots)
        ask.limits.maxSlots = std::min(request.maxSlots.value(), ask.limits.maxSlots.value_or(*request.maxSlots));
    const review::StandingApproval standing{request.approveAs, request.maxSteps, request.maxSlots, request.allowProd};
    TuneResult result;
    result.stoppedBecause = "max_steps";
    ask.freshness = Millis{0}; // every decision on a window of its own
    while (true) {
        report(progress, {"measuring and advising", result.reconfigurations, request.maxSteps, {}, true});
        auto advice = m_impl->advise(ask, result.reconfigurations, stop, progress);
        if (!advice && (result.steps.empty() || !ofEngine(advice.error())))
            return fail(advice.error());
        if (!advice) {
            log(LogLevel::Warning, "workbench", advice.error().sentence);
            result.stoppedBecause = "engine";
            break;
        }
        const review::Plan& plan = advice->plan;
        ask.job = plan.jobId;
        result.job = plan.jobName;
        result.final = plan.base;
        result.backpressured = backpressured(advice->recommendation.labels);
        if (plan.changes.empty() && plan.placement.empty()) {
            result.stoppedBecause = "steady";
            break;
        }
        if (static_cast<int>(result.steps.size()) >= request.maxSteps)
            break;

        ST_ASSIGN(const Bench bench, m_impl->bench());
        ST_ASSIGN(const auto reader, m_impl->engines->reader(profile));
        const review::Actor actor{
            request.approveAs,
            fmt::format("Standing approval, step {} of at most {}{}.", result.steps.size() + 1, request.maxSteps,
                        request.maxSlots ? fmt::format(", at most {} slots", *request.maxSlots) : "")};
        if (const Status approved = bench.reviewer->approve(plan, *reader, actor, standing, stop); !approved) {
            log(LogLevel::Warning, "workbench", approved.error().sentence);
            result.steps.push_back(stepOf(plan, "refused"));
            result.stoppedBecause = ofEngine(approved.error()) ? "engine" : "refused";
            break;
        }
        const auto outcome =
            bench.reviewer->apply(plan.id, profile, plan.jobName, stop, progress, {}, request.approveAs);
        if (!outcome) {
            if (outcome.error().code == "engine.cancelled")
                return fail(outcome.error());
            log(LogLevel::Warning, "workbench", outcome.error().sentence);
            result.steps.push_back(stepOf(plan, "refused"));
            result.stoppedBecause = ofEngine(outcome.error()) ? "engine" : "refused";
            break;
        }
        result.steps.push_back(stepOf(plan, review::toString(outcome->kind)));
        if (!outcome->reached.empty())
            result.final = outcome->reached;
        if (!outcome->jobId.empty())
            ask.job = outcome->jobId;
        const bool changed =
            outcome->kind == review::OutcomeKind::Achieved || outcome->kind == review::OutcomeKind::Partly;
        result.reconfigurations += changed ? 1 : 0;
        if (outcome->kind != review::OutcomeKind::Achieved) {
            result.stoppedBecause = "engine";
            break;
        }
    }
    return result;
}

} // namespace streamtune::workbench
