// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Where a window is, written down while it works, so that the next start can go on after a crash. One small file a
/// process in a folder; a window that closes properly takes its file away. GUI thread.

#include <QString>
#include <optional>

namespace streamtune::ui {

struct JournalEntry {
    QString workspace;
    QString connection;
    QString job;
    QString vertex;
    QString plan;   ///< under review
    QString reason; ///< typed, not yet recorded
    int perspective = 0;

    bool operator==(const JournalEntry&) const = default;
};

class Journal {
public:
    explicit Journal(QString folder) : m_folder(std::move(folder)) {}

    /// Only when something changed; a folder that cannot be written costs nothing but the journal.
    void write(const JournalEntry& entry);
    void clear();
    /// The newest entry of a process that has ended without clearing it; takes all such files away.
    [[nodiscard]] std::optional<JournalEntry> takeAbandoned();

private:
    [[nodiscard]] QString fileOf(qint64 process) const;

    QString m_folder;
    std::optional<JournalEntry> m_last;
};

} // namespace streamtune::ui
