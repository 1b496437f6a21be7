// SPDX-License-Identifier: GPL-3.0-or-later
/// flink_real: the workload jobs on a real cluster.
///   flink_real history --minutes N --workspace FILE [--seed S]    random rates and parallelism, into the workspace
///   flink_real compare [--out FILE] [--methods A,B] [--steps N]   methods judged, eight jobs side by side
/// Both: [--jobs A,B] [--version V] [--window SECONDS]. compare: [--repeats N] deployments to state the noise,
/// [--history FILE] workspace with history of this engine, which the method "st-cap+history" learns from.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <future>
#include <mutex>
#include <nlohmann/json.hpp>
#include <random>
#include <thread>

#include "core/compare/method.h"
#include "core/learn/prior_training.h"
#include "core/learn/shipped.h"
#include "core/tune/capacity_rule.h"
#include "core/workbench/past_jobs.h"
#include "tests/engines/flink/real/real_job.h"
#include "tests/support/options.h"

using namespace streamtune;
using namespace streamtune::flinktest;
using namespace streamtune::testing;

namespace {

constexpr std::size_t kJobs = 8;
constexpr int kMostChanges = 6;
constexpr int kWatched = 3;
constexpr std::array kMultiples{0.45, 1.0, 0.3, 0.8, 1.2, 0.6, 1.1, 0.4, 0.9, 0.7};

void say(const std::string& line) {
    static std::mutex mutex;
    const std::scoped_lock lock(mutex);
    std::fprintf(stderr, "%s\n", line.c_str());
}

Result<std::vector<WorkloadJob>> jobsOf(const Options& options) {
    ST_ASSIGN(auto jobs, workloadJobs());
    const auto wanted = list(text(options, "jobs"));
    if (wanted.empty())
        jobs.resize(std::min(jobs.size(), kJobs));
    else
        std::erase_if(jobs, [&](const WorkloadJob& job) { return std::ranges::find(wanted, job.id) == wanted.end(); });
    return jobs;
}

RealSettings settingsOf(const Options& options) {
    RealSettings settings;
    settings.windowSeconds = number(options, "window", settings.windowSeconds);
    return settings;
}

// --- history ---------------------------------------------------------------------------------------------------------

/// Random rates and parallelism around what suffices, two quiet windows each, until the time is over.
Status live(RealBench& bench, const WorkloadJob& job, std::uint64_t seed, std::chrono::steady_clock::time_point end,
            int& deployments) {
    std::mt19937_64 random(seed);
    const auto uniform = [&](double low, double high) {
        return low + (high - low) * (static_cast<double>(random() >> 11) * 0x1p-53);
    };
    ST_ASSIGN(const auto real, RealJob::submit(bench, job, job.name, closedForm(job, ratesAt(job, 0.6))));
    while (std::chrono::steady_clock::now() < end) {
        const auto rates = ratesAt(job, uniform(0.25, 1.25));
        OpVector vector = closedForm(job, rates);
        for (const WorkloadOp& op : job.ops)
            if (!op.inputs.empty())
                vector[op.id] = std::clamp(static_cast<int>(std::lround(vector[op.id] * std::exp(uniform(-0.35, 0.6)))),
                                           1, bench.settings.pMax);
        if (vector != real->vector())
            ST_TRY(real->change(vector));
        ST_TRY(real->setRates(rates));
        for (int window = 0; window < 2; ++window) {
            ST_ASSIGN(const RealWindow seen, real->look());
            (void)seen;
        }
        ++deployments;
    }
    return {};
}

Status recordHistory(const Options& options) {
    const std::string workspace = text(options, "workspace");
    if (workspace.empty())
        return fail("usage", "history needs --workspace FILE");
    ST_ASSIGN(const auto jobs, jobsOf(options));
    ST_ASSIGN(RealBench bench, openBench(text(options, "version", versionUnderTest()), workspace, settingsOf(options)));
    const auto end =
        std::chrono::steady_clock::now() + std::chrono::seconds(static_cast<int>(60 * number(options, "minutes", 30)));
    const auto seed = static_cast<std::uint64_t>(number(options, "seed", 1));
    std::vector<std::future<Status>> lives;
    std::vector<int> deployments(jobs.size(), 0);
    for (std::size_t i = 0; i < jobs.size(); ++i)
        lives.push_back(std::async(std::launch::async,
                                   [&, i] { return live(bench, jobs[i], seed * 1000 + i, end, deployments[i]); }));
    bool failed = false;
    for (std::size_t i = 0; i < jobs.size(); ++i) {
        const Status lived = lives[i].get();
        say(fmt::format("{}: {} deployments{}", jobs[i].name, deployments[i],
                        lived ? "" : ", then: " + lived.error().sentence));
        failed = failed || !lived;
    }
    return failed ? fail("test.history", "some job ended early") : Status{};
}

// --- comparison ------------------------------------------------------------------------------------------------------

struct Step {
    int step = 0;
    double multiple = 0;
    std::vector<OpVector> vectors; ///< applied
    int finalSum = 0, oracleSum = 0, bad = 0;
    OpVector final, oracle;
};

struct Course {
    std::string job, method;
    std::vector<Step> steps;
    std::string error;
};

std::unique_ptr<compare::Method> methodFor(const std::string& name, const learn::JobFacts& facts,
                                           const learn::PriorSet& priors) {
    if (name == "ds2")
        return compare::makeDs2(true);
    if (name == "conttune")
        return compare::makeContTune({});
    return compare::makeCapacityMethod(facts, priors, tune::settingsOfRealEngine());
}

class Judged {
public:
    Judged(RealBench& bench, const WorkloadJob& job, const std::string& method, const learn::PriorSet& priors)
        : m_bench(bench), m_job(job), m_priors(priors), m_method(method) {}

    Course run(int steps) {
        Course course{m_job.name, m_method, {}, {}};
        if (const Status done = drive(steps, course); !done)
            course.error = done.error().sentence;
        return course;
    }

private:
    Status drive(int steps, Course& course) {
        const double middle = clearMultiple(m_job, 0.6); // it has been running well
        ST_ASSIGN(const auto real, RealJob::submit(m_bench, m_job, m_job.name + "-" + m_method,
                                                   closedForm(m_job, ratesAt(m_job, middle))));
        const learn::JobFacts facts = learn::factsOf(real->graph(), m_bench.settings.pMax);
        const auto method = methodFor(m_method, facts, m_priors);
        for (int k = 0; k < steps; ++k) {
            Step step;
            step.step = k;
            step.multiple = clearMultiple(m_job, kMultiples[static_cast<std::size_t>(k) % kMultiples.size()]);
            const auto rates = ratesAt(m_job, step.multiple);
            step.oracle = closedForm(m_job, rates);
            ST_TRY(real->setRates(rates));
            method->begin();
            for (;;) {
                ST_ASSIGN(const RealWindow seen, real->look());
                const auto wanted = real->named(method->decide({seen.job, seen.window, {&seen.reading, 1}}));
                if (wanted == real->vector() || static_cast<int>(step.vectors.size()) == kMostChanges)
                    break;
                ST_TRY(real->change(wanted));
                step.vectors.push_back(wanted);
            }
            for (int window = 0; window < kWatched; ++window) {
                ST_ASSIGN(const auto watched, real->lookAndJudge());
                method->watch({watched.first.job, watched.first.window, {&watched.first.reading, 1}});
                step.bad += watched.second;
            }
            step.final = real->vector();
            step.finalSum = slotsOf(m_job, step.final);
            step.oracleSum = slotsOf(m_job, step.oracle);
            say(fmt::format("{} {} step {} x{:.2f}: {} changes, {} slots of {}, {} bad", m_method, m_job.name, k,
                            step.multiple, step.vectors.size(), step.finalSum, step.oracleSum, step.bad));
            course.steps.push_back(std::move(step));
        }
        return {};
    }

    RealBench& m_bench;
    const WorkloadJob& m_job;
    const learn::PriorSet& m_priors;
    std::string m_method;
};

/// One deployment again and again: what an operator bears per instance, and how far it scatters.
Result<Json> noise(RealBench& bench, const WorkloadJob& job, int repeats) {
    const auto rates = ratesAt(job, clearMultiple(job, 0.8));
    const OpVector vector = closedForm(job, rates);
    OpVector other = vector;
    for (const WorkloadOp& op : job.ops)
        if (!op.inputs.empty())
            other[op.id] = vector.at(op.id) + 1;
    ST_ASSIGN(const auto real, RealJob::submit(bench, job, job.name + "-noise", vector));
    ST_TRY(real->setRates(rates));
    std::map<std::string, std::vector<std::vector<double>>> seen; ///< operator -> deployment -> log rate per busy share
    for (int repeat = 0; repeat < repeats; ++repeat) {
        if (repeat > 0) {
            ST_TRY(real->change(other));
            ST_TRY(real->change(vector));
        }
        for (int window = 0; window < 2; ++window) {
            ST_ASSIGN(const RealWindow look, real->look());
            for (std::size_t v = 0; v < look.reading.nodes.size(); ++v) {
                const learn::NodeReading& node = look.reading.nodes[v];
                if (real->graph().nodes[v].pinned || !(node.in > 0) || !(node.busyMax > 0.2))
                    continue;
                auto& deployments = seen[real->graph().nodes[v].name];
                deployments.resize(static_cast<std::size_t>(repeat) + 1);
                deployments.back().push_back(std::log(node.in / node.busyMax));
            }
        }
    }
    Json operators = Json::object();
    for (const auto& [name, deployments] : seen) {
        double within = 0, sum = 0, square = 0;
        int pairs = 0, n = 0;
        for (const auto& windows : deployments) {
            if (windows.size() < 2)
                continue;
            within += std::pow(windows[0] - windows[1], 2) / 2;
            ++pairs;
            const double mean = (windows[0] + windows[1]) / 2;
            sum += mean;
            square += mean * mean;
            ++n;
        }
        if (n < 2)
            continue;
        const double window = std::sqrt(within / pairs);
        const double total = (square - sum * sum / n) / (n - 1);
        operators[name] = {{"deployments", n},
                           {"window_noise", window},
                           {"deployment_luck", std::sqrt(std::max(0.0, total - window * window / 2))},
                           {"records_per_busy_second", std::exp(sum / n)}};
    }
    return Json{{"job", job.name}, {"repeats", repeats}, {"operators", std::move(operators)}};
}

Json rowJson(const std::string& job, const std::string& method, const std::vector<const Course*>& courses) {
    int tunings = 0, changes = 0, most = 0, finals = 0, oracles = 0, bad = 0;
    double ratios = 0;
    for (const Course* course : courses) {
        int mine = 0, oracle = 0;
        for (const Step& step : course->steps) {
            ++tunings;
            changes += static_cast<int>(step.vectors.size());
            most = std::max(most, static_cast<int>(step.vectors.size()));
            mine += step.finalSum;
            oracle += step.oracleSum;
            bad += step.bad;
        }
        finals += mine;
        oracles += oracle;
        ratios += oracle > 0 ? static_cast<double>(mine) / oracle : 1;
    }
    return {{"job", job},
            {"method", method},
            {"tunings", tunings},
            {"reconfigurations", changes},
            {"reconfigurations_mean", tunings > 0 ? static_cast<double>(changes) / tunings : 0},
            {"reconfigurations_max", most},
            {"final_sum", finals},
            {"oracle_sum", oracles},
            {"parallelism_ratio", ratios / static_cast<double>(std::max<std::size_t>(1, courses.size()))},
            {"backpressured_after", bad}};
}

Json courseJson(const Course& course) {
    Json steps = Json::array();
    for (const Step& step : course.steps)
        steps.push_back({{"step", step.step},
                         {"multiple", step.multiple},
                         {"vectors", step.vectors},
                         {"final", step.final},
                         {"oracle", step.oracle},
                         {"bad", step.bad}});
    return {{"job", course.job}, {"method", course.method}, {"steps", std::move(steps)}, {"error", course.error}};
}

/// What is known of each job before it is judged: the history of all others.
Result<std::map<std::string, learn::PriorSet>> learned(const std::string& file, const std::vector<WorkloadJob>& jobs) {
    std::map<std::string, learn::PriorSet> priors;
    if (file.empty())
        return priors;
    ST_ASSIGN(const auto store, history::Store::open(file, history::OpenMode::ReadOnly));
    for (const WorkloadJob& job : jobs) {
        ST_ASSIGN(const auto past, workbench::pastJobs(*store, {job.name}, {}, "flink"));
        ST_ASSIGN(priors[job.name], learn::trainPriors(past.jobs, {}, {}, {}));
    }
    return priors;
}

Status compareReal(const Options& options) {
    ST_ASSIGN(const auto jobs, jobsOf(options));
    std::vector<std::string> methods = list(text(options, "methods", "ds2,conttune,st-cap"));
    const std::string past = text(options, "history");
    ST_ASSIGN(const auto own, learned(past, jobs));
    if (!past.empty())
        methods.push_back("st-cap+history");
    const learn::PriorSet wide = learn::priorsOfUnknownEngine();
    const int steps = static_cast<int>(number(options, "steps", 6));
    ST_ASSIGN(RealBench bench, openBench(text(options, "version", versionUnderTest()), {}, settingsOf(options)));
    Json document{{"command", "flink_real compare"},
                  {"flink", bench.cluster->version()},
                  {"window_seconds", bench.settings.windowSeconds},
                  {"steps", steps},
                  {"jobs", jobs.size()}};
    if (const int repeats = static_cast<int>(number(options, "repeats", 10)); repeats > 1) {
        const auto repeated = std::ranges::find(jobs, "linear", &WorkloadJob::id);
        ST_ASSIGN(document["noise"], noise(bench, repeated == jobs.end() ? jobs.front() : *repeated, repeats));
        say("noise: " + compactJson(document["noise"]));
    }
    std::vector<Course> courses;
    for (const std::string& method : methods) {
        std::vector<std::future<Course>> running;
        for (const WorkloadJob& job : jobs) {
            const auto mine = own.find(job.name);
            const learn::PriorSet& priors = method == "st-cap+history" && mine != own.end() ? mine->second : wide;
            running.push_back(std::async(std::launch::async, [&bench, &job, &method, &priors, steps] {
                return Judged(bench, job, method, priors).run(steps);
            }));
        }
        for (auto& course : running)
            courses.push_back(course.get());
    }
    Json rows = Json::array(), traces = Json::array();
    bool broken = false;
    for (const Course& course : courses) {
        rows.push_back(rowJson(course.job, course.method, {&course}));
        traces.push_back(courseJson(course));
        broken = broken || !course.error.empty();
        if (!course.error.empty())
            say(course.method + " " + course.job + " ended early: " + course.error);
    }
    for (const std::string& method : methods) {
        std::vector<const Course*> all;
        for (const Course& course : courses)
            if (course.method == method)
                all.push_back(&course);
        rows.push_back(rowJson("*", method, all));
        const Json& row = rows.back();
        std::printf("%-16s %4d tunings  %.3f changes  %.3f x oracle  %d bad windows\n", method.c_str(),
                    row["tunings"].get<int>(), row["reconfigurations_mean"].get<double>(),
                    row["parallelism_ratio"].get<double>(), row["backpressured_after"].get<int>());
    }
    document["rows"] = std::move(rows);
    document["courses"] = std::move(traces);
    if (const std::string out = text(options, "out"); !out.empty())
        std::ofstream(out) << prettyJson(document) << '\n';
    return broken ? fail("test.compare", "some course ended early") : Status{};
}

} // namespace

int main(int argc, char** argv) {
    const Options options = optionsOf(argc, argv);
    const std::string verb = argc > 1 ? argv[1] : "";
    const Status done = verb == "history" ? recordHistory(options)
                        : verb == "compare"
                            ? compareReal(options)
                            : fail("usage", "flink_real history --minutes N --workspace FILE | flink_real compare "
                                            "[--out FILE] [--methods A,B] [--steps N] [--history FILE]");
    if (!done)
        std::fprintf(stderr, "%s\n", done.error().sentence.c_str());
    return done ? 0 : 1;
}
