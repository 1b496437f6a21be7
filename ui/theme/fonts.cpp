// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/fonts.h"

#include <QStringList>

namespace streamtune::ui::theme {
namespace {

constexpr double kPointsPerPixel = 72.0 / 96.0;

QStringList sans() {
    return {QStringLiteral("Inter"), QStringLiteral("Noto Sans"), QStringLiteral("DejaVu Sans")};
}

} // namespace

QFont bodyFont() {
    QFont font;
    font.setFamilies(sans());
    font.setPointSizeF(12 * kPointsPerPixel);
    return font;
}

QFont monoFont() {
    QFont font;
    font.setFamilies({QStringLiteral("JetBrains Mono"), QStringLiteral("DejaVu Sans Mono")});
    font.setStyleHint(QFont::Monospace);
    font.setPointSizeF(12 * kPointsPerPixel);
    return font;
}

QFont pixelFont(double pixels, QFont::Weight weight) {
    QFont font;
    font.setFamilies(sans());
    // QFont takes whole pixels only; points at 96 dpi keep the halves of the design.
    font.setPixelSize(std::max(1, qRound(pixels)));
    font.setWeight(weight);
    return font;
}

} // namespace streamtune::ui::theme
