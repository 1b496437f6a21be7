// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/dag/dag_layer.h"

#include <QPainter>
#include <cmath>
#include <ctime>
#include <utility>

namespace streamtune::ui::dag {
namespace {

/// Pixels of what is painted between two looks at the clock, and its least height: lines are clipped at every edge.
constexpr int kPieceArea = 1280 * 64;
constexpr int kPieceHeight = 64;

bool isWhole(double value) {
    return std::abs(value - std::round(value)) < 1e-6;
}

/// Paints one rectangle of the picture anew.
void renew(QPixmap& picture, const QRect& rect, const QTransform& seen, const Layer::Paint& paint) {
    QPainter painter(&picture);
    painter.setClipRect(rect);
    painter.setWorldTransform(seen);
    paint(painter, seen.inverted().mapRect(QRectF(rect)));
}

} // namespace

double threadMs() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

void Layer::clear() {
    m_valid = m_hasBefore = false;
    m_made = m_before = {};
    m_missing = {};
    m_cost = 0;
}

/// The same picture at another place; false where it must be painted from the start.
bool Layer::move(const QTransform& seen, QSize view, double ratio) {
    if (!m_valid || view != m_view || ratio != m_ratio || seen.m11() != m_made.seen.m11() ||
        seen.m22() != m_made.seen.m22())
        return false;
    const double x = seen.dx() - m_made.seen.dx(), y = seen.dy() - m_made.seen.dy();
    if (!isWhole(x * ratio) || !isWhole(y * ratio) || !isWhole(x) || !isWhole(y))
        return false;
    const QPoint by(qRound(x), qRound(y));
    if (by.isNull())
        return true;
    const QRect whole(QPoint(), view);
    const QRect kept = whole.translated(by) & whole;
    if (kept.isEmpty())
        return false;
    m_made.pixels.scroll(qRound(x * ratio), qRound(y * ratio), m_made.pixels.rect());
    m_missing = (m_missing.translated(by) & whole) | (QRegion(whole) - kept);
    m_made.seen = seen;
    return true;
}

void Layer::startOver(const QTransform& seen, QSize view, double ratio) {
    if (m_missing.isEmpty() && !m_made.pixels.isNull()) {
        std::swap(m_made, m_before);
        m_hasBefore = true;
    }
    const QSize pixels =
        QSize(static_cast<int>(std::ceil(view.width() * ratio)), static_cast<int>(std::ceil(view.height() * ratio)));
    if (m_made.pixels.size() != pixels) {
        m_made.pixels = QPixmap(pixels);
        m_made.pixels.fill(Qt::black); // opaque: stretching one with alpha takes ten times as long
    }
    m_made.pixels.setDevicePixelRatio(ratio);
    m_made.seen = seen;
    m_view = view;
    m_ratio = ratio;
    m_missing = QRect(QPoint(), view);
    m_valid = m_anew = true;
    m_spent = 0;
}

bool Layer::bring(const QTransform& seen, QSize view, double ratio, double limitMs, const Paint& paint) {
    if (!move(seen, view, ratio))
        startOver(seen, view, ratio);
    const bool limited = limitMs > kNoLimit && (m_hasBefore || !m_anew);
    const double start = threadMs();
    while (!m_missing.isEmpty()) {
        QRect piece = *m_missing.begin();
        if (limited)
            piece.setHeight(std::min(piece.height(), std::max(kPieceHeight, kPieceArea / piece.width())));
        renew(m_made.pixels, piece, seen, paint);
        m_missing -= piece;
        if (limited && threadMs() - start >= limitMs)
            break;
    }
    m_spent += threadMs() - start;
    if (m_anew)
        m_cost = m_missing.isEmpty() ? m_spent : std::max(m_cost, m_spent);
    if (!m_missing.isEmpty())
        return false;
    m_anew = m_hasBefore = false;
    return true;
}

void Layer::show(QPainter& painter, const QTransform& seen) const {
    const Picture& best = m_hasBefore ? m_before : m_made;
    if (best.pixels.isNull())
        return;
    const QTransform change = best.seen.inverted() * seen;
    if (isWhole(change.dx()) && isWhole(change.dy()) && change.type() <= QTransform::TxTranslate) {
        painter.drawPixmap(QPoint(qRound(change.dx()), qRound(change.dy())), best.pixels);
        return;
    }
    const QTransform view = painter.worldTransform();
    painter.setWorldTransform(change * view);
    painter.drawPixmap(0, 0, best.pixels);
    painter.setWorldTransform(view);
}

} // namespace streamtune::ui::dag
