// SPDX-License-Identifier: GPL-3.0-or-later
#include <doctest/doctest.h>

#include "core/workbench/demo.h"
#include "core/workbench/workbench.h"
#include "tests/unit/cli/program.h"

using namespace streamtune;
using workbench::Workbench;

TEST_CASE("the demo has loads of every kind, measured now, and a past") {
    const test::Sandbox box;
    const auto file = box.path("new folder/demo.db");
    REQUIRE(Workbench::createDemo(file).has_value());
    workbench::Options options;
    options.workspace = file;
    const auto bench = Workbench::open(options);
    REQUIRE(bench.has_value());
    const auto jobs = (*bench)->jobs(workbench::kDemoConnection, {});
    REQUIRE(jobs.has_value());
    CHECK(jobs->size() == 8);
    int overloaded = 0;
    for (const engines::JobSummary& job : *jobs) {
        INFO(job.name);
        const auto view = (*bench)->show(workbench::kDemoConnection, job.id, {});
        REQUIRE(view.has_value());
        REQUIRE(view->window.has_value());
        CHECK(view->window->quiet);
        CHECK(view->window->parallelism() == view->snapshot.graph.parallelism());
        overloaded += view->labels.underProvisioned ? 1 : 0;
    }
    CHECK(overloaded == 3);
    const auto store = (*bench)->store();
    REQUIRE(store.has_value());
    const auto stats = (*store)->stats();
    REQUIRE(stats.has_value());
    CHECK(stats->graphs > 40);
    CHECK(stats->runs == 60 * 4 + 8 * 3 + 8);
    // An existing file is never written over, and nothing is left beside it.
    CHECK(Workbench::createDemo(file).error().code == "file.exists");
    for (const auto& entry : std::filesystem::directory_iterator(file.parent_path()))
        CHECK(entry.path().filename().string().starts_with("demo.db"));
}

TEST_CASE("the embedded jobs can be read") {
    CHECK(workbench::demoJobs().value().size() == 8);
    CHECK(workbench::pastJobs().value().size() == 60);
}
