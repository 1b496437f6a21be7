// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/fonts.h"

#include <QGuiApplication>
#include <QStringList>
#include <algorithm>
#include <map>
#include <utility>

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

double textScale() {
    const double points = QGuiApplication::font().pointSizeF();
    return points > 0 ? std::clamp(points / bodyFont().pointSizeF(), 0.5, 3.0) : 1;
}

QFont pixelFont(double pixels, QFont::Weight weight) {
    // Painters ask for the same few fonts thousands of times a frame; a shared QFont keeps its resolved engine.
    static std::map<std::pair<int, int>, QFont> made;
    const std::pair key{std::max(1, qRound(pixels)), static_cast<int>(weight)};
    const auto it = made.find(key);
    if (it != made.end())
        return it->second;
    QFont font;
    font.setFamilies(sans());
    font.setPixelSize(key.first);
    font.setWeight(weight);
    return made[key] = font;
}

} // namespace streamtune::ui::theme
