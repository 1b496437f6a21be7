// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/curl_support.h"

#include <ctime>
#include <fmt/format.h>
#include <mutex>

namespace streamtune::net {
namespace {

Error make(std::string code, std::string sentence, std::string hint, CURLcode curlCode, const std::string& curlText) {
    return Error{std::move(code),
                 std::move(sentence),
                 std::move(hint),
                 {{"curl", fmt::format("{} ({})", curl_easy_strerror(curlCode), static_cast<int>(curlCode))},
                  {"reason", curlText}}};
}

std::string because(const std::string& curlText) {
    return curlText.empty() ? "." : ": " + curlText + ".";
}

Error tlsError(CURLcode code, const std::string& where, const std::string& curlText) {
    switch (code) {
    case CURLE_SSL_PINNEDPUBKEYNOTMATCH:
        return make("net.tls", where + " was refused: the public key of the server is not the pinned one.",
                    "Either the server has a new key (ask its operator, then renew the pin) or something else answers "
                    "in its place.",
                    code, curlText);
    case CURLE_PEER_FAILED_VERIFICATION:
        return make("net.tls", where + " was refused: the certificate of the server is not trusted" + because(curlText),
                    "Give the certificate authority of the cluster as CA file; check the host name in the URL.", code,
                    curlText);
    case CURLE_SSL_CACERT_BADFILE:
        return make("net.tls", where + " could not start: the CA file cannot be read" + because(curlText),
                    "Check the path of the CA file; it must be PEM.", code, curlText);
    case CURLE_SSL_CERTPROBLEM:
        return make("net.tls",
                    where + " could not start: the client certificate or its key cannot be used" + because(curlText),
                    "Both must be PEM files that belong together.", code, curlText);
    default:
        return make("net.tls", where + " failed while the encrypted connection was made" + because(curlText),
                    "Does the server speak TLS on this port? If not, use http:// in the URL.", code, curlText);
    }
}

} // namespace

void initialiseCurl() {
    static std::once_flag once;
    std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
}

std::string urlPart(const std::string& url, CURLUPart part) {
    const Url parsed(curl_url());
    if (!parsed || curl_url_set(parsed.get(), CURLUPART_URL, url.c_str(), 0) != CURLUE_OK)
        return {};
    char* text = nullptr;
    if (curl_url_get(parsed.get(), part, &text, part == CURLUPART_PORT ? CURLU_DEFAULT_PORT : 0) != CURLUE_OK)
        return {};
    std::string value = text;
    curl_free(text);
    return value;
}

bool sameOrigin(const std::string& a, const std::string& b) {
    for (const CURLUPart part : {CURLUPART_SCHEME, CURLUPART_HOST, CURLUPART_PORT}) {
        const std::string left = urlPart(a, part);
        if (left.empty() || !curl_strequal(left.c_str(), urlPart(b, part).c_str()))
            return false;
    }
    return true;
}

bool isLoopback(const std::string& host) {
    return host == "localhost" || host == "[::1]" || host == "::1" || host.starts_with("127.");
}

NoSigpipe::NoSigpipe() {
    sigemptyset(&m_pipe);
    sigaddset(&m_pipe, SIGPIPE);
    sigset_t pending;
    sigpending(&pending);
    m_wasPending = sigismember(&pending, SIGPIPE) == 1;
    pthread_sigmask(SIG_BLOCK, &m_pipe, &m_before);
}

NoSigpipe::~NoSigpipe() {
    const timespec none{};
    while (!m_wasPending && sigtimedwait(&m_pipe, nullptr, &none) > 0) {
    }
    pthread_sigmask(SIG_SETMASK, &m_before, nullptr);
}

void setRoute(CURL* handle, const std::string& url, const std::string& proxy) {
    if (proxy == "none" || (proxy.empty() && isLoopback(urlPart(url, CURLUPART_HOST))))
        curl_easy_setopt(handle, CURLOPT_PROXY, ""); // not even the proxy of the environment
    else if (!proxy.empty())
        curl_easy_setopt(handle, CURLOPT_PROXY, proxy.c_str());
    curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "http,https");
}

Error transferError(CURLcode code, const std::string& where, const std::string& curlText,
                    const ClientOptions& options) {
    switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY:
        return make("net.dns", where + " failed: the name of the host is not known" + because(curlText),
                    "Check the spelling of the host name, the network and the name server.", code, curlText);
    case CURLE_COULDNT_CONNECT:
        return make("net.connect", where + " failed: nothing accepts the connection" + because(curlText),
                    "Is the server running, and is the port right? A firewall or a missing tunnel looks the same.",
                    code, curlText);
    case CURLE_OPERATION_TIMEDOUT:
        return make("net.timeout",
                    fmt::format("{} did not answer within {:.1f} s.", where,
                                static_cast<double>(options.timeout.count()) / 1000.0),
                    "The server may be overloaded or unreachable; try again or raise the time-out of the connection.",
                    code, curlText);
    case CURLE_FILESIZE_EXCEEDED:
    case CURLE_WRITE_ERROR:
        return make("net.too_large",
                    fmt::format("{} sent more than {} bytes; the rest was not read.", where, options.maxBytes),
                    "Replies of this size are not expected; is this the right server?", code, curlText);
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_PINNEDPUBKEYNOTMATCH:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_INVALIDCERTSTATUS:
        return tlsError(code, where, curlText);
    case CURLE_PARTIAL_FILE:
        return make("net.protocol", where + " failed: the reply ended too early" + because(curlText),
                    "The server or a proxy closed the connection; try again.", code, curlText);
    case CURLE_URL_MALFORMAT:
    case CURLE_UNSUPPORTED_PROTOCOL:
        return make("net.protocol", where + " is not a usable address" + because(curlText),
                    "Write the URL as http://host:8081 or https://host/prefix.", code, curlText);
    default:
        return make("net.protocol", where + " failed: the reply is not HTTP" + because(curlText),
                    "Is this the right port? Something else may be listening there.", code, curlText);
    }
}

} // namespace streamtune::net
