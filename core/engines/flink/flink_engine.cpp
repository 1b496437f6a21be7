// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engines/flink/flink_engine.h"

#include <mutex>

#include "core/engines/flink/flink_reader.h"
#include "core/engines/flink/flink_writer.h"

namespace streamtune::engines::flink {
namespace {

class FlinkFactory final : public EngineFactory {
public:
    explicit FlinkFactory(std::shared_ptr<SecretStore> secrets) : m_secrets(std::move(secrets)) {}

    Result<std::unique_ptr<EngineReader>> reader(const Profile& profile) override {
        ST_ASSIGN(std::unique_ptr<WriteTransport> transport, httpTransport(profile, m_secrets.get()));
        return std::make_unique<FlinkReader>(profile, std::move(transport), memoryOf(profile), systemClock());
    }

    Result<std::unique_ptr<EngineWriter>> writer(const Profile& profile, const WritePermit&) override {
        ST_TRY(mayWrite(profile));
        ST_ASSIGN(std::unique_ptr<WriteTransport> transport, httpTransport(profile, m_secrets.get()));
        return std::make_unique<FlinkWriter>(profile, std::move(transport), systemClock());
    }

private:
    std::shared_ptr<ClusterMemory> memoryOf(const Profile& profile) {
        const std::lock_guard lock(m_mutex);
        auto& memory = m_memories[profile.name + "\n" + profile.url];
        if (!memory)
            memory = std::make_shared<ClusterMemory>();
        return memory;
    }

    std::shared_ptr<SecretStore> m_secrets;
    std::mutex m_mutex;
    std::map<std::string, std::shared_ptr<ClusterMemory>> m_memories;
};

} // namespace

std::unique_ptr<EngineFactory> makeFactory(std::shared_ptr<SecretStore> secrets) {
    return std::make_unique<FlinkFactory>(std::move(secrets));
}

} // namespace streamtune::engines::flink
