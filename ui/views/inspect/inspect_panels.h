// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// The shown job as table, details, charts and time line; all follow the one selection.

#include <QScrollArea>
#include <QWidget>
#include <memory>
#include <set>

#include "ui/models/operator_rows.h"
#include "ui/session/job_feed.h"
#include "ui/session/review_flow.h"
#include "ui/views/inspect/time_chart.h"
#include "ui/views/widgets/basics.h"

class QCheckBox;
class QComboBox;
class QTabBar;
class QToolButton;
class QPushButton;
class QAction;

namespace streamtune::ui {

class OperatorsPanel final : public QWidget {
    Q_OBJECT
public:
    OperatorsPanel(Session& session, JobFeed& feed, ReviewFlow& review, QAction* demoAction, QWidget* parent = nullptr);
    [[nodiscard]] RowsView* view() { return m_view; }
    [[nodiscard]] const OperatorsModel& model() const { return *m_model; }
    /// As in the graph: its answer is shown while there is one.
    void setWhatIf(WhatIfFlow& flow);

Q_SIGNALS:
    void rowsChanged();

private:
    void refresh();

    Session& m_session;
    JobFeed& m_feed;
    ReviewFlow& m_review;
    WhatIfFlow* m_whatIf = nullptr;
    std::unique_ptr<OperatorsModel> m_model;
    RowsView* m_view = nullptr;
    EmptyStack* m_stack = nullptr;
    bool m_sized = false;
};

class DetailsPanel final : public QScrollArea {
    Q_OBJECT
public:
    DetailsPanel(Session& session, JobFeed& feed, const OperatorsModel& model, QAction* likeAction,
                 QWidget* parent = nullptr);
    void refresh();
    /// Keeps showing this operator, whatever is chosen elsewhere; empty = follows again.
    void pin(const std::string& vertex);
    [[nodiscard]] const std::string& pinned() const { return m_pinned; }

private:
    class Subtasks;
    void showOperator(const OperatorRow& row);
    void showJob();
    struct Fact {
        QString text, kind, tip;
    };
    void setFacts(const std::vector<std::pair<QString, QString>>& facts);
    void setChips(const std::vector<Fact>& chips);

    Session& m_session;
    JobFeed& m_feed;
    const OperatorsModel& m_model;
    EmptyState* m_empty = nullptr;
    QWidget* m_content = nullptr;
    QToolButton* m_pin = nullptr;
    std::string m_pinned;
    QLabel* m_title = nullptr;
    QLabel* m_full = nullptr;
    QWidget* m_chips = nullptr;
    QFrame* m_adviceBox = nullptr;
    QLabel* m_advice = nullptr;
    QLabel* m_measuredTitle = nullptr;
    Subtasks* m_subtasks = nullptr;
    QWidget* m_facts = nullptr;
    std::vector<std::pair<QLabel*, QLabel*>> m_factRows;
    std::vector<Chip*> m_chipRow;
    QLabel* m_predictedTitle = nullptr;
    QLabel* m_predicted = nullptr;
};

class ChartsPanel final : public QWidget {
    Q_OBJECT
public:
    ChartsPanel(Session& session, JobFeed& feed, QWidget* parent = nullptr);
    [[nodiscard]] TimeChart* chart() { return m_chart; }
    [[nodiscard]] QTabBar* tabs() { return m_tabs; }

private:
    void refresh();
    void refreshMarks();
    void showToggles(const std::vector<ChartSeries>& series);

    Session& m_session;
    JobFeed& m_feed;
    QTabBar* m_tabs = nullptr;
    QComboBox* m_span = nullptr;
    QToolButton* m_reset = nullptr;
    QWidget* m_series = nullptr; ///< a toggle for each line
    ElideLabel* m_subject = nullptr;
    TimeChart* m_chart = nullptr;
    EmptyStack* m_stack = nullptr;
    std::set<QString> m_hidden;
    std::vector<QCheckBox*> m_toggles; ///< kept: another operator has other lines
};

/// The job's recorded time: drag to look at any moment, press a button to come back.
class ScrubberBar final : public QWidget {
    Q_OBJECT
public:
    ScrubberBar(JobFeed& feed, QAction* liveAction, QWidget* parent = nullptr);

private:
    class Track;
    JobFeed& m_feed;
    Track* m_track = nullptr;
};

} // namespace streamtune::ui
