// SPDX-License-Identifier: GPL-3.0-or-later
// A program that dies while it applies leaves a plan whose outcome can be named.
#include <csignal>
#include <doctest/doctest.h>
#include <map>
#include <nlohmann/json.hpp>
#include <random>
#include <set>
#include <stdexcept>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

#include "tests/support/review_desk.h"

using namespace streamtune;
using namespace streamtune::review;
using namespace streamtune::test;

namespace {

struct Death : std::runtime_error {
    Death() : std::runtime_error("death") {}
};

/// Applies and dies at the named moment; the lock goes with it.
Plan dieAt(Desk& desk, const std::string& moment, const ParallelismVector& target = {{"join", 6}}) {
    const Plan plan = desk.approved(target);
    desk.cluster->at = [moment](const std::string& now) {
        if (now == moment)
            throw Death();
    };
    CHECK_THROWS_AS((void)desk.apply(plan), Death);
    desk.cluster->at = {};
    desk.reopen();
    return plan;
}

Result<Outcome> outcomeOf(Desk& desk, const Plan& plan) {
    return outcomeFromJson(*parseJson(desk.store->plan(plan.id).value()->outcome, "outcome"));
}

} // namespace

TEST_CASE("died before the request: failed, nothing was sent") {
    Desk desk;
    const Plan plan = dieAt(desk, "prepared");
    CHECK(desk.state(plan) == "applying");
    CHECK(desk.recover() == std::vector{plan.id});
    CHECK(desk.state(plan) == "failed");
    CHECK(outcomeOf(desk, plan)->sentence == "The program ended before the change was sent; the job was not touched.");
    CHECK(desk.cluster->requestsSent == 0);
    CHECK(desk.actions(plan).back() == "apply.recovered");
    CHECK(desk.recover().empty());
}

TEST_CASE("died when the request may have left: the cluster tells") {
    SUBCASE("it had not left") {
        Desk desk;
        const Plan plan = dieAt(desk, "before request");
        CHECK(desk.recover() == std::vector{plan.id});
        CHECK(desk.state(plan) == "failed");
        CHECK(outcomeOf(desk, plan)->sentence.find("Nothing was accepted: the job runs as before") == 0);
        CHECK(desk.cluster->requestsSent == 0);
    }
    SUBCASE("it had left and was obeyed") {
        Desk desk;
        const Plan plan = dieAt(desk, "after request");
        CHECK(desk.recover() == std::vector{plan.id});
        CHECK(desk.state(plan) == "done");
        CHECK(kindOf(outcomeOf(desk, plan)) == "achieved");
    }
    SUBCASE("it had left and was obeyed in part") {
        Desk desk;
        desk.cluster->reaction = Reaction::Partial;
        const Plan plan = dieAt(desk, "after request");
        CHECK(desk.recover() == std::vector{plan.id});
        CHECK(desk.state(plan) == "partly");
    }
    SUBCASE("it was accepted and nothing came of it") {
        Desk desk;
        desk.cluster->reaction = Reaction::NoEffect;
        const Plan plan = dieAt(desk, "answer recorded");
        CHECK(desk.recover() == std::vector{plan.id});
        CHECK(desk.state(plan) == "failed");
        CHECK(kindOf(outcomeOf(desk, plan)) == "not_achieved");
    }
    SUBCASE("the cluster does not answer any more") {
        Desk desk;
        const Plan plan = dieAt(desk, "after request");
        desk.cluster->unreachable = true;
        CHECK(desk.recover() == std::vector{plan.id});
        CHECK(desk.state(plan) == "unknown");
    }
    SUBCASE("the connection was removed") {
        Desk desk;
        const Plan plan = dieAt(desk, "after request");
        const auto named = desk.reviewer->recover(
            [](const std::string&) -> Result<std::unique_ptr<engines::EngineReader>> {
                return fail("connection.unknown", "There is no connection \"fake\".");
            },
            {});
        REQUIRE(named);
        CHECK(desk.state(plan) == "unknown");
        CHECK(outcomeOf(desk, plan)->sentence.find("There is no connection") != std::string::npos);
    }
}

TEST_CASE("a change that may still arrive is left for a later look") {
    Desk desk;
    desk.cluster->reaction = Reaction::NoEffect;
    const Plan plan = dieAt(desk, "after request");
    CHECK(desk.recover(Millis{0}).empty());
    CHECK(desk.state(plan) == "verifying");
    desk.cluster->changeFromOutside({{"join", 6}}); // it arrives
    CHECK(desk.recover(Millis{0}) == std::vector{plan.id});
    CHECK(desk.state(plan) == "done");
    CHECK(desk.chainIntact());
}

TEST_CASE("the next apply names what a dead one left behind") {
    Desk desk;
    const Plan dead = dieAt(desk, "after request");
    const Plan next = desk.draft({{"join", 2}});
    REQUIRE(desk.approve(next));
    CHECK(codeOf(desk.apply(next)) == "plan.stale"); // the dead one's change had arrived
    CHECK(desk.state(dead) == "done");
}

TEST_CASE("a recovered rollback closes the plan that it undid") {
    Desk desk;
    const Plan plan = desk.approved({{"join", 6}});
    REQUIRE(desk.apply(plan));
    const auto back = desk.reviewer->reverse(plan.id, *desk.reader(), "ann", {});
    REQUIRE(back);
    REQUIRE(desk.approve(*back));
    desk.cluster->at = [](const std::string& now) {
        if (now == "after request")
            throw Death();
    };
    CHECK_THROWS_AS((void)desk.apply(*back), Death);
    desk.cluster->at = {};
    desk.reopen();
    desk.recover();
    CHECK(desk.state(*back) == "done");
    CHECK(desk.state(plan) == "rolled_back");
}

namespace {

std::vector<history::PlanRecord> allPlans(history::Store& store) {
    std::vector<history::PlanRecord> all;
    std::string after;
    do {
        auto page = store.plans("", "", "", 500, after);
        REQUIRE(page);
        all.insert(all.end(), page->rows.begin(), page->rows.end());
        after = page->next;
    } while (!after.empty());
    return all;
}

/// What a child does until it is killed: draft, approve, apply, again and again.
[[noreturn]] void applyForEver(Desk& desk, unsigned seed) {
    std::mt19937 random(seed);
    desk.cluster->pollsUntilThere = 0;
    for (int i = 0;; ++i) {
        auto snapshot = desk.reader()->snapshot(desk.cluster->jobId, {});
        Plan plan = blankPlan(desk.profile, *snapshot, desk.clock->now());
        plan.path = engines::ApplyPath::InPlace;
        setTarget(plan, snapshot->graph,
                  {{"join", 1 + static_cast<int>(random() % 8)}, {"sink", 1 + static_cast<int>(random() % 8)}});
        if (!desk.reviewer->submitDraft(plan, "child") || plan.changes.empty())
            continue;
        if (!desk.reviewer->approve(plan, *desk.reader(), {"child", "test"}, {}, {}))
            ::_exit(3);
        if (!desk.reviewer->apply(plan.id, desk.profile, "", {}, {}, {}))
            ::_exit(4);
    }
}

} // namespace

TEST_CASE("of two programs that apply the same plan at the same time one sends it") {
    Desk desk;
    desk.cluster->file = desk.folder.path() / "cluster.json";
    desk.cluster->pollsUntilThere = 0;
    desk.cluster->save();
    std::map<std::string, int> answers;
    constexpr int kRounds = 15;
    for (int round = 0; round < kRounds; ++round) {
        const Plan plan = desk.approved({{"join", 2 + round}});
        desk.store.reset();
        desk.reviewer.reset();
        std::vector<pid_t> children;
        int gate[2];
        REQUIRE(::pipe(gate) == 0);
        for (int i = 0; i < 2; ++i) {
            const pid_t child = ::fork();
            REQUIRE(child >= 0);
            if (child == 0) {
                desk.reopen();
                char go = 0;
                ::close(gate[1]);
                if (::read(gate[0], &go, 1) != 0) // both start when the parent closes its end
                    ::_exit(9);
                const std::string answer = kindOf(desk.apply(plan));
                ::_exit(answer == "achieved" ? 0 : answer == "plan.busy" ? 1 : answer == "plan.not_approved" ? 2 : 3);
            }
            children.push_back(child);
        }
        ::close(gate[0]);
        ::close(gate[1]);
        int achieved = 0;
        for (const pid_t child : children) {
            int status = 0;
            REQUIRE(::waitpid(child, &status, 0) == child);
            REQUIRE(WIFEXITED(status));
            CHECK(WEXITSTATUS(status) <= 2);
            achieved += WEXITSTATUS(status) == 0 ? 1 : 0;
            ++answers[std::vector<std::string>{"achieved", "busy", "too late",
                                               "other"}[static_cast<std::size_t>(std::min(3, WEXITSTATUS(status)))]];
        }
        CHECK(achieved == 1);
        desk.reopen();
        desk.cluster->load();
        CHECK(desk.cluster->requestsSent == round + 1);
        CHECK(desk.state(plan) == "done");
    }
    CHECK(desk.chainIntact());
    MESSAGE(answers["achieved"], " achieved, ", answers["busy"], " busy, ", answers["too late"], " too late");
}

TEST_CASE("killed at a hundred random moments, every plan is named and the store is whole") {
    Desk desk;
    desk.cluster->file = desk.folder.path() / "cluster.json";
    desk.cluster->save();
    desk.store.reset();
    desk.reviewer.reset();
    std::mt19937 random(20'260'514);
    std::map<std::string, int> ends;
    std::set<std::string> checked;
    int interrupted = 0;
    int finished = 0;
    for (int round = 0; round < 100; ++round) {
        const auto seed = static_cast<unsigned>(random());
        const auto life = std::chrono::microseconds(1'000 + random() % 150'000);
        int ready[2];
        REQUIRE(::pipe(ready) == 0);
        const pid_t child = ::fork();
        REQUIRE(child >= 0);
        if (child == 0) {
            desk.reopen();
            if (::write(ready[1], "x", 1) != 1)
                ::_exit(2);
            applyForEver(desk, seed);
        }
        char begun = 0;
        REQUIRE(::read(ready[0], &begun, 1) == 1); // its life counts from here
        ::close(ready[0]);
        ::close(ready[1]);
        std::this_thread::sleep_for(life);
        REQUIRE(::kill(child, SIGKILL) == 0);
        int status = 0;
        REQUIRE(::waitpid(child, &status, 0) == child);
        REQUIRE(WIFSIGNALED(status)); // it did not give up by itself

        desk.reopen();
        std::map<std::string, std::string> was;
        for (const history::PlanRecord& plan : allPlans(*desk.store))
            was[plan.id] = plan.state;
        const auto named = desk.recover();
        interrupted += static_cast<int>(named.size());
        for (const std::string& id : named)
            CHECK((was[id] == "applying" || was[id] == "verifying"));

        desk.cluster->load();
        const ParallelismVector now = desk.cluster->graph.parallelism();
        finished = 0;
        int sent = 0;
        for (const history::PlanRecord& plan : allPlans(*desk.store)) {
            CHECK(plan.state != "applying");
            CHECK(plan.state != "verifying");
            // Every request that was counted belongs to a plan that says so, and every plan that is done was sent.
            sent += plan.state == "done" ? 1 : 0;
            if (plan.outcome.empty())
                continue;
            ++finished;
            if (!checked.insert(plan.id).second)
                continue;
            const auto loaded = loadPlan(*desk.store, plan.id);
            REQUIRE(loaded);
            const auto outcome = outcomeFromJson(*parseJson(plan.outcome, "outcome"));
            REQUIRE(outcome);
            // The fake either does what it was asked or was not asked: nothing in between, nothing unknown.
            CHECK((plan.state == "done" || plan.state == "failed"));
            CHECK((plan.state == "done") == (outcome->kind == OutcomeKind::Achieved));
            if (std::ranges::find(named, plan.id) != named.end()) {
                ++ends[plan.state + " after " + was[plan.id]];
                CHECK((plan.state == "done") == (now == loaded->plan.target()));
            }
        }
        CHECK(sent == desk.cluster->requestsSent);
        CHECK(desk.chainIntact());
        desk.store.reset();
        desk.reviewer.reset();
    }
    std::string summary;
    for (const auto& [what, count] : ends)
        summary += what + ": " + std::to_string(count) + "; ";
    MESSAGE(interrupted, " interrupted of ", finished, " applied; ", summary);
    CHECK(interrupted > 10); // the moments must lie inside applies to mean anything
    CHECK(finished >= interrupted);
}
