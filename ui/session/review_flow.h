// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// The plan under review and what can be done with it: advise, edit, check, approve, apply, roll back. GUI thread; one
/// step at a time. Undo goes through edits only; what was sent to a cluster is undone by a rollback plan.

#include <QObject>
#include <memory>
#include <optional>
#include <set>
#include <vector>

#include "core/workbench/evidence_desk.h"
#include "ui/session/plan_file.h"
#include "ui/session/session.h"

namespace streamtune::ui {

enum class ReviewStep { None, Recommending, Drafting, Loading, Editing, Checking, Approving, Applying, Reversing };

class ReviewFlow final : public QObject {
    Q_OBJECT
public:
    explicit ReviewFlow(Session& session, QObject* parent = nullptr);

    /// nullptr = nothing under review.
    [[nodiscard]] const std::shared_ptr<const PlanFile>& file() const { return m_file; }
    [[nodiscard]] ReviewStep step() const { return m_step; }
    [[nodiscard]] bool busy() const { return m_step != ReviewStep::None; }
    /// Steps of the apply that runs or ran, newest state of each.
    [[nodiscard]] const std::vector<engines::ApplyStep>& steps() const { return m_steps; }
    [[nodiscard]] bool pastNoReturn() const { return m_pastNoReturn; }
    [[nodiscard]] const ConnectionState* connection() const;
    [[nodiscard]] bool needsTypedName() const; ///< production
    /// Times at which the connection allows changes, where it does not now and the plan cares; else empty.
    [[nodiscard]] QString closedWindow() const;
    [[nodiscard]] bool isFor(const std::string& connection, const std::string& jobId) const;

    void recommend(const workbench::RecommendRequest& request);
    /// The numbers of a what-if scenario as a draft under review.
    void draft(const workbench::Scenario& scenario);
    void open(const std::string& planId);
    void close();
    void check();
    void approve(const review::Actor& actor);
    void reject(const review::Actor& actor);
    /// `outsideWindow`: why a closed change window is no hindrance.
    void apply(const std::string& confirm, const std::string& outsideWindow = {});
    void cancel(); ///< until the point of no return
    /// Opens the reverse plan of the one under review as a draft.
    void reverse();

    // Edits of the plan: each makes a new plan whose parent it is.
    void edit(const ParallelismVector& numbers);
    void exclude(const std::string& vertex); ///< back to the number in force
    void lock(const std::string& vertex, bool on);
    [[nodiscard]] bool isLocked(const std::string& vertex) const { return m_locked.contains(vertex); }
    [[nodiscard]] bool canUndo() const { return !m_undo.empty(); }
    [[nodiscard]] bool canRedo() const { return !m_redo.empty(); }
    void undo();
    void redo();

    // Why something cannot be done now; empty = it can.
    [[nodiscard]] QString whyNotEdit() const;
    [[nodiscard]] QString whyNotCheck() const;
    [[nodiscard]] QString whyNotApprove() const;
    [[nodiscard]] QString whyNotReject() const;
    [[nodiscard]] QString whyNotApply() const; ///< the typed name aside
    [[nodiscard]] QString whyNotReverse() const;
    [[nodiscard]] QString whyNotCancel() const;

Q_SIGNALS:
    void changed();                        ///< another plan, its state, or what is being done
    void stepsChanged();                   ///< while applying
    void planOpened();                     ///< a new or another plan is under review
    void applied();                        ///< an apply ended, whatever its outcome
    void jobRenamed(const QString& jobId); ///< the job runs under another id now

private:
    void setStep(ReviewStep step);
    void makePlan(const QString& what, ReviewStep step,
                  std::function<Result<review::Plan>(std::stop_token, const ProgressSink&)> work,
                  std::function<void()> again);
    void load(const std::string& planId, bool thenCheck);
    void setFile(std::shared_ptr<const PlanFile> file);
    void failedStep(const QString& what, const Error& error, std::function<void()> retry);
    void onStep(const engines::ApplyStep& step);
    [[nodiscard]] QString whyNotBusy() const;
    [[nodiscard]] QString whyNotWrite() const;
    [[nodiscard]] QString whyNotReadOnly() const;
    [[nodiscard]] QString whyNotEmpty() const;
    [[nodiscard]] static QString firstOf(std::initializer_list<QString> reasons);
    /// Busy, read-only window, then the state: empty when the plan is in one of `states`.
    [[nodiscard]] QString whyNotState(std::initializer_list<review::PlanState> states) const;

    Session& m_session;
    std::shared_ptr<const PlanFile> m_file;
    ReviewStep m_step = ReviewStep::None;
    quint64 m_job = 0;
    bool m_pastNoReturn = false;
    std::vector<engines::ApplyStep> m_steps;
    std::set<std::string> m_locked;
    std::vector<std::string> m_undo;
    std::vector<std::string> m_redo;
};

/// The state as a person reads it.
[[nodiscard]] QString stateWord(review::PlanState state);
[[nodiscard]] QString stepWord(ReviewStep step);

} // namespace streamtune::ui
