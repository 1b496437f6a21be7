// SPDX-License-Identifier: GPL-3.0-or-later
#include <doctest/doctest.h>

#include "core/tune/capacity_rule.h"

using namespace streamtune;
using namespace streamtune::tune;

namespace {

/// One source that is offered 1,000/s, and what takes it.
learn::WindowReading offering(double accepted, double sourceBusy, double sourceWaits) {
    learn::WindowReading window;
    window.nodes.resize(2);
    window.nodes[0].busyMax = sourceBusy;
    window.nodes[0].bpMax = sourceWaits;
    window.nodes[1].busyMax = 0.6;
    window.nodes[1].bpMax = 0;
    window.offered = {1000, learn::kUnknown};
    window.accepted = {accepted, learn::kUnknown};
    return window;
}

CapacitySettings real() {
    return settingsOfRealEngine();
}

} // namespace

TEST_CASE("a source that idles has refused nothing; counters read at different moments differ") {
    CHECK_FALSE(underProvisioned(offering(994, 0.05, 0.0), real()));
    CHECK_FALSE(underProvisioned(offering(975, 0.05, 0.02), real()));
}

TEST_CASE("a source that works or waits all the time refuses what is missing") {
    CHECK(underProvisioned(offering(994, 0.95, 0.0), real()));
    CHECK(underProvisioned(offering(994, 0.85, 0.08), real()));
    CHECK_FALSE(underProvisioned(offering(999, 0.95, 0.0), real()));
}

TEST_CASE("more than counters can err by is refused, whatever the source says of itself") {
    CHECK(underProvisioned(offering(950, 0.05, 0.0), real()));
}

TEST_CASE("a source that says nothing of itself is believed its counters") {
    CHECK(underProvisioned(offering(994, learn::kUnknown, 0.0), real()));
}

TEST_CASE("a node that never idles is behind before anybody waits for it; a source may work as fast as it can") {
    learn::WindowReading window = offering(1000, 1.0, 0.0);
    CHECK_FALSE(underProvisioned(window, real()));
    window.nodes[1].busyMax = 1.0;
    CHECK(underProvisioned(window, real()));
    CHECK_FALSE(underProvisioned(window, CapacitySettings{})); // the simulator shows who waits at once
}
