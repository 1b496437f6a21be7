// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// The language of the window. Texts are made when their part is built, so that a choice counts from the next start.
/// GUI thread.

#include <QString>
#include <utility>
#include <vector>

namespace streamtune::ui {

/// Code and own name: "en", "English" and what was built in.
[[nodiscard]] const std::vector<std::pair<QString, QString>>& languages();
/// "system", or a code of languages(); a system with another language is spoken to in English. Numbers and dates
/// follow. Installs the plurals of English in any case.
void applyLanguage(const QString& choice);
/// What was applied last; empty = nothing yet.
[[nodiscard]] QString appliedLanguage();

} // namespace streamtune::ui
