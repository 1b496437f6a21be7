// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// The simulated cluster behind the same interface as the real ones. Its clock, rates and parallelism live in a small
/// JSON document that the caller keeps (the workspace), so that successive programs see one cluster.

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

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
    int slots = 0; ///< total slots; 0 = the cluster's own 1,024
    bool unreachable = false;
    bool restartFails = false; ///< the next change ends in FAILED
    Millis requestDelay{0};
};

/// One job file by name and content.
struct JobText {
    std::string name;
    std::string text; ///< streamtune-job/1
};
/// Gives the jobs behind "sim:demo"; the caller embeds them.
using JobProvider = std::function<Result<std::vector<JobText>>()>;

/// `demoJobs` may be empty: then "sim:demo" is refused with a sentence. Options of a profile: "speed" (simulated
/// seconds per real second; absent or 0 = at once), "physics" (calm | standard | rough), "schedule" (time per step of
/// the job's own schedule, e.g. "30m"; absent = the first step for ever), "seed" (a whole number), "start" (RFC 3339,
/// of the clock). Time passes when somebody waits: observe() moves the clock to the end of its window, Clock::sleep by
/// what was asked.
[[nodiscard]] std::unique_ptr<EngineFactory> makeFactory(std::shared_ptr<StateKeeper> keeper,
                                                         JobProvider demoJobs = {});

/// Sets the offered rate of one source. Errors "engine.unknown_job", "simulated.source", "simulated.rate".
[[nodiscard]] Status setRate(StateKeeper& keeper, const Profile& profile, const std::string& job,
                             const std::string& source, double recordsPerSecond, const JobProvider& demoJobs = {});
/// Redeploys the job as if somebody else had done it. Errors as setRate, and "engine.http" for impossible numbers.
[[nodiscard]] Status changeFromOutside(StateKeeper& keeper, const Profile& profile, const std::string& job,
                                       const ParallelismVector& target, const JobProvider& demoJobs = {});
[[nodiscard]] Status setFaults(StateKeeper& keeper, const Profile& profile, const Faults& faults);

} // namespace streamtune::engines::simulated
