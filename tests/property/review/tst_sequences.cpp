// SPDX-License-Identifier: GPL-3.0-or-later
// Random sequences of everything that can be done to plans: no impossible state, no write without an approval, an
// intact chain whose rows tell exactly the arrows that were taken.
#include <doctest/doctest.h>
#include <map>
#include <nlohmann/json.hpp>
#include <random>
#include <stdexcept>

#include "tests/support/review_desk.h"

using namespace streamtune;
using namespace streamtune::review;
using namespace streamtune::test;

namespace {

struct Death : std::runtime_error {
    Death() : std::runtime_error("death") {}
};

class Walk {
public:
    explicit Walk(unsigned seed) : m_random(seed) {}

    void run(int operations) {
        for (int i = 0; i < operations; ++i) {
            step();
            watch();
        }
        m_desk.cluster->at = {};
        m_desk.cluster->unreachable = false;
        m_desk.recover();
        watch();
        for (const auto& [id, state] : m_states)
            CHECK((state != "applying" && state != "verifying"));
        CHECK(m_desk.chainIntact());
        checkWrites();
    }

private:
    int below(int n) { return static_cast<int>(m_random() % static_cast<unsigned>(n)); }

    const Plan& any() { return m_plans[static_cast<std::size_t>(below(static_cast<int>(m_plans.size())))]; }

    void keep(const Result<Plan>& plan) {
        if (plan)
            m_plans.push_back(*plan);
    }

    void draft() {
        auto snapshot = m_desk.reader()->snapshot(m_desk.cluster->jobId, {});
        if (!snapshot)
            return;
        Plan plan = blankPlan(m_desk.profile, *snapshot, m_desk.clock->now());
        plan.path = engines::ApplyPath::InPlace;
        setTarget(plan, snapshot->graph, {{"join", 1 + below(9)}, {"sink", 1 + below(9)}});
        REQUIRE(m_desk.reviewer->submitDraft(plan, "walker"));
        m_plans.push_back(plan);
    }

    void trouble() {
        FakeCluster& cluster = *m_desk.cluster;
        switch (below(7)) {
        case 0:
            cluster.changeFromOutside({{"join", 1 + below(9)}});
            break;
        case 1:
            cluster.unreachable = !cluster.unreachable;
            break;
        case 2:
            cluster.state = cluster.state == "RUNNING" ? "RESTARTING" : "RUNNING";
            break;
        case 3:
            cluster.reaction = static_cast<Reaction>(below(9));
            cluster.foreign = {{"sink", 1 + below(20)}};
            break;
        case 4:
            cluster.reaction = Reaction::Reach;
            cluster.state = "RUNNING";
            cluster.gone = cluster.unreachable = false;
            break;
        case 5:
            m_desk.clock->advance(Millis{below(3) * 12 * 3'600'000});
            break;
        default:
            cluster.checks.clear();
            if (below(2) == 0)
                cluster.checks = {{"autoscaler", engines::CheckLevel::Block, "Autoscaler", "One is active."}};
        }
    }

    void apply() {
        static constexpr const char* kMoments[] = {"prepared", "before request", "after request", "answer recorded"};
        if (below(4) == 0) {
            const std::string moment = kMoments[below(4)];
            m_desk.cluster->at = [moment](const std::string& now) {
                if (now == moment)
                    throw Death();
            };
        }
        try {
            (void)m_desk.apply(any());
        } catch (const Death&) {
            m_desk.reopen();
        }
        m_desk.cluster->at = {};
    }

    void step() {
        if (m_plans.empty() || below(6) == 0)
            return draft();
        auto reader = m_desk.reader();
        switch (below(9)) {
        case 0:
            (void)m_desk.reviewer->check(any(), *reader, "walker", {});
            break;
        case 1:
        case 2:
            (void)m_desk.approve(any());
            break;
        case 3:
            if (below(3) == 0)
                (void)m_desk.reviewer->reject(any(), {"walker", "no"});
            break;
        case 4:
            keep(m_desk.reviewer->edit(any(), {{"join", 1 + below(9)}}, "walker"));
            break;
        case 5:
            keep(m_desk.reviewer->reverse(any().id, *reader, "walker", {}));
            break;
        case 6:
            m_desk.recover(Millis{below(2) == 0 ? 0 : -1});
            break;
        case 7:
            trouble();
            break;
        default:
            apply();
        }
    }

    /// What changed since the last look is a path of arrows, and no two plans are on their way to the job.
    void watch() {
        int onTheWay = 0;
        for (const Plan& plan : m_plans) {
            const std::string now = m_desk.state(plan);
            const auto [it, isNew] = m_states.try_emplace(plan.id, "draft");
            CHECK_MESSAGE(reachable(it->second, now), it->second, " -> ", now);
            it->second = now;
            onTheWay += now == "applying" || now == "verifying" ? 1 : 0;
        }
        CHECK(onTheWay <= 1);
    }

    static bool reachable(const std::string& from, const std::string& to) {
        std::vector<PlanState> open{*planStateFromString(from)};
        std::vector<PlanState> seen = open;
        while (!open.empty()) {
            const PlanState state = open.back();
            open.pop_back();
            if (toString(state) == to)
                return true;
            for (const PlanState next : followers(state))
                if (std::ranges::find(seen, next) == seen.end()) {
                    seen.push_back(next);
                    open.push_back(next);
                }
        }
        return false;
    }

    /// Every write had a permit, every permit a plan whose very hash somebody approved before.
    void checkWrites() {
        CHECK(m_desk.cluster->requestsSent <= static_cast<int>(m_desk.factory.permits.size()));
        for (const std::string& hash : m_desk.factory.permits) {
            const auto plan = std::ranges::find_if(m_plans, [&](const Plan& p) { return planHash(p) == hash; });
            REQUIRE(plan != m_plans.end());
            const auto approvals = m_desk.store->approvals(plan->id);
            REQUIRE(approvals);
            CHECK(std::ranges::any_of(*approvals, [&](const auto& a) { return a.planHash == hash; }));
            const auto actions = m_desk.actions(*plan);
            const auto approved = std::ranges::find(actions, "plan.approved");
            const auto begun = std::ranges::find(actions, "apply.begun");
            CHECK(approved < begun);
        }
    }

    std::mt19937 m_random;
    Desk m_desk;
    std::vector<Plan> m_plans;
    std::map<std::string, std::string> m_states;
};

} // namespace

TEST_CASE("no sequence of operations reaches an impossible state") {
    for (unsigned seed = 1; seed <= 25; ++seed) {
        CAPTURE(seed);
        Walk(seed).run(50);
    }
}
