// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Tables of `streamtune compare --first --json`: first deployments of jobs that never ran, by every way of choosing
/// one. Pure functions over values.

#include <QByteArray>
#include <QString>
#include <memory>
#include <vector>

#include "ui/models/table_model.h"

namespace streamtune::ui {

/// A value over all jobs of a table and its 95 % interval; without one where tables were taken together.
struct FirstFigure {
    Number value, low, high;
};

/// One way of choosing in one table.
struct FirstRow {
    QString table;
    QString way; ///< "averages", "history", …
    int jobs = 0;
    FirstFigure sufficient; ///< share of jobs without back-pressure
    FirstFigure ratio;      ///< sum of parallelism over that of the oracle
    FirstFigure changes;    ///< that the default head makes from there until it rests
    FirstFigure within;     ///< share of operators whose smallest sufficient parallelism lies in their band
    Number said;            ///< what the bands say of that
    double sum = 0, oracleSum = 0;
};

[[nodiscard]] bool isFirstMethod(const QString& method);
/// Empty where the document is no such table.
[[nodiscard]] std::vector<FirstRow> firstRowsIn(const QByteArray& json, const QString& table);
/// Of resources/results; the folds of one history are taken together.
[[nodiscard]] std::vector<FirstRow> shippedFirstRows();
/// Rows of tables that differ in a number at their end only ("past-fold0", "past-fold1") as one table.
[[nodiscard]] std::vector<FirstRow> foldsTogether(const std::vector<FirstRow>& rows);

using FirstModel = TableModel<FirstRow>;
[[nodiscard]] std::unique_ptr<FirstModel> makeFirstModel(QObject* parent = nullptr);

} // namespace streamtune::ui
