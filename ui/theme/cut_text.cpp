// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/cut_text.h"

#include <QCache>
#include <QFontMetricsF>
#include <QTransform>

namespace streamtune::ui::theme {
namespace {

constexpr int kMostTexts = 16'384;

struct CutKey {
    QString text;
    QString family;
    int width;
    int pixels; ///< or a sixty-fourth of a point
    int weight;
    int mode;
    bool operator==(const CutKey&) const = default;
};

size_t qHash(const CutKey& key, size_t seed) {
    return qHashMulti(seed, key.text, key.width, key.pixels, key.weight, key.mode);
}

} // namespace

const QStaticText& cutText(const QString& text, const QFont& font, double width, Qt::TextElideMode mode) {
    static QCache<CutKey, QStaticText> cache(kMostTexts);
    const int size = font.pixelSize() > 0 ? font.pixelSize() : 1'000'000 + qRound(font.pointSizeF() * 64);
    const CutKey key{text, font.family(), static_cast<int>(width), size, font.weight(), static_cast<int>(mode)};
    if (QStaticText* found = cache.object(key))
        return *found;
    auto* made = new QStaticText(QFontMetricsF(font).elidedText(text, mode, width));
    made->setTextFormat(Qt::PlainText);
    made->prepare({}, font);
    cache.insert(key, made);
    return *made;
}

} // namespace streamtune::ui::theme
