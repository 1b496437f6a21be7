// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAction>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QPushButton>
#include <algorithm>
#include <limits>
#include <vector>

#include "ui/theme/paint.h"
#include "ui/views/inspect/inspect_panels.h"
#include "ui/views/inspect/time_axis.h"
#include "ui/views/widgets/paint.h"

namespace streamtune::ui {

/// The strip: every recorded window in the blue of its busiest operator, hatched where back-pressured, flags where
/// plans were applied.
class ScrubberBar::Track final : public QWidget {
public:
    explicit Track(JobFeed& feed) : m_feed(feed) {
        setObjectName(QStringLiteral("timeTrack"));
        setFocusPolicy(Qt::StrongFocus);
        setAccessibleName(ScrubberBar::tr("Time line of the job"));
        setToolTip(ScrubberBar::tr("Click or drag to look at an earlier moment; arrow keys step by window"));
        setMinimumHeight(fontMetrics().height() + 18);
        setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    }

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter p(this);
        p.setRenderHint(QPainter::Antialiasing);
        const auto& windows = m_feed.windows();
        const QFont small = captionFont(font());
        p.setFont(small);
        const QFontMetrics metrics(small);
        const QRect band = strip();
        p.fillRect(band, token(Token::Idle, palette()));
        if (windows.empty()) {
            p.setPen(token(Token::Muted, palette()));
            p.drawText(rect().adjusted(0, 0, 0, -10), Qt::AlignVCenter | Qt::AlignLeft,
                       ScrubberBar::tr("No recorded moments yet"));
            return;
        }
        const TimeAxis axis(windows, band.width());
        p.setRenderHint(QPainter::Antialiasing, false);
        paintWindows(p, band, axis);
        paintPauses(p, band, axis);
        p.setRenderHint(QPainter::Antialiasing);
        paintTimes(p, metrics, axis);
        for (const auto& mark : m_feed.marks()) {
            const int x = band.left() + qRound(axis.xOf(mark.at));
            if (mark.at < windows.front().start || x > band.right())
                continue;
            p.setPen(QPen(token(Token::Applied, palette()), 1.2));
            p.setBrush(token(mark.rollback ? Token::Warn : Token::Applied, palette()));
            p.drawLine(x, 4, x, band.bottom());
            p.drawPolygon(QPolygonF{QPointF(x, 2), QPointF(x + 9, 6), QPointF(x, 10)});
        }
        if (m_feed.moment()) {
            const int x = band.left() + std::clamp(qRound(axis.xOf(*m_feed.moment())), 0, band.width());
            const QString label = clockTime(*m_feed.moment());
            const int w = metrics.horizontalAdvance(label) + 12;
            const QRect tag(std::clamp(x - w / 2, 0, std::max(0, width() - w)), 0, w, band.top() - 2);
            p.setPen(Qt::NoPen);
            p.setBrush(token(Token::Accent, palette()));
            p.drawRoundedRect(tag, 3, 3);
            p.fillRect(QRect(x - 1, band.top() - 3, 2, band.height() + 6), token(Token::Accent, palette()));
            p.setPen(token(Token::OnAccent, palette()));
            p.drawText(tag, Qt::AlignCenter, label);
        }
        if (hasFocus()) {
            p.setPen(QPen(token(Token::Accent, palette()), 1));
            p.setBrush(Qt::NoBrush);
            p.drawRect(rect().adjusted(0, 0, -1, -1));
        }
    }
    void mousePressEvent(QMouseEvent* event) override { go(event->pos().x()); }
    void mouseMoveEvent(QMouseEvent* event) override {
        if (event->buttons() & Qt::LeftButton)
            go(event->pos().x());
    }
    void keyPressEvent(QKeyEvent* event) override {
        const auto& windows = m_feed.windows();
        const int step = event->key() == Qt::Key_Left ? -1 : event->key() == Qt::Key_Right ? 1 : 0;
        if (step == 0 || windows.empty())
            return QWidget::keyPressEvent(event);
        auto at = static_cast<std::ptrdiff_t>(windows.size()) - 1;
        if (m_feed.moment())
            at = std::ranges::upper_bound(windows, *m_feed.moment(), {}, &Observation::start) - windows.begin() - 1;
        at += step;
        if (at >= static_cast<std::ptrdiff_t>(windows.size()))
            m_feed.setMoment(std::nullopt);
        else
            m_feed.setMoment(windows[static_cast<std::size_t>(std::max<std::ptrdiff_t>(at, 0))].start);
    }

private:
    [[nodiscard]] QRect strip() const { return {1, height() - 13, width() - 2, 11}; }
    /// One column a pixel: the busiest of what falls into it, and whether anything was back-pressured.
    void paintWindows(QPainter& p, const QRect& band, const TimeAxis& axis) const {
        struct Column {
            double busiest = -1;
            bool pressured = false;
        };
        std::vector<Column> columns(static_cast<std::size_t>(std::max(1, band.width())));
        const tune::LabelRules rules;
        for (const auto& window : m_feed.windows()) {
            Column seen;
            for (const auto& node : window.nodes) {
                seen.busiest = std::max(seen.busiest, valueOr(node.busyMax, -1));
                seen.pressured = seen.pressured || valueOr(node.backpressuredMax, 0) > rules.backpressureThreshold;
            }
            const int from = std::clamp(qRound(axis.xOf(window.start)), 0, band.width() - 1),
                      to = std::clamp(qRound(axis.xOf(window.end)), from, band.width() - 1);
            for (int x = from; x <= to; ++x) {
                auto& column = columns[static_cast<std::size_t>(x)];
                column.busiest = std::max(column.busiest, seen.busiest);
                column.pressured = column.pressured || seen.pressured;
            }
        }
        for (int x = 0; x < band.width(); ++x) {
            const auto& column = columns[static_cast<std::size_t>(x)];
            if (column.busiest >= 0)
                p.fillRect(band.left() + x, band.top(), 1, band.height(),
                           theme::measuredFill(column.busiest, isDark()));
            if (column.pressured) // hatched below, as in every bar
                p.fillRect(band.left() + x, band.bottom() - 3, 1, 4, theme::hatch(Token::BackPressured, isDark()));
        }
    }
    void paintPauses(QPainter& p, const QRect& band, const TimeAxis& axis) const {
        const auto& stretches = axis.stretches();
        p.setPen(token(Token::LineStrong, palette()));
        for (std::size_t i = 0; i < stretches.size(); ++i) {
            const int left = band.left() + qRound(stretches[i].left), right = band.left() + qRound(stretches[i].right);
            p.drawRect(QRect(left, band.top(), right - left - 1, band.height() - 1));
            if (i + 1 == stretches.size())
                continue;
            const int next = band.left() + qRound(stretches[i + 1].left);
            p.fillRect(QRect(right, band.top() - 1, next - right, band.height() + 2), token(Token::Panel, palette()));
            for (const int dx : {-3, 1}) {
                const int middle = (right + next) / 2 + dx;
                p.drawLine(middle - 2, band.bottom(), middle + 2, band.top());
            }
        }
    }
    /// When each stretch began, where there is room; the end at the right, or left of the flags there.
    void paintTimes(QPainter& p, const QFontMetrics& metrics, const TimeAxis& axis) const {
        const QRect band = strip();
        p.setPen(token(Token::Muted, palette()));
        const QString last = clockTime(m_feed.windows().back().end);
        constexpr int kFlag = 12;
        std::vector<int> flags;
        for (const auto& mark : m_feed.marks())
            if (mark.at >= m_feed.windows().front().start)
                flags.push_back(band.left() + qRound(axis.xOf(mark.at)));
        const auto firstFlag = [&flags](int left, int right) {
            int first = -1;
            for (const int x : flags)
                if (x + kFlag > left && x < right && (first < 0 || x < first))
                    first = x;
            return first;
        };
        const int wide = metrics.horizontalAdvance(last);
        int end = width() - wide;
        for (int flag = firstFlag(end, end + wide); flag >= 0 && end > 0; flag = firstFlag(end, end + wide))
            end = flag - wide - 4;
        p.drawText(QRect(end, 0, wide + 2, band.top() - 1), Qt::AlignVCenter, last);
        int free = 0;
        for (const auto& stretch : axis.stretches()) {
            const QString label = clockTime(stretch.from);
            const int left = std::max(band.left() + qRound(stretch.left), free), w = metrics.horizontalAdvance(label);
            if (left + w + 12 > end || left > band.left() + qRound(stretch.left) + 8 || firstFlag(left, left + w) >= 0)
                continue;
            p.drawText(QRect(left, 0, w + 2, band.top() - 1), Qt::AlignVCenter, label);
            free = left + w + 12;
        }
    }
    void go(int x) {
        const auto& windows = m_feed.windows();
        if (windows.empty())
            return;
        if (x >= strip().right() - 1)
            return m_feed.setMoment(std::nullopt);
        m_feed.setMoment(TimeAxis(windows, strip().width()).timeAt(x - strip().left()));
    }
    JobFeed& m_feed;
};

ScrubberBar::ScrubberBar(JobFeed& feed, QAction* liveAction, QWidget* parent) : QWidget(parent), m_feed(feed) {
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(12, 4, 8, 4);
    layout->setSpacing(12);
    m_track = new Track(feed);
    layout->addWidget(m_track, 1);
    auto* live = actionButton(liveAction);
    layout->addWidget(live);
    setFixedHeight(std::max(40, fontMetrics().height() + 28));
    for (const auto signal : {&JobFeed::windowsChanged, &JobFeed::shownChanged, &JobFeed::marksChanged})
        connect(&feed, signal, m_track, qOverload<>(&QWidget::update));
}

} // namespace streamtune::ui
