// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/support/cut_words.h"

#include <QAbstractButton>
#include <QAbstractScrollArea>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QScrollArea>
#include <QTabBar>
#include <QToolButton>

namespace streamtune::uitest {
namespace {

bool isTool(const QWidget* widget) {
    return qobject_cast<const QAbstractButton*>(widget) || qobject_cast<const QLineEdit*>(widget);
}

/// A scroll area brings to light what it holds.
bool scrolls(const QWidget* widget) {
    for (const QWidget* up = widget->parentWidget(); up; up = up->parentWidget())
        if (qobject_cast<const QAbstractScrollArea*>(up))
            return true;
    return false;
}

} // namespace

QString cut(const QWidget* widget) {
    if (const auto* label = qobject_cast<const QLabel*>(widget)) {
        if (label->text().isEmpty())
            return {};
        const bool fits = label->wordWrap() ? label->heightForWidth(label->width()) <= label->height() + 1
                                            : label->minimumSizeHint().width() <= label->width() + 1;
        return fits ? QString() : label->text().left(60);
    }
    if (const auto* button = qobject_cast<const QAbstractButton*>(widget)) {
        const bool words = !button->text().isEmpty() &&
                           (!qobject_cast<const QToolButton*>(widget) ||
                            qobject_cast<const QToolButton*>(widget)->toolButtonStyle() != Qt::ToolButtonIconOnly);
        const int need = button->fontMetrics().size(Qt::TextShowMnemonic, button->text()).width();
        constexpr int kEdges = 8; // a text that touches both edges is taken for cut
        return words && (need + kEdges > button->width() || button->fontMetrics().height() > button->height() + 1)
                   ? button->text().left(60)
                   : QString();
    }
    if (const auto* bar = qobject_cast<const QTabBar*>(widget)) {
        const bool scrolls = bar->count() > 0 && bar->tabRect(bar->count() - 1).right() > bar->width();
        return scrolls ? QStringLiteral("tabs from ") + bar->tabText(0) : QString();
    }
    if (const auto* head = qobject_cast<const QHeaderView*>(widget); head && head->orientation() == Qt::Horizontal) {
        for (int i = 0; i < head->count(); ++i) {
            const QString title = head->model()->headerData(i, Qt::Horizontal).toString();
            constexpr int kPadding = 12; // of the style sheet
            if (!head->isSectionHidden(i) &&
                head->fontMetrics().horizontalAdvance(title) + kPadding > head->sectionSize(i))
                return QStringLiteral("column ") + title;
        }
    }
    return {};
}

bool isOutside(const QWidget* widget, const QWidget* window) {
    return isTool(widget) && !scrolls(widget) &&
           !window->rect().contains(QRect(widget->mapTo(window, QPoint()), widget->size()));
}

bool isCovered(const QWidget* widget) {
    return isTool(widget) && !scrolls(widget) && widget->visibleRegion() != QRegion(widget->rect());
}

QStringList wrongIn(const QWidget& widget) {
    QStringList wrong;
    for (const auto* child : widget.findChildren<QWidget*>()) {
        if (!child->isVisible() || child->window() != widget.window() || child->visibleRegion().isEmpty())
            continue;
        if (const QString what = cut(child); !what.isEmpty())
            wrong << QStringLiteral(": cut off: ") + what;
        if (const auto* area = qobject_cast<const QScrollArea*>(child);
            area && area->horizontalScrollBarPolicy() == Qt::ScrollBarAlwaysOff && area->widget() &&
            area->widget()->width() > area->viewport()->width())
            wrong << QStringLiteral(": wider than its frame: ") + area->accessibleName();
        if (isOutside(child, &widget))
            wrong << QStringLiteral(": outside: ") + child->objectName() + child->accessibleName();
    }
    return wrong;
}

} // namespace streamtune::uitest
