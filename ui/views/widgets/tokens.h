// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// The colours that views paint with, by what they mean: the theme's table under a short name.

#include "ui/theme/colours.h"

namespace streamtune::ui {

using Token = theme::Colour;
using theme::heat;
using theme::textOn;

[[nodiscard]] inline QColor token(Token what, const QPalette& palette) {
    return theme::colour(what, palette);
}

} // namespace streamtune::ui
