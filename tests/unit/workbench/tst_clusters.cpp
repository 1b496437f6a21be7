// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <doctest/doctest.h>

#include "core/workbench/cluster_desk.h"
#include "tests/support/graph_maker.h"
#include "tests/support/history_data.h"
#include "tests/support/workbench_desk.h"

using namespace streamtune;
using namespace streamtune::workbench;
using streamtune::testing::GraphMaker;

namespace {

/// Three families of jobs, a few versions each.
struct ClusterHall : test::Hall {
    ClusterDesk desk{*bench};

    ClusterHall() {
        GraphMaker make(21);
        for (const auto& [family, size] : {std::pair("small", 3), std::pair("middle", 9), std::pair("large", 18)}) {
            const JobGraph origin = make.job(size);
            for (int i = 0; i < 4; ++i)
                add(std::string(family) + "-" + std::to_string(i), i < 2 ? origin : make.edited(origin, i - 1));
        }
    }

    void add(const std::string& name, JobGraph graph) const {
        graph.id = graph.name = name;
        const auto store = bench->store();
        REQUIRE(store);
        const auto recorded = (*store)->record(graph, test::windowOf(graph, "d", 0), {});
        REQUIRE_MESSAGE(recorded, (recorded ? "" : recorded.error().sentence));
    }

    history::ClusterSet clustered(int k = 3) const {
        ClusterRequest request;
        request.options.k = k;
        const auto preview = desk.preview(request, {});
        REQUIRE_MESSAGE(preview, (preview ? "" : preview.error().sentence));
        const auto set = desk.commit(*preview);
        REQUIRE_MESSAGE(set, (set ? "" : set.error().sentence));
        return *set;
    }

    std::string clusterOf(const std::string& job) const {
        const auto view = desk.nearest(job, {}, 1, {});
        REQUIRE_MESSAGE(view, (view ? "" : view.error().sentence));
        CHECK(view->member);
        return view->cluster;
    }
};

template <typename T>
const T& valueOf(const Result<T>& result) {
    REQUIRE_MESSAGE(result, (result ? "" : result.error().sentence));
    return *result;
}

} // namespace

TEST_CASE("a preview stores nothing; a commit stores parameters, lineage and distances") {
    ClusterHall hall;
    CHECK(hall.desk.board().error().code == "cluster.none");
    ClusterRequest request;
    request.options.k = 3;
    request.reason = "first";
    const auto preview = valueOf(hall.desk.preview(request, {}));
    CHECK(preview.changes.size() == 12);
    CHECK(hall.desk.board().error().code == "cluster.none");
    valueOf(hall.desk.commit(preview));
    CHECK(hall.desk.commit(preview).error().code == "cluster.stale");

    const auto board = valueOf(hall.desk.board());
    CHECK(board.set.clusters.size() == 3);
    CHECK(board.set.kAsked == 3);
    CHECK(board.set.reason == "first");
    CHECK(board.set.who == "ann");
    CHECK(board.set.distancesComputed > 0);
    std::size_t jobs = 0;
    for (const auto& cluster : board.set.clusters)
        jobs += board.jobNames(cluster).size();
    CHECK(jobs == 12);
    CHECK(hall.clusterOf("small-0") == hall.clusterOf("small-1"));
    CHECK(hall.clusterOf("small-0") != hall.clusterOf("large-0"));

    // The same again changes nothing, and keeps the ids.
    const auto again = valueOf(hall.desk.preview(request, {}));
    CHECK(again.changes.empty());
    CHECK(again.learned.empty());
    const auto second = valueOf(hall.desk.commit(again));
    CHECK(second.parent == board.set.id);
    CHECK(second.clusters.front().from == second.clusters.front().id);
}

TEST_CASE("what people change is kept when clustering anew, until it is undone") {
    ClusterHall hall;
    hall.clustered();
    const std::string small = hall.clusterOf("small-0");
    const std::string large = hall.clusterOf("large-0");
    CHECK(hall.desk.move({"small-0"}, large, {"bob", ""}).error().code == "cluster.edit"); // no reason
    valueOf(hall.desk.move({"small-3"}, large, {"bob", "it belongs there"}));
    CHECK(hall.clusterOf("small-3") == large);
    valueOf(hall.desk.rename(large, "big ones", {"bob", ""}));

    hall.clustered(4);
    CHECK(hall.clusterOf("small-3") == hall.clusterOf("large-0"));
    CHECK(hall.clusterOf("small-0") != hall.clusterOf("large-0"));
    const auto board = valueOf(hall.desk.board());
    REQUIRE(board.find("big ones"));
    CHECK(board.find("big ones")->id == hall.clusterOf("large-0"));
    CHECK(board.edits.size() == 2);

    const auto edit = board.edits.front().id;
    valueOf(hall.desk.undo(edit, {"bob", "wrong after all"}));
    CHECK(hall.clusterOf("small-3") != hall.clusterOf("large-0"));
    CHECK(valueOf(hall.desk.board()).find("big ones"));
    CHECK(hall.desk.undo(edit, {"bob", "twice"}).error().code == "cluster.edit");
    valueOf(hall.desk.redo(edit, {"bob", "still"}));
    CHECK(hall.clusterOf("small-3") == hall.clusterOf("large-0"));
}

TEST_CASE("clusters merge and split, and undo takes the last change back") {
    ClusterHall hall;
    const auto before = hall.clustered();
    const std::string small = hall.clusterOf("small-0");
    const std::string middle = hall.clusterOf("middle-0");
    CHECK(hall.desk.merge({small}, {"bob", "one is no merge"}).error().code == "cluster.edit");
    CHECK(hall.desk.merge({small, "c99"}, {"bob", "unknown"}).error().code == "cluster.unknown");
    const auto merged = valueOf(hall.desk.merge({small, middle}, {"bob", "both are small"}));
    CHECK(merged.clusters.size() == 2);
    CHECK(hall.clusterOf("small-0") == hall.clusterOf("middle-0"));
    for (const auto& cluster : merged.clusters) // the centre is a member, at distance 0
        CHECK(std::ranges::any_of(cluster.members,
                                  [&](const auto& m) { return m.graph == cluster.centre && m.upper == 0; }));
    valueOf(hall.desk.split({"large-3"}, "odd", {"bob", "another kind"}));
    const auto board = valueOf(hall.desk.board());
    REQUIRE(board.find("odd"));
    CHECK(board.jobNames(*board.find("odd")) == std::vector<std::string>{"large-3"});
    CHECK(hall.desk.split({"large-3"}, "all of it", {"bob", "nothing stays"}).error().code == "cluster.edit");

    valueOf(hall.desk.undo({}, {"bob", "back"}));
    CHECK_FALSE(valueOf(hall.desk.board()).find("odd"));
    const auto after = valueOf(hall.desk.undo({}, {"bob", "and back"}));
    CHECK(after.clusters == before.clusters);
    CHECK(hall.desk.undo({}, {"bob", "nothing left"}).error().code == "cluster.edit");
    CHECK(valueOf(valueOf(hall.bench->store())->verifyAudit({})).intact);
}

TEST_CASE("new jobs join without starting over, and what is unlike anything is said") {
    ClusterHall hall;
    const auto before = hall.clustered();
    CHECK(valueOf(hall.desk.addNewJobs({}, 1, {})) == 0);
    GraphMaker make(21);
    JobGraph fresh = make.job(3); // the origin of the small ones
    fresh.nodes.front().label += " of another kind";
    hall.add("small-new", fresh);
    JobGraph strange = make.dag(24, 2.0, 3);
    for (Operator& node : strange.nodes)
        node.label = "never seen " + node.label;
    hall.add("strange", strange);
    CHECK(valueOf(hall.desk.addNewJobs({}, 1, {})) == 2);
    CHECK(hall.clusterOf("small-new") == hall.clusterOf("small-0"));
    CHECK(valueOf(hall.desk.nearest("strange", {}, 1, {})).novel);
    CHECK_FALSE(valueOf(hall.desk.nearest("small-new", {}, 1, {})).novel);
    const auto board = valueOf(hall.desk.board());
    CHECK(board.set.origin == "added");
    CHECK(board.set.parent == before.id);
    for (std::size_t c = 0; c < before.clusters.size(); ++c)
        CHECK(board.set.clusters[c].centre == before.clusters[c].centre);
}

TEST_CASE("why here, who is near, how one becomes the other, and the map") {
    ClusterHall hall;
    hall.clustered();
    const auto view = valueOf(hall.desk.nearest("middle-2", {}, 1, {}));
    CHECK(view.centres.size() == 3);
    CHECK(view.centres.front().cluster == view.cluster);
    CHECK(std::ranges::is_sorted(view.jobs, {}, [](const auto& j) { return j.distance.upper; }));
    CHECK(view.jobs.size() == 11);
    CHECK(hall.desk.nearest("middel-2", {}, 1, {}).error().hint.find("middle-2") != std::string::npos);

    const auto pair = valueOf(hall.desk.pair("middle-0", "middle-3", {}, {}));
    double cost = 0;
    for (const ged::EditStep& step : pair.path)
        cost += step.cost;
    CHECK(pair.answer.exact);
    CHECK(cost == pair.answer.upper);

    const auto distances = valueOf(hall.desk.distances({}, {}, 2, {}));
    CHECK(distances.map.points.size() == distances.graphs.size());
    std::int64_t pairs = 0;
    for (const auto count : distances.histogram)
        pairs += count;
    const auto n = static_cast<std::int64_t>(distances.graphs.size());
    CHECK(pairs == n * (n - 1) / 2);
}

TEST_CASE("a distance that was refined once stays so") {
    ClusterHall hall;
    hall.clustered();
    GraphMaker make(5);
    hall.add("wild-a", make.job(24));
    hall.add("wild-b", make.job(24));
    const ged::Budget none{Millis{0}, std::size_t{64} << 20};
    const auto rough = valueOf(hall.desk.nearest("wild-a", none, 1, {}));
    const auto open = std::ranges::find_if(rough.jobs, [](const auto& j) { return !j.distance.exact(); });
    REQUIRE(open != rough.jobs.end());
    const auto pair = valueOf(hall.desk.pair("wild-a", open->job.jobName, {}, {}));
    REQUIRE(pair.answer.exact);
    const auto again = valueOf(hall.desk.nearest("wild-a", none, 1, {}));
    const auto same = std::ranges::find_if(again.jobs, [&](const auto& j) { return j.job.graph == open->job.graph; });
    REQUIRE(same != again.jobs.end());
    CHECK(same->distance == ged::Interval{pair.answer.upper, pair.answer.upper});
}

TEST_CASE("a workspace without jobs says so") {
    test::Hall hall;
    CHECK(ClusterDesk(*hall.bench).preview({}, {}).error().code == "cluster.empty");
}
