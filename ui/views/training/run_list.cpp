// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/training/run_list.h"

#include <QPainter>
#include <QScopedValueRollback>
#include <QStyledItemDelegate>
#include <algorithm>

#include "ui/session/text.h"
#include "ui/views/widgets/paint.h"
#include "ui/views/widgets/parts.h"
#include "ui/views/widgets/tokens.h"

namespace streamtune::ui {

using workbench::RunState;
using workbench::TrainingRun;

namespace {

constexpr int kPad = 10;
constexpr int kBar = 5; ///< height of the progress bar

Token stateToken(RunState state) {
    switch (state) {
    case RunState::Running:
        return Token::Accent;
    case RunState::Done:
        return Token::Ok;
    case RunState::Failed:
        return Token::Danger;
    case RunState::Interrupted:
        return Token::Warn;
    default:
        return Token::Muted;
    }
}

/// Each state has a form of its own, so that colour is not needed to tell them apart.
void paintState(QPainter& p, const QRectF& box, RunState state, const QColor& colour) {
    p.setPen(QPen(colour, 1.6));
    p.setBrush(Qt::NoBrush);
    const QPointF c = box.center();
    switch (state) {
    case RunState::Running:
        p.setBrush(colour);
        p.drawPolygon(QPolygonF{{c.x() - 4, c.y() - 5}, {c.x() + 5, c.y()}, {c.x() - 4, c.y() + 5}});
        break;
    case RunState::Paused:
        p.drawLine(c + QPointF(-3, -5), c + QPointF(-3, 5));
        p.drawLine(c + QPointF(3, -5), c + QPointF(3, 5));
        break;
    case RunState::Done:
        p.drawPolyline(QPolygonF{{c.x() - 5, c.y()}, {c.x() - 1, c.y() + 4}, {c.x() + 5, c.y() - 4}});
        break;
    case RunState::Cancelled:
        p.drawLine(c + QPointF(-4, -4), c + QPointF(4, 4));
        p.drawLine(c + QPointF(-4, 4), c + QPointF(4, -4));
        break;
    case RunState::Queued:
        p.drawEllipse(c, 5, 5);
        p.drawPolyline(QPolygonF{{c.x(), c.y() - 3}, {c.x(), c.y()}, {c.x() + 3, c.y()}});
        break;
    case RunState::Interrupted:
    case RunState::Failed:
        p.drawPolygon(QPolygonF{{c.x(), c.y() - 5}, {c.x() + 6, c.y() + 5}, {c.x() - 6, c.y() + 5}});
        p.drawLine(c + QPointF(0, -1), c + QPointF(0, 2));
        break;
    }
}

QString secondLine(const TrainingRun& run) {
    return QStringLiteral("%1 · %2").arg(text(run.id), elideMiddle(text(run.name), 40));
}

class RunDelegate final : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const override {
        return {10, 3 * lineHeight(option) + kBar + 6 + 2 * kPad - 4};
    }

    void paint(QPainter* p, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
        const auto& run = static_cast<const RunListModel*>(index.model())->row(index.row());
        const QPalette& palette = option.palette;
        const QColor colour = token(stateToken(run.state), palette);
        const QRect box = option.rect;
        p->save();
        p->setRenderHint(QPainter::Antialiasing);
        if (option.state.testFlag(QStyle::State_Selected)) {
            p->fillRect(box, token(Token::Selection, palette));
            p->fillRect(QRect(box.left(), box.top(), 3, box.height()), token(Token::Accent, palette));
        }
        p->setPen(token(Token::Grid, palette));
        p->drawLine(box.bottomLeft(), box.bottomRight());
        const int line = lineHeight(option);
        const int top = box.top() + kPad - 2, left = box.left() + kPad + 20;
        const int room = box.right() - left - kPad;
        paintState(*p, QRectF(box.left() + kPad, top, 14, line), run.state, colour);
        const auto words = [&](int y, const QString& what) {
            p->drawText(QRect(left, y, room, line), Qt::AlignVCenter | Qt::AlignLeft,
                        QFontMetrics(p->font()).elidedText(what, Qt::ElideRight, room));
        };
        p->setFont(strongFont(option.font));
        p->setPen(token(Token::Text, palette));
        words(top, trainingTitle(run));
        p->setFont(captionFont(option.font));
        p->setPen(token(Token::Muted, palette));
        words(top + line, secondLine(run));
        const QRectF bar(left, top + 2 * line + 3, room, kBar);
        p->setPen(Qt::NoPen);
        p->setBrush(token(Token::Line, palette));
        p->drawRoundedRect(bar, kBar / 2.0, kBar / 2.0);
        p->setBrush(colour);
        p->drawRoundedRect(QRectF(bar.left(), bar.top(), bar.width() * run.share(), kBar), kBar / 2.0, kBar / 2.0);
        p->setPen(run.state == RunState::Failed ? colour : token(Token::Muted, palette));
        words(top + 2 * line + kBar + 6, progressWords(run));
        if (option.state.testFlag(QStyle::State_HasFocus) && option.state.testFlag(QStyle::State_KeyboardFocusChange)) {
            p->setPen(QPen(token(Token::Focus, palette), 2));
            p->setBrush(Qt::NoBrush);
            p->drawRect(box.adjusted(1, 1, -2, -2));
        }
        p->restore();
    }

private:
    static int lineHeight(const QStyleOptionViewItem& option) { return QFontMetrics(option.font).height() + 2; }
};

} // namespace

QVariant RunListModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const TrainingRun& run = row(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return trainingTitle(run);
    case Qt::AccessibleTextRole:
        return QString(trainingTitle(run) + QStringLiteral(", ") + stateWord(run.state) + QStringLiteral(", ") +
                       percent(run.share()) + QStringLiteral(", ") + progressWords(run));
    case Qt::ToolTipRole:
        return plainTip(trainingTitle(run) + QLatin1Char('\n') + secondLine(run) + QLatin1Char('\n') +
                        progressWords(run) +
                        (run.sentence.empty() ? QString() : QLatin1Char('\n') + text(run.sentence)));
    default:
        return {};
    }
}

int RunListModel::find(const std::string& id) const {
    const auto found = std::ranges::find(m_rows, id, &TrainingRun::id);
    return found == m_rows.end() ? -1 : static_cast<int>(found - m_rows.begin());
}

void RunListModel::setRuns(const std::vector<TrainingRun>& runs) {
    std::vector<TrainingRun> next;
    for (const TrainingRun& run : runs) {
        next.push_back(run);
        next.back().curves.clear();
    }
    if (std::ranges::equal(next, m_rows, {}, &TrainingRun::id, &TrainingRun::id)) {
        m_rows = std::move(next);
        if (!m_rows.empty())
            Q_EMIT dataChanged(index(0), index(rowCount() - 1));
        return;
    }
    beginResetModel();
    m_rows = std::move(next);
    endResetModel();
}

RunList::RunList(TrainingFlow& flow, QWidget* parent)
    : QListView(parent), m_flow(flow), m_model(new RunListModel(this)) {
    setObjectName(QStringLiteral("runList"));
    setAccessibleName(tr("Queue of trainings, newest first"));
    makeRowList(*this);
    setItemDelegate(new RunDelegate(this));
    setModel(m_model);
    connect(selectionModel(), &QItemSelectionModel::selectionChanged, this, [this] {
        if (m_showing)
            return;
        std::vector<std::string> ids;
        for (const QModelIndex& index : selectionModel()->selectedRows())
            ids.push_back(m_model->row(index.row()).id);
        m_flow.choose(std::move(ids));
    });
    connect(&flow, &TrainingFlow::changed, this, &RunList::fill);
    connect(&flow, &TrainingFlow::moved, this, [this] {
        if (isVisible())
            fill();
    });
    connect(&flow, &TrainingFlow::chosenChanged, this, &RunList::showChosen);
    fill();
}

void RunList::fill() {
    const QScopedValueRollback guard(m_showing, true);
    m_model->setRuns(m_flow.runs());
    showChosen();
}

void RunList::showChosen() {
    const QScopedValueRollback guard(m_showing, true);
    QItemSelection selection;
    QModelIndex first;
    for (const std::string& id : m_flow.chosen())
        if (const int at = m_model->find(id); at >= 0) {
            const QModelIndex index = m_model->index(at);
            selection.select(index, index);
            if (!first.isValid())
                first = index;
        }
    if (selectionModel()->selection() != selection)
        selectionModel()->select(selection, QItemSelectionModel::ClearAndSelect);
    if (first.isValid() && !currentIndex().isValid())
        selectionModel()->setCurrentIndex(first, QItemSelectionModel::NoUpdate);
}

} // namespace streamtune::ui
