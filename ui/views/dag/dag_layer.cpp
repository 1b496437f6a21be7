// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/dag/dag_layer.h"

#include <QPainter>
#include <cmath>
#include <ctime>

namespace streamtune::ui::dag {
namespace {

constexpr int kPiece = 128; ///< pixels of height of what is painted between two looks at the clock

bool isWhole(double value) {
    return std::abs(value - std::round(value)) < 1e-6;
}

/// Paints one rectangle of the picture anew.
void renew(QPixmap& picture, const QRect& rect, const QTransform& seen, const Layer::Paint& paint) {
    QPainter painter(&picture);
    painter.setClipRect(rect);
    painter.setCompositionMode(QPainter::CompositionMode_Source);
    painter.fillRect(rect, Qt::transparent);
    painter.setCompositionMode(QPainter::CompositionMode_SourceOver);
    painter.setWorldTransform(seen);
    paint(painter, seen.inverted().mapRect(QRectF(rect)));
}

} // namespace

double threadMs() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

/// The same picture at another place; false where it must be painted from the start.
bool Layer::move(const QTransform& seen, QSize view, double ratio) {
    if (!m_valid || view != m_view || ratio != m_ratio || seen.m11() != m_seen.m11() || seen.m22() != m_seen.m22())
        return false;
    const double x = seen.dx() - m_seen.dx(), y = seen.dy() - m_seen.dy();
    if (!isWhole(x * ratio) || !isWhole(y * ratio) || !isWhole(x) || !isWhole(y))
        return false;
    const QPoint by(qRound(x), qRound(y));
    if (by.isNull())
        return true;
    const QRect whole(QPoint(), view);
    const QRect kept = whole.translated(by) & whole;
    if (kept.isEmpty())
        return false;
    m_picture.scroll(qRound(x * ratio), qRound(y * ratio), m_picture.rect());
    m_missing = (m_missing.translated(by) & whole) | (QRegion(whole) - kept);
    m_seen = seen;
    return true;
}

bool Layer::bring(const QTransform& seen, QSize view, double ratio, double limitMs, const Paint& paint) {
    if (!move(seen, view, ratio)) {
        const QSize pixels = QSize(static_cast<int>(std::ceil(view.width() * ratio)),
                                   static_cast<int>(std::ceil(view.height() * ratio)));
        if (m_picture.size() != pixels) {
            m_picture = QPixmap(pixels);
            m_picture.setDevicePixelRatio(ratio);
            m_picture.fill(Qt::transparent); // with alpha from the start
        }
        m_seen = seen;
        m_view = view;
        m_ratio = ratio;
        m_missing = QRect(QPoint(), view);
        m_valid = true;
    }
    const double start = threadMs();
    while (!m_missing.isEmpty()) {
        QRect piece = *m_missing.begin();
        if (limitMs > kNoLimit)
            piece.setHeight(std::min(piece.height(), kPiece));
        renew(m_picture, piece, seen, paint);
        m_missing -= piece;
        if (limitMs > kNoLimit && threadMs() - start >= limitMs)
            break;
    }
    return m_missing.isEmpty();
}

} // namespace streamtune::ui::dag
