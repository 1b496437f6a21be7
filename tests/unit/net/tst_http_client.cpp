// SPDX-License-Identifier: GPL-3.0-or-later
#include <atomic>
#include <chrono>
#include <doctest/doctest.h>
#include <thread>

#include "core/net/http_client.h"
#include "support/fake_server.h"
#include "tests/unit/net/once.h"

using namespace std::string_literals;
using namespace streamtune;
using namespace streamtune::net;
using streamtune::tests::FakeReply;
using streamtune::tests::FakeRequest;
using streamtune::tests::FakeServer;

namespace {

FakeReply ok(std::string body) {
    FakeReply reply;
    reply.body = std::move(body);
    return reply;
}

} // namespace

TEST_CASE("a GET has status, lower-case headers, body, timings, and keeps its connection") {
    FakeServer server([](const FakeRequest&) {
        FakeReply reply = ok("{\"a\":1}");
        reply.headers["X-Thing"] = "Yes";
        return reply;
    });
    HttpClient client(to(server));
    for (int i = 0; i < 3; ++i) {
        const auto reply = client.get("/v1/config", {});
        REQUIRE(reply);
        CHECK(reply->status == 200);
        CHECK(reply->body == "{\"a\":1}");
        CHECK(reply->headers.at("x-thing") == "Yes");
        CHECK(reply->totalSeconds > 0);
    }
    CHECK(server.connections() == 1);
    CHECK(server.requests().at(0).target == "/v1/config");
}

TEST_CASE("a path prefix of the base URL stays, with or without a slash at its end") {
    FakeServer server([](const FakeRequest&) { return ok("{}"); });
    ClientOptions options = to(server);
    options.baseUrl += "/proxy/flink//";
    HttpClient client(options);
    REQUIRE(client.get("/v1/jobs", {}));
    CHECK(server.requests().at(0).target == "/proxy/flink/v1/jobs");
}

TEST_CASE("bearer, basic and extra header reach the server and are redacted in texts") {
    FakeServer server([](const FakeRequest&) { return ok("{}"); });
    SUBCASE("bearer") {
        ClientOptions options = to(server);
        options.bearerToken = "s3cret-token";
        HttpClient client(options);
        REQUIRE(client.get("/", {}));
        CHECK(server.requests().at(0).headers.at("authorization") == "Bearer s3cret-token");
        CHECK(redact("Authorization: Bearer s3cret-token", options) == "Authorization: Bearer (hidden)");
    }
    SUBCASE("basic") {
        ClientOptions options = to(server);
        options.user = "alice";
        options.password = "p@ss/word";
        HttpClient client(options);
        REQUIRE(client.get("/", {}));
        CHECK(server.requests().at(0).headers.at("authorization") == "Basic YWxpY2U6cEBzcy93b3Jk");
        CHECK(redact("x YWxpY2U6cEBzcy93b3Jk p@ss/word p%40ss%2Fword", options) == "x (hidden) (hidden) (hidden)");
    }
    SUBCASE("header") {
        ClientOptions options = to(server);
        options.headerName = "X-Api-Key";
        options.headerValue = "k-12345";
        HttpClient client(options);
        REQUIRE(client.get("/", {}));
        CHECK(server.requests().at(0).headers.at("x-api-key") == "k-12345");
    }
    SUBCASE("a line break in the header is refused, nothing is sent") {
        ClientOptions options = to(server);
        options.headerName = "X-Api-Key";
        options.headerValue = "k\r\nX-Evil: 1";
        HttpClient client(options);
        const auto reply = client.get("/", {});
        REQUIRE_FALSE(reply);
        CHECK(reply.error().code == "net.protocol");
        CHECK(server.requests().empty());
    }
}

TEST_CASE("send carries method, body and content type, and never an Expect header") {
    FakeServer server([](const FakeRequest&) {
        FakeReply reply = ok("{}");
        reply.status = 202;
        return reply;
    });
    HttpClient client(to(server));
    const std::string big(200'000, 'x');
    for (const std::string method : {"PUT", "POST", "PATCH"}) {
        const auto reply = client.send(method, "/v1/x", big, {});
        REQUIRE(reply);
        CHECK(reply->status == 202);
    }
    for (const FakeRequest& request : server.requests()) {
        CHECK(request.body == big);
        CHECK(request.headers.at("content-type") == "application/json");
        CHECK_FALSE(request.headers.contains("expect"));
    }
    CHECK(server.requests().at(2).method == "PATCH");
}

TEST_CASE("GET is retried on 503 and on a cut line, PUT never") {
    std::atomic<int> calls = 0;
    FakeServer server([&](const FakeRequest&) {
        FakeReply reply = ok("{}");
        const int n = ++calls;
        if (n == 1)
            reply.status = 503;
        if (n == 2)
            reply.cut = true;
        return reply;
    });
    ClientOptions options = to(server);
    options.getRetries = 2;
    HttpClient client(options);
    const auto reply = client.get("/", {});
    REQUIRE(reply);
    CHECK(reply->status == 200);
    CHECK(calls == 3);
    calls = 0;
    const auto sent = client.send("PUT", "/", "{}", {});
    REQUIRE(sent);
    CHECK(sent->status == 503);
    CHECK(calls == 1);
    const auto cut = client.send("PUT", "/", "{}", {});
    REQUIRE_FALSE(cut);
    CHECK(cut.error().details.at("sent") == "maybe");
    CHECK(calls == 2);
}

TEST_CASE("redirects: same host followed for GET, elsewhere refused, never for PUT") {
    FakeServer elsewhere([](const FakeRequest&) { return ok("stolen"); });
    const std::string away = elsewhere.url();
    FakeServer server([&](const FakeRequest& request) {
        FakeReply reply = ok("{}");
        if (request.target == "/here")
            reply.headers["Location"] = "/v1/final";
        else if (request.target == "/away")
            reply.headers["Location"] = away + "/v1/final";
        else if (request.target == "/file")
            reply.headers["Location"] = "file:///etc/passwd";
        else if (request.target == "/loop")
            reply.headers["Location"] = "/loop";
        else
            return ok("final");
        reply.status = 307;
        return reply;
    });
    ClientOptions options = to(server);
    options.bearerToken = "s3cret-token";
    HttpClient client(options);
    CHECK(client.get("/here", {})->body == "final");
    for (const char* path : {"/away", "/file", "/loop"}) {
        const auto reply = client.get(path, {});
        REQUIRE_FALSE(reply);
        CHECK(reply.error().code == "net.redirect");
    }
    const auto put = client.send("PUT", "/here", "{}", {});
    REQUIRE_FALSE(put);
    CHECK(put.error().code == "net.redirect");
    CHECK(elsewhere.requests().empty());
}

TEST_CASE("a huge reply stops at the limit") {
    FakeServer server([](const FakeRequest&) { return ok(std::string(3'000'000, 'x')); });
    ClientOptions options = to(server);
    options.maxBytes = 1'000'000;
    HttpClient client(options);
    const auto reply = client.get("/", {});
    REQUIRE_FALSE(reply);
    CHECK(reply.error().code == "net.too_large");
}

TEST_CASE("slow, truncated, garbage, nobody there, unknown name: each has its code and a sentence") {
    FakeServer server([](const FakeRequest& request) {
        FakeReply reply = ok("{\"a\":1}");
        if (request.target == "/slow")
            reply.delayMillis = 5'000;
        if (request.target == "/drip") {
            reply.body = std::string(1'000, 'x');
            reply.dripBytes = 1;
            reply.dripMillis = 50;
        }
        if (request.target == "/short")
            reply.announce = 1'000;
        if (request.target == "/garbage")
            reply.raw = "\x16\x03\x01 SSH-2.0-OpenSSH\r\n\0\0\0"s;
        return reply;
    });
    ClientOptions options = to(server);
    options.timeout = Millis{300};
    HttpClient client(options);
    CHECK(client.get("/slow", {}).error().code == "net.timeout");
    CHECK(client.get("/drip", {}).error().code == "net.timeout");
    CHECK(client.get("/short", {}).error().code == "net.protocol");
    CHECK(client.get("/garbage", {}).error().code == "net.protocol");
    const auto timedOut = client.send("PUT", "/slow", "{}", {});
    REQUIRE_FALSE(timedOut);
    CHECK(timedOut.error().details.at("sent") == "maybe");
    options.baseUrl = "http://127.0.0.1:1";
    const auto nobody = HttpClient(options).send("PUT", "/", "{}", {});
    REQUIRE_FALSE(nobody);
    CHECK(nobody.error().code == "net.connect");
    CHECK(nobody.error().details.at("sent") == "no");
    options.baseUrl = "http://no-such-host.invalid";
    options.timeout = Millis{10'000};
    const auto unknown = HttpClient(options).get("/", {});
    REQUIRE_FALSE(unknown);
    CHECK(unknown.error().code == "net.dns");
    CHECK(unknown.error().sentence.find("no-such-host.invalid") != std::string::npos);
    CHECK_FALSE(unknown.error().hint.empty());
    options.baseUrl = "ftp://127.0.0.1";
    CHECK(HttpClient(options).get("/", {}).error().code == "net.protocol");
}

TEST_CASE("a stop request ends a waiting call without its time-out") {
    FakeServer server([](const FakeRequest&) {
        FakeReply reply = ok("{}");
        reply.delayMillis = 30'000;
        return reply;
    });
    ClientOptions options = to(server);
    options.timeout = Millis{30'000};
    HttpClient client(options);
    std::stop_source source;
    std::jthread stopper([&] {
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
        source.request_stop();
    });
    const auto reply = client.get("/", source.get_token());
    REQUIRE_FALSE(reply);
    CHECK(reply.error().code == "net.cancelled");
    const auto again = client.get("/", source.get_token());
    CHECK(again.error().code == "net.cancelled");
}

TEST_CASE("a proxy is used when given: the request names the full URL") {
    FakeServer proxy([](const FakeRequest&) { return ok("through the proxy"); });
    ClientOptions options;
    options.baseUrl = "http://flink.example";
    options.proxy = proxy.url();
    options.getRetries = 0;
    HttpClient client(options);
    const auto reply = client.get("/v1/config", {});
    REQUIRE(reply);
    CHECK(reply->body == "through the proxy");
    CHECK(proxy.requests().at(0).target == "http://flink.example/v1/config");
}

TEST_CASE("upload sends one file part with its type") {
    FakeServer server([](const FakeRequest&) { return ok("{\"status\":\"success\"}"); });
    HttpClient client(to(server));
    const auto reply = client.upload("/v1/jars/upload", "jarfile", ST_TEST_DATA "/flink/1.19.3.tar.gz",
                                     "application/x-java-archive", {});
    REQUIRE(reply);
    const FakeRequest request = server.requests().at(0);
    CHECK(request.headers.at("content-type").starts_with("multipart/form-data"));
    CHECK(request.body.find("name=\"jarfile\"; filename=\"1.19.3.tar.gz\"") != std::string::npos);
    CHECK(request.body.find("Content-Type: application/x-java-archive") != std::string::npos);
    CHECK_FALSE(request.headers.contains("expect"));
    const auto missing = client.upload("/x", "jarfile", "/does/not/exist", "x/y", {});
    REQUIRE_FALSE(missing);
    CHECK(missing.error().code == "net.file");
}

TEST_CASE("percentEncode keeps only what RFC 3986 calls unreserved") {
    CHECK(percentEncode("Az09-._~") == "Az09-._~");
    CHECK(percentEncode("a b/c?d&e=f#g:h@i+j$") == "a%20b%2Fc%3Fd%26e%3Df%23g%3Ah%40i%2Bj%24");
    CHECK(percentEncode("\xC3\xA9") == "%C3%A9");
    CHECK(percentEncode("") == "");
}
