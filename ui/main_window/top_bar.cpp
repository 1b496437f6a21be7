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
#include <utility>

#include "ui/session/text.h"
#include "ui/theme/icons.h"
#include "ui/views/trouble/trouble_banner.h"
#include "ui/views/widgets/folding_row.h"
#include "ui/views/widgets/paint.h"
#include "ui/views/widgets/parts.h"
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

namespace {

/// Asks for the room of all its menus; squeezed, those without room go into one at its end.
class WholeMenuBar final : public QMenuBar {
public:
    void squeeze(bool on) {
        m_squeezed = on;
        updateGeometry();
    }
    [[nodiscard]] QSize minimumSizeHint() const override {
        return m_squeezed ? QMenuBar::minimumSizeHint() : QMenuBar::sizeHint();
    }

private:
    bool m_squeezed = false;
};

constexpr int kLetters = 36, kFewLetters = 14; ///< of the job's name, with room and without
constexpr const char* kPerspectives[]{"view.inspect", "view.review", "view.clusters", "view.train", "view.history"};

} // namespace

TopBar::TopBar(CommandRegistry& commands, Troubles& troubles, QWidget* parent)
    : QWidget(parent), m_commands(commands), m_jobLetters(kLetters) {
    setProperty("kind", QStringLiteral("top"));
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makeMenuRow());
    m_edge = new Edge;
    m_edge->hide();
    layout->addWidget(m_edge);
    layout->addWidget(makeTools());

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

/// Menus, and the box that leads anywhere: it becomes a sign before a menu is cut off.
QWidget* TopBar::makeMenuRow() {
    auto* row = new FoldingRow;
    row->row()->setContentsMargins(4, 2, 8, 2);
    auto* menus = new WholeMenuBar;
    m_menu = menus;
    m_menu->setNativeMenuBar(false);
    m_menu->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    row->row()->addWidget(m_menu, 1);
    auto* goTo = new QToolButton;
    QAction* action = m_commands.action(QStringLiteral("go.anywhere"));
    goTo->setDefaultAction(action);
    goTo->setAccessibleName(tr("Go to"));
    goTo->setProperty("kind", QStringLiteral("goto"));
    const auto name = [goTo] {
        goTo->setText(TopBar::tr("Go to operator, job, plan…   Ctrl+K"));
        goTo->setIcon(theme::icon(QStringLiteral("search")));
    };
    name();
    goTo->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    connect(action, &QAction::changed, goTo, name);
    row->row()->addWidget(goTo);
    row->addFold([goTo](bool folded) {
        goTo->setToolButtonStyle(folded ? Qt::ToolButtonIconOnly : Qt::ToolButtonTextBesideIcon);
    });
    row->addFold([menus](bool folded) { menus->squeeze(folded); });
    return row;
}

/// In a narrow window the facts go first, then what else can be done goes into a menu, the job's name gets shorter and
/// the perspectives become one button: where one is and the next step stay.
QWidget* TopBar::makeTools() {
    m_tools = new FoldingRow;
    m_tools->setMinimumHeight(44);
    auto* row = m_tools->row();
    row->setContentsMargins(12, 6, 12, 6);
    row->setSpacing(8);
    auto* segments = new QWidget;
    auto* segmentRow = new QHBoxLayout(segments);
    segmentRow->setContentsMargins(0, 0, 0, 0);
    segmentRow->setSpacing(0);
    auto* places = new QToolButton;
    places->setObjectName(QStringLiteral("perspectives"));
    places->setAccessibleName(tr("Perspectives"));
    places->setToolTip(tr("Perspectives"));
    places->setProperty("kind", QStringLiteral("subject"));
    places->setPopupMode(QToolButton::InstantPopup);
    places->setMinimumHeight(28);
    auto* menu = new QMenu(places);
    menu->setToolTipsVisible(true);
    places->setMenu(menu);
    places->hide();
    const auto nameIt = [places, this] {
        QString now = tr("Perspectives");
        for (const char* id : kPerspectives)
            if (const QAction* action = m_commands.action(QLatin1String(id)); action->isChecked())
                now = action->text().remove(QLatin1Char('&'));
        places->setText(now);
    };
    for (std::size_t i = 0; i < std::size(kPerspectives); ++i) {
        QAction* action = m_commands.action(QLatin1String(kPerspectives[i]));
        auto* button = new QToolButton;
        button->setDefaultAction(action);
        button->setToolButtonStyle(Qt::ToolButtonTextOnly);
        button->setProperty("seg", segmentPlace(i, std::size(kPerspectives)));
        button->setObjectName(QStringLiteral("seg.") + QLatin1String(kPerspectives[i]));
        button->setMinimumHeight(28);
        segmentRow->addWidget(button);
        menu->addAction(action);
        connect(action, &QAction::changed, places, nameIt);
    }
    nameIt();
    row->addWidget(places);
    row->addWidget(segments);
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
    row->addWidget(m_tools->more());
    m_actions = new QWidget;
    auto* actions = new QHBoxLayout(m_actions);
    actions->setContentsMargins(0, 0, 0, 0);
    actions->setSpacing(8);
    m_others = new QWidget;
    auto* others = new QHBoxLayout(m_others);
    others->setContentsMargins(0, 0, 0, 0);
    others->setSpacing(8);
    actions->addWidget(m_others);
    row->addWidget(m_actions);
    m_tools->addHiding(m_facts);
    m_tools->addFold([this](bool folded) {
        m_jobLetters = folded ? kFewLetters : kLetters;
        showSubject();
    });
    m_tools->addMoving({m_others}, [this] { return QList<QAction*>(m_secondary.begin(), m_secondary.end()); });
    m_tools->addFold([segments, places](bool folded) {
        segments->setVisible(!folded);
        places->setVisible(folded);
    });
    return m_tools;
}

void TopBar::setSubject(const QString& name) {
    m_job = name;
    m_subject->setToolTip(plainTip(name.isEmpty() ? tr("Choose a job") : name));
    showSubject();
}

void TopBar::showSubject() {
    const QString shown = m_job.isEmpty() ? tr("No job chosen") : elideMiddle(m_job, m_jobLetters);
    if (m_subject->text() != shown)
        m_subject->setText(shown);
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
    if (std::exchange(m_factCount, facts.size()) != facts.size())
        m_tools->refit();
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
    m_tools->refit();
}

void TopBar::setSecondary(const std::vector<QAction*>& actions) {
    if (m_secondary == actions)
        return;
    m_secondary = actions;
    qDeleteAll(m_others->findChildren<QWidget*>(QString(), Qt::FindDirectChildrenOnly));
    for (QAction* action : actions) {
        auto* button = actionButton(action);
        button->setMinimumHeight(28);
        m_others->layout()->addWidget(button);
    }
    m_tools->refit();
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
