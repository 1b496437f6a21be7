// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/history/forgotten_copy.h"

#include <system_error>

#include "core/base/output_file.h"
#include "core/history/history_lines.h"

namespace streamtune::history {

Result<RetentionReport> forgetWithCopy(Store& store, const Retention& what, const std::stop_token& stop,
                                       const std::function<Result<RetentionReport>()>& drop) {
    std::error_code ignored;
    if (std::filesystem::exists(what.copy, ignored)) // an older copy may be the only one
        return fail("export.write", quoted(what.copy) + " exists already; nothing was forgotten.",
                    "Name a new file for the copy.");
    RetentionReport report;
    OutputFile out(what.copy, "export.write");
    ST_TRY(store.transaction([&]() -> Status {
        ST_ASSIGN(const std::int64_t written,
                  writeHistory(store, {.connection = {}, .jobName = {}, .since = {}, .until = {}, .forgotten = what},
                               [&](std::string_view line) { return out.write(line); }, stop, {}));
        ST_ASSIGN(report, drop());
        if (written != report.windows)
            return fail("store.forget", "The copy does not hold what would go; nothing was forgotten.",
                        "Try again without a copy, or export the history first.");
        return report.windows > 0 ? out.commit() : Status{};
    }));
    return report;
}

} // namespace streamtune::history
