// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Asks what is to be trained: encoders from all of an engine's history, some clusters anew, or one job. GUI thread.

#include "ui/session/training_flow.h"

class QWidget;

namespace streamtune::ui {

/// Opens it, not modal to the work; "Train" puts the request into the queue. `start` fills it in.
void openTrainingDialog(TrainingFlow& flow, const Session& session, const workbench::TrainingRequest& start,
                        QWidget* parent);

} // namespace streamtune::ui
