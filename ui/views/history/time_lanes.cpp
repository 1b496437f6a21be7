// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/history/time_lanes.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>
#include <algorithm>

#include "ui/session/text.h"
#include "ui/theme/paint.h"
#include "ui/views/widgets/paint.h"
#include "ui/views/widgets/tokens.h"

namespace streamtune::ui {

namespace {
constexpr Millis kFold{30 * 60'000};
constexpr std::size_t kMostStretches = 10;
constexpr int kMargin = 12;
constexpr int kLeastBar = 3;
constexpr std::size_t kMostLanes = 10;
constexpr std::size_t kTipJobs = 8;

/// Overlapping and neighbouring spans joined, so that the axis sees few windows.
std::vector<Observation> joined(const std::vector<history::RunSpan>& spans) {
    std::vector<Observation> pieces;
    for (const auto& span : spans) {
        if (pieces.empty() || span.from > pieces.back().end) {
            Observation piece;
            piece.start = span.from;
            piece.end = span.to;
            pieces.push_back(std::move(piece));
        }
        pieces.back().end = std::max(pieces.back().end, span.to);
    }
    return pieces;
}
} // namespace

TimeLanes::TimeLanes(QWidget* parent) : QWidget(parent) {
    setObjectName(QStringLiteral("timeLanes"));
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setAccessibleName(tr("Time line of all jobs"));
    setAccessibleDescription(tr("Click for a moment, drag for a range. Arrow keys move it, Escape clears it."));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void TimeLanes::setSpans(std::vector<history::RunSpan> spans) {
    m_spans = std::move(spans);
    layOut();
    updateGeometry();
    update();
}

void TimeLanes::setRange(const std::optional<Range>& range) {
    if (m_range == range)
        return;
    m_range = range;
    update();
}

void TimeLanes::choose(const std::optional<Range>& range) {
    if (m_range == range)
        return;
    setRange(range);
    Q_EMIT rangeChosen();
}

QSize TimeLanes::sizeHint() const {
    return {400, fontMetrics().height() + 14 + std::clamp(m_lanes * 7, 28, 70)};
}

QRect TimeLanes::band() const {
    const int top = fontMetrics().height() + 6;
    return {kMargin, top, std::max(1, width() - 2 * kMargin), std::max(1, height() - top - 8)};
}

/// Bars that would touch go into different lanes; beyond kMostLanes they are painted over each other.
void TimeLanes::layOut() {
    m_axis.reset();
    m_bars.clear();
    m_lanes = 0;
    if (m_spans.empty())
        return;
    m_axis.emplace(joined(m_spans), band().width(), kFold, kMostStretches);
    std::vector<int> ends; // of the last bar of each lane
    for (const auto& span : m_spans) {
        Bar bar;
        bar.from = qRound(m_axis->xOf(span.from));
        bar.to = std::max(bar.from + kLeastBar, qRound(m_axis->xOf(span.to)));
        const auto free = std::ranges::find_if(ends, [&](int end) { return end < bar.from; });
        if (free != ends.end() || ends.size() >= kMostLanes) {
            const auto lane = free != ends.end() ? free : std::ranges::min_element(ends);
            bar.lane = static_cast<int>(lane - ends.begin());
            *lane = std::max(*lane, bar.to);
        } else {
            bar.lane = static_cast<int>(ends.size());
            ends.push_back(bar.to);
        }
        m_bars.push_back(bar);
    }
    m_lanes = static_cast<int>(ends.size());
}

void TimeLanes::resizeEvent(QResizeEvent*) {
    layOut();
}

void TimeLanes::paintLanes(QPainter& p) const {
    const QRect b = band();
    const int n = std::max(1, m_lanes);
    for (std::size_t i = 0; i < m_spans.size(); ++i) {
        const auto& span = m_spans[i];
        const Bar& bar = m_bars[i];
        const int top = b.top() + b.height() * bar.lane / n, bottom = b.top() + b.height() * (bar.lane + 1) / n;
        const QRect box(b.left() + bar.from, top, bar.to - bar.from, std::max(1, bottom - top - 1));
        p.fillRect(box, isKnown(span.busyMax) ? theme::measuredFill(*span.busyMax, isDark())
                                              : token(Token::NoData, palette()));
        if (span.bottleneck)
            p.fillRect(box.adjusted(0, box.height() * 2 / 3, 0, 0), token(Token::BackPressured, palette()));
    }
}

void TimeLanes::paintPauses(QPainter& p) const {
    const QRect b = band();
    const auto& stretches = m_axis->stretches();
    p.setPen(token(Token::LineStrong, palette()));
    for (std::size_t i = 0; i + 1 < stretches.size(); ++i) {
        const int left = b.left() + qRound(stretches[i].right), right = b.left() + qRound(stretches[i + 1].left);
        p.fillRect(QRect(left + 2, b.top() - 1, right - left - 3, b.height() + 2), token(Token::Panel, palette()));
        for (const int dx : {-3, 1}) {
            const int middle = (left + right) / 2 + dx;
            p.drawLine(middle - 2, b.center().y() + 6, middle + 2, b.center().y() - 6);
        }
    }
}

void TimeLanes::paintTimes(QPainter& p) const {
    const QRect b = band();
    const QFontMetrics metrics(p.font());
    p.setPen(token(Token::Muted, palette()));
    const QString last = clockTime(m_axis->stretches().back().to);
    const int end = b.right() - metrics.horizontalAdvance(last);
    p.drawText(QRect(end, 0, width() - end, b.top() - 2), Qt::AlignVCenter, last);
    int free = b.left();
    for (const auto& stretch : m_axis->stretches()) {
        const QString label = clockTime(stretch.from);
        const int at = b.left() + qRound(stretch.left), w = metrics.horizontalAdvance(label);
        if (at < free || at + w + 12 > end)
            continue;
        p.drawText(QRect(at, 0, w + 2, b.top() - 2), Qt::AlignVCenter, label);
        free = at + w + 12;
    }
}

void TimeLanes::paintRange(QPainter& p) const {
    const QRect b = band();
    const int from = b.left() + qRound(m_axis->xOf(m_range->first)),
              to = b.left() + qRound(m_axis->xOf(m_range->second));
    QColor veil = token(Token::Panel, palette());
    veil.setAlphaF(0.66F);
    p.fillRect(QRect(QPoint(b.left(), b.top()), QPoint(from - 1, b.bottom())), veil);
    p.fillRect(QRect(QPoint(to + 2, b.top()), QPoint(b.right(), b.bottom())), veil);
    for (const int x : {from, to})
        p.fillRect(QRect(x, b.top() - 3, 2, b.height() + 6), token(Token::Accent, palette()));
    const QString label = m_range->first == m_range->second
                              ? clockTime(m_range->first)
                              : tr("%1 to %2").arg(clockTime(m_range->first), clockTime(m_range->second));
    const int w = QFontMetrics(p.font()).horizontalAdvance(label) + 12;
    const QRect tag(std::clamp((from + to - w) / 2, 0, std::max(0, width() - w)), 0, w, b.top() - 3);
    p.setRenderHint(QPainter::Antialiasing);
    p.setPen(Qt::NoPen);
    p.setBrush(token(Token::Accent, palette()));
    p.drawRoundedRect(tag, 3, 3);
    p.setPen(token(Token::OnAccent, palette()));
    p.drawText(tag, Qt::AlignCenter, label);
}

void TimeLanes::paintEvent(QPaintEvent*) {
    QPainter p(this);
    p.setFont(captionFont(font()));
    const QRect b = band();
    p.fillRect(b, token(Token::Canvas, palette()));
    if (!m_axis) {
        p.setPen(token(Token::Muted, palette()));
        p.drawText(b, Qt::AlignCenter, tr("No recorded time yet"));
        return;
    }
    paintLanes(p);
    paintPauses(p);
    if (m_range)
        paintRange(p);
    else
        paintTimes(p);
    if (hasFocus()) {
        p.setRenderHint(QPainter::Antialiasing, false);
        p.setPen(QPen(token(Token::Focus, palette()), 1));
        p.setBrush(Qt::NoBrush);
        p.drawRect(rect().adjusted(0, 0, -1, -1));
    }
}

QString TimeLanes::tipAt(TimePoint moment) const {
    QStringList lines{absoluteTime(moment)};
    std::size_t more = 0;
    for (const auto& span : m_spans) {
        if (moment < span.from || moment > span.to)
            continue;
        if (lines.size() > static_cast<qsizetype>(kTipJobs)) {
            ++more;
            continue;
        }
        lines << tr("%1, run %2: busy %3%4")
                     .arg(elideMiddle(text(span.jobName), 40))
                     .arg(span.run)
                     .arg(percent(span.busyMax), span.bottleneck ? tr(", a bottleneck") : QString());
    }
    if (more > 0)
        lines << tr("and %n more", nullptr, static_cast<int>(more));
    if (lines.size() == 1)
        lines << tr("nothing was recorded");
    return lines.join(QLatin1Char('\n'));
}

bool TimeLanes::event(QEvent* event) {
    if (event->type() == QEvent::ToolTip && m_axis) {
        const auto* help = static_cast<QHelpEvent*>(event);
        QToolTip::showText(help->globalPos(), plainTip(tipAt(m_axis->timeAt(help->pos().x() - band().left()))), this);
        return true;
    }
    return QWidget::event(event);
}

void TimeLanes::mousePressEvent(QMouseEvent* event) {
    if (m_axis && event->button() == Qt::LeftButton)
        m_pressed = m_axis->timeAt(event->pos().x() - band().left());
}

void TimeLanes::mouseMoveEvent(QMouseEvent* event) {
    if (!m_pressed || !m_axis)
        return;
    const TimePoint at = m_axis->timeAt(event->pos().x() - band().left());
    setRange(Range{std::min(*m_pressed, at), std::max(*m_pressed, at)});
}

void TimeLanes::mouseReleaseEvent(QMouseEvent* event) {
    if (!m_pressed || !m_axis)
        return;
    const TimePoint at = m_axis->timeAt(event->pos().x() - band().left());
    m_range = Range{std::min(*m_pressed, at), std::max(*m_pressed, at)};
    m_pressed.reset();
    update();
    Q_EMIT rangeChosen();
}

void TimeLanes::mouseDoubleClickEvent(QMouseEvent*) {
    choose(std::nullopt);
}

void TimeLanes::keyPressEvent(QKeyEvent* event) {
    const int step = event->key() == Qt::Key_Left ? -1 : event->key() == Qt::Key_Right ? 1 : 0;
    if (event->key() == Qt::Key_Escape && m_range)
        return choose(std::nullopt);
    if (step == 0 || !m_axis)
        return QWidget::keyPressEvent(event);
    const double pixels = std::max(1.0, band().width() / 100.0);
    const auto moved = [&](TimePoint t) { return m_axis->timeAt(m_axis->xOf(t) + step * pixels); };
    const Range now = m_range.value_or(Range{m_axis->stretches().back().to, m_axis->stretches().back().to});
    const TimePoint end = moved(now.second);
    if (event->modifiers() & Qt::ShiftModifier)
        choose(Range{std::min(now.first, end), std::max(now.first, end)});
    else
        choose(Range{end, end});
}

} // namespace streamtune::ui
