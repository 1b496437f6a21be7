// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/compare/first.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <mutex>
#include <numeric>
#include <random>
#include <thread>

#include "core/compare/jobs.h"
#include "core/compare/protocol.h"
#include "core/learn/shipped.h"
#include "core/tune/first_choice.h"

namespace streamtune::compare {
namespace {

namespace sim = engines::simulated;

constexpr int kJudgedWindow = 1000; ///< a judge looks here, when the deployment is no longer young
constexpr int kSamples = 2000;      ///< of the bootstrap
constexpr double kTail = 0.025;
constexpr const char* kAverages = "averages";

/// One way on one job.
struct Trial {
    bool sufficient = false;
    int sum = 0, oracle = 0;
    int changes = 0;
    int bad = 0;
    int within = 0, judged = 0; ///< operators whose oracle lies in the band, of those with one
    double said = 0;            ///< sum of what the bands say they hold
    [[nodiscard]] double logRatio() const { return std::log(static_cast<double>(sum) / oracle); }
};

/// One job, all ways.
class Deployment {
public:
    Deployment(const sim::Simulator& job, const FirstRequest& request, const learn::PriorSet& priors,
               const sim::Physics& physics)
        : m_job(job), m_request(request), m_priors(priors), m_physics(physics),
          m_facts(learn::factsOf(job.spec().graph, job.spec().pMax)),
          m_rates(job.spec().ratesAt(job.spec().campaigns.front().front())), m_oracle(job.oracle(m_rates)) {
        for (std::size_t v = 0; v < m_facts.nodes.size(); ++v) {
            const bool pinned = m_facts.nodes[v].pinned;
            m_low.push_back(pinned ? job.spec().initial[v] : 1);
            m_high.push_back(pinned ? job.spec().initial[v] : m_facts.nodes[v].high);
            m_offered.push_back(m_facts.nodes[v].inputs.empty() ? m_rates[v] : learn::kUnknown);
        }
    }

    Trial byOnes() const { return judge(m_low, nullptr); }
    Trial byTruth() const { return judge(m_oracle, nullptr); }
    Trial byAverages() const {
        return judge(tune::chooseByAverages(m_facts, m_priors, m_offered, m_low, m_high), nullptr);
    }
    Trial byHistory(const learn::EncoderChoir* encoders) const {
        learn::JobFacts facts = m_facts;
        if (encoders)
            learn::hear(encoders->says(m_job.spec().graph), encoders->voice, m_priors, facts);
        tune::FirstSettings settings;
        settings.shortage = m_request.shortage;
        const auto choice = tune::chooseFirst(facts, m_priors, m_offered, m_low, m_high, settings);
        Trial trial = judge(choice.vector(), encoders);
        for (std::size_t v = 0; v < facts.nodes.size(); ++v)
            if (!facts.nodes[v].pinned && choice.nodes[v].known) {
                ++trial.judged;
                trial.said += choice.nodes[v].mass;
                trial.within += m_oracle[v] >= choice.nodes[v].low && m_oracle[v] <= choice.nodes[v].high;
            }
        return trial;
    }

private:
    Trial judge(const std::vector<int>& vector, const learn::EncoderChoir* encoders) const {
        Trial trial;
        for (std::size_t v = 0; v < vector.size(); ++v)
            if (!m_facts.nodes[v].pinned) {
                trial.sum += vector[v];
                trial.oracle += m_oracle[v];
            }
        const sim::Window window = m_job.simulate(m_rates, vector, {m_job.spec().seed * 1000, 0, kJudgedWindow},
                                                  m_physics, sim::Detail::Totals);
        trial.sufficient = !window.bad && std::ranges::none_of(window.nodes, [&](const sim::NodeWindow& node) {
            return node.bpMax > m_physics.backpressureThreshold;
        });
        CampaignSettings settings;
        settings.physics = m_physics;
        settings.priors = &m_priors;
        settings.encoders = encoders;
        settings.start = vector;
        settings.steps = 1;
        const auto tunings = runCampaign(m_job, "st-cap", settings, {});
        trial.changes = static_cast<int>(tunings.front().vectors.size());
        trial.bad = tunings.front().badWindows;
        return trial;
    }

    const sim::Simulator& m_job;
    const FirstRequest& m_request;
    const learn::PriorSet& m_priors;
    const sim::Physics& m_physics;
    learn::JobFacts m_facts;
    std::vector<double> m_rates;
    std::vector<int> m_oracle, m_low, m_high;
    std::vector<double> m_offered;
};

using Trials = std::vector<Trial>; ///< by job

/// A figure of a sample of jobs, and the 95 % interval it has over samples with replacement.
template <typename Figure>
Estimate bootstrap(std::size_t jobs, const Figure& figure) {
    std::vector<std::size_t> all(jobs), sample(jobs);
    std::iota(all.begin(), all.end(), 0);
    std::vector<double> values;
    std::mt19937_64 random(7);
    for (int i = 0; i < kSamples; ++i) {
        for (std::size_t& j : sample)
            j = random() % jobs;
        values.push_back(figure(sample));
    }
    std::ranges::sort(values);
    const auto at = [&](double share) { return values[static_cast<std::size_t>(share * (kSamples - 1))]; };
    return {figure(all), at(kTail), at(1 - kTail)};
}

/// Wilson's interval of a share: does not collapse where all or none are.
Estimate wilson(double hits, double n) {
    constexpr double z = 1.96;
    const double p = hits / n, middle = (p + z * z / (2 * n)) / (1 + z * z / n);
    const double half = z / (1 + z * z / n) * std::sqrt(p * (1 - p) / n + z * z / (4 * n * n));
    return {p, std::max(0.0, middle - half), std::min(1.0, middle + half)};
}

Estimate exactly(double value) {
    return {value, value, value};
}

FirstRow rowOf(const std::string& job, const std::string& way, const Trial& trial) {
    FirstRow row;
    row.job = job;
    row.way = way;
    row.finalSum = trial.sum;
    row.oracleSum = trial.oracle;
    row.sufficient = exactly(trial.sufficient);
    row.ratio = exactly(static_cast<double>(trial.sum) / trial.oracle);
    row.changes = exactly(trial.changes);
    row.within = exactly(trial.judged > 0 ? static_cast<double>(trial.within) / trial.judged : std::nan(""));
    row.said = trial.judged > 0 ? trial.said / trial.judged : std::nan("");
    row.backpressuredAfter = trial.bad;
    return row;
}

FirstRow overall(const std::string& way, const Trials& trials, const Trials& averages) {
    const std::size_t n = trials.size();
    const auto mean = [](const std::vector<std::size_t>& sample, const auto& of) {
        double sum = 0;
        for (const std::size_t j : sample)
            sum += of(j);
        return sum / static_cast<double>(sample.size());
    };
    const auto ratio = [&](const Trials& of, const std::vector<std::size_t>& sample) {
        return mean(sample, [&](std::size_t j) { return of[j].sum; }) /
               mean(sample, [&](std::size_t j) { return of[j].oracle; });
    };
    FirstRow row;
    row.job = "*";
    row.way = way;
    row.jobs = static_cast<int>(n);
    double sufficient = 0, within = 0, judged = 0, said = 0;
    for (const Trial& trial : trials) {
        sufficient += trial.sufficient;
        within += trial.within;
        judged += trial.judged;
        said += trial.said;
        row.finalSum += trial.sum;
        row.oracleSum += trial.oracle;
        row.backpressuredAfter += trial.bad;
    }
    row.sufficient = wilson(sufficient, static_cast<double>(n));
    row.said = judged > 0 ? said / judged : std::nan("");
    row.within = judged > 0 ? wilson(within, judged) : exactly(std::nan(""));
    row.ratio = bootstrap(n, [&](const auto& sample) { return ratio(trials, sample); });
    row.changes = bootstrap(
        n, [&](const auto& sample) { return mean(sample, [&](std::size_t j) { return trials[j].changes; }); });
    row.sufficientMore = bootstrap(n, [&](const auto& sample) {
        return mean(sample, [&](std::size_t j) { return int{trials[j].sufficient} - int{averages[j].sufficient}; });
    });
    row.nearer = bootstrap(n, [&](const auto& sample) {
        return std::abs(std::log(ratio(averages, sample))) - std::abs(std::log(ratio(trials, sample)));
    });
    row.fewerChanges = bootstrap(n, [&](const auto& sample) {
        return mean(sample, [&](std::size_t j) { return averages[j].changes - trials[j].changes; });
    });
    return row;
}

} // namespace

Result<std::vector<FirstRow>> judgeFirst(const FirstRequest& request, std::stop_token stop,
                                         const ProgressSink& progress, std::vector<std::string>& notes) {
    ST_ASSIGN(const Jobs jobs, jobsOf(request.judged));
    notes.insert(notes.end(), jobs.notes.begin(), jobs.notes.end());
    const learn::PriorSet& priors = request.judged.priors ? *request.judged.priors : learn::shippedPriors();
    std::vector<std::string> ways{"p=1", kAverages, "history"};
    for (const auto& [name, choir] : request.encoders)
        ways.push_back("history, " + name);
    ways.push_back("oracle");
    std::vector<sim::Physics> physics;
    for (const sim::Simulator& job : jobs.simulators) {
        ST_ASSIGN(const auto own, physicsOf(request.judged, job));
        physics.push_back(own);
    }
    const std::size_t n = jobs.simulators.size();
    std::map<std::string, Trials> trials;
    for (const std::string& way : ways)
        trials[way].resize(n);
    std::atomic<std::size_t> next{0};
    std::mutex mutex;
    std::int64_t done = 0;
    {
        std::vector<std::jthread> workers;
        for (int i = 0; i < std::clamp(request.judged.threads, 1, 64); ++i)
            workers.emplace_back([&] {
                for (std::size_t j; (j = next.fetch_add(1)) < n && !stop.stop_requested();) {
                    const Deployment deployment(jobs.simulators[j], request, priors, physics[j]);
                    std::map<std::string, Trial> mine{{"p=1", deployment.byOnes()},
                                                      {kAverages, deployment.byAverages()},
                                                      {"history", deployment.byHistory(nullptr)},
                                                      {"oracle", deployment.byTruth()}};
                    for (const auto& [name, choir] : request.encoders)
                        mine["history, " + name] = deployment.byHistory(&choir);
                    const std::scoped_lock lock(mutex);
                    for (const auto& [way, trial] : mine)
                        trials[way][j] = trial;
                    report(progress,
                           {"deploying", ++done, static_cast<std::int64_t>(n), jobs.simulators[j].spec().name, true});
                }
            });
    }
    if (stop.stop_requested())
        return fail("compare.cancelled", "The comparison was cancelled.");
    std::vector<FirstRow> rows;
    for (std::size_t j = 0; j < n; ++j)
        for (const std::string& way : ways)
            rows.push_back(rowOf(jobs.simulators[j].spec().name, way, trials[way][j]));
    for (const std::string& way : ways)
        rows.push_back(overall(way, trials[way], trials[kAverages]));
    return rows;
}

} // namespace streamtune::compare
