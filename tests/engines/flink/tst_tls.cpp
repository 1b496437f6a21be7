// SPDX-License-Identifier: GPL-3.0-or-later
/// A cluster whose REST interface speaks TLS, with a certificate of an authority that only the profile knows.
#include <algorithm>
#include <doctest/doctest.h>

#include "core/engines/flink/flink_engine.h"
#include "tests/engines/flink/flink_jobs.h"
#include "tests/support/certificates.h"

using namespace streamtune;
using namespace streamtune::engines;
using namespace streamtune::flinktest;
using streamtune::tests::Certificates;

namespace {

constexpr const char* kPassword = "changeit";

std::vector<std::string> restTls(const Certificates& certificates, bool clientsToo) {
    certificates.run(std::string("openssl pkcs12 -export -in good.pem -inkey good.key -out rest.p12 -passout pass:") +
                     kPassword);
    certificates.run(
        std::string("rm -f trust.p12; keytool -importcert -noprompt -alias ca -file ca.pem -storetype PKCS12 "
                    "-keystore trust.p12 -storepass ") +
        kPassword);
    const std::string ssl = "security.ssl.rest.";
    // What Flink offers unless told otherwise, TLS_RSA_WITH_AES_128_CBC_SHA, needs an RSA key and is refused by new
    // clients.
    return {"security.ssl.algorithms=TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
            ssl + "enabled=true",
            ssl + "authentication-enabled=" + (clientsToo ? "true" : "false"),
            ssl + "keystore=" + certificates.path("rest.p12"),
            ssl + "keystore-password=" + kPassword,
            ssl + "key-password=" + kPassword,
            ssl + "truststore=" + certificates.path("trust.p12"),
            ssl + "truststore-password=" + kPassword};
}

Profile profileOf(const FlinkCluster& cluster) {
    Profile profile;
    profile.name = "tls";
    profile.url = cluster.url();
    profile.window = Millis{3'000};
    profile.settle = Millis{1'000};
    return profile;
}

/// The first step of the connection test that failed; "" when none did.
std::string failedStep(const Profile& profile) {
    const auto reader = flink::makeFactory(nullptr)->reader(profile);
    REQUIRE_MESSAGE(reader, (reader ? "" : reader.error().sentence));
    const auto steps = (*reader)->probe({});
    const auto failed = std::ranges::find_if(steps, [](const ProbeStep& step) { return !step.ok && !step.skipped; });
    return failed == steps.end() ? "" : failed->name;
}

} // namespace

TEST_CASE("TLS on a real cluster: the authority, the pin, and a job watched and changed through it") {
    const Certificates certificates;
    auto cluster = FlinkCluster::start({.version = versionUnderTest(), .settings = restTls(certificates, false)});
    REQUIRE_MESSAGE(cluster, (cluster ? "" : cluster.error().sentence));
    REQUIRE((*cluster)->url().starts_with("https://"));

    Profile profile = profileOf(**cluster);
    CHECK(failedStep(profile) == "TLS"); // nobody vouches for it
    profile.caFile = certificates.path("ca.pem");
    CHECK(failedStep(profile).empty());
    profile.pin = certificates.pinOf("other");
    CHECK(failedStep(profile) == "TLS");
    profile.pin = certificates.pinOf("good");
    CHECK(failedStep(profile).empty());

    const auto job = (*cluster)->submit({"--job", "q1", "--p.currency", "3"});
    REQUIRE_MESSAGE(job, (job ? "" : job.error().sentence));
    const auto reader = flink::makeFactory(nullptr)->reader(profile);
    REQUIRE(reader);
    const auto window = (*reader)->observe(*job, Millis{60'000}, {}, {});
    REQUIRE_MESSAGE(window, (window ? "" : window.error().sentence));
    CHECK(window->quiet);
}

TEST_CASE("TLS on a real cluster that asks its clients for a certificate too") {
    const Certificates certificates;
    const std::string asClient =
        "--cert " + certificates.path("client.pem") + " --key " + certificates.path("client.key");
    ::setenv("ST_FLINK_CURL", asClient.c_str(), 1); // the harness asks whether the cluster is up
    auto cluster = FlinkCluster::start({.version = versionUnderTest(), .settings = restTls(certificates, true)});
    ::unsetenv("ST_FLINK_CURL");
    REQUIRE_MESSAGE(cluster, (cluster ? "" : cluster.error().sentence));
    Profile profile = profileOf(**cluster);
    profile.caFile = certificates.path("ca.pem");
    CHECK_FALSE(failedStep(profile).empty());
    profile.clientCertificate = certificates.path("client.pem");
    profile.clientKey = certificates.path("client.key");
    CHECK(failedStep(profile).empty());
}
