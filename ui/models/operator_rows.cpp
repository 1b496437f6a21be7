// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/operator_rows.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "core/base/format.h"
#include "ui/session/core_words.h"
#include "ui/session/text.h"

namespace streamtune::ui {

namespace {

constexpr double kIdle = 0.20;

struct OperatorsWords {
    Q_DECLARE_TR_FUNCTIONS(OperatorsWords)
};

QVariant numberOrNaN(const Number& n) {
    return n ? *n : std::numeric_limits<double>::quiet_NaN();
}

/// A cell of a measured number: display, sort value, and the exact value as tip.
QVariant numberCell(const Number& n, const QString& shown, int role) {
    switch (role) {
    case Qt::DisplayRole:
        return shown;
    case SortRole:
        return numberOrNaN(n);
    case NumberRole:
        return n ? QVariant(*n) : QVariant();
    case Qt::ToolTipRole:
        return n ? exactNumber(n) : OperatorsWords::tr("Not measured in this window.");
    default:
        return {};
    }
}

Number seenNumber(const OperatorRow& row, Number NodeObservation::* field) {
    return row.seen ? (*row.seen).*field : Number();
}

QVariant nameCell(const OperatorRow& row, int role) {
    switch (role) {
    case Qt::DisplayRole:
        return elideMiddle(text(row.op.name), 80);
    case SortRole:
        return row.seen ? severity(&*row.seen) : severity(nullptr);
    case Qt::ToolTipRole:
        return row.state == OperatorState::NoData ? text(row.op.name) + QLatin1Char('\n') + row.noDataWhy
                                                  : text(row.op.name);
    case Qt::AccessibleTextRole:
        return OperatorsWords::tr("%1, %2, parallelism %3")
            .arg(elideMiddle(text(row.op.name), 80), stateWord(row.state))
            .arg(row.op.parallelism);
    case StateRole:
        return static_cast<int>(row.state);
    case EmphasisRole:
        return row.rootCause;
    default:
        return {};
    }
}

QVariant nowCell(const OperatorRow& row, int role) {
    switch (role) {
    case Qt::DisplayRole:
    case SortRole:
        return row.op.parallelism;
    case Qt::ToolTipRole:
        if (row.op.pinned)
            return coreText(row.op.whyPinned);
        return row.op.maxParallelism > 0 ? OperatorsWords::tr("at most %1 (key groups)").arg(row.op.maxParallelism)
                                         : OperatorsWords::tr("parallelism in force");
    default:
        return {};
    }
}

QVariant advisedCell(const OperatorRow& row, int role) {
    const std::optional<int> number = row.tried ? row.tried : row.advised;
    const bool change = number && *number != row.op.parallelism;
    switch (role) {
    case Qt::DisplayRole:
        if (row.op.pinned)
            return OperatorsWords::tr("fixed");
        if (!number)
            return QStringLiteral("–");
        return change ? QStringLiteral("→ %1").arg(*number) : OperatorsWords::tr("keep");
    case SortRole:
        return number ? static_cast<double>(*number - row.op.parallelism) : std::numeric_limits<double>::quiet_NaN();
    case EmphasisRole:
        return change;
    case FaintRole:
        return !change;
    case MarkRole:
        return row.op.pinned              ? QStringLiteral("locked")
               : row.edited && !row.tried ? QStringLiteral("yours")
                                          : QVariant();
    case Qt::ToolTipRole:
        if (row.op.pinned)
            return coreText(row.op.whyPinned);
        if (row.tried)
            return change ? OperatorsWords::tr("tried out: %1 → %2").arg(row.op.parallelism).arg(*number) : QString();
        if (!number)
            return OperatorsWords::tr("No advice yet. Ask for it with Recommend.");
        return row.decision ? text(row.decision->reason) : QString();
    default:
        return {};
    }
}

QVariant barCell(const OperatorRow& row, int role) {
    if (!row.seen)
        return role == SortRole                                            ? QVariant(-1.0)
               : role == Qt::AccessibleTextRole || role == Qt::ToolTipRole ? QVariant(row.noDataWhy)
                                                                           : QVariant();
    const auto& n = *row.seen;
    switch (role) {
    case SortRole:
        return severity(&n);
    case BarRole:
        if (!isKnown(n.busyMax) && !isKnown(n.backpressuredMax))
            return {};
        return QVariantList{numberOrNaN(n.busyMax), numberOrNaN(n.backpressuredMax), numberOrNaN(n.idleMean)};
    case Qt::ToolTipRole:
    case Qt::AccessibleTextRole:
        return OperatorsWords::tr("busy %1, back-pressured %2 (largest subtask), idle %3 (mean)")
            .arg(percent(n.busyMax), percent(n.backpressuredMax), percent(n.idleMean));
    default:
        return {};
    }
}

/// As the node writes it: theme::heat() and two digits.
QVariant predictedCell(const OperatorRow& row, int role) {
    const bool known = isKnown(row.predicted);
    switch (role) {
    case Qt::DisplayRole:
        return known ? text(formatProbability(row.predicted)) : QString();
    case NumberRole:
        return known ? QVariant(*row.predicted) : QVariant();
    case SortRole:
        return numberOrNaN(row.predicted);
    case Qt::AccessibleTextRole:
    case Qt::ToolTipRole:
        return row.outside.isEmpty() ? row.predictedWhat : QString(row.predictedWhat + QLatin1Char('\n') + row.outside);
    default:
        return {};
    }
}

QString predictedSentence(const ShownPrediction& predicted, const Operator& op) {
    const Number value = predicted.of(op.id);
    if (!isKnown(value))
        return OperatorsWords::tr("No prediction: there is no advice for this operator yet.");
    return (predicted.asked ? OperatorsWords::tr("Predicted: %1 %2 at parallelism %3, as tried out (%4).")
                            : OperatorsWords::tr("Predicted: %1 %2 at parallelism %3, in force now (%4)."))
        .arg(predicted.name, text(formatProbability(value)))
        .arg(predicted.asked ? predicted.numberOf(op) : op.parallelism)
        .arg(predicted.by);
}

} // namespace

OperatorState operatorState(const NodeObservation* node) {
    if (!node || (!isKnown(node->busyMax) && !isKnown(node->backpressuredMax)))
        return OperatorState::NoData;
    const tune::LabelRules rules;
    if (valueOr(node->backpressuredMax, 0) > rules.backpressureThreshold)
        return OperatorState::BackPressured;
    const double busy = valueOr(node->busyMax, 0);
    return busy > rules.busyThreshold ? OperatorState::Busy : busy < kIdle ? OperatorState::Idle : OperatorState::Ok;
}

QString stateWord(OperatorState state) {
    switch (state) {
    case OperatorState::NoData:
        return OperatorsWords::tr("no data");
    case OperatorState::Idle:
        return OperatorsWords::tr("idle");
    case OperatorState::Ok:
        return OperatorsWords::tr("ok");
    case OperatorState::Busy:
        return OperatorsWords::tr("busy");
    case OperatorState::BackPressured:
        return OperatorsWords::tr("back-pressured");
    }
    return {};
}

double severity(const NodeObservation* node) {
    if (operatorState(node) == OperatorState::NoData)
        return -1;
    // A busy operator that holds others back stands above its victims.
    return valueOr(node->busyMax, 0) + 0.5 * valueOr(node->backpressuredMax, 0);
}

Number skew(const NodeObservation& node) {
    std::vector<double> rates;
    for (const auto& r : node.subtaskIn)
        if (isKnown(r))
            rates.push_back(*r);
    if (rates.size() < 2)
        return {};
    const double mean = std::accumulate(rates.begin(), rates.end(), 0.0) / static_cast<double>(rates.size());
    return mean > 0 ? Number((*std::ranges::max_element(rates) - mean) / mean) : Number();
}

QString causeSentence(const JobGraph& graph, const tune::Labels& labels) {
    QStringList causes;
    QString why;
    for (const auto& op : graph.nodes) {
        const auto label = labels.nodes.find(op.id);
        if (label == labels.nodes.end() || label->second.label != 1)
            continue;
        causes << elideMiddle(text(op.name), 60);
        if (why.isEmpty())
            why = sentence(label->second.why);
    }
    if (causes.isEmpty())
        return sentence(labels.why);
    const QString first = causes.size() == 1
                              ? OperatorsWords::tr("%1 holds the job back.").arg(causes.front())
                              : OperatorsWords::tr("%1 hold the job back.").arg(causes.join(QStringLiteral(", ")));
    return first + QLatin1Char(' ') + (causes.size() == 1 ? why + QLatin1Char(' ') : QString()) + sentence(labels.why);
}

std::vector<OperatorRow> operatorRows(const JobGraph& graph, const Observation* window, const tune::Labels& labels,
                                      const PlanFile* plan, const ShownPrediction& predicted) {
    std::vector<OperatorRow> rows;
    rows.reserve(graph.nodes.size());
    for (const auto& op : graph.nodes) {
        OperatorRow row;
        row.op = op;
        const NodeObservation* seen = window ? window->find(op.id) : nullptr;
        if (seen)
            row.seen = *seen;
        if (const auto* source = window ? window->findSource(op.id) : nullptr)
            row.source = *source;
        row.state = operatorState(seen);
        if (row.state == OperatorState::NoData)
            row.noDataWhy = !window ? OperatorsWords::tr("Nothing was measured yet.")
                            : !seen ? OperatorsWords::tr("Not in the window that is shown.")
                                    : OperatorsWords::tr("The engine reported no busy share in this window.");
        if (const auto label = labels.nodes.find(op.id); label != labels.nodes.end()) {
            row.label = label->second;
            row.hasLabel = true;
            row.rootCause = label->second.label == 1;
        }
        if (plan) {
            if (const auto base = plan->plan.base.find(op.id); base != plan->plan.base.end()) {
                const auto* change = plan->change(op.id);
                row.advised = change ? change->to : base->second;
                row.edited = change && change->edited;
            }
            if (const auto* decision = plan->decision(op.id))
                row.decision = *decision;
        }
        if (predicted.asked)
            row.tried = predicted.numberOf(op);
        row.predicted = predicted.of(op.id);
        row.predictedWhat = predictedSentence(predicted, op);
        if (const auto outside = predicted.outside.find(op.id); outside != predicted.outside.end())
            row.outside = outside->second;
        rows.push_back(std::move(row));
    }
    return rows;
}

std::unique_ptr<OperatorsModel> makeOperatorsModel(QObject* parent) {
    const auto number = [](Number NodeObservation::* field, QString (*format)(const Number&)) {
        return [field, format](const OperatorRow& row, int role) {
            const Number n = seenNumber(row, field);
            return numberCell(n, format(n), role);
        };
    };
    std::vector<Column<OperatorRow>> columns{
        {OperatorsWords::tr("Operator"),
         OperatorsWords::tr("Worst first: busy and back-pressured share of the largest subtask"), ColumnKind::Mark,
         nameCell},
        {OperatorsWords::tr("p"), OperatorsWords::tr("Parallelism in force"), ColumnKind::Number, nowCell},
        {OperatorsWords::tr("advised"),
         OperatorsWords::tr("Parallelism of the plan under review; in what-if the one that is tried out"),
         ColumnKind::Change, advisedCell},
        {OperatorsWords::tr("load"),
         OperatorsWords::tr("Measured shares of time in the window shown: busy, back-pressured (hatched), idle"),
         ColumnKind::Bar, barCell},
        {OperatorsWords::tr("busy"), OperatorsWords::tr("Share of time, largest subtask"), ColumnKind::Number,
         number(&NodeObservation::busyMax, percent)},
        {OperatorsWords::tr("back-pr."), OperatorsWords::tr("Share of time, largest subtask"), ColumnKind::Number,
         number(&NodeObservation::backpressuredMax, percent)},
        {OperatorsWords::tr("in /s"), OperatorsWords::tr("Records into the operator a second, all subtasks"),
         ColumnKind::Number, number(&NodeObservation::inRate, shortNumber)},
        {OperatorsWords::tr("out /s"), OperatorsWords::tr("Records out of the operator a second, all subtasks"),
         ColumnKind::Number, number(&NodeObservation::outRate, shortNumber)},
        {OperatorsWords::tr("pred."),
         OperatorsWords::tr("What the right half of the operator's node shows: the load at the offered rate with the "
                            "parallelism in force; in what-if the chance of a bottleneck at the numbers tried out"),
         ColumnKind::Heat, predictedCell},
    };
    return std::make_unique<OperatorsModel>(
        std::move(columns), [](const OperatorRow& row) { return text(row.op.id); }, parent);
}

} // namespace streamtune::ui
