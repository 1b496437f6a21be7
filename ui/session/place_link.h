// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// A place in the window as one word that can be sent to a colleague: "job:CLUSTER/ID", "operator:CLUSTER/ID/VERTEX",
/// "plan:ID", "run:NUMBER", "view:NAME". Parts are percent-encoded. Pure functions.

#include <QString>
#include <string>

#include "core/base/result.h"

namespace streamtune::ui {

enum class PlaceKind { Job, Operator, Plan, Run, View };

struct PlaceLink {
    PlaceKind kind = PlaceKind::View;
    std::string connection, job, vertex; ///< Job, Operator
    std::string plan;
    long long run = 0;
    QString view; ///< inspect, review, clusters, train, history
};

[[nodiscard]] QString toText(const PlaceLink& link);
/// Error "link.format".
[[nodiscard]] Result<PlaceLink> placeLink(const QString& text);

} // namespace streamtune::ui
