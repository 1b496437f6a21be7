// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/secrets/secret_store.h"

namespace streamtune::secrets {

std::shared_ptr<SecretStore> makeSecretStore() {
    return std::make_shared<MemoryStore>("this build has no keyring support");
}

} // namespace streamtune::secrets
