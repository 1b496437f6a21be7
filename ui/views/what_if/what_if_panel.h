// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// What if: a slider for every source, a spin box for every operator, and what is predicted of them; the graph follows.
/// In large jobs only the chosen operator and those that were changed have their box. GUI thread.

#include <QWidget>
#include <map>
#include <string>
#include <vector>

#include "ui/commands/commands.h"
#include "ui/session/what_if_flow.h"
#include "ui/views/widgets/basics.h"

class QDoubleSpinBox;
class QFormLayout;
class QGridLayout;
class QLineEdit;
class QProgressBar;
class QPushButton;
class QScrollArea;
class QSpinBox;
class QVBoxLayout;

namespace streamtune::ui {

class RateSlider;

class WhatIfPanel final : public QWidget {
    Q_OBJECT
public:
    WhatIfPanel(Session& session, WhatIfFlow& flow, CommandRegistry& commands, QWidget* parent = nullptr);
    [[nodiscard]] RateSlider* slider(const std::string& source) const;
    [[nodiscard]] QSpinBox* box(const std::string& node) const;
    [[nodiscard]] QLineEdit* name() { return m_name; }
    /// What is said of a figure: "slots", "sustainable", "lag", "catchUp".
    [[nodiscard]] QString figure(const QString& id) const;

private:
    struct SourceRow {
        RateSlider* slider = nullptr;
        QDoubleSpinBox* number = nullptr;
    };
    struct OperatorRow {
        QWidget* name = nullptr;
        QSpinBox* box = nullptr;
    };
    void makeContent();
    void makeResult(QVBoxLayout* column);
    void makeActions(QVBoxLayout* column);
    void rebuild(); ///< another model: other rows
    void rebuildSources();
    void rebuildOperators();
    void refreshEmpty();
    void refreshValues();
    void refreshFigures();
    [[nodiscard]] std::vector<std::string> boxedOperators() const;

    Session& m_session;
    WhatIfFlow& m_flow;
    CommandRegistry& m_commands;
    const tune::WhatIf* m_shown = nullptr; ///< whose rows are there
    EmptyStack* m_stack = nullptr;
    Chip* m_mode = nullptr;
    QVBoxLayout* m_sources = nullptr;
    QGridLayout* m_operators = nullptr;
    Chip* m_changes = nullptr;
    QLabel* m_operatorNote = nullptr;
    QGridLayout* m_figures = nullptr;
    ElideLabel* m_speed = nullptr;
    QLabel* m_outside = nullptr;
    QLabel* m_notes = nullptr;
    QLineEdit* m_name = nullptr;
    std::map<std::string, SourceRow> m_sourceRows;
    std::map<std::string, OperatorRow> m_operatorRows;
    std::map<QString, QLabel*> m_values;
    bool m_showing = false; ///< values are shown, not typed
};

} // namespace streamtune::ui
