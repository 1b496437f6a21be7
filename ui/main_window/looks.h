// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// The theme on the whole application: "light", "dark" or "system".

#include <QString>

class QApplication;

namespace streamtune::ui {

/// The first call remembers whether the system was dark.
void applyLooks(QApplication& application, const QString& choice);

} // namespace streamtune::ui
