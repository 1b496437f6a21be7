// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// The clock of this machine as the window reads it, moved by hand: what a person sees when it is set, or a machine
/// wakes up. Any thread.

#include "core/base/time.h"

namespace streamtune::ui {

/// Adds to what wallClock() says from now on; for tests.
void shiftWallClock(Millis by);

} // namespace streamtune::ui
