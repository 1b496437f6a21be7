// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// The colours that views paint with, by what they mean: the theme's table under a short name.

#include <QGuiApplication>

#include "ui/theme/colours.h"

namespace streamtune::ui {

using Token = theme::Colour;
using theme::heat;
using theme::textOn;

/// Light or dark of the whole application: a widget's own palette may have a transparent window colour.
[[nodiscard]] inline bool isDark() {
    return theme::isDark(QGuiApplication::palette());
}

[[nodiscard]] inline QColor token(Token what, const QPalette&) {
    return theme::colour(what, isDark());
}

} // namespace streamtune::ui
