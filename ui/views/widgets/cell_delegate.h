// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Draws the cells of every table by their ColumnKind: text, number, change, heat, stacked bar, mark, chip.

#include <QStyledItemDelegate>

#include "ui/models/table_model.h"

namespace streamtune::ui {

class CellDelegate final : public QStyledItemDelegate {
    Q_OBJECT
public:
    explicit CellDelegate(QObject* parent = nullptr);
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    QWidget* createEditor(QWidget* parent, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    void setEditorData(QWidget* editor, const QModelIndex& index) const override;
    void setModelData(QWidget* editor, QAbstractItemModel* model, const QModelIndex& index) const override;
    /// The largest number an editor of this row offers; default 32,768.
    std::function<int(const QModelIndex&)> mostFor;

Q_SIGNALS:
    void numberEdited(const QString& key, int number) const;
};

} // namespace streamtune::ui
