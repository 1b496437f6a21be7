// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// The simulated cluster behind the same interface as the real ones. Its clock, rates and parallelism live in a small
/// JSON document that the caller keeps (the workspace), so that successive programs see one cluster.

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "core/engines/engine.h"

namespace streamtune::engines::simulated {

/// Keeps one document per connection; update() reads, changes and writes it atomically.
class StateKeeper {
public:
    using Change = std::function<Result<std::string>(const std::optional<std::string>&)>;
    virtual ~StateKeeper() = default;
    [[nodiscard]] virtual Result<std::optional<std::string>> read(const std::string& connection) = 0;
    [[nodiscard]] virtual Status update(const std::string& connection, const Change& change) = 0;
};

/// In memory, for tests.
[[nodiscard]] std::shared_ptr<StateKeeper> memoryKeeper();

/// Faults that a test can order from the simulated cluster.
struct Faults {
    int slots = 0;               ///< total slots; 0 = unlimited
    bool unreachable = false;
    bool restartFails = false;   ///< the next change ends in FAILED
    Millis requestDelay{0};
};

[[nodiscard]] std::unique_ptr<EngineFactory> makeFactory(std::shared_ptr<StateKeeper> keeper);

/// Sets the offered rate of one source. Errors "engine.unknown_job", "simulated.source".
[[nodiscard]] Status setRate(StateKeeper& keeper, const Profile& profile, const std::string& job,
                             const std::string& source, double recordsPerSecond);
[[nodiscard]] Status setFaults(StateKeeper& keeper, const Profile& profile, const Faults& faults);

} // namespace streamtune::engines::simulated
