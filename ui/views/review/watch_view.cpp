// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/review/watch_view.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/session/text.h"
#include "ui/views/widgets/paint.h"
#include "ui/views/widgets/tokens.h"

namespace streamtune::ui {

/// Accepted rate since the change, what was accepted before as a rule, what is offered as the predicted one.
class WatchView::Line final : public QWidget {
public:
    Line() {
        setMinimumHeight(fontMetrics().height() * 6);
        setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    }
    void setWatch(const Watch& watch) {
        m_watch = watch;
        setAccessibleName(WatchView::tr("Accepted rate since the change: %1").arg(watch.sentence));
        update();
    }

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter p(this);
        p.setRenderHint(QPainter::Antialiasing);
        const QFont small = captionFont(font());
        p.setFont(small);
        const QFontMetricsF metrics(small);
        const QString offered = WatchView::tr("offered"), before = WatchView::tr("before"),
                      accepted = WatchView::tr("accepted");
        const double labels = std::max({metrics.horizontalAdvance(offered), metrics.horizontalAdvance(before),
                                        metrics.horizontalAdvance(accepted)}) +
                              10;
        double top = std::max(valueOr(m_watch.offered, 0), valueOr(m_watch.before, 0));
        for (const auto& point : m_watch.line)
            top = std::max(top, point.y());
        top = top > 0 ? top * 1.08 : 1;
        const QString tick = shortNumber(top / 1.08);
        const QRectF area(metrics.horizontalAdvance(tick) + 10, 8,
                          width() - labels - metrics.horizontalAdvance(tick) - 14, height() - metrics.height() - 14);
        const auto y = [&](double v) { return area.bottom() - v / top * area.height(); };
        p.setPen(QPen(token(Token::LineStrong, palette()), 1));
        p.drawLine(area.bottomLeft(), area.bottomRight());
        p.setPen(token(Token::Muted, palette()));
        p.drawText(QRectF(0, area.bottom() - 8, area.left() - 6, 16), Qt::AlignRight | Qt::AlignVCenter,
                   QStringLiteral("0"));
        p.drawText(QRectF(0, y(top / 1.08) - 8, area.left() - 6, 16), Qt::AlignRight | Qt::AlignVCenter, tick);
        for (const auto& [at, words] :
             {std::pair{0.0, QStringLiteral("0")}, {0.5, WatchView::tr("5 min")}, {1.0, WatchView::tr("10 min")}})
            p.drawText(QRectF(area.left() + at * area.width() - 40, area.bottom() + 3, 80, metrics.height() + 2),
                       Qt::AlignHCenter | Qt::AlignTop, words);
        double taken = -1e9; // where the label above stands
        const auto label = [&](double at, const QString& words, Token tone) {
            const double place = std::max(at, taken + metrics.height() - 2);
            taken = place;
            p.setPen(token(tone, palette()));
            p.drawText(QRectF(area.right() + 6, place - 8, labels, 16), Qt::AlignLeft | Qt::AlignVCenter, words);
        };
        const auto rule = [&](const Number& value, Token tone) {
            if (!isKnown(value))
                return;
            p.setPen(QPen(token(tone, palette()), 1.4, Qt::DashLine));
            p.drawLine(QPointF(area.left(), y(*value)), QPointF(area.right(), y(*value)));
        };
        rule(m_watch.offered, Token::Predicted);
        rule(m_watch.before, Token::Muted);
        QPolygonF line;
        if (!m_watch.line.empty()) {
            const double first = m_watch.line.front().x();
            for (const auto& point : m_watch.line)
                line << QPointF(area.left() +
                                    std::min(1.0, (point.x() - first) / (kWatchSeconds * 1000)) * area.width(),
                                y(point.y()));
        }
        p.setPen(QPen(token(Token::Measured, palette()), 2));
        p.drawPolyline(line);
        p.setBrush(token(Token::Measured, palette()));
        if (!line.isEmpty())
            p.drawEllipse(line.last(), 3, 3);
        std::vector<std::tuple<double, QString, Token>> names;
        if (isKnown(m_watch.offered))
            names.emplace_back(y(*m_watch.offered), offered, Token::Predicted);
        if (!line.isEmpty())
            names.emplace_back(line.last().y(), accepted, Token::Measured);
        if (isKnown(m_watch.before))
            names.emplace_back(y(*m_watch.before), before, Token::Muted);
        std::ranges::sort(names, {}, [](const auto& n) { return std::get<0>(n); });
        for (const auto& [at, words, tone] : names)
            label(at, words, tone);
    }

private:
    Watch m_watch;
};

WatchView::WatchView(QWidget* parent) : QWidget(parent) {
    setObjectName(QStringLiteral("watchWindow"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 4, 0, 0);
    column->setSpacing(4);
    auto* head = new QHBoxLayout;
    auto* title = plainLabel(tr("Watch window"), TextKind::Strong);
    title->setWordWrap(false);
    m_note = plainLabel({}, TextKind::Caption);
    m_note->setWordWrap(false);
    m_verdict = new Chip;
    head->addWidget(title);
    head->addWidget(m_note, 1);
    head->addWidget(m_verdict);
    column->addLayout(head);
    m_sentence = plainLabel();
    column->addWidget(m_sentence);
    m_rows = plainLabel({}, TextKind::Muted);
    column->addWidget(m_rows);
    m_line = new Line;
    column->addWidget(m_line, 1);
}

void WatchView::setWatch(const Watch& watch) {
    m_watch = watch;
    const bool begun = watch.verdict != WatchVerdict::Waiting;
    m_note->setText(
        begun ? tr("%1 of %2 measured").arg(duration(std::min(watch.seconds, kWatchSeconds)), duration(kWatchSeconds))
              : QString());
    m_verdict->setFact(begun ? verdictWord(watch.verdict).toLower() : tr("waiting"),
                       watch.verdict == WatchVerdict::Better  ? QStringLiteral("ok")
                       : watch.verdict == WatchVerdict::Worse ? QStringLiteral("danger")
                                                              : QString());
    m_sentence->setText(watch.sentence);
    QStringList rows;
    for (std::size_t i = 0; i < watch.rows.size() && i < 4; ++i) {
        const auto& row = watch.rows[i];
        rows << tr("%1: busy %2 → %3, predicted %4")
                    .arg(elideMiddle(row.name, 40), percent(row.before), percent(row.now), percent(row.predicted));
    }
    if (watch.rows.size() > 4)
        rows << tr("and %n more operator(s)", nullptr, static_cast<int>(watch.rows.size()) - 4);
    m_rows->setText(rows.join(QLatin1Char('\n')));
    m_rows->setVisible(!rows.isEmpty());
    m_line->setWatch(watch);
    m_line->setVisible(begun);
}

} // namespace streamtune::ui
