// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engines/timely/timely_engine.h"

#include "core/engines/timely/timely_reader.h"
#include "core/engines/timely/timely_writer.h"

namespace streamtune::engines::timely {
namespace {

class Factory final : public EngineFactory {
public:
    explicit Factory(std::shared_ptr<SecretStore> secrets) : m_secrets(std::move(secrets)) {}

    Result<std::unique_ptr<EngineReader>> reader(const Profile& profile) override {
        ST_ASSIGN(Transports agents, httpTransports(profile, m_secrets.get()));
        return std::make_unique<TimelyReader>(profile, std::move(agents), systemClock());
    }

    Result<std::unique_ptr<EngineWriter>> writer(const Profile& profile, const WritePermit&) override {
        ST_TRY(mayWrite(profile));
        ST_ASSIGN(Transports agents, httpTransports(profile, m_secrets.get()));
        return std::make_unique<TimelyWriter>(profile, std::move(agents), systemClock());
    }

private:
    std::shared_ptr<SecretStore> m_secrets;
};

} // namespace

std::unique_ptr<EngineFactory> makeFactory(std::shared_ptr<SecretStore> secrets) {
    return std::make_unique<Factory>(std::move(secrets));
}

} // namespace streamtune::engines::timely
