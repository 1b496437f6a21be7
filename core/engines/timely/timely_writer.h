// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Changing a Timely job. Private to core/engines/timely and its tests: everybody else gets a writer from the factory.

#include <memory>

#include "core/engines/engine.h"
#include "core/engines/timely/timely_reader.h"

namespace streamtune::engines::timely {

class TimelyWriter final : public EngineWriter {
public:
    TimelyWriter(Profile profile, Transports agents, std::shared_ptr<Clock> clock);
    [[nodiscard]] Result<ApplyTicket> submit(const Change& change, const ApplyStepSink& steps, std::stop_token stop,
                                             const ProgressSink& progress) override;

private:
    struct Submission;

    Profile m_profile;
    Transports m_agents;
    std::shared_ptr<Clock> m_clock;
};

/// Runs `command` in a shell with more environment; returns when it has ended. Error "engine.supervisor".
[[nodiscard]] Status runSupervisor(const std::string& command, const std::map<std::string, std::string>& environment,
                                   Millis patience, Clock& clock);

} // namespace streamtune::engines::timely
