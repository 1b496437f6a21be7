// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tune/refusal.h"

#include <algorithm>

namespace streamtune::tune {
namespace {

constexpr double kFullTime = 0.9; ///< busy and waiting together, of a source that has more to send than it may
constexpr double kMisread = 0.03; ///< share by which the rate of a few seconds may be read wrong

} // namespace

double toleratedShortage(double busy, double backpressured, double tolerance) {
    return busy + backpressured < kFullTime ? std::max(tolerance, kMisread) : tolerance;
}

} // namespace streamtune::tune
