// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/compare/first_results.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <algorithm>

#include "ui/models/columns.h"
#include "ui/views/compare/results.h"

namespace streamtune::ui {
namespace {

const QString kFirst = QStringLiteral("first: ");

struct FirstWords {
    Q_DECLARE_TR_FUNCTIONS(FirstResults)
};

Number numberOf(const QJsonValue& value) {
    return value.isDouble() ? Number(value.toDouble()) : Number();
}

FirstFigure figureOf(const QJsonValue& value) {
    const QJsonObject object = value.toObject();
    return {numberOf(object.value(QLatin1String("value"))), numberOf(object.value(QLatin1String("low"))),
            numberOf(object.value(QLatin1String("high")))};
}

QString shownFigure(const FirstFigure& figure) {
    const auto digits = [](double value) { return QLocale().toString(value, 'f', 3); };
    if (!isKnown(figure.value))
        return QStringLiteral("–");
    return isKnown(figure.low) && isKnown(figure.high)
               ? FirstWords::tr("%1 (%2 to %3)").arg(digits(*figure.value), digits(*figure.low), digits(*figure.high))
               : digits(*figure.value);
}

Column<FirstRow> figureColumn(const QString& title, const QString& tip, FirstFigure FirstRow::* figure) {
    return {title, tip, ColumnKind::Text, [figure](const FirstRow& row, int role) -> QVariant {
                switch (role) {
                case Qt::DisplayRole:
                    return shownFigure(row.*figure);
                case SortRole:
                    return isKnown((row.*figure).value) ? QVariant(*(row.*figure).value) : QVariant();
                case EmphasisRole:
                    return row.way == QLatin1String("history");
                case FaintRole:
                    return isOracle(row.way);
                default:
                    return {};
                }
            }};
}

/// Weighed by jobs.
void addTo(FirstFigure& sum, int jobsBefore, const FirstFigure& more, int jobs) {
    sum.low = sum.high = {};
    sum.value = isKnown(sum.value) && isKnown(more.value)
                    ? Number((*sum.value * jobsBefore + *more.value * jobs) / (jobsBefore + jobs))
                    : Number();
}

} // namespace

bool isFirstMethod(const QString& method) {
    return method.startsWith(kFirst);
}

std::vector<FirstRow> firstRowsIn(const QByteArray& json, const QString& table) {
    std::vector<FirstRow> rows;
    const QJsonArray list = QJsonDocument::fromJson(json).object().value(QLatin1String("rows")).toArray();
    for (const auto& value : list) {
        const QJsonObject object = value.toObject();
        const QString method = object.value(QLatin1String("method")).toString();
        if (object.value(QLatin1String("job")).toString() != QLatin1String("*") || !isFirstMethod(method))
            continue;
        FirstRow row;
        row.table = table;
        row.way = method.mid(kFirst.size());
        row.jobs = std::max(0, object.value(QLatin1String("jobs")).toInt());
        row.sufficient = figureOf(object.value(QLatin1String("sufficient")));
        row.ratio = figureOf(object.value(QLatin1String("parallelism_ratio")));
        row.changes = figureOf(object.value(QLatin1String("changes")));
        row.within = figureOf(object.value(QLatin1String("within_band")));
        row.said = numberOf(object.value(QLatin1String("within_band_said")));
        row.sum = object.value(QLatin1String("final_sum")).toDouble();
        row.oracleSum = object.value(QLatin1String("oracle_sum")).toDouble();
        rows.push_back(std::move(row));
    }
    return rows;
}

std::vector<FirstRow> foldsTogether(const std::vector<FirstRow>& rows) {
    static const QRegularExpression number(QStringLiteral("\\d+$"));
    std::vector<FirstRow> together;
    for (FirstRow row : rows) {
        if (row.table.contains(QLatin1String("fold")))
            row.table.remove(number);
        const auto same =
            std::ranges::find_if(together, [&](const FirstRow& r) { return r.table == row.table && r.way == row.way; });
        if (same == together.end()) {
            together.push_back(std::move(row));
            continue;
        }
        addTo(same->sufficient, same->jobs, row.sufficient, row.jobs);
        addTo(same->changes, same->jobs, row.changes, row.jobs);
        same->sum += row.sum;
        same->oracleSum += row.oracleSum;
        same->ratio = {same->oracleSum > 0 ? Number(same->sum / same->oracleSum) : Number(), {}, {}};
        same->within = {}; // tables do not say of how many operators theirs is
        same->said = {};
        same->jobs += row.jobs;
    }
    return together;
}

std::unique_ptr<FirstModel> makeFirstModel(QObject* parent) {
    using R = FirstRow;
    std::vector<Column<R>> columns{
        textColumn<R>(FirstWords::tr("table"), [](const R& r) { return r.table; }),
        textColumn<R>(FirstWords::tr("parallelism by"), [](const R& r) { return r.way; }),
        countColumn<R>(FirstWords::tr("jobs"), {}, [](const R& r) { return std::int64_t{r.jobs}; }),
        figureColumn(FirstWords::tr("sufficient"),
                     FirstWords::tr("Share of jobs that it suffices for at once, with its 95 % interval"),
                     &R::sufficient),
        figureColumn(FirstWords::tr("over oracle"),
                     FirstWords::tr("Sum of parallelism over that of the smallest that suffices"), &R::ratio),
        figureColumn(FirstWords::tr("changes"),
                     FirstWords::tr("Changes that the default head makes from there until it rests"), &R::changes),
        figureColumn(FirstWords::tr("in band"),
                     FirstWords::tr("Share of operators whose smallest sufficient parallelism lies in the band told"),
                     &R::within),
        textColumn<R>(FirstWords::tr("band says"), [](const R& r) { return shownFigure({r.said, {}, {}}); })};
    return std::make_unique<FirstModel>(
        std::move(columns), [](const R& r) -> QString { return r.table + QChar(0x1f) + r.way; }, parent);
}

} // namespace streamtune::ui
