// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAction>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QPushButton>
#include <algorithm>
#include <limits>

#include "ui/views/inspect/inspect_panels.h"
#include "ui/views/widgets/paint.h"

namespace streamtune::ui {

/// The strip: every recorded window in the heat of its busiest operator, flags where plans were applied.
class ScrubberBar::Track final : public QWidget {
public:
    explicit Track(JobFeed& feed) : m_feed(feed) {
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
        // One column a pixel: the busiest of what falls into it.
        std::vector<double> columns(static_cast<std::size_t>(std::max(1, band.width())), -1);
        for (const auto& window : windows) {
            double busiest = -1;
            for (const auto& node : window.nodes)
                busiest = std::max(busiest, valueOr(node.busyMax, -1));
            const int from = std::clamp(xOf(window.start), 0, band.width() - 1),
                      to = std::clamp(xOf(window.end), from, band.width() - 1);
            for (int x = from; x <= to; ++x)
                columns[static_cast<std::size_t>(x)] = std::max(columns[static_cast<std::size_t>(x)], busiest);
        }
        p.setRenderHint(QPainter::Antialiasing, false);
        for (int x = 0; x < band.width(); ++x)
            if (const double v = columns[static_cast<std::size_t>(x)]; v >= 0)
                p.fillRect(band.left() + x, band.top(), 1, band.height(), heat(v));
        p.setPen(token(Token::LineStrong, palette()));
        p.drawRect(band.adjusted(0, 0, -1, -1));
        p.setRenderHint(QPainter::Antialiasing);
        p.setPen(token(Token::Muted, palette()));
        const QRect words(0, 0, width(), band.top() - 1);
        p.drawText(words, Qt::AlignLeft | Qt::AlignVCenter, clockTime(windows.front().start));
        p.drawText(words, Qt::AlignRight | Qt::AlignVCenter, clockTime(windows.back().end));
        for (const auto& mark : m_feed.marks()) {
            const int x = band.left() + xOf(mark.at);
            if (x < band.left() || x > band.right())
                continue;
            p.setPen(QPen(token(Token::Applied, palette()), 1.2));
            p.setBrush(token(mark.rollback ? Token::Warn : Token::Applied, palette()));
            p.drawLine(x, 4, x, band.bottom());
            p.drawPolygon(QPolygonF{QPointF(x, 2), QPointF(x + 9, 6), QPointF(x, 10)});
        }
        if (m_feed.moment()) {
            const int x = band.left() + std::clamp(xOf(*m_feed.moment()), 0, band.width());
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
    [[nodiscard]] QRect strip() const { return {1, height() - 12, width() - 2, 9}; }
    [[nodiscard]] int xOf(TimePoint t) const {
        const auto& windows = m_feed.windows();
        const double from = static_cast<double>(windows.front().start.time_since_epoch().count());
        const double to = static_cast<double>(windows.back().end.time_since_epoch().count());
        return static_cast<int>((static_cast<double>(t.time_since_epoch().count()) - from) / std::max(1.0, to - from) *
                                strip().width());
    }
    void go(int x) {
        const auto& windows = m_feed.windows();
        if (windows.empty())
            return;
        const auto from = windows.front().start.time_since_epoch().count(),
                   to = windows.back().end.time_since_epoch().count();
        const double share =
            std::clamp(static_cast<double>(x - strip().left()) / std::max(1, strip().width()), 0.0, 1.0);
        if (share >= 0.999)
            return m_feed.setMoment(std::nullopt);
        m_feed.setMoment(TimePoint(Millis(from + static_cast<std::int64_t>(share * static_cast<double>(to - from)))));
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
