// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// The Train perspective: trainings with their queue and curves, the registry of models, and the comparison of methods.
/// GUI thread.

#include <QWidget>

#include "ui/commands/commands.h"
#include "ui/session/model_flow.h"
#include "ui/session/training_flow.h"
#include "ui/views/widgets/basics.h"

class QStackedWidget;
class QToolButton;

namespace streamtune::ui {

class CurvesPanel;
class EncodersPanel;
class ModelsPage;
class ResultsPage;
class RunFiguresPanel;
class RunList;
class StoryPanel;

class TrainPage final : public QWidget {
    Q_OBJECT
public:
    enum Part { Trainings, Models, Results };

    TrainPage(Session& session, TrainingFlow& trainings, ModelFlow& models, CommandRegistry& commands,
              QWidget* parent = nullptr);
    void setPart(Part part);
    [[nodiscard]] Part part() const;
    [[nodiscard]] RunList* queue() { return m_queue; }
    [[nodiscard]] CurvesPanel* curves() { return m_curves; }
    [[nodiscard]] EncodersPanel* encoders() { return m_encoders; }
    [[nodiscard]] RunFiguresPanel* figures() { return m_figures; }
    [[nodiscard]] StoryPanel* story() { return m_story; }
    [[nodiscard]] ModelsPage* models() { return m_models; }
    [[nodiscard]] ResultsPage* results() { return m_results; }
    /// The table that has the focus, else the largest of the part.
    [[nodiscard]] RowsView* focusedTable();
    void showModel(const std::string& id);

protected:
    void showEvent(QShowEvent* event) override;

private:
    [[nodiscard]] QWidget* makeBar();
    [[nodiscard]] QWidget* makeTrainings(Session& session, CommandRegistry& commands);
    void refresh();
    void refreshFacts();

    TrainingFlow& m_trainings;
    ModelFlow& m_modelFlow;
    QAction* m_demo = nullptr;
    QAction* m_new = nullptr;
    std::vector<QToolButton*> m_segments;
    QWidget* m_facts = nullptr;
    QStackedWidget* m_parts = nullptr;
    EmptyStack* m_trainingStack = nullptr;
    EmptyStack* m_modelStack = nullptr;
    Panel* m_queuePanel = nullptr;
    RunList* m_queue = nullptr;
    CurvesPanel* m_curves = nullptr;
    EncodersPanel* m_encoders = nullptr;
    RunFiguresPanel* m_figures = nullptr;
    StoryPanel* m_story = nullptr;
    ModelsPage* m_models = nullptr;
    ResultsPage* m_results = nullptr;
};

} // namespace streamtune::ui
