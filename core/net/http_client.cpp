// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/http_client.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <fmt/format.h>

#include "core/net/curl_support.h"

namespace streamtune::net {
namespace {

constexpr int kMaxRedirects = 5;
constexpr std::size_t kMaxHeaderBytes = 256 * 1024;
constexpr Millis kFirstBackOff{150};

/// What one transfer collects while libcurl calls back.
struct Collected {
    std::string body;
    std::map<std::string, std::string> headers;
    std::size_t headerBytes = 0;
    std::size_t maxBytes = 0;
    bool tooLarge = false;
};

std::size_t onBody(char* data, std::size_t, std::size_t count, void* user) {
    auto& into = *static_cast<Collected*>(user);
    if (into.body.size() + count > into.maxBytes) {
        into.tooLarge = true;
        return 0;
    }
    into.body.append(data, count);
    return count;
}

std::string_view trimmed(std::string_view text) {
    const auto blank = [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; };
    while (!text.empty() && blank(text.front()))
        text.remove_prefix(1);
    while (!text.empty() && blank(text.back()))
        text.remove_suffix(1);
    return text;
}

std::size_t onHeader(char* data, std::size_t, std::size_t count, void* user) {
    auto& into = *static_cast<Collected*>(user);
    const std::string_view line(data, count);
    if (line.starts_with("HTTP/")) // a new reply begins (after 100 Continue or a proxy's CONNECT)
        into.headers.clear();
    into.headerBytes += count;
    if (into.headerBytes > kMaxHeaderBytes) {
        into.tooLarge = true;
        return 0;
    }
    if (const auto colon = line.find(':'); colon != std::string_view::npos) {
        std::string name(trimmed(line.substr(0, colon)));
        std::ranges::transform(name, name.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
        into.headers[name] = std::string(trimmed(line.substr(colon + 1)));
    }
    return count;
}

double seconds(CURL* easy, CURLINFO what) {
    curl_off_t micros = 0;
    curl_easy_getinfo(easy, what, &micros);
    return static_cast<double>(micros) / 1e6;
}

bool hasLineBreak(const std::string& text) {
    return text.find_first_of("\r\n") != std::string::npos || text.find('\0') != std::string::npos;
}

bool worthRetrying(const Result<Response>& reply) {
    if (reply)
        return reply->status == 502 || reply->status == 503 || reply->status == 504;
    return reply.error().code == "net.connect" ||
           (reply.error().code == "net.protocol" && reply.error().details.contains("transient"));
}

/// Transfers that may well succeed when repeated at once.
bool transient(CURLcode code) {
    return code == CURLE_GOT_NOTHING || code == CURLE_RECV_ERROR || code == CURLE_SEND_ERROR ||
           code == CURLE_PARTIAL_FILE;
}

Error cancelled(const std::string& where) {
    return Error{"net.cancelled", where + " was cancelled.", "", {}};
}

} // namespace

struct HttpClient::Impl {
    ClientOptions options;
    Multi multi;
    Easy easy; ///< kept, so that its connection is

    explicit Impl(ClientOptions o) : options(std::move(o)) {
        initialiseCurl();
        while (options.baseUrl.ends_with('/'))
            options.baseUrl.pop_back();
        multi.reset(curl_multi_init());
        easy.reset(curl_easy_init());
    }

    std::string urlOf(const std::string& path) const {
        return path.starts_with('/') ? options.baseUrl + path : options.baseUrl + "/" + path;
    }

    void setTls() {
        CURL* h = easy.get();
        if (!options.caFile.empty())
            curl_easy_setopt(h, CURLOPT_CAINFO, options.caFile.c_str());
        if (!options.pin.empty())
            curl_easy_setopt(h, CURLOPT_PINNEDPUBLICKEY, options.pin.c_str());
        if (!options.clientCertificate.empty())
            curl_easy_setopt(h, CURLOPT_SSLCERT, options.clientCertificate.c_str());
        if (!options.clientKey.empty())
            curl_easy_setopt(h, CURLOPT_SSLKEY, options.clientKey.c_str());
        curl_easy_setopt(h, CURLOPT_SSL_VERIFYPEER, 1L);
        curl_easy_setopt(h, CURLOPT_SSL_VERIFYHOST, options.verifyHost ? 2L : 0L);
        curl_easy_setopt(h, CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2);
    }

    void setAuth() {
        CURL* h = easy.get();
        if (!options.bearerToken.empty()) {
            curl_easy_setopt(h, CURLOPT_HTTPAUTH, CURLAUTH_BEARER);
            curl_easy_setopt(h, CURLOPT_XOAUTH2_BEARER, options.bearerToken.c_str());
        } else if (!options.user.empty()) {
            curl_easy_setopt(h, CURLOPT_HTTPAUTH, CURLAUTH_BASIC);
            curl_easy_setopt(h, CURLOPT_USERNAME, options.user.c_str());
            curl_easy_setopt(h, CURLOPT_PASSWORD, options.password.c_str());
        }
    }

    Status prepare(const std::string& url, List& headers, Collected& into, char* errorText) {
        CURL* h = easy.get();
        curl_easy_reset(h);
        curl_easy_setopt(h, CURLOPT_URL, url.c_str());
        curl_easy_setopt(h, CURLOPT_NOSIGNAL, 1L);
        curl_easy_setopt(h, CURLOPT_QUICK_EXIT, 1L); // a cancelled name look-up must not be waited for
        curl_easy_setopt(h, CURLOPT_ERRORBUFFER, errorText);
        curl_easy_setopt(h, CURLOPT_TIMEOUT_MS, static_cast<long>(options.timeout.count()));
        curl_easy_setopt(h, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(options.connectTimeout.count()));
        curl_easy_setopt(h, CURLOPT_ACCEPT_ENCODING, "");
        curl_easy_setopt(h, CURLOPT_USERAGENT, "streamtune-workbench");
        curl_easy_setopt(h, CURLOPT_WRITEFUNCTION, &onBody);
        curl_easy_setopt(h, CURLOPT_WRITEDATA, &into);
        curl_easy_setopt(h, CURLOPT_HEADERFUNCTION, &onHeader);
        curl_easy_setopt(h, CURLOPT_HEADERDATA, &into);
        into.maxBytes = static_cast<std::size_t>(std::max<std::int64_t>(options.maxBytes, 0));
        setRoute(h, url, options.proxy);
        curl_easy_setopt(h, CURLOPT_FOLLOWLOCATION, 0L);
        setTls();
        setAuth();
        if (hasLineBreak(options.headerName) || hasLineBreak(options.headerValue) ||
            options.headerName.find(':') != std::string::npos)
            return fail("net.protocol", "The extra header of the connection holds a line break or a colon in its name.",
                        "Enter the name and the value of the header without line breaks.");
        if (!options.headerName.empty())
            add(headers, options.headerName + ": " + options.headerValue);
        add(headers, "Accept: application/json");
        add(headers, "Expect:"); // Flink's server does not answer 100-continue
        return {};
    }

    static void add(List& headers, const std::string& line) {
        headers.reset(curl_slist_append(headers.release(), line.c_str()));
    }

    /// Drives the prepared handle; a stop request wakes it at once.
    CURLcode drive(std::stop_token stop, bool& stopped) {
        const NoSigpipe guard;
        if (curl_multi_add_handle(multi.get(), easy.get()) != CURLM_OK)
            return CURLE_FAILED_INIT;
        const std::stop_callback wake(stop, [this] { curl_multi_wakeup(multi.get()); });
        CURLcode code = CURLE_OK;
        int running = 1;
        while (running > 0) {
            if (stop.stop_requested()) {
                stopped = true;
                break;
            }
            if (curl_multi_perform(multi.get(), &running) != CURLM_OK)
                break;
            int left = 0;
            while (const CURLMsg* message = curl_multi_info_read(multi.get(), &left))
                if (message->msg == CURLMSG_DONE)
                    code = message->data.result;
            if (running > 0)
                curl_multi_poll(multi.get(), nullptr, 0, 100, nullptr);
        }
        curl_multi_remove_handle(multi.get(), easy.get());
        return code;
    }

    Error failure(CURLcode code, const std::string& where, const Collected& got, const char* errorText) {
        if (got.tooLarge)
            code = CURLE_FILESIZE_EXCEEDED;
        Error error = transferError(code, where, redact(errorText, options), options);
        if (transient(code))
            error.details["transient"] = "yes";
        long requestBytes = 0;
        curl_easy_getinfo(easy.get(), CURLINFO_REQUEST_SIZE, &requestBytes);
        error.details["sent"] = requestBytes > 0 ? "maybe" : "no";
        return error;
    }

    using Configure = Status (*)(Impl&, List&, const void*);

    Result<Response> once(const std::string& method, const std::string& url, std::stop_token stop, Configure configure,
                          const void* argument) {
        const std::string where = redact(method + " " + url, options);
        if (stop.stop_requested())
            return fail(cancelled(where));
        if (!easy || !multi)
            return fail("net.protocol", "The HTTP library could not be started.", "Is there memory left?");
        Collected got;
        std::array<char, CURL_ERROR_SIZE> errorText{};
        List headers;
        ST_TRY(prepare(url, headers, got, errorText.data()));
        ST_TRY(configure(*this, headers, argument));
        curl_easy_setopt(easy.get(), CURLOPT_HTTPHEADER, headers.get());
        bool stopped = false;
        const CURLcode code = drive(stop, stopped);
        if (stopped) {
            Error error = cancelled(where);
            error.details["sent"] = "maybe";
            return fail(std::move(error));
        }
        if (code != CURLE_OK)
            return fail(failure(code, where, got, errorText.data()));
        return response(std::move(got));
    }

    Response response(Collected&& got) {
        Response reply;
        long status = 0;
        curl_easy_getinfo(easy.get(), CURLINFO_RESPONSE_CODE, &status);
        reply.status = static_cast<int>(status);
        reply.headers = std::move(got.headers);
        reply.body = std::move(got.body);
        reply.dnsSeconds = seconds(easy.get(), CURLINFO_NAMELOOKUP_TIME_T);
        const double connected = seconds(easy.get(), CURLINFO_CONNECT_TIME_T);
        const double encrypted = seconds(easy.get(), CURLINFO_APPCONNECT_TIME_T);
        reply.connectSeconds = std::max(0.0, connected - reply.dnsSeconds);
        reply.tlsSeconds = encrypted > 0 ? std::max(0.0, encrypted - connected) : 0;
        reply.totalSeconds = seconds(easy.get(), CURLINFO_TOTAL_TIME_T);
        return reply;
    }

    Error redirectError(const std::string& where, const std::string& target) const {
        return Error{"net.redirect",
                     where + " was sent elsewhere, to " + redact(target.substr(0, 200), options) +
                         ", and was not followed.",
                     "If that address is right, use it as the URL of the connection; a login page means that "
                     "credentials are missing.",
                     {{"location", redact(target, options)}}};
    }

    /// Redirects on the same origin, at most five.
    Result<Response> getFollowing(const std::string& path, std::stop_token stop) {
        std::string url = urlOf(path);
        const std::string where = redact("GET " + url, options);
        for (int hop = 0;; ++hop) {
            auto reply = once("GET", url, stop, [](Impl&, List&, const void*) { return Status{}; }, nullptr);
            if (!reply || reply->status < 300 || reply->status >= 400 || reply->status == 304)
                return reply;
            const char* target = nullptr;
            curl_easy_getinfo(easy.get(), CURLINFO_REDIRECT_URL, &target);
            const std::string next = target ? target : "";
            if (next.empty())
                return reply;
            if (hop == kMaxRedirects || !sameOrigin(url, next))
                return fail(redirectError(where, next));
            url = next;
        }
    }
};

HttpClient::HttpClient(ClientOptions options) : m_impl(std::make_unique<Impl>(std::move(options))) {}
HttpClient::~HttpClient() = default;

const ClientOptions& HttpClient::options() const {
    return m_impl->options;
}

Result<Response> HttpClient::get(const std::string& path, std::stop_token stop) {
    Millis backOff = kFirstBackOff;
    for (int attempt = 0;; ++attempt) {
        auto reply = m_impl->getFollowing(path, stop);
        if (attempt >= m_impl->options.getRetries || !worthRetrying(reply))
            return reply;
        if (!systemClock()->sleep(backOff, stop))
            return fail(cancelled(redact("GET " + m_impl->urlOf(path), m_impl->options)));
        backOff *= 3;
    }
}

Result<Response> HttpClient::send(const std::string& method, const std::string& path, const std::string& body,
                                  std::stop_token stop) {
    struct Payload {
        const std::string& method;
        const std::string& body;
    };
    const Payload payload{method, body};
    const std::string url = m_impl->urlOf(path);
    auto reply = m_impl->once(
        method, url, stop,
        [](Impl& impl, List& headers, const void* argument) {
            const auto& p = *static_cast<const Payload*>(argument);
            Impl::add(headers, "Content-Type: application/json");
            // libcurl repeats any request whose kept connection turns out to be dead; a new connection rules that out.
            curl_easy_setopt(impl.easy.get(), CURLOPT_FRESH_CONNECT, 1L);
            curl_easy_setopt(impl.easy.get(), CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(p.body.size()));
            curl_easy_setopt(impl.easy.get(), CURLOPT_POSTFIELDS, p.body.c_str());
            curl_easy_setopt(impl.easy.get(), CURLOPT_CUSTOMREQUEST, p.method.c_str());
            return Status{};
        },
        &payload);
    if (reply && reply->status >= 300 && reply->status < 400)
        return fail(m_impl->redirectError(redact(method + " " + url, m_impl->options), reply->headers["location"]));
    return reply;
}

Result<Response> HttpClient::upload(const std::string& path, const std::string& field, const std::string& file,
                                    const std::string& contentType, std::stop_token stop) {
    struct Part {
        const std::string& field;
        const std::string& file;
        const std::string& type;
        Mime mime;
    };
    Part part{field, file, contentType, nullptr};
    return m_impl->once(
        "POST", m_impl->urlOf(path), stop,
        [](Impl& impl, List&, const void* argument) -> Status {
            auto& p = *const_cast<Part*>(static_cast<const Part*>(argument));
            p.mime.reset(curl_mime_init(impl.easy.get()));
            curl_mimepart* piece = curl_mime_addpart(p.mime.get());
            curl_mime_name(piece, p.field.c_str());
            if (curl_mime_filedata(piece, p.file.c_str()) != CURLE_OK)
                return fail("net.file", "The file " + p.file + " cannot be read.", "Check its path and permissions.");
            curl_mime_type(piece, p.type.c_str());
            curl_easy_setopt(impl.easy.get(), CURLOPT_MIMEPOST, p.mime.get());
            // A large file may take longer than one request; only silence for as long as that ends it.
            const auto silence = std::chrono::ceil<std::chrono::seconds>(impl.options.timeout);
            curl_easy_setopt(impl.easy.get(), CURLOPT_TIMEOUT_MS, 3'600'000L);
            curl_easy_setopt(impl.easy.get(), CURLOPT_LOW_SPEED_LIMIT, 1L);
            curl_easy_setopt(impl.easy.get(), CURLOPT_LOW_SPEED_TIME, static_cast<long>(silence.count()));
            curl_easy_setopt(impl.easy.get(), CURLOPT_FRESH_CONNECT, 1L);
            return {};
        },
        &part);
}

std::string percentEncode(std::string_view text) {
    static constexpr char kHex[] = "0123456789ABCDEF";
    std::string encoded;
    encoded.reserve(text.size());
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        const bool plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' ||
                           c == '.' || c == '_' || c == '~'; // RFC 3986 unreserved
        if (plain) {
            encoded.push_back(c);
        } else {
            encoded.push_back('%');
            encoded.push_back(kHex[byte >> 4]);
            encoded.push_back(kHex[byte & 15]);
        }
    }
    return encoded;
}

} // namespace streamtune::net
