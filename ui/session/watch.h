// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// What became of a plan after it was applied: the first minutes of measured windows against what was predicted and
/// what was before. Plain values.

#include <QPointF>
#include <QString>
#include <vector>

#include "ui/session/plan_file.h"

namespace streamtune::ui {

enum class WatchVerdict { Waiting, Better, Same, Worse };

struct WatchRow {
    QString name;
    Number before;    ///< measured busy share when the plan was made
    Number predicted; ///< at the new parallelism
    Number now;       ///< measured busy share, newest window
};

struct Watch {
    WatchVerdict verdict = WatchVerdict::Waiting;
    QString sentence;
    double seconds = 0; ///< measured since the change
    Number offered;     ///< records/s, all sources, newest window
    Number before;      ///< accepted, records/s
    Number accepted;
    std::vector<WatchRow> rows; ///< of the changed operators
    std::vector<QPointF> line;  ///< accepted over time: ms since epoch, records/s
};

/// How long a change is watched, seconds.
inline constexpr double kWatchSeconds = 600;

/// `windows` oldest first. Only quiet windows with exactly the reached parallelism count; a plan without an outcome
/// gives Waiting without a sentence.
[[nodiscard]] Watch watchOf(const PlanFile& file, const std::vector<Observation>& windows);
[[nodiscard]] QString verdictWord(WatchVerdict verdict);

} // namespace streamtune::ui
