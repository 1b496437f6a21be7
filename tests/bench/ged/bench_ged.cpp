// SPDX-License-Identifier: GPL-3.0-or-later
// Graph edit distance on seeded corpora: time of a pair (thread CPU time), share solved, memory, ratio to plain A*.
//   bench_ged [pairs a class] [definitions, e.g. dL,uL] [A* limit in ms, 0 = without] [class prefix]
#include <algorithm>
#include <fmt/core.h>
#include <functional>
#include <numeric>
#include <optional>
#include <sys/resource.h>
#include <time.h>

#include "core/ged/arena.h"
#include "core/ged/ged.h"
#include "tests/support/graph_maker.h"
#include "tests/support/plain_astar.h"

using namespace streamtune;
using streamtune::testing::GraphMaker;

namespace {

struct Example {
    JobGraph a, b;
};

struct Class {
    std::string name;
    std::function<Example(GraphMaker&)> make;
    std::optional<double> tau;
};

Example planted(GraphMaker& make, int least, int most, int edits) {
    const JobGraph original = make.job(least + make.upTo(most - least + 1));
    return {original, make.shuffled(make.edited(original, 1 + make.upTo(edits)))};
}

Example unrelated(GraphMaker& make, int least, int most) {
    const auto size = [&] { return least + make.upTo(most - least + 1); };
    JobGraph a = make.job(size());
    return {std::move(a), make.job(size())};
}

std::vector<Class> classes() {
    std::vector<Class> list{
        {"3-12 planted", [](GraphMaker& m) { return planted(m, 3, 12, 6); }, {}},
        {"3-12 unrelated", [](GraphMaker& m) { return unrelated(m, 3, 12); }, {}},
        {"12-26 planted", [](GraphMaker& m) { return planted(m, 12, 26, 20); }, {}},
        {"15-25 unrelated", [](GraphMaker& m) { return unrelated(m, 15, 25); }, {}},
        {"30-40 unrelated", [](GraphMaker& m) { return unrelated(m, 30, 40); }, {}},
    };
    for (const double tau : {5.0, 10.0, 20.0})
        for (const auto& [least, most, edits] : {std::array{3, 12, 6}, std::array{12, 26, 20}, std::array{26, 40, 20}})
            list.push_back({fmt::format("{}-{} tau {}", least, most, tau),
                            [=](GraphMaker& m) { return planted(m, least, most, edits); }, tau});
    return list;
}

double cpuMicroseconds() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e6 + static_cast<double>(now.tv_nsec) / 1e3;
}

double peakMegabytes() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return static_cast<double>(usage.ru_maxrss) / 1024;
}

struct Figures {
    double mean = 0, median = 0, p95 = 0, most = 0;
};

Figures figuresOf(std::vector<double> values) {
    std::ranges::sort(values);
    const auto at = [&](double share) {
        return values[std::min(values.size() - 1,
                               static_cast<std::size_t>(share * static_cast<double>(values.size())))];
    };
    return {std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size()), at(0.5), at(0.95),
            values.back()};
}

/// Sum of our times over the pairs that A* solved, and of its own.
struct Ratio {
    double ours = 0, theirs = 0;
    int solved = 0, wrong = 0;
};

void compare(Ratio& ratio, const Example& example, ged::Definition definition, const ged::Answer& answer,
             const Class& kind, int limit) {
    const double begun = cpuMicroseconds();
    const auto found = testing::plainAstar(example.a, example.b, definition, std::chrono::milliseconds(limit));
    ratio.theirs += cpuMicroseconds() - begun; // what it did not solve counts with its limit
    ratio.ours += answer.microseconds;
    if (!found)
        return;
    ++ratio.solved;
    const bool agrees =
        kind.tau ? answer.within == (*found <= *kind.tau) : answer.exact && answer.upper == static_cast<double>(*found);
    ratio.wrong += agrees ? 0 : 1;
}

void benchClass(const Class& kind, ged::Definition definition, int pairs, int limit) {
    GraphMaker make(20260101);
    auto vocabulary = ged::Vocabulary::make(definition, {});
    std::vector<Example> examples;
    std::vector<ged::Compiled> graphs;
    for (int i = 0; i < pairs; ++i) {
        examples.push_back(kind.make(make));
        for (const JobGraph* graph : {&examples.back().a, &examples.back().b})
            graphs.push_back(*vocabulary->compile(*graph));
    }
    std::vector<double> times;
    double distances = 0;
    int solved = 0;
    Ratio ratio;
    ged::Arena scratch;
    for (std::size_t i = 0; i < examples.size(); ++i) {
        const ged::Question question{.budget = {.time = Millis{30'000}}, .tau = kind.tau};
        const auto answer = ged::distance(*vocabulary, graphs[2 * i], graphs[2 * i + 1], question, {}, &scratch);
        if (!answer)
            continue;
        times.push_back(answer->microseconds);
        distances += answer->upper;
        solved += kind.tau ? answer->within.has_value() : answer->exact;
        if (limit > 0)
            compare(ratio, examples[i], definition, *answer, kind, limit);
    }
    const Figures f = figuresOf(times);
    fmt::print("{:<18}{:>4}{:>8.1f}{:>12.1f}{:>11.1f}{:>12.1f}{:>12.1f}{:>8.1f}%{:>8.1f}", kind.name,
               toString(definition), distances / pairs, f.mean, f.median, f.p95, f.most, 100.0 * solved / pairs,
               peakMegabytes());
    if (limit > 0)
        fmt::print("{:>10.0f}x{:>7.0f}%{:>7}", ratio.theirs / ratio.ours, 100.0 * ratio.solved / pairs, ratio.wrong);
    fmt::print("\n");
    std::fflush(stdout);
}

} // namespace

int main(int argc, char** argv) {
    const int pairs = argc > 1 ? std::stoi(argv[1]) : 60;
    const std::string definitions = argc > 2 ? argv[2] : "dL,uL";
    const int limit = argc > 3 ? std::stoi(argv[3]) : 1000;
    const std::string prefix = argc > 4 ? argv[4] : "";
    fmt::print("{:<18}{:>4}{:>8}{:>12}{:>11}{:>12}{:>12}{:>9}{:>8}{:>11}{:>8}{:>7}\n", "us a pair", "", "GED", "mean",
               "median", "p95", "max", "solved", "MB", "A* takes", "solves", "wrong");
    for (std::size_t at = 0; at < definitions.size(); at += 3)
        for (const Class& kind : classes())
            if (const auto definition = ged::definitionFromString(definitions.substr(at, 2));
                definition && kind.name.starts_with(prefix))
                benchClass(kind, *definition, kind.name.ends_with("unrelated") ? pairs : pairs * 5, limit);
}
