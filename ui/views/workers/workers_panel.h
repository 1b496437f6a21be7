// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// The workers of a Timely job beside its graph: which operators lie on which, how busy each is, and the plan under
/// review as a difference.

#include <QWidget>

#include "ui/session/job_feed.h"
#include "ui/session/review_flow.h"
#include "ui/views/widgets/basics.h"
#include "ui/views/workers/workers_model.h"

class QTableView;

namespace streamtune::ui {

class WorkersPanel final : public QWidget {
    Q_OBJECT
public:
    WorkersPanel(Session& session, JobFeed& feed, ReviewFlow& review, QWidget* parent = nullptr);
    [[nodiscard]] QTableView* view() { return m_view; }
    [[nodiscard]] const WorkersModel& model() const { return *m_model; }
    /// The shown job has such workers.
    [[nodiscard]] bool applicable() const { return m_applicable; }

Q_SIGNALS:
    void applicableChanged();

private:
    void refresh();
    void fitColumns();

    Session& m_session;
    JobFeed& m_feed;
    ReviewFlow& m_review;
    WorkersModel* m_model = nullptr;
    QTableView* m_view = nullptr;
    QLabel* m_legend = nullptr;
    EmptyStack* m_stack = nullptr;
    bool m_applicable = false;
};

} // namespace streamtune::ui
