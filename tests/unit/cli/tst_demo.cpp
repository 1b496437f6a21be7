// SPDX-License-Identifier: GPL-3.0-or-later
#include <doctest/doctest.h>
#include <map>
#include <set>

#include "core/engines/simulated/job_truth.h"
#include "core/workbench/cluster_desk.h"
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
    CHECK(stats->runs == 60 * 4 + 42 * 3 + 8 * 3 + 8);
    // Clustered already, and the clusters mean something: jobs that do the same are together, and each kind is apart
    // from the others. Their names play no part in the distances.
    const auto board = workbench::ClusterDesk(**bench).board();
    REQUIRE(board.has_value());
    const auto shared = board->sharedShapes();
    std::set<std::string> homes;
    for (const auto& [kind, words] : {std::pair("etl-", "chains without state"),
                                      {"sessions-", "session windows"},
                                      {"cdc-", "joins of streams that are aggregated first"},
                                      {"alerts-", "temporal joins, then an aggregate, to several sinks"}}) {
        INFO(kind);
        std::map<std::string, int> counts; // by cluster
        int all = 0;
        for (const auto& cluster : board->set.clusters)
            for (const std::string& job : board->jobNames(cluster))
                if (job.starts_with(kind)) {
                    ++counts[cluster.id];
                    ++all;
                }
        CHECK(all >= 6);
        REQUIRE(counts.size() == 1);
        const std::string& home = counts.begin()->first;
        CHECK(homes.insert(home).second);
        CHECK(shared.at(home) == words);
    }
    CHECK(board->set.clusters.size() >= 10);
    CHECK(board->set.silhouette > 0.55);
    // An existing file is never written over, and nothing is left beside it.
    CHECK(Workbench::createDemo(file).error().code == "file.exists");
    for (const auto& entry : std::filesystem::directory_iterator(file.parent_path()))
        CHECK(entry.path().filename().string().starts_with("demo.db"));
}

TEST_CASE("the embedded jobs can be read") {
    CHECK(workbench::demoJobs().value().size() == 8);
    CHECK(workbench::pastJobs().value().size() == 60);
    const auto real = workbench::realJobs();
    REQUIRE(real.has_value());
    CHECK(real->size() == 42);
    for (const auto& job : *real) {
        const auto file = engines::simulated::readJobFile(job.text, job.name);
        REQUIRE_MESSAGE(file.has_value(), (file ? "" : file.error().sentence));
        CHECK(file->spec.name == job.name);
        // Every operator takes part: reached from a source, and every source is used.
        for (const Operator& node : file->spec.graph.nodes) {
            INFO(job.name, " ", node.id);
            CHECK((node.label == "source") == file->spec.graph.isSource(node.id));
            CHECK((node.label == "sink") == file->spec.graph.outputsOf(node.id).empty());
        }
    }
}
