// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main_window/top_bar.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QMenuBar>
#include <QPainter>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/session/text.h"
#include "ui/views/trouble/trouble_banner.h"
#include "ui/views/widgets/paint.h"
#include "ui/views/widgets/tokens.h"

namespace streamtune::ui {

/// 4 px of stripes: production, told by shape and word, not by colour alone.
class TopBar::Edge final : public QWidget {
public:
    Edge() { setFixedHeight(4); }

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter p(this);
        p.setRenderHint(QPainter::Antialiasing);
        p.fillRect(rect(), token(Token::Panel, palette()));
        p.setPen(Qt::NoPen);
        p.setBrush(token(Token::Prod, palette()));
        for (int x = -8; x < width(); x += 14)
            p.drawPolygon(QPolygonF{QPointF(x + 4, 0), QPointF(x + 12, 0), QPointF(x + 8, 4), QPointF(x, 4)});
    }
};

TopBar::TopBar(CommandRegistry& commands, Troubles& troubles, QWidget* parent) : QWidget(parent), m_commands(commands) {
    setProperty("kind", QStringLiteral("top"));
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);

    auto* menuRow = new QHBoxLayout;
    menuRow->setContentsMargins(4, 2, 8, 2);
    m_menu = new QMenuBar;
    m_menu->setNativeMenuBar(false);
    m_menu->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    menuRow->addWidget(m_menu, 1);
    auto* goTo = new QToolButton;
    goTo->setDefaultAction(commands.action(QStringLiteral("go.anywhere")));
    goTo->setText(tr("Go to operator, job, plan…   Ctrl+K"));
    goTo->setAccessibleName(tr("Go to"));
    goTo->setProperty("kind", QStringLiteral("goto"));
    connect(commands.action(QStringLiteral("go.anywhere")), &QAction::changed, goTo,
            [goTo] { goTo->setText(TopBar::tr("Go to operator, job, plan…   Ctrl+K")); });
    menuRow->addWidget(goTo);
    layout->addLayout(menuRow);
    m_edge = new Edge;
    m_edge->hide();
    layout->addWidget(m_edge);

    auto* tools = new QWidget;
    tools->setMinimumHeight(44);
    auto* row = new QHBoxLayout(tools);
    row->setContentsMargins(12, 6, 12, 6);
    row->setSpacing(8);
    auto* segments = new QHBoxLayout;
    segments->setSpacing(0);
    const QString ids[]{QStringLiteral("view.inspect"), QStringLiteral("view.review"), QStringLiteral("view.clusters"),
                        QStringLiteral("view.train"), QStringLiteral("view.history")};
    constexpr int kLast = 4;
    for (int i = 0; i <= kLast; ++i) {
        auto* button = new QToolButton;
        button->setDefaultAction(commands.action(ids[i]));
        button->setToolButtonStyle(Qt::ToolButtonTextOnly);
        button->setProperty("seg", i == 0       ? QStringLiteral("first")
                                   : i == kLast ? QStringLiteral("last")
                                                : QStringLiteral("mid"));
        button->setObjectName(QStringLiteral("seg.") + ids[i]);
        button->setMinimumHeight(28);
        segments->addWidget(button);
        if (i == 1)
            m_review = button;
    }
    row->addLayout(segments);
    row->addSpacing(12);
    m_subject = new QToolButton;
    m_subject->setPopupMode(QToolButton::InstantPopup);
    m_subject->setMenu(new QMenu(m_subject));
    m_subject->setMinimumHeight(28);
    m_subject->setProperty("kind", QStringLiteral("subject"));
    m_subject->setAccessibleName(tr("Job shown"));
    row->addWidget(m_subject);
    m_type = new Chip;
    row->addWidget(m_type);
    m_facts = new QWidget;
    auto* facts = new QHBoxLayout(m_facts);
    facts->setContentsMargins(0, 0, 0, 0);
    facts->setSpacing(6);
    row->addWidget(m_facts);
    row->addStretch(1);
    m_actions = new QWidget;
    auto* actions = new QHBoxLayout(m_actions);
    actions->setContentsMargins(0, 0, 0, 0);
    actions->setSpacing(8);
    row->addWidget(m_actions);
    layout->addWidget(tools);

    m_demo = new QFrame;
    m_demo->setProperty("kind", QStringLiteral("demo"));
    m_demo->setObjectName(QStringLiteral("demoBanner"));
    auto* demoRow = new QHBoxLayout(m_demo);
    demoRow->setContentsMargins(12, 4, 12, 4);
    auto* demoText = plainLabel(tr("Demo — simulated cluster, nothing leaves it."));
    demoText->setWordWrap(false);
    demoRow->addWidget(demoText, 1);
    auto* rates = new QToolButton;
    rates->setDefaultAction(commands.action(QStringLiteral("job.rate")));
    demoRow->addWidget(rates);
    m_demo->hide();
    layout->addWidget(m_demo);
    layout->addWidget(new TroubleBanner(troubles));
    setSubject({});
    setWaiting(0);
}

/// In a narrow window the facts go first: what can be done stays whole.
void TopBar::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    m_facts->setVisible(width() >= fontMetrics().height() * 66);
}

void TopBar::setSubject(const QString& name) {
    m_subject->setText(name.isEmpty() ? tr("No job chosen") : elideMiddle(name, 36));
    m_subject->setToolTip(plainTip(name.isEmpty() ? tr("Choose a job") : name));
}

void TopBar::setType(const QString& word, bool prod) {
    m_type->setFact(word, prod                            ? QStringLiteral("prod")
                          : word == QLatin1String("DEMO") ? QStringLiteral("demo")
                                                          : QStringLiteral("test"));
    m_edge->setVisible(prod);
}

void TopBar::setFacts(const std::vector<std::pair<QString, QString>>& facts) {
    const auto have = m_facts->findChildren<Chip*>(QString(), Qt::FindDirectChildrenOnly);
    for (std::size_t i = 0; i < facts.size() || i < static_cast<std::size_t>(have.size()); ++i) {
        Chip* chip = i < static_cast<std::size_t>(have.size()) ? have[static_cast<qsizetype>(i)] : nullptr;
        if (!chip) {
            chip = new Chip(QString(), QString(), m_facts);
            m_facts->layout()->addWidget(chip);
        }
        chip->setFact(i < facts.size() ? facts[i].first : QString(), i < facts.size() ? facts[i].second : QString());
    }
}

void TopBar::setPrimary(QAction* action) {
    if (m_primaryAction == action)
        return;
    m_primaryAction = action;
    delete m_primary;
    m_primary = action ? actionButton(action, QStringLiteral("primary")) : nullptr;
    if (m_primary) {
        m_primary->setMinimumHeight(28);
        m_actions->layout()->addWidget(m_primary);
    }
}

void TopBar::setSecondary(const std::vector<QAction*>& actions) {
    if (m_secondary == actions)
        return;
    m_secondary = actions;
    QAction* primary = m_primaryAction;
    setPrimary(nullptr);
    qDeleteAll(m_actions->findChildren<QWidget*>(QString(), Qt::FindDirectChildrenOnly));
    for (QAction* action : actions) {
        auto* button = actionButton(action);
        button->setMinimumHeight(28);
        m_actions->layout()->addWidget(button);
    }
    setPrimary(primary);
}

void TopBar::setDemo(bool on) {
    m_demo->setVisible(on);
}

void TopBar::setWaiting(int plans) {
    if (m_waiting == plans)
        return;
    m_waiting = plans;
    m_commands.setText(QStringLiteral("view.review"), plans > 0 ? tr("&Review %1").arg(plans) : tr("&Review"));
}

} // namespace streamtune::ui
