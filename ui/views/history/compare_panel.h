// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Two to four runs side by side: every fact in a column a run, curves over each other from their beginning, graphs
/// next to each other, and for two runs which operator is which.

#include <QWidget>
#include <memory>
#include <vector>

#include "ui/session/session.h"
#include "ui/views/history/run_models.h"

class QCheckBox;
class QComboBox;
class QLabel;
class QSplitter;
class QStackedWidget;
class QTabBar;

namespace streamtune::ui {

class MatchPanel;
class OperatorBox;
class RowsView;
class TimeChart;

class ComparePanel final : public QWidget {
    Q_OBJECT
public:
    enum Tab { Facts, Curves, Graphs, Operators };
    static constexpr std::size_t kMost = 4;

    explicit ComparePanel(Session& session, QWidget* parent = nullptr);
    /// Two to four; the first is what the others are compared with.
    void showRuns(const std::vector<std::int64_t>& runs);
    [[nodiscard]] const std::vector<std::int64_t>& runs() const { return m_runs; }
    [[nodiscard]] const std::shared_ptr<const RunComparison>& comparison() const { return m_comparison; }
    [[nodiscard]] RowsView* view() { return m_view; }
    [[nodiscard]] QCheckBox* diffOnly() { return m_diffOnly; }
    [[nodiscard]] MatchPanel* match() { return m_match; }
    void setTab(Tab tab);

Q_SIGNALS:
    void changed();     ///< a pair of operators was corrected
    void leaveWanted(); ///< back to one run

private:
    [[nodiscard]] static QString titleOf(const std::vector<std::int64_t>& runs);
    QWidget* makeFacts();
    QWidget* makeCurves();
    QWidget* makeGraphs();
    void read();
    void show(const std::shared_ptr<const RunComparison>& comparison);
    void clear(const QString& why);
    void showFacts();
    void showCurves();
    void showGraphs();

    Session& m_session;
    std::vector<std::int64_t> m_runs;
    std::shared_ptr<const RunComparison> m_comparison;
    std::unique_ptr<CompareModel> m_model;
    QLabel* m_title = nullptr;
    QLabel* m_sentence = nullptr;
    QTabBar* m_tabs = nullptr;
    QStackedWidget* m_pages = nullptr;
    QCheckBox* m_diffOnly = nullptr;
    RowsView* m_view = nullptr;
    QComboBox* m_what = nullptr;
    OperatorBox* m_operator = nullptr;
    TimeChart* m_chart = nullptr;
    QLabel* m_legend = nullptr;
    QSplitter* m_graphs = nullptr;
    QLabel* m_graphNote = nullptr;
    MatchPanel* m_match = nullptr;
};

} // namespace streamtune::ui
