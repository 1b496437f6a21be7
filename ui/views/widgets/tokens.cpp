// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/widgets/tokens.h"

#include <QPalette>
#include <algorithm>
#include <array>
#include <cmath>

namespace streamtune::ui {

namespace {

QColor mix(const QColor& a, const QColor& b, double share) {
    const auto part = [share](int x, int y) { return static_cast<int>(std::lround(x + (y - x) * share)); };
    return {part(a.red(), b.red()), part(a.green(), b.green()), part(a.blue(), b.blue())};
}

double luminance(const QColor& c) {
    const auto linear = [](double v) { return v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4); };
    return 0.2126 * linear(c.redF()) + 0.7152 * linear(c.greenF()) + 0.0722 * linear(c.blueF());
}

} // namespace

QColor token(Token token, const QPalette& p) {
    const QColor base = p.color(QPalette::Base), text = p.color(QPalette::Text), accent = p.color(QPalette::Link);
    switch (token) {
    case Token::Window:
        return p.color(QPalette::Window);
    case Token::Panel:
        return base;
    case Token::Canvas:
    case Token::Raised:
        return p.color(QPalette::AlternateBase);
    case Token::Line:
    case Token::Grid:
        return mix(base, text, 0.15);
    case Token::LineStrong:
    case Token::Applied:
    case Token::NoData:
        return mix(base, text, 0.55);
    case Token::Idle:
        return mix(base, text, 0.2);
    case Token::Text:
        return text;
    case Token::Muted:
    case Token::Faint:
        return mix(base, text, 0.7);
    case Token::Disabled:
        return p.color(QPalette::Disabled, QPalette::Text);
    case Token::AccentSoft:
    case Token::WarnSoft:
    case Token::DangerSoft:
    case Token::ProdSoft:
    case Token::DemoSoft:
        return mix(base, accent, 0.12);
    case Token::Selection:
        return p.color(QPalette::Highlight);
    case Token::OnAccent:
        return base;
    default:
        return accent;
    }
}

QColor heat(double value) {
    static constexpr std::array<std::array<int, 3>, 5> kStops{
        {{0x00, 0x22, 0x4e}, {0x43, 0x4e, 0x6c}, {0x7d, 0x7c, 0x78}, {0xbc, 0xae, 0x6c}, {0xfe, 0xe8, 0x38}}};
    const double at = std::clamp(std::isnan(value) ? 0.0 : value, 0.0, 1.0) * 4;
    const auto i = std::min<std::size_t>(static_cast<std::size_t>(at), 3);
    const QColor a(kStops[i][0], kStops[i][1], kStops[i][2]), b(kStops[i + 1][0], kStops[i + 1][1], kStops[i + 1][2]);
    return mix(a, b, at - static_cast<double>(i));
}

QColor textOn(const QColor& fill) {
    const double l = luminance(fill);
    return 1.05 / (l + 0.05) >= (l + 0.05) / 0.05 ? QColor(Qt::white) : QColor(Qt::black);
}

} // namespace streamtune::ui
