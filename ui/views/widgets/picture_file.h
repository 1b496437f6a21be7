// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Pictures of views as files. The form follows the name: .png (twice the size), .svg, .pdf. Nothing half-written is
/// left behind, and an empty file is an error. GUI thread.

#include <QPainter>
#include <QString>
#include <functional>

#include "core/base/result.h"

namespace streamtune::ui {

struct Picture {
    QString title; ///< of the file; painted by `paint` where it is to be seen
    QSizeF size;   ///< in pixels at 100 %
    std::function<void(QPainter& painter, const QRectF& target)> paint;
};

/// Error codes: "export.form" (an unknown ending), "export.write".
[[nodiscard]] Status writePicture(const QString& file, const Picture& picture);

/// A widget as it is shown, below a line with its title.
[[nodiscard]] Picture pictureOf(QWidget& widget, const QString& title);

} // namespace streamtune::ui
