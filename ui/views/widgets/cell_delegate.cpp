// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/widgets/cell_delegate.h"

#include <QPainter>
#include <QSpinBox>
#include <QtMath>
#include <cmath>

#include "ui/models/operator_rows.h"
#include "ui/theme/cut_text.h"
#include "ui/views/widgets/paint.h"
#include "ui/views/widgets/tokens.h"

namespace streamtune::ui {

namespace {

constexpr int kPad = 6;
constexpr int kMark = 14;

const TableModelBase* tableModel(const QModelIndex& index, QModelIndex& source) {
    source = index;
    const QAbstractItemModel* model = index.model();
    while (const auto* proxy = qobject_cast<const QAbstractProxyModel*>(model)) {
        source = proxy->mapToSource(source);
        model = proxy->sourceModel();
    }
    return dynamic_cast<const TableModelBase*>(model);
}

ColumnKind kindOf(const QModelIndex& index) {
    QModelIndex source;
    const auto* model = tableModel(index, source);
    return model ? model->columnKind(source.column()) : ColumnKind::Text;
}

QColor markColour(const QString& mark, const QPalette& palette) {
    if (mark == QLatin1String("more"))
        return token(Token::Ok, palette);
    if (mark == QLatin1String("fewer"))
        return token(Token::Danger, palette);
    if (mark == QLatin1String("yours"))
        return token(Token::Warn, palette);
    return token(Token::Muted, palette);
}

/// One line, cut where it is too long.
void paintCut(QPainter& p, const QRect& rect, Qt::Alignment align, const QString& text, Qt::TextElideMode mode) {
    if (text.isEmpty())
        return;
    const QStaticText& cut = theme::cutText(text, p.font(), rect.width(), mode);
    const QSizeF size = cut.size();
    const int x = align & Qt::AlignRight     ? rect.right() + 1 - qCeil(size.width())
                  : align & Qt::AlignHCenter ? rect.center().x() - qRound(size.width() / 2)
                                             : rect.left();
    const int y = align & Qt::AlignTop      ? rect.top()
                  : align & Qt::AlignBottom ? rect.bottom() + 1 - qRound(size.height())
                                            : rect.top() + qFloor((rect.height() - size.height()) / 2);
    p.drawStaticText(x, y, cut);
}

void paintTextCell(QPainter* p, const QStyleOptionViewItem& option, const QModelIndex& index, ColumnKind kind,
                   QRect rect) {
    QFont font = option.font;
    const bool strong = index.data(EmphasisRole).toBool();
    if (strong)
        font.setWeight(QFont::DemiBold);
    QColor colour = token(Token::Text, option.palette);
    if (index.data(FaintRole).toBool())
        colour = token(option.state & QStyle::State_Selected ? Token::Muted : Token::Faint, option.palette);
    if (index.data(WarnRole).toBool())
        colour = token(Token::Warn, option.palette);
    if (kind == ColumnKind::Change && strong)
        colour = token(Token::Accent, option.palette);
    if (kind == ColumnKind::Number)
        if (const QString mark = index.data(MarkRole).toString(); !mark.isEmpty()) {
            colour = markColour(mark, option.palette);
            font.setWeight(QFont::DemiBold);
        }
    p->setFont(font);
    p->setPen(colour);
    const QString text = index.data(Qt::DisplayRole).toString();
    const auto align = static_cast<Qt::Alignment>(index.data(Qt::TextAlignmentRole).toInt());
    const QString detail = index.data(DetailRole).toString();
    if (detail.isEmpty())
        return paintCut(*p, rect, align, text, text.endsWith(QLatin1Char('.')) ? Qt::ElideRight : Qt::ElideMiddle);
    const QRect upper(rect.left(), rect.top(), rect.width(), rect.height() / 2 + 1);
    const QRect lower(rect.left(), upper.bottom(), rect.width(), rect.height() - upper.height());
    font.setWeight(QFont::Medium);
    p->setFont(font);
    paintCut(*p, upper, Qt::AlignLeft | Qt::AlignBottom, text, Qt::ElideMiddle);
    p->setFont(captionFont(option.font));
    p->setPen(token(option.state & QStyle::State_Selected ? Token::Muted : Token::Faint, option.palette));
    paintCut(*p, lower, Qt::AlignLeft | Qt::AlignTop, detail, Qt::ElideRight);
}

} // namespace

CellDelegate::CellDelegate(QObject* parent) : QStyledItemDelegate(parent) {}

QSize CellDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const QFontMetrics metrics(option.font);
    const bool two = !index.data(DetailRole).toString().isEmpty();
    const int height = two ? metrics.height() * 2 + 10 : std::max(24, metrics.height() + 8);
    int width = metrics.horizontalAdvance(index.data(Qt::DisplayRole).toString().left(120)) + 2 * kPad +
                2; // rounding must not cut a letter
    switch (kindOf(index)) {
    case ColumnKind::Bar:
        width = 96;
        break;
    case ColumnKind::Mark:
        width += kMark + kPad;
        break;
    case ColumnKind::Heat:
    case ColumnKind::Share:
        width = std::max(width, metrics.horizontalAdvance(QStringLiteral("100 %")) + 4 * kPad);
        break;
    case ColumnKind::Chip:
        width += 80;
        break;
    default:
        break;
    }
    return {width, height};
}

/// Hundreds of cells a frame: the row is looked up once for all roles, and roles that no cell of ours has (fonts,
/// icons, check boxes) are not asked for.
void CellDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& shown) const {
    QModelIndex index;
    const auto* model = tableModel(shown, index);
    const ColumnKind kind = model ? model->columnKind(index.column()) : ColumnKind::Text;
    painter->save();
    const bool selected = option.state & QStyle::State_Selected;
    if (selected)
        painter->fillRect(option.rect, token(Token::Selection, option.palette));
    painter->setPen(token(Token::Grid, option.palette));
    painter->drawLine(option.rect.bottomLeft(), option.rect.bottomRight());
    QRect rect = option.rect.adjusted(kPad, 0, -kPad, 0);
    switch (kind) {
    case ColumnKind::Bar:
        paintShares(*painter, QRect(rect.left(), rect.center().y() - 3, rect.width(), 8), index.data(BarRole).toList(),
                    option.palette);
        break;
    case ColumnKind::Heat:
    case ColumnKind::Share: {
        const QVariant value = index.data(NumberRole);
        const QRect box(rect.right() - 46, rect.center().y() - 9, 46, 19);
        paintValueBox(*painter, box, value, index.data(Qt::DisplayRole).toString(), kind == ColumnKind::Heat,
                      option.font);
        break;
    }
    case ColumnKind::Mark: {
        const QRect box(rect.left(), rect.center().y() - kMark / 2, kMark, kMark);
        if (const QVariant state = index.data(StateRole); state.isValid()) {
            paintStateMark(*painter, box, static_cast<OperatorState>(state.toInt()), option.palette);
            rect.setLeft(box.right() + kPad + 2);
            paintTextCell(painter, option, index, kind, rect);
        } else {
            paintPlanMark(*painter, QRect(rect.left() - 2, rect.center().y() - 9, 18, 18),
                          index.data(MarkRole).toString(), option.palette, option.font);
        }
        break;
    }
    case ColumnKind::Chip: {
        const QString chip = index.data(TypeRole).toString();
        const int width = chip.isEmpty() ? 0 : chipWidth(chip, option.font);
        paintReach(*painter, QRect(rect.left(), rect.center().y() - 5, 10, 10), index.data(MarkRole).toString(),
                   option.palette);
        paintTextCell(painter, option, index, kind, rect.adjusted(18, 0, -width - kPad, 0));
        if (!chip.isEmpty())
            paintTypeChip(*painter, QRect(rect.right() - width, rect.center().y() - 9, width, 18), chip, option.palette,
                          option.font);
        break;
    }
    default:
        paintTextCell(painter, option, index, kind, rect);
    }
    if (option.state & QStyle::State_HasFocus) {
        painter->setPen(QPen(token(Token::Accent, option.palette), 1));
        painter->setBrush(Qt::NoBrush);
        painter->drawRect(option.rect.adjusted(0, 0, -1, -1));
    }
    painter->restore();
}

QWidget* CellDelegate::createEditor(QWidget* parent, const QStyleOptionViewItem&, const QModelIndex& index) const {
    if (kindOf(index) != ColumnKind::Change)
        return nullptr;
    auto* spin = new QSpinBox(parent);
    spin->setRange(1, mostFor ? std::max(1, mostFor(index)) : 32'768);
    spin->setAccessibleName(tr("Proposed parallelism"));
    return spin;
}

void CellDelegate::setEditorData(QWidget* editor, const QModelIndex& index) const {
    if (auto* spin = qobject_cast<QSpinBox*>(editor)) {
        spin->setValue(index.data(Qt::EditRole).toInt());
        spin->selectAll();
    }
}

void CellDelegate::setModelData(QWidget* editor, QAbstractItemModel*, const QModelIndex& index) const {
    if (auto* spin = qobject_cast<QSpinBox*>(editor)) {
        spin->interpretText();
        if (spin->value() != index.data(Qt::EditRole).toInt())
            Q_EMIT numberEdited(index.data(KeyRole).toString(), spin->value());
    }
}

} // namespace streamtune::ui
