// SPDX-License-Identifier: GPL-3.0-or-later
/// Recorded replies, damaged at random: whatever comes, every call returns, with a value or with an error that has a
/// sentence, and nothing below 1 is ever sent. Seeded by the round, which is in the failure message.
#include <algorithm>
#include <doctest/doctest.h>
#include <nlohmann/json.hpp>
#include <random>

#include "core/engines/flink/flink_reader.h"
#include "core/engines/flink/flink_writer.h"
#include "support/flink_replay.h"

using namespace streamtune;
using namespace streamtune::engines;
using namespace streamtune::engines::flink;
using namespace streamtune::tests;

namespace {

class Mutator {
public:
    explicit Mutator(unsigned seed) : m_random(seed) {}

    std::string bytes(std::string text) {
        const int edits = 1 + pick(4);
        for (int i = 0; i < edits && !text.empty(); ++i) {
            const auto at = static_cast<std::size_t>(pick(static_cast<int>(text.size())));
            switch (pick(5)) {
            case 0:
                text.resize(at);
                break;
            case 1:
                text[at] = static_cast<char>(pick(256));
                break;
            case 2:
                text.insert(at, std::string(static_cast<std::size_t>(1 + pick(300)), "[{\"0-"[pick(5)]));
                break;
            case 3:
                text.erase(at, static_cast<std::size_t>(1 + pick(40)));
                break;
            default:
                text.insert(at, text.substr(at / 2, 200));
            }
        }
        return text;
    }

    /// Replaces, drops or retypes values while the text stays JSON.
    void values(Json& json) {
        static const std::vector<Json> kOdd{nullptr,
                                            "NaN",
                                            "Infinity",
                                            -1,
                                            0,
                                            9223372036854775807LL,
                                            -9223372036854775807LL,
                                            18446744073709551615ULL,
                                            1e308,
                                            -1e308,
                                            0.5,
                                            "",
                                            "\xF0\x9F\x92\xA9<b>\n",
                                            true,
                                            Json::array(),
                                            Json::object(),
                                            Json::array({1, "x", nullptr}),
                                            std::string(10'000, 'n')};
        if (json.is_structured())
            for (Json& child : json)
                values(child);
        if (json.is_object() && !json.empty() && pick(60) == 0)
            json.erase(std::next(json.begin(), pick(static_cast<int>(json.size()))));
        if (json.is_array() && !json.empty() && pick(60) == 0)
            json.push_back(Json(json.front()));
        if (pick(80) == 0)
            json = kOdd[static_cast<std::size_t>(pick(static_cast<int>(kOdd.size())))];
    }

    int pick(int below) { return std::uniform_int_distribution<int>(0, below - 1)(m_random); }

private:
    std::mt19937 m_random;
};

template <typename T>
void checkResult(const Result<T>& result) {
    if (result)
        return;
    CHECK_FALSE(result.error().code.empty());
    CHECK_FALSE(result.error().sentence.empty());
}

std::shared_ptr<Clock> quickClock() {
    return std::make_shared<ManualClock>(TimePoint{Millis{1'700'000'000'000}});
}

void checkBounds(const std::string& body) {
    const auto json = parseJson(body.empty() ? "{}" : body, "sent");
    REQUIRE(json);
    for (const auto& [id, value] : json->items()) {
        const Json& bounds = childAt(value, "parallelism");
        if (!bounds.is_object())
            continue;
        CHECK(bounds.at("lowerBound").get<std::int64_t>() >= 1);
        CHECK(bounds.at("upperBound").get<std::int64_t>() >= bounds.at("lowerBound").get<std::int64_t>());
    }
}

const std::vector<std::pair<std::string, std::string>> kSituations{
    {"1.18.1", "healthy"}, {"1.20.5", "healthy"},  {"2.3.0", "healthy"},           {"1.20.5", "back-pressured"},
    {"2.3.0", "failed"},   {"1.18.1", "finished"}, {"2.3.0", "waiting-for-slots"}, {"1.20.5", "rescaling"}};

void everything(unsigned round) {
    const auto& [version, situation] = kSituations[round % kSituations.size()];
    Mutator mutator(round);
    const auto recorded = replay(version, situation);
    const auto damaged = [&](const Sent& request) -> Result<net::Response> {
        if (request.method != "GET") {
            checkBounds(request.body);
            return jsonResponse(200, "{}");
        }
        auto reply = recorded(request);
        if (mutator.pick(3) == 0) {
            reply->body = mutator.bytes(reply->body);
        } else if (auto json = parseJson(reply->body, "x")) {
            mutator.values(*json);
            reply->body = compactJson(*json);
        }
        if (mutator.pick(40) == 0)
            reply->status = 100 + mutator.pick(500);
        return reply;
    };
    Profile profile;
    profile.name = "fuzz";
    profile.options["jar"] = "workload.jar";
    const std::string id = recordedJob(version, situation);
    FlinkReader reader(profile, std::make_unique<ScriptTransport>(damaged), std::make_shared<ClusterMemory>(),
                       quickClock());
    for (const ProbeStep& step : reader.probe({}))
        CHECK_FALSE(step.sentence.empty());
    checkResult(reader.cluster({}));
    checkResult(reader.jobs({}));
    const auto snapshot = reader.snapshot(id, {});
    checkResult(snapshot);
    checkResult(reader.capability(id, {}));
    checkResult(reader.observe(id, Millis{40'000}, {}, {}));
    Change change;
    change.jobId = id;
    if (snapshot)
        change.base = change.target = snapshot->graph.parallelism();
    if (!change.target.empty())
        change.target.begin()->second = 3;
    for (const ApplyPath path : {ApplyPath::InPlace, ApplyPath::Savepoint, ApplyPath::Patch}) {
        change.path = path;
        checkResult(reader.prepare(change, {}));
        ApplyTicket ticket;
        ticket.previous = mutator.bytes(R"({"at":1,"requirements":{}})");
        checkResult(reader.applyStatus(change, ticket, {}));
    }
    change.path = ApplyPath::InPlace;
    FlinkWriter writer(profile, std::make_unique<ScriptTransport>(damaged), quickClock());
    checkResult(writer.submit(change, {}, {}, {}));
}

} // namespace

TEST_CASE("damaged replies: readers return, writers send nothing harmful") {
    for (unsigned round = 0; round < 160; ++round) {
        CAPTURE(round);
        everything(round);
    }
}

TEST_CASE("texts of errors: any bytes become one line") {
    Mutator mutator(7);
    const std::string seed = recording("1.20.5", "errors", "requirements-two-errors").body;
    for (int round = 0; round < 3'000; ++round) {
        const std::string line = firstLine(mutator.bytes(seed));
        CHECK(line.find('\n') == std::string::npos);
        CHECK(line.size() <= 510);
    }
}
