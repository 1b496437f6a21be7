// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Plans, approvals and steps; each change is one transaction with its audit row. Private to this room.

#include "core/history/database.h"
#include "core/history/store.h"

namespace streamtune::history {

class PlanTable {
public:
    explicit PlanTable(Database& db) : m_db(db) {}

    [[nodiscard]] Status insert(const PlanRecord& plan, const AuditRow& audit);
    [[nodiscard]] Status move(const std::string& id, const std::string& from, const std::string& to,
                              const AuditRow& audit);
    [[nodiscard]] Status approve(const ApprovalRecord& approval, const AuditRow& audit);
    [[nodiscard]] Status appendStep(const StepRecord& step, const std::string& ticketJson, const AuditRow& audit);
    [[nodiscard]] Status finish(const std::string& id, const std::string& from, const std::string& to,
                                const std::string& outcomeJson, const AuditRow& audit);

    [[nodiscard]] Result<std::optional<PlanRecord>> find(const std::string& idOrPrefix);
    [[nodiscard]] Result<Page<PlanRecord>> page(const std::string& connection, const std::string& jobName,
                                                const std::string& state, int limit, const std::string& after);
    [[nodiscard]] Result<std::vector<ApprovalRecord>> approvals(const std::string& planId);
    [[nodiscard]] Result<std::vector<StepRecord>> steps(const std::string& planId);

private:
    [[nodiscard]] Status setState(const std::string& id, const std::string& from, const std::string& to, TimePoint at);
    [[nodiscard]] Result<std::string> stateOf(const std::string& id);

    Database& m_db;
};

} // namespace streamtune::history
