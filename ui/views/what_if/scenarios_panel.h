// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Kept scenarios beside the present and what is on the graph, asked of the same model; the chosen one operator by
/// operator beside what is on the graph. GUI thread.

#include <QWidget>
#include <memory>

#include "ui/commands/commands.h"
#include "ui/session/what_if_flow.h"
#include "ui/views/what_if/what_if_model.h"
#include "ui/views/widgets/basics.h"

class QSplitter;

namespace streamtune::ui {

class ScenariosPanel final : public QWidget {
    Q_OBJECT
public:
    ScenariosPanel(WhatIfFlow& flow, CommandRegistry& commands, QWidget* parent = nullptr);
    [[nodiscard]] RowsView* list() { return m_list; }
    [[nodiscard]] RowsView* sides() { return m_sides; }
    /// Name of the kept scenario that is chosen; empty = none.
    [[nodiscard]] std::string chosen() const;

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void refresh();
    void refreshSides();

    WhatIfFlow& m_flow;
    CommandRegistry& m_commands;
    std::unique_ptr<ScenarioModel> m_listModel;
    std::unique_ptr<SideModel> m_sideModel;
    EmptyStack* m_stack = nullptr;
    QSplitter* m_split = nullptr;
    RowsView* m_list = nullptr;
    RowsView* m_sides = nullptr;
    ElideLabel* m_sidesTitle = nullptr;
    bool m_sized = false;
};

} // namespace streamtune::ui
