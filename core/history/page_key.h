// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Opaque keys of keyset pages: whole numbers joined by dots. Private to this room.

#include <array>
#include <charconv>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/base/result.h"

namespace streamtune::history {

template <std::size_t Count>
[[nodiscard]] std::string pageKey(const std::array<std::int64_t, Count>& parts) {
    std::string key;
    for (const std::int64_t part : parts)
        key += (key.empty() ? "" : ".") + std::to_string(part);
    return key;
}

template <std::size_t Count>
[[nodiscard]] Result<std::array<std::int64_t, Count>> parsePageKey(std::string_view key) {
    std::array<std::int64_t, Count> parts{};
    const char* at = key.data();
    const char* const end = key.data() + key.size();
    for (std::size_t i = 0; i < Count; ++i) {
        const auto [next, error] = std::from_chars(at, end, parts[i]);
        const bool last = i + 1 == Count;
        if (error != std::errc{} || (last ? next != end : (next == end || *next != '.')))
            return fail("store.key", "\"" + std::string(key.substr(0, 80)) + "\" is not the key of a page.",
                        "Use the key that the page before gave as its next.");
        at = last ? next : next + 1;
    }
    return parts;
}

} // namespace streamtune::history
