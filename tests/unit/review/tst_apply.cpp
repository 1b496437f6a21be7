// SPDX-License-Identifier: GPL-3.0-or-later
#include <doctest/doctest.h>
#include <latch>
#include <nlohmann/json.hpp>
#include <thread>

#include "core/review/applier.h"
#include "core/review/apply_lock.h"
#include "tests/support/review_desk.h"

using namespace streamtune;
using namespace streamtune::review;
using namespace streamtune::test;

namespace {

bool says(const Outcome& outcome, const std::string& part) {
    return outcome.sentence.find(part) != std::string::npos;
}

} // namespace

TEST_CASE("a change that only part of was given is partly, said vertex by vertex") {
    Desk desk;
    desk.cluster->reaction = Reaction::Partial;
    const Plan plan = desk.approved({{"join", 6}, {"sink", 3}});
    const auto outcome = desk.apply(plan);
    CHECK(kindOf(outcome) == "partly");
    CHECK(outcome->sentence == "Partly achieved: join was asked to run with 6 and runs with 4 (before: 1).");
    CHECK(outcome->reached == ParallelismVector{{"source", 1}, {"join", 4}, {"sink", 3}});
    CHECK(desk.state(plan) == "partly");
    CHECK(desk.store->plan(plan.id).value()->outcome == compactJson(outcomeToJson(*outcome)));
}

TEST_CASE("accepted is not achieved") {
    Desk desk;
    desk.cluster->reaction = Reaction::NoEffect;
    const Plan plan = desk.approved({{"join", 6}});
    const auto outcome = desk.apply(plan);
    CHECK(kindOf(outcome) == "not_achieved");
    CHECK(says(*outcome, "accepted the change, but the job still runs as before"));
    CHECK(outcome->seconds == doctest::Approx(30)); // the whole grace was waited for
    CHECK(desk.state(plan) == "failed");
}

TEST_CASE("a refusal by the engine is failed, with its words") {
    Desk desk;
    desk.cluster->reaction = Reaction::RefuseAnswer;
    const Plan plan = desk.approved({{"join", 6}});
    const auto outcome = desk.apply(plan);
    CHECK(kindOf(outcome) == "failed");
    CHECK(says(*outcome, "lower bound above upper bound"));
    CHECK(desk.state(plan) == "failed");
}

TEST_CASE("an error before anything is sent is failed, and says that nothing was sent") {
    Desk desk;
    desk.cluster->reaction = Reaction::RefuseUnsent;
    const Plan plan = desk.approved({{"join", 6}});
    const auto outcome = desk.apply(plan);
    CHECK(kindOf(outcome) == "failed");
    CHECK(says(*outcome, "Nothing was sent"));
    CHECK(desk.cluster->requestsSent == 0);
    CHECK(desk.state(plan) == "failed");
}

TEST_CASE("a lost answer is looked up in the cluster") {
    Desk desk;
    desk.cluster->reaction = Reaction::LostAnswer;
    const Plan plan = desk.approved({{"join", 6}});
    CHECK(kindOf(desk.apply(plan)) == "achieved");
    CHECK(desk.state(plan) == "done");
}

TEST_CASE("a job that cannot restart is failed with its exception") {
    Desk desk;
    desk.cluster->reaction = Reaction::RestartFails;
    const Plan plan = desk.approved({{"join", 6}});
    const auto outcome = desk.apply(plan);
    CHECK(kindOf(outcome) == "failed");
    CHECK(says(*outcome, "not enough of everything"));
    CHECK(outcome->exceptions.size() == 1);
}

TEST_CASE("a job that vanishes is failed at once and names the savepoint it left") {
    Desk desk;
    desk.cluster->reaction = Reaction::JobVanishes;
    desk.cluster->path = engines::ApplyPath::Savepoint;
    const Plan plan = desk.approved({{"join", 6}});
    const auto outcome = desk.apply(plan);
    CHECK(kindOf(outcome) == "failed");
    CHECK(says(*outcome, "file:/savepoints/sp-" + plan.id));
}

TEST_CASE("a foreign hand during the change is recognised") {
    Desk desk;
    desk.cluster->reaction = Reaction::Foreign;
    desk.cluster->foreign = {{"join", 2}, {"sink", 9}};
    const Plan plan = desk.approved({{"join", 6}});
    const auto outcome = desk.apply(plan);
    CHECK(kindOf(outcome) == "partly"); // join got a part of its way
    CHECK(says(*outcome, "Somebody else changed the job meanwhile: sink runs with 9, planned were 1 -> 1"));
    Desk other;
    other.cluster->reaction = Reaction::Foreign;
    other.cluster->foreign = {{"join", 20}};
    CHECK(kindOf(other.apply(other.approved({{"join", 6}}))) == "not_achieved");
}

TEST_CASE("a cluster that falls silent after the request is unknown, not failed") {
    Desk desk;
    const Plan plan = desk.approved({{"join", 6}});
    desk.cluster->at = [&](const std::string& moment) {
        if (moment == "answer recorded")
            desk.cluster->unreachable = true;
    };
    const auto outcome = desk.apply(plan);
    CHECK(kindOf(outcome) == "unknown");
    CHECK(says(*outcome, "could not be read back"));
    CHECK(desk.state(plan) == "unknown");
    desk.cluster->unreachable = false;
    desk.cluster->at = {};
    CHECK(desk.reviewer->reverse(plan.id, *desk.reader(), "ann", {})); // even then there is a way back
}

TEST_CASE("a job that neither runs nor fails is unknown") {
    Desk desk;
    const Plan plan = desk.approved({{"join", 6}});
    desk.cluster->at = [&](const std::string& moment) {
        if (moment == "answer recorded")
            desk.cluster->state = "CREATED";
    };
    const auto outcome = desk.apply(plan);
    CHECK(kindOf(outcome) == "unknown");
    CHECK(says(*outcome, "The job is CREATED"));
}

TEST_CASE("a stop request is obeyed until the point of no return, not after") {
    Desk desk;
    std::stop_source stop;
    const Plan plan = desk.approved({{"join", 6}});
    SUBCASE("before") {
        desk.cluster->at = [&](const std::string& moment) {
            if (moment == "prepared")
                stop.request_stop();
        };
        CHECK(codeOf(desk.apply(plan, {}, stop.get_token())) == "engine.cancelled");
        CHECK(desk.state(plan) == "approved");
        CHECK(desk.cluster->requestsSent == 0);
        CHECK(desk.actions(plan).back() == "apply.called_off");
        desk.cluster->at = {};
        CHECK(kindOf(desk.apply(plan)) == "achieved"); // the approval still stands, steps go on counting
        CHECK(desk.store->steps(plan.id)->size() == 6);
    }
    SUBCASE("after") {
        desk.cluster->at = [&](const std::string& moment) {
            if (moment == "before request")
                stop.request_stop();
        };
        CHECK(kindOf(desk.apply(plan, {}, stop.get_token())) == "achieved");
        CHECK(desk.state(plan) == "done");
    }
    SUBCASE("at once") {
        stop.request_stop();
        CHECK(codeOf(desk.apply(plan, {}, stop.get_token())) == "engine.cancelled");
        CHECK(desk.state(plan) == "approved");
        CHECK(desk.store->steps(plan.id)->empty());
    }
}

TEST_CASE("a step is in the store before its request leaves") {
    Desk desk;
    const Plan plan = desk.approved({{"join", 6}});
    std::string atRequest;
    desk.cluster->at = [&](const std::string& moment) {
        if (moment != "before request")
            return;
        auto other = history::Store::open(desk.file(), history::OpenMode::ReadOnly);
        REQUIRE(other);
        const auto steps = (*other)->steps(plan.id);
        REQUIRE(steps);
        for (const history::StepRecord& record : *steps) {
            const engines::ApplyStep step = stepFromJson(*parseJson(record.json, "step"));
            atRequest += step.name + " " + step.state + "; ";
        }
        CHECK((*other)->plan(plan.id).value()->state == "applying");
    };
    REQUIRE(desk.apply(plan));
    CHECK(atRequest == "read requirements begun; read requirements done; send request begun; ");
}

TEST_CASE("where a step cannot be recorded nothing is sent") {
    Desk desk;
    const Plan plan = desk.approved({{"join", 6}});
    desk.cluster->at = [&](const std::string& moment) {
        if (moment == "prepared") // somebody moves the plan on behind the applier's back
            REQUIRE(desk.store->movePlan(plan.id, "applying", "failed",
                                         auditOf(plan, desk.clock->now(), "x", "test", "", {})));
    };
    CHECK(codeOf(desk.apply(plan)) == "plan.state");
    CHECK(desk.cluster->requestsSent == 0);
}

TEST_CASE("secrets do not reach steps, outcomes or the audit trail") {
    Desk desk;
    desk.cluster->replyText = R"({"token":"s3cr3t-token","p":1})";
    const Plan plan = desk.approved({{"join", 6}});
    std::string seen;
    REQUIRE(desk.reviewer->apply(plan.id, desk.profile, "", {}, {},
                                 [&](const engines::ApplyStep& step) { seen += step.request + step.response; }));
    const auto steps = desk.store->steps(plan.id);
    REQUIRE(steps);
    CHECK(steps->size() == 4);
    for (const history::StepRecord& record : *steps)
        seen += record.json;
    for (const history::AuditRow& row : desk.audit(""))
        seen += row.reason + row.detail;
    CHECK(seen.find("(hidden)") != std::string::npos);
    CHECK(seen.find("s3cr3t") == std::string::npos);
}

TEST_CASE("a plan is applied once") {
    Desk desk;
    const Plan plan = desk.approved({{"join", 6}});
    REQUIRE(desk.apply(plan));
    CHECK(codeOf(desk.apply(plan)) == "plan.not_approved");
    CHECK(codeOf(desk.approve(plan)) == "plan.state");
    CHECK(codeOf(desk.reviewer->check(plan, *desk.reader(), "ann", {})) == "plan.state");
    CHECK(desk.cluster->requestsSent == 1);
}

TEST_CASE("of two appliers one wins and the other is told that the job is busy") {
    Desk desk;
    const Plan one = desk.approved({{"join", 6}});
    const Plan two = desk.approved({{"join", 7}});
    std::latch inside{1};
    std::latch tried{1};
    desk.cluster->at = [&](const std::string& moment) {
        if (moment == "prepared") {
            inside.count_down();
            tried.wait();
        }
    };
    Result<Outcome> first = fail("none", "none");
    std::jthread applier([&] { first = desk.apply(one); });
    inside.wait();
    auto store = history::Store::open(desk.file(), history::OpenMode::ReadWrite);
    REQUIRE(store);
    Reviewer other(**store, desk.factory, desk.clock);
    CHECK(codeOf(other.apply(two.id, desk.profile, "", {}, {}, {})) == "plan.busy");
    CHECK(codeOf(other.apply(one.id, desk.profile, "", {}, {}, {})) == "plan.busy");
    // Recovery by another program leaves a living applier alone.
    const auto named = other.recover([&](const std::string&) { return desk.factory.reader(desk.profile); }, {});
    REQUIRE(named);
    CHECK(named->empty());
    tried.count_down();
    applier.join();
    CHECK(kindOf(first) == "achieved");
    CHECK(desk.state(one) == "done");
    CHECK(desk.state(two) == "approved");
    CHECK(desk.cluster->requestsSent == 1);
    CHECK(desk.actions(two).back() == "plan.refused");
}

TEST_CASE("the lock of a job excludes threads and other jobs are free") {
    TempFolder folder;
    const auto file = folder.path() / "w.db";
    auto first = ApplyLock::tryTake(file, "c", "orders");
    REQUIRE(first);
    REQUIRE(first->has_value());
    CHECK_FALSE(ApplyLock::tryTake(file, "c", "orders")->has_value());
    CHECK(ApplyLock::tryTake(file, "c", "payments")->has_value());
    CHECK(ApplyLock::tryTake(file, "d", "orders")->has_value());
    first->reset();
    CHECK(ApplyLock::tryTake(file, "c", "orders")->has_value());
    CHECK(codeOf(ApplyLock::tryTake("/nowhere/at/all/w.db", "c", "j")) == "store.open");
}

TEST_CASE("a tampered store is noticed before anything is sent") {
    Desk desk;
    Plan plan = desk.unsaved({{"join", 3}});
    history::PlanRecord record{
        plan.id, planHash(plan), "", "approved", "fake", plan.jobId, plan.jobName, "", {}, {}, "", ""};
    Plan forged = plan;
    forged.changes[0].to = 100;
    record.json = canonicalJson(planToJson(forged)); // consistent in itself, but not what the record's hash names
    REQUIRE(desk.store->insertPlan(record, auditOf(plan, desk.clock->now(), "eve", "plan.created", "", {})));
    CHECK(codeOf(desk.apply(plan)) == "plan.hash");
    CHECK(desk.actions(plan).back() == "plan.refused"); // the try is on record
    // An "approved" plan without an approval row for its hash.
    Plan unapproved = desk.unsaved({{"join", 4}});
    history::PlanRecord second{unapproved.id,
                               planHash(unapproved),
                               canonicalJson(planToJson(unapproved)),
                               "approved",
                               "fake",
                               unapproved.jobId,
                               unapproved.jobName,
                               "",
                               {},
                               {},
                               "",
                               ""};
    REQUIRE(desk.store->insertPlan(second, auditOf(unapproved, desk.clock->now(), "eve", "plan.created", "", {})));
    CHECK(codeOf(desk.apply(unapproved)) == "plan.not_approved");
    CHECK(desk.state(unapproved) == "refused");
    CHECK(desk.cluster->requestsSent == 0);
}

TEST_CASE("rollback is a reviewed plan of its own and closes the one it undoes") {
    Desk desk;
    const Plan plan = desk.approved({{"join", 6}, {"sink", 2}});
    CHECK(codeOf(desk.reviewer->reverse(plan.id, *desk.reader(), "ann", {})) == "plan.state"); // nothing to undo yet
    REQUIRE(desk.apply(plan));
    const auto back = desk.reviewer->reverse(plan.id, *desk.reader(), "ann", {});
    REQUIRE(back);
    CHECK(back->rollback);
    CHECK(back->parent == plan.id);
    CHECK(back->base == plan.target());
    CHECK(back->target() == plan.base);
    CHECK(desk.state(*back) == "draft");
    CHECK(codeOf(desk.apply(*back)) == "plan.not_approved");
    REQUIRE(desk.approve(*back));
    CHECK(kindOf(desk.apply(*back)) == "achieved");
    CHECK(desk.cluster->graph.parallelism() == plan.base);
    CHECK(desk.state(plan) == "rolled_back");
    CHECK(desk.actions(plan).back() == "plan.rolled_back");
    CHECK(desk.state(*back) == "done");
    const auto again = desk.reviewer->reverse(plan.id, *desk.reader(), "ann", {});
    REQUIRE(again);
    CHECK(again->changes.empty());
    CHECK(again->whyNothing.size() == 1);
}

TEST_CASE("any earlier vector can be reached again") {
    Desk desk;
    const Plan first = desk.approved({{"join", 2}});
    REQUIRE(desk.apply(first));
    const Plan second = desk.approved({{"join", 5}, {"sink", 2}});
    REQUIRE(desk.apply(second));
    const auto back = desk.reviewer->reverse(first.id, *desk.reader(), "ann", {});
    REQUIRE(back);
    CHECK(back->base == second.target());
    CHECK(back->target() == first.base);
    REQUIRE(desk.approve(*back));
    CHECK(kindOf(desk.apply(*back)) == "achieved");
    CHECK(desk.state(first) == "rolled_back");
    CHECK(desk.state(second) == "done");
}

TEST_CASE("rollback of the savepoint path starts from the same savepoint") {
    Desk desk;
    desk.cluster->path = engines::ApplyPath::Savepoint;
    const Plan plan = desk.approved({{"join", 3}});
    REQUIRE(desk.apply(plan));
    const auto back = desk.reviewer->reverse(plan.id, *desk.reader(), "ann", {});
    REQUIRE(back);
    CHECK(back->savepoint == "file:/savepoints/sp-" + plan.id);
    CHECK((back->path == engines::ApplyPath::Savepoint));
    const auto preflight = desk.reviewer->check(*back, *desk.reader(), "ann", {});
    REQUIRE(preflight);
    CHECK(std::ranges::find(preflight->checks, "savepoint", &engines::Check::id) != preflight->checks.end());
}

TEST_CASE("rollback follows a job that runs under a new id") {
    Desk desk;
    const Plan plan = desk.approved({{"join", 3}});
    REQUIRE(desk.apply(plan));
    desk.cluster->jobId = "job-2";
    const auto back = desk.reviewer->reverse(plan.id, *desk.reader(), "ann", {});
    REQUIRE(back);
    CHECK(back->jobId == "job-2");
    desk.cluster->gone = true;
    CHECK(codeOf(desk.reviewer->reverse(plan.id, *desk.reader(), "ann", {})) == "engine.unknown_job");
}

TEST_CASE("outcomes survive a round trip") {
    Outcome outcome{OutcomeKind::Partly, "Half.", {{"a", 3}}, 12.5, "j", {"e"}};
    const auto back = outcomeFromJson(outcomeToJson(outcome));
    CHECK(kindOf(back) == "partly");
    CHECK(back->reached == outcome.reached);
    CHECK(back->seconds == 12.5);
    CHECK(codeOf(outcomeFromJson(Json{{"outcome", "great"}})) == "plan.format");
}
