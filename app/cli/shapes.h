// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// JSON shapes and tables that several verbs share.

#include <filesystem>
#include <string>
#include <string_view>

#include "app/cli/context.h"
#include "core/base/json.h"
#include "core/review/plan.h"
#include "core/review/reviewer.h"

namespace streamtune::cli {

class Arguments;

[[nodiscard]] Json vectorJson(const ParallelismVector& vector);
[[nodiscard]] Json preflightJson(const review::Preflight& preflight);
[[nodiscard]] std::string preflightText(const review::Preflight& preflight, const Output& out);
/// streamtune.plan/1 with its present state.
[[nodiscard]] Json planDocument(const review::Plan& plan, review::PlanState state);
[[nodiscard]] Json labelsJson(const tune::Labels& labels);
/// Exit code of an outcome: achieved 0, partly 7, all others 5.
[[nodiscard]] int exitCodeOf(review::OutcomeKind kind);
/// Written beside and renamed. Error "file.write".
[[nodiscard]] Status writeFile(const std::filesystem::path& file, std::string_view content);
/// The document to the file of --out, where there is one; says so.
[[nodiscard]] Status writeOut(Context& context, const Arguments& arguments, const Json& document);
/// Error "file.read"; at most 64 MiB.
[[nodiscard]] Result<std::string> readFile(const std::filesystem::path& file);
/// One job graph of a JSON file. Errors "file.read" and those of graphFromJson(), with the file's name.
[[nodiscard]] Result<JobGraph> readGraphFile(const std::string& file);
/// A JSON string, quotes included.
[[nodiscard]] std::string jsonText(const std::string& text);
/// Asks on the terminal; without one only --yes says yes.
[[nodiscard]] bool confirmed(const Context& context, const std::string& question);

} // namespace streamtune::cli
