// SPDX-License-Identifier: GPL-3.0-or-later
#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QListWidget>
#include <QPainter>
#include <QPlainTextEdit>
#include <QStyledItemDelegate>
#include <QTimer>
#include <QToolButton>
#include <algorithm>

#include "ui/session/core_words.h"
#include "ui/session/text.h"
#include "ui/views/review/review_parts.h"
#include "ui/views/widgets/paint.h"
#include "ui/views/widgets/tokens.h"

namespace streamtune::ui {

namespace {

constexpr int kLevel = Qt::UserRole + 1;
constexpr int kSentence = Qt::UserRole + 2;

/// Mark, title, and the sentence below it, wrapped.
class CheckDelegate final : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override {
        const auto* view = qobject_cast<const QListView*>(option.widget);
        const int width = (view ? view->viewport()->width() : 300) - 42;
        const QFontMetrics metrics(captionFont(option.font));
        const int below =
            metrics.boundingRect(QRect(0, 0, std::max(60, width), 10'000), Qt::TextWordWrap, sentence(index)).height();
        return {0, QFontMetrics(option.font).height() + below + 10};
    }
    void paint(QPainter* p, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
        p->save();
        p->setRenderHint(QPainter::Antialiasing);
        const auto level = static_cast<engines::CheckLevel>(index.data(kLevel).toInt());
        if (option.state & QStyle::State_Selected)
            p->fillRect(option.rect, token(Token::Selection, option.palette));
        const QRectF mark(option.rect.left() + 12, option.rect.top() + 6, 12, 12);
        const Token tone = level == engines::CheckLevel::Ok     ? Token::Ok
                           : level == engines::CheckLevel::Note ? Token::Warn
                                                                : Token::Danger;
        p->setPen(QPen(token(tone, option.palette), 1.6));
        if (level == engines::CheckLevel::Ok) {
            p->setBrush(token(tone, option.palette));
            p->drawEllipse(mark);
            p->setPen(QPen(token(Token::Panel, option.palette), 1.6));
            p->drawPolyline(QPolygonF{mark.center() + QPointF(-3, 0), mark.center() + QPointF(-0.8, 2.4),
                                      mark.center() + QPointF(3.4, -2.6)});
        } else if (level == engines::CheckLevel::Note) {
            p->drawPolygon(QPolygonF{{mark.center().x(), mark.top()}, mark.bottomRight(), mark.bottomLeft()});
            p->drawLine(QPointF(mark.center().x(), mark.top() + 4.5), QPointF(mark.center().x(), mark.bottom() - 3));
        } else {
            p->drawEllipse(mark);
            p->drawLine(mark.topLeft() + QPointF(3.4, 3.4), mark.bottomRight() - QPointF(3.4, 3.4));
            p->drawLine(mark.topRight() + QPointF(-3.4, 3.4), mark.bottomLeft() + QPointF(3.4, -3.4));
        }
        const QRect words = option.rect.adjusted(34, 4, -8, -2);
        p->setPen(token(level == engines::CheckLevel::Ok ? Token::Text : tone, option.palette));
        p->setFont(level == engines::CheckLevel::Ok ? option.font : strongFont(option.font));
        const int line = QFontMetrics(option.font).height();
        p->drawText(
            QRect(words.left(), words.top(), words.width(), line), Qt::AlignLeft | Qt::AlignVCenter,
            QFontMetrics(p->font()).elidedText(index.data(Qt::DisplayRole).toString(), Qt::ElideRight, words.width()));
        p->setPen(token(Token::Muted, option.palette));
        p->setFont(captionFont(option.font));
        p->drawText(QRect(words.left(), words.top() + line, words.width(), words.height() - line), Qt::TextWordWrap,
                    sentence(index));
        p->restore();
    }

private:
    static QString sentence(const QModelIndex& index) { return elideMiddle(index.data(kSentence).toString(), 500); }
};

QString requestText(const review::Preflight& preflight) {
    QStringList parts;
    for (const auto& request : preflight.requests) {
        QString s;
        if (request.pointOfNoReturn)
            s += RequestPanel::tr("— point of no return —") + QLatin1Char('\n');
        s += text(request.method) + QLatin1Char(' ') + text(request.url);
        if (!request.body.empty())
            s += QLatin1Char('\n') + text(request.body);
        if (!request.note.empty())
            s += QStringLiteral("\n# ") + text(request.note);
        parts << s;
    }
    return parts.join(QStringLiteral("\n\n"));
}

} // namespace

PreflightPanel::PreflightPanel(QWidget* parent) : Panel(tr("Preflight"), parent) {
    m_list = new QListWidget;
    m_list->setAccessibleName(tr("Preflight checks"));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setItemDelegate(new CheckDelegate(m_list));
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setResizeMode(QListView::Adjust);
    m_list->viewport()->installEventFilter(this);
    m_stack = new EmptyStack(
        m_list, new EmptyState(tr("Not checked yet"), tr("What must be true before anything is sent is listed here.")));
    m_stack->setEmpty(true);
    body()->addWidget(m_stack);
}

/// Sentences wrap: another width is another height of every item.
bool PreflightPanel::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_list->viewport() && event->type() == QEvent::Resize)
        QTimer::singleShot(0, m_list, [this] { m_list->doItemsLayout(); });
    return Panel::eventFilter(watched, event);
}

void PreflightPanel::setFile(const PlanFile* file, ReviewStep step) {
    const bool has = file && file->preflight;
    m_stack->setEmpty(!has);
    if (!has) {
        setNote(step == ReviewStep::Checking ? tr("checking…") : QString());
        const bool over = file && file->state != review::PlanState::Draft &&
                          file->state != review::PlanState::Checked && file->state != review::PlanState::Approved;
        if (file && file->preflightError)
            m_stack->empty()->setTexts(tr("The check did not finish"), coreSentence(file->preflightError->sentence));
        else if (over)
            m_stack->empty()->setTexts(tr("Checked before it was sent"),
                                       tr("The checks of a plan that has ended are in the audit trail."));
        else if (file && file->plan.changes.empty())
            m_stack->empty()->setTexts(tr("Nothing to check"), tr("The plan changes nothing."));
        else
            m_stack->empty()->setTexts(tr("Not checked yet"),
                                       tr("What must be true before anything is sent is listed here."));
        return;
    }
    auto checks = file->preflight->checks;
    std::ranges::stable_sort(checks, [](const auto& a, const auto& b) { return a.level > b.level; });
    const QString was = m_list->currentItem() ? m_list->currentItem()->text() : QString();
    m_list->clear();
    int counts[3]{};
    for (const auto& check : checks) {
        ++counts[static_cast<int>(check.level)];
        auto* item = new QListWidgetItem(coreText(check.title));
        item->setData(kLevel, static_cast<int>(check.level));
        item->setData(kSentence, coreSentence(check.sentence));
        item->setToolTip(plainTip(coreSentence(utf8(withLocalTimes(text(check.sentence), true)))));
        const QString level = check.level == engines::CheckLevel::Ok     ? tr("fine")
                              : check.level == engines::CheckLevel::Note ? tr("note")
                                                                         : tr("blocking");
        item->setData(Qt::AccessibleTextRole, QString(level + QStringLiteral(": ") + coreText(check.title) +
                                                      QStringLiteral(". ") + coreSentence(check.sentence)));
        m_list->addItem(item);
        if (item->text() == was)
            m_list->setCurrentItem(item);
    }
    for (const auto& row : file->preflight->drift) {
        auto* item = new QListWidgetItem(tr("Changed since the plan: %1").arg(elideMiddle(text(row.name), 60)));
        item->setData(kLevel, static_cast<int>(engines::CheckLevel::Block));
        item->setData(kSentence, tr("plan was made at %1, asks %2, the job has %3 now")
                                     .arg(row.base)
                                     .arg(row.target)
                                     .arg(row.now ? QString::number(*row.now) : tr("no such operator")));
        m_list->insertItem(0, item);
    }
    setNote(tr("%1 fine, %2, %3 blocking")
                .arg(counts[0])
                .arg(tr("%n note(s)", nullptr, counts[1]))
                .arg(counts[2] + static_cast<int>(file->preflight->drift.size())));
}

RequestPanel::RequestPanel(QWidget* parent) : Panel(tr("Exact request"), parent) {
    m_text = new QPlainTextEdit;
    m_text->setReadOnly(true);
    m_text->setAccessibleName(tr("Exact request"));
    m_text->setFrameShape(QFrame::NoFrame);
    m_text->setFont(monoFont(font()));
    m_text->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_text->setTabChangesFocus(true);
    auto* copy = new QToolButton;
    copy->setText(tr("Copy"));
    copy->setToolTip(tr("Copy the request"));
    connect(copy, &QToolButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(m_text->toPlainText()); });
    head()->addWidget(copy);
    m_stack = new EmptyStack(
        m_text, new EmptyState(tr("No request yet"),
                               tr("Exactly what would be sent to the cluster is shown here after the check.")));
    m_stack->setEmpty(true);
    body()->addWidget(m_stack);
}

void RequestPanel::setFile(const PlanFile* file) {
    const bool has = file && file->preflight && !file->preflight->requests.empty();
    m_stack->setEmpty(!has);
    setNote(has ? tr("nothing else is sent") : QString());
    if (!has)
        return;
    const QString request = requestText(*file->preflight);
    if (m_text->toPlainText() != request)
        m_text->setPlainText(request);
}

} // namespace streamtune::ui
