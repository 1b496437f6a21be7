// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// The one colour table of the window, by meaning, light and dark. Left = measured (blue, hatch), right = predicted
/// (cividis); the frame uses neither. GUI thread.

#include <QColor>
#include <QPalette>
#include <QString>

class QApplication;

namespace streamtune::ui::theme {

enum class Colour {
    Window,
    Panel,
    Canvas,
    Raised,
    Line,
    Grid,
    LineStrong,
    Text,
    Muted,
    Faint,
    Disabled,
    Accent,
    OnAccent,
    AccentSoft,
    Selection,
    Measured,
    BackPressured,
    Idle,
    NoData,
    Predicted,
    Applied,
    Ok,
    Warn,
    WarnSoft,
    Danger,
    DangerSoft,
    Prod,
    ProdSoft,
    Demo,
    DemoSoft,
    Focus,
    MeasuredBar,
    SeriesGreen, ///< third of a series of marks; its form says the same
    Count
};

[[nodiscard]] QColor colour(Colour what, bool dark);
[[nodiscard]] inline QColor colour(Colour what, const QPalette& palette);
/// By the luminance of the window colour: Qt 6.4 does not tell.
[[nodiscard]] bool isDark(const QPalette& palette);

/// Cividis, 0 dark to 1 light, the same in both themes; clamps, NaN is 0.
[[nodiscard]] QColor heat(double value);
/// Measured share of time: from idle grey to measured blue, in ten steps. Never the heat scale, which is for
/// predictions.
[[nodiscard]] QColor measuredFill(double share, bool dark);
/// The blend of Flink's own page: idle blue, busy red, back-pressured grey
/// (flink-runtime-web: dagre/components/node/node.component.ts).
[[nodiscard]] QColor flinkFill(double busy, double backPressured);
/// Black or white, whichever stands out more.
[[nodiscard]] QColor textOn(const QColor& fill);
/// Contrast by the WCAG formula, 1 to 21.
[[nodiscard]] double contrast(const QColor& a, const QColor& b);

[[nodiscard]] QPalette palette(bool dark);
[[nodiscard]] QString styleSheet(bool dark);
/// Fusion, palette, font and style sheet of the application; `more` is added to the sheet, so that it is read once.
void apply(QApplication& application, bool dark, const QString& more = {});

inline QColor colour(Colour what, const QPalette& palette) {
    return colour(what, isDark(palette));
}

} // namespace streamtune::ui::theme
