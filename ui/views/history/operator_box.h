// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Which operator a chart is about, or the whole job.

#include <QComboBox>
#include <string>

#include "core/graph/job_graph.h"

namespace streamtune::ui {

class OperatorBox final : public QComboBox {
    Q_OBJECT
public:
    explicit OperatorBox(QWidget* parent = nullptr);
    /// The one that was chosen stays where the graph has it too. Tells nobody.
    void setGraph(const JobGraph& graph);
    [[nodiscard]] std::string node() const; ///< id; empty = the whole job
};

} // namespace streamtune::ui
