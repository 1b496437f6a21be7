// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/widgets/folding_row.h"

#include <QCoreApplication>
#include <QEvent>
#include <QHBoxLayout>
#include <QMenu>
#include <QScopedValueRollback>
#include <QToolButton>

#include "ui/theme/icons.h"

namespace streamtune::ui {

FoldingRow::FoldingRow(QWidget* parent) : QWidget(parent) {
    m_row = new QHBoxLayout(this);
    m_more = new QToolButton(this);
    m_more->setIcon(theme::icon(QStringLiteral("more")));
    m_more->setAccessibleName(tr("More tools"));
    m_more->setToolTip(tr("More tools: what this row has no room for"));
    m_more->setProperty("kind", QStringLiteral("icon"));
    m_more->setPopupMode(QToolButton::InstantPopup);
    m_more->setObjectName(QStringLiteral("moreTools"));
    m_menu = new QMenu(m_more);
    m_menu->setToolTipsVisible(true);
    m_more->setMenu(m_menu);
    m_more->hide();
    connect(m_menu, &QMenu::aboutToShow, this, &FoldingRow::fillMenu);
}

void FoldingRow::addFold(std::function<void(bool)> fold) {
    m_steps.push_back({std::move(fold), {}});
}

void FoldingRow::addHiding(QWidget* widget) {
    addFold([widget](bool folded) { widget->setVisible(!folded); });
}

void FoldingRow::addMoving(const QList<QWidget*>& widgets, std::function<QList<QAction*>()> actions) {
    m_steps.push_back({[widgets](bool folded) {
                           for (QWidget* widget : widgets)
                               widget->setVisible(!folded);
                       },
                       std::move(actions)});
}

void FoldingRow::fillMenu() {
    m_menu->clear();
    for (std::size_t i = 0; i < m_level; ++i) {
        const QList<QAction*> actions = m_steps[i].actions ? m_steps[i].actions() : QList<QAction*>();
        if (!actions.isEmpty() && !m_menu->isEmpty())
            m_menu->addSeparator();
        m_menu->addActions(actions);
    }
}

int FoldingRow::needed() const {
    m_row->invalidate();
    return m_row->minimumSize().width();
}

void FoldingRow::set(std::size_t step, bool folded) {
    m_level = folded ? step + 1 : step;
    m_steps[step].fold(folded);
    bool has = false;
    for (std::size_t i = 0; i < m_level; ++i)
        has = has || (m_steps[i].actions && !m_steps[i].actions().isEmpty());
    m_more->setVisible(has);
}

/// As few steps as there is room for. A step back is taken only where it is known to fit, so that nothing flickers, and
/// what a person types in stays as it is.
void FoldingRow::fit() {
    if (m_fitting)
        return;
    {
        const QScopedValueRollback guard(m_fitting, true);
        const std::size_t before = m_level;
        while (m_level > 0 && m_steps[m_level - 1].needed <= width())
            set(m_level - 1, false);
        for (int need = needed(); need > width() && m_level < m_steps.size(); need = needed()) {
            m_steps[m_level].needed = need;
            set(m_level, true);
        }
        if (m_level == before)
            return;
        m_row->activate();
    }
    QCoreApplication::removePostedEvents(this, QEvent::LayoutRequest); // of the steps just taken
}

void FoldingRow::refit() {
    for (Step& step : m_steps)
        step.needed = 0;
    fit();
}

QSize FoldingRow::minimumSizeHint() const {
    return {0, m_row->minimumSize().height()};
}

void FoldingRow::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    fit();
}

void FoldingRow::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    refit();
}

bool FoldingRow::event(QEvent* event) {
    const bool handled = QWidget::event(event);
    if (event->type() == QEvent::LayoutRequest)
        fit();
    return handled;
}

} // namespace streamtune::ui
