// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// The cluster browser: clusters on the left with the nearest jobs, the map and the pair in the middle, jobs, edit path
/// and distances on the right; k and tau above. GUI thread.

#include <QWidget>

#include "ui/commands/commands.h"
#include "ui/session/cluster_flow.h"
#include "ui/views/widgets/basics.h"
#include "ui/views/widgets/picture_file.h"

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QProgressBar;
class QSpinBox;
class QStackedWidget;
class QToolButton;

namespace streamtune::ui {

class ClusterList;
class ClusterMap;
class MembersPanel;
class NearPanel;
class PairPanel;
class EditPathPanel;

class ClustersPage final : public QWidget {
    Q_OBJECT
public:
    ClustersPage(Session& session, ClusterFlow& flow, CommandRegistry& commands, QWidget* parent = nullptr);
    [[nodiscard]] ClusterMap* map() { return m_map; }
    [[nodiscard]] ClusterList* list() { return m_list; }
    [[nodiscard]] MembersPanel* members() { return m_members; }
    [[nodiscard]] NearPanel* nearest() { return m_near; }
    [[nodiscard]] PairPanel* pair() { return m_pair; }
    [[nodiscard]] EditPathPanel* steps() { return m_steps; }
    /// Of the part that has the focus: the map, or the pair.
    [[nodiscard]] Picture picture(bool dark);
    [[nodiscard]] RowsView* focusedTable();
    void focusMap();
    void toggleLasso();
    /// What the settings above say.
    [[nodiscard]] std::optional<int> wantedK() const;
    [[nodiscard]] double wantedTau() const;

protected:
    void resizeEvent(QResizeEvent* event) override;
    void showEvent(QShowEvent* event) override;

private:
    [[nodiscard]] QWidget* makeBar(CommandRegistry& commands);
    [[nodiscard]] Panel* makeMapPanel();
    [[nodiscard]] Panel* makeListPanel(CommandRegistry& commands);
    void refresh();
    void refreshMap(bool fit);
    void refreshNoMap();
    void refreshProgress();
    void refreshEmpty();
    void showSettings();

    Session& m_session;
    ClusterFlow& m_flow;
    QAction* m_demo = nullptr;
    QAction* m_clusterNow = nullptr;
    QAction* m_measure = nullptr;
    QAction* m_import = nullptr;
    EmptyStack* m_stack = nullptr;
    QWidget* m_facts = nullptr;
    QCheckBox* m_auto = nullptr;
    QSpinBox* m_k = nullptr;
    QDoubleSpinBox* m_tau = nullptr;
    QProgressBar* m_progress = nullptr;
    ElideLabel* m_doing = nullptr;
    QToolButton* m_stop = nullptr;
    ClusterList* m_list = nullptr;
    Panel* m_listPanel = nullptr;
    ClusterMap* m_map = nullptr;
    Panel* m_mapPanel = nullptr;
    EmptyStack* m_mapStack = nullptr;
    std::vector<QToolButton*> m_colours;
    int m_colourBy = 0;
    MembersPanel* m_members = nullptr;
    NearPanel* m_near = nullptr;
    PairPanel* m_pair = nullptr;
    EditPathPanel* m_steps = nullptr;
    QStackedWidget* m_right = nullptr; ///< jobs, or what a preview would change
    ClusterFlow::Scene m_shownScene;
    const void* m_shownMap = nullptr;
    std::int64_t m_shownSet = -1;
};

} // namespace streamtune::ui
