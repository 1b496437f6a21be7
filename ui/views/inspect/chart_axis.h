// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Where the axes of charts have their marks, and what stands there. Pure functions.

#include <QString>
#include <functional>
#include <utility>
#include <vector>

namespace streamtune::ui {

/// What the lower axis counts.
enum class ChartAxis { Time, Epochs, Seconds };

struct ChartScale {
    ChartAxis x = ChartAxis::Time; ///< ms since epoch, epochs from 1, seconds from a beginning
    bool log = false;              ///< of the values; those not above 0 are gaps
    bool operator==(const ChartScale&) const = default;
};

struct ChartTick {
    double at = 0;
    QString words;
};

/// The shortest range of the lower axis that can be zoomed to.
[[nodiscard]] double shortestZoom(ChartAxis axis);
[[nodiscard]] std::vector<ChartTick> ticksOf(ChartAxis axis, double from, double to);
/// A place on the lower axis in words: "13:02:11", "epoch 12", "41 s".
[[nodiscard]] QString placeOf(ChartAxis axis, double at);

/// Marks of the values between `low` and `high`; linear ones begin at 0.
[[nodiscard]] std::vector<double> valueTicks(double low, double high, bool log, bool few);
/// Where a value is drawn: itself, or its decimal logarithm.
[[nodiscard]] double plotted(double value, bool log);
/// From and to of the axis of values, as drawn, for values between `low` and `high`.
[[nodiscard]] std::pair<double, double> valueRange(double low, double high, bool log);

} // namespace streamtune::ui
