// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/colours.h"

#include <QApplication>
#include <QStyleFactory>
#include <algorithm>
#include <array>
#include <cmath>

#include "ui/theme/fonts.h"

namespace streamtune::ui::theme {
namespace {

struct Pair {
    Colour what;
    QRgb light;
    QRgb dark;
};

constexpr std::array kTable = std::to_array<Pair>({
    {Colour::Window, 0xFFE9ECF1, 0xFF101318},        {Colour::Panel, 0xFFFFFFFF, 0xFF171B22},
    {Colour::Canvas, 0xFFF6F7FA, 0xFF13161C},        {Colour::Raised, 0xFFF1F3F7, 0xFF1F242D},
    {Colour::Line, 0xFFD8DDE6, 0xFF2B323E},          {Colour::Grid, 0xFFE4E8EE, 0xFF222833},
    {Colour::LineStrong, 0xFF7A8598, 0xFF78849A},    {Colour::Text, 0xFF1A2130, 0xFFE7EAF0},
    {Colour::Muted, 0xFF566074, 0xFFA3ADBD},         {Colour::Faint, 0xFF5C6679, 0xFF98A3B4},
    {Colour::Disabled, 0xFF858E9F, 0xFF6E798B},      {Colour::Accent, 0xFF4F46C6, 0xFFA29CFF},
    {Colour::OnAccent, 0xFFFFFFFF, 0xFF14122B},      {Colour::AccentSoft, 0xFFECEBFB, 0xFF26254A},
    {Colour::Selection, 0xFFDFDDFA, 0xFF322F5E},     {Colour::Measured, 0xFF17619A, 0xFF6BB5EE},
    {Colour::BackPressured, 0xFFAE4407, 0xFFF2914E}, {Colour::Idle, 0xFFD3DAE4, 0xFF3A4453},
    {Colour::NoData, 0xFF6A7487, 0xFF8793A6},        {Colour::Predicted, 0xFF9C3A78, 0xFFEC92C5},
    {Colour::Applied, 0xFF46536B, 0xFFB9C4D6},       {Colour::Ok, 0xFF176A3A, 0xFF67C98B},
    {Colour::Warn, 0xFF8F5200, 0xFFF0B85A},          {Colour::WarnSoft, 0xFFFFF3DC, 0xFF332815},
    {Colour::Danger, 0xFFB3261E, 0xFFFF8F86},        {Colour::DangerSoft, 0xFFFCE9E7, 0xFF3A1D1D},
    {Colour::Prod, 0xFFA8214B, 0xFFFF86A6},          {Colour::ProdSoft, 0xFFFBE8EE, 0xFF3A1825},
    {Colour::Demo, 0xFF0F6B6B, 0xFF5CC9C0},          {Colour::DemoSoft, 0xFFDFF3F1, 0xFF12302F},
    {Colour::Focus, 0xFF4F46C6, 0xFFB9B4FF},         {Colour::MeasuredBar, 0xFF17619A, 0xFF5BA8E4},
    {Colour::SeriesGreen, 0xFF00785A, 0xFF4CC79C},
});
static_assert(kTable.size() == static_cast<std::size_t>(Colour::Count));

constexpr bool inOrder() {
    for (std::size_t i = 0; i < kTable.size(); ++i)
        if (kTable[i].what != static_cast<Colour>(i))
            return false;
    return true;
}
static_assert(inOrder());

double luminance(const QColor& c) {
    const auto linear = [](double v) { return v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4); };
    return 0.2126 * linear(c.redF()) + 0.7152 * linear(c.greenF()) + 0.0722 * linear(c.blueF());
}

} // namespace

QColor colour(Colour what, bool dark) {
    const Pair& pair = kTable[static_cast<std::size_t>(what)];
    return QColor::fromRgb(dark ? pair.dark : pair.light);
}

bool isDark(const QPalette& palette) {
    return luminance(palette.color(QPalette::Window)) < 0.18;
}

QColor heat(double value) {
    static constexpr std::array<QRgb, 5> kStops{0xFF00224E, 0xFF434E6C, 0xFF7D7C78, 0xFFBCAE6C, 0xFFFEE838};
    const double v = std::isnan(value) ? 0 : std::clamp(value, 0.0, 1.0) * (kStops.size() - 1);
    const std::size_t low = std::min(static_cast<std::size_t>(v), kStops.size() - 2);
    const double share = v - static_cast<double>(low);
    const auto part = [&](int a, int b) { return static_cast<int>(std::lround(a + (b - a) * share)); };
    const QRgb a = kStops[low];
    const QRgb b = kStops[low + 1];
    return {part(qRed(a), qRed(b)), part(qGreen(a), qGreen(b)), part(qBlue(a), qBlue(b))};
}

double contrast(const QColor& a, const QColor& b) {
    const double x = luminance(a);
    const double y = luminance(b);
    return (std::max(x, y) + 0.05) / (std::min(x, y) + 0.05);
}

QColor textOn(const QColor& fill) {
    return contrast(fill, Qt::white) > contrast(fill, Qt::black) ? Qt::white : Qt::black;
}

QColor measuredFill(double share, bool dark) {
    const QColor low = colour(Colour::Idle, dark);
    const QColor high = colour(Colour::MeasuredBar, dark);
    const double step = std::isnan(share) ? 0 : std::round(std::clamp(share, 0.0, 1.0) * 10) / 10;
    const auto part = [&](int a, int b) { return static_cast<int>(std::lround(a + (b - a) * step)); };
    return {part(low.red(), high.red()), part(low.green(), high.green()), part(low.blue(), high.blue())};
}

QColor flinkFill(double busy, double backPressured) {
    const auto blend = [](const QColor& a, const QColor& b, double share) {
        const auto part = [&](int x, int y) {
            return static_cast<int>(std::lround(x + (y - x) * std::clamp(share, 0.0, 1.0)));
        };
        return QColor(part(a.red(), b.red()), part(a.green(), b.green()), part(a.blue(), b.blue()));
    };
    const QColor idleToBusy = blend(QColor(0x5d, 0xb1, 0xff), QColor(0xee, 0x64, 0x64), busy);
    return blend(idleToBusy, QColor(0x88, 0x88, 0x88), backPressured);
}

QPalette palette(bool dark) {
    QPalette p;
    const auto set = [&](QPalette::ColorRole role, Colour what) {
        p.setColor(QPalette::All, role, colour(what, dark));
    };
    set(QPalette::Window, Colour::Window);
    set(QPalette::Base, Colour::Panel);
    set(QPalette::AlternateBase, Colour::Raised);
    set(QPalette::Button, Colour::Raised);
    set(QPalette::Text, Colour::Text);
    set(QPalette::WindowText, Colour::Text);
    set(QPalette::ButtonText, Colour::Text);
    set(QPalette::BrightText, Colour::Danger);
    set(QPalette::PlaceholderText, Colour::Faint);
    set(QPalette::Highlight, Colour::Selection);
    set(QPalette::HighlightedText, Colour::Text);
    set(QPalette::Link, Colour::Accent);
    set(QPalette::LinkVisited, Colour::Accent);
    set(QPalette::Mid, Colour::Line);
    set(QPalette::Midlight, Colour::Grid);
    set(QPalette::Light, Colour::Raised);
    set(QPalette::Dark, Colour::LineStrong);
    set(QPalette::Shadow, Colour::Line);
    set(QPalette::ToolTipBase, Colour::Raised);
    set(QPalette::ToolTipText, Colour::Text);
    for (const QPalette::ColorRole role : {QPalette::Text, QPalette::WindowText, QPalette::ButtonText})
        p.setColor(QPalette::Disabled, role, colour(Colour::Disabled, dark));
    return p;
}

QString styleSheet(bool dark) {
    QString sheet = QStringLiteral(
        "QDockWidget::title{background:@panel;padding:6px 12px;border-bottom:1px solid @line}"
        "QTabBar::tab{padding:6px 12px;border:0;border-bottom:2px solid transparent;color:@muted}"
        "QTabBar::tab:selected{color:@text;border-bottom:2px solid @accent}"
        "QPushButton[kind=\"primary\"]{background:@accent;color:@onaccent;border:0;border-radius:4px;padding:5px "
        "12px;font-weight:600}"
        "QPushButton[kind=\"primary\"]:disabled{background:@raised;color:@disabled;border:1px solid @line}"
        "QPushButton[kind=\"danger\"]{background:@panel;color:@danger;border:1px solid "
        "@danger;border-radius:4px;padding:5px 12px;font-weight:600}"
        "QPushButton[kind=\"danger\"]:disabled{color:@disabled;border:1px solid @line}"
        "QPushButton[kind=\"flat\"]{background:transparent;border:0;padding:5px 12px}"
        "QLineEdit,QPlainTextEdit{border:1px solid @linestrong;border-radius:4px;padding:3px "
        "6px;background:@panel}"
        "QLineEdit:focus,QPlainTextEdit:focus{border:2px solid @focus;padding:2px 5px}"
        // The outline that Fusion derives from the window's colour cannot be seen on a dark one.
        "QCheckBox::indicator:unchecked{border:1px solid @linestrong;border-radius:3px;background:@panel;width:12px;"
        "height:12px}"
        "QHeaderView::section{background:@panel;color:@muted;border:0;border-bottom:1px solid @grid;padding:4px 8px}"
        "QTableView,QTreeView,QListView{border:0;background:@panel;selection-background-color:@sel;selection-color:@"
        "text}"
        "QSplitter::handle{background:@window}QStatusBar::item{border:0}"
        "QToolTip{background:@raised;color:@text;border:1px solid @linestrong;padding:4px}"
        "QScrollBar:vertical{width:8px;background:transparent;margin:0}QScrollBar:horizontal{height:8px;background:"
        "transparent;margin:0}"
        "QScrollBar::handle{background:@linestrong;border-radius:4px;min-height:24px;min-width:24px}"
        "QScrollBar::add-line,QScrollBar::sub-line{width:0;height:0}QScrollBar::add-page,QScrollBar::sub-page{"
        "background:transparent}");
    // Longer names first: "@linestrong" begins with "@line".
    static const auto kNames = std::to_array<std::pair<const char*, Colour>>({{"@linestrong", Colour::LineStrong},
                                                                              {"@onaccent", Colour::OnAccent},
                                                                              {"@disabled", Colour::Disabled},
                                                                              {"@accent", Colour::Accent},
                                                                              {"@danger", Colour::Danger},
                                                                              {"@window", Colour::Window},
                                                                              {"@raised", Colour::Raised},
                                                                              {"@panel", Colour::Panel},
                                                                              {"@muted", Colour::Muted},
                                                                              {"@focus", Colour::Focus},
                                                                              {"@grid", Colour::Grid},
                                                                              {"@line", Colour::Line},
                                                                              {"@text", Colour::Text},
                                                                              {"@sel", Colour::Selection}});
    for (const auto& [name, what] : kNames)
        sheet.replace(QLatin1String(name), colour(what, dark).name());
    return sheet;
}

void apply(QApplication& application, bool dark, const QString& more) {
    if (!application.style() || application.style()->name() != QLatin1String("fusion"))
        application.setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
    application.setPalette(palette(dark));
    application.setFont(bodyFont());
    application.setStyleSheet(styleSheet(dark) + more);
}

} // namespace streamtune::ui::theme
