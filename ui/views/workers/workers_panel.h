// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// The workers of a Timely job beside its graph: which operators lie on which, how busy each is, and the plan under
/// review as a difference. Hidden for engines without workers of that kind.

#include <QWidget>

#include "ui/session/job_feed.h"
#include "ui/session/review_flow.h"
#include "ui/views/widgets/basics.h"
#include "ui/views/workers/workers_model.h"

class QTableView;

namespace streamtune::ui {

class WorkersPanel final : public Panel {
    Q_OBJECT
public:
    WorkersPanel(Session& session, JobFeed& feed, ReviewFlow& review, QWidget* parent = nullptr);
    [[nodiscard]] QTableView* view() { return m_view; }
    [[nodiscard]] const WorkersModel& model() const { return *m_model; }

private:
    void refresh();
    void fitColumns();

    Session& m_session;
    JobFeed& m_feed;
    ReviewFlow& m_review;
    WorkersModel* m_model = nullptr;
    QTableView* m_view = nullptr;
    QLabel* m_legend = nullptr;
};

} // namespace streamtune::ui
