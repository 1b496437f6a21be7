// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/widgets/wrap_layout.h"

#include <algorithm>

namespace streamtune::ui {

WrapLayout::WrapLayout(QWidget* parent, int gap) : QLayout(parent), m_gap(gap) {
    setContentsMargins(0, 0, 0, 0);
}

WrapLayout::~WrapLayout() = default;

void WrapLayout::addItem(QLayoutItem* item) {
    m_items.emplace_back(item);
}

QLayoutItem* WrapLayout::itemAt(int index) const {
    return index >= 0 && index < count() ? m_items[static_cast<std::size_t>(index)].get() : nullptr;
}

QLayoutItem* WrapLayout::takeAt(int index) {
    if (index < 0 || index >= count())
        return nullptr;
    QLayoutItem* item = m_items[static_cast<std::size_t>(index)].release();
    m_items.erase(m_items.begin() + index);
    return item;
}

int WrapLayout::heightForWidth(int width) const {
    return place(QRect(0, 0, width, 0), false);
}

QSize WrapLayout::sizeHint() const {
    const QMargins margins = contentsMargins();
    int width = 0;
    int height = 0;
    for (const auto& item : m_items)
        if (!item->isEmpty()) {
            width += item->sizeHint().width() + (width > 0 ? m_gap : 0);
            height = std::max(height, item->sizeHint().height());
        }
    return {width + margins.left() + margins.right(), height + margins.top() + margins.bottom()};
}

QSize WrapLayout::minimumSize() const {
    const QMargins margins = contentsMargins();
    QSize least;
    for (const auto& item : m_items)
        if (!item->isEmpty())
            least = least.expandedTo(item->minimumSize());
    return least.grownBy(margins);
}

void WrapLayout::setGeometry(const QRect& rect) {
    QLayout::setGeometry(rect);
    place(rect, true);
}

int WrapLayout::place(const QRect& rect, bool move) const {
    const QMargins margins = contentsMargins();
    const QRect room = rect.marginsRemoved(margins);
    int x = room.left();
    int y = room.top();
    int line = 0;
    for (const auto& item : m_items) {
        if (item->isEmpty())
            continue;
        const QSize wanted = item->sizeHint();
        if (x > room.left() && x + wanted.width() > room.right() + 1) {
            x = room.left();
            y += line + m_gap;
            line = 0;
        }
        if (move)
            item->setGeometry(QRect(x, y, std::min(wanted.width(), std::max(room.width(), 1)), wanted.height()));
        x += wanted.width() + m_gap;
        line = std::max(line, wanted.height());
    }
    return y + line - rect.top() + margins.bottom();
}

} // namespace streamtune::ui
