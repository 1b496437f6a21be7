// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/certificate.h"

#include <array>

#include "core/net/curl_support.h"

namespace streamtune::net {
namespace {

int onProgress(void* stop, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
    return static_cast<const std::stop_token*>(stop)->stop_requested() ? 1 : 0;
}

/// The first of the chain is the server's own. Entries are "name:value".
Certificate certificateOf(const curl_certinfo& chain) {
    Certificate result;
    if (chain.num_of_certs < 1)
        return result;
    for (const curl_slist* entry = chain.certinfo[0]; entry; entry = entry->next) {
        const std::string_view line = entry->data;
        const auto take = [&](std::string_view name, std::string& into) {
            if (line.starts_with(name))
                into = line.substr(name.size());
        };
        take("Cert:", result.pem);
        take("Subject:", result.subject);
        take("Issuer:", result.issuer);
        take("Start date:", result.validFrom);
        take("Expire date:", result.validUntil);
    }
    return result;
}

} // namespace

Result<Certificate> shownCertificate(const ClientOptions& options, std::stop_token stop) {
    initialiseCurl();
    const std::string where = redact("GET " + options.baseUrl, options);
    if (urlPart(options.baseUrl, CURLUPART_SCHEME) != "https")
        return fail("net.tls", where + " is not encrypted, so its server shows no certificate.",
                    "Only https:// addresses have one.");
    const NoSigpipe guard;
    const Easy easy(curl_easy_init());
    if (!easy)
        return fail("net.protocol", "The HTTP library could not be started.", "Is there memory left?");
    CURL* h = easy.get();
    std::array<char, CURL_ERROR_SIZE> errorText{};
    curl_easy_setopt(h, CURLOPT_URL, options.baseUrl.c_str());
    curl_easy_setopt(h, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(h, CURLOPT_ERRORBUFFER, errorText.data());
    curl_easy_setopt(h, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(options.connectTimeout.count()));
    curl_easy_setopt(h, CURLOPT_TIMEOUT_MS, static_cast<long>(options.timeout.count()));
    curl_easy_setopt(h, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(h, CURLOPT_XFERINFOFUNCTION, &onProgress);
    curl_easy_setopt(h, CURLOPT_XFERINFODATA, &stop);
    setRoute(h, options.baseUrl, options.proxy);
    if (!options.clientCertificate.empty())
        curl_easy_setopt(h, CURLOPT_SSLCERT, options.clientCertificate.c_str());
    if (!options.clientKey.empty())
        curl_easy_setopt(h, CURLOPT_SSLKEY, options.clientKey.c_str());
    // Nothing is believed yet, and nothing is sent: the connection ends after the handshake.
    curl_easy_setopt(h, CURLOPT_SSL_VERIFYPEER, 0L);
    curl_easy_setopt(h, CURLOPT_SSL_VERIFYHOST, 0L);
    curl_easy_setopt(h, CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2);
    curl_easy_setopt(h, CURLOPT_CERTINFO, 1L);
    curl_easy_setopt(h, CURLOPT_CONNECT_ONLY, 1L);
    const CURLcode code = curl_easy_perform(h);
    if (stop.stop_requested())
        return fail("net.cancelled", where + " was cancelled.");
    if (code != CURLE_OK)
        return fail(transferError(code, where, redact(errorText.data(), options), options));
    curl_certinfo* chain = nullptr;
    curl_easy_getinfo(h, CURLINFO_CERTINFO, &chain);
    Certificate shown = chain ? certificateOf(*chain) : Certificate{};
    if (shown.pem.empty())
        return fail("net.tls", where + ": the server showed no certificate.", "Does it speak TLS on this port?");
    return shown;
}

} // namespace streamtune::net
