// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Labels of a window as bits of window.labels. Private to this room.

namespace streamtune::history {

[[nodiscard]] constexpr int labelBit(int label) {
    return label == 1 ? 1 : (label == 0 ? 2 : 4);
}

} // namespace streamtune::history
