// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// What core says again and again, in the language of the window: states of jobs, titles of checks, why an operator has
/// its label. Core itself speaks English everywhere; a sentence that is not known here is shown as it is.

#include <QString>
#include <string_view>

namespace streamtune::ui {

/// One of the known texts, or the text itself; moments in it are local.
[[nodiscard]] QString coreText(std::string_view text);
/// As coreText(), and no line breaks between a number and its percent sign.
[[nodiscard]] QString coreSentence(std::string_view sentence);
/// Moments that core wrote into a sentence in UTC, as clockTime() or, `whole`, as absoluteTime(); sentence() does it
/// too.
[[nodiscard]] QString withLocalTimes(const QString& words, bool whole = false);
/// The state of a job in small letters, "running".
[[nodiscard]] QString jobStateWord(std::string_view state);

} // namespace streamtune::ui
