// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Models that lie beside a workspace, and the one in use. Private to this room.

#include <filesystem>
#include <memory>
#include <string>

#include "core/history/store.h"
#include "core/learn/model.h"
#include "core/tune/recommendation.h"

namespace streamtune::workbench {

/// Document kind of what is in use; key = engine, or "job:<connection>/<job>".
inline constexpr const char* kModelInUse = "model.active";

[[nodiscard]] std::filesystem::path modelRoot(const std::filesystem::path& workspace);
/// The shipped one or one beside the workspace. Error "model.unknown", and those of loadModel().
[[nodiscard]] Result<std::shared_ptr<const learn::ModelSet>> modelById(const std::filesystem::path& workspace,
                                                                       const std::string& id);
/// For the job where one was made for it, else for the engine; the shipped one for simulated jobs. Null where there is
/// none.
[[nodiscard]] Result<std::shared_ptr<const learn::ModelSet>>
modelInUse(history::Store& store, const std::string& engine, const std::string& connection, const std::string& job);

/// A recommender by the name that a person or a plan gives: heads on labels stand on the model in use, or on the one
/// that "st-svm@id" names. `engine` empty: only a named or the shipped model.
[[nodiscard]] Result<std::unique_ptr<tune::Recommender>>
recommenderFor(history::Store& store, const std::string& method, const std::string& engine,
               const std::string& connection, const std::string& job);

} // namespace streamtune::workbench
