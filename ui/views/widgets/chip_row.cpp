// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/widgets/chip_row.h"

#include <QAbstractButton>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <algorithm>

#include "ui/session/text.h"
#include "ui/views/widgets/paint.h"
#include "ui/views/widgets/tokens.h"

namespace streamtune::ui {

namespace {
constexpr int kGap = 6;
constexpr int kCross = 18;
} // namespace

class ChipRow::Word final : public QAbstractButton {
public:
    Word(const QString& word, const QString& removeName, ChipRow& row, int at)
        : QAbstractButton(&row), m_row(row), m_at(at), m_removable(!removeName.isEmpty()) {
        setFont(captionFont(font()));
        setText(word);
        setAccessibleName(word);
        setAccessibleDescription(m_removable ? removeName.arg(word) + ChipRow::tr(" with Delete") : QString());
        setToolTip(plainTip(m_removable ? removeName.arg(word) : word));
        setFocusPolicy(Qt::StrongFocus);
        setAttribute(Qt::WA_Hover);
        connect(this, &QAbstractButton::clicked, &row, [this] { Q_EMIT m_row.chosen(m_at); });
    }
    [[nodiscard]] QSize sizeHint() const override {
        const QFontMetrics metrics(font());
        return {metrics.horizontalAdvance(shown()) + 18 + (m_removable ? kCross - 4 : 0),
                std::max(20, metrics.height() + 6)};
    }

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter p(this);
        p.setRenderHint(QPainter::Antialiasing);
        const QRectF box = QRectF(rect()).adjusted(0.75, 0.75, -0.75, -0.75);
        p.setPen(QPen(token(hasFocus() ? Token::Focus : Token::Accent, palette()), hasFocus() ? 2 : 1));
        p.setBrush(token(Token::AccentSoft, palette()));
        p.drawRoundedRect(box, box.height() / 2, box.height() / 2);
        p.setPen(token(Token::Text, palette()));
        p.drawText(rect().adjusted(9, 0, m_removable ? -kCross : -9, 0), Qt::AlignVCenter | Qt::AlignLeft, shown());
        if (!m_removable)
            return;
        p.setPen(QPen(token(underMouse() ? Token::Text : Token::Muted, palette()), 1.4));
        const QPointF c(width() - kCross / 2.0 - 1, height() / 2.0);
        p.drawLine(c + QPointF(-3, -3), c + QPointF(3, 3));
        p.drawLine(c + QPointF(-3, 3), c + QPointF(3, -3));
    }
    void mouseReleaseEvent(QMouseEvent* event) override {
        if (m_removable && rect().contains(event->pos()) && event->pos().x() >= width() - kCross) {
            setDown(false);
            Q_EMIT m_row.removeWanted(m_at);
            return;
        }
        QAbstractButton::mouseReleaseEvent(event);
    }
    void keyPressEvent(QKeyEvent* event) override {
        if (m_removable && (event->key() == Qt::Key_Delete || event->key() == Qt::Key_Backspace)) {
            Q_EMIT m_row.removeWanted(m_at);
            return;
        }
        if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
            Q_EMIT m_row.chosen(m_at);
            return;
        }
        QAbstractButton::keyPressEvent(event);
    }

private:
    [[nodiscard]] QString shown() const { return elideMiddle(text(), 48); }

    ChipRow& m_row;
    int m_at;
    bool m_removable;
};

ChipRow::ChipRow(QWidget* parent) : QWidget(parent) {
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
}

void ChipRow::setChips(const QStringList& words, const QString& removeName) {
    m_words = words;
    // Not deleted at once: one of them may be telling right now that it was chosen.
    for (QWidget* old : std::as_const(m_chips)) {
        old->hide();
        old->deleteLater();
    }
    m_chips.clear();
    for (int i = 0; i < words.size(); ++i) {
        auto* word = new Word(words[i], removeName, *this, i);
        word->show();
        m_chips << word;
    }
    place(width(), true);
    updateGeometry();
}

int ChipRow::place(int width, bool move) const {
    int x = 0, y = 0, line = 0;
    for (QWidget* chip : m_chips) {
        const QSize size = chip->sizeHint();
        const int w = std::min(size.width(), std::max(40, width));
        if (x > 0 && x + w > width) {
            x = 0;
            y += line + 4;
            line = 0;
        }
        if (move)
            chip->setGeometry(x, y, w, size.height());
        x += w + kGap;
        line = std::max(line, size.height());
    }
    return y + line;
}

int ChipRow::heightForWidth(int width) const {
    return place(width, false);
}

QSize ChipRow::sizeHint() const {
    int w = 0;
    for (const QWidget* chip : m_chips)
        w += chip->sizeHint().width() + kGap;
    return {w, place(std::max(width(), 80), false)};
}

QSize ChipRow::minimumSizeHint() const {
    return {80, m_chips.isEmpty() ? 0 : m_chips.first()->sizeHint().height()};
}

void ChipRow::resizeEvent(QResizeEvent*) {
    place(width(), true);
}

} // namespace streamtune::ui
