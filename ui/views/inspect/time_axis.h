// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Recorded time on a strip of pixels: stretches that were measured share the width by their length, what was not
/// measured in between is folded to a narrow gap. Plain values.

#include <vector>

#include "core/graph/observation.h"

namespace streamtune::ui {

class TimeAxis {
public:
    struct Stretch {
        TimePoint from{};
        TimePoint to{};
        double left = 0; ///< pixels
        double right = 0;
    };

    /// Windows oldest first; `width` in pixels. Pauses longer than `fold` are folded, at most `most` stretches are kept
    /// apart.
    TimeAxis(const std::vector<Observation>& windows, double width, Millis fold = Millis(10 * 60'000),
             std::size_t most = 8);

    [[nodiscard]] const std::vector<Stretch>& stretches() const { return m_stretches; }
    /// Inside a folded pause: its middle. Outside everything: the nearer end.
    [[nodiscard]] double xOf(TimePoint t) const;
    [[nodiscard]] TimePoint timeAt(double x) const;

private:
    std::vector<Stretch> m_stretches;
};

} // namespace streamtune::ui
