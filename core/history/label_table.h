// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Labels that a person corrected. Private to this room.

#include "core/history/database.h"
#include "core/history/records.h"

namespace streamtune::history {

class LabelTable {
public:
    explicit LabelTable(Database& db) : m_db(db) {}

    [[nodiscard]] Status set(const LabelOverride& value);
    [[nodiscard]] Result<std::vector<LabelOverride>> ofRun(std::int64_t run);

private:
    /// Bits of the window and counts of the run follow the label in force.
    void refresh(std::int64_t window, std::int64_t run, std::int64_t position, std::optional<int> before, int now);

    Database& m_db;
};

} // namespace streamtune::history
