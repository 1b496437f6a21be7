// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/inspect/kept_arrangements.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QSaveFile>
#include <cmath>

#include "core/base/log.h"
#include "ui/session/text.h"

namespace streamtune::ui {
namespace {

constexpr int kVersion = 1;
constexpr qint64 kLargest = 16LL << 20; ///< bytes; a file beyond is none of ours
constexpr double kFarthest = 1e7;       ///< scene units

QString keyOf(const QString& connection, const QString& job) {
    return connection + QLatin1Char('\n') + job;
}

} // namespace

void KeptArrangements::open(const std::filesystem::path& workspace) {
    const QString name = workspace.empty() ? QString() : text(workspace.string()) + QStringLiteral(".graphs.json");
    if (name == m_file)
        return;
    m_file = name;
    m_jobs = {};
    m_foreign = false;
    QFile file(m_file);
    if (m_file.isEmpty() || file.size() > kLargest || !file.open(QIODevice::ReadOnly))
        return;
    const QJsonObject whole = QJsonDocument::fromJson(file.readAll()).object();
    m_foreign = whole.value(QStringLiteral("version")).toInt() > kVersion;
    if (m_foreign)
        log(LogLevel::Warning, "ui/graph",
            "the arrangements beside the workspace are of a newer version and are left alone");
    else
        m_jobs = whole.value(QStringLiteral("jobs")).toObject();
}

std::optional<dag::Arrangement> KeptArrangements::of(const QString& connection, const QString& job) const {
    if (!m_jobs.contains(keyOf(connection, job)))
        return std::nullopt;
    const QJsonObject kept = m_jobs.value(keyOf(connection, job)).toObject();
    dag::Arrangement arrangement;
    if (kept.value(QStringLiteral("direction")).toString() == QLatin1String("down"))
        arrangement.direction = layout::Direction::TopDown;
    for (const QJsonValue fold : kept.value(QStringLiteral("folds")).toArray())
        arrangement.folds.insert(utf8(fold.toString()));
    const QJsonObject moved = kept.value(QStringLiteral("moved")).toObject();
    for (auto it = moved.begin(); it != moved.end(); ++it) {
        const QJsonArray place = it.value().toArray();
        const QPointF centre(place.at(0).toDouble(NAN), place.at(1).toDouble(NAN));
        if (std::abs(centre.x()) < kFarthest && std::abs(centre.y()) < kFarthest) // also refuses what is no number
            arrangement.moved[utf8(it.key())] = centre;
    }
    return arrangement;
}

void KeptArrangements::keep(const QString& connection, const QString& job, const dag::Arrangement& arrangement) {
    if (m_file.isEmpty() || m_foreign || job.isEmpty())
        return;
    QJsonArray folds;
    for (const std::string& fold : arrangement.folds)
        folds.append(text(fold));
    QJsonObject moved;
    for (const auto& [node, centre] : arrangement.moved)
        moved.insert(text(node), QJsonArray{centre.x(), centre.y()});
    const bool down = arrangement.direction == layout::Direction::TopDown;
    QJsonObject jobs = m_jobs;
    if (!down && folds.isEmpty() && moved.isEmpty())
        jobs.remove(keyOf(connection, job)); // as the layout has it
    else
        jobs.insert(keyOf(connection, job),
                    QJsonObject{{QStringLiteral("direction"), down ? QStringLiteral("down") : QStringLiteral("right")},
                                {QStringLiteral("folds"), folds},
                                {QStringLiteral("moved"), moved}});
    if (jobs == m_jobs)
        return;
    m_jobs = jobs;
    if (m_jobs.isEmpty()) {
        QFile::remove(m_file);
        return;
    }
    QSaveFile file(m_file);
    const QByteArray bytes =
        QJsonDocument(QJsonObject{{QStringLiteral("version"), kVersion}, {QStringLiteral("jobs"), m_jobs}}).toJson();
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit())
        log(LogLevel::Warning, "ui/graph", "the arrangement of the graph was not kept: " + utf8(file.errorString()));
}

} // namespace streamtune::ui
