// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// One run: its operators, charts, graph, labels with their reasons, notes and tags.

#include <QWidget>
#include <functional>
#include <memory>

#include "ui/session/session.h"
#include "ui/views/history/run_models.h"
#include "ui/views/widgets/tokens.h"

class QComboBox;
class QLabel;
class QStackedWidget;
class QTabBar;
class QToolButton;

namespace streamtune::ui {

class Chip;
class ElideLabel;
class EmptyStack;
class LabelAudit;
class NotesBox;
class OperatorBox;
class RowsView;
class TimeChart;

namespace dag {
class DagView;
}

class RunDetail final : public QWidget {
    Q_OBJECT
public:
    enum Tab { Overview, Charts, Graph, Labels };

    explicit RunDetail(Session& session, QWidget* parent = nullptr);
    /// 0 = none. Shows the window and operator among the labels when they are named.
    void showRun(std::int64_t run, std::int64_t window = -1, const std::string& node = {});
    void reload();
    [[nodiscard]] std::int64_t run() const { return m_run; }
    [[nodiscard]] const std::shared_ptr<const RunFile>& file() const { return m_file; }
    [[nodiscard]] LabelAudit* labels() { return m_labels; }
    [[nodiscard]] NotesBox* notes() { return m_notes; }
    [[nodiscard]] QToolButton* pin() { return m_pin; }
    void setTab(Tab tab);

Q_SIGNALS:
    void changed();      ///< notes, tags or labels: lists are to be read again
    void labelChanged(); ///< there is a new row in the audit trail
    void pinWanted(std::int64_t run);
    void planWanted(const QString& plan);
    void versionsWanted(const QString& job);

private:
    QWidget* makeHead();
    QWidget* makeOverview();
    QWidget* makeCharts();
    void showNothing();
    void show(const std::shared_ptr<const RunFile>& file);
    void showChart();
    void showGraph();

    Session& m_session;
    std::int64_t m_run = 0;
    std::int64_t m_wantedWindow = -1;
    std::string m_wantedNode;
    std::shared_ptr<const RunFile> m_file;
    std::unique_ptr<RunNodesModel> m_nodes;
    ElideLabel* m_title = nullptr;
    QLabel* m_facts = nullptr;
    QLabel* m_outcome = nullptr;
    QToolButton* m_pin = nullptr;
    QToolButton* m_plan = nullptr;
    QToolButton* m_versions = nullptr;
    QTabBar* m_tabs = nullptr;
    QStackedWidget* m_pages = nullptr;
    RowsView* m_table = nullptr;
    NotesBox* m_notes = nullptr;
    QComboBox* m_what = nullptr;
    OperatorBox* m_operator = nullptr;
    TimeChart* m_chart = nullptr;
    dag::DagView* m_graph = nullptr;
    LabelAudit* m_labels = nullptr;
    EmptyStack* m_stack = nullptr;
};

/// What a chart of the history can show.
struct ChartChoice {
    QString name;
    Token colour;
    bool dashed;
    std::function<double(const Observation&, const std::string& node)> value; ///< empty node: of the whole job
    bool share;
};
[[nodiscard]] const std::vector<ChartChoice>& chartChoices();

} // namespace streamtune::ui
