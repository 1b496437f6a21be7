// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Texts between core (UTF-8) and Qt, and numbers as people read them. Pure functions.

#include <QDateTime>
#include <QString>
#include <string>
#include <string_view>

#include "core/base/number.h"
#include "core/base/time.h"

namespace streamtune::ui {

[[nodiscard]] QString text(std::string_view utf8);
[[nodiscard]] std::string utf8(const QString& text);
/// As text(), for sentences that numbers stand in: no line breaks between a number and its percent sign.
[[nodiscard]] QString sentence(std::string_view utf8);

/// Three significant figures, narrow space, k M G: 12.3 k. Missing is an en dash, NaN is "undefined".
[[nodiscard]] QString shortNumber(const Number& n);
[[nodiscard]] QString rate(const Number& n); ///< with unit: 12.3 k rec/s
[[nodiscard]] QString percent(const Number& share);
[[nodiscard]] QString exactNumber(const Number& n); ///< for tool tips
[[nodiscard]] QString signedNumber(int n);          ///< +4, −2, 0 (real minus sign)
[[nodiscard]] QString duration(double seconds);     ///< 850 ms, 12.4 s, 2 h 5 min
[[nodiscard]] QString bytes(double count);

[[nodiscard]] QDateTime localTime(TimePoint t);
[[nodiscard]] QString clockTime(TimePoint t);          ///< local, with seconds; with the date when it is not today
[[nodiscard]] QString absoluteTime(TimePoint t);       ///< local and UTC
[[nodiscard]] QString age(TimePoint t, TimePoint now); ///< "3 s ago"; a clock that jumped back gives "just now"
[[nodiscard]] TimePoint wallClock();

/// A step of an apply as a person says it; a name that an engine made up stays as it is.
[[nodiscard]] QString stepName(std::string_view name);
/// The part of a plan's id that tells it from others: "…4bc86e01".
[[nodiscard]] QString planLabel(std::string_view id);

/// At most `length` characters, cut in the middle; line breaks become spaces.
[[nodiscard]] QString elideMiddle(const QString& text, int length = 32);
/// A tool tip that shows the text as it is: never taken for markup, cut at 2,000 characters.
[[nodiscard]] QString plainTip(const QString& text);

} // namespace streamtune::ui
