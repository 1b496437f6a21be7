// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/inspect/time_axis.h"

#include <algorithm>

namespace streamtune::ui {

namespace {
constexpr double kPauseWidth = 16;
constexpr double kLeastWidth = 24;

double length(const TimeAxis::Stretch& s) {
    return std::max(1.0, static_cast<double>((s.to - s.from).count()));
}
} // namespace

TimeAxis::TimeAxis(const std::vector<Observation>& windows, double width, Millis fold, std::size_t most) {
    for (const auto& window : windows) {
        if (m_stretches.empty() || window.start - m_stretches.back().to > fold)
            m_stretches.push_back({window.start, window.end, 0, 0});
        m_stretches.back().to = std::max(m_stretches.back().to, window.end);
    }
    while (m_stretches.size() > std::max<std::size_t>(1, most)) { // the oldest ones become one
        m_stretches[0].to = m_stretches[1].to;
        m_stretches.erase(m_stretches.begin() + 1);
    }
    if (m_stretches.empty())
        return;
    const auto count = static_cast<double>(m_stretches.size());
    const double least = std::min(kLeastWidth, width / (2 * count));
    const double room = std::max(0.0, width - kPauseWidth * (count - 1) - least * count);
    double total = 0;
    for (const auto& s : m_stretches)
        total += length(s);
    double x = 0;
    for (auto& s : m_stretches) {
        s.left = x;
        s.right = x + least + room * length(s) / total;
        x = s.right + kPauseWidth;
    }
}

double TimeAxis::xOf(TimePoint t) const {
    double last = 0;
    for (const auto& s : m_stretches) {
        if (t < s.from)
            return last > 0 ? (last + s.left) / 2 : s.left;
        if (t <= s.to)
            return s.left + (s.right - s.left) * static_cast<double>((t - s.from).count()) / length(s);
        last = s.right;
    }
    return last;
}

TimePoint TimeAxis::timeAt(double x) const {
    if (m_stretches.empty())
        return {};
    for (const auto& s : m_stretches) {
        if (x < s.left)
            return s.from;
        if (x <= s.right)
            return s.from +
                   Millis(static_cast<std::int64_t>((x - s.left) / std::max(1.0, s.right - s.left) * length(s)));
    }
    return m_stretches.back().to;
}

} // namespace streamtune::ui
