// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// What the window asks of the picture of a job.

#include <QWidget>
#include <vector>

#include "core/graph/job_graph.h"
#include "ui/models/operator_rows.h"

namespace streamtune::ui {

class GraphView : public QWidget {
    Q_OBJECT
public:
    using QWidget::QWidget;
    virtual void showJob(const JobGraph* graph, const std::vector<OperatorRow>& rows) = 0;
    virtual void showVertex(const std::string& vertex) = 0;
    virtual void fit() = 0;

Q_SIGNALS:
    void vertexChosen(const QString& vertex);
};

[[nodiscard]] GraphView* makePlainGraphView(QWidget* parent = nullptr);

} // namespace streamtune::ui
