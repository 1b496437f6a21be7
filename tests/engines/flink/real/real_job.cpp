// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/engines/flink/real/real_job.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <future>
#include <thread>

#include "core/tune/capacity_recommender.h"
#include "core/tune/evidence.h"

namespace streamtune::flinktest {
namespace {

constexpr double kWall = 0.05;    ///< share of a load around 1 that is kept clear
constexpr double kPressed = 0.10; ///< back-pressured share of time
constexpr double kTaken = 0.97;   ///< share of the offer that a source must take
constexpr int kTries = 4;         ///< for one quiet window

void pause(double seconds) {
    std::this_thread::sleep_for(std::chrono::duration<double>(seconds));
}

bool isClear(const WorkloadJob& job, double multiple) {
    const auto rates = ratesAt(job, multiple);
    const auto demand = demandOf(job, rates);
    const auto smallest = closedForm(job, rates);
    return std::ranges::all_of(job.ops, [&](const WorkloadOp& op) {
        const int p = smallest.at(op.id);
        return loadOf(job, op, demand.at(op.id), p) <= 1 - kWall &&
               (p == 1 || loadOf(job, op, demand.at(op.id), p - 1) >= 1 + kWall);
    });
}

} // namespace

Result<RealBench> openBench(const std::string& version, const std::string& workspace, const RealSettings& settings) {
    RealBench bench;
    bench.settings = settings;
    ST_ASSIGN(bench.cluster, FlinkCluster::start({.version = version, .taskManagers = 2, .slots = 64}));
    workbench::Options options;
    options.workspace = workspace.empty() ? bench.cluster->dir() + "/workspace.db" : workspace;
    options.actor = "real workload";
    ST_ASSIGN(bench.workbench, workbench::Workbench::open(options));
    engines::Profile profile;
    profile.name = "real";
    profile.url = bench.cluster->url();
    profile.type = engines::ConnectionType::Test;
    profile.window = Millis{static_cast<std::int64_t>(1000 * settings.windowSeconds)};
    profile.settle = Millis{static_cast<std::int64_t>(1000 * settings.settleSeconds)};
    if (bench.workbench->connection("real")) {
        ST_TRY(bench.workbench->updateConnection(profile)); // the workspace is gone on with, the cluster is another
    } else {
        ST_TRY(bench.workbench->addConnection(profile));
    }
    return bench;
}

std::map<std::string, double> ratesAt(const WorkloadJob& job, double multiple) {
    std::map<std::string, double> rates;
    for (const auto& [source, rate] : job.rates.at("high"))
        rates[source] = std::round(rate * multiple);
    return rates;
}

double clearMultiple(const WorkloadJob& job, double wanted) {
    for (int step = 0; step < 40; ++step)
        for (const int sign : {1, -1})
            if (const double multiple = wanted * (1 + sign * 0.01 * step); isClear(job, multiple))
                return multiple;
    return wanted;
}

int slotsOf(const WorkloadJob& job, const OpVector& vector) {
    int sum = 0;
    for (const WorkloadOp& op : job.ops)
        sum += op.inputs.empty() ? 0 : vector.at(op.id);
    return sum;
}

Result<std::unique_ptr<RealJob>> RealJob::submit(RealBench& bench, const WorkloadJob& job, const std::string& name,
                                                 const OpVector& vector) {
    std::unique_ptr<RealJob> real(new RealJob(bench, job));
    real->m_name = name;
    real->m_vector = vector;
    std::vector<std::string> arguments{"--job", job.id, "--name", name};
    for (const auto& [op, p] : vector)
        arguments.insert(arguments.end(), {"--p." + op, std::to_string(p)});
    ST_ASSIGN(real->m_id, bench.cluster->submit(arguments));
    ST_ASSIGN(const auto vertices, verticesOf(*bench.cluster, real->m_id));
    for (const auto& [op, vertex] : vertices)
        real->m_opOf[vertex] = op;
    ST_TRY(real->readGraph());
    return real;
}

RealJob::~RealJob() {
    if (!m_id.empty())
        (void)m_bench.cluster->cancel(m_id);
}

Status RealJob::readGraph() {
    ST_ASSIGN(const auto reader, m_bench.workbench->reader("real"));
    ST_ASSIGN(engines::JobSnapshot snapshot, reader->snapshot(m_id, {}));
    m_graph = std::move(snapshot.graph);
    for (Operator& node : m_graph.nodes)
        if (m_graph.isSource(node.id))
            node.pinned = true; // it keeps its rate at any parallelism
    return {};
}

OpVector RealJob::named(const std::vector<int>& byNode) const {
    OpVector vector = m_vector;
    for (std::size_t v = 0; v < m_graph.nodes.size(); ++v)
        if (const auto op = m_opOf.find(m_graph.nodes[v].id); op != m_opOf.end() && !m_graph.nodes[v].pinned)
            vector[op->second] = std::clamp(byNode[v], 1, m_bench.settings.pMax);
    return vector;
}

Status RealJob::setRates(const std::map<std::string, double>& rates) {
    m_rates = rates;
    for (const auto& [source, rate] : rates)
        ST_TRY(m_bench.cluster->setRate(m_name, source, rate));
    pause(m_bench.settings.settleSeconds); // what waits in buffers belongs to the old rate
    return {};
}

Status RealJob::change(const OpVector& vector) {
    Status changed;
    for (int attempt = 0; attempt < kTries; ++attempt) {
        changed = rescale(*m_bench.cluster, m_id, vector);
        if (changed)
            break;
        pause(1);
    }
    ST_TRY(changed);
    m_vector = vector;
    ++m_deployment;
    m_age = 0;
    return readGraph();
}

Result<RealWindow> RealJob::look() {
    std::string why;
    for (int attempt = 0; attempt < kTries; ++attempt) {
        const auto observed = m_bench.workbench->observe("real", m_id, Millis{60'000}, {}, {});
        if (!observed || !observed->quiet) { // Flink answers 500 now and then while another job is rescaled
            why = observed ? observed->whyNotQuiet : observed.error().sentence;
            pause(1);
            continue;
        }
        const Observation& seen = *observed;
        RealWindow window;
        std::map<std::string, Number> offered;
        for (const auto& [vertex, op] : m_opOf)
            if (const auto rate = m_rates.find(op); rate != m_rates.end())
                offered[vertex] = rate->second;
        ST_ASSIGN(window.job, tune::ruleJob(m_graph));
        window.job.pMax = m_bench.settings.pMax;
        for (std::size_t v = 0; v < window.job.nodes.size(); ++v) {
            window.job.nodes[v].pinned = m_graph.nodes[v].pinned;
            window.job.nodes[v].high = std::min(window.job.nodes[v].high, m_bench.settings.pMax);
        }
        window.window = tune::ruleWindow(m_graph, seen, offered);
        window.reading = tune::readingOf(m_graph, seen, m_deployment);
        window.reading.age = m_age++;
        for (const auto& source : window.window.sources)
            window.reading.offered[source.node] = source.offered;
        if (tune::tells(window.reading))
            return window;
        why = tune::kNotTold;
    }
    return fail("test.window", fmt::format("no quiet window of {} in {} tries: {}", m_name, kTries, why));
}

Result<std::pair<RealWindow, bool>> RealJob::lookAndJudge() {
    auto judged = std::async(std::launch::async,
                             [this] { return measure(*m_bench.cluster, m_id, m_bench.settings.windowSeconds); });
    auto seen = look();
    const auto measured = judged.get();
    if (!seen)
        return fail(seen.error());
    if (!measured)
        return fail(measured.error());
    bool bad = false;
    for (const auto& [op, window] : *measured) {
        bad = bad || window.backpressuredMax > kPressed;
        if (const auto rate = m_rates.find(op); rate != m_rates.end())
            bad = bad || window.outRate < kTaken * rate->second;
    }
    return std::pair{std::move(*seen), bad};
}

} // namespace streamtune::flinktest
