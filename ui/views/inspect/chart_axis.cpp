// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/inspect/chart_axis.h"

#include <QCoreApplication>
#include <QDateTime>
#include <algorithm>
#include <cmath>
#include <limits>

#include "ui/session/text.h"

namespace streamtune::ui {

namespace {

constexpr int kMostTicks = 5;

/// A round number not below `value`, whose quarters are round too.
double niceCeiling(double value) {
    if (!(value > 0))
        return 1;
    const double power = std::pow(10.0, std::floor(std::log10(value)));
    for (const double step : {1.0, 1.2, 1.6, 2.0, 2.4, 3.2, 4.0, 6.0, 8.0, 10.0}) // quarters of them read well
        if (step * power >= value * 0.9999)
            return step * power;
    return 10 * power;
}

double niceTimeStep(double span) {
    static constexpr double kSteps[]{1e3, 2e3,  5e3,  1e4,  15e3,  3e4,   6e4,   12e4,   3e5,    6e5,
                                     9e5, 18e5, 36e5, 72e5, 216e5, 432e5, 864e5, 1728e5, 6048e5, 2592e6};
    for (const double step : kSteps)
        if (span / step <= kMostTicks)
            return step;
    return kSteps[std::size(kSteps) - 1] * std::ceil(span / kSteps[std::size(kSteps) - 1] / kMostTicks);
}

/// 1, 2, 5, 10, …, at least `least`.
double niceStep(double span, double least) {
    double power = std::pow(10.0, std::floor(std::log10(std::max(span, least) / kMostTicks)));
    for (; power < 1e15; power *= 10)
        for (const double factor : {1.0, 2.0, 5.0})
            if (factor * power >= least && span / (factor * power) <= kMostTicks)
                return factor * power;
    return power;
}

QString timeWords(double at, const QString& format) {
    return QDateTime::fromMSecsSinceEpoch(static_cast<qint64>(at)).toString(format);
}

} // namespace

double shortestZoom(ChartAxis axis) {
    switch (axis) {
    case ChartAxis::Epochs:
        return 1;
    case ChartAxis::Seconds:
        return 0.1;
    default:
        return 2'000;
    }
}

std::vector<ChartTick> ticksOf(ChartAxis axis, double from, double to) {
    std::vector<ChartTick> ticks;
    if (!(to > from))
        return ticks;
    const double step = axis == ChartAxis::Time     ? niceTimeStep(to - from)
                        : axis == ChartAxis::Epochs ? niceStep(to - from, 1)
                                                    : niceStep(to - from, 0.01);
    const QString format = step < 60e3    ? QStringLiteral("HH:mm:ss")
                           : step < 864e5 ? QStringLiteral("HH:mm")
                                          : QStringLiteral("d MMM");
    for (double at = std::ceil(from / step) * step; at <= to; at += step)
        ticks.push_back({at, axis == ChartAxis::Time     ? timeWords(at, format)
                             : axis == ChartAxis::Epochs ? QString::number(std::lround(at))
                                                         : duration(at)});
    return ticks;
}

QString placeOf(ChartAxis axis, double at) {
    switch (axis) {
    case ChartAxis::Epochs:
        return QCoreApplication::translate("TimeChart", "epoch %1").arg(std::lround(at));
    case ChartAxis::Seconds:
        return duration(at);
    default:
        return timeWords(at, QStringLiteral("HH:mm:ss"));
    }
}

double plotted(double value, bool log) {
    if (!log)
        return value;
    return value > 0 ? std::log10(value) : std::numeric_limits<double>::quiet_NaN();
}

std::pair<double, double> valueRange(double low, double high, bool log) {
    if (!log)
        return {0, niceCeiling(high)};
    if (!(low > 0) || !(high >= low))
        return {-1, 0};
    const double from = std::log10(low), to = std::log10(high);
    const double pad = std::max(0.05, 0.05 * (to - from));
    return {from - pad, to + pad};
}

std::vector<double> valueTicks(double low, double high, bool log, bool few) {
    std::vector<double> ticks;
    if (!log) {
        for (int i = 0; i <= 4; i += few ? 2 : 1)
            ticks.push_back(high * i / 4);
        return ticks;
    }
    const std::vector<double> coarse{1, 2, 5}, fine{1, 1.5, 2, 3, 4, 5, 6, 7, 8, 9};
    for (const auto& factors : {coarse, fine}) {
        ticks.clear();
        for (int power = static_cast<int>(std::floor(low)); power <= static_cast<int>(std::floor(high)); ++power)
            for (const double factor : factors)
                if (const double value = factor * std::pow(10.0, power);
                    std::log10(value) >= low && std::log10(value) <= high)
                    ticks.push_back(value);
        if (ticks.size() >= 3)
            break;
    }
    const std::size_t most = few ? 3 : 6;
    if (ticks.size() > most) { // every n-th, from the top
        const std::size_t every = (ticks.size() + most - 1) / most;
        std::vector<double> kept;
        for (std::size_t i = ticks.size(); i > 0; i -= std::min(i, every))
            kept.push_back(ticks[i - 1]);
        std::ranges::reverse(kept);
        return kept;
    }
    return ticks;
}

} // namespace streamtune::ui
