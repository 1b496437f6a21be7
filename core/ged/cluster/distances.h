// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// What is known of the distances between shapes, and how more becomes known at the least cost: first what the labels
/// say, then what the triangle inequality says through shapes that were measured, then the question "is it at most x",
/// and the plain distance last.

#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <unordered_map>
#include <vector>

#include "core/base/progress.h"
#include "core/base/result.h"
#include "core/ged/ged.h"

namespace streamtune::ged {

inline constexpr double kFar = std::numeric_limits<double>::infinity();

/// Bounds of a distance; they meet when it is known exactly.
struct Interval {
    double lower = 0;
    double upper = kFar;

    [[nodiscard]] bool exact() const { return lower >= upper; }
    /// What is taken for the distance where a budget left an interval: the cost of the best edit path found.
    [[nodiscard]] double value() const { return upper; }
    void meet(const Interval& other) {
        lower = lower < other.lower ? other.lower : lower;
        upper = upper > other.upper ? other.upper : upper;
    }
    bool operator==(const Interval&) const = default;
};

/// Distances that were computed before, by the indices of the shapes; nothing where there is none. Safe from any
/// thread.
using KnownDistances = std::function<std::optional<Interval>(std::size_t, std::size_t)>;

struct DistanceOptions {
    Definition definition;
    EditCosts costs;
    Budget budget;
    int threads = 1;
    KnownDistances known;
};

/// "Is the distance of a and b at most `limit`?", and with `exactly` its value if so.
struct Ask {
    std::size_t a = 0;
    std::size_t b = 0;
    double limit = kFar;
    bool exactly = true;
};

/// Not for several threads at once; it starts threads of its own inside ask() and nearest(). What it answers does not
/// depend on how many.
class Distances {
public:
    /// Error "ged.cost" and those of ged::distance for broken graphs.
    [[nodiscard]] static Result<std::unique_ptr<Distances>> make(const std::vector<const JobGraph*>& graphs,
                                                                 DistanceOptions options);
    ~Distances();
    Distances(const Distances&) = delete;
    Distances& operator=(const Distances&) = delete;

    [[nodiscard]] std::size_t size() const;
    /// From labels, pivots and earlier answers; starts no search.
    [[nodiscard]] Interval bounds(std::size_t a, std::size_t b) const;
    /// Earlier answers only.
    [[nodiscard]] Interval known(std::size_t a, std::size_t b) const;
    /// The limit that asks for "less than" instead of "at most".
    [[nodiscard]] double below(double limit) const;
    /// Distances from and to this shape are kept in a row, and bound others by the triangle inequality (only where the
    /// costs make a metric).
    void addPivot(std::size_t shape);

    /// Answers all, each pair at most once. Error "ged.cancelled".
    [[nodiscard]] Status ask(std::span<const Ask> asks, const std::stop_token& stop, const ProgressSink& progress = {});

    struct Nearest {
        std::size_t place = 0; ///< in `centres`
        Interval distance;
    };
    /// The nearest of `centres` (ascending shapes, not empty) for each of `shapes`; of equally near ones the first.
    /// Only as many distances as it takes. With `limit` what is further counts as that far: then place is 0 and the
    /// interval starts at the limit or above.
    [[nodiscard]] Result<std::vector<Nearest>> nearest(std::span<const std::size_t> shapes,
                                                       std::span<const std::size_t> centres,
                                                       const std::stop_token& stop, const ProgressSink& progress = {},
                                                       double limit = kFar);

    /// Pairs for which a search was needed (or an earlier answer was at hand).
    [[nodiscard]] std::size_t computed() const;
    /// Of these, those whose answer stayed an interval although the distance was asked for.
    [[nodiscard]] std::size_t undecided() const;
    /// Every answer got so far, to be kept for another time: (a, b, interval), a < b, in order.
    struct Answered {
        std::size_t a = 0, b = 0;
        Interval interval;
    };
    [[nodiscard]] std::vector<Answered> answers() const;

private:
    struct Impl;
    explicit Distances(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

/// Whether distances under these costs obey the triangle inequality; true for uniform costs. Where it cannot be told it
/// is taken as false, and no search is saved.
[[nodiscard]] bool makesMetric(const EditCosts& costs);

} // namespace streamtune::ged
