// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// The heads on labels alone under judgement: st-svm, st-xgb, st-neural.

#include <memory>
#include <string>

#include "core/compare/method.h"
#include "core/learn/model.h"

namespace streamtune::compare {

/// All must outlive the method. A head that is not installed wants nothing: checkLabelMethod() says so beforehand.
[[nodiscard]] std::unique_ptr<Method> makeLabelMethod(const std::string& name, const JobGraph& graph,
                                                      const learn::JobFacts& job, const learn::ModelSet& model);

/// Errors "train.module" (LibTorch or XGBoost is not there), "model.unknown" (nor is there a model).
[[nodiscard]] Status checkLabelMethod(const std::string& name, const learn::ModelSet* model);

} // namespace streamtune::compare
