// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/fake_server.h"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <cctype>
#include <chrono>
#include <csignal>
#include <netinet/in.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <stdexcept>
#include <sys/socket.h>
#include <unistd.h>

namespace streamtune::tests {

/// One accepted connection, plain or encrypted.
struct FakeServer::Line {
    int socket = -1;
    SSL* ssl = nullptr;
    std::string buffer;

    ~Line() {
        if (ssl) {
            SSL_shutdown(ssl);
            SSL_free(ssl);
        }
        close(socket);
    }
    long read(char* into, std::size_t size) {
        return ssl ? SSL_read(ssl, into, static_cast<int>(size)) : ::recv(socket, into, size, 0);
    }
    long write(const char* from, std::size_t size) {
        return ssl ? SSL_write(ssl, from, static_cast<int>(size)) : ::send(socket, from, size, MSG_NOSIGNAL);
    }
    bool ready(short what) const {
        pollfd waiting{socket, what, 0};
        return (ssl && what == POLLIN && SSL_pending(ssl) > 0) || ::poll(&waiting, 1, 20) > 0;
    }
};

FakeServer::FakeServer(Handler handler, const FakeTls& tls) : m_handler(std::move(handler)) {
    if (!tls.certificate.empty()) {
        SSL_CTX* context = SSL_CTX_new(TLS_server_method());
        if (!context || SSL_CTX_use_certificate_chain_file(context, tls.certificate.c_str()) != 1 ||
            SSL_CTX_use_PrivateKey_file(context, tls.key.c_str(), SSL_FILETYPE_PEM) != 1)
            throw std::runtime_error("the test certificate cannot be used");
        if (!tls.clientCa.empty()) {
            SSL_CTX_load_verify_locations(context, tls.clientCa.c_str(), nullptr);
            SSL_CTX_set_verify(context, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nullptr);
        }
        m_tls = context;
    }
    m_socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* generic = reinterpret_cast<sockaddr*>(&address);
    if (::bind(m_socket, generic, size) != 0 || ::listen(m_socket, 64) != 0 ||
        ::getsockname(m_socket, generic, &size) != 0)
        throw std::runtime_error("no port for the test server");
    m_port = ntohs(address.sin_port);
    m_acceptor = std::thread([this] { acceptLoop(); });
}

FakeServer::~FakeServer() {
    m_stop = true;
    m_acceptor.join();
    for (std::thread& thread : m_threads)
        thread.join();
    close(m_socket);
    SSL_CTX_free(static_cast<SSL_CTX*>(m_tls));
}

std::string FakeServer::url() const {
    return (m_tls ? "https://127.0.0.1:" : "http://127.0.0.1:") + std::to_string(m_port);
}

std::vector<FakeRequest> FakeServer::requests() const {
    const std::lock_guard lock(m_mutex);
    return m_requests;
}

void FakeServer::acceptLoop() {
    while (!m_stop) {
        pollfd waiting{m_socket, POLLIN, 0};
        if (::poll(&waiting, 1, 20) <= 0)
            continue;
        const int socket = ::accept4(m_socket, nullptr, nullptr, SOCK_CLOEXEC);
        if (socket >= 0) {
            ++m_connections;
            m_threads.emplace_back([this, socket] { serve(socket); });
        }
    }
}

void FakeServer::serve(int socket) {
    sigset_t pipe; // OpenSSL writes without MSG_NOSIGNAL
    sigemptyset(&pipe);
    sigaddset(&pipe, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &pipe, nullptr);
    Line line;
    line.socket = socket;
    if (m_tls) {
        const timeval patience{2, 0};
        setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
        line.ssl = SSL_new(static_cast<SSL_CTX*>(m_tls));
        SSL_set_fd(line.ssl, socket);
        if (SSL_accept(line.ssl) != 1)
            return;
    }
    FakeRequest request;
    while (readRequest(line, request)) {
        {
            const std::lock_guard lock(m_mutex);
            m_requests.push_back(request);
        }
        if (!writeReply(line, m_handler(request)))
            return;
        request = {};
    }
}

bool FakeServer::readRequest(Line& line, FakeRequest& request) {
    std::array<char, 16 * 1024> chunk{};
    std::size_t needed = std::string::npos;
    std::size_t head = 0;
    while (!m_stop) {
        if (needed == std::string::npos) {
            head = line.buffer.find("\r\n\r\n");
            if (head != std::string::npos) {
                std::string_view rest(line.buffer.data(), head);
                const std::string first(rest.substr(0, rest.find("\r\n")));
                request.method = first.substr(0, first.find(' '));
                request.target = first.substr(request.method.size() + 1);
                request.target = request.target.substr(0, request.target.find(' '));
                while (rest.find("\r\n") != std::string_view::npos) {
                    rest.remove_prefix(rest.find("\r\n") + 2);
                    const std::string_view field = rest.substr(0, rest.find("\r\n"));
                    const auto colon = field.find(": ");
                    if (colon == std::string_view::npos)
                        continue;
                    std::string name(field.substr(0, colon));
                    std::ranges::transform(name, name.begin(),
                                           [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
                    request.headers[name] = std::string(field.substr(colon + 2));
                }
                const auto length = request.headers.find("content-length");
                needed = head + 4 + (length == request.headers.end() ? 0 : std::stoul(length->second));
            }
        }
        if (needed != std::string::npos && line.buffer.size() >= needed) {
            request.body = line.buffer.substr(head + 4, needed - head - 4);
            line.buffer.erase(0, needed);
            return true;
        }
        if (!line.ready(POLLIN))
            continue;
        const long got = line.read(chunk.data(), chunk.size());
        if (got <= 0)
            return false;
        line.buffer.append(chunk.data(), static_cast<std::size_t>(got));
        if (line.buffer.front() == 0x16) { // a TLS client at a plain port: what common servers answer
            writeAll(line, "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
            return false;
        }
    }
    return false;
}

bool FakeServer::writeAll(Line& line, std::string_view bytes) {
    while (!bytes.empty() && !m_stop) {
        if (!line.ready(POLLOUT))
            continue;
        const long sent = line.write(bytes.data(), std::min<std::size_t>(bytes.size(), 64 * 1024));
        if (sent <= 0)
            return false;
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return bytes.empty();
}

void FakeServer::pause(int millis) const {
    for (; millis > 0 && !m_stop; millis -= 5)
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
}

bool FakeServer::writeReply(Line& line, const FakeReply& reply) {
    pause(reply.delayMillis);
    if (reply.cut)
        return false;
    if (!reply.raw.empty()) {
        writeAll(line, reply.raw);
        return false;
    }
    const std::size_t length = reply.announce >= 0 ? static_cast<std::size_t>(reply.announce) : reply.body.size();
    std::string head =
        "HTTP/1.1 " + std::to_string(reply.status) + " X\r\nContent-Length: " + std::to_string(length) + "\r\n";
    for (const auto& [name, value] : reply.headers)
        head += name + ": " + value + "\r\n";
    if (!writeAll(line, head + "\r\n"))
        return false;
    const std::size_t step = reply.dripBytes > 0 ? static_cast<std::size_t>(reply.dripBytes) : reply.body.size();
    for (std::size_t at = 0; at < reply.body.size(); at += step) {
        if (!writeAll(line, std::string_view(reply.body).substr(at, step)))
            return false;
        pause(reply.dripMillis);
    }
    return length == reply.body.size();
}

} // namespace streamtune::tests
