// SPDX-License-Identifier: GPL-3.0-or-later
#include <array>
#include <cstdio>
#include <cstdlib>
#include <doctest/doctest.h>
#include <filesystem>
#include <fstream>
#include <string>
#include <unistd.h>

#include "core/net/http_client.h"
#include "support/fake_server.h"

using namespace streamtune;
using namespace streamtune::net;
using streamtune::tests::FakeReply;
using streamtune::tests::FakeRequest;
using streamtune::tests::FakeServer;
using streamtune::tests::FakeTls;

namespace {

/// A throw-away authority with certificates for 127.0.0.1, another host and a client, made by the openssl program.
class Certificates {
public:
    Certificates() : m_folder(std::filesystem::temp_directory_path() / ("st-tls-" + std::to_string(getpid()))) {
        std::filesystem::create_directories(m_folder);
        run("openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=test-ca "
            "-keyout ca.key -out ca.pem");
        signedBy("good", "subjectAltName=IP:127.0.0.1");
        signedBy("other", "subjectAltName=DNS:elsewhere.example");
        signedBy("client", "extendedKeyUsage=clientAuth");
    }
    ~Certificates() { std::filesystem::remove_all(m_folder); }

    std::string path(const std::string& name) const { return (m_folder / name).string(); }
    FakeTls server(const std::string& name) const { return {path(name + ".pem"), path(name + ".key"), ""}; }
    std::string pinOf(const std::string& name) const {
        const std::string command = "openssl x509 -in " + path(name + ".pem") +
                                    " -pubkey -noout | openssl pkey -pubin -outform der | openssl dgst -sha256 "
                                    "-binary | openssl base64";
        FILE* pipe = popen(command.c_str(), "r");
        std::array<char, 128> text{};
        REQUIRE(std::fgets(text.data(), text.size(), pipe));
        pclose(pipe);
        std::string pin = text.data();
        pin.erase(pin.find_last_not_of("\r\n") + 1);
        return "sha256//" + pin;
    }

private:
    void run(const std::string& command) const {
        REQUIRE(std::system(("cd " + m_folder.string() + " && " + command + " >log 2>&1").c_str()) == 0);
    }
    void signedBy(const std::string& name, const std::string& extension) const {
        std::ofstream(m_folder / (name + ".ext")) << extension << '\n';
        run("openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj /CN=" + name + " -keyout " +
            name + ".key -out " + name + ".csr");
        run("openssl x509 -req -in " + name + ".csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -extfile " + name +
            ".ext -out " + name + ".pem");
    }
    std::filesystem::path m_folder;
};

FakeReply okReply(const FakeRequest&) {
    FakeReply reply;
    reply.body = "{}";
    return reply;
}

ClientOptions to(const FakeServer& server) {
    ClientOptions options;
    options.baseUrl = server.url();
    options.getRetries = 0;
    return options;
}

} // namespace

TEST_CASE("TLS: own authority, pin, wrong host, client certificate") {
    const Certificates certificates;
    FakeServer good(okReply, certificates.server("good"));

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
        FakeServer other(okReply, certificates.server("other"));
        ClientOptions options = to(other);
        options.caFile = certificates.path("ca.pem");
        const auto reply = HttpClient(options).get("/", {});
        REQUIRE_FALSE(reply);
        CHECK(reply.error().code == "net.tls");
        options.verifyHost = false;
        CHECK(HttpClient(options).get("/", {}));
    }
    SUBCASE("mutual TLS needs the client certificate") {
        FakeTls tls = certificates.server("good");
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
