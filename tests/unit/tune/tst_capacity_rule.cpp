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

TEST_CASE("a window that does not show whether the job keeps up proves nothing, and nothing is changed on it") {
    learn::JobFacts job;
    job.nodes.resize(2);
    job.nodes[0].pinned = true;
    job.nodes[1].high = 8;
    job.nodes[1].inputs = {{0, 1.0}};
    job.order = {0, 1};
    const auto window = [](double rate, double busy) {
        learn::WindowReading shown = offering(rate, 0.05, 0.0);
        shown.offered[0] = rate;
        shown.nodes[0].p = 1;
        shown.nodes[0].in = shown.nodes[0].out = shown.nodes[1].in = rate;
        shown.nodes[1].p = 4;
        shown.nodes[1].busyMean = shown.nodes[1].busyMax = busy;
        shown.nodes[1].bpMean = 0;
        return shown;
    };
    const std::vector<int> low{1, 1}, high{1, 8};
    const learn::PriorSet priors = learn::plainPriors();
    CapacityRule rule(job, priors, real());
    rule.begin();
    rule.watch(window(400'000, 0.8));
    rule.watch(window(400'000, 0.8));

    learn::WindowReading blind = window(80'000, learn::kUnknown); // one instance would do
    blind.nodes[0].busyMax = blind.nodes[0].bpMax = blind.nodes[1].bpMax = learn::kUnknown;
    CHECK_FALSE(tells(blind));
    CapacityRule noLoad = rule;
    const auto nothing = noLoad.decide(blind, low, high);
    CHECK_FALSE(nothing.told);
    CHECK_FALSE(nothing.change);

    learn::WindowReading halfBlind = window(400'000, 0.8);
    halfBlind.offered[0] = 800'000; // more than it bears
    halfBlind.accepted[0] = learn::kUnknown;
    CHECK_FALSE(tells(halfBlind));
    CapacityRule noAccepted = rule;
    const auto choice = noAccepted.decide(halfBlind, low, high);
    CHECK_FALSE(choice.told);
    CHECK_FALSE(choice.change);
    CHECK(choice.nodes[1].risks[3] > 0.5); // four instances are not taken as proved

    CapacityRule seen = rule;
    const auto falls = seen.decide(window(80'000, 0.16), low, high);
    CHECK(falls.told);
    CHECK(falls.change);
    CHECK(falls.nodes[1].p == 1);
}
