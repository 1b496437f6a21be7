// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// The panels of the cluster browser around its map. Each shows what ClusterFlow holds and tells it what was chosen.
/// GUI thread.

#include <QTimer>
#include <memory>

#include "ui/session/cluster_flow.h"
#include "ui/views/clusters/cluster_tables.h"
#include "ui/views/widgets/basics.h"

class QLabel;
class QLineEdit;
class QPushButton;
class QToolButton;

namespace streamtune::ui {

class DistanceChart;
class PairGraph;

/// All jobs, or those of the chosen clusters; the same selection as the map.
class MembersPanel final : public Panel {
    Q_OBJECT
public:
    explicit MembersPanel(ClusterFlow& flow, QWidget* parent = nullptr);
    [[nodiscard]] RowsView* view() { return m_view; }

private:
    void refresh();
    void refreshNow();
    void showNextRows();
    [[nodiscard]] std::vector<MemberRow> wantedRows() const;
    void showChosen();

    ClusterFlow& m_flow;
    ClusterFlow::Scene m_shown; ///< the rows point into it
    std::unique_ptr<MembersModel> m_model;
    RowsView* m_view = nullptr;
    QLineEdit* m_filter = nullptr;
    QTimer m_soon;
    std::vector<MemberRow> m_rest; ///< rows that are not in the table yet
    std::size_t m_restFrom = 0;
    QTimer m_next;
    std::vector<std::string> m_shownClusters;
    int m_shownRefinements = -1;
    bool m_showing = false;
    bool m_sized = false;
};

/// The nearest jobs of the first one chosen, and why that one is where it is.
class NearPanel final : public Panel {
    Q_OBJECT
public:
    explicit NearPanel(ClusterFlow& flow, QWidget* parent = nullptr);
    [[nodiscard]] RowsView* view() { return m_view; }

private:
    class Why;
    void refresh();
    [[nodiscard]] QString verdict() const;

    ClusterFlow& m_flow;
    std::unique_ptr<NeighboursModel> m_model;
    RowsView* m_view = nullptr;
    QPushButton* m_refine = nullptr;
    QLabel* m_whyTitle = nullptr;
    Why* m_why = nullptr;
    QLabel* m_verdict = nullptr;
    EmptyStack* m_stack = nullptr;
};

/// Two jobs side by side.
class PairPanel final : public Panel {
    Q_OBJECT
public:
    explicit PairPanel(ClusterFlow& flow, QWidget* parent = nullptr);
    [[nodiscard]] PairGraph* graph() { return m_graph; }

Q_SIGNALS:
    void modelChanged();

private:
    void refresh();

    ClusterFlow& m_flow;
    PairGraph* m_graph = nullptr;
    EmptyStack* m_stack = nullptr;
};

/// The steps from the one to the other, and what they cost.
class EditPathPanel final : public Panel {
    Q_OBJECT
public:
    EditPathPanel(ClusterFlow& flow, PairPanel& pair, QWidget* parent = nullptr);
    [[nodiscard]] RowsView* view() { return m_view; }

private:
    void refresh();

    ClusterFlow& m_flow;
    PairGraph& m_graph;
    std::unique_ptr<StepsModel> m_model;
    RowsView* m_view = nullptr;
    QLabel* m_verdict = nullptr;
    QPushButton* m_refine = nullptr;
    EmptyStack* m_stack = nullptr;
};

/// What other settings would change, before it holds.
class PreviewPanel final : public Panel {
    Q_OBJECT
public:
    explicit PreviewPanel(ClusterFlow& flow, QWidget* parent = nullptr);

private:
    void refresh();
    void refreshButton();

    ClusterFlow& m_flow;
    std::unique_ptr<ChangesModel> m_model;
    QLabel* m_sentence = nullptr;
    RowsView* m_view = nullptr;
    QLineEdit* m_reason = nullptr;
    QPushButton* m_commit = nullptr;
};

/// How many pairs of graphs are how far apart.
class DistancesPanel final : public Panel {
    Q_OBJECT
public:
    explicit DistancesPanel(ClusterFlow& flow, QWidget* parent = nullptr);
    [[nodiscard]] DistanceChart* chart() { return m_chart; }

private:
    void refresh();

    ClusterFlow& m_flow;
    DistanceChart* m_chart = nullptr;
};

} // namespace streamtune::ui
