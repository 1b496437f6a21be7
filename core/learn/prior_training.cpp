// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/learn/prior_training.h"

#include <algorithm>
#include <cmath>

#include "core/learn/dense.h"
#include "core/learn/features.h"

namespace streamtune::learn {
namespace {

/// What one node of the past says: posterior of its constants.
struct Finding {
    std::string kind;
    std::vector<double> features;
    std::array<Belief, ConstantCount> constants;
    double logSkew = kUnknown;
    Belief logSelectivity{kUnknown, 0}; ///< NaN: nobody receives, or it was not seen
};

constexpr double kShrink = 6; ///< nodes of all kinds that a kind's own must outweigh
constexpr double kLeastSpread = 0.08;
constexpr double kWorking = 0.3; ///< busy share from which it follows the load
constexpr double kLeastLaw = 5;  ///< readings of how far operators stray from the law, before that is learned
constexpr std::size_t kLeastDeployments = 20; ///< before it is learned how large operators get
constexpr std::size_t kLeastForFeatures = 6;  ///< operators of a kind, before it has weights of its own
constexpr double kSeen = 0.5;                 ///< a selectivity less certain than this was not seen

/// Mean and spread of a population seen through posteriors, pulled to `pool`. The posterior of each node already holds
/// the prior of the last round; its variance is added, which is the EM step.
Belief population(const std::vector<Belief>& found, const Belief& pool, double pull) {
    double sum = pull * pool.mean, weight = pull;
    for (const Belief& b : found) {
        sum += b.mean;
        weight += 1;
    }
    Belief result;
    result.mean = sum / weight;
    double square = pull * pool.sd * pool.sd;
    for (const Belief& b : found)
        square += (b.mean - result.mean) * (b.mean - result.mean) + b.sd * b.sd;
    result.sd = std::max(kLeastSpread, std::sqrt(square / weight));
    return result;
}

/// What a kind's features say about one number of its operators: ridge regression on centred features, what is left
/// unexplained, and the plain average.
struct Regression {
    std::vector<double> weights;
    Belief rest;
    double average = 0;
};

using Known = std::pair<const Finding*, Belief>;

/// Sums of a regression on features that are centred within groups of operators.
class LeastSquares {
public:
    explicit LeastSquares(double ridge) : m_a(featureNames().size()), m_b(featureNames().size(), 0.0) {
        for (std::size_t i = 0; i < m_b.size(); ++i)
            m_a(i, i) = ridge;
    }
    /// Minus what `known` weights explain already. Returns the means of the group.
    std::pair<std::vector<double>, double> add(const std::vector<Known>& group, const std::vector<double>& known) {
        const std::size_t n = m_b.size();
        std::vector<double> mean(n, 0.0);
        double average = 0;
        for (const auto& [finding, value] : group) {
            average += value.mean / static_cast<double>(group.size());
            for (std::size_t i = 0; i < n; ++i)
                mean[i] += finding->features[i] / static_cast<double>(group.size());
        }
        for (const auto& [finding, value] : group) {
            double rest = value.mean - average;
            for (std::size_t i = 0; i < n; ++i)
                rest -= known[i] * (finding->features[i] - mean[i]);
            for (std::size_t i = 0; i < n; ++i) {
                const double x = finding->features[i] - mean[i];
                m_b[i] += x * rest;
                for (std::size_t k = 0; k <= i; ++k)
                    m_a(i, k) += x * (finding->features[k] - mean[k]);
            }
        }
        return {std::move(mean), average};
    }
    std::vector<double> solve() && { return Cholesky(std::move(m_a)).solve(m_b); }

private:
    Matrix m_a;
    std::vector<double> m_b;
};

/// What features say of all kinds alike: wide records are dear to read whatever is done with them.
std::vector<double> sharedWeights(const std::map<std::string, std::vector<Known>>& kinds, double ridge) {
    LeastSquares sums(ridge);
    const std::vector<double> nothing(featureNames().size(), 0.0);
    for (const auto& [kind, nodes] : kinds)
        sums.add(nodes, nothing);
    return std::move(sums).solve();
}

/// `shared`: weights of all kinds, from which those of this one depart as far as its nodes say so. `wide`: square of a
/// guess that counts as one reading, so that few nodes do not look certain.
Regression regress(const std::vector<Known>& nodes, const std::vector<double>& shared, double ridge, double wide) {
    const std::size_t n = featureNames().size();
    Regression result;
    result.weights = shared;
    LeastSquares sums(ridge);
    const auto [mean, average] = sums.add(nodes, shared);
    result.average = average;
    if (nodes.size() >= kLeastForFeatures) {
        const std::vector<double> own = std::move(sums).solve();
        for (std::size_t i = 0; i < n; ++i)
            result.weights[i] += own[i];
    }
    result.rest.mean = result.average;
    for (std::size_t i = 0; i < n; ++i)
        result.rest.mean -= result.weights[i] * mean[i];
    double square = wide;
    for (const auto& [finding, value] : nodes) {
        double expected = result.rest.mean;
        for (std::size_t i = 0; i < n; ++i)
            expected += result.weights[i] * finding->features[i];
        square += std::pow(value.mean - expected, 2) + std::pow(value.sd, 2);
    }
    result.rest.sd = std::sqrt(square / static_cast<double>(nodes.size()));
    return result;
}

void learnSelectivity(const std::vector<const Finding*>& nodes, double ridge, KindPrior& prior) {
    std::vector<Known> known;
    for (const Finding* f : nodes)
        if (std::isfinite(f->logSelectivity.mean))
            known.emplace_back(f, f->logSelectivity);
    if (known.empty())
        return;
    Regression found = regress(known, std::vector<double>(featureNames().size(), 0.0), ridge, 0.02);
    prior.selectivity = found.rest;
    prior.selectivityWeights = std::move(found.weights);
    prior.selectivityAverage = found.average;
}

/// Logarithm of the instances that the largest operator needs, for every rate that was offered.
void collectLargest(const PastJob& job, const JobCapacity& model, std::vector<double>& largest) {
    const std::vector<double>* before = nullptr;
    for (const WindowReading& window : job.windows) {
        if (before && std::ranges::equal(*before, window.offered,
                                         [](double a, double b) { return a == b || (std::isnan(a) && std::isnan(b)); }))
            continue;
        before = &window.offered;
        const auto demand = model.demand(window.offered);
        int most = 0;
        for (std::size_t v = 0; v < job.facts.nodes.size(); ++v) {
            const NodeFacts& node = job.facts.nodes[v];
            if (node.pinned || !model.measured(v) || !std::isfinite(demand[v].mean))
                continue;
            int p = 1;
            while (p < node.high && model.node(v).capacity(p, model.hot(v, p)).mean < demand[v].mean)
                ++p;
            most = std::max(most, p);
        }
        if (most > 0)
            largest.push_back(std::log(most));
    }
}

Belief spreadOf(const std::vector<double>& values) {
    double sum = 0, square = 0;
    for (const double value : values)
        sum += value / static_cast<double>(values.size());
    for (const double value : values)
        square += (value - sum) * (value - sum);
    return {sum, std::max(kLeastSpread, std::sqrt(square / static_cast<double>(values.size() - 1)))};
}

PriorSet gathered(const std::vector<Finding>& findings, const PriorSet& before, const PriorTraining& settings) {
    PriorSet after = before;
    const auto beliefs = [&](const std::vector<const Finding*>& nodes, std::size_t k) {
        std::vector<Belief> found;
        for (const Finding* f : nodes)
            found.push_back(f->constants[k]);
        return found;
    };
    const auto skews = [](const std::vector<const Finding*>& nodes) {
        std::vector<Belief> found;
        for (const Finding* f : nodes)
            if (std::isfinite(f->logSkew))
                found.push_back({f->logSkew, 0.1});
        return found;
    };
    std::map<std::string, std::vector<const Finding*>> byKind;
    std::vector<const Finding*> all;
    for (const Finding& f : findings) {
        byKind[f.kind].push_back(&f);
        all.push_back(&f);
    }
    for (std::size_t k = 0; k < ConstantCount; ++k)
        after.other.constants[k] = population(beliefs(all, k), before.other.constants[k], 1);
    if (const auto found = skews(all); !found.empty())
        after.other.skew = population(found, before.other.skew, 1);
    after.other.nodes = static_cast<int>(all.size());
    learnSelectivity(all, settings.ridge, after.other);
    after.other.selectivityWeights.clear(); // features mean something else for every kind
    after.other.selectivity = {after.other.selectivityAverage, after.other.selectivity.sd};
    after.other.levelAverage = after.other.constants[Level].mean;
    after.kinds.clear();
    std::map<std::string, std::vector<Known>> levels;
    for (const Finding& f : findings)
        levels[f.kind].emplace_back(&f, f.constants[Level]);
    const std::vector<double> shared = sharedWeights(levels, settings.ridge);
    for (const auto& [kind, nodes] : byKind) {
        KindPrior& prior = after.kinds[kind];
        prior = before.kinds.contains(kind) ? before.kinds.at(kind) : before.other;
        for (std::size_t k = 1; k < ConstantCount; ++k)
            prior.constants[k] = population(beliefs(nodes, k), after.other.constants[k], kShrink);
        if (const auto found = skews(nodes); !found.empty())
            prior.skew = population(found, after.other.skew, kShrink);
        Regression level = regress(levels.at(kind), shared, settings.departure, 0.15);
        prior.constants[Level] = level.rest;
        prior.levelWeights = std::move(level.weights);
        prior.levelAverage = level.average;
        learnSelectivity(nodes, settings.ridge, prior);
        prior.nodes = static_cast<int>(nodes.size());
    }
    return after;
}

/// Scatter of shown shares and output counters within a deployment, as root mean squares per kind.
void learnNoise(const std::vector<PastJob>& history, PriorSet& priors) {
    struct Sums {
        double busy = 0, out = 0;
        int busyCount = 0, outCount = 0;
    };
    std::map<std::string, Sums> sums;
    double rateSquare = 0, young = 0, youngWeight = 0;
    int rateCount = 0;
    for (const PastJob& job : history)
        for (std::size_t w = 1; w < job.windows.size(); ++w) {
            const WindowReading& a = job.windows[w - 1];
            const WindowReading& b = job.windows[w];
            if (a.deployment != b.deployment)
                continue;
            for (std::size_t v = 0; v < job.facts.nodes.size(); ++v) {
                Sums& sum = sums[job.facts.nodes[v].kind];
                const NodeReading& x = a.nodes[v];
                const NodeReading& y = b.nodes[v];
                for (double NodeReading::* field : {&NodeReading::busyMean, &NodeReading::busyMax})
                    if (x.*field > 0 && y.*field > 0 && x.*field < 0.97 && y.*field < 0.97) {
                        const double fall = std::log(x.*field / y.*field);
                        sum.busy += fall * fall / 2;
                        ++sum.busyCount;
                        if (a.age == 0 && x.*field > kWorking) {
                            const double weight = 1 / std::pow(priors.of(job.facts.nodes[v].kind).noise, 2);
                            young += weight * fall;
                            youngWeight += weight;
                        }
                    }
                if (x.in > 0 && y.in > 0) {
                    rateSquare += std::pow(std::log(x.in / y.in), 2) / 2;
                    ++rateCount;
                }
                if (x.out > 0 && y.out > 0) {
                    sum.out += std::pow(std::log(x.out / y.out), 2) / 2;
                    ++sum.outCount;
                }
            }
        }
    if (rateCount > 0)
        priors.rateNoise = std::clamp(std::sqrt(rateSquare / rateCount), 1e-5, 0.5);
    // Shares are busier while a deployment is young; what noise alone would give does not count.
    if (youngWeight > 0 && young > 2 * std::sqrt(2 * youngWeight))
        priors.warmUp = std::min(young / youngWeight, 0.5);
    for (auto& [kind, prior] : priors.kinds) {
        const Sums& sum = sums[kind];
        if (sum.busyCount > 0)
            prior.noise = std::clamp(std::sqrt(sum.busy / sum.busyCount), 1e-4, 0.5);
        if (sum.outCount > 0)
            prior.outNoise = std::clamp(std::sqrt(sum.out / sum.outCount) - priors.rateNoise, 0.0, 1.0);
    }
}

} // namespace

Result<PriorSet> trainPriors(const std::vector<PastJob>& history, const PriorTraining& settings, std::stop_token stop,
                             const ProgressSink& progress) {
    PriorSet priors = plainPriors();
    std::size_t nodes = 0;
    for (const PastJob& job : history)
        for (const NodeFacts& node : job.facts.nodes) {
            priors.kinds.try_emplace(node.kind, priors.other);
            nodes += job.windows.empty() ? 0 : 1;
        }
    if (nodes == 0)
        return fail("train.empty", "The history holds no quiet window of any job, so there is nothing to learn from.",
                    "Observe jobs, or import a history.");
    learnNoise(history, priors);
    const double jitterShare = priors.jitter / 0.005;
    for (int round = 0; round < settings.rounds; ++round) {
        std::vector<Finding> findings;
        std::vector<double> largest;
        double jitters = 0, strayed = 0, readings = 0;
        int fitted = 0;
        for (std::size_t j = 0; j < history.size(); ++j) {
            if (stop.stop_requested())
                return fail("train.cancelled", "The training was cancelled; nothing was changed.");
            if (history[j].windows.empty())
                continue;
            JobCapacity model(history[j].facts, priors);
            for (const WindowReading& window : history[j].windows)
                model.add(window);
            model.fit();
            model.fit(); // again, with the luck of deployments the first one found
            jitters += model.jitter() * model.jitter();
            ++fitted;
            if (round + 1 == settings.rounds)
                collectLargest(history[j], model, largest);
            std::vector<bool> ends(history[j].facts.nodes.size(), true); // nobody receives
            for (const NodeFacts& node : history[j].facts.nodes)
                for (const Input& input : node.inputs)
                    ends[input.from] = false;
            for (std::size_t v = 0; v < history[j].facts.nodes.size(); ++v) {
                const NodeFacts& node = history[j].facts.nodes[v];
                if (!model.measured(v) || node.pinned)
                    continue;
                const auto [square, count] = model.node(v).strayed();
                strayed += square;
                readings += count;
                Finding finding{node.kind, node.features, {}, kUnknown, {kUnknown, 0}};
                for (std::size_t k = 0; k < ConstantCount; ++k)
                    finding.constants[k] = model.node(v).constant(static_cast<Constant>(k));
                finding.logSkew = model.logSkew(v);
                if (const Belief seen = model.selectivity(v); seen.sd < kSeen && !ends[v])
                    finding.logSelectivity = seen;
                findings.push_back(std::move(finding));
            }
            report(progress, {"fitting past jobs",
                              static_cast<std::int64_t>(static_cast<std::size_t>(round) * history.size() + j + 1),
                              static_cast<std::int64_t>(static_cast<std::size_t>(settings.rounds) * history.size()),
                              {},
                              true});
        }
        if (findings.empty())
            return fail("train.empty", "No operator of the history was measured well enough to learn from.");
        priors = gathered(findings, priors, settings);
        if (readings > kLeastLaw) // MacKay's rule: what the data determined, not what the prior filled in
            priors.law = std::clamp(std::sqrt(strayed / readings), 1e-3, 0.3);
        if (largest.size() >= kLeastDeployments)
            priors.largest = spreadOf(largest);
        priors.jitter = std::clamp(std::sqrt(jitters / fitted), 1e-4 * jitterShare, 0.3);
    }
    return priors;
}

} // namespace streamtune::learn
