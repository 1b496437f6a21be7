// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/table_model.h"

#include <cmath>

namespace streamtune::ui {

TableProxy::TableProxy(QObject* parent) : QSortFilterProxyModel(parent) {
    setSortRole(SortRole);
    setFilterCaseSensitivity(Qt::CaseInsensitive);
    setSortCaseSensitivity(Qt::CaseInsensitive);
    setDynamicSortFilter(true);
}

void TableProxy::setFilterText(const QString& text) {
    if (m_text == text.trimmed())
        return;
    m_text = text.trimmed();
    invalidateFilter();
}

bool TableProxy::lessThan(const QModelIndex& left, const QModelIndex& right) const {
    const QVariant a = left.data(SortRole), b = right.data(SortRole);
    const auto isNumber = [](const QVariant& v) {
        return v.typeId() == QMetaType::Double || v.typeId() == QMetaType::Int || v.typeId() == QMetaType::LongLong;
    };
    if (isNumber(a) && isNumber(b)) {
        const double x = a.toDouble(), y = b.toDouble();
        const bool nx = std::isnan(x), ny = std::isnan(y);
        if (nx || ny) // missing is last in both orders
            return nx == ny ? false : (sortOrder() == Qt::AscendingOrder ? ny : nx);
        return x < y;
    }
    return QString::compare(a.toString(), b.toString(), Qt::CaseInsensitive) < 0;
}

bool TableProxy::filterAcceptsRow(int row, const QModelIndex& parent) const {
    if (m_text.isEmpty())
        return true;
    for (int column = 0; column < sourceModel()->columnCount(parent); ++column) {
        const QModelIndex index = sourceModel()->index(row, column, parent);
        if (index.data(Qt::DisplayRole).toString().contains(m_text, Qt::CaseInsensitive) ||
            index.data(DetailRole).toString().contains(m_text, Qt::CaseInsensitive))
            return true;
    }
    return false;
}

} // namespace streamtune::ui
