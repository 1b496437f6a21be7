// SPDX-License-Identifier: GPL-3.0-or-later
#include <doctest/doctest.h>
#include <fstream>
#include <iterator>
#include <string>

#include "core/net/certificate.h"
#include "core/net/http_client.h"
#include "support/certificates.h"
#include "support/fake_server.h"
#include "tests/unit/net/once.h"

using namespace streamtune;
using namespace streamtune::net;
using streamtune::tests::Certificates;
using streamtune::tests::FakeReply;
using streamtune::tests::FakeRequest;
using streamtune::tests::FakeServer;
using streamtune::tests::FakeTls;

namespace {

FakeTls serverOf(const Certificates& certificates, const std::string& name) {
    return {certificates.path(name + ".pem"), certificates.path(name + ".key"), ""};
}

FakeReply okReply(const FakeRequest&) {
    FakeReply reply;
    reply.body = "{}";
    return reply;
}

} // namespace

TEST_CASE("TLS: own authority, pin, wrong host, client certificate") {
    const Certificates certificates;
    FakeServer good(okReply, serverOf(certificates, "good"));

    SUBCASE("unknown authority is refused, before anything is sent") {
        const auto reply = HttpClient(to(good)).send("PUT", "/", "{}", {});
        REQUIRE_FALSE(reply);
        CHECK(reply.error().code == "net.tls");
        CHECK(reply.error().details.at("sent") == "no");
        CHECK(good.requests().empty());
    }
    SUBCASE("with the CA file it works, and the handshake is timed") {
        ClientOptions options = to(good);
        options.caFile = certificates.path("ca.pem");
        const auto reply = HttpClient(options).get("/", {});
        INFO((reply ? std::string() : reply.error().sentence));
        REQUIRE(reply);
        CHECK(reply->tlsSeconds > 0);
    }
    SUBCASE("a CA file that is not there is named") {
        ClientOptions options = to(good);
        options.caFile = "/does/not/exist.pem";
        const auto reply = HttpClient(options).get("/", {});
        REQUIRE_FALSE(reply);
        CHECK(reply.error().code == "net.tls");
        CHECK(reply.error().sentence.find("CA file") != std::string::npos);
    }
    SUBCASE("the right pin passes, another is refused") {
        ClientOptions options = to(good);
        options.caFile = certificates.path("ca.pem");
        options.pin = certificates.pinOf("good");
        CHECK(HttpClient(options).get("/", {}));
        options.pin = certificates.pinOf("other");
        const auto reply = HttpClient(options).get("/", {});
        REQUIRE_FALSE(reply);
        CHECK(reply.error().code == "net.tls");
        CHECK(reply.error().sentence.find("pinned") != std::string::npos);
    }
    SUBCASE("a certificate of another host is refused unless the check is off") {
        FakeServer other(okReply, serverOf(certificates, "other"));
        ClientOptions options = to(other);
        options.caFile = certificates.path("ca.pem");
        const auto reply = HttpClient(options).get("/", {});
        REQUIRE_FALSE(reply);
        CHECK(reply.error().code == "net.tls");
        options.verifyHost = false;
        CHECK(HttpClient(options).get("/", {}));
    }
    SUBCASE("mutual TLS needs the client certificate") {
        FakeTls tls = serverOf(certificates, "good");
        tls.clientCa = certificates.path("ca.pem");
        FakeServer mutual(okReply, tls);
        ClientOptions options = to(mutual);
        options.caFile = certificates.path("ca.pem");
        CHECK_FALSE(HttpClient(options).get("/", {}));
        options.clientCertificate = certificates.path("client.pem");
        options.clientKey = certificates.path("client.key");
        CHECK(HttpClient(options).get("/", {}));
    }
    SUBCASE("https to a server that speaks plain HTTP") {
        FakeServer plain(okReply);
        ClientOptions options = to(plain);
        options.baseUrl = "https://127.0.0.1:" + std::to_string(plain.port());
        const auto reply = HttpClient(options).get("/", {});
        REQUIRE_FALSE(reply);
        CHECK(reply.error().code == "net.tls");
    }
}

TEST_CASE("the certificate of an unknown server is shown without sending anything, and trusting it is enough") {
    const Certificates certificates;
    FakeServer server(okReply, serverOf(certificates, "good"));
    ClientOptions options = to(server);
    options.bearerToken = "t0p-secret";
    REQUIRE_FALSE(HttpClient(options).get("/", {}));

    const auto shown = shownCertificate(options, {});
    INFO((shown ? std::string() : shown.error().sentence));
    REQUIRE(shown);
    CHECK(server.requests().empty());
    CHECK(shown->pem.starts_with("-----BEGIN CERTIFICATE-----"));
    CHECK_FALSE(shown->subject.empty());
    CHECK_FALSE(shown->issuer.empty());
    CHECK(shown->validUntil.find("GMT") != std::string::npos);
    std::ifstream own(certificates.path("good.pem"));
    const std::string file((std::istreambuf_iterator<char>(own)), {});
    CHECK(file.find(shown->pem.substr(0, shown->pem.find("-----END"))) != std::string::npos);

    options.caFile = certificates.path("trusted.pem");
    std::ofstream(options.caFile) << shown->pem;
    CHECK(HttpClient(options).get("/", {}));
    // Trust in this server is no trust in another of the same authority.
    FakeServer other(okReply, serverOf(certificates, "other"));
    ClientOptions elsewhere = to(other);
    elsewhere.caFile = options.caFile;
    elsewhere.verifyHost = false;
    CHECK_FALSE(HttpClient(elsewhere).get("/", {}));
}

TEST_CASE("no certificate: plain text, nobody there, a stop request") {
    FakeServer plain(okReply);
    ClientOptions options = to(plain);
    CHECK(shownCertificate(options, {}).error().code == "net.tls");
    options.baseUrl = "https://127.0.0.1:" + std::to_string(plain.port());
    CHECK(shownCertificate(options, {}).error().code == "net.tls");
    options.baseUrl = "https://127.0.0.1:9";
    CHECK(shownCertificate(options, {}).error().code == "net.connect");
    std::stop_source stop;
    stop.request_stop();
    CHECK(shownCertificate(options, stop.get_token()).error().code == "net.cancelled");
}
