// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/welcome/welcome_page.h"

#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QListWidget>
#include <QLocale>
#include <QPainter>
#include <QPainterPath>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

#include "ui/session/text.h"
#include "ui/views/widgets/paint.h"
#include "ui/views/widgets/tokens.h"

namespace streamtune::ui {

/// A small picture of what the program shows; decoration only.
class WelcomePage::Picture final : public QWidget {
public:
    Picture() { setFixedHeight(96); }

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter p(this);
        p.setRenderHint(QPainter::Antialiasing);
        struct Node {
            double x, y, busy, heat;
        };
        static constexpr Node kNodes[]{{0, .5, .15, .06},   {.17, .18, .3, .25},  {.17, .82, .2, .12},
                                       {.35, .5, .97, .92}, {.53, .18, .55, .42}, {.53, .82, .25, .2},
                                       {.7, .5, .6, .58},   {.87, .5, .2, .15}};
        static constexpr std::pair<int, int> kEdges[]{{0, 1}, {0, 2}, {1, 3}, {2, 3}, {3, 4},
                                                      {3, 5}, {4, 6}, {5, 6}, {6, 7}};
        const double w = width() * 0.115, h = 24;
        const auto box = [&](const Node& n) {
            return QRectF(n.x * (width() - 2) + 1, n.y * (height() - h - 4) + 2, w, h);
        };
        p.setPen(QPen(token(Token::LineStrong, palette()), 1.3));
        for (const auto& [a, b] : kEdges) {
            const QPointF from(box(kNodes[a]).right(), box(kNodes[a]).center().y()),
                to(box(kNodes[b]).left(), box(kNodes[b]).center().y());
            QPainterPath path(from);
            path.cubicTo(QPointF((from.x() + to.x()) / 2, from.y()), QPointF((from.x() + to.x()) / 2, to.y()), to);
            p.setBrush(Qt::NoBrush);
            p.drawPath(path);
        }
        for (const auto& n : kNodes) {
            const QRectF r = box(n);
            p.setPen(QPen(token(Token::LineStrong, palette()), 1.2));
            p.setBrush(token(Token::Panel, palette()));
            p.drawRoundedRect(r, 4, 4);
            paintShares(p,
                        QRect(static_cast<int>(r.left()) + 6, static_cast<int>(r.center().y()) - 3,
                              static_cast<int>(w / 2) - 10, 6),
                        {n.busy, 0.0, 1 - n.busy}, palette());
            p.setPen(Qt::NoPen);
            p.setBrush(heat(n.heat));
            p.drawRect(QRectF(r.center().x(), r.top() + 1, w / 2 - 1, h - 2));
        }
    }
};

class WelcomePage::Card final : public QFrame {
public:
    Card(const QString& title, const QString& sentence, QAction* action, bool primary) {
        setProperty("kind", primary ? QStringLiteral("card-primary") : QStringLiteral("card"));
        setFrameShape(QFrame::StyledPanel);
        setAutoFillBackground(true);
        setBackgroundRole(QPalette::Base);
        auto* layout = new QVBoxLayout(this);
        layout->setContentsMargins(18, 16, 18, 16);
        layout->setSpacing(6);
        layout->addWidget(plainLabel(title, TextKind::Title));
        layout->addWidget(plainLabel(sentence, TextKind::Muted));
        layout->addStretch(1);
        auto* row = new QHBoxLayout;
        row->addWidget(actionButton(action, primary ? QStringLiteral("primary") : QString()));
        row->addStretch(1);
        layout->addLayout(row);
    }
};

WelcomePage::WelcomePage(CommandRegistry& commands, QWidget* parent) : QWidget(parent) {
    setProperty("kind", QStringLiteral("canvas"));
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    auto* scroll = new QScrollArea;
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setAccessibleName(tr("Welcome"));
    auto* page = new QWidget;
    auto* centre = new QHBoxLayout(page);
    m_column = new QWidget;
    centre->addStretch(1);
    centre->addWidget(m_column);
    centre->addStretch(1);
    auto* column = new QVBoxLayout(m_column);
    column->setContentsMargins(16, 28, 16, 24);
    column->setSpacing(10);
    auto* title = plainLabel(tr("Give every operator the parallelism it needs"));
    QFont big = title->font();
    big.setPointSizeF(big.pointSizeF() * 2);
    big.setWeight(QFont::DemiBold);
    title->setFont(big);
    column->addWidget(title);
    column->addWidget(plainLabel(
        tr("See where a streaming job is slow, why, and what to change. Nothing is applied before you approve it."),
        TextKind::Muted));
    column->addSpacing(8);
    column->addWidget(new Picture);
    column->addSpacing(12);
    auto* cards = new QHBoxLayout;
    cards->setSpacing(16);
    cards->addWidget(
        new Card(tr("Demo workspace"),
                 tr("A simulated cluster whose jobs need tuning, with past runs. Works offline; nothing leaves it."),
                 commands.action(QStringLiteral("file.demo")), true),
        1);
    cards->addWidget(
        new Card(tr("Your cluster"),
                 tr("Flink 1.18 or later, or Timely jobs with their agent. A new connection starts read-only."),
                 commands.action(QStringLiteral("file.connect")), false),
        1);
    cards->addWidget(
        new Card(tr("Past runs"),
                 tr("Run histories, plans or a bundle from a colleague. Every skipped row is listed with its reason."),
                 commands.action(QStringLiteral("file.import")), false),
        1);
    column->addLayout(cards);
    m_tour = new QWidget;
    auto* tourRow = new QHBoxLayout(m_tour);
    tourRow->setContentsMargins(0, 6, 0, 0);
    tourRow->addWidget(plainLabel(tr("New here? Five steps lead from a job that lags to one that keeps up, and back."),
                                  TextKind::Muted),
                       1);
    tourRow->addWidget(actionButton(commands.action(QStringLiteral("help.firstSteps")), QStringLiteral("flat")));
    column->addWidget(m_tour);
    column->addSpacing(12);
    column->addWidget(plainLabel(tr("Recent workspaces"), TextKind::Strong));
    m_noRecent = plainLabel(tr("Workspaces you open appear here."), TextKind::Muted);
    column->addWidget(m_noRecent);
    m_recent = new QListWidget;
    m_recent->setAccessibleName(tr("Recent workspaces"));
    m_recent->setMinimumHeight(fontMetrics().height() * 8);
    column->addWidget(m_recent);
    column->addWidget(plainLabel(
        tr("Drop a workspace, run history or plan anywhere in this window to look at it first."), TextKind::Muted));
    column->addStretch(1);
    scroll->setWidget(page);
    outer->addWidget(scroll);
    connect(m_recent, &QListWidget::itemActivated, this, [this](QListWidgetItem* item) {
        if (item->flags() & Qt::ItemIsEnabled)
            Q_EMIT fileChosen(item->data(Qt::UserRole).toString());
    });
}

void WelcomePage::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    m_column->setFixedWidth(std::min(width() - 24, fontMetrics().height() * 56));
}

void WelcomePage::setRecent(const std::vector<RecentFile>& files) {
    m_recent->clear();
    m_recent->setVisible(!files.empty());
    m_noRecent->setVisible(files.empty());
    for (const auto& recent : files) {
        const QFileInfo info(recent.file);
        QString line = info.completeBaseName() + QStringLiteral("   ");
        line += recent.whyNot.isEmpty() ? tr("opened %1").arg(QLocale().toString(recent.opened, QLocale::ShortFormat))
                                        : recent.whyNot;
        auto* item = new QListWidgetItem(elideMiddle(line, 120));
        item->setData(Qt::UserRole, recent.file);
        item->setToolTip(
            plainTip(recent.file + (recent.whyNot.isEmpty() ? QString() : QString(QLatin1Char('\n') + recent.whyNot))));
        if (!recent.whyNot.isEmpty())
            item->setFlags(item->flags() & ~Qt::ItemIsEnabled);
        m_recent->addItem(item);
    }
}

} // namespace streamtune::ui
