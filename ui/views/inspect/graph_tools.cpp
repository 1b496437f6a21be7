// SPDX-License-Identifier: GPL-3.0-or-later
// The tools above the graph: what is shown, direction, find, filter, minimap, fit, zoom.
#include <QButtonGroup>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QMenu>
#include <QToolButton>
#include <algorithm>

#include "ui/theme/icons.h"
#include "ui/views/inspect/graph_panel.h"
#include "ui/views/widgets/folding_row.h"
#include "ui/views/widgets/parts.h"
#include "ui/views/widgets/wrap_layout.h"

namespace streamtune::ui {

namespace {

struct Mode {
    dag::Show show;
    const char* word;
    const char* tip;
};
/// As they stand in the tool row; M walks through them.
constexpr Mode kModes[]{
    {dag::Show::Measured, QT_TRANSLATE_NOOP("streamtune::ui::GraphPanel", "Measured"),
     QT_TRANSLATE_NOOP("streamtune::ui::GraphPanel", "Only what was measured (M for the next)")},
    {dag::Show::Both, QT_TRANSLATE_NOOP("streamtune::ui::GraphPanel", "Both"),
     QT_TRANSLATE_NOOP("streamtune::ui::GraphPanel",
                       "Measured in the left half, predicted in the right half (M for the next)")},
    {dag::Show::Predicted, QT_TRANSLATE_NOOP("streamtune::ui::GraphPanel", "Predicted"),
     QT_TRANSLATE_NOOP("streamtune::ui::GraphPanel", "Only what is predicted (M for the next)")},
    {dag::Show::Difference, QT_TRANSLATE_NOOP("streamtune::ui::GraphPanel", "Difference"),
     QT_TRANSLATE_NOOP("streamtune::ui::GraphPanel", "Predicted minus measured busy share (M for the next)")}};

constexpr dag::FilterKind kKinds[]{
    dag::FilterKind::Busy,    dag::FilterKind::BackPressured, dag::FilterKind::RootCause, dag::FilterKind::OverLimit,
    dag::FilterKind::Changed, dag::FilterKind::Idle,          dag::FilterKind::NoData};

QToolButton* iconButton(QHBoxLayout* row, const QString& icon, const QString& tip) {
    auto* button = new QToolButton;
    button->setIcon(theme::icon(icon));
    button->setToolTip(tip);
    button->setAccessibleName(tip);
    button->setProperty("kind", QStringLiteral("icon"));
    row->addWidget(button);
    return button;
}

/// The icon belongs to the action: a button takes it over whenever the action changes.
void actionIcon(QHBoxLayout* row, QAction* action, const QString& icon) {
    action->setIcon(theme::icon(icon));
    auto* button = iconButton(row, icon, action->toolTip());
    button->setDefaultAction(action);
    button->setToolButtonStyle(Qt::ToolButtonIconOnly);
}

} // namespace

QWidget* GraphPanel::makeModes() {
    auto* segments = new QWidget;
    auto* row = new QHBoxLayout(segments);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    m_mode = new QToolButton;
    m_mode->setObjectName(QStringLiteral("graphMode"));
    m_mode->setProperty("kind", QStringLiteral("subject"));
    m_mode->setPopupMode(QToolButton::InstantPopup);
    m_mode->setAccessibleName(tr("What the nodes show"));
    m_mode->setToolTip(tr("What the nodes show"));
    auto* menu = new QMenu(m_mode);
    m_mode->setMenu(menu);
    m_mode->hide();
    auto* modes = new QButtonGroup(this);
    for (const Mode& mode : kModes) {
        auto* button =
            segment(tr(mode.word), tr(mode.tip), static_cast<std::size_t>(m_modes.size()), std::size(kModes));
        row->addWidget(button);
        modes->addButton(button);
        const auto choose = [this, show = mode.show] { setShow(show); };
        connect(button, &QToolButton::clicked, this, choose);
        menu->addAction(tr(mode.word), this, choose);
        m_modes.push_back(button);
    }
    return segments;
}

QWidget* GraphPanel::makeDirections() {
    auto* segments = new QWidget;
    auto* row = new QHBoxLayout(segments);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    m_right = segment({}, tr("Lay the graph out from left to right"), 0, 2);
    m_down = segment({}, tr("Lay the graph out from top to bottom"), 1, 2);
    row->addWidget(m_right);
    row->addWidget(m_down);
    m_right->setIcon(theme::icon(QStringLiteral("right")));
    m_down->setIcon(theme::icon(QStringLiteral("down")));
    auto* directions = new QButtonGroup(this);
    directions->addButton(m_right);
    directions->addButton(m_down);
    m_right->setChecked(true);
    return segments;
}

/// In a narrow window the modes become one button, and what is rarely used goes into a menu.
QWidget* GraphPanel::makeTools(CommandRegistry& commands) {
    auto* tools = new FoldingRow;
    tools->setObjectName(QStringLiteral("graphTools"));
    tools->setProperty("kind", QStringLiteral("panelhead"));
    tools->setAutoFillBackground(true);
    tools->setBackgroundRole(QPalette::Base);
    auto* row = tools->row();
    row->setContentsMargins(8, 4, 8, 4);
    row->setSpacing(0);
    QWidget* modes = makeModes();
    QWidget* directions = makeDirections();
    row->addWidget(m_mode);
    row->addWidget(modes);
    row->addSpacing(8);
    row->addWidget(directions);
    row->addStretch(1);
    m_found = new ElideLabel(TextKind::Caption);
    row->addWidget(m_found);
    row->addSpacing(8);
    m_find = new QLineEdit;
    m_find->setPlaceholderText(tr("Find operator"));
    m_find->setAccessibleName(tr("Find operator"));
    m_find->setClearButtonEnabled(true);
    m_find->addAction(theme::icon(QStringLiteral("search")), QLineEdit::LeadingPosition);
    m_find->setMaximumWidth(fontMetrics().height() * 12);
    m_find->setMinimumWidth(fontMetrics().height() * 5);
    row->addWidget(m_find);
    row->addSpacing(8);
    m_filterButton = iconButton(row, QStringLiteral("filter"), tr("Dim what is not of interest"));
    m_filterButton->setPopupMode(QToolButton::InstantPopup);
    auto* menu = new QMenu(m_filterButton);
    for (const auto kind : kKinds) {
        QAction* action = menu->addAction(dag::filterWord(kind));
        action->setCheckable(true);
        action->setData(static_cast<int>(kind));
        connect(action, &QAction::triggered, this, [this, kind](bool on) {
            auto kinds = m_filter;
            if (on)
                kinds.insert(kind);
            else
                kinds.erase(kind);
            setFilter(std::move(kinds));
        });
    }
    m_filterButton->setMenu(menu);
    auto* rest = new QWidget;
    auto* restRow = new QHBoxLayout(rest);
    restRow->setContentsMargins(4, 0, 0, 0);
    restRow->setSpacing(4);
    QAction* minimap = commands.action(QStringLiteral("view.minimap"));
    QAction* fit = commands.action(QStringLiteral("view.fit"));
    actionIcon(restRow, minimap, QStringLiteral("minimap"));
    actionIcon(restRow, fit, QStringLiteral("fit"));
    m_zoom = new QToolButton;
    m_zoom->setToolTip(tr("Zoom to 100 %"));
    m_zoom->setAccessibleName(tr("Zoom to 100 %"));
    m_zoom->setMinimumWidth(fontMetrics().height() * 4);
    restRow->addWidget(m_zoom);
    row->addWidget(rest);
    row->addSpacing(4);
    row->addWidget(tools->more());

    const auto stand = [this](const QString& words, QToolButton* button) { // for a button that is hidden
        auto* action = new QAction(words, this);
        connect(action, &QAction::triggered, button, &QToolButton::click);
        return action;
    };
    QAction* right = stand(tr("Lay out from left to right"), m_right);
    QAction* down = stand(tr("Lay out from top to bottom"), m_down);
    for (QAction* action : {right, down})
        action->setCheckable(true);
    QAction* zoom = stand(tr("Zoom to 100 %"), m_zoom);
    tools->addFold([this, modes](bool folded) {
        modes->setVisible(!folded);
        m_mode->setVisible(folded);
    });
    tools->addMoving({directions}, [this, right, down] {
        right->setChecked(m_right->isChecked());
        down->setChecked(m_down->isChecked());
        return QList<QAction*>{right, down};
    });
    tools->addMoving({rest}, [minimap, fit, zoom] { return QList<QAction*>{minimap, fit, zoom}; });
    setShow(dag::Show::Both);
    return tools;
}

QWidget* GraphPanel::makeFilterRow() {
    m_filterRow = new QWidget;
    m_filterRow->setObjectName(QStringLiteral("graphFilter"));
    m_filterRow->setAutoFillBackground(true);
    m_filterRow->setBackgroundRole(QPalette::Base);
    new WrapLayout(m_filterRow, 6);
    m_filterRow->layout()->setContentsMargins(12, 2, 8, 4);
    m_filterRow->hide();
    return m_filterRow;
}

void GraphPanel::setShow(dag::Show show) {
    m_view->setShow(show);
    for (std::size_t i = 0; i < m_modes.size(); ++i)
        m_modes[i]->setChecked(kModes[i].show == show);
    m_mode->setText(tr(std::ranges::find(kModes, show, &Mode::show)->word));
}

void GraphPanel::showNext() {
    const auto now = std::ranges::find(kModes, mode(), &Mode::show) - std::begin(kModes);
    setShow(kModes[static_cast<std::size_t>(now + 1) % std::size(kModes)].show);
}

void GraphPanel::setFilter(std::set<dag::FilterKind> kinds) {
    m_view->setFilter(kinds);
    showFilter(kinds);
}

void GraphPanel::showFilter(const std::set<dag::FilterKind>& kinds) {
    m_filter = kinds;
    for (QAction* action : m_filterButton->menu()->actions())
        action->setChecked(m_filter.contains(static_cast<dag::FilterKind>(action->data().toInt())));
    m_filterButton->setIcon(theme::icon(m_filter.empty() ? QStringLiteral("filter") : QStringLiteral("filter-on")));
    refreshFilterRow();
}

/// What is filtered, each with a way out, and how much is dimmed.
void GraphPanel::refreshFilterRow() {
    m_filterRow->setVisible(!m_filter.empty());
    QLayout* row = m_filterRow->layout();
    while (QLayoutItem* item = row->takeAt(0)) {
        if (item->widget())
            item->widget()->deleteLater();
        delete item;
    }
    if (m_filter.empty())
        return;
    for (const auto kind : m_filter) {
        auto* chip = new QToolButton;
        chip->setText(dag::filterWord(kind) + QStringLiteral("  \u00d7"));
        chip->setAccessibleName(tr("Stop filtering by %1").arg(dag::filterWord(kind)));
        chip->setToolTip(chip->accessibleName());
        connect(chip, &QToolButton::clicked, this, [this, kind] {
            auto kinds = m_filter;
            kinds.erase(kind);
            setFilter(std::move(kinds));
        });
        row->addWidget(chip);
    }
    auto* clear = new QToolButton;
    clear->setText(tr("Clear all"));
    clear->setAutoRaise(true);
    connect(clear, &QToolButton::clicked, this, [this] { setFilter({}); });
    row->addWidget(clear);
    m_filterNote = new ElideLabel(TextKind::Caption);
    row->addWidget(m_filterNote);
    refreshFilterNote();
}

void GraphPanel::refreshFilterNote() {
    if (!m_filter.empty())
        m_filterNote->setText(
            tr("%1 of %2 operators dimmed").arg(m_view->item().dimmedCount()).arg(m_view->item().nodes().size()));
}

} // namespace streamtune::ui
