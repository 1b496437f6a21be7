// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main_window/looks.h"

#include <QApplication>

#include "ui/session/language.h"
#include "ui/theme/colours.h"
#include "ui/theme/fonts.h"
#include "ui/theme/icons.h"

namespace streamtune::ui {

namespace {

using theme::Colour;

/// What the parts of this window add to the theme's sheet; every colour comes from the theme's table.
QString windowSheet(bool dark) {
    QString s = QStringLiteral(
        "QMainWindow,QMainWindow::separator{background:@window}QMainWindow::separator{width:4px;height:4px}"
        "QFrame[kind=\"panel\"],QWidget[kind=\"panel\"]{background:@panel;border:1px solid @line;border-radius:4px}"
        "QFrame[kind=\"rule\"]{background:@line;border:0}"
        "QWidget[kind=\"docktitle\"]{background:@panel}"
        "QWidget[kind=\"panelhead\"]{background:@panel;border:0}"
        "QWidget[kind=\"page\"]{background:@panel}"
        "QWidget[kind=\"canvas\"]{background:@canvas}"
        "QScrollArea{background:transparent}QScrollArea>QWidget>QWidget{background:transparent}"
        "QDockWidget>QWidget{background:@panel}"
        "QFrame[kind=\"advice\"]{background:@accentsoft;border:0;border-radius:4px}"
        "QFrame[kind=\"card\"]{background:@panel;border:1px solid @line;border-radius:8px}"
        "QFrame[kind=\"card-primary\"]{background:@accentsoft;border:1px solid @accent;border-radius:8px}"
        "QFrame[kind=\"demo\"]{background:@demosoft;border:0;border-top:1px solid @demo;border-bottom:1px solid @demo}"
        "QFrame[kind=\"demo\"] QLabel{color:@demo;font-weight:500}"
        "QFrame[kind=\"trouble\"]{background:@warnsoft;border:0;border-left:4px solid @warn;border-bottom:1px solid "
        "@warn}"
        "QLabel[kind=\"warnbox\"]{background:@warnsoft;color:@warn;border-radius:4px;padding:6px 8px}"
        "QMenuBar{background:@panel;border:0}QMenuBar::item{padding:5px 8px;background:transparent}"
        "QMenuBar::item:selected{background:@sel;border-radius:4px}"
        "QMenu{background:@panel;border:1px solid @linestrong}QMenu::item{padding:5px 28px 5px 24px}"
        "QMenu::item:selected{background:@sel;color:@text}QMenu::item:disabled{color:@disabled}"
        "QMenu::separator{height:1px;background:@line;margin:4px 8px}"
        "QPushButton{background:@raised;color:@text;border:1px solid @line;border-radius:4px;padding:5px "
        "12px;font-weight:500}"
        "QDialogButtonBox{dialogbuttonbox-buttons-have-icons:0}"
        "QPushButton:hover{border-color:@linestrong}QPushButton:pressed{background:@sel}"
        "QPushButton:disabled{color:@disabled}QPushButton:focus{border:2px solid @focus;padding:4px 11px}"
        "QPushButton[kind=\"primary\"]{background:@accent;color:@onaccent;border:1px solid @accent;font-weight:600}"
        "QPushButton[kind=\"primary\"]:disabled{background:@raised;color:@disabled;border:1px solid @line}"
        "QPushButton[kind=\"primary\"]:focus{border:2px solid @text;padding:4px 11px}"
        "QPushButton[kind=\"danger\"]{background:@panel;color:@danger;border:1px solid @danger;font-weight:600}"
        "QPushButton[kind=\"danger\"]:disabled{color:@disabled;border:1px solid @line}"
        "QPushButton[kind=\"danger\"]:focus{border:2px solid @focus;padding:4px 11px}"
        "QToolButton{background:@raised;color:@text;border:1px solid @line;border-radius:4px;padding:3px 8px}"
        "QToolButton:hover{border-color:@linestrong}QToolButton:disabled{color:@disabled}"
        "QToolButton:focus{border:2px solid @focus;padding:2px 7px}"
        "QToolButton[autoRaise=\"true\"]{background:transparent;border-color:transparent;color:@muted;padding:1px 5px}"
        "QToolButton[kind=\"icon\"]{padding:3px 5px}QToolButton[kind=\"icon\"]::menu-indicator{image:none}"
        "QToolButton[kind=\"icon\"]:checked{background:@accentsoft}"
        "QToolButton[seg]{border-radius:0;color:@muted;font-weight:500;padding:4px 12px;margin:0}"
        "QToolButton[seg=\"first\"]{border-top-left-radius:4px;border-bottom-left-radius:4px;border-right:0}"
        "QToolButton[seg=\"mid\"]{border-right:0}"
        "QToolButton[seg=\"last\"]{border-top-right-radius:4px;border-bottom-right-radius:4px}"
        "QToolButton[seg]:checked{background:@accentsoft;color:@accent;font-weight:600}"
        "QToolButton[seg]:disabled{color:@disabled}"
        "QToolButton[kind=\"subject\"]{font-weight:600;padding:4px 22px 4px 10px}"
        "QToolButton[kind=\"subject\"]::menu-indicator{subcontrol-position:right center;right:6px}"
        "QToolButton[kind=\"goto\"]{background:@panel;color:@faint;border:1px solid @linestrong;padding:3px 10px}"
        "QComboBox{background:@panel;border:1px solid @linestrong;border-radius:4px;padding:2px 8px}"
        "QComboBox:focus{border:2px solid @focus;padding:1px 7px}"
        "QComboBox::drop-down{border:0;width:20px}"
        "QComboBox::down-arrow{image:url(:/icons/chevron-@mode.svg);width:10px;height:10px}"
        "QAbstractSpinBox{background:@panel;border:1px solid @linestrong;border-radius:4px;padding:2px 20px 2px 6px}"
        "QAbstractSpinBox:focus{border:2px solid @focus;padding:1px 19px 1px 5px}"
        "QAbstractSpinBox:disabled{background:@raised;color:@disabled;border-color:@line}"
        "QAbstractSpinBox::up-button,QAbstractSpinBox::down-button{subcontrol-origin:border;width:18px;border:0;"
        "background:transparent}"
        "QAbstractSpinBox::up-button{subcontrol-position:top right}"
        "QAbstractSpinBox::down-button{subcontrol-position:bottom right}"
        "QAbstractSpinBox::up-button:hover,QAbstractSpinBox::down-button:hover{background:@raised}"
        "QAbstractSpinBox::up-arrow{image:url(:/icons/chevron-up-@mode.svg);width:9px;height:9px}"
        "QAbstractSpinBox::down-arrow{image:url(:/icons/chevron-@mode.svg);width:9px;height:9px}"
        "QAbstractSpinBox::up-arrow:off,QAbstractSpinBox::down-arrow:off{image:none}"
        "QComboBox QAbstractItemView{background:@panel;border:1px solid @linestrong;selection-background-color:@sel}"
        "QPlainTextEdit[readOnly=\"true\"]{border:0}QPlainTextEdit[readOnly=\"true\"]:focus{border:1px solid @focus}"
        "QTabBar{background:@panel}QStatusBar{background:@panel;border-top:1px solid @line}"
        "QProgressBar{background:@idle;border:0;border-radius:3px;max-height:6px}"
        "QProgressBar::chunk{background:@accent;border-radius:3px}"
        "QHeaderView{background:@panel;border:0}QHeaderView::section{padding:4px 6px}QTabBar "
        "QToolButton{border:0}QTableCornerButton::section{background:@panel;border:0}"
        "QLineEdit:read-only{background:@raised}"
        "QTabWidget::pane{border:1px solid @line;border-radius:4px;background:@panel}");
    static const std::pair<const char*, Colour> kNames[]{{"@linestrong", Colour::LineStrong},
                                                         {"@accentsoft", Colour::AccentSoft},
                                                         {"@demosoft", Colour::DemoSoft},
                                                         {"@warnsoft", Colour::WarnSoft},
                                                         {"@onaccent", Colour::OnAccent},
                                                         {"@disabled", Colour::Disabled},
                                                         {"@accent", Colour::Accent},
                                                         {"@danger", Colour::Danger},
                                                         {"@window", Colour::Window},
                                                         {"@raised", Colour::Raised},
                                                         {"@canvas", Colour::Canvas},
                                                         {"@panel", Colour::Panel},
                                                         {"@muted", Colour::Muted},
                                                         {"@faint", Colour::Faint},
                                                         {"@focus", Colour::Focus},
                                                         {"@demo", Colour::Demo},
                                                         {"@warn", Colour::Warn},
                                                         {"@idle", Colour::Idle},
                                                         {"@line", Colour::Line},
                                                         {"@text", Colour::Text},
                                                         {"@grid", Colour::Grid},
                                                         {"@sel", Colour::Selection}};
    s.replace(QStringLiteral("@mode"), dark ? QStringLiteral("dark") : QStringLiteral("light"));
    for (const auto& [name, what] : kNames)
        s.replace(QLatin1String(name), theme::colour(what, dark).name());
    return s;
}

} // namespace

void applyLooks(QApplication& application, const QString& choice) {
    static const bool systemDark = theme::isDark(QApplication::palette());
    const bool dark = choice == QLatin1String("dark") || (choice != QLatin1String("light") && systemDark);
    const double points = QApplication::font().pointSizeF();
    static bool first = true;
    if (first) {
        if (appliedLanguage().isEmpty())
            applyLanguage(QStringLiteral("system"));
        QApplication::setWindowIcon(theme::programIcon());
    }
    theme::apply(application, dark, windowSheet(dark));
    if (!first) { // the size a person chose stays
        QFont font = application.font();
        font.setPointSizeF(points);
        application.setFont(font);
    }
    first = false;
}

} // namespace streamtune::ui
