// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Steps of a review that the stories on real engines share.

#include "tests/ui/support/ui_test.h"
#include "ui/session/text.h"

namespace streamtune::uitest {

/// Waits for the plan under review to be in `state`; says what stood in the way.
inline bool waitState(ui::MainWindow& window, review::PlanState state, int ms) {
    const bool there = QTest::qWaitFor(
        [&] { return window.review().file() && window.review().file()->state == state && !window.review().busy(); },
        ms);
    if (!there)
        for (const auto& trouble : window.session().troubles().list())
            qWarning("%s", qPrintable(ui::errorText(trouble.what, trouble.error)));
    return there;
}

} // namespace streamtune::uitest
