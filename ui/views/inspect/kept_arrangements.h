// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// How people arranged the graphs of a workspace: folded parts, direction, operators moved by hand, by connection and
/// name of the job. One small file beside the workspace; one that cannot be read costs nothing but the arrangements,
/// and one of a newer version is never written over. GUI thread.

#include <QJsonObject>
#include <filesystem>
#include <optional>

#include "ui/views/dag/dag_model.h"

namespace streamtune::ui {

class KeptArrangements {
public:
    /// Reads what is kept with this workspace; empty = nothing is kept.
    void open(const std::filesystem::path& workspace);
    [[nodiscard]] std::optional<dag::Arrangement> of(const QString& connection, const QString& job) const;
    /// Filters are not kept: they belong to a question, not to a job.
    void keep(const QString& connection, const QString& job, const dag::Arrangement& arrangement);
    [[nodiscard]] const QString& file() const { return m_file; }

private:
    QString m_file;
    QJsonObject m_jobs;
    bool m_foreign = false; ///< the file is of a newer version
};

} // namespace streamtune::ui
