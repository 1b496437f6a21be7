// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// A measured number that may be missing (nullopt), undefined (NaN) or a value; three different states from the wire
/// to the database and the pixel. In JSON: null, "NaN", number.

#include <cmath>
#include <optional>

namespace streamtune {

using Number = std::optional<double>;

[[nodiscard]] inline bool isMissing(const Number& n) {
    return !n.has_value();
}
[[nodiscard]] inline bool isUndefined(const Number& n) {
    return n.has_value() && std::isnan(*n);
}
/// A number that arithmetic may use.
[[nodiscard]] inline bool isKnown(const Number& n) {
    return n.has_value() && std::isfinite(*n);
}
/// A number that arithmetic may divide by.
[[nodiscard]] inline bool isPositive(double value) {
    return std::isfinite(value) && value > 0;
}
/// What arithmetic without missing values found out; what is not finite was not found out.
[[nodiscard]] inline Number knownOrMissing(double value) {
    return std::isfinite(value) ? Number(value) : std::nullopt;
}
/// For arithmetic without missing values: NaN for both kinds of unknown.
[[nodiscard]] inline double orNaN(const Number& n) {
    return isKnown(n) ? *n : std::nan("");
}
[[nodiscard]] inline double valueOr(const Number& n, double fallback) {
    return isKnown(n) ? *n : fallback;
}
/// Equality in which NaN equals NaN and missing equals missing.
[[nodiscard]] inline bool sameNumber(const Number& a, const Number& b) {
    return a.has_value() == b.has_value() && (!a || *a == *b || (std::isnan(*a) && std::isnan(*b)));
}

} // namespace streamtune
