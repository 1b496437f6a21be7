// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// The plan under review: what changes and why, what was checked, the exact request; at the right the decision, what
/// happens, and what came of it.

#include <QWidget>
#include <memory>

#include "ui/commands/commands.h"
#include "ui/models/lists.h"
#include "ui/session/job_feed.h"
#include "ui/session/review_flow.h"
#include "ui/views/widgets/basics.h"

class QGridLayout;
class QLineEdit;
class QPlainTextEdit;
class QSplitter;

namespace streamtune::ui {

class StageBar;
class Waterfall;
class ApprovalPanel;
class StepsPanel;
class OutcomePanel;
class PreflightPanel;
class RequestPanel;

class ReviewPage final : public QWidget {
    Q_OBJECT
public:
    ReviewPage(Session& session, JobFeed& feed, ReviewFlow& flow, CommandRegistry& commands, QWidget* parent = nullptr);
    ~ReviewPage() override;
    [[nodiscard]] RowsView* planView() { return m_view; }
    [[nodiscard]] ApprovalPanel* approval() { return m_approval; }
    /// What the person typed: name, reason and, on production, the job's name.
    [[nodiscard]] review::Actor actor() const;
    [[nodiscard]] std::string typedName() const;
    [[nodiscard]] std::string outsideWindow() const; ///< why a closed change window is no hindrance, as typed
    [[nodiscard]] QString typedReason() const;
    void setTypedReason(const QString& reason);
    /// Why the typed fields do not suffice for approving or applying; empty = they do.
    [[nodiscard]] QString whyNotTyped(bool applying) const;
    void focusDecision();
    void editCurrent();
    [[nodiscard]] std::string currentVertex() const;

protected:
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void refresh();
    void refreshWhy();
    [[nodiscard]] std::string vertexToShow(const std::vector<PlanRow>& rows, const std::string& chosen);
    void arrange();

    Session& m_session;
    JobFeed& m_feed;
    ReviewFlow& m_flow;
    CommandRegistry& m_commands;
    std::unique_ptr<PlanModel> m_model;
    EmptyStack* m_stack = nullptr;
    StageBar* m_stages = nullptr;
    Panel* m_planPanel = nullptr;
    Chip* m_more = nullptr;
    Chip* m_yours = nullptr;
    Chip* m_fewer = nullptr;
    RowsView* m_view = nullptr;
    QLabel* m_nothing = nullptr;
    Panel* m_whyPanel = nullptr;
    Waterfall* m_waterfall = nullptr;
    QLabel* m_whyText = nullptr;
    PreflightPanel* m_preflight = nullptr;
    RequestPanel* m_request = nullptr;
    ApprovalPanel* m_approval = nullptr;
    StepsPanel* m_steps = nullptr;
    OutcomePanel* m_outcome = nullptr;
    QSplitter* m_columns = nullptr;
    bool m_fresh = false; ///< the plan was just opened
    bool m_sized = false;
    bool m_moved = false; ///< a person moved a splitter: sizes stay
    QSplitter* m_rows = nullptr;
};

} // namespace streamtune::ui
