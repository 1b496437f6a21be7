// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// The small dialogs in which a person changes clusters by hand: what, and why. They stay open until the change is
/// asked for or given up; nothing waits for them. GUI thread.

#include "ui/session/cluster_flow.h"

class QWidget;

namespace streamtune::ui {

void openMoveDialog(ClusterFlow& flow, QWidget* parent);
void openMergeDialog(ClusterFlow& flow, QWidget* parent);
void openSplitDialog(ClusterFlow& flow, QWidget* parent);
void openRenameDialog(ClusterFlow& flow, QWidget* parent);

} // namespace streamtune::ui
