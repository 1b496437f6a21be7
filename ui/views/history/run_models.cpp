// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/history/run_models.h"

#include <QCoreApplication>
#include <algorithm>

#include "ui/models/columns.h"
#include "ui/models/operator_rows.h"

namespace streamtune::ui {

namespace {

struct HistoryTablesWords {
    Q_DECLARE_TR_FUNCTIONS(HistoryTablesWords)
};

OperatorState worstState(const history::RunRow& row) {
    NodeObservation worst;
    worst.busyMax = row.busyMax;
    worst.backpressuredMax = row.backpressuredMax;
    return operatorState(&worst);
}

int subtasks(const history::RunRow& row) {
    int sum = 0;
    for (const auto& [id, p] : row.run.parallelism)
        sum += p;
    return sum;
}

QVariant runCell(const history::RunRow& row, int role) {
    switch (role) {
    case Qt::DisplayRole:
        return QString::number(row.run.id);
    case SortRole:
    case NumberRole:
        return static_cast<qlonglong>(row.run.id);
    case StateRole:
        return static_cast<int>(worstState(row));
    case Qt::ToolTipRole:
        return HistoryTablesWords::tr("Run %1: %2 at its worst").arg(row.run.id).arg(stateWord(worstState(row)));
    case Qt::AccessibleTextRole:
        return HistoryTablesWords::tr("run %1 of %2, %3 at its worst, %4")
            .arg(row.run.id)
            .arg(text(row.run.jobName), stateWord(worstState(row)), outcomeSentence(row));
    default:
        return {};
    }
}

QString writtenText(const history::RunRow& row) {
    QStringList parts;
    if (row.notes > 0)
        parts << HistoryTablesWords::tr("%n note(s)", nullptr, static_cast<int>(row.notes));
    if (row.corrections > 0)
        parts << HistoryTablesWords::tr("%n label(s) given", nullptr, static_cast<int>(row.corrections));
    return parts.join(QStringLiteral(", "));
}

QString outcomeText(const history::RunRow& row) {
    return row.bottleneck > 0 ? QStringLiteral("%1  %2/%3")
                                    .arg(elideMiddle(text(row.worst), 40))
                                    .arg(row.bottleneck)
                                    .arg(row.run.windows)
                              : QStringLiteral("–");
}

template <class Row>
Column<Row> labelColumn(const QString& title, const QString& tip, std::function<std::optional<int>(const Row&)> value,
                        std::function<bool(const Row&)> byPerson = {}) {
    return {title, tip, ColumnKind::Text,
            [value = std::move(value), byPerson = std::move(byPerson)](const Row& row, int role) -> QVariant {
                const auto label = value(row);
                switch (role) {
                case Qt::DisplayRole:
                    return byPerson && byPerson(row) ? labelWord(label) + HistoryTablesWords::tr(" (yours)")
                                                     : labelWord(label);
                case SortRole:
                    return label ? *label : -2;
                case EmphasisRole:
                    return label == 1;
                case FaintRole:
                    return !label || *label == -1;
                case NumberRole:
                    return label ? QVariant(*label) : QVariant();
                default:
                    return {};
                }
            }};
}

} // namespace

std::unique_ptr<RunsModel> makeRunsModel(QObject* parent) {
    using Row = history::RunRow;
    std::vector<Column<Row>> columns{
        {HistoryTablesWords::tr("run"), HistoryTablesWords::tr("With the worst state that one of its operators was in"),
         ColumnKind::Mark, runCell},
        textColumn<Row>(
            HistoryTablesWords::tr("job"), [](const Row& r) { return text(r.run.jobName); }, 60),
        timeColumn<Row>(HistoryTablesWords::tr("began"), [](const Row& r) { return r.run.started; }),
        shareColumn<Row>(HistoryTablesWords::tr("busiest"),
                         HistoryTablesWords::tr("Largest busy share of any operator in any window, measured"),
                         [](const Row& r) { return r.busyMax; }),
        {HistoryTablesWords::tr("bottleneck"),
         HistoryTablesWords::tr("Operator that was the bottleneck most often, and in how many of the windows"),
         ColumnKind::Text,
         [](const Row& r, int role) -> QVariant {
             switch (role) {
             case Qt::DisplayRole:
                 return outcomeText(r);
             case Qt::ToolTipRole:
                 return outcomeSentence(r);
             case SortRole:
                 return static_cast<qlonglong>(r.bottleneck);
             case FaintRole:
                 return r.bottleneck == 0;
             default:
                 return {};
             }
         }},
        textColumn<Row>(HistoryTablesWords::tr("tags"),
                        [](const Row& r) {
                            QStringList tags;
                            for (const auto& tag : r.tags)
                                tags << text(tag);
                            return tags.join(QStringLiteral(", "));
                        }),
        countColumn<Row>(HistoryTablesWords::tr("subtasks"),
                         HistoryTablesWords::tr("Sum of the parallelism of all operators"),
                         [](const Row& r) { return subtasks(r); }),
        countColumn<Row>(HistoryTablesWords::tr("windows"), HistoryTablesWords::tr("Quiet windows that were recorded"),
                         [](const Row& r) { return r.run.windows; }),
        {HistoryTablesWords::tr("seen for"),
         {},
         ColumnKind::Text,
         [](const Row& r, int role) -> QVariant {
             const double seconds = static_cast<double>((r.run.lastSeen - r.run.started).count()) / 1000;
             if (role == Qt::DisplayRole)
                 return duration(seconds);
             return role == SortRole || role == NumberRole ? QVariant(seconds) : QVariant();
         }},
        shareColumn<Row>(HistoryTablesWords::tr("back-pr."),
                         HistoryTablesWords::tr("Largest back-pressured share of any operator in any window, measured"),
                         [](const Row& r) { return r.backpressuredMax; }),
        textColumn<Row>(
            HistoryTablesWords::tr("connection"), [](const Row& r) { return text(r.run.connection); }, 30),
        textColumn<Row>(HistoryTablesWords::tr("written"), writtenText),
    };
    return std::make_unique<RunsModel>(
        std::move(columns), [](const Row& r) { return QString::number(r.run.id); }, parent);
}

std::unique_ptr<ObservationsModel> makeObservationsModel(QObject* parent) {
    using Row = history::ObservationRow;
    std::vector<Column<Row>> columns{
        timeColumn<Row>(HistoryTablesWords::tr("window"), [](const Row& r) { return r.start; }),
        textColumn<Row>(
            HistoryTablesWords::tr("job"), [](const Row& r) { return text(r.jobName); }, 60),
        textColumn<Row>(
            HistoryTablesWords::tr("operator"),
            [](const Row& r) { return text(r.nodeName.empty() ? r.node.id : r.nodeName); }, 60),
        countColumn<Row>(HistoryTablesWords::tr("subtasks"), HistoryTablesWords::tr("Parallelism in this window"),
                         [](const Row& r) { return r.node.parallelism; }),
        rateColumn<Row>(HistoryTablesWords::tr("in/s"), HistoryTablesWords::tr("Records per second, all subtasks"),
                        [](const Row& r) { return r.node.inRate; }),
        rateColumn<Row>(HistoryTablesWords::tr("out/s"), HistoryTablesWords::tr("Records per second, all subtasks"),
                        [](const Row& r) { return r.node.outRate; }),
        shareColumn<Row>(HistoryTablesWords::tr("busy"), HistoryTablesWords::tr("Largest subtask, measured"),
                         [](const Row& r) { return r.node.busyMax; }),
        shareColumn<Row>(HistoryTablesWords::tr("back-pr."), HistoryTablesWords::tr("Largest subtask, measured"),
                         [](const Row& r) { return r.node.backpressuredMax; }),
        labelColumn<Row>(
            HistoryTablesWords::tr("label"), HistoryTablesWords::tr("The label in force"),
            [](const Row& r) { return r.label; }, [](const Row& r) { return r.labelOverridden; }),
    };
    return std::make_unique<ObservationsModel>(
        std::move(columns),
        [](const Row& r) { return QStringLiteral("%1/%2/%3").arg(r.run).arg(r.window).arg(text(r.node.id)); }, parent);
}

std::unique_ptr<RunNodesModel> makeRunNodesModel(QObject* parent) {
    using Row = history::RunNodeSummary;
    std::vector<Column<Row>> columns{
        textColumn<Row>(
            HistoryTablesWords::tr("operator"), [](const Row& r) { return text(r.name); }, 60),
        countColumn<Row>(HistoryTablesWords::tr("subtasks"), HistoryTablesWords::tr("Parallelism of this run"),
                         [](const Row& r) { return r.parallelism; }),
        shareColumn<Row>(HistoryTablesWords::tr("busy"),
                         HistoryTablesWords::tr("Mean over the windows of the largest subtask, measured"),
                         [](const Row& r) { return r.busyMean; }),
        shareColumn<Row>(HistoryTablesWords::tr("most"),
                         HistoryTablesWords::tr("Largest busy share in any window, measured"),
                         [](const Row& r) { return r.busyMax; }),
        shareColumn<Row>(HistoryTablesWords::tr("back-pr."),
                         HistoryTablesWords::tr("Mean over the windows of the largest subtask, measured"),
                         [](const Row& r) { return r.backpressuredMean; }),
        countColumn<Row>(HistoryTablesWords::tr("bottleneck"),
                         HistoryTablesWords::tr("Windows in which it was the bottleneck; given labels count"),
                         [](const Row& r) { return r.bottleneck; }),
        countColumn<Row>(HistoryTablesWords::tr("fine"), HistoryTablesWords::tr("Windows in which it was not"),
                         [](const Row& r) { return r.sufficient; }),
        countColumn<Row>(HistoryTablesWords::tr("unknown"),
                         HistoryTablesWords::tr("Windows in which it could not be told"),
                         [](const Row& r) { return r.undecided; }),
    };
    return std::make_unique<RunNodesModel>(std::move(columns), [](const Row& r) { return text(r.id); }, parent);
}

std::unique_ptr<LabelsModel> makeLabelsModel(QObject* parent) {
    using Row = LabelCase;
    std::vector<Column<Row>> columns{
        textColumn<Row>(
            HistoryTablesWords::tr("operator"), [](const Row& r) { return r.name; }, 60),
        labelColumn<Row>(
            HistoryTablesWords::tr("in force"),
            HistoryTablesWords::tr("What counts: a person's label, else the recorded one"),
            [](const Row& r) { return r.inForce(); }, [](const Row& r) { return r.person.has_value(); }),
        labelColumn<Row>(HistoryTablesWords::tr("by the rule"),
                         HistoryTablesWords::tr("Computed now from the numbers of this window"),
                         [](const Row& r) { return r.computed; }),
        labelColumn<Row>(HistoryTablesWords::tr("recorded"),
                         HistoryTablesWords::tr("Computed when the window was recorded"),
                         [](const Row& r) { return r.recorded; }),
        shareColumn<Row>(HistoryTablesWords::tr("busy"), HistoryTablesWords::tr("Largest subtask, measured"),
                         [](const Row& r) { return r.busy; }),
        shareColumn<Row>(HistoryTablesWords::tr("back-pr."), HistoryTablesWords::tr("Largest subtask, measured"),
                         [](const Row& r) { return r.backPressured; }),
        textColumn<Row>(HistoryTablesWords::tr("why"), [](const Row& r) { return r.why; }),
    };
    return std::make_unique<LabelsModel>(std::move(columns), [](const Row& r) { return text(r.node); }, parent);
}

std::unique_ptr<CompareModel> makeCompareModel(const RunComparison& comparison, QObject* parent) {
    using Row = CompareRow;
    std::vector<Column<Row>> columns{
        textColumn<Row>(
            HistoryTablesWords::tr("of"), [](const Row& r) { return r.group; }, 40),
        textColumn<Row>(HistoryTablesWords::tr("what"), [](const Row& r) { return r.fact; }, 40)};
    for (std::size_t i = 0; i < comparison.runs.size(); ++i)
        columns.push_back({HistoryTablesWords::tr("run %1").arg(comparison.runs[i].id()),
                           runTitle(comparison.runs[i].row.run), ColumnKind::Text,
                           [i](const Row& r, int role) -> QVariant {
                               const QString value = i < r.values.size() ? r.values[i] : QString();
                               switch (role) {
                               case Qt::DisplayRole:
                               case Qt::ToolTipRole:
                                   return value;
                               case EmphasisRole:
                                   return r.differs && i > 0 && value != r.values.front();
                               case FaintRole:
                                   return !r.differs;
                               default:
                                   return {};
                               }
                           }});
    return std::make_unique<CompareModel>(std::move(columns), [](const Row& r) { return r.key; }, parent);
}

std::unique_ptr<TableSizesModel> makeTableSizesModel(QObject* parent) {
    using Row = history::TableSize;
    std::vector<Column<Row>> columns{
        textColumn<Row>(HistoryTablesWords::tr("table"), [](const Row& r) { return text(r.table); }),
        countColumn<Row>(HistoryTablesWords::tr("rows"), {}, [](const Row& r) { return r.rows; }),
        {HistoryTablesWords::tr("size"), HistoryTablesWords::tr("Share of the file, with its indexes"),
         ColumnKind::Number,
         [](const Row& r, int role) -> QVariant {
             if (role == Qt::DisplayRole)
                 return bytes(static_cast<double>(r.bytes));
             return role == SortRole || role == NumberRole ? QVariant(static_cast<qlonglong>(r.bytes)) : QVariant();
         }},
    };
    return std::make_unique<TableSizesModel>(std::move(columns), [](const Row& r) { return text(r.table); }, parent);
}

QString howMatched(ged::OperatorMatch::How how) {
    using enum ged::OperatorMatch::How;
    switch (how) {
    case Person:
        return HistoryTablesWords::tr("somebody said so");
    case VertexId:
        return HistoryTablesWords::tr("same vertex id");
    case Uid:
        return HistoryTablesWords::tr("same uid");
    case Name:
        return HistoryTablesWords::tr("same name");
    case EditPath:
        return HistoryTablesWords::tr("kept by the edit path");
    case Added:
        return HistoryTablesWords::tr("new");
    case Removed:
        return HistoryTablesWords::tr("gone");
    }
    return {};
}

std::vector<MatchRow> matchRows(const workbench::VersionMatch& match) {
    const auto name = [](const JobGraph& graph, const std::string& id) {
        const Operator* op = graph.find(id);
        return op ? text(op->name.empty() ? op->id : op->name) : QString();
    };
    std::vector<MatchRow> rows;
    for (const auto& one : match.operators.matches)
        rows.push_back({one, name(match.beforeGraph, one.from), name(match.afterGraph, one.to)});
    return rows;
}

std::unique_ptr<MatchModel> makeMatchModel(QObject* parent) {
    using Row = MatchRow;
    const auto side = [](const QString& title, QString Row::* name, std::string ged::OperatorMatch::* id) {
        return Column<Row>{title, {}, ColumnKind::Text, [name, id](const Row& r, int role) -> QVariant {
                               const QString& shown = r.*name;
                               if (role == Qt::DisplayRole)
                                   return shown.isEmpty() ? QStringLiteral("–") : elideMiddle(shown, 60);
                               if (role == Qt::ToolTipRole)
                                   return shown.isEmpty() ? QString() : shown + QLatin1Char('\n') + text(r.match.*id);
                               return role == FaintRole ? QVariant(shown.isEmpty()) : QVariant();
                           }};
    };
    std::vector<Column<Row>> columns{
        side(HistoryTablesWords::tr("older version"), &Row::before, &ged::OperatorMatch::from),
        side(HistoryTablesWords::tr("newer version"), &Row::after, &ged::OperatorMatch::to),
        textColumn<Row>(HistoryTablesWords::tr("matched by"), [](const Row& r) { return howMatched(r.match.how); }),
        {HistoryTablesWords::tr("kind"), HistoryTablesWords::tr("Whether the kind of the operator changed"),
         ColumnKind::Text,
         [](const Row& r, int role) -> QVariant {
             if (role == Qt::DisplayRole)
                 return r.match.changed ? HistoryTablesWords::tr("changed") : QStringLiteral("=");
             return role == WarnRole ? QVariant(r.match.changed) : QVariant();
         }},
    };
    return std::make_unique<MatchModel>(
        std::move(columns), [](const Row& r) -> QString { return text(r.match.from) + QChar(0x1f) + text(r.match.to); },
        parent);
}

} // namespace streamtune::ui
