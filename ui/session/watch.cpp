// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/watch.h"

#include <QCoreApplication>
#include <algorithm>

#include "ui/session/text.h"

namespace streamtune::ui {

namespace {

constexpr double kNoticeable = 0.02; ///< share of the rate; less is the same

struct WatchWords {
    Q_DECLARE_TR_FUNCTIONS(WatchWords)
};

Number sum(const Observation& window, Number SourceObservation::* field) {
    Number total;
    for (const auto& source : window.sources)
        if (isKnown(source.*field))
            total = valueOr(total, 0) + *(source.*field);
    return total;
}

Number worstPressure(const Observation& window) {
    Number worst;
    for (const auto& node : window.nodes)
        if (isKnown(node.backpressuredMax) && *node.backpressuredMax > valueOr(worst, -1))
            worst = node.backpressuredMax;
    return worst;
}

/// The words of Flink's own page, at 10 % and 50 %.
QString pressureWord(const Number& share) {
    return !isKnown(share) ? WatchWords::tr("unknown")
           : *share > 0.5  ? WatchWords::tr("HIGH")
           : *share > 0.1  ? WatchWords::tr("LOW")
                           : WatchWords::tr("OK");
}

WatchVerdict judge(const Watch& watch, const Number& pressureBefore, const Number& pressureNow) {
    const bool held = valueOr(pressureBefore, 0) > 0.1, holds = valueOr(pressureNow, 0) > 0.1;
    if (held && !holds)
        return WatchVerdict::Better;
    if (!held && holds)
        return WatchVerdict::Worse;
    if (!isKnown(watch.before) || !isKnown(watch.accepted) || *watch.before <= 0)
        return WatchVerdict::Same;
    const double change = *watch.accepted / *watch.before - 1;
    if (change > kNoticeable)
        return WatchVerdict::Better;
    // Less is taken: worse only where more was offered than is taken now.
    const bool refused = isKnown(watch.offered) && *watch.accepted < (1 - kNoticeable) * *watch.offered;
    return change < -kNoticeable && refused ? WatchVerdict::Worse : WatchVerdict::Same;
}

QString sentenceOf(const Watch& watch, const Number& pressureBefore, const Number& pressureNow) {
    QString s = verdictWord(watch.verdict) + QStringLiteral(": ");
    s += isKnown(watch.offered) ? WatchWords::tr("%1 of %2 accepted").arg(rate(watch.accepted), rate(watch.offered))
                                : WatchWords::tr("%1 accepted").arg(rate(watch.accepted));
    if (isKnown(watch.before))
        s += WatchWords::tr(", was %1").arg(rate(watch.before));
    s += QStringLiteral("; ") + WatchWords::tr("back-pressure %1").arg(pressureWord(pressureNow));
    if (isKnown(pressureBefore) && pressureWord(pressureBefore) != pressureWord(pressureNow))
        s += WatchWords::tr(", was %1").arg(pressureWord(pressureBefore));
    s += QLatin1Char('.');
    if (watch.verdict == WatchVerdict::Worse)
        s += QLatin1Char(' ') + WatchWords::tr("Roll back brings the former numbers back, as a plan to review.");
    return s;
}

} // namespace

Watch watchOf(const PlanFile& file, const std::vector<Observation>& windows) {
    Watch watch;
    if (!file.outcome || file.outcome->reached.empty())
        return watch;
    std::vector<const Observation*> after;
    for (const auto& window : windows)
        if (window.quiet && window.parallelism() == file.outcome->reached &&
            (!file.measured || window.start >= file.measured->end))
            after.push_back(&window);
    if (after.empty()) {
        watch.sentence = WatchWords::tr("Waiting for the first quiet window with the new numbers.");
        return watch;
    }
    const Observation& first = *after.front();
    const Observation& newest = *after.back();
    watch.seconds = static_cast<double>((newest.end - first.start).count()) / 1000;
    watch.offered = sum(newest, &SourceObservation::offered);
    watch.accepted = sum(newest, &SourceObservation::accepted);
    for (const auto* window : after)
        if (const Number value = sum(*window, &SourceObservation::accepted); isKnown(value))
            watch.line.emplace_back(static_cast<double>(window->end.time_since_epoch().count()), *value);
    for (const auto& change : file.plan.changes) {
        WatchRow row;
        row.name = text(change.name.empty() ? change.vertex : change.name);
        row.predicted = change.predictedBusy;
        if (const auto* node = newest.find(change.vertex))
            row.now = node->busyMax;
        if (const auto* node = file.measured ? file.measured->find(change.vertex) : nullptr)
            row.before = node->busyMax;
        watch.rows.push_back(std::move(row));
    }
    const Number pressureBefore = file.measured ? worstPressure(*file.measured) : Number();
    const Number pressureNow = worstPressure(newest);
    if (file.measured)
        watch.before = sum(*file.measured, &SourceObservation::accepted);
    watch.verdict = judge(watch, pressureBefore, pressureNow);
    watch.sentence = sentenceOf(watch, pressureBefore, pressureNow);
    return watch;
}

QString verdictWord(WatchVerdict verdict) {
    switch (verdict) {
    case WatchVerdict::Waiting:
        return WatchWords::tr("Waiting");
    case WatchVerdict::Better:
        return WatchWords::tr("Better");
    case WatchVerdict::Same:
        return WatchWords::tr("As before");
    case WatchVerdict::Worse:
        return WatchWords::tr("Worse");
    }
    return {};
}

} // namespace streamtune::ui
