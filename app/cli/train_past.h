// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Training on a history that is made on the spot: simulated jobs of a folder, deployed at random.

#include "app/cli/context.h"
#include "app/cli/spec.h"
#include "core/learn/encoder_training.h"

namespace streamtune::cli {

/// `train --jobs DIR --out DIR`: priors of the capacity head and encoders.
[[nodiscard]] Result<int> trainOnPastJobs(Context& context, const Arguments& arguments);

/// Settings given on the command line over the defaults. Error "train.settings".
[[nodiscard]] Result<learn::EncoderTraining> encoderSettings(const Context& context, const Arguments& arguments);

} // namespace streamtune::cli
