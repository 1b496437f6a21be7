// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Random numbers addressed by integers: nothing is drawn in sequence, so any number can be computed alone, anywhere.

#include <cmath>
#include <cstdint>
#include <numbers>

namespace streamtune::engines::simulated {

[[nodiscard]] constexpr std::uint64_t mix64(std::uint64_t x) {
    x += 0x9E3779B97F4A7C15ULL;
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9ULL;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EBULL;
    return x ^ (x >> 31);
}

/// An address under construction: `Address{}.then(1).then(2)` names what key(1, 2) names.
class Address {
public:
    constexpr Address() = default;
    [[nodiscard]] constexpr Address then(std::uint64_t part) const {
        Address next;
        next.m_hash = mix64(m_hash ^ part);
        return next;
    }
    [[nodiscard]] constexpr std::uint64_t key() const { return m_hash; }
    /// Uniform in (0, 1).
    [[nodiscard]] double uniform() const { return (static_cast<double>(m_hash >> 11) + 0.5) * 0x1p-53; }
    /// Standard normal (Box-Muller, first of the pair).
    [[nodiscard]] double normal() const {
        return std::sqrt(-2.0 * std::log(then(0).uniform())) * std::cos(2.0 * std::numbers::pi * then(1).uniform());
    }

private:
    std::uint64_t m_hash = 0;
};

template <typename... Parts>
[[nodiscard]] constexpr Address address(Parts... parts) {
    Address a;
    ((a = a.then(static_cast<std::uint64_t>(parts))), ...);
    return a;
}

} // namespace streamtune::engines::simulated
