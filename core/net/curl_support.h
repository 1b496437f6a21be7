// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Private to core/net: owners for libcurl handles and the translation of its codes into errors of the project.

#include <csignal>
#include <curl/curl.h>
#include <memory>
#include <string>
#include <string_view>

#include "core/net/http_client.h"

namespace streamtune::net {

struct EasyCleanup {
    void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};
struct MultiCleanup {
    void operator()(CURLM* handle) const { curl_multi_cleanup(handle); }
};
struct ListCleanup {
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
struct UrlCleanup {
    void operator()(CURLU* url) const { curl_url_cleanup(url); }
};
struct MimeCleanup {
    void operator()(curl_mime* mime) const { curl_mime_free(mime); }
};
using Easy = std::unique_ptr<CURL, EasyCleanup>;
using Multi = std::unique_ptr<CURLM, MultiCleanup>;
using List = std::unique_ptr<curl_slist, ListCleanup>;
using Url = std::unique_ptr<CURLU, UrlCleanup>;
using Mime = std::unique_ptr<curl_mime, MimeCleanup>;

/// Safe to call from any thread, any number of times.
void initialiseCurl();

/// Part of a URL (CURLUPART_HOST, …), "" where absent or unreadable.
[[nodiscard]] std::string urlPart(const std::string& url, CURLUPart part);
/// Scheme, host and port agree (default ports filled in).
[[nodiscard]] bool sameOrigin(const std::string& a, const std::string& b);
[[nodiscard]] bool isLoopback(const std::string& host);

/// OpenSSL writes without MSG_NOSIGNAL; a server that hangs up must not end the program. Blocks SIGPIPE in this thread
/// only and takes away what arrived meanwhile, so that pipes of the command line keep their usual behaviour.
class NoSigpipe {
public:
    NoSigpipe();
    ~NoSigpipe();
    NoSigpipe(const NoSigpipe&) = delete;
    NoSigpipe& operator=(const NoSigpipe&) = delete;

private:
    sigset_t m_pipe{};
    sigset_t m_before{};
    bool m_wasPending = false;
};

/// The proxy of the connection ("none" = not even that of the environment); loopback addresses never use one.
void setRoute(CURL* handle, const std::string& url, const std::string& proxy);

/// The error of a transfer that did not end in a reply. `where` is the redacted "METHOD url".
[[nodiscard]] Error transferError(CURLcode code, const std::string& where, const std::string& curlText,
                                  const ClientOptions& options);

} // namespace streamtune::net
