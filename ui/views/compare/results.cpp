// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/compare/results.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <algorithm>
#include <iterator>
#include <map>

#include "ui/models/columns.h"
#include "ui/views/compare/first_results.h"

/// The resource is part of a static library: it has to be named.
static void initResults() {
    Q_INIT_RESOURCE(ui_results);
}

namespace streamtune::ui {

namespace {

constexpr qint64 kLargestFile = 64 << 20;
/// Differences below what the tables show are none.
constexpr double kSameChanges = 0.0005;
constexpr double kSameRatio = 0.0005;

struct ResultsWords {
    Q_DECLARE_TR_FUNCTIONS(ResultsWords)
};

QString fixed(const Number& value, int digits) {
    return isKnown(value)       ? QLocale().toString(*value, 'f', digits)
           : isUndefined(value) ? ResultsWords::tr("undefined")
                                : QStringLiteral("–");
}

/// null and absent are missing, "NaN" is undefined.
Number numberIn(const QJsonObject& object, const char* key) {
    const QJsonValue value = object.value(QLatin1String(key));
    if (value.isDouble())
        return value.toDouble();
    return value.toString() == QLatin1String("NaN") ? Number(std::nan("")) : Number();
}

std::unexpected<Error> badFormat(const QString& name, const QString& what) {
    return fail("compare.format",
                utf8(ResultsWords::tr("%1 is no table of a comparison: %2.").arg(elideMiddle(name, 60), what)),
                utf8(ResultsWords::tr("Make one with: streamtune compare --json … > table.json")));
}

Column<ResultRow> numberColumn(const QString& title, const QString& tip, Number ResultRow::* field, int digits) {
    return {title, tip, ColumnKind::Number, [field, digits](const ResultRow& row, int role) -> QVariant {
                const Number& value = row.*field;
                switch (role) {
                case Qt::DisplayRole:
                    return fixed(value, digits);
                case NumberRole:
                case SortRole:
                    return isKnown(value) ? QVariant(*value) : QVariant();
                case EmphasisRole:
                    return row.isAll();
                default:
                    return {};
                }
            }};
}

Column<ResultRow> wordColumn(const QString& title, std::function<QString(const ResultRow&)> words) {
    return {title, {}, ColumnKind::Text, [words = std::move(words)](const ResultRow& row, int role) -> QVariant {
                if (role == Qt::DisplayRole || role == Qt::ToolTipRole)
                    return words(row);
                return role == EmphasisRole ? QVariant(row.isAll()) : QVariant();
            }};
}

} // namespace

const ResultRow* ResultTable::all(const QString& method) const {
    const auto found = std::ranges::find_if(rows, [&](const ResultRow& r) { return r.isAll() && r.method == method; });
    return found == rows.end() ? nullptr : &*found;
}

QStringList ResultTable::methods() const {
    QStringList names;
    for (const ResultRow& row : rows)
        if (!names.contains(row.method))
            names << row.method;
    return names;
}

Result<ResultTable> resultsFrom(const QByteArray& json, const QString& name) {
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(json, &error);
    if (error.error != QJsonParseError::NoError)
        return badFormat(name, ResultsWords::tr("no JSON at byte %1").arg(error.offset));
    const QJsonValue rows = document.object().value(QLatin1String("rows"));
    if (!rows.isArray())
        return badFormat(name, ResultsWords::tr("it has no list \"rows\""));
    ResultTable table;
    table.name = name;
    for (const auto& value : rows.toArray()) {
        const QJsonObject object = value.toObject();
        ResultRow row;
        row.job = object.value(QLatin1String("job")).toString();
        row.method = object.value(QLatin1String("method")).toString();
        if (row.job.isEmpty() || row.method.isEmpty())
            return badFormat(name, ResultsWords::tr("row %1 names no job or no method").arg(table.rows.size() + 1));
        if (isFirstMethod(row.method))
            continue;
        row.tunings = numberIn(object, "tunings");
        row.changes = numberIn(object, "reconfigurations_mean");
        row.mostChanges = numberIn(object, "reconfigurations_max");
        row.ratio = numberIn(object, "parallelism_ratio");
        const Number sum = numberIn(object, "final_sum"), oracle = numberIn(object, "oracle_sum");
        if (isKnown(sum) && valueOr(oracle, 0) > 0)
            row.ratioOfSums = *sum / *oracle;
        row.badWindows = numberIn(object, "backpressured_after");
        row.overMinutes = numberIn(object, "over_operator_minutes");
        row.underMinutes = numberIn(object, "under_operator_minutes");
        row.decisionMs = numberIn(object, "decision_ms_median");
        if (!row.changes && !row.ratio)
            return badFormat(name, ResultsWords::tr("row %1 has no figures").arg(table.rows.size() + 1));
        table.rows.push_back(std::move(row));
    }
    table.command = document.object().value(QLatin1String("command")).toString();
    table.first = firstRowsIn(json, name);
    if (table.rows.empty() && table.first.empty())
        return badFormat(name, ResultsWords::tr("it has no row"));
    for (const auto& note : document.object().value(QLatin1String("notes")).toArray())
        table.notes << note.toString();
    return table;
}

Result<ResultTable> resultsOfFile(const QString& file) {
    QFile source(file);
    if (!source.open(QIODevice::ReadOnly))
        return fail("compare.read", utf8(ResultsWords::tr("%1 cannot be read: %2.").arg(file, source.errorString())));
    if (source.size() > kLargestFile)
        return badFormat(QFileInfo(file).fileName(), ResultsWords::tr("it is larger than %1").arg(bytes(kLargestFile)));
    ST_ASSIGN(auto table, resultsFrom(source.readAll(), QFileInfo(file).completeBaseName()));
    table.file = file;
    return table;
}

QString commandIn(const QString& script, const QString& table) {
    static const QRegularExpression named(QStringLiteral(R"(^named=\((.*)\)\s*$)"),
                                          QRegularExpression::MultilineOption);
    const QRegularExpression call(QStringLiteral(R"(^judge %1 (.*)$)").arg(QRegularExpression::escape(table)),
                                  QRegularExpression::MultilineOption);
    QString arguments = call.match(script).captured(1).trimmed();
    if (arguments.isEmpty())
        return {};
    arguments.replace(QStringLiteral("\"${named[@]}\""), named.match(script).captured(1));
    arguments.remove(QStringLiteral("$root/")).remove(QLatin1Char('"'));
    return QStringLiteral("streamtune compare --past PAST --json ") + arguments;
}

std::vector<ResultTable> shippedResults() {
    initResults();
    QFile script(QStringLiteral(":/results/regenerate.sh"));
    const QString words = script.open(QIODevice::ReadOnly) ? QString::fromUtf8(script.readAll()) : QString();
    QStringList files = QDir(QStringLiteral(":/results")).entryList({QStringLiteral("*.json")});
    const auto place = [&](const QString& file) {
        const auto at =
            words.indexOf(QStringLiteral("\njudge ") + QFileInfo(file).completeBaseName() + QLatin1Char(' '));
        return at < 0 ? words.size() : at;
    };
    std::ranges::stable_sort(files, {}, place);
    std::vector<ResultTable> tables;
    for (const QString& name : files) {
        QFile file(QStringLiteral(":/results/") + name);
        if (!file.open(QIODevice::ReadOnly))
            continue;
        if (auto table = resultsFrom(file.readAll(), QFileInfo(name).completeBaseName())) {
            if (table->rows.empty())
                continue;
            if (table->command.isEmpty())
                table->command = commandIn(words, table->name);
            tables.push_back(std::move(*table));
        }
    }
    return tables;
}

std::vector<FirstRow> shippedFirstRows() {
    initResults();
    std::vector<FirstRow> rows;
    for (const QString& name : QDir(QStringLiteral(":/results")).entryList({QStringLiteral("*.json")}))
        if (QFile file(QStringLiteral(":/results/") + name); file.open(QIODevice::ReadOnly))
            std::ranges::move(firstRowsIn(file.readAll(), QFileInfo(name).completeBaseName()),
                              std::back_inserter(rows));
    return foldsTogether(rows);
}

bool isOracle(const QString& method) {
    return method.startsWith(QLatin1String("oracle"));
}

QString methodTitle(const QString& method) {
    static const std::map<QString, const char*> titles{
        {QStringLiteral("ds2"), QT_TRANSLATE_NOOP("ResultsWords", "DS2")},
        {QStringLiteral("ds2-noband"), QT_TRANSLATE_NOOP("ResultsWords", "DS2 without a dead band")},
        {QStringLiteral("autoscaler"), QT_TRANSLATE_NOOP("ResultsWords", "Rule of the Flink autoscaler")},
        {QStringLiteral("autoscaler-0.95"), QT_TRANSLATE_NOOP("ResultsWords", "Autoscaler rule at 95 % use")},
        {QStringLiteral("conttune"), QT_TRANSLATE_NOOP("ResultsWords", "ContTune")},
        {QStringLiteral("conttune-literal"),
         QT_TRANSLATE_NOOP("ResultsWords", "ContTune, every tuning begins with Big")},
        {QStringLiteral("conttune-a0"), QT_TRANSLATE_NOOP("ResultsWords", "ContTune, observed levels only")},
        {QStringLiteral("oneshot"), QT_TRANSLATE_NOOP("ResultsWords", "One shot from history, never adapts")},
        {QStringLiteral("st-cap"), QT_TRANSLATE_NOOP("ResultsWords", "StreamTune, capacity head (the default)")},
        {QStringLiteral("st-svm"), QT_TRANSLATE_NOOP("ResultsWords", "StreamTune, linear head")},
        {QStringLiteral("st-xgb"), QT_TRANSLATE_NOOP("ResultsWords", "StreamTune, boosted trees")},
        {QStringLiteral("st-neural"), QT_TRANSLATE_NOOP("ResultsWords", "StreamTune, monotone neural head")},
        {QStringLiteral("oracle"), QT_TRANSLATE_NOOP("ResultsWords", "Knows the truth")},
        {QStringLiteral("oracle+margin"), QT_TRANSLATE_NOOP("ResultsWords", "Knows the truth, with a margin")}};
    const auto found = titles.find(method);
    return found == titles.end() ? method : ResultsWords::tr(found->second);
}

QString threeFigures(const ResultRow& row) {
    return QStringLiteral("%1 / %2 / %3").arg(fixed(row.changes, 3), fixed(row.ratio, 3), fixed(row.badWindows, 0));
}

std::vector<OverviewRow> overviewRows(const std::vector<ResultTable>& tables) {
    std::vector<OverviewRow> rows;
    for (const ResultTable& table : tables)
        for (const QString& method : table.methods())
            if (std::ranges::find(rows, method, &OverviewRow::method) == rows.end())
                rows.push_back({method, {}});
    for (OverviewRow& row : rows)
        for (const ResultTable& table : tables)
            row.cells.push_back(table.all(row.method));
    return rows;
}

std::unique_ptr<OverviewModel> makeOverviewModel(const std::vector<ResultTable>& tables) {
    using Row = OverviewRow;
    std::vector<Column<Row>> columns{
        {ResultsWords::tr("method"), {}, ColumnKind::Text, [](const Row& r, int role) -> QVariant {
             if (role == Qt::DisplayRole)
                 return r.method;
             if (role == Qt::ToolTipRole)
                 return methodTitle(r.method);
             return role == FaintRole ? QVariant(isOracle(r.method)) : QVariant();
         }}};
    for (std::size_t t = 0; t < tables.size(); ++t) {
        // The best of those that do not know the truth and leave no back-pressure behind.
        const ResultRow* best = nullptr;
        for (const ResultRow& row : tables[t].rows)
            if (row.isAll() && !isOracle(row.method) && isKnown(row.changes) && valueOr(row.badWindows, 1) == 0 &&
                (!best || *row.changes < *best->changes))
                best = &row;
        columns.push_back(
            {tables[t].name,
             ResultsWords::tr(
                 "Changes per tuning / final parallelism over the smallest that suffices / windows with back-pressure "
                 "after the last change. Bold: fewest changes among those that leave none."),
             ColumnKind::Text, [t, best](const Row& r, int role) -> QVariant {
                 const ResultRow* cell = r.cells[t];
                 switch (role) {
                 case Qt::DisplayRole:
                     return cell ? threeFigures(*cell) : QStringLiteral("–");
                 case Qt::AccessibleTextRole:
                     return cell ? ResultsWords::tr("%1 changes per tuning, ratio %2, %3 bad windows")
                                       .arg(fixed(cell->changes, 3), fixed(cell->ratio, 3), fixed(cell->badWindows, 0))
                                 : ResultsWords::tr("not judged");
                 case SortRole:
                     return cell && isKnown(cell->changes) ? QVariant(*cell->changes) : QVariant();
                 case EmphasisRole:
                     return cell && cell == best;
                 case FaintRole:
                     return !cell || isOracle(r.method);
                 default:
                     return {};
                 }
             }});
    }
    columns.push_back(
        textColumn<Row>(ResultsWords::tr("which is"), [](const Row& r) { return methodTitle(r.method); }, 80));
    return std::make_unique<OverviewModel>(std::move(columns), [](const Row& r) { return r.method; });
}

std::unique_ptr<ResultsModel> makeResultsModel(QObject* parent) {
    using R = ResultRow;
    std::vector<Column<R>> columns{
        wordColumn(ResultsWords::tr("job"),
                   [](const R& r) { return r.isAll() ? ResultsWords::tr("all jobs") : r.job; }),
        wordColumn(ResultsWords::tr("method"), [](const R& r) { return r.method; }),
        numberColumn(ResultsWords::tr("changes"), ResultsWords::tr("Reconfigurations per tuning"), &R::changes, 3),
        numberColumn(ResultsWords::tr("most"), ResultsWords::tr("Reconfigurations of the worst tuning"),
                     &R::mostChanges, 0),
        numberColumn(ResultsWords::tr("ratio"), ResultsWords::tr("Final parallelism over the smallest that suffices"),
                     &R::ratio, 4),
        numberColumn(ResultsWords::tr("bad"), ResultsWords::tr("Windows with back-pressure after the last change"),
                     &R::badWindows, 0),
        numberColumn(ResultsWords::tr("over, min"), ResultsWords::tr("Operator-minutes above the oracle"),
                     &R::overMinutes, 0),
        numberColumn(ResultsWords::tr("under, min"), ResultsWords::tr("Operator-minutes below the oracle"),
                     &R::underMinutes, 0),
        numberColumn(ResultsWords::tr("tunings"), {}, &R::tunings, 0),
        numberColumn(ResultsWords::tr("ms"), ResultsWords::tr("Median time of a decision, milliseconds"),
                     &R::decisionMs, 3)};
    return std::make_unique<ResultsModel>(
        std::move(columns), [](const R& r) -> QString { return r.job + QChar(0x1f) + r.method; }, parent);
}

std::vector<BetterRow> betterThan(const ResultTable& table, const QString& method) {
    std::map<QString, const ResultRow*> mine;
    for (const ResultRow& row : table.rows)
        if (row.method == method)
            mine[row.job] = &row;
    std::vector<BetterRow> rows;
    for (const ResultRow& other : table.rows) {
        const auto found = mine.find(other.job);
        if (found == mine.end() || other.method == method || isOracle(other.method))
            continue;
        const ResultRow& own = *found->second;
        const auto less = [](const Number& a, const Number& b, double same) {
            return isKnown(a) && isKnown(b) && *a < *b - same;
        };
        BetterRow row{other.job, other, own};
        row.changes = less(other.changes, own.changes, kSameChanges);
        row.ratio = less(other.ratio, own.ratio, kSameRatio);
        row.bad = less(other.badWindows, own.badWindows, 0);
        row.paid = less(own.changes, other.changes, kSameChanges) || less(own.ratio, other.ratio, kSameRatio) ||
                   less(own.badWindows, other.badWindows, 0);
        if (row.changes || row.ratio || row.bad)
            rows.push_back(std::move(row));
    }
    std::ranges::stable_sort(rows, {}, &BetterRow::paid);
    return rows;
}

std::unique_ptr<BetterModel> makeBetterModel(QObject* parent) {
    using Row = BetterRow;
    const auto both = [](const QString& title, const QString& tip, Number ResultRow::* field, bool Row::* better,
                         int digits) -> Column<Row> {
        return {title, tip, ColumnKind::Text, [field, better, digits](const Row& r, int role) -> QVariant {
                    switch (role) {
                    case Qt::DisplayRole:
                        return ResultsWords::tr("%1 against %2")
                            .arg(fixed(r.other.*field, digits), fixed(r.mine.*field, digits));
                    case SortRole:
                        return valueOr(r.other.*field, 0) - valueOr(r.mine.*field, 0);
                    case EmphasisRole:
                        return r.*better;
                    case FaintRole:
                        return !(r.*better);
                    default:
                        return {};
                    }
                }};
    };
    std::vector<Column<Row>> columns{
        textColumn<Row>(
            ResultsWords::tr("job"),
            [](const Row& r) { return r.job == QLatin1String("*") ? ResultsWords::tr("all jobs") : r.job; }),
        textColumn<Row>(ResultsWords::tr("better"), [](const Row& r) { return r.other.method; }),
        textColumn<Row>(ResultsWords::tr("price"),
                        [](const Row& r) {
                            if (!r.paid)
                                return ResultsWords::tr("none: better or equal in all three");
                            QStringList words;
                            if (const double more = valueOr(r.other.badWindows, 0) - valueOr(r.mine.badWindows, 0);
                                more > 0)
                                words << ResultsWords::tr("%n more bad window(s)", nullptr, static_cast<int>(more));
                            if (valueOr(r.other.ratio, 0) > valueOr(r.mine.ratio, 0) + kSameRatio)
                                words << ResultsWords::tr("more parallelism");
                            if (valueOr(r.other.changes, 0) > valueOr(r.mine.changes, 0) + kSameChanges)
                                words << ResultsWords::tr("more changes");
                            return words.join(QStringLiteral(", "));
                        }),
        both(ResultsWords::tr("changes"),
             ResultsWords::tr("Reconfigurations per tuning: its against those of the judged method"),
             &ResultRow::changes, &Row::changes, 3),
        both(ResultsWords::tr("ratio"), ResultsWords::tr("Final parallelism over the smallest that suffices"),
             &ResultRow::ratio, &Row::ratio, 4),
        both(ResultsWords::tr("bad"), ResultsWords::tr("Windows with back-pressure after the last change"),
             &ResultRow::badWindows, &Row::bad, 0)};
    return std::make_unique<BetterModel>(
        std::move(columns), [](const Row& r) -> QString { return r.job + QChar(0x1f) + r.other.method; }, parent);
}

} // namespace streamtune::ui
