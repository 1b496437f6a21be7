// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// The picture of the shown job with its tools: what is shown, direction, find, filter, minimap, fit, zoom.

#include <QUndoStack>
#include <QWidget>

#include "ui/commands/commands.h"
#include "ui/session/job_feed.h"
#include "ui/session/review_flow.h"
#include "ui/session/what_if_flow.h"
#include "ui/views/dag/dag_view.h"
#include "ui/views/inspect/kept_arrangements.h"
#include "ui/views/widgets/basics.h"

class QLineEdit;
class QTimer;
class QToolButton;

namespace streamtune::ui {

class GraphPanel final : public QWidget {
    Q_OBJECT
public:
    GraphPanel(Session& session, JobFeed& feed, ReviewFlow& review, CommandRegistry& commands,
               QWidget* parent = nullptr);
    [[nodiscard]] dag::DagView* view() { return m_view; }
    [[nodiscard]] QLineEdit* find() { return m_find; }
    /// Its answer stands in the right halves while there is one, instead of what a plan expects.
    void setWhatIf(WhatIfFlow& flow);
    void setDirection(layout::Direction direction);
    void setMeanOfSubtasks(bool on);

    /// Measured, predicted, their difference, both: the next one.
    void showNext();
    void setShow(dag::Show show);
    [[nodiscard]] dag::Show mode() const { return m_view->model().show; }
    void setFilter(std::set<dag::FilterKind> kinds);
    [[nodiscard]] const std::set<dag::FilterKind>& filter() const { return m_filter; }
    /// Filters, folded parts, direction and moved operators of the shown job.
    [[nodiscard]] QUndoStack& undoStack() { return m_undo; }
    /// For exports: the job, the moment, and when it was made.
    [[nodiscard]] QString heading() const;

private:
    [[nodiscard]] QWidget* makeTools(CommandRegistry& commands);
    [[nodiscard]] QWidget* makeModes();
    [[nodiscard]] QWidget* makeDirections();
    [[nodiscard]] QWidget* makeFilterRow();
    void makeLayoutNote();
    void refresh();
    void refreshFilterRow();
    void refreshFilterNote();
    void restore(const dag::Arrangement& arrangement);
    void restoreKept();
    void restoreKept(dag::Arrangement kept);
    void keepArrangement();
    void showFilter(const std::set<dag::FilterKind>& kinds);
    void showDirection(layout::Direction direction);

    Session& m_session;
    JobFeed& m_feed;
    ReviewFlow& m_review;
    WhatIfFlow* m_whatIf = nullptr;
    dag::DagView* m_view = nullptr;
    QLineEdit* m_find = nullptr;
    ElideLabel* m_found = nullptr;
    QToolButton* m_right = nullptr;
    QToolButton* m_down = nullptr;
    QToolButton* m_zoom = nullptr;
    std::vector<QToolButton*> m_modes; ///< in the order of kModes
    QToolButton* m_mode = nullptr;     ///< stands for all of them where there is no room
    QToolButton* m_filterButton = nullptr;
    QWidget* m_filterRow = nullptr;
    QFrame* m_layoutNote = nullptr; ///< over the graph while its layout takes long
    QTimer* m_layoutLate = nullptr;
    ElideLabel* m_filterNote = nullptr; ///< while something is filtered
    std::set<dag::FilterKind> m_filter;
    EmptyStack* m_stack = nullptr;
    QUndoStack m_undo;
    KeptArrangements m_kept;
    QString m_arranged; ///< connection and job whose kept arrangement is shown
};

} // namespace streamtune::ui
