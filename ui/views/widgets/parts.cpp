// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/widgets/parts.h"

namespace streamtune::ui {

namespace {
constexpr int kAbout = 60; ///< pixels a share: near what a window has, so that the shares hold when it is shown
} // namespace

QSplitter* splitterOf(Qt::Orientation orientation, std::initializer_list<std::pair<QWidget*, int>> parts) {
    auto* split = new QSplitter(orientation);
    split->setChildrenCollapsible(false);
    split->setHandleWidth(4);
    QList<int> sizes;
    for (const auto& [widget, share] : parts) {
        split->addWidget(widget);
        split->setStretchFactor(split->count() - 1, share);
        sizes << share * kAbout;
    }
    split->setSizes(sizes);
    return split;
}

void makeRowList(QListView& list) {
    list.setFrameShape(QFrame::NoFrame);
    list.setSelectionMode(QAbstractItemView::ExtendedSelection);
    list.setEditTriggers(QAbstractItemView::NoEditTriggers);
    list.setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    list.setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
}

QString segmentPlace(std::size_t i, std::size_t count) {
    if (i == 0)
        return QStringLiteral("first");
    return i + 1 == count ? QStringLiteral("last") : QStringLiteral("mid");
}

QToolButton* segment(const QString& words, const QString& tip, std::size_t i, std::size_t count) {
    auto* button = new QToolButton;
    button->setText(words);
    button->setCheckable(true);
    button->setProperty("seg", segmentPlace(i, count));
    button->setToolTip(tip);
    button->setAccessibleName(tip);
    return button;
}

} // namespace streamtune::ui
