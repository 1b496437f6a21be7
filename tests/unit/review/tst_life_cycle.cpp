// SPDX-License-Identifier: GPL-3.0-or-later
#include <doctest/doctest.h>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <thread>

#include "core/review/apply_lock.h"
#include "core/review/preflight.h"
#include "tests/support/review_desk.h"

using namespace streamtune;
using namespace streamtune::review;
using namespace streamtune::test;
using enum PlanState;

namespace {

const engines::Check* find(const Preflight& preflight, const std::string& id) {
    const auto it = std::ranges::find(preflight.checks, id, &engines::Check::id);
    return it == preflight.checks.end() ? nullptr : &*it;
}

} // namespace

TEST_CASE("only these arrows exist") {
    const std::map<PlanState, std::set<PlanState>> arrows{
        {Draft, {Checked, Refused, Stale, Expired, Rejected}},
        {Refused, {Checked, Refused, Stale, Expired, Rejected}},
        {Checked, {Approved, Refused, Stale, Expired, Rejected}},
        {Approved, {Applying, Refused, Stale, Expired, Rejected}},
        {Applying, {Verifying, Failed, Approved}},
        {Verifying, {Done, Partly, Failed, Unknown}},
        {Done, {RolledBack}},
        {Partly, {RolledBack}},
        {Failed, {RolledBack}},
        {Unknown, {RolledBack}},
    };
    for (int i = 0; i <= static_cast<int>(RolledBack); ++i)
        for (int j = 0; j <= static_cast<int>(RolledBack); ++j) {
            const auto from = static_cast<PlanState>(i);
            const auto to = static_cast<PlanState>(j);
            const auto row = arrows.find(from);
            CHECK_MESSAGE(mayMove(from, to) == (row != arrows.end() && row->second.contains(to)), toString(from),
                          " -> ", toString(to));
        }
}

TEST_CASE("a plan goes from draft to done and every arrow leaves a row") {
    Desk desk;
    const Plan plan = desk.draft({{"join", 3}});
    CHECK(desk.state(plan) == "draft");
    const auto preflight = desk.reviewer->check(plan, *desk.reader(), "ann", {});
    REQUIRE(preflight);
    CHECK_FALSE(preflight->blocked());
    CHECK(preflight->drift.empty());
    REQUIRE(preflight->requests.size() == 1);
    CHECK(preflight->requests[0].body == R"({"join":3,"sink":1,"source":1})");
    CHECK(desk.state(plan) == "checked");
    REQUIRE(desk.approve(plan));
    CHECK(desk.state(plan) == "approved");
    CHECK(desk.cluster->requestsSent == 0);

    const auto outcome = desk.apply(plan);
    REQUIRE(outcome);
    CHECK(kindOf(outcome) == "achieved");
    CHECK(outcome->reached.at("join") == 3);
    CHECK(outcome->sentence == "Verified: join runs with 3.");
    CHECK(desk.state(plan) == "done");
    CHECK(desk.cluster->requestsSent == 1);
    CHECK(desk.factory.permits == std::vector{planHash(plan)});
    CHECK(desk.actions(plan) == std::vector<std::string>{"plan.created", "plan.checked", "plan.approved", "apply.begun",
                                                         "apply.step", "apply.step", "apply.step", "apply.step",
                                                         "apply.verifying", "apply.outcome"});
    const auto rows = desk.audit("plan:" + plan.id);
    CHECK(rows[2].actor == "ben");
    CHECK(rows[2].reason == "load is growing");
    for (const auto& row : rows)
        CHECK(row.detail.find(planHash(plan)) != std::string::npos);
    CHECK(desk.chainIntact());
}

TEST_CASE("nothing is sent before an approved apply") {
    Desk desk;
    const Plan plan = desk.draft({{"join", 3}, {"sink", 2}});
    REQUIRE(desk.reviewer->check(plan, *desk.reader(), "ann", {}));
    const auto dry = desk.reviewer->dryRun(plan, *desk.reader(), {});
    REQUIRE(dry);
    CHECK(dry->requests.size() == 1);
    CHECK(codeOf(desk.apply(plan)) == "plan.not_approved");
    REQUIRE(desk.approve(plan));
    REQUIRE(desk.reviewer->dryRun(plan, *desk.reader(), {}));
    CHECK(desk.state(plan) == "approved");
    CHECK(desk.cluster->requestsSent == 0);
    CHECK(desk.factory.permits.empty());
}

TEST_CASE("an approval needs a name and a reason, and is given once") {
    Desk desk;
    const Plan plan = desk.draft({{"join", 3}});
    CHECK(codeOf(desk.reviewer->approve(plan, *desk.reader(), {"", "why"}, {}, {})) == "plan.actor");
    CHECK(codeOf(desk.reviewer->approve(plan, *desk.reader(), {"ben", " \n"}, {}, {})) == "plan.actor");
    CHECK(desk.state(plan) == "draft");
    REQUIRE(desk.approve(plan));
    CHECK(codeOf(desk.approve(plan)) == "plan.state");
    CHECK(desk.store->approvals(plan.id)->size() == 1);
    CHECK(std::ranges::count(desk.actions(plan), "plan.refused") == 3);
}

TEST_CASE("a rejected plan stays rejected") {
    Desk desk;
    const Plan plan = desk.approved({{"join", 3}});
    REQUIRE(desk.reviewer->reject(plan, {"eve", "not on a Friday"}));
    CHECK(desk.state(plan) == "rejected");
    CHECK(codeOf(desk.apply(plan)) == "plan.not_approved");
    CHECK(codeOf(desk.approve(plan)) == "plan.state");
    CHECK(codeOf(desk.reviewer->reject(plan, {"eve", "again"})) == "plan.state");
    CHECK(desk.reviewer->check(plan, *desk.reader(), "ann", {}));
    CHECK(desk.state(plan) == "rejected");
    CHECK(desk.cluster->requestsSent == 0);
}

TEST_CASE("an edit makes a new draft and voids the approval of the old one") {
    Desk desk;
    const Plan plan = desk.approved({{"join", 3}});
    CHECK(codeOf(desk.reviewer->edit(plan, {{"ghost", 3}}, "ann")) == "plan.vertex");
    CHECK(codeOf(desk.reviewer->edit(plan, {{"join", 0}}, "ann")) == "plan.value");
    CHECK(codeOf(desk.reviewer->edit(plan, {{"join", 40'000}}, "ann")) == "plan.value");
    CHECK(desk.state(plan) == "approved");
    const auto edited = desk.reviewer->edit(plan, {{"join", 5}, {"sink", 2}}, "ann");
    REQUIRE(edited);
    CHECK(edited->parent == plan.id);
    CHECK(edited->target() == ParallelismVector{{"source", 1}, {"join", 5}, {"sink", 2}});
    CHECK(edited->changes[0].edited);
    CHECK(edited->changes[0].reason == "Set to 5 by ann; 3 was advised.");
    CHECK(edited->slotsAfter == 5);
    CHECK(planHash(*edited) != planHash(plan));
    CHECK(desk.state(plan) == "stale");
    CHECK(desk.state(*edited) == "draft");
    CHECK(codeOf(desk.apply(plan)) == "plan.stale");
    CHECK(codeOf(desk.apply(*edited)) == "plan.not_approved");
    CHECK(desk.actions(plan)[3] == "plan.edited");
    CHECK(desk.cluster->requestsSent == 0);
    const auto back = desk.reviewer->edit(*edited, {{"join", 1}, {"sink", 1}}, "ann");
    REQUIRE(back);
    CHECK(back->changes.empty());
    CHECK(back->whyNothing.size() == 1);
}

TEST_CASE("a foreign change makes a plan stale, with a three-way difference") {
    Desk desk;
    const Plan plan = desk.approved({{"join", 3}});
    desk.cluster->changeFromOutside({{"join", 2}, {"sink", 4}});
    const auto outcome = desk.apply(plan);
    REQUIRE_FALSE(outcome);
    CHECK(outcome.error().code == "plan.stale");
    CHECK(outcome.error().sentence.find("\"join\" had 1 and has 2; \"sink\" had 1 and has 4") != std::string::npos);
    CHECK(outcome.error().sentence.find("from outside") != std::string::npos);
    const auto drift = parseJson(outcome.error().details.at("drift"), "drift");
    REQUIRE(drift);
    REQUIRE(drift->size() == 3);
    CHECK((*drift)[0] == Json{{"vertex", "join"}, {"name", "join"}, {"base", 1}, {"target", 3}, {"now", 2}});
    CHECK((*drift)[1]["now"] == 4);
    CHECK((*drift)[2] == Json{{"vertex", "source"}, {"name", "source"}, {"base", 1}, {"target", 1}, {"now", 1}});
    CHECK(desk.state(plan) == "stale");
    CHECK(desk.cluster->requestsSent == 0);
    CHECK(desk.actions(plan).back() == "plan.stale");
}

TEST_CASE("a plan of ours that was applied in between is named") {
    Desk desk;
    const Plan first = desk.approved({{"join", 2}});
    const Plan second = desk.approved({{"join", 4}});
    REQUIRE(desk.apply(first));
    const auto outcome = desk.apply(second);
    REQUIRE_FALSE(outcome);
    CHECK(outcome.error().code == "plan.stale");
    CHECK(outcome.error().sentence.find("Plan " + first.id + " was applied meanwhile.") != std::string::npos);
}

TEST_CASE("a restart, another graph or a job that is gone make a plan stale") {
    SUBCASE("restart with the same parallelism") {
        Desk desk;
        const Plan plan = desk.draft({{"join", 3}});
        desk.cluster->changeFromOutside({});
        const auto preflight = desk.reviewer->check(plan, *desk.reader(), "ann", {});
        REQUIRE(preflight);
        CHECK(find(*preflight, "unchanged")->sentence.find("restarted") != std::string::npos);
        CHECK(preflight->drift.size() == 3);
        CHECK(desk.state(plan) == "stale");
        CHECK(codeOf(desk.approve(plan)) == "plan.stale");
    }
    SUBCASE("another graph") {
        Desk desk;
        const Plan plan = desk.draft({{"join", 3}});
        desk.cluster->graph.edges[1].label = "hash";
        REQUIRE(desk.reviewer->check(plan, *desk.reader(), "ann", {}));
        CHECK(desk.state(plan) == "stale");
    }
    SUBCASE("gone") {
        Desk desk;
        const Plan plan = desk.draft({{"join", 3}});
        desk.cluster->gone = true;
        const auto preflight = desk.reviewer->check(plan, *desk.reader(), "ann", {});
        REQUIRE(preflight);
        REQUIRE(preflight->drift.size() == 3);
        CHECK_FALSE(preflight->drift[0].now);
        CHECK(desk.state(plan) == "stale");
    }
}

TEST_CASE("a plan expires") {
    Desk desk;
    const Plan draft = desk.draft({{"join", 3}});
    const Plan approved = desk.approved({{"join", 4}});
    desk.clock->advance(kValidity + Millis{1});
    REQUIRE(desk.reviewer->check(draft, *desk.reader(), "ann", {}));
    CHECK(desk.state(draft) == "expired");
    CHECK(codeOf(desk.approve(draft)) == "plan.expired");
    CHECK(codeOf(desk.apply(approved)) == "plan.expired");
    CHECK(desk.state(approved) == "expired");
    CHECK(desk.actions(approved).back() == "plan.expired");
    CHECK(desk.cluster->requestsSent == 0);
}

TEST_CASE("guards refuse with their reason, and a plan may pass them later") {
    Desk desk;
    const auto blockedBy = [&](const Plan& plan) {
        const auto preflight = desk.reviewer->check(plan, *desk.reader(), "ann", {});
        REQUIRE(preflight);
        for (const engines::Check& check : preflight->checks)
            if (check.level == engines::CheckLevel::Block)
                return check.id;
        return std::string("nothing");
    };
    SUBCASE("an active autoscaler") {
        desk.cluster->checks = {{"autoscaler", engines::CheckLevel::Block, "Autoscaler", "An autoscaler is active."}};
        const Plan plan = desk.draft({{"join", 3}});
        CHECK(blockedBy(plan) == "autoscaler");
        CHECK(desk.state(plan) == "refused");
        CHECK(codeOf(desk.approve(plan)) == "plan.blocked");
        desk.cluster->checks.clear();
        CHECK(desk.approve(plan));
        CHECK(desk.state(plan) == "approved");
    }
    SUBCASE("checkpointing is off, seen only at apply") {
        const Plan plan = desk.approved({{"join", 3}});
        desk.cluster->checks = {{"checkpointing", engines::CheckLevel::Block, "State", "A rescale would lose state."}};
        CHECK(codeOf(desk.apply(plan)) == "plan.blocked");
        CHECK(desk.state(plan) == "refused");
        desk.cluster->checks.clear();
        CHECK(codeOf(desk.apply(plan)) == "plan.not_approved"); // the guard has voided the approval
        REQUIRE(desk.approve(plan));
        CHECK(desk.apply(plan));
    }
    SUBCASE("beyond the maximum parallelism") {
        CHECK(blockedBy(desk.draft({{"join", 129}})) == "max_parallelism");
    }
    SUBCASE("an operator that is fixed") {
        desk.cluster->graph.nodes[0].pinned = true;
        desk.cluster->graph.nodes[0].whyPinned = "its source cannot be rescaled.";
        CHECK(blockedBy(desk.draft({{"source", 2}})) == "pinned");
    }
    SUBCASE("no way to apply") {
        const Plan plan = desk.draft({{"join", 3}});
        desk.cluster->pathAvailable = false;
        CHECK(blockedBy(plan) == "path");
    }
    SUBCASE("a patch is for elsewhere") {
        desk.cluster->path = engines::ApplyPath::Patch;
        CHECK(blockedBy(desk.draft({{"join", 3}})) == "path");
    }
    SUBCASE("a job that does not run") {
        const Plan plan = desk.draft({{"join", 3}});
        desk.cluster->state = "RESTARTING";
        CHECK(blockedBy(plan) == "job");
    }
    SUBCASE("nothing to change") {
        CHECK(blockedBy(desk.draft({})) == "changes");
    }
    SUBCASE("read-only") {
        const Plan plan = desk.draft({{"join", 3}});
        desk.profile.readOnly = true;
        CHECK(blockedBy(plan) == "read_only");
    }
    CHECK(desk.cluster->requestsSent <= 1);
    CHECK(desk.chainIntact());
}

TEST_CASE("slots before, after and missing are said") {
    Desk desk;
    desk.cluster->slotsTotal = 4;
    Plan plan = desk.draft({{"join", 6}});
    auto preflight = desk.reviewer->check(plan, *desk.reader(), "ann", {});
    REQUIRE(preflight);
    CHECK((find(*preflight, "slots")->level == engines::CheckLevel::Note)); // in place runs with what there is
    CHECK(
        find(*preflight, "slots")->sentence ==
        "The job uses 1 slots and would use 6. 3 are free, so 2 are missing. The job would get part of what is asked.");
    desk.cluster->path = engines::ApplyPath::Savepoint;
    plan = desk.draft({{"join", 6}});
    preflight = desk.reviewer->check(plan, *desk.reader(), "ann", {});
    REQUIRE(preflight);
    CHECK((find(*preflight, "slots")->level == engines::CheckLevel::Block)); // a job started anew would wait for ever
    CHECK(desk.state(plan) == "refused");
}

TEST_CASE("uneven key groups are a note") {
    Desk desk;
    const auto preflight = desk.reviewer->check(desk.draft({{"join", 3}}), *desk.reader(), "ann", {});
    REQUIRE(preflight);
    CHECK(find(*preflight, "key_groups")->sentence.find("128 key groups over 3 subtasks, 2 own 43 and the others 42") !=
          std::string::npos);
    CHECK(find(*desk.reviewer->check(desk.draft({{"join", 4}}), *desk.reader(), "ann", {}), "key_groups") == nullptr);
}

TEST_CASE("production asks for the name of the job") {
    Desk desk;
    desk.profile.type = engines::ConnectionType::Prod;
    const Plan plan = desk.approved({{"join", 3}});
    CHECK(codeOf(desk.apply(plan)) == "plan.confirm");
    CHECK(codeOf(desk.apply(plan, "order")) == "plan.confirm");
    CHECK(desk.state(plan) == "approved");
    CHECK(desk.cluster->requestsSent == 0);
    CHECK(desk.apply(plan, "orders"));
    CHECK(desk.state(plan) == "done");
}

TEST_CASE("a read-only connection is never written to") {
    Desk desk;
    const Plan plan = desk.approved({{"join", 3}});
    desk.profile.readOnly = true;
    CHECK(codeOf(desk.apply(plan)) == "connection.read_only");
    CHECK(desk.state(plan) == "approved");
    CHECK(desk.factory.permits.empty());
    CHECK(desk.actions(plan).back() == "plan.refused");
}

TEST_CASE("an unreachable cluster changes no state, and the try is on record") {
    Desk desk;
    const Plan plan = desk.draft({{"join", 3}});
    const Plan approved = desk.approved({{"join", 4}});
    desk.cluster->unreachable = true;
    CHECK(codeOf(desk.reviewer->check(plan, *desk.reader(), "ann", {})) == "engine.unreachable");
    CHECK(codeOf(desk.approve(plan)) == "engine.unreachable");
    CHECK(codeOf(desk.apply(approved)) == "engine.unreachable");
    CHECK(desk.state(plan) == "draft");
    CHECK(desk.state(approved) == "approved");
    CHECK(desk.actions(approved).back() == "plan.refused");
}

TEST_CASE("a standing approval is cited with its limits and holds no further") {
    Desk desk;
    const StandingApproval standing{"ben", 3, 4, false};
    const Plan small = desk.draft({{"join", 4}});
    REQUIRE(desk.reviewer->approve(small, *desk.reader(), {"ben", "step 1"}, standing, {}));
    const auto approvals = desk.store->approvals(small.id);
    REQUIRE(approvals);
    REQUIRE(approvals->size() == 1);
    CHECK(*parseJson(approvals->front().standing, "standing") ==
          Json{{"who", "ben"}, {"max_steps", 3}, {"max_slots", 4}, {"allow_prod", false}});
    CHECK(approvals->front().planHash == planHash(small));
    CHECK(desk.audit("plan:" + small.id).back().detail.find("\"max_slots\":4") != std::string::npos);
    const Plan large = desk.draft({{"join", 5}});
    CHECK(codeOf(desk.reviewer->approve(large, *desk.reader(), {"ben", "step 2"}, standing, {})) == "plan.standing");
    desk.profile.type = engines::ConnectionType::Prod;
    const Plan prod = desk.draft({{"join", 2}});
    CHECK(codeOf(desk.reviewer->approve(prod, *desk.reader(), {"ben", "step 3"}, standing, {})) == "plan.standing");
    CHECK(desk.reviewer->approve(prod, *desk.reader(), {"ben", "step 3"}, StandingApproval{"ben", 3, 4, true}, {}));
}

TEST_CASE("a plan in the hand that differs from the stored one is refused") {
    Desk desk;
    Plan plan = desk.approved({{"join", 3}});
    plan.changes[0].to = 30;
    CHECK(codeOf(desk.reviewer->check(plan, *desk.reader(), "ann", {})) == "plan.hash");
    CHECK(codeOf(desk.approve(plan)) == "plan.hash");
    CHECK(codeOf(desk.reviewer->reject(plan, {"a", "b"})) == "plan.hash");
    CHECK(std::ranges::count(desk.actions(plan), "plan.refused") == 3);
    CHECK(codeOf(desk.reviewer->submitDraft(plan, "ann")) == "plan.exists");
    plan.id = "p-other";
    CHECK(codeOf(desk.approve(plan)) == "plan.unknown");
}
