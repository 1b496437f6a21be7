// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Decisions on models, each with a reason that the audit trail keeps. GUI thread.

#include "ui/session/model_flow.h"

class QWidget;

namespace streamtune::ui {

/// For the chosen model. One that did not pass the gate has to be insisted on.
void openPromoteDialog(ModelFlow& flow, QWidget* parent);
void openRemoveModelDialog(ModelFlow& flow, QWidget* parent);

} // namespace streamtune::ui
