// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/history/run_models.h"

#include <QCoreApplication>
#include <algorithm>

#include "ui/models/columns.h"
#include "ui/models/operator_rows.h"

namespace streamtune::ui {

namespace {

QString tr(const char* source) {
    return QCoreApplication::translate("HistoryTables", source);
}

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
        return tr("Run %1: %2 at its worst").arg(row.run.id).arg(stateWord(worstState(row)));
    case Qt::AccessibleTextRole:
        return tr("run %1 of %2, %3 at its worst, %4")
            .arg(row.run.id)
            .arg(text(row.run.jobName), stateWord(worstState(row)), outcomeSentence(row));
    default:
        return {};
    }
}

QString writtenText(const history::RunRow& row) {
    QStringList parts;
    if (row.notes > 0)
        parts << QCoreApplication::translate("HistoryTables", "%n note(s)", nullptr, static_cast<int>(row.notes));
    if (row.corrections > 0)
        parts << QCoreApplication::translate("HistoryTables", "%n label(s) given", nullptr,
                                             static_cast<int>(row.corrections));
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
                    return byPerson && byPerson(row) ? labelWord(label) + tr(" (yours)") : labelWord(label);
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
        {tr("run"), tr("With the worst state that one of its operators was in"), ColumnKind::Mark, runCell},
        textColumn<Row>(
            tr("job"), [](const Row& r) { return text(r.run.jobName); }, 60),
        timeColumn<Row>(tr("began"), [](const Row& r) { return r.run.started; }),
        shareColumn<Row>(tr("busiest"), tr("Largest busy share of any operator in any window, measured"),
                         [](const Row& r) { return r.busyMax; }),
        {tr("bottleneck"), tr("Operator that was the bottleneck most often, and in how many of the windows"),
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
        textColumn<Row>(tr("tags"),
                        [](const Row& r) {
                            QStringList tags;
                            for (const auto& tag : r.tags)
                                tags << text(tag);
                            return tags.join(QStringLiteral(", "));
                        }),
        countColumn<Row>(tr("subtasks"), tr("Sum of the parallelism of all operators"),
                         [](const Row& r) { return subtasks(r); }),
        countColumn<Row>(tr("windows"), tr("Quiet windows that were recorded"),
                         [](const Row& r) { return r.run.windows; }),
        {tr("seen for"),
         {},
         ColumnKind::Text,
         [](const Row& r, int role) -> QVariant {
             const double seconds = static_cast<double>((r.run.lastSeen - r.run.started).count()) / 1000;
             if (role == Qt::DisplayRole)
                 return duration(seconds);
             return role == SortRole || role == NumberRole ? QVariant(seconds) : QVariant();
         }},
        shareColumn<Row>(tr("back-pr."), tr("Largest back-pressured share of any operator in any window, measured"),
                         [](const Row& r) { return r.backpressuredMax; }),
        textColumn<Row>(
            tr("connection"), [](const Row& r) { return text(r.run.connection); }, 30),
        textColumn<Row>(tr("written"), writtenText),
    };
    return std::make_unique<RunsModel>(
        std::move(columns), [](const Row& r) { return QString::number(r.run.id); }, parent);
}

std::unique_ptr<ObservationsModel> makeObservationsModel(QObject* parent) {
    using Row = history::ObservationRow;
    std::vector<Column<Row>> columns{
        timeColumn<Row>(tr("window"), [](const Row& r) { return r.start; }),
        textColumn<Row>(
            tr("job"), [](const Row& r) { return text(r.jobName); }, 60),
        textColumn<Row>(
            tr("operator"), [](const Row& r) { return text(r.nodeName.empty() ? r.node.id : r.nodeName); }, 60),
        countColumn<Row>(tr("subtasks"), tr("Parallelism in this window"),
                         [](const Row& r) { return r.node.parallelism; }),
        rateColumn<Row>(tr("in/s"), tr("Records per second, all subtasks"), [](const Row& r) { return r.node.inRate; }),
        rateColumn<Row>(tr("out/s"), tr("Records per second, all subtasks"),
                        [](const Row& r) { return r.node.outRate; }),
        shareColumn<Row>(tr("busy"), tr("Largest subtask, measured"), [](const Row& r) { return r.node.busyMax; }),
        shareColumn<Row>(tr("back-pr."), tr("Largest subtask, measured"),
                         [](const Row& r) { return r.node.backpressuredMax; }),
        labelColumn<Row>(
            tr("label"), tr("The label in force"), [](const Row& r) { return r.label; },
            [](const Row& r) { return r.labelOverridden; }),
    };
    return std::make_unique<ObservationsModel>(
        std::move(columns),
        [](const Row& r) { return QStringLiteral("%1/%2/%3").arg(r.run).arg(r.window).arg(text(r.node.id)); }, parent);
}

std::unique_ptr<RunNodesModel> makeRunNodesModel(QObject* parent) {
    using Row = history::RunNodeSummary;
    std::vector<Column<Row>> columns{
        textColumn<Row>(
            tr("operator"), [](const Row& r) { return text(r.name); }, 60),
        countColumn<Row>(tr("subtasks"), tr("Parallelism of this run"), [](const Row& r) { return r.parallelism; }),
        shareColumn<Row>(tr("busy"), tr("Mean over the windows of the largest subtask, measured"),
                         [](const Row& r) { return r.busyMean; }),
        shareColumn<Row>(tr("most"), tr("Largest busy share in any window, measured"),
                         [](const Row& r) { return r.busyMax; }),
        shareColumn<Row>(tr("back-pr."), tr("Mean over the windows of the largest subtask, measured"),
                         [](const Row& r) { return r.backpressuredMean; }),
        countColumn<Row>(tr("bottleneck"), tr("Windows in which it was the bottleneck; given labels count"),
                         [](const Row& r) { return r.bottleneck; }),
        countColumn<Row>(tr("fine"), tr("Windows in which it was not"), [](const Row& r) { return r.sufficient; }),
        countColumn<Row>(tr("unknown"), tr("Windows in which it could not be told"),
                         [](const Row& r) { return r.undecided; }),
    };
    return std::make_unique<RunNodesModel>(std::move(columns), [](const Row& r) { return text(r.id); }, parent);
}

std::unique_ptr<LabelsModel> makeLabelsModel(QObject* parent) {
    using Row = LabelCase;
    std::vector<Column<Row>> columns{
        textColumn<Row>(
            tr("operator"), [](const Row& r) { return r.name; }, 60),
        labelColumn<Row>(
            tr("in force"), tr("What counts: a person's label, else the recorded one"),
            [](const Row& r) { return r.inForce(); }, [](const Row& r) { return r.person.has_value(); }),
        labelColumn<Row>(tr("by the rule"), tr("Computed now from the numbers of this window"),
                         [](const Row& r) { return r.computed; }),
        labelColumn<Row>(tr("recorded"), tr("Computed when the window was recorded"),
                         [](const Row& r) { return r.recorded; }),
        shareColumn<Row>(tr("busy"), tr("Largest subtask, measured"), [](const Row& r) { return r.busy; }),
        shareColumn<Row>(tr("back-pr."), tr("Largest subtask, measured"), [](const Row& r) { return r.backPressured; }),
        textColumn<Row>(tr("why"), [](const Row& r) { return r.why; }),
    };
    return std::make_unique<LabelsModel>(std::move(columns), [](const Row& r) { return text(r.node); }, parent);
}

std::unique_ptr<CompareModel> makeCompareModel(const RunComparison& comparison, QObject* parent) {
    using Row = CompareRow;
    std::vector<Column<Row>> columns{textColumn<Row>(
                                         tr("of"), [](const Row& r) { return r.group; }, 40),
                                     textColumn<Row>(tr("what"), [](const Row& r) { return r.fact; }, 40)};
    for (std::size_t i = 0; i < comparison.runs.size(); ++i)
        columns.push_back({tr("run %1").arg(comparison.runs[i].id()), runTitle(comparison.runs[i].row.run),
                           ColumnKind::Text, [i](const Row& r, int role) -> QVariant {
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
        textColumn<Row>(tr("table"), [](const Row& r) { return text(r.table); }),
        countColumn<Row>(tr("rows"), {}, [](const Row& r) { return r.rows; }),
        {tr("size"), tr("Share of the file, with its indexes"), ColumnKind::Number,
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
        return tr("somebody said so");
    case VertexId:
        return tr("same vertex id");
    case Uid:
        return tr("same uid");
    case Name:
        return tr("same name");
    case EditPath:
        return tr("kept by the edit path");
    case Added:
        return tr("new");
    case Removed:
        return tr("gone");
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
        side(tr("older version"), &Row::before, &ged::OperatorMatch::from),
        side(tr("newer version"), &Row::after, &ged::OperatorMatch::to),
        textColumn<Row>(tr("matched by"), [](const Row& r) { return howMatched(r.match.how); }),
        {tr("kind"), tr("Whether the kind of the operator changed"), ColumnKind::Text,
         [](const Row& r, int role) -> QVariant {
             if (role == Qt::DisplayRole)
                 return r.match.changed ? tr("changed") : QStringLiteral("=");
             return role == WarnRole ? QVariant(r.match.changed) : QVariant();
         }},
    };
    return std::make_unique<MatchModel>(
        std::move(columns), [](const Row& r) -> QString { return text(r.match.from) + QChar(0x1f) + text(r.match.to); },
        parent);
}

} // namespace streamtune::ui
