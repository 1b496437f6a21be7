// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// The registry of models: the list with held-out figures, the gate before a candidate is put into use, its card with
/// calibration and known limits, and whether the shown job still looks like what its model has seen. GUI thread.

#include <QWidget>

#include "ui/commands/commands.h"
#include "ui/session/model_flow.h"
#include "ui/views/registry/model_words.h"
#include "ui/views/widgets/basics.h"

class QFormLayout;
class QPushButton;
class QVBoxLayout;

namespace streamtune::ui {

class CalibrationChart;

class ModelsPage final : public QWidget {
    Q_OBJECT
public:
    ModelsPage(ModelFlow& flow, CommandRegistry& commands, QWidget* parent = nullptr);
    [[nodiscard]] RowsView* view() { return m_view; }
    [[nodiscard]] RowsView* encoders() { return m_encoders; }
    [[nodiscard]] QString gateText() const; ///< what the gate says, line by line
    void showModel(const std::string& id);

protected:
    void showEvent(QShowEvent* event) override;

private:
    Panel* makeList(CommandRegistry& commands);
    Panel* makeGate(CommandRegistry& commands);
    Panel* makeCard();
    Panel* makeDrift(CommandRegistry& commands);
    void refreshList();
    void refreshGate();
    void refreshCard();
    void refreshDrift();

    ModelFlow& m_flow;
    std::unique_ptr<ModelsModel> m_model;
    std::unique_ptr<ClusterEncodersModel> m_encodersModel;
    RowsView* m_view = nullptr;
    EmptyStack* m_stack = nullptr;
    Panel* m_list = nullptr;
    Panel* m_gate = nullptr;
    QVBoxLayout* m_checks = nullptr;
    QStringList m_said;
    RowsView* m_encoders = nullptr;
    QLabel* m_name = nullptr;
    QLabel* m_origin = nullptr;
    QFormLayout* m_facts = nullptr;
    QLabel* m_calibrated = nullptr;
    CalibrationChart* m_chart = nullptr;
    QLabel* m_limits = nullptr;
    EmptyStack* m_cardStack = nullptr;
    const learn::ModelSet* m_shown = nullptr; ///< only compared
    QLabel* m_drift = nullptr;
    QPushButton* m_tune = nullptr;
};

} // namespace streamtune::ui
