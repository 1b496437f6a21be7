// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// The other tables of the window: connections, jobs, plans, preflight, steps, audit, log, background jobs.

#include <memory>
#include <vector>

#include "core/base/log.h"
#include "ui/models/table_model.h"
#include "ui/session/plan_file.h"
#include "ui/session/session.h"

namespace streamtune::ui {

struct JobRow {
    std::string connection;
    engines::Profile profile;
    engines::JobSummary job;
    bool online = true;
};
using JobsModel = TableModel<JobRow>;
[[nodiscard]] std::unique_ptr<JobsModel> makeJobsModel(QObject* parent = nullptr);
[[nodiscard]] std::vector<JobRow> jobRows(const Session& session);
[[nodiscard]] QString jobKey(const std::string& connection, const std::string& job);
/// Worst first: back-pressure and busy share of the worst operator; ended or unknown jobs last.
[[nodiscard]] double jobSeverity(const engines::JobSummary& job);

using ConnectionsModel = TableModel<ConnectionState>;
[[nodiscard]] std::unique_ptr<ConnectionsModel> makeConnectionsModel(QObject* parent = nullptr);

/// One operator in the plan, changed or kept.
struct PlanRow {
    std::string vertex;
    QString name;
    int from = 0;
    int to = 0;
    bool changed = false;
    bool edited = false;
    bool locked = false;
    bool pinned = false;
    Number busyBefore; ///< measured
    Number busyAfter;  ///< predicted
    QString reason;
    QString limits; ///< guards that bounded it, one a line
};
using PlanModel = TableModel<PlanRow>;
namespace PlanColumn {
enum { Mark, Name, Now, Proposed, Subtasks, BusyBefore, BusyAfter, Reason, Count };
}
[[nodiscard]] std::unique_ptr<PlanModel> makePlanModel(QObject* parent = nullptr);
[[nodiscard]] std::vector<PlanRow> planRows(const PlanFile& file, const JobGraph* graph, const Observation* window,
                                            const std::function<bool(const std::string&)>& isLocked);

using PlansModel = TableModel<history::PlanRecord>;
[[nodiscard]] std::unique_ptr<PlansModel> makePlansModel(QObject* parent = nullptr);

using AuditModel = TableModel<history::AuditRow>;
[[nodiscard]] std::unique_ptr<AuditModel> makeAuditModel(QObject* parent = nullptr);

struct LogRow {
    qint64 number = 0;
    TimePoint at{};
    LogLevel level = LogLevel::Info;
    QString room;
    QString message;
};
using LogModel = TableModel<LogRow>;
[[nodiscard]] std::unique_ptr<LogModel> makeLogModel(QObject* parent = nullptr);

using BackgroundModel = TableModel<JobInfo>;
[[nodiscard]] std::unique_ptr<BackgroundModel> makeBackgroundModel(QObject* parent = nullptr);

} // namespace streamtune::ui
