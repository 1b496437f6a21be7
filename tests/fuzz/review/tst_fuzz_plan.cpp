// SPDX-License-Identifier: GPL-3.0-or-later
#include <doctest/doctest.h>
#include <nlohmann/json.hpp>
#include <random>

#include "core/review/applier.h"
#include "core/review/drafts.h"
#include "core/review/plan.h"

using namespace streamtune;
using namespace streamtune::review;

namespace {

std::string seedText() {
    Plan p;
    p.id = "p-1";
    p.connection = "c";
    p.engine = "timely";
    p.jobId = "j";
    p.jobName = "job \U0001F680 \"x\"";
    p.base = {{"a", 1}, {"b", 2}};
    p.changes = {{"a", "A", 1, 3, 1, "because", 0.5, std::nullopt, false}};
    p.created = p.expires = TimePoint{Millis{1'770'000'000'000}};
    p.evidence = R"([{"kind":"input","graph":{},"windows":[]},{"kind":"x","n":[1,2.5,"NaN",null]}])";
    p.parent = "p-0";
    p.whyNothing = {"Nothing."};
    p.placement = {{"a", {0, 1, 2}}};
    return compactJson(planToJson(p));
}

/// Whatever is accepted must be a plan that can be written, read and shown again.
bool accepts(const Json& json) {
    const auto plan = planFromJson(json);
    if (!plan) {
        CHECK_FALSE(plan.error().sentence.empty());
        CHECK((plan.error().code == "plan.format" || plan.error().code == "plan.hash"));
        return false;
    }
    const auto again = planFromJson(planToJson(*plan));
    REQUIRE(again);
    CHECK(planHash(*again) == planHash(*plan));
    CHECK_FALSE(planAsText(*plan).empty());
    for (const char* form : {"json", "rest", "args", "ticket"})
        CHECK(planAs(*plan, form));
    (void)inputFromEvidence(*plan);
    return true;
}

} // namespace

TEST_CASE("texts with flipped, lost and doubled bytes never become another plan") {
    const std::string seed = seedText();
    const std::string hash = planHash(*planFromJson(*parseJson(seed, "seed")));
    std::mt19937 random(7);
    int accepted = 0;
    for (int i = 0; i < 20'000; ++i) {
        std::string text = seed;
        for (unsigned edits = 1 + random() % 4; edits > 0; --edits) {
            const std::size_t at = random() % text.size();
            switch (random() % 4) {
            case 0:
                text[at] = static_cast<char>(random());
                break;
            case 1:
                text.erase(at, 1 + random() % 20);
                break;
            case 2:
                text.insert(at, text.substr(random() % text.size(), random() % 20));
                break;
            default:
                text.resize(at + 1);
            }
            if (text.empty())
                text = "{";
        }
        const auto json = parseJson(text, "fuzz");
        if (json && accepts(*json)) {
            ++accepted;
            CHECK(planHash(*planFromJson(*json)) == hash); // only what says the same
        }
    }
    MESSAGE(accepted, " of 20,000 said the same plan");
}

TEST_CASE("a forger who computes the hash still cannot write what is no plan") {
    const Json seed = *parseJson(seedText(), "seed");
    const std::vector<Json> odd{nullptr,
                                true,
                                -1,
                                0,
                                1.5,
                                1e308,
                                "",
                                "x",
                                Json::array(),
                                Json::object(),
                                Json::array({1, "a"}),
                                Json{{"a", -5}},
                                18446744073709551615ull,
                                std::string(5'000, '[')};
    std::vector<Json::json_pointer> places;
    const Json flat = seed.flatten();
    for (const auto& [path, value] : flat.items())
        for (Json::json_pointer at(path); !at.empty(); at = at.parent_pointer())
            places.push_back(at);
    int accepted = 0;
    for (const Json::json_pointer& at : places)
        for (const Json& value : odd) {
            Json forged = seed;
            forged[at] = value;
            forged.erase("hash");
            forged["hash"] = "sha256:" + sha256Hex(canonicalJson(forged));
            accepted += accepts(forged) ? 1 : 0;
        }
    MESSAGE(accepted, " of ", places.size() * odd.size(), " forgeries were plans");
    CHECK(accepted > 0); // texts may be any text
}

TEST_CASE("stored steps and outcomes of any shape are read without harm") {
    const std::vector<Json> odd{
        nullptr, 1, "x", Json::array(), Json{{"at", 5}, {"ticket", 7}}, Json{{"state", nullptr}}};
    for (const Json& json : odd) {
        CHECK(stepFromJson(json).name.empty());
        (void)outcomeFromJson(json);
    }
}
