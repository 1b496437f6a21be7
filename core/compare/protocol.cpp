// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/compare/protocol.h"

#include <algorithm>
#include <chrono>
#include <cmath>

#include "core/compare/label_method.h"
#include "core/compare/past.h"
#include "core/learn/shipped.h"

namespace streamtune::compare {
namespace {

namespace sim = engines::simulated;
namespace rules = tune::rules;

constexpr int kMaxChanges = 10;
constexpr int kWatchWindows = 3;

class Ds2 final : public Method {
public:
    explicit Ds2(bool band) { m_settings.band = band; }
    void begin() override { m_tuning = {}; }
    std::vector<int> decide(const Shown& shown) override {
        const bool under = rules::underProvisioned(shown.window);
        const auto verdict =
            rules::ds2(shown.job, shown.window, rules::demand(shown.job, shown.window), under, m_settings, m_tuning);
        return verdict.apply ? verdict.vector() : presentOf(shown.job);
    }

private:
    rules::Ds2Settings m_settings;
    rules::Ds2Tuning m_tuning;
};

class Autoscaler final : public Method {
public:
    explicit Autoscaler(const rules::AutoscalerSettings& settings) : m_settings(settings) {}
    void begin() override {}
    std::vector<int> decide(const Shown& shown) override {
        const bool under = rules::underProvisioned(shown.window);
        const auto verdict =
            rules::autoscaler(shown.job, shown.window, rules::demand(shown.job, shown.window), under, m_settings);
        return verdict.apply ? verdict.vector() : presentOf(shown.job);
    }

private:
    rules::AutoscalerSettings m_settings;
};

/// Knows the nominal truth, not the luck of placement. While it raises, the reference oracle is not bounded by p_max (a
/// job that no vector can carry is raised ten times in vain); this one does the same, so that totals compare.
class Oracle final : public Method {
public:
    Oracle(const Truth& truth) : m_truth(truth) {}
    void begin() override { m_first = true; }
    std::vector<int> decide(const Shown& shown) override {
        if (std::exchange(m_first, false))
            return m_truth.simulator.oracle(m_truth.rates, m_truth.rho);
        std::vector<int> vector = presentOf(shown.job);
        if (!rules::underProvisioned(shown.window))
            return vector;
        std::size_t busiest = vector.size();
        bool raised = false;
        for (std::size_t v = 0; v < vector.size(); ++v) {
            if (shown.job.nodes[v].pinned)
                continue;
            const double busy = shown.window.nodes[v].busyMax;
            if (busiest == vector.size() || busy > shown.window.nodes[busiest].busyMax)
                busiest = v;
            if (busy > 0.98) {
                ++vector[v];
                raised = true;
            }
        }
        if (!raised && busiest < vector.size())
            ++vector[busiest];
        return vector;
    }

private:
    const Truth& m_truth;
    bool m_first = true;
};

rules::Job publicJob(const sim::JobSpec& spec) {
    rules::Job job;
    job.pMax = spec.pMax;
    for (std::size_t v = 0; v < spec.graph.nodes.size(); ++v) {
        const Operator& op = spec.graph.nodes[v];
        rules::Node node{op.parallelism, op.pinned, spec.graph.isKeyed(op.id), op.maxParallelism, spec.pMax, {}};
        for (const Edge* edge : spec.graph.inputsOf(op.id))
            node.inputs.push_back({*spec.graph.indexOf(edge->from), edge->share});
        job.nodes.push_back(std::move(node));
        job.order.push_back(v); // files list nodes in topological order
    }
    return job;
}

rules::Window publicWindow(const sim::Window& window) {
    rules::Window shown;
    for (const sim::NodeWindow& n : window.nodes)
        shown.nodes.push_back({n.inRate, n.outRate, n.busyMean, n.busyMax, n.bpMax});
    for (const sim::SourceWindow& s : window.sources)
        shown.sources.push_back({s.node, s.offered, s.accepted});
    return shown;
}

/// Field by field.
rules::Window meanOf(const std::vector<rules::Window>& windows) {
    rules::Window mean = windows.front();
    const double n = static_cast<double>(windows.size());
    const auto average = [&](auto field) {
        double sum = 0;
        for (const rules::Window& window : windows)
            sum += field(window);
        return sum / n;
    };
    for (std::size_t v = 0; v < mean.nodes.size(); ++v)
        for (double rules::Reading::* field : {&rules::Reading::in, &rules::Reading::out, &rules::Reading::busyMean,
                                               &rules::Reading::busyMax, &rules::Reading::bpMax})
            mean.nodes[v].*field = average([&](const rules::Window& w) { return w.nodes[v].*field; });
    for (std::size_t s = 0; s < mean.sources.size(); ++s)
        mean.sources[s].accepted = average([&](const rules::Window& w) { return w.sources[s].accepted; });
    return mean;
}

class Campaign {
public:
    Campaign(const sim::Simulator& simulator, const std::string& method, const CampaignSettings& settings)
        : m_simulator(simulator), m_settings(settings), m_job(publicJob(simulator.spec())), m_truth{simulator, {}, 1},
          m_facts(factsIn(simulator.spec(), settings)), m_method(make(method)),
          m_seed(simulator.spec().seed * 1000 + static_cast<std::uint64_t>(settings.campaign)),
          m_win(settings.physics.quietFrom), m_vector(simulator.spec().initial) {
        if (settings.start)
            m_vector = *settings.start;
        else if (settings.cold)
            for (std::size_t v = 0; v < m_vector.size(); ++v)
                if (!m_job.nodes[v].pinned)
                    m_vector[v] = 1;
    }

    Tuning step(int number, double multiple) {
        Tuning tuning;
        tuning.campaign = m_settings.campaign;
        tuning.step = number;
        m_rates = m_simulator.spec().ratesAt(multiple);
        m_truth.rates = m_rates;
        m_oracle = m_simulator.oracle(m_rates);
        m_method->begin();
        decide(tuning);
        watch(tuning);
        tuning.finalSum = freeSum(m_vector);
        tuning.oracleSum = freeSum(m_oracle);
        return tuning;
    }

private:
    static learn::JobFacts factsIn(const sim::JobSpec& spec, const CampaignSettings& settings) {
        learn::JobFacts facts = learn::factsOf(spec.graph, spec.pMax);
        if (settings.encoders)
            learn::hear(settings.encoders->says(spec.graph), settings.encoders->voice,
                        settings.priors ? *settings.priors : learn::shippedPriors(), facts);
        return facts;
    }

    std::unique_ptr<Method> make(const std::string& name) {
        if (name == "ds2" || name == "ds2-noband")
            return makeDs2(name == "ds2");
        if (name == "autoscaler")
            return std::make_unique<Autoscaler>(rules::AutoscalerSettings{});
        if (name == "autoscaler-0.95")
            return std::make_unique<Autoscaler>(rules::autoscaler95());
        if (name == "st-cap" || name == "streamtune" || name == "oneshot") {
            const learn::PriorSet& priors = m_settings.priors ? *m_settings.priors : learn::shippedPriors();
            return name == "oneshot" ? makeOneShot(m_facts, priors) : makeCapacityMethod(m_facts, priors);
        }
        if (name == "st-svm" || name == "st-xgb" || name == "st-neural") {
            const auto model = m_settings.model ? m_settings.model : learn::shippedModel().get();
            return makeLabelMethod(name, m_simulator.spec().graph, m_facts, *model);
        }
        if (name == "conttune")
            return makeContTune({});
        if (name == "conttune-literal")
            return makeContTune({.bigAlways = true});
        if (name == "conttune-a0")
            return makeContTune({.process = false});
        if (name == "oracle+margin")
            m_truth.rho = std::exp(-1.5 * m_settings.physics.jitter);
        return std::make_unique<Oracle>(m_truth);
    }

    void decide(Tuning& tuning) {
        for (int changes = 0;;) {
            std::vector<rules::Window> seen;
            std::vector<learn::WindowReading> readings;
            for (int i = 0; i < std::max(1, m_settings.quietWindows); ++i) {
                const sim::Window window = next(tuning);
                seen.push_back(publicWindow(window));
                readings.push_back(publicReading(window, m_dep, ageOf(window)));
            }
            const rules::Window shown = seen.size() == 1 ? std::move(seen.front()) : meanOf(seen);
            for (std::size_t v = 0; v < m_vector.size(); ++v)
                m_job.nodes[v].p = m_vector[v];
            const auto before = std::chrono::steady_clock::now();
            std::vector<int> wanted = m_method->decide({m_job, shown, readings});
            tuning.decisionMs.push_back(
                std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - before).count());
            if (wanted == m_vector || changes == kMaxChanges) // the last vector is still looked at once
                return;
            m_vector = std::move(wanted);
            tuning.vectors.push_back(m_vector);
            ++changes;
            ++m_dep;
            m_win = m_settings.physics.quietFrom;
        }
    }

    void watch(Tuning& tuning) {
        for (std::size_t v = 0; v < m_vector.size(); ++v)
            m_job.nodes[v].p = m_vector[v];
        for (int i = 0; i < kWatchWindows; ++i) {
            const sim::Window window = next(tuning);
            const bool pressed = std::ranges::any_of(window.nodes, [&](const sim::NodeWindow& n) {
                return n.bpMax > m_settings.physics.backpressureThreshold;
            });
            tuning.badWindows += window.bad || pressed;
            const learn::WindowReading reading = publicReading(window, m_dep, ageOf(window));
            m_method->watch({m_job, publicWindow(window), {&reading, 1}});
        }
    }

    sim::Window next(Tuning& tuning) {
        const double minutes = m_settings.physics.windowSeconds / 60;
        for (std::size_t v = 0; v < m_vector.size(); ++v) {
            if (m_job.nodes[v].pinned)
                continue;
            tuning.overMinutes += m_vector[v] > m_oracle[v] ? minutes : 0;
            tuning.underMinutes += m_vector[v] < m_oracle[v] ? minutes : 0;
        }
        return m_simulator.simulate(m_rates, m_vector, {m_seed, m_dep, m_win++}, m_settings.physics,
                                    m_method->wantsSubtasks() ? sim::Detail::Subtasks : sim::Detail::Totals);
    }

    [[nodiscard]] int ageOf(const sim::Window& window) const { return window.win - m_settings.physics.quietFrom; }

    int freeSum(const std::vector<int>& vector) const {
        int sum = 0;
        for (std::size_t v = 0; v < vector.size(); ++v)
            sum += m_job.nodes[v].pinned ? 0 : vector[v];
        return sum;
    }

    const sim::Simulator& m_simulator;
    CampaignSettings m_settings;
    rules::Job m_job;
    Truth m_truth;
    learn::JobFacts m_facts;
    std::unique_ptr<Method> m_method;
    std::uint64_t m_seed;
    int m_dep = 0;
    int m_win;
    std::vector<int> m_vector;
    std::vector<int> m_oracle;
    std::vector<double> m_rates;
};

} // namespace

std::unique_ptr<Method> makeDs2(bool band) {
    return std::make_unique<Ds2>(band);
}

const std::vector<std::string>& methodNames() {
    static const std::vector<std::string> names{
        "ds2",     "ds2-noband", "autoscaler", "autoscaler-0.95", "conttune", "conttune-literal", "conttune-a0",
        "oneshot", "st-svm",     "st-xgb",     "st-neural",       "st-cap",   "oracle",           "oracle+margin"};
    return names;
}

std::vector<Tuning> runCampaign(const sim::Simulator& simulator, const std::string& method,
                                const CampaignSettings& settings, std::stop_token stop) {
    Campaign campaign(simulator, method, settings);
    std::vector<Tuning> tunings;
    const auto& schedules = simulator.spec().campaigns;
    int number = 0;
    for (const double multiple : schedules[static_cast<std::size_t>(settings.campaign) % schedules.size()]) {
        if (stop.stop_requested() || (settings.steps > 0 && number == settings.steps))
            break;
        tunings.push_back(campaign.step(number++, multiple));
    }
    return tunings;
}

} // namespace streamtune::compare
