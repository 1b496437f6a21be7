// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Change windows of a connection: the local times at which plans may be applied to it. Kept in the profile's option
/// kChangeWindow, "mon-fri 20:00-06:00, sat, sun 08:00-24:00"; without it any time will do.

#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/base/time.h"

namespace streamtune::review {

inline constexpr const char* kChangeWindow = "changeWindow";

class ChangeWindows {
public:
    /// Days mon to sun, alone or as a range, then from-to in hours and minutes; a time that ends before it begins goes
    /// on into the next day; without times the whole day. Error "connection.change_window".
    [[nodiscard]] static Result<ChangeWindows> parse(std::string_view text);

    [[nodiscard]] bool always() const { return m_spans.empty(); }
    /// In the time zone of this computer.
    [[nodiscard]] bool isOpen(TimePoint when) const;
    /// The first minute from `when` on in which it is open; at most eight days away.
    [[nodiscard]] TimePoint nextOpen(TimePoint when) const;
    [[nodiscard]] const std::string& text() const { return m_text; } ///< as it was given

private:
    struct Span {
        int from = 0; ///< minutes since Monday 00:00; `to` may lie in the next week
        int to = 0;
    };
    [[nodiscard]] bool isOpenAt(int minute) const;

    std::vector<Span> m_spans;
    std::string m_text;
};

} // namespace streamtune::review
