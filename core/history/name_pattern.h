// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Regular expressions over names: POSIX extended (regex(7)), without case, and \d for a digit. No back references, so
/// that the time of a match grows with the length of the name only.

#include <memory>
#include <string>

#include "core/base/result.h"

namespace streamtune::history {

/// Safe from any thread once made.
class NamePattern {
public:
    /// Error "filter.pattern": what is wrong with it.
    [[nodiscard]] static Result<NamePattern> make(const std::string& text);
    ~NamePattern();
    NamePattern(NamePattern&&) noexcept;
    NamePattern& operator=(NamePattern&&) noexcept;

    /// Somewhere in the name; ^ and $ bind it to the ends.
    [[nodiscard]] bool matches(const std::string& name) const;

private:
    struct Compiled;
    explicit NamePattern(std::unique_ptr<Compiled> compiled);
    std::unique_ptr<Compiled> m_compiled;
};

} // namespace streamtune::history
