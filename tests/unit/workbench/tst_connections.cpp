// SPDX-License-Identifier: GPL-3.0-or-later
#include <doctest/doctest.h>
#include <fstream>

#include "tests/support/workbench_desk.h"

using namespace streamtune;
using namespace streamtune::workbench;
using namespace streamtune::test;

namespace {

engines::Profile flinkProfile(const std::string& name, const std::string& url) {
    engines::Profile profile;
    profile.name = name;
    profile.url = url;
    return profile;
}

} // namespace

TEST_CASE("connections are kept, changed and removed") {
    Hall hall;
    CHECK(hall.bench->connections()->empty());
    REQUIRE(hall.bench->addConnection(flinkProfile("flink-prod", "https://flink.example/prefix/v1/")));
    CHECK(codeOf(hall.bench->addConnection(flinkProfile("flink-prod", "http://other"))) == "connection.exists");
    hall.connect();
    hall.open();
    REQUIRE(hall.bench->connections()->size() == 2);
    auto profile = hall.bench->connection("flink-prod");
    REQUIRE(profile);
    CHECK(profile->url == "https://flink.example/prefix");
    CHECK((profile->type == engines::ConnectionType::Prod)); // unless said otherwise
    profile->readOnly = true;
    REQUIRE(hall.bench->updateConnection(*profile));
    CHECK(hall.bench->connection("flink-prod")->readOnly);
    const auto unknown = hall.bench->connection("flink-prd");
    CHECK(codeOf(unknown) == "connection.unknown");
    CHECK(unknown.error().hint.find("flink-prod") != std::string::npos);
    REQUIRE(hall.bench->removeConnection("flink-prod"));
    CHECK(codeOf(hall.bench->removeConnection("flink-prod")) == "connection.unknown");
    CHECK(codeOf(hall.bench->updateConnection(*profile)) == "connection.unknown");
    const auto store = hall.bench->store();
    const auto rows = (*store)->auditRows("connection:flink-prod", {}, 10, "");
    REQUIRE(rows);
    REQUIRE(rows->rows.size() == 3);
    CHECK(rows->rows[0].action == "connection.removed");
    CHECK(rows->rows[2].action == "connection.added");
    CHECK(rows->rows[2].actor == "ann");
}

TEST_CASE("a profile that makes no sense is refused with a sentence, and secrets in addresses too") {
    Hall hall;
    for (const auto& [name, url] : std::vector<std::pair<std::string, std::string>>{{"", "http://x"},
                                                                                    {"a/b", "http://x"},
                                                                                    {"a\nb", "http://x"},
                                                                                    {std::string(101, 'n'), "http://x"},
                                                                                    {"a", ""},
                                                                                    {"a", "ftp://x"},
                                                                                    {"a", "http://x:99999"},
                                                                                    {"a", "http://x:8081x"},
                                                                                    {"a", "http://x:"},
                                                                                    {"a", "http://[::1"},
                                                                                    {"a", "http:///v2"},
                                                                                    {"a", "http://x/a b"},
                                                                                    {"a", "http://user:pw@x/y"}}) {
        const Status added = hall.bench->addConnection(flinkProfile(name, url));
        CHECK(codeOf(added) == "connection.value");
        CHECK(added.error().sentence.find("pw") == std::string::npos);
    }
    engines::Profile token = flinkProfile("a", "http://x");
    token.tokenFrom = "abcdef";
    CHECK(codeOf(hall.bench->addConnection(token)) == "connection.value");
    CHECK(hall.bench->connections()->empty());
    int number = 0;
    for (const char* url : {"http://[::1]:8081/flink", "https://x", "http://x:8081", "http://10.0.0.1/a:b"})
        CHECK(hall.bench->addConnection(flinkProfile("good" + std::to_string(number++), url)));
}

TEST_CASE("a Timely job that is not there is unreachable, and a test of a connection says which step failed") {
    Hall hall;
    engines::Profile timely = flinkProfile("t", "http://127.0.0.1:1");
    timely.kind = engines::EngineKind::Timely;
    REQUIRE(hall.bench->addConnection(timely));
    CHECK(codeOf(hall.bench->jobs("t", {})) == "engine.unreachable");
    const auto steps = hall.bench->testConnection("t", {});
    REQUIRE(steps);
    CHECK_FALSE(steps->front().ok);
    hall.connect();
    const auto good = hall.bench->testConnection("sim", {});
    REQUIRE(good);
    CHECK(std::ranges::all_of(*good, &engines::ProbeStep::ok));
    CHECK_FALSE(hall.bench->testProfile(flinkProfile("x", "nonsense"), {}).front().ok);
    CHECK(codeOf(hall.bench->setSimulatedRate("t", "j", "s", 1)) == "engine.unsupported");
}

TEST_CASE("a workspace that cannot be opened says why") {
    TempFolder folder;
    Options options;
    CHECK(codeOf(Workbench::open(options)) == "store.open");
    options.workspace = folder.path() / "file" / "workspace.db";
    std::ofstream(folder.path() / "file") << "in the way";
    CHECK(codeOf(Workbench::open(options)) == "store.open");
    options.workspace = folder.path() / "broken.db";
    std::ofstream(options.workspace) << std::string(5'000, 'x');
    const auto broken = Workbench::open(options);
    CHECK(codeOf(broken) == "store.corrupt");
}

TEST_CASE("jobs are found by id, name and a near name is offered") {
    Hall hall;
    hall.connect();
    const auto jobs = hall.bench->jobs("sim", {});
    REQUIRE(jobs);
    CHECK(jobs->size() == 8);
    CHECK(hall.bench->jobId("sim", "nexmark-q5", {}) == "nexmark-q5");
    const auto unknown = hall.bench->jobId("sim", "nexmark-q6", {});
    CHECK(codeOf(unknown) == "engine.unknown_job");
    CHECK(unknown.error().hint.find("nexmark-q") != std::string::npos);
    CHECK(codeOf(hall.bench->show("sim", "", {})) == "engine.unknown_job");
}
