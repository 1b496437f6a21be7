// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// The comparison of methods: all of them on all physics, every job of one table, and every job on which another method
/// is better than the judged one; beside it first deployments of jobs that never ran. Tables of a person's own runs can
/// be opened beside the shipped ones. GUI thread.

#include <QWidget>
#include <memory>

#include "ui/session/session.h"
#include "ui/views/compare/first_results.h"
#include "ui/views/compare/results.h"
#include "ui/views/widgets/basics.h"

class QComboBox;
class QLineEdit;
class QTabWidget;

namespace streamtune::ui {

class ResultsPage final : public QWidget {
    Q_OBJECT
public:
    explicit ResultsPage(Session& session, QAction* open, QWidget* parent = nullptr);
    /// Beside the others; a refusal is raised as a trouble.
    void openFile(const QString& file);
    void chooseFile();
    [[nodiscard]] const std::vector<ResultTable>& tables() const { return m_tables; }
    void showTable(const QString& name);
    [[nodiscard]] QString shownTable() const;
    [[nodiscard]] RowsView* overview() { return m_overview; }
    [[nodiscard]] RowsView* jobs() { return m_jobs; }
    [[nodiscard]] RowsView* better() { return m_better; }
    [[nodiscard]] RowsView* first() { return m_first; }
    void showFirst();
    [[nodiscard]] QString command() const;

protected:
    void showEvent(QShowEvent* event) override;

private:
    [[nodiscard]] Panel* makeOverview(QAction* open);
    [[nodiscard]] Panel* makeJobs();
    [[nodiscard]] Panel* makeBetter();
    [[nodiscard]] Panel* makeFirst();
    void adopt(std::vector<ResultTable> tables);
    void refreshTable();
    void refreshBetter();
    [[nodiscard]] const ResultTable* shown() const;

    Session& m_session;
    bool m_asked = false;
    std::vector<ResultTable> m_tables;
    std::unique_ptr<OverviewModel> m_overviewModel;
    std::unique_ptr<ResultsModel> m_jobsModel;
    std::unique_ptr<BetterModel> m_betterModel;
    std::unique_ptr<FirstModel> m_firstModel;
    QTabWidget* m_tabs = nullptr;
    EmptyStack* m_stack = nullptr;
    RowsView* m_overview = nullptr;
    RowsView* m_jobs = nullptr;
    RowsView* m_better = nullptr;
    RowsView* m_first = nullptr;
    EmptyStack* m_betterStack = nullptr;
    Panel* m_betterPanel = nullptr;
    QComboBox* m_table = nullptr;
    QComboBox* m_method = nullptr;
    QLineEdit* m_filter = nullptr;
    QLabel* m_command = nullptr;
};

} // namespace streamtune::ui
