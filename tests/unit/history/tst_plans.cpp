// SPDX-License-Identifier: GPL-3.0-or-later
#include <SQLiteCpp/SQLiteCpp.h>
#include <doctest/doctest.h>
#include <fstream>

#include "core/history/store.h"
#include "tests/support/history_data.h"

using namespace streamtune;
using namespace streamtune::history;
using namespace streamtune::test;

namespace {

AuditRow spoken(const std::string& action, const std::string& plan) {
    AuditRow row;
    row.actor = "ann";
    row.action = action;
    row.subject = "plan:" + plan;
    row.reason = "because \"of\" <b>&\n\xF0\x9F\xA6\x9D";
    row.detail = "{}";
    return row;
}

PlanRecord draft(const std::string& id, int second = 0) {
    PlanRecord plan;
    plan.id = id;
    plan.hash = "sha256:" + id;
    plan.json = R"({"format":"streamtune.plan/1"})";
    plan.state = "draft";
    plan.connection = "local";
    plan.jobId = "j";
    plan.jobName = "job";
    plan.created = dayOne() + Millis{1'000} * second;
    plan.updated = plan.created;
    return plan;
}

std::unique_ptr<Store> open(const ScratchFolder& folder) {
    auto store = Store::open(folder / "w.db", OpenMode::ReadWrite);
    REQUIRE(store);
    return std::move(*store);
}

} // namespace

TEST_CASE("a plan goes its way, every arrow with an audit row") {
    const ScratchFolder folder;
    const auto store = open(folder);
    REQUIRE(store->insertPlan(draft("p1"), spoken("plan.created", "p1")));
    REQUIRE(store->movePlan("p1", "draft", "checked", spoken("plan.checked", "p1")));
    REQUIRE(
        store->approvePlan({"p1", "sha256:p1", "ann", "fine", {}, "{\"max_steps\":3}"}, spoken("plan.approved", "p1")));
    REQUIRE(store->movePlan("p1", "approved", "applying", spoken("apply.begun", "p1")));
    REQUIRE(store->appendStep({"p1", 0, {}, R"({"name":"send"})"}, R"({"stage":"send"})", spoken("apply.step", "p1")));
    REQUIRE(store->appendStep({"p1", 0, {}, R"({"name":"wait"})"}, "", spoken("apply.step", "p1")));
    REQUIRE(store->movePlan("p1", "applying", "verifying", spoken("apply.verifying", "p1")));
    REQUIRE(store->finishPlan("p1", "verifying", "done", R"({"kind":"achieved"})", spoken("apply.outcome", "p1")));

    const auto plan = store->plan("p1");
    REQUIRE(plan);
    REQUIRE(plan->has_value());
    CHECK((*plan)->state == "done");
    CHECK((*plan)->outcome == R"({"kind":"achieved"})");
    CHECK((*plan)->ticket == R"({"stage":"send"})");
    CHECK((*plan)->updated > (*plan)->created);
    const auto approvals = store->approvals("p1");
    REQUIRE(approvals);
    REQUIRE(approvals->size() == 1);
    CHECK(approvals->front().standing == "{\"max_steps\":3}");
    const auto steps = store->steps("p1");
    REQUIRE(steps);
    REQUIRE(steps->size() == 2);
    CHECK((*steps)[1].seq == 2);
    const auto rows = store->auditRows("plan:p1", std::nullopt, 100, "");
    REQUIRE(rows);
    CHECK(rows->rows.size() == 8);
    CHECK(rows->rows.front().action == "apply.outcome");
    const auto verdict = store->verifyAudit({});
    REQUIRE(verdict);
    CHECK(verdict->intact);
    CHECK(verdict->rows == 8);
}

TEST_CASE("a state that is not the expected one changes nothing and writes no row") {
    const ScratchFolder folder;
    const auto store = open(folder);
    REQUIRE(store->insertPlan(draft("p1"), spoken("plan.created", "p1")));
    CHECK(store->movePlan("p1", "checked", "approved", spoken("x", "p1")).error().code == "plan.state");
    CHECK(store->movePlan("p1", "draft", "nonsense", spoken("x", "p1")).error().code == "plan.state");
    CHECK(store->movePlan("none", "draft", "checked", spoken("x", "p1")).error().code == "plan.unknown");
    CHECK(store->insertPlan(draft("p1"), spoken("x", "p1")).error().code == "plan.exists");
    CHECK(store->approvePlan({"p1", "sha256:p1", "a", "", {}, ""}, spoken("x", "p1")).error().code == "plan.state");
    CHECK(store->appendStep({"p1", 0, {}, "{}"}, "", spoken("x", "p1")).error().code == "plan.state");
    CHECK(store->appendStep({"p9", 0, {}, "{}"}, "", spoken("x", "p1")).error().code == "plan.unknown");
    CHECK(store->finishPlan("p1", "verifying", "done", "{}", spoken("x", "p1")).error().code == "plan.state");
    REQUIRE(store->movePlan("p1", "draft", "checked", spoken("plan.checked", "p1")));
    CHECK(store->approvePlan({"p1", "sha256:other", "a", "", {}, ""}, spoken("x", "p1")).error().code == "plan.hash");
    CHECK(store->plan("p1").value()->state == "checked");
    CHECK(store->plan("p1").value()->outcome.empty());
    CHECK(store->approvals("p1")->empty());
    CHECK(store->stats()->auditRows == 2);
}

TEST_CASE("plans are found by prefix and listed in pages") {
    const ScratchFolder folder;
    const auto store = open(folder);
    for (int i = 0; i < 7; ++i) {
        PlanRecord plan = draft("abc" + std::to_string(i), i / 2);
        plan.state = i % 2 ? "done" : "draft";
        REQUIRE(store->insertPlan(plan, spoken("plan.created", plan.id)));
    }
    CHECK(store->plan("abc3").value()->id == "abc3");
    CHECK(store->plan("abc").error().code == "plan.ambiguous");
    CHECK_FALSE(store->plan("zzz").value().has_value());
    CHECK_FALSE(store->plan("").value().has_value());
    CHECK_FALSE(store->plan("abc_").value().has_value());
    std::vector<std::string> ids;
    std::string after;
    do {
        const auto page = store->plans("local", "job", "", 2, after);
        REQUIRE(page);
        for (const PlanRecord& plan : page->rows)
            ids.push_back(plan.id);
        after = page->next;
    } while (!after.empty());
    CHECK(ids == std::vector<std::string>{"abc6", "abc5", "abc4", "abc3", "abc2", "abc1", "abc0"});
    CHECK(store->plans("", "", "done", 10, "")->rows.size() == 3);
    CHECK(store->plans("other", "", "", 10, "")->rows.empty());
}

TEST_CASE("plans and the audit trail cannot be rewritten, not even by other programs") {
    const ScratchFolder folder;
    const auto store = open(folder);
    REQUIRE(store->insertPlan(draft("p1"), spoken("plan.created", "p1")));
    REQUIRE(store->audit(spoken("note", "p1")));
    SQLite::Database db((folder / "w.db").string(), SQLite::OPEN_READWRITE, 1'000);
    for (const char* sql :
         {"UPDATE audit SET actor = 'x'", "DELETE FROM audit", "DELETE FROM audit WHERE seq = 2",
          "INSERT OR REPLACE INTO audit SELECT seq, at, 'x', action, subject, reason, detail, prev, hash FROM audit",
          "UPDATE audit_head SET seq = 1", "DELETE FROM audit_head", "UPDATE plan SET json = '{}'",
          "UPDATE plan SET hash = ''", "DELETE FROM plan", "UPDATE plan SET state = 'whatever'"}) {
        CAPTURE(sql);
        CHECK_THROWS_AS(db.exec(sql), SQLite::Exception);
    }
    CHECK(store->verifyAudit({})->intact);
}

TEST_CASE("tampering with the audit trail is seen") {
    const ScratchFolder folder;
    {
        const auto store = open(folder);
        for (int i = 0; i < 5; ++i)
            REQUIRE(store->audit(spoken("note", std::to_string(i))));
        CHECK(store->verifyAudit({})->intact);
    }
    const auto verdictAfter = [&](const std::string& sql) {
        const auto copy = folder / "copy.db";
        std::filesystem::copy_file(folder / "w.db", copy, std::filesystem::copy_options::overwrite_existing);
        {
            SQLite::Database db(copy.string(), SQLite::OPEN_READWRITE);
            db.exec("DROP TRIGGER audit_no_update; DROP TRIGGER audit_no_delete; DROP TRIGGER audit_no_replace;"
                    "DROP TRIGGER audit_head_forward; DROP TRIGGER audit_head_kept;" +
                    sql);
        }
        const auto store = Store::open(copy, OpenMode::ReadWrite);
        REQUIRE(store);
        const auto verdict = (*store)->verifyAudit({});
        REQUIRE(verdict);
        return *verdict;
    };
    CHECK(verdictAfter("").intact);
    const auto changed = verdictAfter("UPDATE audit SET reason = 'other' WHERE seq = 3");
    CHECK_FALSE(changed.intact);
    CHECK(changed.sentence.find("Row 3") != std::string::npos);
    const auto cut = verdictAfter("DELETE FROM audit WHERE seq >= 4");
    CHECK_FALSE(cut.intact);
    CHECK(cut.sentence.find("cut") != std::string::npos);
    CHECK_FALSE(verdictAfter("DELETE FROM audit WHERE seq = 2").intact);
    CHECK_FALSE(verdictAfter("DELETE FROM audit WHERE seq = 1").intact);
    CHECK_FALSE(verdictAfter("DELETE FROM audit").intact);
    CHECK_FALSE(verdictAfter("UPDATE audit SET at = '2026-02-02T02:40:00Z' WHERE seq = 2").intact);
    CHECK_FALSE(verdictAfter("UPDATE audit SET hash = prev WHERE seq = 5").intact);
    CHECK_FALSE(
        verdictAfter("INSERT INTO audit SELECT 6, at, actor, action, subject, reason, detail, hash, hash FROM audit "
                     "WHERE seq = 5")
            .intact);
    CHECK_FALSE(verdictAfter("DELETE FROM audit_head").intact);
}

TEST_CASE("audit rows are filtered by subject and time, in pages") {
    const ScratchFolder folder;
    const auto store = open(folder);
    for (int i = 0; i < 10; ++i) {
        AuditRow row = spoken("note", "x");
        row.subject = i % 2 ? "job:local/50%_off" : "plan:p";
        row.at = dayOne() + Millis{1'000} * i;
        REQUIRE(store->audit(row));
    }
    CHECK(store->auditRows("50%_off", std::nullopt, 100, "")->rows.size() == 5);
    CHECK(store->auditRows("", dayOne() + Millis{7'000}, 100, "")->rows.size() == 3);
    std::string after;
    std::size_t count = 0;
    do {
        const auto page = store->auditRows("", std::nullopt, 3, after);
        REQUIRE(page);
        count += page->rows.size();
        after = page->next;
    } while (!after.empty());
    CHECK(count == 10);
}

TEST_CASE("documents are put, listed, changed in one step and removed") {
    const ScratchFolder folder;
    const auto store = open(folder);
    REQUIRE(store->putDocument("connection", "b", "2"));
    REQUIRE(store->putDocument("connection", "a", "1"));
    REQUIRE(store->putDocument("other", "a", "9"));
    CHECK(store->documents("connection").value() ==
          std::vector<std::pair<std::string, std::string>>{{"a", "1"}, {"b", "2"}});
    REQUIRE(store->updateDocument(
        "connection", "a", [](const std::optional<std::string>& old) -> Result<std::string> { return *old + "1"; }));
    CHECK(store->document("connection", "a").value() == "11");
    const Status refused = store->updateDocument(
        "connection", "a", [](const auto&) -> Result<std::string> { return fail("test.no", "No."); });
    CHECK(refused.error().code == "test.no");
    CHECK_THROWS_AS((void)store->updateDocument("connection", "a", [](const auto&) -> Result<std::string> { throw 7; }),
                    int);
    CHECK(store->document("connection", "a").value() == "11");
    REQUIRE(
        store->updateDocument("connection", "new", [](const std::optional<std::string>& old) -> Result<std::string> {
            return old ? "there" : "made";
        }));
    CHECK(store->document("connection", "new").value() == "made");
    REQUIRE(store->removeDocument("connection", "a"));
    CHECK_FALSE(store->document("connection", "a").value().has_value());
    REQUIRE(store->removeDocument("connection", "never there"));
}
