// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Ways of putting panels together that pages share.

#include <QListView>
#include <QSplitter>
#include <initializer_list>
#include <utility>

namespace streamtune::ui {

/// Parts beside or above each other, with their shares of the room; none can be dragged away.
[[nodiscard]] QSplitter* splitterOf(Qt::Orientation orientation, std::initializer_list<std::pair<QWidget*, int>> parts);

/// A plain list whose rows a delegate draws: several can be chosen, none edited, it scrolls smoothly and never
/// sideways.
void makeRowList(QListView& list);

} // namespace streamtune::ui
