// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Looks for words that are cut off and tools that cannot be reached.

#include <QString>
#include <QStringList>
#include <QWidget>

namespace streamtune::uitest {

/// What cannot be read of one widget; empty = all of it can.
[[nodiscard]] QString cut(const QWidget* widget);
/// A button or field of which a part lies outside of what its window shows, where nothing scrolls.
[[nodiscard]] bool isOutside(const QWidget* widget, const QWidget* window);
/// A button or field of which another widget, or the edge of one, hides a part.
[[nodiscard]] bool isCovered(const QWidget* widget);
/// All of that for what is seen of a window.
[[nodiscard]] QStringList wrongIn(const QWidget& widget);

} // namespace streamtune::uitest
