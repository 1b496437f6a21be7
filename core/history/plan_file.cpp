// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/history/plan_file.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "core/graph/graph_json.h"
#include "core/history/history_lines.h"
#include "core/history/zip_file.h"

namespace streamtune::history {
namespace {

constexpr Millis kEvidenceBefore{24 * 3'600'000}; ///< windows of a decision: a day before the plan was made …
constexpr Millis kEvidenceAfter{3'600'000};       ///< … to an hour after it last changed
constexpr const char* kFormat = "streamtune.bundle/1";

/// States in which nothing more can happen to a plan.
constexpr std::array kOver{"done",    "partly",   "failed",  "unknown",    "stale",
                           "refused", "rejected", "expired", "rolled_back"};

std::string hashOf(Json json) {
    json.erase("hash");
    json.erase("state");
    return "sha256:" + sha256Hex(canonicalJson(json));
}

} // namespace

Result<PlanRecord> planFromDocument(const Json& json, const std::string& where) {
    if (stringAt(json, "format") != "streamtune.plan/1" || stringAt(json, "id").empty())
        return fail("import.format", where + " is not a plan (streamtune.plan/1 with an id).",
                    "Use what `streamtune recommend --out` or an export wrote.");
    if (hashOf(json) != stringAt(json, "hash"))
        return fail("plan.hash",
                    "The plan in " + where + " was changed after it was made: its hash does not fit its content.",
                    "Make the change with `streamtune plan edit`, which gives a new plan.");
    PlanRecord plan;
    plan.id = stringAt(json, "id");
    plan.hash = stringAt(json, "hash");
    plan.connection = stringAt(json, "connection");
    plan.jobId = stringAt(childAt(json, "job"), "id");
    plan.jobName = stringAt(childAt(json, "job"), "name");
    plan.parent = stringAt(json, "parent");
    plan.created = fromRfc3339(stringAt(json, "created")).value_or(TimePoint{});
    plan.state = stringAt(json, "state", "draft");
    Json content = json;
    content.erase("state");
    plan.json = canonicalJson(content);
    return plan;
}

Result<Json> planDocument(const PlanRecord& plan) {
    ST_ASSIGN(Json json, parseJson(plan.json, "Plan " + plan.id));
    if (!json.is_object())
        return fail("store.corrupt", "The stored plan " + plan.id + " is not a plan.",
                    "Restore a copy of the workspace.");
    json["state"] = plan.state;
    return json;
}

Status importPlan(Store& store, const Json& json, const std::string& where, ImportReport& report) {
    ST_ASSIGN(PlanRecord plan, planFromDocument(json, where));
    ST_ASSIGN(const auto known, store.plan(plan.id));
    if (known && known->id == plan.id) {
        noteKnown(report, 1, "Plan " + plan.id);
        return {};
    }
    const std::string stateThere = plan.state;
    if (std::ranges::find(kOver, plan.state) == kOver.end())
        plan.state = "draft";
    AuditRow audit;
    audit.actor = "import";
    audit.action = "plan.imported";
    audit.subject = "plan:" + plan.id;
    audit.reason = "from " + where;
    audit.detail = canonicalJson({{"hash", plan.hash}, {"state_there", stateThere}});
    ST_TRY(store.insertPlan(plan, audit));
    ++report.imported;
    return {};
}

Json auditRowToJson(const AuditRow& row) {
    return {{"seq", row.seq},       {"at", toRfc3339(row.at)}, {"actor", row.actor},
            {"action", row.action}, {"subject", row.subject},  {"reason", row.reason},
            {"detail", row.detail}, {"prev", row.prev},        {"hash", row.hash}};
}

std::string auditAsCsv(const std::vector<AuditRow>& rows) {
    const auto quoted = [](const std::string& text) {
        std::string field = "\"";
        for (const char c : text) {
            if (c == '"')
                field += '"';
            field += c;
        }
        return field + '"';
    };
    std::string csv = "seq,at,actor,action,subject,reason,detail,prev,hash\r\n";
    for (const AuditRow& row : rows) {
        csv += std::to_string(row.seq) + "," + toRfc3339(row.at);
        for (const std::string* field :
             {&row.actor, &row.action, &row.subject, &row.reason, &row.detail, &row.prev, &row.hash})
            csv += "," + quoted(*field);
        csv += "\r\n";
    }
    return csv;
}

Result<std::vector<AuditRow>> allAuditRows(Store& store, const std::string& subject, const std::stop_token& stop) {
    std::vector<AuditRow> rows;
    std::string after;
    do {
        if (stop.stop_requested())
            return fail("export.cancelled", "The export was cancelled; no file was left behind.");
        ST_ASSIGN(auto page, store.auditRows(subject, std::nullopt, 5'000, after));
        std::ranges::move(page.rows, std::back_inserter(rows));
        after = page.next;
    } while (!after.empty());
    std::ranges::reverse(rows);
    return rows;
}

namespace {

Result<Json> decisionOf(Store& store, const PlanRecord& plan) {
    ST_ASSIGN(const auto approvals, store.approvals(plan.id));
    ST_ASSIGN(const auto steps, store.steps(plan.id));
    Json json{{"plan", plan.id},
              {"state", plan.state},
              {"updated", toRfc3339(plan.updated)},
              {"outcome", parseJson(plan.outcome, "outcome").value_or(Json())},
              {"ticket", parseJson(plan.ticket, "ticket").value_or(Json())},
              {"approvals", Json::array()},
              {"steps", Json::array()}};
    for (const ApprovalRecord& a : approvals)
        json["approvals"].push_back({{"plan_hash", a.planHash},
                                     {"who", a.who},
                                     {"reason", a.reason},
                                     {"at", toRfc3339(a.at)},
                                     {"standing", parseJson(a.standing, "standing").value_or(Json())}});
    for (const StepRecord& s : steps)
        json["steps"].push_back(
            {{"seq", s.seq}, {"at", toRfc3339(s.at)}, {"step", parseJson(s.json, "step").value_or(Json())}});
    return json;
}

/// Rows of this plan.
Result<Json> auditOf(Store& store, const PlanRecord& plan, const std::stop_token& stop) {
    ST_ASSIGN(auto rows, allAuditRows(store, plan.id, stop));
    Json json{{"format", "streamtune.audit/1"}, {"rows", Json::array()}};
    for (const AuditRow& row : rows)
        json["rows"].push_back(auditRowToJson(row));
    return json;
}

/// Who decided and what came of it: for a plan from elsewhere as it was told there, until somebody here does more than
/// taking it in. Then and now the rows of both trails are kept apart.
Status decisionParts(Store& store, const PlanRecord& plan, const std::stop_token& stop, ZipParts& parts) {
    ST_ASSIGN(Json decision, decisionOf(store, plan));
    ST_ASSIGN(Json audit, auditOf(store, plan, stop));
    ST_ASSIGN(const auto kept, store.document("bundle", plan.id));
    const Json foreign = kept ? parseJson(*kept, "bundle").value_or(Json()) : Json();
    if (kept && audit["rows"].size() <= 1) { // the import
        decision = childAt(foreign, "decision");
        audit = childAt(foreign, "audit");
    } else if (kept) {
        audit["came_with"] = foreign;
    }
    parts["decision.json"] = prettyJson(decision);
    parts["audit.json"] = prettyJson(audit);
    return {};
}

} // namespace

Result<std::int64_t> writeBundle(Store& store, const PlanRecord& plan, const std::filesystem::path& part,
                                 const std::stop_token& stop) {
    ZipParts parts;
    ST_ASSIGN(const Json document, planDocument(plan));
    parts["plan.json"] = prettyJson(document);
    ST_TRY(decisionParts(store, plan, stop, parts));
    parts["model.json"] =
        prettyJson({{"model", childAt(document, "model")}, {"evidence", childAt(document, "evidence")}});
    ST_ASSIGN(const auto graph, store.latestGraph(plan.connection, plan.jobName));
    if (graph)
        parts["graph.json"] = prettyJson(graphToJson(*graph));
    std::string& lines = parts["observations.jsonl"];
    const Selection selection{plan.connection, plan.jobName, plan.created - kEvidenceBefore,
                              plan.updated + kEvidenceAfter};
    ST_ASSIGN(const std::int64_t count, writeHistory(store, selection,
                                                     [&](std::string_view line) -> Status {
                                                         lines += line;
                                                         return {};
                                                     },
                                                     stop, {}));
    Json manifest{{"format", kFormat}, {"plan", plan.id}, {"files", Json::object()}};
    for (const auto& [name, bytes] : parts)
        manifest["files"][name] = sha256Hex(bytes);
    parts["manifest.json"] = prettyJson(manifest);
    ST_TRY(writeZip(part, parts));
    return count;
}

Status importBundle(Store& store, const std::filesystem::path& file, const Labeller& labeller,
                    const std::stop_token& stop, ImportReport& report) {
    ST_ASSIGN(ZipParts parts, readZip(file));
    ST_ASSIGN(const Json manifest, parseJson(parts["manifest.json"], "manifest.json in " + file.string()));
    if (stringAt(manifest, "format") != kFormat)
        return fail("import.format",
                    "The archive \"" + file.string() + "\" is not a bundle of a decision (" + kFormat + ").",
                    "Use what `streamtune export --what bundle` wrote.");
    if (const Json& files = childAt(manifest, "files"); files.is_object())
        for (const auto& [name, hash] : files.items())
            if (!hash.is_string() || !parts.contains(name) || sha256Hex(parts[name]) != hash.get<std::string>())
                return fail("import.format",
                            "Part \"" + name + "\" of the bundle \"" + file.string() + "\" is missing or was changed.",
                            "Ask for the bundle again.");
    HistoryLoader loader(store, labeller, report);
    std::string_view rest = parts["observations.jsonl"];
    for (std::int64_t number = 1; !rest.empty(); ++number) {
        if (stop.stop_requested())
            return fail("import.cancelled", "The import was cancelled; nothing was imported.");
        const std::size_t end = std::min(rest.find('\n'), rest.size());
        if (end > 0)
            ST_TRY(loader.take(number, rest.substr(0, end)));
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    ST_ASSIGN(const Json plan, parseJson(parts["plan.json"], "plan.json in " + file.string()));
    const std::int64_t before = report.skipped;
    ST_TRY(importPlan(store, plan, file.filename().string(), report));
    if (report.skipped > before)
        return {};
    const Json foreign{{"audit", parseJson(parts["audit.json"], "audit.json").value_or(Json())},
                       {"decision", parseJson(parts["decision.json"], "decision.json").value_or(Json())}};
    return store.putDocument("bundle", stringAt(plan, "id"), canonicalJson(foreign));
}

} // namespace streamtune::history
