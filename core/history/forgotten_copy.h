// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// A copy of what retention takes, so that it can come back. Private to this room.

#include <functional>
#include <stop_token>

#include "core/base/result.h"
#include "core/history/store.h"

namespace streamtune::history {

/// Writes the windows that `what` takes to what.copy and calls `drop`, in one transaction: nothing leaves that is not
/// in the file. Without such windows there is no file. Errors: "export.write" besides those of the store and of `drop`.
[[nodiscard]] Result<RetentionReport> forgetWithCopy(Store& store, const Retention& what, const std::stop_token& stop,
                                                     const std::function<Result<RetentionReport>()>& drop);

} // namespace streamtune::history
