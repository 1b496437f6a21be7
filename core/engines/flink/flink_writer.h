// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Writing to a Flink cluster. Private to core/engines/flink and its tests: everybody else gets a writer from the
/// factory, for which a permit is needed.

#include <memory>

#include "core/engines/engine.h"
#include "core/engines/flink/capability.h"
#include "core/engines/flink/rescale_requests.h"
#include "core/engines/flink/rest.h"

namespace streamtune::engines::flink {

class FlinkWriter final : public EngineWriter {
public:
    FlinkWriter(Profile profile, std::unique_ptr<WriteTransport> transport, std::shared_ptr<Clock> clock);
    [[nodiscard]] Result<ApplyTicket> submit(const Change& change, const ApplyStepSink& steps, std::stop_token stop,
                                             const ProgressSink& progress) override;

private:
    struct Submission; ///< one submit() under way

    Profile m_profile;
    std::unique_ptr<WriteTransport> m_transport;
    std::shared_ptr<Clock> m_clock;
};

} // namespace streamtune::engines::flink
