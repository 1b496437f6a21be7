// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/review_flow.h"

#include <QCoreApplication>
#include <algorithm>

#include "core/review/change_window.h"
#include "ui/session/text.h"

namespace streamtune::ui {

using review::PlanState;

ReviewFlow::ReviewFlow(Session& session, QObject* parent) : QObject(parent), m_session(session) {
    connect(&session, &Session::workspaceClosed, this, &ReviewFlow::close);
}

const ConnectionState* ReviewFlow::connection() const {
    return m_file ? m_session.connection(m_file->plan.connection) : nullptr;
}

bool ReviewFlow::needsTypedName() const {
    const auto* state = connection();
    return state && Session::isProd(state->profile);
}

QString ReviewFlow::closedWindow() const {
    const auto* state = connection();
    if (!state || m_file->plan.rollback)
        return {};
    const auto option = state->profile.options.find(review::kChangeWindow);
    if (option == state->profile.options.end())
        return {};
    const auto windows = review::ChangeWindows::parse(option->second);
    return windows && !windows->isOpen(wallClock()) ? text(windows->text()) : QString();
}

bool ReviewFlow::isFor(const std::string& connectionName, const std::string& jobId) const {
    return m_file && m_file->plan.connection == connectionName && m_file->plan.jobId == jobId;
}

void ReviewFlow::setStep(ReviewStep step) {
    m_step = step;
    if (step == ReviewStep::None)
        m_job = 0;
    Q_EMIT changed();
}

void ReviewFlow::failedStep(const QString& what, const Error& error, std::function<void()> retry) {
    if (!error.code.ends_with(".cancelled"))
        m_session.troubles().raise(QStringLiteral("review"), what, error, retry ? tr("Try again") : QString(),
                                   std::move(retry));
    const bool had = m_file != nullptr;
    const std::string id = had ? m_file->plan.id : std::string();
    setStep(ReviewStep::None);
    if (had)
        load(id, false); // a refusal may have moved its state
}

void ReviewFlow::recommend(const workbench::RecommendRequest& request) {
    if (busy() || !m_session.isOpen())
        return;
    makePlan(
        tr("Advise parallelism by %1").arg(text(request.method)), ReviewStep::Recommending,
        [bench = m_session.bench(), request](std::stop_token stop, const ProgressSink& progress) {
            return bench->recommend(request, stop, progress);
        },
        [this, request] { recommend(request); });
}

void ReviewFlow::draft(const workbench::Scenario& scenario) {
    if (busy() || !m_session.isOpen())
        return;
    makePlan(
        tr("Make a draft of what-if"), ReviewStep::Drafting,
        [bench = m_session.bench(), scenario](std::stop_token stop, const ProgressSink& progress) {
            return workbench::EvidenceDesk(*bench).draft(scenario, stop, progress);
        },
        [this, scenario] { draft(scenario); });
}

/// A plan of its own, with no edits before it.
void ReviewFlow::makePlan(const QString& what, ReviewStep step,
                          std::function<Result<review::Plan>(std::stop_token, const ProgressSink&)> work,
                          std::function<void()> again) {
    m_session.troubles().settle(QStringLiteral("review"));
    m_job = m_session.runner().start<review::Plan>(
        {.title = what, .lane = "review"}, this, std::move(work),
        [this](const std::shared_ptr<const review::Plan>& plan) {
            m_undo.clear();
            m_redo.clear();
            m_locked.clear();
            setStep(ReviewStep::None);
            load(plan->id, true);
        },
        [this, what, again = std::move(again)](const Error& error) { failedStep(what, error, again); });
    setStep(step);
}

void ReviewFlow::open(const std::string& planId) {
    if (busy() || !m_session.isOpen())
        return;
    m_undo.clear();
    m_redo.clear();
    m_locked.clear();
    load(planId, false);
}

void ReviewFlow::close() {
    m_file.reset();
    m_steps.clear();
    m_undo.clear();
    m_redo.clear();
    m_locked.clear();
    m_pastNoReturn = false;
    m_step = ReviewStep::None;
    Q_EMIT changed();
    Q_EMIT stepsChanged();
}

void ReviewFlow::load(const std::string& planId, bool thenCheck) {
    m_job = m_session.runner().start<PlanFile>(
        {.title = tr("Read plan %1").arg(planLabel(planId)), .lane = "review", .quiet = true}, this,
        [bench = m_session.bench(), planId](std::stop_token, const ProgressSink&) {
            return readPlanFile(*bench, planId);
        },
        [this, thenCheck](const std::shared_ptr<const PlanFile>& file) {
            auto next = std::make_shared<PlanFile>(*file);
            const bool same = m_file && m_file->plan.id == next->plan.id;
            if (same) {
                next->preflight = m_file->preflight;
                next->preflightError = m_file->preflightError;
            }
            m_steps = next->steps;
            m_pastNoReturn = false;
            setStep(ReviewStep::None);
            setFile(std::move(next));
            if (!same)
                Q_EMIT planOpened();
            const bool open = m_file->state == PlanState::Draft || m_file->state == PlanState::Checked ||
                              m_file->state == PlanState::Approved;
            if (open && !m_file->plan.changes.empty() && (thenCheck || !same))
                check();
        },
        [this, planId](const Error& error) {
            m_session.troubles().raise(QStringLiteral("review"), tr("Read plan %1").arg(planLabel(planId)), error);
            setStep(ReviewStep::None);
        });
    setStep(ReviewStep::Loading);
}

void ReviewFlow::setFile(std::shared_ptr<const PlanFile> file) {
    m_file = std::move(file);
    Q_EMIT changed();
    Q_EMIT stepsChanged();
}

void ReviewFlow::check() {
    if (busy() || !m_file)
        return;
    const std::string id = m_file->plan.id;
    const bool draft = m_file->state == PlanState::Draft;
    struct Reply {
        review::Preflight preflight;
        PlanState state;
    };
    m_job = m_session.runner().start<Reply>(
        {.title = tr("Check plan %1").arg(planLabel(id)), .lane = "review"}, this,
        [bench = m_session.bench(), id, draft](std::stop_token stop, const ProgressSink&) -> Result<Reply> {
            Reply reply;
            // A plan that is checked already is only looked at again: nothing is sent, its state stays.
            ST_ASSIGN(reply.preflight, draft ? bench->check(id, stop) : bench->dryRun(id, stop));
            ST_ASSIGN(reply.state, bench->planState(id));
            return reply;
        },
        [this](const std::shared_ptr<const Reply>& reply) {
            auto next = std::make_shared<PlanFile>(*m_file);
            next->preflight = reply->preflight;
            next->preflightError.reset();
            next->state = reply->state;
            m_session.troubles().settle(QStringLiteral("review"));
            m_step = ReviewStep::None;
            setFile(std::move(next));
        },
        [this](const Error& error) {
            if (m_file) {
                auto next = std::make_shared<PlanFile>(*m_file);
                next->preflightError = error;
                m_file = std::move(next);
            }
            failedStep(tr("Check the plan"), error, [this] { check(); });
        });
    setStep(ReviewStep::Checking);
}

void ReviewFlow::approve(const review::Actor& actor) {
    if (!whyNotApprove().isEmpty())
        return;
    const std::string id = m_file->plan.id;
    m_job = m_session.runner().run(
        {.title = tr("Approve plan %1").arg(planLabel(id)), .lane = "review"}, this,
        [bench = m_session.bench(), id, actor](std::stop_token stop, const ProgressSink&) {
            return bench->approve(id, actor, stop);
        },
        [this, id] {
            m_session.troubles().settle(QStringLiteral("review"));
            load(id, false);
        },
        [this, actor](const Error& error) {
            failedStep(tr("Approve the plan"), error, [this, actor] { approve(actor); });
        });
    setStep(ReviewStep::Approving);
}

void ReviewFlow::reject(const review::Actor& actor) {
    if (!whyNotReject().isEmpty())
        return;
    const std::string id = m_file->plan.id;
    m_job = m_session.runner().run(
        {.title = tr("Reject plan %1").arg(planLabel(id)), .lane = "review"}, this,
        [bench = m_session.bench(), id, actor](std::stop_token, const ProgressSink&) {
            return bench->reject(id, actor);
        },
        [this, id] { load(id, false); }, [this](const Error& error) { failedStep(tr("Reject the plan"), error, {}); });
    setStep(ReviewStep::Approving);
}

void ReviewFlow::apply(const std::string& confirm, const std::string& outsideWindow) {
    if (!whyNotApply().isEmpty())
        return;
    const std::string id = m_file->plan.id;
    m_steps.clear();
    m_pastNoReturn = false;
    m_job = m_session.runner().start<review::Outcome>(
        {.title = tr("Apply plan %1 to %2").arg(planLabel(id), text(m_file->plan.jobName)),
         .lane = "review",
         .mustFinish = true},
        this,
        [this, bench = m_session.bench(), id, confirm, outsideWindow](std::stop_token stop,
                                                                      const ProgressSink& progress) {
            const auto tell = [this](const engines::ApplyStep& step) {
                // The runner waits for this thread before the window goes, so `this` lives.
                QMetaObject::invokeMethod(this, [this, step] { onStep(step); }, Qt::QueuedConnection);
            };
            return bench->apply(id, confirm, stop, progress, tell, outsideWindow);
        },
        [this, id](const std::shared_ptr<const review::Outcome>& outcome) {
            m_session.troubles().settle(QStringLiteral("review"));
            const std::string was = m_file ? m_file->plan.jobId : std::string();
            load(id, false);
            if (!outcome->jobId.empty() && outcome->jobId != was)
                Q_EMIT jobRenamed(text(outcome->jobId));
            Q_EMIT applied();
        },
        [this](const Error& error) {
            failedStep(tr("Apply the plan"), error, {});
            Q_EMIT applied();
        });
    setStep(ReviewStep::Applying);
    Q_EMIT stepsChanged();
}

void ReviewFlow::onStep(const engines::ApplyStep& step) {
    if (m_step != ReviewStep::Applying)
        return;
    m_pastNoReturn = m_pastNoReturn || step.pointOfNoReturn;
    m_steps.push_back(step);
    Q_EMIT stepsChanged();
    if (step.pointOfNoReturn)
        Q_EMIT changed();
}

void ReviewFlow::cancel() {
    if (m_job != 0 && whyNotCancel().isEmpty())
        m_session.runner().cancel(m_job);
}

void ReviewFlow::reverse() {
    if (!whyNotReverse().isEmpty())
        return;
    const std::string id = m_file->plan.id;
    makePlan(
        tr("Make the plan that rolls back %1").arg(planLabel(id)), ReviewStep::Reversing,
        [bench = m_session.bench(), id](std::stop_token stop, const ProgressSink&) {
            return bench->reversePlan(id, stop);
        },
        [this] { reverse(); });
}

void ReviewFlow::edit(const ParallelismVector& numbers) {
    if (!whyNotEdit().isEmpty())
        return;
    const std::string parent = m_file->plan.id;
    m_job = m_session.runner().start<review::Plan>(
        {.title = tr("Edit plan %1").arg(planLabel(parent)), .lane = "review", .quiet = true}, this,
        [bench = m_session.bench(), parent, numbers](std::stop_token, const ProgressSink&) {
            return bench->editPlan(parent, numbers);
        },
        [this, parent](const std::shared_ptr<const review::Plan>& plan) {
            m_session.troubles().settle(QStringLiteral("review"));
            m_undo.push_back(parent);
            m_redo.clear();
            setStep(ReviewStep::None);
            load(plan->id, true);
        },
        [this](const Error& error) { failedStep(tr("Edit the plan"), error, {}); });
    setStep(ReviewStep::Editing);
}

void ReviewFlow::exclude(const std::string& vertex) {
    if (!m_file)
        return;
    ParallelismVector numbers = m_file->plan.target();
    const auto base = m_file->plan.base.find(vertex);
    if (base == m_file->plan.base.end())
        return;
    numbers[vertex] = base->second;
    edit(numbers);
}

void ReviewFlow::lock(const std::string& vertex, bool on) {
    if (on)
        m_locked.insert(vertex);
    else
        m_locked.erase(vertex);
    Q_EMIT changed();
}

void ReviewFlow::undo() {
    if (busy() || m_undo.empty() || !m_file)
        return;
    m_redo.push_back(m_file->plan.id);
    const std::string id = m_undo.back();
    m_undo.pop_back();
    load(id, true);
}

void ReviewFlow::redo() {
    if (busy() || m_redo.empty() || !m_file)
        return;
    m_undo.push_back(m_file->plan.id);
    const std::string id = m_redo.back();
    m_redo.pop_back();
    load(id, true);
}

QString ReviewFlow::whyNotBusy() const {
    if (!m_file)
        return tr("No plan is under review. Ask for advice on a job first.");
    if (busy())
        return tr("Waits until this is done: %1.").arg(stepWord(m_step));
    return {};
}

QString ReviewFlow::whyNotEmpty() const {
    return m_file && m_file->plan.changes.empty() ? tr("The plan changes nothing.") : QString();
}

QString ReviewFlow::whyNotWrite() const {
    if (!m_file || m_session.readOnly())
        return m_file ? whyNotReadOnly() : QString();
    const auto* state = connection();
    if (!state)
        return tr("The connection %1 of this plan no longer exists.").arg(text(m_file->plan.connection));
    if (state->profile.readOnly)
        return tr("The connection %1 is read-only.").arg(text(state->profile.name));
    return {};
}

QString ReviewFlow::whyNotState(std::initializer_list<PlanState> states) const {
    if (const QString why = whyNotBusy(); !why.isEmpty())
        return why;
    if (std::ranges::find(states, m_file->state) != states.end())
        return {};
    return tr("The plan is %1.").arg(stateWord(m_file->state).toLower());
}

QString ReviewFlow::firstOf(std::initializer_list<QString> reasons) {
    const auto found = std::ranges::find_if(reasons, [](const QString& why) { return !why.isEmpty(); });
    return found == reasons.end() ? QString() : *found;
}

QString ReviewFlow::whyNotReadOnly() const {
    return m_session.readOnly() ? tr("This window was opened read-only.") : QString();
}

QString ReviewFlow::whyNotEdit() const {
    using enum PlanState;
    const QString state = whyNotState({Draft, Checked, Approved, Refused, Stale, Expired});
    return firstOf(
        {whyNotBusy(), whyNotReadOnly(),
         state.isEmpty() ? state : state + QLatin1Char(' ') + tr("It cannot be edited; ask for new advice.")});
}

QString ReviewFlow::whyNotCheck() const {
    using enum PlanState;
    return firstOf({whyNotBusy(), whyNotEmpty(), whyNotState({Draft, Checked, Approved})});
}

QString ReviewFlow::whyNotApprove() const {
    using enum PlanState;
    const bool blocked = m_file && m_file->preflight && m_file->preflight->blocked();
    return firstOf({whyNotBusy(), whyNotWrite(), whyNotEmpty(),
                    m_file && m_file->state == Approved ? tr("The plan is approved already.") : QString(),
                    whyNotState({Draft, Checked}),
                    blocked ? tr("The preflight found something that blocks it.") : QString()});
}

QString ReviewFlow::whyNotReject() const {
    using enum PlanState;
    return firstOf({whyNotBusy(), whyNotReadOnly(), whyNotState({Draft, Checked, Approved})});
}

QString ReviewFlow::whyNotApply() const {
    using enum PlanState;
    const bool early = m_file && (m_file->state == Draft || m_file->state == Checked);
    return firstOf({whyNotBusy(), whyNotWrite(), early ? tr("The plan is not approved yet.") : whyNotState({Approved}),
                    m_file && m_file->plan.path == engines::ApplyPath::Patch
                        ? tr("This job cannot be changed from here; take the patch with Copy as.")
                        : QString()});
}

QString ReviewFlow::whyNotReverse() const {
    using enum PlanState;
    const QString state = whyNotState({Done, Partly, Failed, Unknown});
    return firstOf(
        {whyNotBusy(), whyNotWrite(),
         state.isEmpty() ? state : state + QLatin1Char(' ') + tr("Only a plan that was applied can be rolled back.")});
}

QString ReviewFlow::whyNotCancel() const {
    if (!busy())
        return tr("Nothing is being done.");
    if (m_pastNoReturn)
        return tr("Past the point of no return: it will finish, then you can roll back.");
    return {};
}

namespace {

struct PlanStateWords {
    Q_DECLARE_TR_FUNCTIONS(PlanStateWords)
};
struct ReviewStepWords {
    Q_DECLARE_TR_FUNCTIONS(ReviewStepWords)
};

} // namespace

QString stateWord(PlanState state) {
    using enum PlanState;
    switch (state) {
    case Draft:
        return PlanStateWords::tr("Draft");
    case Checked:
        return PlanStateWords::tr("Checked");
    case Approved:
        return PlanStateWords::tr("Approved");
    case Applying:
        return PlanStateWords::tr("Applying");
    case Verifying:
        return PlanStateWords::tr("Verifying");
    case Done:
        return PlanStateWords::tr("Verified");
    case Partly:
        return PlanStateWords::tr("Partly achieved");
    case Failed:
        return PlanStateWords::tr("Failed");
    case Unknown:
        return PlanStateWords::tr("Outcome unknown");
    case Stale:
        return PlanStateWords::tr("Stale");
    case Refused:
        return PlanStateWords::tr("Refused");
    case Rejected:
        return PlanStateWords::tr("Rejected");
    case Expired:
        return PlanStateWords::tr("Expired");
    case RolledBack:
        return PlanStateWords::tr("Rolled back");
    }
    return {};
}

QString stepWord(ReviewStep step) {
    switch (step) {
    case ReviewStep::None:
        return {};
    case ReviewStep::Recommending:
        return ReviewStepWords::tr("asking for advice");
    case ReviewStep::Drafting:
        return ReviewStepWords::tr("making a draft");
    case ReviewStep::Loading:
        return ReviewStepWords::tr("reading the plan");
    case ReviewStep::Editing:
        return ReviewStepWords::tr("editing the plan");
    case ReviewStep::Checking:
        return ReviewStepWords::tr("checking the plan");
    case ReviewStep::Approving:
        return ReviewStepWords::tr("recording the decision");
    case ReviewStep::Applying:
        return ReviewStepWords::tr("applying the plan");
    case ReviewStep::Reversing:
        return ReviewStepWords::tr("making the rollback plan");
    }
    return {};
}

} // namespace streamtune::ui
