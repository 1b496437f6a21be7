// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Texts of others (names, replies) made fit for one line, for a column and for the record.

#include <cstddef>
#include <string>
#include <string_view>

namespace streamtune::review {

/// Control characters and line ends become spaces.
[[nodiscard]] std::string oneLine(std::string_view text);
/// One line of at most `columns` characters, cut in the middle.
[[nodiscard]] std::string shortName(std::string_view text, std::size_t columns);
/// Characters (code points), not bytes.
[[nodiscard]] std::size_t displayWidth(std::string_view text);
/// Values after words such as Authorization, token or password become "(hidden)"; the last gate in front of the store,
/// behind the redaction that every engine does for its own secrets. Cut to `most` bytes.
[[nodiscard]] std::string forTheRecord(std::string_view text, std::size_t most = 65'536);

} // namespace streamtune::review
