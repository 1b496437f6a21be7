// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Tables of `streamtune compare --json`: read, put side by side, and searched for every job on which another method is
/// better. Pure functions over values.

#include <QByteArray>
#include <QString>
#include <memory>
#include <vector>

#include "core/base/result.h"
#include "ui/models/table_model.h"
#include "ui/views/compare/first_results.h"

namespace streamtune::ui {

/// One job and method, or all jobs of a method (`job` = "*").
struct ResultRow {
    QString job;
    QString method;
    Number tunings;
    Number changes; ///< reconfigurations per tuning
    Number mostChanges;
    Number ratio; ///< final parallelism over the smallest that suffices; of "*" the mean over the jobs
    Number ratioOfSums;
    Number badWindows;                ///< with back-pressure after the last change
    Number overMinutes, underMinutes; ///< operator-minutes above and below the oracle
    Number decisionMs;
    [[nodiscard]] bool isAll() const { return job == QLatin1String("*"); }
};

struct ResultTable {
    QString name;    ///< "standard", or of the file
    QString command; ///< that made it; empty = not known
    QString file;    ///< opened by a person; empty = shipped
    std::vector<ResultRow> rows;
    std::vector<FirstRow> first; ///< of jobs that never ran: they answer another question than the rows
    QStringList notes;
    [[nodiscard]] const ResultRow* all(const QString& method) const; ///< the row over all jobs
    [[nodiscard]] QStringList methods() const;                       ///< in the order of the table
};

/// Errors "compare.format": what is missing or of another kind, and where.
[[nodiscard]] Result<ResultTable> resultsFrom(const QByteArray& json, const QString& name);
/// Errors of the above and "compare.read".
[[nodiscard]] Result<ResultTable> resultsOfFile(const QString& file);
/// Of resources/results, in the order in which regenerate.sh makes them.
[[nodiscard]] std::vector<ResultTable> shippedResults();
/// The command of a table, from the script that made it; empty where it makes none of that name.
[[nodiscard]] QString commandIn(const QString& script, const QString& table);

[[nodiscard]] QString methodTitle(const QString& method); ///< in a few words
[[nodiscard]] bool isOracle(const QString& method);

/// "1.024 / 1.016 / 0": changes, ratio, bad windows.
[[nodiscard]] QString threeFigures(const ResultRow& row);

/// A method across all tables.
struct OverviewRow {
    QString method;
    std::vector<const ResultRow*> cells; ///< one a table; null = not judged there
};
using OverviewModel = TableModel<OverviewRow>;
/// Cells point into the tables, which must stay.
[[nodiscard]] std::unique_ptr<OverviewModel> makeOverviewModel(const std::vector<ResultTable>& tables);
[[nodiscard]] std::vector<OverviewRow> overviewRows(const std::vector<ResultTable>& tables);

using ResultsModel = TableModel<ResultRow>;
namespace ResultColumn {
enum { Job, Method, Changes, Most, Ratio, Bad, Over, Under, Tunings, Ms, Count };
}
[[nodiscard]] std::unique_ptr<ResultsModel> makeResultsModel(QObject* parent = nullptr);

/// A job on which another method is better in some figure, and what it pays for it.
struct BetterRow {
    QString job;
    ResultRow other, mine;
    bool changes = false, ratio = false, bad = false; ///< what is better
    bool paid = false;                                ///< another figure is worse
};
using BetterModel = TableModel<BetterRow>;
[[nodiscard]] std::unique_ptr<BetterModel> makeBetterModel(QObject* parent = nullptr);
/// Oracles know the truth and are left out. Better in all figures first.
[[nodiscard]] std::vector<BetterRow> betterThan(const ResultTable& table, const QString& method);

} // namespace streamtune::ui
