// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Ways of putting panels together that pages share.

#include <QListView>
#include <QSplitter>
#include <QToolButton>
#include <initializer_list>
#include <utility>

namespace streamtune::ui {

/// Parts beside or above each other, with their shares of the room; none can be dragged away.
[[nodiscard]] QSplitter* splitterOf(Qt::Orientation orientation, std::initializer_list<std::pair<QWidget*, int>> parts);

/// A plain list whose rows a delegate draws: several can be chosen, none edited, it scrolls smoothly and never
/// sideways.
void makeRowList(QListView& list);

/// What the style sheet asks of button `i` of `count` that stand as one: its ends are round.
[[nodiscard]] QString segmentPlace(std::size_t i, std::size_t count);
/// One of `count` buttons that stand as one, of which one is chosen; read out by its tip.
[[nodiscard]] QToolButton* segment(const QString& words, const QString& tip, std::size_t i, std::size_t count);

} // namespace streamtune::ui
