// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// The history: the time of all jobs, filters, the list of runs (or of everything observed) page by page, one run in
/// detail or several side by side, and what the workspace holds.

#include <QTimer>
#include <QWidget>
#include <memory>

#include "ui/session/session.h"
#include "ui/views/history/paged_rows.h"
#include "ui/views/history/run_models.h"

class QLabel;
class QSplitter;
class QStackedWidget;
class QToolButton;

namespace streamtune::ui {

class ComparePanel;
class EmptyStack;
class FilterBar;
class RunDetail;
class RowsView;
class StoragePanel;
class TimeLanes;

class HistoryPage final : public QWidget {
    Q_OBJECT
public:
    enum Part { Runs, Observations, Storage };

    HistoryPage(Session& session, QAction* demoAction, QWidget* parent = nullptr);

    void setPart(Part part);
    [[nodiscard]] Part part() const;
    /// Only the runs of this job.
    void showJob(const QString& job);
    void showRun(std::int64_t run);
    /// Two to four runs side by side.
    void compare(const std::vector<std::int64_t>& runs);
    [[nodiscard]] bool comparing() const;
    [[nodiscard]] FilterBar* filter() { return m_filter; }
    [[nodiscard]] TimeLanes* lanes() { return m_lanes; }
    [[nodiscard]] RowsView* runsView() { return m_runsView; }
    [[nodiscard]] RowsView* observationsView() { return m_observationsView; }
    /// Of the part that is shown.
    [[nodiscard]] RowsView* table();
    [[nodiscard]] RunDetail* detail() { return m_detail; }
    [[nodiscard]] ComparePanel* comparison() { return m_compare; }
    [[nodiscard]] StoragePanel* storage() { return m_storage; }
    /// All rows of the filters, not only the loaded ones; CSV, or JSON by its name.
    void exportTo(const QString& file);
    void chooseExport();
    [[nodiscard]] bool isSettled() const;
    void reload();

Q_SIGNALS:
    void auditChanged();
    void planWanted(const QString& plan);
    void versionsWanted(const QString& job);

protected:
    void showEvent(QShowEvent* event) override;

private:
    QWidget* makeRuns(QAction* demoAction);
    QWidget* makeObservations();
    void connectParts();
    void ask();
    void askSpans();
    void refreshNote();
    void chosenRuns();
    void setPinned(std::int64_t run);
    [[nodiscard]] std::vector<std::int64_t> selectedRuns() const;

    Session& m_session;
    std::unique_ptr<RunsModel> m_runsModel;
    std::unique_ptr<ObservationsModel> m_observationsModel;
    std::unique_ptr<PagedRows<history::RunRow>> m_runs;
    std::unique_ptr<PagedRows<history::ObservationRow>> m_observations;
    QAction* m_demo = nullptr;
    QAction* m_clear = nullptr; ///< takes all filters away
    std::int64_t m_pinned = 0;
    bool m_stale = true; ///< something was recorded since it was read
    QTimer m_fresh;      ///< reads again while it is seen
    TimeLanes* m_lanes = nullptr;
    FilterBar* m_filter = nullptr;
    std::vector<QToolButton*> m_segments;
    QLabel* m_note = nullptr;
    QStackedWidget* m_parts = nullptr;
    RowsView* m_runsView = nullptr;
    RowsView* m_observationsView = nullptr;
    EmptyStack* m_runsStack = nullptr;
    EmptyStack* m_observationsStack = nullptr;
    QStackedWidget* m_side = nullptr;
    RunDetail* m_detail = nullptr;
    ComparePanel* m_compare = nullptr;
    StoragePanel* m_storage = nullptr;
};

/// The words of a filter of runs that observations understand too.
[[nodiscard]] history::ObservationFilter observationFilter(const history::RunFilter& filter);

} // namespace streamtune::ui
