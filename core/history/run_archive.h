// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// What people do with recorded runs: list them by filters, see them in time, take a label back, change a note. A
/// connection of its own to the file of a Store; the same rules: one thread at a time, whatever was acknowledged stays.
/// Errors: those of Store.

#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "core/history/run_list.h"
#include "core/history/store.h"

namespace streamtune::history {

class RunArchive {
public:
    /// Of the same file, for reading only where the store is.
    [[nodiscard]] static Result<std::unique_ptr<RunArchive>> beside(const Store& store);
    ~RunArchive();
    RunArchive(const RunArchive&) = delete;
    RunArchive& operator=(const RunArchive&) = delete;

    /// Newest first.
    [[nodiscard]] Result<Page<RunRow>> runs(const RunFilter& filter, int limit, const std::string& after,
                                            std::stop_token stop);
    /// Of the newest `most` runs, oldest first.
    [[nodiscard]] Result<std::vector<RunSpan>> spans(int most, std::stop_token stop);
    /// Takes the last label that a person gave this node in this window back: the one before holds again, at last the
    /// computed one. Audited. Errors also "store.unknown_window", "store.unknown_node", "store.not_overridden".
    [[nodiscard]] Status withdrawLabel(std::int64_t run, std::int64_t window, const std::string& node,
                                       const std::string& who, const std::string& reason);
    /// Errors also "store.value" (no text), "store.unknown_note".
    [[nodiscard]] Status changeNote(std::int64_t id, const std::string& text, const std::string& who);

private:
    struct Impl;
    explicit RunArchive(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

} // namespace streamtune::history
