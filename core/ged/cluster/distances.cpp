// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ged/cluster/distances.h"

#include <algorithm>
#include <cmath>
#include <mutex>
#include <numeric>
#include <set>

#include "core/ged/cluster/pair_solver.h"
#include "core/ged/cluster/parallel.h"

namespace streamtune::ged {
namespace {

using Key = std::uint64_t;

Key keyOf(std::size_t a, std::size_t b) {
    const auto [low, high] = std::minmax(a, b);
    return static_cast<Key>(low) << 32 | static_cast<Key>(high);
}

/// An answer together with how it was asked for.
struct Finding {
    Interval interval;
    bool needed = false;    ///< a search (or a kept answer) was needed
    bool undecided = false; ///< the budget ended it
};

} // namespace

struct Distances::Impl {
    DistanceOptions options;
    PairSolver solver;
    bool metric = true;
    std::unordered_map<Key, Finding> answered;
    std::vector<std::size_t> pivots;
    std::vector<std::vector<Interval>> rows; ///< a row a pivot
    std::vector<int> rowOf;                  ///< of a shape, or -1
    std::size_t undecided = 0;

    Impl(DistanceOptions o, PairSolver s)
        : options(std::move(o)), solver(std::move(s)), metric(makesMetric(options.costs)), rowOf(solver.size(), -1) {}

    [[nodiscard]] Interval known(std::size_t a, std::size_t b) const {
        if (a == b)
            return {0, 0};
        for (const auto& [from, to] : {std::pair{a, b}, std::pair{b, a}})
            if (rowOf[from] >= 0)
                return rows[static_cast<std::size_t>(rowOf[from])][to];
        const auto found = answered.find(keyOf(a, b));
        return found == answered.end() ? Interval{} : found->second.interval;
    }

    [[nodiscard]] Interval bounds(std::size_t a, std::size_t b) const {
        Interval found = known(a, b);
        if (found.exact())
            return found;
        found.lower = std::max(found.lower, solver.quickLower(a, b));
        if (!metric)
            return found;
        for (const auto& row : rows) {
            const Interval& toA = row[a];
            const Interval& toB = row[b];
            found.lower = std::max({found.lower, toA.lower - toB.upper, toB.lower - toA.upper});
            found.upper = std::min(found.upper, toA.upper + toB.upper);
        }
        return found;
    }

    /// Answers one question from scratch; touches nothing that is shared.
    [[nodiscard]] Result<Finding> solve(const Ask& ask, Interval before, const std::stop_token& stop,
                                        Arena& scratch) const {
        Finding answer;
        answer.needed = true;
        answer.interval = before;
        if (options.known)
            if (const auto kept = options.known(ask.a, ask.b))
                answer.interval.meet(*kept);
        if (settled(ask, answer.interval))
            return answer;
        ST_ASSIGN(const Interval got, solver.solve(ask, stop, scratch));
        answer.interval.meet(got);
        answer.undecided = !settled(ask, answer.interval);
        return answer;
    }

    [[nodiscard]] static bool settled(const Ask& ask, const Interval& interval) {
        return interval.exact() || interval.lower > ask.limit || (!ask.exactly && interval.upper <= ask.limit);
    }

    void keep(std::size_t a, std::size_t b, const Finding& answer) {
        Finding& place = answered[keyOf(a, b)];
        place.interval.meet(answer.interval);
        place.needed = place.needed || answer.needed;
        undecided += answer.undecided ? 1 : 0;
        undecided -= place.undecided ? 1 : 0; // counted when it was kept
        place.undecided = answer.undecided;
        for (const auto& [from, to] : {std::pair{a, b}, std::pair{b, a}})
            if (rowOf[from] >= 0)
                rows[static_cast<std::size_t>(rowOf[from])][to] = place.interval;
    }
};

Distances::Distances(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {}
Distances::~Distances() = default;

Result<std::unique_ptr<Distances>> Distances::make(const std::vector<const JobGraph*>& graphs,
                                                   DistanceOptions options) {
    ST_ASSIGN(PairSolver solver, PairSolver::make(graphs, options));
    return std::unique_ptr<Distances>(new Distances(std::make_unique<Impl>(std::move(options), std::move(solver))));
}

std::size_t Distances::size() const {
    return m_impl->solver.size();
}

Interval Distances::known(std::size_t a, std::size_t b) const {
    return m_impl->known(a, b);
}

Interval Distances::bounds(std::size_t a, std::size_t b) const {
    return m_impl->bounds(a, b);
}

double Distances::below(double limit) const {
    return m_impl->solver.below(limit);
}

void Distances::addPivot(std::size_t shape) {
    if (m_impl->rowOf[shape] >= 0)
        return;
    std::vector<Interval> row(size());
    for (std::size_t i = 0; i < row.size(); ++i)
        row[i] = m_impl->known(shape, i);
    m_impl->rowOf[shape] = static_cast<int>(m_impl->rows.size());
    m_impl->rows.push_back(std::move(row));
    m_impl->pivots.push_back(shape);
}

Status Distances::ask(std::span<const Ask> asks, const std::stop_token& stop, const ProgressSink& progress) {
    // What bounds settle is left out before, so that the searches that are started do not depend on the threads.
    std::vector<std::size_t> open;
    std::vector<Interval> before;
    std::set<Key> seen;
    for (std::size_t i = 0; i < asks.size(); ++i) {
        const Interval bounds = m_impl->bounds(asks[i].a, asks[i].b);
        if (Impl::settled(asks[i], bounds) || !seen.insert(keyOf(asks[i].a, asks[i].b)).second)
            continue;
        open.push_back(i);
        before.push_back(bounds);
    }
    std::vector<std::size_t> order(open.size()); // the longest searches first
    std::iota(order.begin(), order.end(), std::size_t{0});
    const auto effort = [&](std::size_t i) { return m_impl->solver.effort(asks[open[i]].a, asks[open[i]].b); };
    std::ranges::stable_sort(order, [&](std::size_t x, std::size_t y) { return effort(x) > effort(y); });
    std::vector<Result<Finding>> answers(open.size());
    std::vector<Arena> scratch(workersFor(order.size(), m_impl->options.threads));
    const bool whole = forEachInParallel(
        order.size(), m_impl->options.threads, stop,
        [&](std::size_t i, std::size_t worker) {
            answers[order[i]] = m_impl->solve(asks[open[order[i]]], before[order[i]], stop, scratch[worker]);
        },
        [&](std::size_t done) {
            report(progress, {"measuring distances",
                              static_cast<std::int64_t>(done),
                              static_cast<std::int64_t>(order.size()),
                              {},
                              true});
        });
    if (!whole)
        return fail("ged.cancelled", "The clustering was cancelled; nothing was changed.");
    for (std::size_t i = 0; i < open.size(); ++i) {
        if (!answers[i])
            return std::unexpected(std::move(answers[i]).error());
        m_impl->keep(asks[open[i]].a, asks[open[i]].b, *answers[i]);
    }
    return {};
}

namespace {

/// The search for the nearest centre of one shape, on bounds of its own.
struct Hunt {
    std::vector<Interval> to; ///< each centre
    std::vector<bool> asked;
    std::vector<Finding> got;
    std::optional<Error> error;
    Distances::Nearest found;
};

} // namespace

Result<std::vector<Distances::Nearest>> Distances::nearest(std::span<const std::size_t> shapes,
                                                           std::span<const std::size_t> centres,
                                                           const std::stop_token& stop, const ProgressSink& progress,
                                                           double limit) {
    const Impl& impl = *m_impl;
    std::vector<std::vector<Interval>> between(centres.size());
    if (impl.metric)
        for (std::size_t c = 0; c < centres.size(); ++c)
            for (const std::size_t other : centres)
                between[c].push_back(impl.known(centres[c], other));

    std::vector<Hunt> hunts(shapes.size());
    std::vector<Arena> scratch(workersFor(shapes.size(), impl.options.threads));
    const auto hunt = [&](std::size_t index, std::size_t worker) {
        const std::size_t shape = shapes[index];
        Hunt& h = hunts[index];
        for (const std::size_t centre : centres)
            h.to.push_back(impl.bounds(shape, centre));
        h.asked.assign(centres.size(), false);
        h.got.resize(centres.size());
        double best = limit;
        std::size_t bestPlace = centres.size();
        std::vector<bool> done(centres.size(), false);
        for (std::size_t turn = 0; turn < centres.size(); ++turn) {
            // The most promising first: it makes all later questions easy.
            std::size_t place = centres.size();
            for (std::size_t c = 0; c < centres.size(); ++c)
                if (!done[c] && (place == centres.size() || std::pair(h.to[c].lower, h.to[c].upper) <
                                                                std::pair(h.to[place].lower, h.to[place].upper)))
                    place = c;
            done[place] = true;
            Interval& distance = h.to[place];
            const Ask ask{shape, centres[place], best, true};
            if (distance.lower > best || (distance.lower == best && place > bestPlace))
                continue;
            if (!Impl::settled(ask, distance)) {
                auto answer = impl.solve(ask, distance, stop, scratch[worker]);
                if (!answer) {
                    h.error = std::move(answer).error();
                    return;
                }
                h.asked[place] = true;
                h.got[place] = *answer;
                distance.meet(answer->interval);
            }
            if (distance.value() < best || (distance.value() == best && place < bestPlace)) {
                best = distance.value();
                bestPlace = place;
            }
            if (impl.metric)
                for (std::size_t c = 0; c < centres.size(); ++c) {
                    const Interval& step = between[place][c];
                    h.to[c].meet({std::max(step.lower - distance.upper, distance.lower - step.upper),
                                  step.upper + distance.upper});
                }
        }
        h.found.place = bestPlace < centres.size() ? bestPlace : 0;
        h.found.distance = bestPlace < centres.size() ? h.to[bestPlace] : Interval{limit, kFar};
    };

    std::vector<std::size_t> order(shapes.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, [&](std::size_t x, std::size_t y) {
        return impl.solver.effort(shapes[x], shapes[x]) > impl.solver.effort(shapes[y], shapes[y]);
    });
    const bool whole = forEachInParallel(
        order.size(), impl.options.threads, stop, [&](std::size_t i, std::size_t worker) { hunt(order[i], worker); },
        [&](std::size_t done) {
            report(progress, {"finding the nearest centre",
                              static_cast<std::int64_t>(done),
                              static_cast<std::int64_t>(order.size()),
                              {},
                              true});
        });
    if (!whole)
        return fail("ged.cancelled", "The clustering was cancelled; nothing was changed.");
    std::vector<Nearest> found;
    for (std::size_t i = 0; i < shapes.size(); ++i) {
        if (hunts[i].error)
            return fail(*hunts[i].error);
        for (std::size_t c = 0; c < centres.size(); ++c)
            if (hunts[i].asked[c])
                m_impl->keep(shapes[i], centres[c], hunts[i].got[c]);
        found.push_back(hunts[i].found);
    }
    return found;
}

std::size_t Distances::computed() const {
    return m_impl->answered.size();
}

std::size_t Distances::undecided() const {
    return m_impl->undecided;
}

std::vector<Distances::Answered> Distances::answers() const {
    std::vector<Answered> list;
    for (const auto& [key, answer] : m_impl->answered)
        list.push_back(
            {static_cast<std::size_t>(key >> 32), static_cast<std::size_t>(key & 0xffffffffU), answer.interval});
    std::ranges::sort(list, {}, [](const Answered& x) { return std::pair(x.a, x.b); });
    return list;
}

bool makesMetric(const EditCosts& costs) {
    // Symmetric, and a substitution is never dearer than the detour over any third label. With per-pair costs that
    // would have to be checked for every triple of labels, unseen ones included.
    return costs.nodePairs.empty() && costs.edgePairs.empty() && costs.nodeInsert == costs.nodeDelete &&
           costs.edgeInsert == costs.edgeDelete && costs.nodeSubstitute > 0 && costs.edgeSubstitute > 0 &&
           costs.nodeInsert > 0 && costs.edgeInsert > 0;
}

} // namespace streamtune::ged
