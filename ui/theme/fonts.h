// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Inter, then Noto Sans, then DejaVu Sans; code in JetBrains Mono. Sizes of the application are points (text scale and
/// dpi work), sizes inside the painted graph are units of its scene, which is zoomed.

#include <QFont>
#include <QString>
#include <string>

class QFontMetricsF;
class QPainter;
class QRectF;

namespace streamtune::ui::theme {

[[nodiscard]] QFont bodyFont(); ///< 12 px at 96 dpi
[[nodiscard]] QFont monoFont();
/// How much larger than at first a person wants all text; 1 = as designed.
[[nodiscard]] double textScale();
/// For painting in scene or device units.
[[nodiscard]] QFont pixelFont(double pixels, QFont::Weight weight = QFont::Normal);

[[nodiscard]] inline QString text(const std::string& utf8) {
    return QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size()));
}

} // namespace streamtune::ui::theme
