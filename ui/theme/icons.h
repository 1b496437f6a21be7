// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Icons of resources/icons/ui: 16 px, one stroke, in the text colour of whatever shows them, in both themes. Drawn by
/// QSvgRenderer itself, so no icon plug-in of the system is needed. GUI thread.

#include <QIcon>
#include <QString>

namespace streamtune::ui::theme {

/// Unknown names give an empty icon and a warning in the log.
[[nodiscard]] QIcon icon(const QString& name);
/// The program's own.
[[nodiscard]] QIcon programIcon();

} // namespace streamtune::ui::theme
