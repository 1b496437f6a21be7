// SPDX-License-Identifier: GPL-3.0-or-later
// Several processes on one file, and processes that are killed at any moment.
#include <algorithm>
#include <chrono>
#include <csignal>
#include <doctest/doctest.h>
#include <map>
#include <nlohmann/json.hpp>
#include <random>
#include <set>
#include <sstream>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

#include "core/history/store.h"
#include "tests/support/history_data.h"

using namespace streamtune;
using namespace streamtune::history;
using namespace streamtune::test;

namespace {

AuditRow childSaid(const std::string& action, const std::string& subject) {
    AuditRow row;
    row.actor = "child";
    row.action = action;
    row.subject = subject;
    row.detail = "{}";
    return row;
}

/// The way of a plan, one acknowledged call each. State and number of audit rows after step i are kStates[i], i + 1.
constexpr std::array kStates{"draft",    "checked",  "approved",  "applying", "applying",
                             "applying", "applying", "verifying", "done"};

Status planStep(Store& store, const std::string& id, std::size_t step) {
    const std::string subject = "plan:" + id;
    switch (step) {
    case 0: {
        PlanRecord plan;
        plan.id = id;
        plan.hash = "sha256:" + id;
        plan.json = "{}";
        plan.state = "draft";
        plan.jobName = "job";
        return store.insertPlan(plan, childSaid("plan.created", subject));
    }
    case 1:
        return store.movePlan(id, "draft", "checked", childSaid("plan.checked", subject));
    case 2:
        return store.approvePlan({id, "sha256:" + id, "child", "go", {}, ""}, childSaid("plan.approved", subject));
    case 3:
        return store.movePlan(id, "approved", "applying", childSaid("apply.begun", subject));
    case 4:
    case 5:
    case 6:
        return store.appendStep({id, 0, {}, "{}"}, R"({"stage":)" + std::to_string(step) + "}",
                                childSaid("apply.step", subject));
    case 7:
        return store.movePlan(id, "applying", "verifying", childSaid("apply.verifying", subject));
    default:
        return store.finishPlan(id, "verifying", "done", R"({"kind":"achieved"})", childSaid("apply.outcome", subject));
    }
}

void say(int pipe, const std::string& line) {
    const std::string text = line + "\n";
    if (::write(pipe, text.data(), text.size()) != static_cast<ssize_t>(text.size()))
        ::_exit(3);
}

/// Records and applies until it is killed; says what was acknowledged.
[[noreturn]] void childLife(const std::filesystem::path& file, const std::string& name, int pipe) {
    auto store = Store::open(file, OpenMode::ReadWrite);
    if (!store)
        ::_exit(2);
    const JobGraph graph = chainGraph("job", 3);
    for (int i = 0;; ++i) {
        const std::string plan = name + "-" + std::to_string(i);
        for (std::size_t step = 0; step < kStates.size(); ++step) {
            const auto run =
                (*store)->record(graph, windowOf(graph, name, i * 10 + static_cast<int>(step)), {{"n1", 1}});
            if (!run)
                ::_exit(2);
            say(pipe, "w " + std::to_string(run->windows));
            if (!planStep(**store, plan, step))
                ::_exit(2);
            say(pipe, "p " + plan + " " + std::to_string(step));
        }
    }
}

struct Acknowledged {
    std::int64_t windows = 0;
    std::map<std::string, std::size_t> plans; ///< id -> last step
};

/// Starts a child and kills it at a random moment: after some of its words and up to 3 ms, or while it is being born.
Acknowledged lifeAndDeath(const std::filesystem::path& file, const std::string& name, std::mt19937& random) {
    int ends[2];
    REQUIRE(::pipe(ends) == 0);
    const pid_t child = ::fork();
    if (child == 0) {
        ::close(ends[0]);
        childLife(file, name, ends[1]);
    }
    ::close(ends[1]);
    std::string text;
    char buffer[4096];
    for (auto words = static_cast<std::ptrdiff_t>(random() % 28); std::ranges::count(text, '\n') < words;) {
        const ssize_t n = ::read(ends[0], buffer, sizeof buffer);
        REQUIRE(n > 0);
        text.append(buffer, static_cast<std::size_t>(n));
    }
    std::this_thread::sleep_for(std::chrono::microseconds(random() % 3'000));
    ::kill(child, SIGKILL);
    for (ssize_t n = 0; (n = ::read(ends[0], buffer, sizeof buffer)) > 0;)
        text.append(buffer, static_cast<std::size_t>(n));
    ::close(ends[0]);
    int status = 0;
    ::waitpid(child, &status, 0);
    REQUIRE(WIFSIGNALED(status));
    Acknowledged done;
    std::istringstream lines(text.substr(0, text.rfind('\n') + 1));
    for (std::string kind, word; lines >> kind >> word;)
        if (kind == "w") {
            done.windows = std::stoll(word);
        } else {
            lines >> done.plans[word];
        }
    return done;
}

void checkPlan(Store& store, const std::string& id, std::optional<std::size_t> lastStep) {
    CAPTURE(id);
    const auto found = store.plan(id);
    REQUIRE(found);
    auto rows = store.auditRows("plan:" + id, std::nullopt, 100, "");
    REQUIRE(rows);
    std::erase_if(rows->rows, [&](const AuditRow& row) { return row.subject != "plan:" + id; });
    if (!found->has_value()) {
        CHECK_FALSE(lastStep.has_value());
        CHECK(rows->rows.empty());
        return;
    }
    const PlanRecord& plan = **found;
    const std::size_t step = rows->rows.size() - 1; // one audit row a step, in the same transaction
    REQUIRE(step < kStates.size());
    CHECK(plan.state == kStates[step]);
    CHECK(store.steps(id)->size() == (step < 4 ? 0 : std::min<std::size_t>(step - 3, 3)));
    CHECK(store.approvals(id)->size() == (step >= 2 ? 1 : 0));
    CHECK(plan.outcome.empty() == (step < 8));
    CHECK(plan.ticket == (step < 4 ? "" : R"({"stage":)" + std::to_string(std::min<std::size_t>(step, 6)) + "}"));
    if (lastStep) { // at most one call was under way
        CHECK(step >= *lastStep);
        CHECK(step <= *lastStep + 1);
    }
}

} // namespace

TEST_CASE("killed 200 times at random moments, nothing acknowledged is lost and no plan is in an impossible state") {
    std::mt19937 random(20260526);
    std::int64_t windowsSeen = 0;
    std::size_t plansSeen = 0;
    std::set<std::string> statesLeft; // in which plans were found after a kill
    for (int file = 0; file < 10; ++file) {
        const ScratchFolder folder;
        const auto path = folder / "w.db";
        std::map<std::string, Acknowledged> lives;
        for (int life = 0; life < 20; ++life) {
            const std::string name = "d" + std::to_string(life);
            const Acknowledged done = lives[name] = lifeAndDeath(path, name, random);
            windowsSeen += done.windows;
            if (!std::filesystem::exists(path))
                continue; // killed before it had made the file
            auto store = Store::open(path, OpenMode::ReadWrite);
            REQUIRE(store);
            CHECK((*store)->verifyAudit({})->intact);
            for (const auto& [id, step] : done.plans)
                checkPlan(**store, id, step);
            checkPlan(**store, name + "-" + std::to_string(done.plans.size()), std::nullopt);
            plansSeen += done.plans.size();
            for (const auto& [id, step] : done.plans)
                statesLeft.insert((*store)->plan(id).value()->state);
        }
        auto store = Store::open(path, OpenMode::ReadWrite);
        REQUIRE(store);
        CHECK((*store)->checkIntegrity({}));
        const JobGraph graph = chainGraph("job", 3);
        const auto runs = (*store)->runs("", 1'000, "", {});
        REQUIRE(runs);
        std::int64_t observations = 0;
        for (const RunRecord& run : runs->rows) {
            const auto windows = (*store)->windowsOfRun(run.id, 0, 1'000'000, {});
            REQUIRE(windows);
            CHECK(run.windows == static_cast<std::int64_t>(windows->size()));
            CHECK(run.windows >= lives.at(run.deployment).windows);
            CHECK(run.windows <= lives.at(run.deployment).windows + 1);
            observations += 3 * run.windows;
            for (std::size_t i = 0; i < windows->size(); ++i) { // each whole, in order, none twice
                const int number = static_cast<int>(i / kStates.size() * 10 + i % kStates.size());
                CHECK((*windows)[i].number == static_cast<std::int64_t>(i));
                CHECK(observationToJson((*windows)[i].window) ==
                      observationToJson(windowOf(graph, run.deployment, number)));
            }
            CHECK((*store)->summary(run.id)->at(1).windows == run.windows);
            CHECK((*store)->summary(run.id)->at(1).bottleneck == run.windows);
        }
        for (const auto& [name, done] : lives)
            if (done.windows > 0)
                CHECK(std::ranges::any_of(runs->rows, [&](const RunRecord& r) { return r.deployment == name; }));
        CHECK((*store)->stats()->observations == observations);
    }
    MESSAGE("acknowledged windows: " << windowsSeen << ", plans: " << plansSeen
                                     << ", states they were left in: " << statesLeft.size());
    CHECK(windowsSeen > 200);
    CHECK(statesLeft == std::set<std::string>(kStates.begin(), kStates.end()));
}

TEST_CASE("processes that make the same workspace at once all get it") {
    for (int round = 0; round < 20; ++round) {
        const ScratchFolder folder;
        const auto path = folder / "w.db";
        const auto together = std::chrono::steady_clock::now() + std::chrono::milliseconds(20);
        std::vector<pid_t> children;
        for (int p = 0; p < 4; ++p) {
            const pid_t child = ::fork();
            if (child == 0) {
                std::this_thread::sleep_until(together + std::chrono::microseconds(p * round * 100));
                ::_exit(Store::open(path, OpenMode::ReadWrite) ? 0 : 2);
            }
            children.push_back(child);
        }
        for (const pid_t child : children) {
            int status = 0;
            ::waitpid(child, &status, 0);
            CHECK(status == 0);
        }
    }
}

TEST_CASE("processes that write at once lose nothing") {
    constexpr int kProcesses = 3;
    constexpr int kRounds = 60;
    const ScratchFolder folder;
    const auto path = folder / "w.db"; // made by whoever is first
    const JobGraph graph = chainGraph("job", 3);
    std::vector<pid_t> children;
    for (int p = 0; p < kProcesses; ++p) {
        const pid_t child = ::fork();
        if (child == 0) {
            auto store = Store::open(path, OpenMode::ReadWrite);
            if (!store)
                ::_exit(2);
            for (int i = 0; i < kRounds; ++i) {
                const std::string own = "own" + std::to_string(p);
                const auto add = [](const std::optional<std::string>& old) -> Result<std::string> {
                    return std::to_string(old ? std::stoi(*old) + 1 : 1);
                };
                if (!(*store)->record(graph, windowOf(graph, "shared", p * 1'000 + i), {}) ||
                    !(*store)->record(graph, windowOf(graph, own, i), {}) || !(*store)->audit(childSaid("note", own)) ||
                    !(*store)->updateDocument("counter", "shared", add))
                    ::_exit(4);
            }
            ::_exit(0);
        }
        children.push_back(child);
    }
    for (const pid_t child : children) {
        int status = 0;
        ::waitpid(child, &status, 0);
        CHECK(WIFEXITED(status));
        CHECK(WEXITSTATUS(status) == 0);
    }
    const auto store = Store::open(path, OpenMode::ReadOnly);
    REQUIRE(store);
    CHECK((*store)->stats()->runs == 1 + kProcesses);
    CHECK((*store)->stats()->observations == 3 * 2 * kProcesses * kRounds);
    CHECK((*store)->document("counter", "shared").value() == std::to_string(kProcesses * kRounds));
    const auto verdict = (*store)->verifyAudit({});
    CHECK(verdict->intact);
    CHECK(verdict->rows == kProcesses * kRounds);
    CHECK((*store)->checkIntegrity({}));
    const auto windows = (*store)->windows("local", "job", std::nullopt, 10'000, {});
    REQUIRE(windows);
    CHECK(windows->size() == 2 * kProcesses * kRounds);
}
