// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// What the explanation shows, as values and words. Pure functions, any thread.

#include <QString>
#include <memory>
#include <vector>

#include "ui/models/table_model.h"
#include "ui/session/explain_flow.h"

namespace streamtune::ui {

/// The steps of the waterfall as the review's drawing of a decision wants them; missing steps keep the value before.
[[nodiscard]] tune::Decision decisionOf(const tune::Explanation& explanation);

/// One sentence: from what to what, at which demand, and what that does to the chance of a bottleneck.
[[nodiscard]] QString verdictOf(const Explained& explained);
/// What was measured, and when; never a predicted value.
[[nodiscard]] QString measuredWords(const Explained& explained);
/// Who predicts; empty where nobody does.
[[nodiscard]] QString predictedBy(const Explained& explained);
/// "weak evidence" and the like: how much there is to lean on. Empty = enough.
[[nodiscard]] QString evidenceNote(const Explained& explained);

struct PastRow {
    int index = 0; ///< in the evidence
    workbench::PastRun run;
};
using PastModel = TableModel<PastRow>;
[[nodiscard]] std::unique_ptr<PastModel> makePastModel(QObject* parent = nullptr);
[[nodiscard]] std::vector<PastRow> pastRows(const workbench::Evidence& evidence);
/// "the same graph", or what differs, a step a line.
[[nodiscard]] QString editWords(const workbench::PastRun& run);

} // namespace streamtune::ui
