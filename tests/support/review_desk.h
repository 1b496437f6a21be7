// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// A store in a folder of its own, a fake cluster and a reviewer, for tests of the review room.

#include <atomic>
#include <doctest/doctest.h>
#include <filesystem>
#include <memory>
#include <string>
#include <unistd.h>
#include <vector>

#include "core/history/store.h"
#include "core/review/drafts.h"
#include "core/review/life_cycle.h"
#include "core/review/reviewer.h"
#include "tests/support/fake_engine.h"

namespace streamtune::test {

inline std::string codeOf(const auto& result) {
    return result ? "ok" : result.error().code;
}
inline std::string kindOf(const Result<review::Outcome>& outcome) {
    return outcome ? review::toString(outcome->kind) : outcome.error().code;
}

class TempFolder {
public:
    TempFolder() {
        static std::atomic<int> count{0};
        m_path = std::filesystem::temp_directory_path() /
                 ("st-review-" + std::to_string(::getpid()) + "-" + std::to_string(count++));
        std::filesystem::create_directories(m_path);
    }
    ~TempFolder() {
        std::error_code ignored;
        std::filesystem::remove_all(m_path, ignored);
    }
    TempFolder(const TempFolder&) = delete;
    TempFolder& operator=(const TempFolder&) = delete;
    const std::filesystem::path& path() const { return m_path; }

private:
    std::filesystem::path m_path;
};

inline engines::Profile fakeProfile() {
    engines::Profile profile;
    profile.name = "fake";
    profile.url = "http://fake";
    profile.type = engines::ConnectionType::Dev;
    return profile;
}

struct Desk {
    TempFolder folder;
    std::shared_ptr<FakeCluster> cluster = std::make_shared<FakeCluster>();
    FakeFactory factory{cluster};
    engines::Profile profile = fakeProfile();
    std::shared_ptr<ManualClock> clock = std::make_shared<ManualClock>(TimePoint{Millis{1'780'000'000'000}});
    std::unique_ptr<history::Store> store;
    std::unique_ptr<review::Reviewer> reviewer;

    Desk() { reopen(); }

    std::filesystem::path file() const { return folder.path() / "workspace.db"; }

    void reopen() {
        store.reset();
        auto opened = history::Store::open(file(), history::OpenMode::ReadWrite);
        REQUIRE_MESSAGE(opened, (opened ? "" : opened.error().sentence));
        store = std::move(*opened);
        reviewer = std::make_unique<review::Reviewer>(*store, factory, clock);
    }

    std::unique_ptr<engines::EngineReader> reader() { return std::move(*factory.reader(profile)); }

    /// A stored draft for the job as it is now.
    review::Plan draft(const ParallelismVector& target) {
        review::Plan plan = unsaved(target);
        const Status stored = reviewer->submitDraft(plan, "ann");
        REQUIRE_MESSAGE(stored, (stored ? "" : stored.error().sentence));
        return plan;
    }
    review::Plan unsaved(const ParallelismVector& target) {
        auto snapshot = reader()->snapshot(cluster->jobId, {});
        REQUIRE(snapshot);
        review::Plan plan = review::blankPlan(profile, *snapshot, clock->now());
        plan.path = cluster->path;
        plan.model = "test";
        review::setTarget(plan, snapshot->graph, target);
        return plan;
    }
    Status approve(const review::Plan& plan) {
        return reviewer->approve(plan, *reader(), {"ben", "load is growing"}, {}, {});
    }
    review::Plan approved(const ParallelismVector& target) {
        review::Plan plan = draft(target);
        const Status ok = approve(plan);
        REQUIRE_MESSAGE(ok, (ok ? "" : ok.error().sentence));
        return plan;
    }
    Result<review::Outcome> apply(const review::Plan& plan, const std::string& confirm = {},
                                  std::stop_token stop = {}) {
        return reviewer->apply(plan.id, profile, confirm, stop, {}, {});
    }
    /// The word of the stored state (doctest cannot print enums that have a toString of their own).
    std::string state(const review::Plan& plan) {
        const auto stored = review::loadPlan(*store, plan.id);
        REQUIRE(stored);
        return review::toString(stored->state);
    }
    /// Oldest first.
    std::vector<history::AuditRow> audit(const std::string& subject) {
        std::vector<history::AuditRow> rows;
        std::string after;
        do {
            auto page = store->auditRows(subject, {}, 500, after);
            REQUIRE(page);
            rows.insert(rows.end(), page->rows.begin(), page->rows.end());
            after = page->next;
        } while (!after.empty());
        std::reverse(rows.begin(), rows.end());
        return rows;
    }
    std::vector<std::string> actions(const review::Plan& plan) {
        std::vector<std::string> names;
        for (const history::AuditRow& row : audit("plan:" + plan.id))
            names.push_back(row.action);
        return names;
    }
    bool chainIntact() {
        const auto verdict = store->verifyAudit({});
        return verdict && verdict->intact;
    }
    std::vector<std::string> recover(Millis patience = Millis{-1}) {
        auto named = reviewer->recover([&](const std::string&) { return factory.reader(profile); }, {}, patience);
        REQUIRE_MESSAGE(named, (named ? "" : named.error().sentence));
        return *named;
    }
};

} // namespace streamtune::test
