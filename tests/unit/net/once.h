// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/net/http_client.h"
#include "tests/support/fake_server.h"

namespace streamtune::tests {

/// A client of this server that asks once.
inline net::ClientOptions to(const FakeServer& server) {
    net::ClientOptions options;
    options.baseUrl = server.url();
    options.getRetries = 0;
    return options;
}

} // namespace streamtune::tests
