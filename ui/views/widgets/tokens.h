// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// The colours that views paint with, by what they mean.

#include <QColor>

class QPalette;

namespace streamtune::ui {

enum class Token {
    Window, Panel, Canvas, Raised, Line, Grid, LineStrong, Text, Muted, Faint, Disabled, Accent, OnAccent, AccentSoft,
    Selection, Measured, BackPressured, Idle, NoData, Predicted, Applied, Ok, Warn, WarnSoft, Danger, DangerSoft, Prod,
    ProdSoft, Demo, DemoSoft
};

[[nodiscard]] QColor token(Token token, const QPalette& palette);
/// Heat 0..1.
[[nodiscard]] QColor heat(double value);
/// Black or white, whichever stands out more on `fill`.
[[nodiscard]] QColor textOn(const QColor& fill);

} // namespace streamtune::ui
