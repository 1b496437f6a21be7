// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// A small HTTP/1.1 server inside the test program, on 127.0.0.1 and a port of its own, with faults on demand.
/// The handler runs on the server's threads. Link by `include(support/fake_server.cmake)` in link.cmake.

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace streamtune::tests {

struct FakeRequest {
    std::string method;
    std::string target;                         ///< path and query, as sent
    std::map<std::string, std::string> headers; ///< lower-case names
    std::string body;
};

struct FakeReply {
    int status = 200;
    std::string body;
    std::map<std::string, std::string> headers{{"Content-Type", "application/json; charset=UTF-8"}};
    int delayMillis = 0; ///< before the first byte
    int dripBytes = 0;   ///< > 0: that many bytes at a time …
    int dripMillis = 0;  ///< … with this pause between them
    long announce = -1;  ///< >= 0: Content-Length that is announced whatever the body is; then the line is cut
    std::string raw;     ///< not empty: these bytes instead of a reply, then the line is cut
    bool cut = false;    ///< closes without a reply
};

/// PEM files of the server's certificate; clientCa demands a certificate of the client.
struct FakeTls {
    std::string certificate;
    std::string key;
    std::string clientCa;
};

class FakeServer {
public:
    using Handler = std::function<FakeReply(const FakeRequest&)>;
    explicit FakeServer(Handler handler, const FakeTls& tls = {});
    ~FakeServer();
    FakeServer(const FakeServer&) = delete;
    FakeServer& operator=(const FakeServer&) = delete;

    [[nodiscard]] std::string url() const;
    [[nodiscard]] int port() const { return m_port; }
    [[nodiscard]] std::vector<FakeRequest> requests() const;
    [[nodiscard]] int connections() const { return m_connections; }

private:
    struct Line;
    void acceptLoop();
    void serve(int socket);
    bool readRequest(Line& line, FakeRequest& request);
    bool writeReply(Line& line, const FakeReply& reply);
    bool writeAll(Line& line, std::string_view bytes);
    void pause(int millis) const;

    Handler m_handler;
    void* m_tls = nullptr; ///< SSL_CTX
    int m_socket = -1;
    int m_port = 0;
    std::atomic<bool> m_stop = false;
    std::atomic<int> m_connections = 0;
    mutable std::mutex m_mutex;
    std::vector<FakeRequest> m_requests;
    std::vector<std::thread> m_threads;
    std::thread m_acceptor;
};

} // namespace streamtune::tests
