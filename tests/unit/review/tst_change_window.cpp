// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cstdlib>
#include <ctime>
#include <doctest/doctest.h>

#include "core/review/change_window.h"
#include "core/review/preflight.h"
#include "tests/support/review_desk.h"

using namespace streamtune;
using namespace streamtune::review;
using namespace streamtune::test;

namespace {

TimePoint at(const char* text) {
    return *fromRfc3339(text);
}

/// The local time of this process is another zone's for as long as this lives.
class InZone {
public:
    explicit InZone(const char* zone) {
        if (const char* before = std::getenv("TZ"))
            m_before = before;
        setenv("TZ", zone, 1);
        tzset();
    }
    ~InZone() {
        if (m_before.empty())
            unsetenv("TZ");
        else
            setenv("TZ", m_before.c_str(), 1);
        tzset();
    }
    InZone(const InZone&) = delete;
    InZone& operator=(const InZone&) = delete;

private:
    std::string m_before;
};

std::string levelOf(const Preflight& preflight, const std::string& id) {
    for (const engines::Check& check : preflight.checks)
        if (check.id == id)
            return check.level == engines::CheckLevel::Ok     ? "ok"
                   : check.level == engines::CheckLevel::Note ? "note"
                                                              : "block";
    return "none";
}

} // namespace

TEST_CASE("change windows are days and times, over midnight too") {
    const InZone utc("UTC");
    const auto nights = ChangeWindows::parse(" Mon-Fri 20:00-06:00,  sun ");
    REQUIRE(nights);
    CHECK_FALSE(nights->always());
    CHECK_FALSE(nights->isOpen(at("2026-05-14T12:00:00Z"))); // a Thursday
    CHECK(nights->isOpen(at("2026-05-14T20:00:00Z")));
    CHECK(nights->isOpen(at("2026-05-15T05:59:59Z")));
    CHECK_FALSE(nights->isOpen(at("2026-05-15T06:00:00Z")));
    CHECK(nights->isOpen(at("2026-05-16T03:00:00Z"))); // Saturday morning belongs to the night of Friday
    CHECK_FALSE(nights->isOpen(at("2026-05-16T07:00:00Z")));
    CHECK(nights->isOpen(at("2026-05-17T00:00:00Z"))); // all of Sunday
    CHECK(nights->isOpen(at("2026-05-17T23:59:00Z")));
    CHECK_FALSE(nights->isOpen(at("2026-05-18T00:00:00Z")));
    CHECK(nights->nextOpen(at("2026-05-14T12:00:30Z")) == at("2026-05-14T20:00:00Z"));
    CHECK(nights->nextOpen(at("2026-05-16T07:00:00Z")) == at("2026-05-17T00:00:00Z"));
    CHECK(nights->nextOpen(at("2026-05-14T21:00:30Z")) == at("2026-05-14T21:00:30Z"));
    // The night of Sunday reaches into the week that begins, and a range of days may go over the end of the week.
    const auto sundays = ChangeWindows::parse("sun 22:00-02:00");
    REQUIRE(sundays);
    CHECK(sundays->isOpen(at("2026-05-18T01:59:00Z")));
    CHECK_FALSE(sundays->isOpen(at("2026-05-18T02:00:00Z")));
    const auto weekend = ChangeWindows::parse("sat-mon 08:00-24:00");
    REQUIRE(weekend);
    CHECK(weekend->isOpen(at("2026-05-18T23:59:00Z")));
    CHECK_FALSE(weekend->isOpen(at("2026-05-19T09:00:00Z")));
    CHECK(ChangeWindows::parse("  ")->always());
}

TEST_CASE("change windows are those of the clock on the wall") {
    const InZone zone("CET-1CEST,M3.5.0,M10.5.0/3");
    const auto nights = ChangeWindows::parse("mon-sun 20:00-22:00");
    REQUIRE(nights);
    CHECK(nights->isOpen(at("2026-07-01T18:30:00Z"))); // summer: two hours ahead
    CHECK_FALSE(nights->isOpen(at("2026-07-01T20:30:00Z")));
    CHECK(nights->isOpen(at("2026-01-01T19:30:00Z"))); // winter: one
    // The night in which the clocks change.
    CHECK(nights->nextOpen(at("2026-03-28T22:00:00Z")) == at("2026-03-29T18:00:00Z"));
}

TEST_CASE("nonsense is no change window") {
    for (const char* text : {"night", "mon 20", "mon 20:00", "mon 20:00-20:00", "mon 25:00-26:00", "mon 8:00-9:00",
                             "mon 08:60-09:00", "mon-fry 08:00-09:00", "mon,", ",mon", "mon 24:00-08:00",
                             "mon 08:00-09:00-10:00", "mon 08:00 09:00", "mon\xff 08:00-09:00", "m\xf4n"}) {
        CAPTURE(text);
        const auto windows = ChangeWindows::parse(text);
        REQUIRE_FALSE(windows);
        CHECK(windows.error().code == "connection.change_window");
        CHECK_FALSE(windows.error().hint.empty());
    }
    CHECK_FALSE(ChangeWindows::parse(std::string(10'000, 'm')));
}

TEST_CASE("a change window is said by the preflight and held when a plan is applied") {
    const InZone utc("UTC");
    Desk desk;
    desk.clock->advance(at("2026-06-04T12:00:00Z") - desk.clock->now()); // a Thursday
    desk.profile.options[kChangeWindow] = "mon-fri 20:00-06:00";
    const Plan plan = desk.approved({{"join", 6}}); // by day
    const auto examined = examine(plan, *desk.store, *desk.reader(), desk.clock->now(), {});
    REQUIRE(examined);
    CHECK(levelOf(examined->preflight, "change_window") == "note");
    const auto early = desk.apply(plan);
    CHECK(codeOf(early) == "plan.change_window");
    CHECK(early.error().hint.find("2026-06-04T20:00:00") != std::string::npos);
    CHECK(desk.cluster->requestsSent == 0);
    CHECK(desk.state(plan) == "approved"); // it waits
    CHECK(desk.actions(plan).back().find("refused") != std::string::npos);
}

TEST_CASE("a change window is overridden with a reason, which stands in the audit trail") {
    const InZone utc("UTC");
    Desk desk;
    desk.clock->advance(at("2026-06-04T12:00:00Z") - desk.clock->now());
    desk.profile.options[kChangeWindow] = "mon-fri 20:00-06:00";
    const Plan plan = desk.approved({{"join", 6}});
    const auto applied = [&](const std::string& reason) {
        return desk.reviewer->apply(plan.id, desk.profile, {}, {}, {}, {}, "cyd", reason);
    };
    CHECK(codeOf(applied(" \n ")) == "plan.change_window"); // no reason is no override
    CHECK(desk.cluster->requestsSent == 0);
    REQUIRE(applied("orders pile up\ntoken=abc"));
    CHECK(desk.cluster->graph.parallelism().at("join") == 6);
    const auto rows = desk.audit("plan:" + plan.id);
    const auto begun = std::ranges::find(rows, "apply.begun", &history::AuditRow::action);
    REQUIRE(begun != rows.end());
    CHECK(begun->actor == "cyd");
    CHECK(begun->reason.find("Outside of the change window: orders pile up") == 0);
    CHECK(begun->reason.find("abc") == std::string::npos);
    CHECK(begun->detail.find("mon-fri 20:00-06:00") != std::string::npos);
    CHECK(desk.chainIntact());
    // A reason opens closed times only, nothing else: what cannot be read stays shut, and production asks for the name.
    const Plan next = desk.approved({{"join", 5}});
    desk.profile.type = engines::ConnectionType::Prod;
    CHECK(codeOf(desk.reviewer->apply(next.id, desk.profile, {}, {}, {}, {}, "cyd", "hurry")) == "plan.confirm");
    desk.profile.options[kChangeWindow] = "whenever";
    CHECK(codeOf(desk.reviewer->apply(next.id, desk.profile, next.jobName, {}, {}, {}, "cyd", "hurry")) ==
          "connection.change_window");
}

TEST_CASE("a reason for being outside is not recorded where the window is open") {
    const InZone utc("UTC");
    Desk desk;
    desk.clock->advance(at("2026-06-04T21:00:00Z") - desk.clock->now());
    desk.profile.options[kChangeWindow] = "thu 20:00-22:00";
    const Plan plan = desk.approved({{"join", 6}});
    REQUIRE(desk.reviewer->apply(plan.id, desk.profile, {}, {}, {}, {}, "cyd", "hurry"));
    for (const auto& row : desk.audit("plan:" + plan.id))
        CHECK(row.reason.find("hurry") == std::string::npos);
}

TEST_CASE("a plan is applied inside of its change window, and rolled back at any time") {
    const InZone utc("UTC");
    Desk desk;
    desk.clock->advance(at("2026-06-04T21:00:00Z") - desk.clock->now());
    desk.profile.options[kChangeWindow] = "thu 20:00-22:00";
    const Plan plan = desk.approved({{"join", 6}});
    const auto examined = examine(plan, *desk.store, *desk.reader(), desk.clock->now(), {});
    REQUIRE(examined);
    CHECK(levelOf(examined->preflight, "change_window") == "ok");
    REQUIRE(desk.apply(plan));
    desk.clock->advance(Millis{3 * 3'600'000});
    const auto back = desk.reviewer->reverse(plan.id, *desk.reader(), "ann", {});
    REQUIRE(back);
    REQUIRE(desk.approve(*back));
    REQUIRE(desk.apply(*back));
    CHECK(desk.cluster->graph.parallelism() == plan.base);
    // What cannot be read allows nothing.
    desk.profile.options[kChangeWindow] = "whenever";
    const Plan next = desk.draft({{"join", 5}});
    const auto checked = examine(next, *desk.store, *desk.reader(), desk.clock->now(), {});
    REQUIRE(checked);
    CHECK(levelOf(checked->preflight, "change_window") == "block");
}
