// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Models as rows and figures. Pure functions.

#include <memory>
#include <optional>

#include "core/workbench/training_desk.h"
#include "ui/models/table_model.h"

namespace streamtune::ui {

struct ModelRow {
    workbench::ModelSummary model;
    std::optional<std::uintmax_t> bytes; ///< of its file; the shipped one has none
};
using ModelsModel = TableModel<ModelRow>;
namespace ModelColumn {
enum { Name, State, For, Loss, Brier, Right, Found, Capacity, Jobs, Windows, Clusters, Size, Made, Count };
}
[[nodiscard]] std::unique_ptr<ModelsModel> makeModelsModel(QObject* parent = nullptr);
[[nodiscard]] QString madeWords(const std::string& created); ///< RFC 3339
[[nodiscard]] QString modelState(const workbench::ModelSummary& model);

/// An encoder of a model, judged on jobs it did not learn from.
using ClusterEncodersModel = TableModel<learn::ClusterEncoder>;
[[nodiscard]] std::unique_ptr<ClusterEncodersModel> makeClusterEncodersModel(QObject* parent = nullptr);
[[nodiscard]] std::vector<learn::ClusterEncoder> encodersOf(const learn::ModelSet& model);

/// What is checked before a model is put into use.
struct GateCheck {
    enum class Verdict { Passed, Failed, Waits, None } verdict = Verdict::None;
    QString words;
};
[[nodiscard]] std::vector<GateCheck> gateChecks(const workbench::ModelSummary& model,
                                                const workbench::ModelComparison* comparison, bool comparing);
/// "When it said 0.8, that was right in 78 % (n = 120)." for the bin that holds `p`; empty where there is none.
[[nodiscard]] QString calibrationWords(const std::vector<learn::CalibrationBin>& bins, double p);
/// Mean distance of said and come true, weighted by count.
[[nodiscard]] Number calibrationError(const std::vector<learn::CalibrationBin>& bins);
/// What the model does not know: thin labels, few jobs, clusters without an encoder of their own.
[[nodiscard]] QStringList knownLimits(const learn::ModelSet& model);

} // namespace streamtune::ui
