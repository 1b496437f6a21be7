// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// What is told of the trainings looked at: the encoders of one, what became of it, figures of several side by side.
/// GUI thread.

#include "ui/session/model_flow.h"
#include "ui/session/training_flow.h"
#include "ui/views/training/training_words.h"
#include "ui/views/widgets/basics.h"

class QCheckBox;
class QFormLayout;
class QPushButton;

namespace streamtune::ui {

/// One row an encoder: the global one and those of clusters.
class EncodersPanel final : public Panel {
    Q_OBJECT
public:
    explicit EncodersPanel(TrainingFlow& flow, QWidget* parent = nullptr);
    [[nodiscard]] RowsView* view() { return m_view; }
    void showCluster(const QString& cluster);

Q_SIGNALS:
    void clusterChosen(const QString& cluster);

private:
    void refresh();

    TrainingFlow& m_flow;
    std::unique_ptr<EncodersModel> m_model;
    RowsView* m_view = nullptr;
    QString m_cluster;
    int m_fitted = 0; ///< rows that the columns were fitted to
};

/// Seed, data, settings and figures of the chosen runs, one column each.
class RunFiguresPanel final : public Panel {
    Q_OBJECT
public:
    RunFiguresPanel(TrainingFlow& flow, ModelFlow& models, QWidget* parent = nullptr);
    [[nodiscard]] RowsView* view() { return m_view; }
    void showCluster(const QString& cluster);

private:
    void refresh();

    TrainingFlow& m_flow;
    ModelFlow& m_models;
    std::unique_ptr<FiguresModel> m_model;
    QStringList m_columns;
    QCheckBox* m_differences = nullptr;
    RowsView* m_view = nullptr;
    std::string m_cluster;
};

/// How a run ended or fares, why, and what to do next.
class StoryPanel final : public Panel {
    Q_OBJECT
public:
    explicit StoryPanel(TrainingFlow& flow, QWidget* parent = nullptr);

Q_SIGNALS:
    void againWanted(const workbench::TrainingRequest& request);
    void modelWanted(const QString& model);

private:
    void refresh();
    void addFacts(const workbench::TrainingRun& run);

    TrainingFlow& m_flow;
    QLabel* m_title = nullptr;
    QLabel* m_why = nullptr;
    QLabel* m_advice = nullptr;
    QPushButton* m_again = nullptr;
    QPushButton* m_model = nullptr;
    QFormLayout* m_facts = nullptr;
    EmptyStack* m_stack = nullptr;
    std::vector<std::pair<QString, QString>> m_factsShown;
    QString m_shown;
};

} // namespace streamtune::ui
