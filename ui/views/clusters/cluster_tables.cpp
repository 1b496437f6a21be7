// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/clusters/cluster_tables.h"

#include <QCoreApplication>
#include <limits>

#include "ui/session/text.h"

namespace streamtune::ui {

namespace {

struct ClusterTablesWords {
    Q_DECLARE_TR_FUNCTIONS(ClusterTablesWords)
};

template <class Row>
Column<Row> words(const QString& title, std::function<QString(const Row&)> shown) {
    return {title, {}, ColumnKind::Text, [shown = std::move(shown)](const Row& row, int role) -> QVariant {
                if (role == Qt::DisplayRole)
                    return elideMiddle(shown(row), 120);
                return role == Qt::ToolTipRole ? QVariant(shown(row)) : QVariant();
            }};
}

template <class Row>
Column<Row> number(const QString& title, const QString& tip, std::function<double(const Row&)> value) {
    return {title, tip, ColumnKind::Number, [value = std::move(value)](const Row& row, int role) -> QVariant {
                switch (role) {
                case Qt::DisplayRole:
                    return QLocale().toString(value(row), 'g', 6);
                case SortRole:
                case NumberRole:
                    return value(row);
                default:
                    return {};
                }
            }};
}

template <class Row>
Column<Row> distanceColumn(const QString& title, const QString& tip,
                           std::function<std::optional<ged::Interval>(const Row&)> distance) {
    return {title, tip, ColumnKind::Number, [distance = std::move(distance)](const Row& row, int role) -> QVariant {
                const auto d = distance(row);
                switch (role) {
                case Qt::DisplayRole:
                    return d ? distanceText(*d, true) : QStringLiteral("–");
                case Qt::ToolTipRole:
                case Qt::AccessibleTextRole:
                    return d ? distanceText(*d) : ClusterTablesWords::tr("not known");
                case SortRole:
                    return d ? d->upper + d->lower / 1e6 : std::numeric_limits<double>::quiet_NaN();
                case NumberRole:
                    return d && d->exact() ? QVariant(d->upper) : QVariant();
                case WarnRole:
                    return d && !d->exact();
                default:
                    return {};
                }
            }};
}

QString jobTip(const history::JobShape& job) {
    return text(job.jobName) + QLatin1Char('\n') + text(job.connection) + QLatin1Char('\n') +
           ClusterTablesWords::tr("graph %1").arg(text(job.graph.substr(0, 12)));
}

template <class Row>
Column<Row> seenColumn(std::function<TimePoint(const Row&)> at) {
    return {ClusterTablesWords::tr("last seen"),
            {},
            ColumnKind::Text,
            [at = std::move(at)](const Row& row, int role) -> QVariant {
                switch (role) {
                case Qt::DisplayRole:
                    return clockTime(at(row));
                case Qt::ToolTipRole:
                    return absoluteTime(at(row));
                case SortRole:
                    return static_cast<double>(at(row).time_since_epoch().count());
                default:
                    return {};
                }
            }};
}

} // namespace

std::unique_ptr<MembersModel> makeMembersModel(QObject* parent) {
    using R = MemberRow;
    std::vector<Column<R>> columns;
    columns.push_back({ClusterTablesWords::tr("Job"), {}, ColumnKind::Text, [](const R& row, int role) -> QVariant {
                           switch (role) {
                           case Qt::DisplayRole:
                               return elideMiddle(text(row.what->job.jobName), 80);
                           case SortRole:
                               return text(row.what->job.jobName);
                           case Qt::ToolTipRole: {
                               QString tip = jobTip(row.what->job);
                               if (row.what->centre)
                                   tip += QLatin1Char('\n') + ClusterTablesWords::tr("The centre of its cluster");
                               if (row.what->placedBy)
                                   tip += QLatin1Char('\n') + ClusterTablesWords::tr("Placed here by a person");
                               return tip;
                           }
                           case EmphasisRole:
                               return row.what->centre;
                           default:
                               return {};
                           }
                       }});
    columns.push_back(
        words<R>(ClusterTablesWords::tr("engine"), [](const R& row) { return text(row.what->job.engine); }));
    columns.push_back(number<R>(ClusterTablesWords::tr("ops"), ClusterTablesWords::tr("Operators of the graph"),
                                [](const R& row) { return static_cast<double>(row.what->operators); }));
    columns.push_back(distanceColumn<R>(ClusterTablesWords::tr("to centre"),
                                        ClusterTablesWords::tr("Edit distance to the centre of the cluster"),
                                        [](const R& row) -> std::optional<ged::Interval> {
                                            if (row.what->cluster < 0)
                                                return std::nullopt;
                                            return row.toCentre;
                                        }));
    columns.push_back(number<R>(ClusterTablesWords::tr("runs"), ClusterTablesWords::tr("Recorded runs with this graph"),
                                [](const R& row) { return static_cast<double>(row.what->job.runs); }));
    columns.push_back(words<R>(ClusterTablesWords::tr("cluster"), [](const R& row) { return row.cluster; }));
    columns.push_back(seenColumn<R>([](const R& row) { return row.what->job.lastSeen; }));
    columns.push_back(
        words<R>(ClusterTablesWords::tr("connection"), [](const R& row) { return text(row.what->job.connection); }));
    columns.push_back(
        words<R>(ClusterTablesWords::tr("graph"), [](const R& row) { return text(row.what->job.graph); }));
    return std::make_unique<MembersModel>(std::move(columns), [](const R& row) { return row.key; }, parent);
}

std::unique_ptr<NeighboursModel> makeNeighboursModel(QObject* parent) {
    using R = NeighbourRow;
    std::vector<Column<R>> columns;
    columns.push_back({ClusterTablesWords::tr("Job"), {}, ColumnKind::Text, [](const R& row, int role) -> QVariant {
                           if (role == Qt::DisplayRole)
                               return elideMiddle(text(row.job.jobName), 80);
                           return role == Qt::ToolTipRole ? QVariant(jobTip(row.job)) : QVariant();
                       }});
    columns.push_back(words<R>(ClusterTablesWords::tr("cluster"), [](const R& row) { return row.cluster; }));
    columns.push_back({ClusterTablesWords::tr("distance"), ClusterTablesWords::tr("Edit distance"), ColumnKind::Number,
                       [](const R& row, int role) -> QVariant {
                           switch (role) {
                           case Qt::DisplayRole:
                               return distanceText(row.distance, true);
                           case Qt::ToolTipRole:
                           case Qt::AccessibleTextRole:
                               return distanceText(row.distance);
                           case SortRole:
                               return row.place;
                           case NumberRole:
                               return row.distance.exact() ? QVariant(row.distance.upper) : QVariant();
                           case WarnRole:
                               return !row.distance.exact();
                           default:
                               return {};
                           }
                       }});
    return std::make_unique<NeighboursModel>(std::move(columns), [](const R& row) { return row.key; }, parent);
}

std::unique_ptr<StepsModel> makeStepsModel(QObject* parent) {
    using R = StepRow;
    std::vector<Column<R>> columns;
    columns.push_back({ClusterTablesWords::tr("edit"), {}, ColumnKind::Mark, [](const R& row, int role) -> QVariant {
                           switch (role) {
                           case Qt::DisplayRole:
                               return editSign(row.step.kind);
                           case MarkRole:
                               // The marks of a plan mean the same: more, less, another, kept.
                               return row.step.kind == EditKind::Added        ? QStringLiteral("more")
                                      : row.step.kind == EditKind::Removed    ? QStringLiteral("fewer")
                                      : row.step.kind == EditKind::Relabelled ? QStringLiteral("yours")
                                                                              : QStringLiteral("kept");
                           case Qt::ToolTipRole:
                           case Qt::AccessibleTextRole:
                               return editWord(row.step.kind);
                           case SortRole:
                               return row.number;
                           default:
                               return {};
                           }
                       }});
    columns.push_back(words<R>(ClusterTablesWords::tr("step"), [](const R& row) { return row.step.words; }));
    columns.push_back(number<R>(ClusterTablesWords::tr("cost"), {}, [](const R& row) { return row.step.cost; }));
    return std::make_unique<StepsModel>(
        std::move(columns), [](const R& row) { return QString::number(row.number); }, parent);
}

std::unique_ptr<ChangesModel> makeChangesModel(QObject* parent) {
    using R = ChangeRow;
    std::vector<Column<R>> columns;
    columns.push_back({ClusterTablesWords::tr("Job"), {}, ColumnKind::Text, [](const R& row, int role) -> QVariant {
                           if (role == Qt::DisplayRole)
                               return elideMiddle(text(row.job.jobName), 80);
                           return role == Qt::ToolTipRole ? QVariant(jobTip(row.job)) : QVariant();
                       }});
    columns.push_back(words<R>(ClusterTablesWords::tr("from"), [](const R& row) {
        return row.from.isEmpty() ? ClusterTablesWords::tr("none") : row.from;
    }));
    columns.push_back(words<R>(ClusterTablesWords::tr("to"), [](const R& row) { return row.to; }));
    return std::make_unique<ChangesModel>(std::move(columns), [](const R& row) { return row.key; }, parent);
}

} // namespace streamtune::ui
