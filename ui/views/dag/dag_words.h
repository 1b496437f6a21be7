// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCoreApplication>

namespace streamtune::ui::dag {

// What free functions of the graph say, in one context for translators.
struct DagWords {
    Q_DECLARE_TR_FUNCTIONS(DagWords)
};

} // namespace streamtune::ui::dag
