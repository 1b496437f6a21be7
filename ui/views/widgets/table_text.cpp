// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/widgets/table_text.h"

#include <QJsonObject>
#include <cmath>

#include "ui/models/table_model.h"

namespace streamtune::ui {

namespace {

QString csvField(const QString& s) {
    if (!s.contains(QLatin1Char(',')) && !s.contains(QLatin1Char('"')) && !s.contains(QLatin1Char('\n')) &&
        !s.contains(QLatin1Char('\r')))
        return s;
    QString quoted = s;
    return QLatin1Char('"') + quoted.replace(QLatin1Char('"'), QStringLiteral("\"\"")) + QLatin1Char('"');
}

QString exactText(const QModelIndex& index) {
    const QVariant number = index.data(NumberRole);
    return number.isValid() && std::isfinite(number.toDouble()) ? QString::number(number.toDouble(), 'g', 15)
                                                                : cellText(index);
}

} // namespace

QString cellText(const QModelIndex& index) {
    const QString shown = index.data(Qt::DisplayRole).toString();
    return shown.isEmpty() ? index.data(Qt::AccessibleTextRole).toString() : shown;
}

QString csvHead(const QAbstractItemModel& model) {
    QStringList cells;
    for (int c = 0; c < model.columnCount(); ++c)
        cells << csvField(model.headerData(c, Qt::Horizontal).toString());
    return cells.join(QLatin1Char(',')) + QStringLiteral("\r\n");
}

QString csvRows(const QAbstractItemModel& model, bool exact) {
    QString out;
    for (int r = 0; r < model.rowCount(); ++r) {
        QStringList cells;
        for (int c = 0; c < model.columnCount(); ++c)
            cells << csvField(exact ? exactText(model.index(r, c)) : cellText(model.index(r, c)));
        out += cells.join(QLatin1Char(',')) + QStringLiteral("\r\n");
    }
    return out;
}

QJsonArray jsonRows(const QAbstractItemModel& model) {
    QJsonArray rows;
    for (int r = 0; r < model.rowCount(); ++r) {
        QJsonObject object;
        for (int c = 0; c < model.columnCount(); ++c) {
            const QModelIndex index = model.index(r, c);
            const QVariant number = index.data(NumberRole);
            object.insert(model.headerData(c, Qt::Horizontal).toString(),
                          number.isValid() ? QJsonValue(number.toDouble()) : QJsonValue(cellText(index)));
        }
        rows.append(object);
    }
    return rows;
}

} // namespace streamtune::ui
