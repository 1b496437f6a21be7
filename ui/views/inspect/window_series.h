// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Lines of charts from recorded windows. Pure functions; NaN = not known.

#include <functional>
#include <vector>

#include "core/graph/observation.h"
#include "ui/views/inspect/time_chart.h"

namespace streamtune::ui {

[[nodiscard]] double chartTime(TimePoint t); ///< ms since epoch
[[nodiscard]] double knownOrNaN(const Number& n);

using WindowValue = std::function<double(const Observation&)>;

/// One point a window, at its end; a window that stands alone is drawn over its own length, and the line breaks where
/// nothing was measured in between. `shift` ms are added to every time.
[[nodiscard]] ChartSeries windowLine(const QString& name, Token colour, bool dashed,
                                     const std::vector<Observation>& windows, const WindowValue& value,
                                     double shift = 0);
/// Over all sources.
[[nodiscard]] double sourceSum(const Observation& window, Number SourceObservation::* field);
/// Over all nodes.
[[nodiscard]] double largest(const Observation& window, Number NodeObservation::* field);
[[nodiscard]] bool anyValue(const ChartSeries& series);

} // namespace streamtune::ui
