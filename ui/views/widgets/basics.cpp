// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/widgets/basics.h"

#include <QAction>
#include <QEvent>
#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>
#include <QStackedLayout>
#include <QVBoxLayout>

#include "ui/commands/commands.h"
#include "ui/views/widgets/paint.h"
#include "ui/views/widgets/tokens.h"

namespace streamtune::ui {

namespace {

QFont fontOf(TextKind kind, const QFont& body) {
    switch (kind) {
    case TextKind::Caption:
        return captionFont(body);
    case TextKind::Strong:
        return strongFont(body);
    case TextKind::Title:
        return titleFont(body);
    case TextKind::Mono:
        return monoFont(body);
    default:
        return body;
    }
}

bool isFaint(TextKind kind) {
    return kind == TextKind::Muted || kind == TextKind::Caption;
}

/// A label in muted colour that follows the palette.
class MutedLabel final : public QLabel {
public:
    using QLabel::QLabel;
    void retint() {
        QPalette p = palette();
        const QColor c = token(Token::Muted, parentWidget() ? parentWidget()->palette() : p);
        if (p.color(QPalette::WindowText) == c)
            return;
        p.setColor(QPalette::WindowText, c);
        setPalette(p);
    }

protected:
    bool event(QEvent* e) override {
        if (e->type() == QEvent::Polish || e->type() == QEvent::ApplicationPaletteChange ||
            e->type() == QEvent::StyleChange)
            QMetaObject::invokeMethod(this, [this] { retint(); }, Qt::QueuedConnection);
        return QLabel::event(e);
    }
};

} // namespace

QLabel* plainLabel(const QString& text, TextKind kind, QWidget* parent) {
    QLabel* label = isFaint(kind) ? new MutedLabel(parent) : new QLabel(parent);
    label->setTextFormat(Qt::PlainText);
    label->setText(text);
    label->setWordWrap(true);
    label->setFont(fontOf(kind, label->font()));
    return label;
}

ElideLabel::ElideLabel(TextKind kind, QWidget* parent) : QWidget(parent), m_kind(kind) {
    setFont(fontOf(kind, font()));
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

void ElideLabel::setText(const QString& text) {
    if (m_text == text)
        return;
    m_text = text;
    setAccessibleName(elideMiddle(text, 500));
    setToolTip(plainTip(text));
    updateGeometry();
    update();
}

QSize ElideLabel::sizeHint() const {
    const QFontMetrics metrics(font());
    return {std::min(metrics.horizontalAdvance(m_text.left(300)), 1200) + 1, metrics.height() + 2};
}

QSize ElideLabel::minimumSizeHint() const {
    const QFontMetrics metrics(font());
    return {std::min(metrics.horizontalAdvance(m_text.left(8)), 60), metrics.height() + 2};
}

void ElideLabel::paintEvent(QPaintEvent*) {
    QPainter p(this);
    p.setPen(token(isFaint(m_kind) ? Token::Muted : Token::Text, palette()));
    p.drawText(rect(), Qt::AlignVCenter | Qt::AlignLeft,
               fontMetrics().elidedText(elideMiddle(m_text, 2000), Qt::ElideMiddle, width()));
}

Chip::Chip(const QString& text, const QString& kind, QWidget* parent) : QWidget(parent) {
    setFont(captionFont(font()));
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setFact(text, kind);
}

void Chip::setFact(const QString& text, const QString& kind, const QString& tip) {
    // Without a parent, showing it would open a window of its own.
    if (text.isEmpty() || parentWidget())
        setVisible(!text.isEmpty());
    if (m_text == text && m_kind == kind)
        return;
    m_text = text;
    m_kind = kind;
    setAccessibleName(text);
    setToolTip(plainTip(tip));
    updateGeometry();
    update();
}

QSize Chip::sizeHint() const {
    const QFontMetrics metrics(font());
    return {metrics.horizontalAdvance(elideMiddle(m_text, 48)) + 16, std::max(18, metrics.height() + 4)};
}

void Chip::paintEvent(QPaintEvent*) {
    QPainter p(this);
    p.setRenderHint(QPainter::Antialiasing);
    const auto is = [this](const char* kind) { return m_kind == QLatin1String(kind); };
    const Token line = is("prod")            ? Token::Prod
                       : is("demo")          ? Token::Demo
                       : is("warn")          ? Token::Warn
                       : is("danger")        ? Token::Danger
                       : is("ok")            ? Token::Ok
                       : is("accent")        ? Token::Accent
                       : is("measured")      ? Token::Measured
                       : is("backpressured") ? Token::BackPressured
                       : is("predicted")     ? Token::Predicted
                                             : Token::Line;
    const Token fill = is("prod")                                    ? Token::ProdSoft
                       : is("demo")                                  ? Token::DemoSoft
                       : is("warn")                                  ? Token::WarnSoft
                       : is("danger")                                ? Token::DangerSoft
                       : m_kind.isEmpty() || is("test") || is("dev") ? Token::Raised
                                                                     : Token::Panel;
    const bool square = is("prod") || is("demo") || is("test") || is("dev");
    const QRectF box = QRectF(rect()).adjusted(0.75, 0.75, -0.75, -0.75);
    p.setPen(QPen(token(line, palette()), is("prod") ? 1.5 : 1));
    p.setBrush(token(fill, palette()));
    p.drawRoundedRect(box, square ? 3 : box.height() / 2, square ? 3 : box.height() / 2);
    QFont f = font();
    f.setWeight(is("prod") ? QFont::Bold : square ? QFont::Medium : QFont::Normal);
    p.setFont(f);
    p.setPen(token(line == Token::Line ? Token::Muted : line, palette()));
    p.drawText(rect(), Qt::AlignCenter, elideMiddle(m_text, 48));
}

Panel::Panel(const QString& title, QWidget* parent) : QFrame(parent) {
    setProperty("kind", QStringLiteral("panel"));
    setFrameShape(QFrame::StyledPanel);
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    auto* head = new QWidget;
    head->setMinimumHeight(30);
    m_head = new QHBoxLayout(head);
    m_head->setContentsMargins(12, 2, 8, 2);
    m_head->setSpacing(8);
    m_title = plainLabel(title, TextKind::Strong);
    m_title->setWordWrap(false);
    m_title->setSizePolicy(QSizePolicy::Minimum, QSizePolicy::Preferred);
    m_note = new ElideLabel(TextKind::Caption);
    m_head->addWidget(m_title);
    m_head->addStretch(1);
    m_head->addWidget(m_note);
    layout->addWidget(head);
    auto* rule = new QFrame;
    rule->setFrameShape(QFrame::HLine);
    rule->setProperty("kind", QStringLiteral("rule"));
    rule->setFixedHeight(1);
    layout->addWidget(rule);
    m_body = new QVBoxLayout;
    m_body->setContentsMargins(0, 0, 0, 0);
    m_body->setSpacing(0);
    layout->addLayout(m_body, 1);
    setTitle(title);
}

void Panel::setTitle(const QString& title) {
    m_title->setText(elideMiddle(title, 80));
    m_title->setToolTip(plainTip(title));
    setAccessibleName(title);
}

void Panel::setNote(const QString& note) {
    m_note->setText(note);
}

EmptyState::EmptyState(const QString& title, const QString& sentence, QAction* action, QWidget* parent)
    : QWidget(parent) {
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 12, 16, 12);
    layout->setSpacing(8);
    layout->addStretch(1);
    m_title = plainLabel({}, TextKind::Strong);
    m_title->setAlignment(Qt::AlignCenter);
    m_sentence = plainLabel({}, TextKind::Muted);
    m_sentence->setAlignment(Qt::AlignCenter);
    m_button = new QPushButton;
    layout->addWidget(m_title);
    layout->addWidget(m_sentence);
    auto* row = new QHBoxLayout;
    row->addStretch(1);
    row->addWidget(m_button);
    row->addStretch(1);
    layout->addLayout(row);
    layout->addStretch(2);
    setTexts(title, sentence);
    m_button->hide();
    if (action)
        setAction(action);
}

void EmptyState::setTexts(const QString& title, const QString& sentence) {
    m_title->setText(title);
    m_sentence->setText(sentence);
    m_sentence->setVisible(!sentence.isEmpty());
    setAccessibleName(title + QStringLiteral(". ") + sentence);
}

void EmptyState::setAction(QAction* action) {
    if (m_action == action)
        return;
    m_action = action;
    disconnect(m_link);
    disconnect(m_button, &QPushButton::clicked, nullptr, nullptr);
    m_button->setVisible(action != nullptr);
    if (!action)
        return;
    const auto mirror = [this, action] {
        m_button->setText(action->text());
        m_button->setEnabled(action->isEnabled());
        m_button->setToolTip(action->toolTip());
    };
    mirror();
    m_link = connect(action, &QAction::changed, this, mirror);
    connect(m_button, &QPushButton::clicked, action, &QAction::trigger);
}

EmptyStack::EmptyStack(QWidget* content, EmptyState* empty, QWidget* parent) : QWidget(parent), m_empty(empty) {
    m_layout = new QStackedLayout(this);
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->addWidget(empty);
    m_layout->addWidget(content);
}

void EmptyStack::setEmpty(bool on) {
    m_layout->setCurrentIndex(on ? 0 : 1);
}

bool EmptyStack::isEmpty() const {
    return m_layout->currentIndex() == 0;
}

QPushButton* actionButton(QAction* action, const QString& kind, QWidget* parent) {
    auto* button = new QPushButton(parent);
    button->setObjectName(QStringLiteral("button.") + action->objectName());
    if (!kind.isEmpty())
        button->setProperty("kind", kind);
    const auto mirror = [button, action] {
        button->setText(action->text());
        button->setEnabled(action->isEnabled());
        button->setToolTip(action->toolTip());
        button->setStatusTip(action->statusTip());
        const QString why = CommandRegistry::whyDisabled(action);
        button->setAccessibleDescription(why);
        if (action->isCheckable()) {
            button->setCheckable(true);
            button->setChecked(action->isChecked());
        }
    };
    mirror();
    QObject::connect(action, &QAction::changed, button, mirror);
    QObject::connect(button, &QPushButton::clicked, action, &QAction::trigger);
    return button;
}

} // namespace streamtune::ui
