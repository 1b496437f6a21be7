// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/what_if/what_if_model.h"

#include <QCoreApplication>
#include <algorithm>
#include <unordered_map>

#include "ui/models/columns.h"
#include "ui/session/text.h"

namespace streamtune::ui {

namespace {

struct WhatIfModelWords {
    Q_DECLARE_TR_FUNCTIONS(WhatIfModelWords)
};

Number added(const Number& sum, const Number& more) {
    return isKnown(sum) && isKnown(more) ? Number(*sum + *more) : Number();
}

/// A predicted chance on the heat scale.
template <class Row>
Column<Row> chanceColumn(const QString& title, const QString& tip, std::function<Number(const Row&)> chance,
                         std::function<QString(const Row&)> outside = {}) {
    return {title, tip, ColumnKind::Heat,
            [chance = std::move(chance), outside = std::move(outside)](const Row& row, int role) -> QVariant {
                const Number n = chance(row);
                const QString why = outside ? outside(row) : QString();
                switch (role) {
                case Qt::DisplayRole:
                    return !isKnown(n)     ? QString()
                           : why.isEmpty() ? percent(n)
                                           : QString(percent(n) + QStringLiteral(" ?"));
                case NumberRole:
                    return isKnown(n) ? QVariant(*n) : QVariant();
                case SortRole:
                    return valueOr(n, -1);
                case Qt::ToolTipRole:
                    return why.isEmpty() ? WhatIfModelWords::tr("predicted: %1").arg(percent(n)) : why;
                case Qt::AccessibleTextRole:
                    return why.isEmpty() ? percent(n) : QString(percent(n) + QStringLiteral(", ") + why);
                default:
                    return {};
                }
            }};
}

template <class Row>
Column<Row> wholeColumn(const QString& title, const QString& tip, std::function<int(const Row&)> number,
                        std::function<bool(const Row&)> strong) {
    return {title, tip, ColumnKind::Number,
            [number = std::move(number), strong = std::move(strong)](const Row& row, int role) -> QVariant {
                switch (role) {
                case Qt::DisplayRole:
                    return QString::number(number(row));
                case SortRole:
                    return number(row);
                case EmphasisRole:
                    return strong && strong(row);
                default:
                    return {};
                }
            }};
}

} // namespace

AnswerSum sumOf(const tune::Prediction& answer) {
    AnswerSum sum;
    sum.slots = answer.slots;
    sum.enough = answer.enough;
    sum.lagGrowth = answer.lagGrowth;
    sum.lag = answer.lag;
    sum.catchUp = answer.catchUp;
    sum.limitedBy = answer.limitedBy;
    sum.outside = answer.outside;
    for (const tune::PredictedNode& node : answer.nodes) {
        sum.subtasks += node.parallelism;
        if (isKnown(node.bottleneck))
            sum.worst = std::max(valueOr(sum.worst, 0), *node.bottleneck);
    }
    if (!answer.sources.empty())
        sum.sustainable = sum.sustainableLow = sum.sustainableHigh = 0.0;
    for (const tune::PredictedSource& source : answer.sources) {
        sum.asked += source.rate;
        sum.sustainable = added(sum.sustainable, source.sustainable);
        sum.sustainableLow = added(sum.sustainableLow, source.sustainableLow);
        sum.sustainableHigh = added(sum.sustainableHigh, source.sustainableHigh);
    }
    return sum;
}

QString lagWords(const AnswerSum& sum) {
    if (!isKnown(sum.lag))
        return WhatIfModelWords::tr("not predicted");
    return *sum.lag > 0 ? WhatIfModelWords::tr("%1, growing by %2").arg(duration(*sum.lag), rate(sum.lagGrowth))
                        : WhatIfModelWords::tr("none");
}

QString catchUpWords(const AnswerSum& sum) {
    if (isKnown(sum.catchUp))
        return duration(*sum.catchUp);
    return isKnown(sum.lag) ? WhatIfModelWords::tr("never") : WhatIfModelWords::tr("not predicted");
}

QString scenarioKey(const ScenarioRow& row) {
    return QString::number(static_cast<int>(row.kind)) + QLatin1Char(':') + row.name;
}

std::unique_ptr<ScenarioModel> makeScenarioModel(QObject* parent) {
    using R = ScenarioRow;
    std::vector<Column<R>> columns;
    columns.push_back({WhatIfModelWords::tr("Scenario"), {}, ColumnKind::Text, [](const R& row, int role) -> QVariant {
                           switch (role) {
                           case Qt::DisplayRole:
                               return elideMiddle(row.name, 60);
                           case SortRole:
                               return QString(QString::number(static_cast<int>(row.kind)) + row.name);
                           case EmphasisRole:
                               return row.onGraph;
                           case Qt::ToolTipRole:
                               return row.kind != R::Kind::Kept
                                          ? row.name
                                          : WhatIfModelWords::tr("%1\nkept by %2, %3; asked of the model of now")
                                                .arg(row.name, text(row.who), absoluteTime(row.at));
                           default:
                               return {};
                           }
                       }});
    columns.push_back(rateColumn<R>(WhatIfModelWords::tr("asked /s"),
                                    WhatIfModelWords::tr("Rate of all sources, records/s"),
                                    [](const R& row) { return Number(row.sum.asked); }));
    columns.push_back(
        rateColumn<R>(WhatIfModelWords::tr("sustains /s"),
                      WhatIfModelWords::tr("Predicted: highest rate of all sources when they grow alike, records/s"),
                      [](const R& row) { return row.sum.sustainable; }));
    columns.push_back(
        wholeColumn<R>(WhatIfModelWords::tr("subtasks"), {}, [](const R& row) { return row.sum.subtasks; }, {}));
    columns.push_back(
        wholeColumn<R>(WhatIfModelWords::tr("slots"), {}, [](const R& row) { return row.sum.slots; }, {}));
    columns.push_back(chanceColumn<R>(WhatIfModelWords::tr("worst"),
                                      WhatIfModelWords::tr("Predicted: largest chance of a bottleneck of any operator"),
                                      [](const R& row) { return row.sum.worst; }));
    columns.push_back(textColumn<R>(WhatIfModelWords::tr("lag"), [](const R& row) { return lagWords(row.sum); }));
    columns.push_back(
        textColumn<R>(WhatIfModelWords::tr("catch-up"), [](const R& row) { return catchUpWords(row.sum); }));
    columns.push_back(
        textColumn<R>(WhatIfModelWords::tr("gives way first"), [](const R& row) { return row.limitedBy; }, 60));
    return std::make_unique<ScenarioModel>(std::move(columns), scenarioKey, parent);
}

std::unique_ptr<SideModel> makeSideModel(QObject* parent) {
    using R = SideRow;
    std::vector<Column<R>> columns;
    columns.push_back(textColumn<R>(WhatIfModelWords::tr("Operator"), [](const R& row) { return row.name; }, 60));
    columns.push_back(wholeColumn<R>(WhatIfModelWords::tr("now"), WhatIfModelWords::tr("Parallelism in force"),
                                     [](const R& row) { return row.now; }, {}));
    columns.push_back(wholeColumn<R>(
        WhatIfModelWords::tr("p here"), WhatIfModelWords::tr("Parallelism of what is on the graph"),
        [](const R& row) { return row.left; }, [](const R& row) { return row.left != row.now; }));
    columns.push_back(chanceColumn<R>(
        WhatIfModelWords::tr("here"), WhatIfModelWords::tr("Chance of a bottleneck in what is on the graph"),
        [](const R& row) { return row.leftChance; }, [](const R& row) { return row.leftOutside; }));
    columns.push_back(wholeColumn<R>(
        WhatIfModelWords::tr("p there"), WhatIfModelWords::tr("Parallelism of the chosen scenario"),
        [](const R& row) { return row.right; }, [](const R& row) { return row.right != row.now; }));
    columns.push_back(chanceColumn<R>(
        WhatIfModelWords::tr("there"), WhatIfModelWords::tr("Chance of a bottleneck in the chosen scenario"),
        [](const R& row) { return row.rightChance; }, [](const R& row) { return row.rightOutside; }));
    return std::make_unique<SideModel>(std::move(columns), [](const R& row) { return text(row.node); }, parent);
}

std::vector<SideRow> sideRows(const JobGraph& graph, const tune::Prediction& left, const tune::Prediction& right) {
    std::unordered_map<std::string, const tune::PredictedNode*> there;
    for (const tune::PredictedNode& node : right.nodes)
        there[node.node] = &node;
    std::unordered_map<std::string, const tune::PredictedNode*> here;
    for (const tune::PredictedNode& node : left.nodes)
        here[node.node] = &node;
    std::vector<SideRow> rows;
    for (const Operator& op : graph.nodes) {
        const auto l = here.find(op.id), r = there.find(op.id);
        if (l == here.end() || r == there.end())
            continue;
        SideRow row;
        row.node = op.id;
        row.name = text(op.shownName());
        row.now = op.parallelism;
        row.left = l->second->parallelism;
        row.right = r->second->parallelism;
        row.leftChance = l->second->bottleneck;
        row.rightChance = r->second->bottleneck;
        row.leftOutside = text(l->second->outside);
        row.rightOutside = text(r->second->outside);
        rows.push_back(std::move(row));
    }
    return rows;
}

} // namespace streamtune::ui
