// SPDX-License-Identifier: GPL-3.0-or-later
// 200 job graphs of 20 families (2 to 26 nodes): the full exact matrix on one and two threads, clustering with k given
// and chosen, the share of distances that it needs, and the clustering of a log of 10,000 jobs with these 200 graphs.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <map>
#include <random>
#include <set>

#include "core/ged/cluster/clustering.h"
#include "tests/support/graph_maker.h"

using namespace streamtune;
using streamtune::testing::GraphMaker;

namespace {

double wallSeconds() {
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

/// CPU time of all threads.
double cpuSeconds() {
    timespec t{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_nsec) * 1e-9;
}

struct Watch {
    double wall = wallSeconds(), cpu = cpuSeconds();
    void print(const char* what) const {
        std::printf("%-52s cpu %8.3f s   wall %8.3f s\n", what, cpuSeconds() - cpu, wallSeconds() - wall);
    }
};

std::vector<JobGraph> families(std::uint64_t seed) {
    GraphMaker make(seed);
    std::vector<JobGraph> graphs;
    std::set<std::string> seen;
    for (int family = 0; family < 20; ++family) {
        const JobGraph origin = make.job(2 + family * 24 / 19);
        for (int i = 0; i < 10;) {
            JobGraph graph = i == 0 ? origin : make.edited(origin, 1 + make.upTo(4));
            if (!seen.insert(ged::shapeHash(graph, {})).second && i > 0 && make.upTo(50) > 0)
                continue; // distinct, unless the family is too small for ten
            graph.id = "f" + std::to_string(family) + "-" + std::to_string(i++);
            graphs.push_back(std::move(graph));
        }
    }
    return graphs;
}

void matrix(const std::vector<JobGraph>& graphs, int threads) {
    std::vector<const JobGraph*> pointers;
    for (const JobGraph& graph : graphs)
        pointers.push_back(&graph);
    auto distances = ged::Distances::make(pointers, {{}, {}, {}, threads, {}});
    std::vector<ged::Ask> asks;
    for (std::size_t i = 0; i < graphs.size(); ++i)
        for (std::size_t j = i + 1; j < graphs.size(); ++j)
            asks.push_back({i, j, ged::kFar, true});
    const Watch watch;
    if (!distances || !(*distances)->ask(asks, {}))
        std::abort();
    watch.print(("full exact matrix, threads: " + std::to_string(threads)).c_str());
    std::printf("    %zu pairs, %zu left as intervals\n", (*distances)->computed(), (*distances)->undecided());
}

/// Share of pairs of graphs on which clusters and families agree.
double agreement(const std::vector<JobGraph>& graphs, const ged::Clustering& clustering) {
    double same = 0, all = 0;
    const auto family = [&](std::size_t i) { return graphs[i].id.substr(0, graphs[i].id.find('-')); };
    for (std::size_t i = 0; i < graphs.size(); ++i)
        for (std::size_t j = i + 1; j < graphs.size(); ++j, ++all)
            same += (family(i) == family(j)) == (clustering.clusterOf[i] == clustering.clusterOf[j]) ? 1 : 0;
    return same / all;
}

void cluster(const char* what, const std::vector<JobGraph>& graphs, std::optional<int> k, int threads) {
    ged::ClusterOptions options;
    options.k = k;
    options.threads = threads;
    const Watch watch;
    const auto clustering = ged::cluster(graphs, options, {});
    if (!clustering)
        std::abort();
    watch.print(what);
    std::printf("    k %d, %zu of %zu distances computed (%.1f %%), silhouette %.3f, total %.0f, agreement with the "
                "families %.4f%s\n",
                clustering->k(), clustering->distancesComputed, clustering->distancesTotal,
                100.0 * static_cast<double>(clustering->distancesComputed) /
                    static_cast<double>(std::max<std::size_t>(clustering->distancesTotal, 1)),
                clustering->silhouette, clustering->total, agreement(graphs, *clustering),
                clustering->settled ? "" : ", ran in circles");
}

} // namespace

int main(int argc, char** argv) {
    const std::uint64_t seed = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 1;
    const auto graphs = families(seed);
    GraphMaker make(seed + 1);
    std::vector<JobGraph> log;
    for (int i = 0; i < 10'000; ++i) {
        log.push_back(make.shuffled(graphs[static_cast<std::size_t>(make.upTo(200))]));
        log.back().id += "-" + std::to_string(i);
    }
    cluster("200 graphs, k = 20", graphs, 20, 1);
    cluster("200 graphs, k chosen", graphs, std::nullopt, 1);
    cluster("log of 10,000 jobs, k = 20", log, 20, 1);
    cluster("log of 10,000 jobs, k chosen, 2 threads", log, std::nullopt, 2);
    if (argc <= 2) {
        matrix(graphs, 1);
        matrix(graphs, 2);
    }
}
