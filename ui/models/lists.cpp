// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/lists.h"

#include <QCoreApplication>
#include <QDeadlineTimer>
#include <algorithm>
#include <limits>

#include "ui/models/columns.h"
#include "ui/models/operator_rows.h"
#include "ui/session/core_words.h"
#include "ui/session/review_flow.h"

namespace streamtune::ui {

namespace {

struct ListsWords {
    Q_DECLARE_TR_FUNCTIONS(ListsWords)
};

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

OperatorState jobState(const engines::JobSummary& job) {
    NodeObservation worst;
    worst.busyMax = job.worstBusy;
    worst.backpressuredMax = job.worstBackpressure;
    return operatorState(&worst);
}

QVariant jobCell(const JobRow& row, int role) {
    switch (role) {
    case Qt::DisplayRole:
        return elideMiddle(text(row.job.name), 60);
    case DetailRole: {
        QString s = text(row.connection);
        if (isKnown(row.job.slots))
            s += QStringLiteral(" · ") + ListsWords::tr("%n slot(s)", nullptr, static_cast<int>(*row.job.slots));
        if (row.job.state != "RUNNING")
            s += QStringLiteral(" · ") + jobStateWord(row.job.state);
        return s;
    }
    case SortRole:
        return jobSeverity(row.job);
    case StateRole:
        return row.online ? static_cast<int>(jobState(row.job)) : static_cast<int>(OperatorState::NoData);
    case Qt::ToolTipRole: {
        QString s = text(row.job.name) + QLatin1Char('\n') + text(row.job.id);
        if (!row.job.worst.empty())
            s += QLatin1Char('\n') + ListsWords::tr("Worst operator: %1").arg(text(row.job.worst));
        if (row.job.rescalable && !*row.job.rescalable)
            s += QLatin1Char('\n') + ListsWords::tr("Cannot be rescaled: %1").arg(text(row.job.whyNot));
        return s;
    }
    case Qt::AccessibleTextRole:
        return ListsWords::tr("%1 on %2, %3, %4")
            .arg(text(row.job.name), text(row.connection), jobStateWord(row.job.state), stateWord(jobState(row.job)));
    case FaintRole:
        return !row.online;
    default:
        return {};
    }
}

QVariant worstCell(const JobRow& row, int role) {
    switch (role) {
    case Qt::DisplayRole:
        return isKnown(row.job.worstBusy) ? percent(row.job.worstBusy) : QString();
    case NumberRole:
        return isKnown(row.job.worstBusy) ? QVariant(*row.job.worstBusy) : QVariant();
    case SortRole:
        return jobSeverity(row.job);
    case Qt::ToolTipRole:
        return ListsWords::tr("Measured busy share of the worst operator: %1").arg(percent(row.job.worstBusy));
    default:
        return {};
    }
}

QVariant connectionCell(const ConnectionState& c, int role) {
    switch (role) {
    case Qt::DisplayRole:
        return text(c.profile.name);
    case DetailRole:
        if (c.reach == Reach::Offline)
            return c.lastSeen == TimePoint{} ? ListsWords::tr("not reached")
                                             : ListsWords::tr("last seen %1").arg(clockTime(c.lastSeen));
        if (c.profile.kind == engines::EngineKind::Simulated)
            return ListsWords::tr("simulated");
        return c.reach == Reach::Unknown ? ListsWords::tr("connecting…")
                                         : text(engines::toString(c.profile.kind)) +
                                               (c.profile.readOnly ? ListsWords::tr(" · read-only") : QString());
    case TypeRole:
        return Session::typeWord(c.profile);
    case MarkRole:
        return c.reach == Reach::Online    ? QStringLiteral("online")
               : c.reach == Reach::Offline ? QStringLiteral("offline")
                                           : QStringLiteral("unknown");
    case Qt::ToolTipRole:
        return QString(text(c.profile.url) + (c.why.isEmpty() ? QString() : QString(QLatin1Char('\n') + c.why)));
    case Qt::AccessibleTextRole:
        return ListsWords::tr("%1, %2, %3")
            .arg(text(c.profile.name), Session::typeWord(c.profile),
                 c.reach == Reach::Online    ? ListsWords::tr("online")
                 : c.reach == Reach::Offline ? ListsWords::tr("offline")
                                             : ListsWords::tr("connecting"));
    default:
        return {};
    }
}

QVariant planMark(const PlanRow& row, int role) {
    const char* mark = row.pinned          ? "locked"
                       : !row.changed      ? "kept"
                       : row.edited        ? "yours"
                       : row.to > row.from ? "more"
                                           : "fewer";
    switch (role) {
    case Qt::DisplayRole:
        return row.pinned          ? QString()
               : !row.changed      ? QStringLiteral("=")
               : row.edited        ? QStringLiteral("~")
               : row.to > row.from ? QStringLiteral("+")
                                   : QStringLiteral("−");
    case MarkRole:
        return QLatin1String(mark);
    case SortRole:
        return row.changed ? (row.to > row.from ? 0 : 1) : 2;
    case Qt::ToolTipRole:
    case Qt::AccessibleTextRole:
        return row.pinned          ? ListsWords::tr("cannot change")
               : !row.changed      ? ListsWords::tr("kept")
               : row.edited        ? ListsWords::tr("edited by you")
               : row.to > row.from ? ListsWords::tr("more")
                                   : ListsWords::tr("fewer");
    default:
        return {};
    }
}

QVariant busyCell(const Number& n, int role, const QString& tip) {
    switch (role) {
    case Qt::DisplayRole:
        return percent(n);
    case NumberRole:
        return isKnown(n) ? QVariant(*n) : QVariant();
    case SortRole:
        return n ? *n : kNaN;
    case Qt::ToolTipRole:
        return tip;
    default:
        return {};
    }
}

QString levelWord(LogLevel level) {
    switch (level) {
    case LogLevel::Debug:
        return ListsWords::tr("debug");
    case LogLevel::Info:
        return ListsWords::tr("info");
    case LogLevel::Warning:
        return ListsWords::tr("warning");
    case LogLevel::Error:
        return ListsWords::tr("error");
    }
    return {};
}

QString jobStateWord(JobState state) {
    switch (state) {
    case JobState::Running:
        return ListsWords::tr("running");
    case JobState::Stopping:
        return ListsWords::tr("stopping");
    case JobState::Done:
        return ListsWords::tr("done");
    case JobState::Failed:
        return ListsWords::tr("failed");
    case JobState::Cancelled:
        return ListsWords::tr("cancelled");
    }
    return {};
}

QString progressText(const JobInfo& job) {
    const auto& p = job.progress;
    QString s = text(p.stage);
    if (p.total > 0)
        s += (s.isEmpty() ? QString() : QStringLiteral(" · ")) + ListsWords::tr("%1 of %2").arg(p.done).arg(p.total);
    if (!p.text.empty())
        s += (s.isEmpty() ? QString() : QStringLiteral(" · ")) + text(p.text);
    return s;
}

} // namespace

QString jobKey(const std::string& connection, const std::string& job) {
    return text(connection) + QChar(0x1f) + text(job);
}

double jobSeverity(const engines::JobSummary& job) {
    if (!isKnown(job.worstBusy) && !isKnown(job.worstBackpressure))
        return job.state == "RUNNING" ? -1 : -2;
    // Back-pressured jobs stand above busy ones; within each, the busier first.
    return (valueOr(job.worstBackpressure, 0) > tune::LabelRules{}.backpressureThreshold ? 2 : 0) +
           valueOr(job.worstBusy, 0);
}

std::vector<JobRow> jobRows(const Session& session) {
    std::vector<JobRow> rows;
    for (const auto& c : session.connections())
        for (const auto& job : c.jobs)
            rows.push_back({c.profile.name, c.profile, job, c.reach == Reach::Online});
    return rows;
}

std::unique_ptr<JobsModel> makeJobsModel(QObject* parent) {
    std::vector<Column<JobRow>> columns{
        {ListsWords::tr("by severity"),
         ListsWords::tr("Worst first: back-pressure and busy share of the worst operator"), ColumnKind::Mark, jobCell},
        {ListsWords::tr("worst"), ListsWords::tr("Measured busy share of the worst operator"), ColumnKind::Share,
         worstCell},
    };
    return std::make_unique<JobsModel>(
        std::move(columns), [](const JobRow& row) { return jobKey(row.connection, row.job.id); }, parent);
}

std::unique_ptr<ConnectionsModel> makeConnectionsModel(QObject* parent) {
    std::vector<Column<ConnectionState>> columns{{ListsWords::tr("Connection"), {}, ColumnKind::Chip, connectionCell}};
    return std::make_unique<ConnectionsModel>(
        std::move(columns), [](const ConnectionState& c) { return text(c.profile.name); }, parent);
}

std::unique_ptr<PlanModel> makePlanModel(QObject* parent) {
    std::vector<Column<PlanRow>> columns{
        {QString(), ListsWords::tr("+ more, − fewer, ~ yours, = kept, lock cannot change"), ColumnKind::Mark, planMark},
        {ListsWords::tr("Operator"),
         {},
         ColumnKind::Text,
         [](const PlanRow& r, int role) -> QVariant {
             if (role == Qt::DisplayRole)
                 return elideMiddle(r.name, 80);
             if (role == Qt::ToolTipRole)
                 return r.name;
             return role == EmphasisRole ? QVariant(r.changed) : QVariant();
         }},
        {ListsWords::tr("now"), ListsWords::tr("Parallelism when the plan was made"), ColumnKind::Number,
         [](const PlanRow& r, int role) -> QVariant {
             return role == Qt::DisplayRole || role == SortRole ? QVariant(r.from) : QVariant();
         }},
        {ListsWords::tr("proposed"), ListsWords::tr("Double-click or F2 to edit"), ColumnKind::Change,
         [](const PlanRow& r, int role) -> QVariant {
             switch (role) {
             case Qt::DisplayRole:
                 return r.changed ? QStringLiteral("→ %1").arg(r.to) : QStringLiteral("= %1").arg(r.to);
             case Qt::EditRole:
             case SortRole:
                 return r.to;
             case EmphasisRole:
                 return r.changed;
             case FaintRole:
                 return !r.changed;
             case MarkRole:
                 return r.locked ? QVariant(QStringLiteral("locked")) : QVariant();
             case Qt::ToolTipRole:
                 return r.pinned ? r.limits : ListsWords::tr("Double-click or F2 to edit; the edit makes a new plan.");
             default:
                 return {};
             }
         }},
        {ListsWords::tr("subtasks"), ListsWords::tr("Difference in subtasks"), ColumnKind::Number,
         [](const PlanRow& r, int role) -> QVariant {
             if (role == Qt::DisplayRole)
                 return r.changed ? signedNumber(r.to - r.from) : QString();
             if (role == SortRole)
                 return r.to - r.from;
             return role == MarkRole && r.changed
                        ? QVariant(r.to > r.from ? QStringLiteral("more") : QStringLiteral("fewer"))
                        : QVariant();
         }},
        {ListsWords::tr("busy now"),
         ListsWords::tr("Measured busy share of the largest subtask when the plan was made"), ColumnKind::Share,
         [](const PlanRow& r, int role) { return busyCell(r.busyBefore, role, ListsWords::tr("measured")); }},
        {ListsWords::tr("predicted"), ListsWords::tr("Predicted busy share afterwards"), ColumnKind::Heat,
         [](const PlanRow& r, int role) {
             return busyCell(r.busyAfter, role, ListsWords::tr("predicted by the method of the plan"));
         }},
        {ListsWords::tr("reason"),
         {},
         ColumnKind::Text,
         [](const PlanRow& r, int role) -> QVariant {
             if (role == Qt::DisplayRole)
                 return elideMiddle(r.reason, 160);
             if (role == Qt::ToolTipRole)
                 return r.limits.isEmpty() ? r.reason : r.reason + QLatin1Char('\n') + r.limits;
             return role == FaintRole ? QVariant(!r.changed) : QVariant();
         }},
    };
    return std::make_unique<PlanModel>(std::move(columns), [](const PlanRow& row) { return text(row.vertex); }, parent);
}

namespace {

/// The arithmetic of the advice with numbers that people read; the method's own sentence where a part is missing.
QString reasonWords(const tune::Decision& d) {
    if (!isKnown(d.demand) || !isKnown(d.capacityPerInstance) || !isKnown(d.modelValue))
        return text(d.reason);
    const QString needs = ListsWords::tr("must take %1; one subtask takes %2, so %3")
                              .arg(rate(d.demand), rate(d.capacityPerInstance), shortNumber(d.modelValue));
    return d.from == d.final ? ListsWords::tr("stays: %1").arg(needs) : needs;
}

} // namespace

std::vector<PlanRow> planRows(const PlanFile& file, const JobGraph* graph, const Observation* window,
                              const std::function<bool(const std::string&)>& isLocked) {
    std::vector<PlanRow> rows;
    // "Now" is what the plan was made from: right after a restart the job itself has nothing measured.
    if (file.measured)
        window = &*file.measured;
    const auto nameOf = [&](const std::string& vertex) {
        if (const auto* change = file.change(vertex); change && !change->name.empty())
            return text(change->name);
        const Operator* op = graph ? graph->find(vertex) : nullptr;
        return text(op ? op->name : vertex);
    };
    for (const auto& [vertex, from] : file.plan.base) {
        PlanRow row;
        row.vertex = vertex;
        row.name = nameOf(vertex);
        row.from = row.to = from;
        row.reason = ListsWords::tr("keep");
        if (const auto* change = file.change(vertex)) {
            row.to = change->to;
            row.changed = change->to != change->from;
            row.edited = change->edited;
            row.reason = text(change->reason);
            row.busyAfter = change->predictedBusy;
        }
        if (const auto* decision = file.decision(vertex)) {
            if (!row.edited && !decision->reason.empty())
                row.reason = reasonWords(*decision);
            if (!row.edited && !row.busyAfter)
                row.busyAfter = decision->predictedBusy;
            for (const auto& guard : decision->guards)
                row.limits += (row.limits.isEmpty() ? QString() : QStringLiteral("\n")) + text(guard);
        }
        if (const Operator* op = graph ? graph->find(vertex) : nullptr; op && op->pinned) {
            row.pinned = true;
            row.reason = coreText(op->whyPinned);
        }
        if (const auto* seen = window ? window->find(vertex) : nullptr)
            row.busyBefore = seen->busyMax;
        row.locked = isLocked && isLocked(vertex);
        rows.push_back(std::move(row));
    }
    // Changes first, the largest first; then by name.
    std::ranges::stable_sort(rows, [](const PlanRow& a, const PlanRow& b) {
        return std::pair(a.changed ? -std::abs(a.to - a.from) : 1, a.name) <
               std::pair(b.changed ? -std::abs(b.to - b.from) : 1, b.name);
    });
    return rows;
}

std::unique_ptr<PlansModel> makePlansModel(QObject* parent) {
    using Row = history::PlanRecord;
    std::vector<Column<Row>> columns{
        timeColumn<Row>(ListsWords::tr("made"), [](const Row& r) { return r.created; }),
        textColumn<Row>(
            ListsWords::tr("job"), [](const Row& r) { return text(r.jobName); }, 60),
        textColumn<Row>(
            ListsWords::tr("connection"), [](const Row& r) { return text(r.connection); }, 40),
        textColumn<Row>(ListsWords::tr("state"),
                        [](const Row& r) {
                            const auto state = review::planStateFromString(r.state);
                            return state ? stateWord(*state) : text(r.state);
                        }),
        textColumn<Row>(ListsWords::tr("plan"), [](const Row& r) { return planLabel(r.id); }),
        timeColumn<Row>(ListsWords::tr("last change"), [](const Row& r) { return r.updated; }),
    };
    return std::make_unique<PlansModel>(std::move(columns), [](const Row& r) { return text(r.id); }, parent);
}

std::unique_ptr<AuditModel> makeAuditModel(QObject* parent) {
    using Row = history::AuditRow;
    std::vector<Column<Row>> columns{
        {ListsWords::tr("no."),
         {},
         ColumnKind::Number,
         [](const Row& r, int role) -> QVariant {
             return role == Qt::DisplayRole || role == SortRole ? QVariant(static_cast<qlonglong>(r.seq)) : QVariant();
         }},
        {ListsWords::tr("time (UTC)"),
         {},
         ColumnKind::Text,
         [](const Row& r, int role) -> QVariant {
             if (role == Qt::DisplayRole)
                 return text(toRfc3339(r.at)).left(19).replace(QLatin1Char('T'), QLatin1Char(' '));
             return role == Qt::ToolTipRole ? QVariant(absoluteTime(r.at)) : QVariant();
         }},
        textColumn<Row>(
            ListsWords::tr("who"), [](const Row& r) { return text(r.actor); }, 40),
        textColumn<Row>(
            ListsWords::tr("what"), [](const Row& r) { return text(r.action); }, 60),
        textColumn<Row>(
            ListsWords::tr("subject"), [](const Row& r) { return text(r.subject); }, 60),
        textColumn<Row>(ListsWords::tr("reason"), [](const Row& r) { return text(r.reason); }),
        textColumn<Row>(ListsWords::tr("detail"), [](const Row& r) { return text(r.detail); }),
    };
    return std::make_unique<AuditModel>(
        std::move(columns), [](const Row& r) { return QString::number(r.seq); }, parent);
}

std::unique_ptr<LogModel> makeLogModel(QObject* parent) {
    using Row = LogRow;
    std::vector<Column<Row>> columns{
        {ListsWords::tr("time"),
         {},
         ColumnKind::Text,
         [](const Row& r, int role) -> QVariant {
             if (role == Qt::DisplayRole)
                 return localTime(r.at).toString(QStringLiteral("HH:mm:ss.zzz"));
             return role == SortRole ? QVariant(static_cast<qlonglong>(r.number)) : QVariant();
         }},
        {ListsWords::tr("level"),
         {},
         ColumnKind::Text,
         [](const Row& r, int role) -> QVariant {
             if (role == Qt::DisplayRole)
                 return levelWord(r.level);
             if (role == SortRole)
                 return static_cast<int>(r.level);
             return role == WarnRole ? QVariant(r.level >= LogLevel::Warning) : QVariant();
         }},
        textColumn<Row>(
            ListsWords::tr("room"), [](const Row& r) { return r.room; }, 40),
        textColumn<Row>(
            ListsWords::tr("message"), [](const Row& r) { return r.message; }, 400),
    };
    return std::make_unique<LogModel>(
        std::move(columns), [](const Row& r) { return QString::number(r.number); }, parent);
}

std::unique_ptr<BackgroundModel> makeBackgroundModel(QObject* parent) {
    using Row = JobInfo;
    std::vector<Column<Row>> columns{
        textColumn<Row>(
            ListsWords::tr("work"), [](const Row& r) { return r.title; }, 100),
        textColumn<Row>(ListsWords::tr("state"), [](const Row& r) { return jobStateWord(r.state); }),
        textColumn<Row>(
            ListsWords::tr("progress"),
            [](const Row& r) { return r.state == JobState::Failed ? text(r.error.sentence) : progressText(r); }),
        {ListsWords::tr("time"), ListsWords::tr("Time spent"), ColumnKind::Number,
         [](const Row& r, int role) -> QVariant {
             const qint64 end = r.endedMs != 0 ? r.endedMs : QDeadlineTimer::current(Qt::PreciseTimer).deadline();
             const double seconds = static_cast<double>(end - r.startedMs) / 1000.0;
             if (role == Qt::DisplayRole)
                 return duration(seconds);
             return role == SortRole ? QVariant(seconds) : QVariant();
         }},
    };
    return std::make_unique<BackgroundModel>(
        std::move(columns), [](const Row& r) { return QString::number(r.id); }, parent);
}

} // namespace streamtune::ui
