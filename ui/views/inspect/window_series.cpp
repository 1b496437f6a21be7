// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/inspect/window_series.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace streamtune::ui {

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

/// Windows further apart than this were not measured in between.
double gapLimit(const Observation& window) {
    return std::max(60e3, 3'000 * window.seconds);
}

} // namespace

double chartTime(TimePoint t) {
    return static_cast<double>(t.time_since_epoch().count());
}

double knownOrNaN(const Number& n) {
    return isKnown(n) ? *n : kNaN;
}

ChartSeries windowLine(const QString& name, Token colour, bool dashed, const std::vector<Observation>& windows,
                       const WindowValue& value, double shift) {
    ChartSeries s{name, colour, dashed, false, {}};
    s.points.reserve(windows.size());
    const auto start = [&](std::size_t i) { return chartTime(windows[i].start) + shift; };
    const auto end = [&](std::size_t i) { return chartTime(windows[i].end) + shift; };
    for (std::size_t i = 0; i < windows.size(); ++i) {
        const Observation& window = windows[i];
        const bool gapBefore = i == 0 || start(i) - end(i - 1) > gapLimit(window);
        const bool gapAfter = i + 1 == windows.size() || start(i + 1) - end(i) > gapLimit(window);
        if (gapBefore && i > 0)
            s.points.emplace_back((end(i - 1) + start(i)) / 2, kNaN);
        if (gapBefore && gapAfter)
            s.points.emplace_back(start(i), value(window));
        s.points.emplace_back(end(i), value(window));
    }
    return s;
}

double sourceSum(const Observation& window, Number SourceObservation::* field) {
    double sum = 0;
    bool any = false;
    for (const auto& source : window.sources) {
        if (!isKnown(source.*field))
            continue;
        sum += *(source.*field);
        any = true;
    }
    return any ? sum : kNaN;
}

double largest(const Observation& window, Number NodeObservation::* field) {
    double most = kNaN;
    for (const auto& node : window.nodes)
        if (isKnown(node.*field) && !(*(node.*field) <= most))
            most = *(node.*field);
    return most;
}

bool anyValue(const ChartSeries& s) {
    return std::ranges::any_of(s.points, [](const QPointF& p) { return std::isfinite(p.y()); });
}

} // namespace streamtune::ui
