// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Clustering as clustering.h defines it, on a full matrix of distances, without any of its short cuts.

#include <algorithm>
#include <map>
#include <random>
#include <set>
#include <vector>

namespace streamtune::testing {

class NaiveClustering {
public:
    using Matrix = std::vector<std::vector<double>>;

    NaiveClustering(Matrix matrix, std::vector<double> weights, double tau, std::uint64_t seed, int starts)
        : m_d(std::move(matrix)), m_w(std::move(weights)), m_tau(tau), m_far(4 * tau), m_seed(seed), m_starts(starts) {}

    struct Outcome {
        std::vector<int> centres; ///< ascending
        std::vector<int> of;      ///< place of the centre of each shape
        double total = 0;
        bool settled = true;
    };

    Outcome withK(int k) {
        std::vector<Outcome> ends;
        for (int start = 0; start < m_starts; ++start)
            ends.push_back(iterate(start == 0 ? furthest(k) : drawn(k, start)));
        return *std::ranges::min_element(ends, [](const Outcome& a, const Outcome& b) {
            return std::pair(!a.settled, a.total) < std::pair(!b.settled, b.total);
        });
    }

    Outcome automatic() {
        const int n = size();
        const int most = std::min(n, std::max(10, std::min(60, n / 2)));
        std::vector<double> curve;
        for (int k = 1; k <= most; ++k) {
            const auto centres = furthest(k);
            if (static_cast<int>(centres.size()) < k)
                break;
            double total = 0;
            for (int s = 0; s < n; ++s)
                total += m_w[at(s)] * cappedNearest(s, centres);
            curve.push_back(total);
        }
        bool one = true;
        const int heaviest = static_cast<int>(std::ranges::max_element(m_w) - m_w.begin());
        for (int s = 0; s < n; ++s)
            one = one && m_d[at(s)][at(heaviest)] <= m_tau;
        if (one)
            return withK(1);
        const int elbow = knee(curve);
        std::vector<std::pair<double, Outcome>> options;
        for (const int k : {elbow, elbow - 1, elbow + 1})
            if (k == elbow || (k >= 2 && k <= n)) {
                Outcome outcome = withK(k);
                options.emplace_back(silhouette(outcome), std::move(outcome));
            }
        std::size_t best = 0;
        for (std::size_t i = 1; i < options.size(); ++i)
            if (options[i].first > options[best].first + 1e-12)
                best = i;
        return options[best].second;
    }

    double silhouette(const Outcome& o) const {
        double sum = 0, weight = 0;
        for (int s = 0; s < size(); ++s) {
            double companions = 0;
            for (int t = 0; t < size(); ++t)
                companions += o.of[at(s)] == o.of[at(t)] ? m_w[at(t)] : 0;
            double other = m_far;
            for (std::size_t c = 0; c < o.centres.size(); ++c)
                if (static_cast<int>(c) != o.of[at(s)])
                    other = std::min(other, m_d[at(s)][at(o.centres[c])]);
            const double own = std::min(m_far, m_d[at(s)][at(o.centres[at(o.of[at(s)])])]);
            const double most = std::max(own, other);
            if (o.centres.size() > 1 && companions > 1 && most > 0)
                sum += m_w[at(s)] * (other - own) / most;
            weight += m_w[at(s)];
        }
        return sum / weight;
    }

private:
    static std::size_t at(int i) { return static_cast<std::size_t>(i); }
    int size() const { return static_cast<int>(m_w.size()); }

    double cappedNearest(int s, const std::vector<int>& centres) const {
        double best = m_far;
        for (const int c : centres)
            best = std::min(best, m_d[at(s)][at(c)]);
        return best;
    }

    std::vector<int> furthest(int k) const {
        std::vector<int> centres{static_cast<int>(std::ranges::max_element(m_w) - m_w.begin())};
        while (static_cast<int>(centres.size()) < k) {
            int best = 0;
            for (int s = 1; s < size(); ++s)
                if (cappedNearest(s, centres) > cappedNearest(best, centres))
                    best = s;
            if (cappedNearest(best, centres) == 0)
                break;
            centres.push_back(best);
        }
        return centres;
    }

    std::vector<int> drawn(int k, int start) const {
        std::mt19937_64 random(m_seed * 1'000'003 + static_cast<std::uint64_t>(start));
        std::vector<int> centres;
        std::vector<double> pull = m_w;
        while (static_cast<int>(centres.size()) < k) {
            double sum = 0;
            for (const double p : pull)
                sum += p;
            if (sum == 0)
                break;
            double left = static_cast<double>(random() >> 11) / 9007199254740992.0 * sum;
            int chosen = 0;
            while (chosen + 1 < size() && (pull[at(chosen)] == 0 || left >= pull[at(chosen)]))
                left -= pull[at(chosen++)];
            centres.push_back(chosen);
            for (int s = 0; s < size(); ++s)
                pull[at(s)] = m_w[at(s)] * cappedNearest(s, centres) * cappedNearest(s, centres);
        }
        return centres;
    }

    Outcome assign(std::vector<int> centres) const {
        std::ranges::sort(centres);
        Outcome o;
        o.centres = std::move(centres);
        for (int s = 0; s < size(); ++s) {
            int best = 0;
            for (std::size_t c = 1; c < o.centres.size(); ++c)
                if (m_d[at(s)][at(o.centres[c])] < m_d[at(s)][at(o.centres[at(best)])])
                    best = static_cast<int>(c);
            o.of.push_back(best);
            o.total += m_w[at(s)] * m_d[at(s)][at(o.centres[at(best)])];
        }
        return o;
    }

    std::vector<int> similarityCentres(const Outcome& o) const {
        std::vector<int> centres;
        for (std::size_t c = 0; c < o.centres.size(); ++c) {
            std::vector<int> members;
            for (int s = 0; s < size(); ++s)
                if (o.of[at(s)] == static_cast<int>(c))
                    members.push_back(s);
            std::vector<std::tuple<double, double, int>> ranking;
            for (const int m : members) {
                double similar = 0, sum = 0;
                for (const int other : members) {
                    similar += m_d[at(m)][at(other)] <= m_tau ? m_w[at(other)] : 0;
                    sum += m_w[at(other)] * m_d[at(m)][at(other)];
                }
                ranking.emplace_back(-similar, sum, m);
            }
            if (!ranking.empty())
                centres.push_back(std::get<2>(*std::ranges::min_element(ranking)));
        }
        std::ranges::sort(centres);
        return centres;
    }

    Outcome iterate(std::vector<int> seeds) const {
        std::vector<Outcome> path;
        for (int step = 0; step < 100; ++step) {
            std::ranges::sort(seeds);
            for (std::size_t i = 0; i < path.size(); ++i)
                if (path[i].centres == seeds) {
                    Outcome best = path[i];
                    for (std::size_t j = i; j < path.size(); ++j)
                        if (path[j].total < best.total)
                            best = path[j];
                    best.settled = i + 1 == path.size();
                    return best;
                }
            path.push_back(assign(seeds));
            seeds = similarityCentres(path.back());
        }
        path.back().settled = false;
        return path.back();
    }

    static int knee(const std::vector<double>& curve) {
        const double height = curve.front() - curve.back();
        const int n = static_cast<int>(curve.size());
        if (n < 3 || height <= 0)
            return height > 0 ? n : 1;
        int best = 1;
        double deepest = 0;
        for (int i = 0; i < n; ++i) {
            const double depth = 1 - static_cast<double>(i) / (n - 1) - (curve[at(i)] - curve.back()) / height;
            if (depth > deepest + 1e-12) {
                deepest = depth;
                best = i + 1;
            }
        }
        return best;
    }

    Matrix m_d;
    std::vector<double> m_w;
    double m_tau, m_far;
    std::uint64_t m_seed;
    int m_starts;
};

} // namespace streamtune::testing
