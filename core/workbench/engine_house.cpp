// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workbench/engine_house.h"

#include <mutex>
#include <utility>

#include "core/engines/flink/flink_engine.h"
#include "core/engines/timely/timely_engine.h"
#include "core/history/store.h"

namespace streamtune::workbench {
namespace {

constexpr const char* kSimulatedState = "simulated";

class WorkspaceKeeper final : public engines::simulated::StateKeeper {
public:
    explicit WorkspaceKeeper(std::filesystem::path workspace) : m_workspace(std::move(workspace)) {}

    Result<std::optional<std::string>> read(const std::string& connection) override {
        const std::lock_guard lock(m_mutex);
        ST_TRY(open());
        return m_store->document(kSimulatedState, connection);
    }

    Status update(const std::string& connection, const Change& change) override {
        const std::lock_guard lock(m_mutex);
        ST_TRY(open());
        return m_store->updateDocument(kSimulatedState, connection, change);
    }

private:
    Status open() {
        if (m_store)
            return {};
        ST_ASSIGN(m_store, history::Store::open(m_workspace, history::OpenMode::ReadWrite));
        return {};
    }

    std::filesystem::path m_workspace;
    std::mutex m_mutex;
    std::unique_ptr<history::Store> m_store;
};

class EngineHouse final : public engines::EngineFactory {
public:
    EngineHouse(std::unique_ptr<engines::EngineFactory> flink, std::unique_ptr<engines::EngineFactory> timely,
                std::unique_ptr<engines::EngineFactory> simulated, bool readOnly)
        : m_flink(std::move(flink)), m_timely(std::move(timely)), m_simulated(std::move(simulated)),
          m_readOnly(readOnly) {}

    Result<std::unique_ptr<engines::EngineReader>> reader(const engines::Profile& profile) override {
        ST_ASSIGN(engines::EngineFactory * factory, of(profile));
        return factory->reader(seen(profile));
    }

    Result<std::unique_ptr<engines::EngineWriter>> writer(const engines::Profile& profile,
                                                          const engines::WritePermit& permit) override {
        ST_ASSIGN(engines::EngineFactory * factory, of(profile));
        const engines::Profile mine = seen(profile);
        if (mine.readOnly)
            return fail("connection.read_only",
                        "The connection \"" + profile.name + "\" is read-only; nothing is sent.",
                        "Use a connection that may change jobs, or take the plan elsewhere.");
        return factory->writer(mine, permit);
    }

private:
    Result<engines::EngineFactory*> of(const engines::Profile& profile) {
        switch (profile.kind) {
        case engines::EngineKind::Flink:
            return m_flink.get();
        case engines::EngineKind::Simulated:
            return m_simulated.get();
        case engines::EngineKind::Timely:
            return m_timely.get();
        }
        return fail("engine.unsupported", "The connection \"" + profile.name + "\" is for an unknown engine.",
                    "Flink, Timely Dataflow and the simulated cluster work.");
    }

    engines::Profile seen(engines::Profile profile) const {
        profile.readOnly = profile.readOnly || m_readOnly;
        return profile;
    }

    std::unique_ptr<engines::EngineFactory> m_flink;
    std::unique_ptr<engines::EngineFactory> m_timely;
    std::unique_ptr<engines::EngineFactory> m_simulated;
    bool m_readOnly;
};

} // namespace

std::shared_ptr<engines::simulated::StateKeeper> workspaceKeeper(std::filesystem::path workspace) {
    return std::make_shared<WorkspaceKeeper>(std::move(workspace));
}

std::unique_ptr<engines::EngineFactory> engineHouse(std::shared_ptr<SecretStore> secrets,
                                                    std::shared_ptr<engines::simulated::StateKeeper> keeper,
                                                    engines::simulated::JobProvider demoJobs, bool readOnly) {
    return std::make_unique<EngineHouse>(engines::flink::makeFactory(secrets), engines::timely::makeFactory(secrets),
                                         engines::simulated::makeFactory(std::move(keeper), std::move(demoJobs)),
                                         readOnly);
}

} // namespace streamtune::workbench
