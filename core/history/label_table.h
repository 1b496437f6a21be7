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
    [[nodiscard]] Status withdraw(const LabelOverride& which);
    [[nodiscard]] Result<std::vector<LabelOverride>> ofRun(std::int64_t run);

private:
    /// A node in a window as it is stored.
    struct Place {
        std::int64_t window = 0; ///< row id
        std::int64_t ord = 0;
        std::int64_t position = 0;
        std::optional<int> computed;
        std::optional<int> given;
        [[nodiscard]] std::optional<int> inForce() const { return given ? given : computed; }
    };
    [[nodiscard]] Result<Place> find(const LabelOverride& which);
    /// The given label, or the computed one without.
    void put(const Place& place, std::int64_t run, std::optional<int> given);
    void audit(const LabelOverride& what, const char* action, std::optional<int> from, std::optional<int> to);

    /// Bits of the window and counts of the run follow the label in force.
    void refresh(std::int64_t window, std::int64_t run, std::int64_t position, std::optional<int> before,
                 std::optional<int> now);

    Database& m_db;
};

} // namespace streamtune::history
