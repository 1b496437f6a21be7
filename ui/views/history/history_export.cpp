// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/history/history_export.h"

#include <QJsonDocument>
#include <QSaveFile>

#include "ui/views/widgets/table_text.h"

namespace streamtune::ui {

namespace {

std::unexpected<Error> unwritten(const QString& name, const QSaveFile& file) {
    return fail("export.write", utf8(name) + " was not written: " + utf8(file.errorString()) + ".",
                "Choose another place.");
}

/// The objects of a list without its brackets.
QByteArray listed(const QJsonArray& rows) {
    QByteArray text = QJsonDocument(rows).toJson(QJsonDocument::Indented).trimmed();
    return text.mid(1, text.size() - 2).trimmed();
}

} // namespace

Result<std::int64_t> writeRows(const QString& name, const RowSource& source, std::stop_token stop,
                               const ProgressSink& progress) {
    const bool json = name.endsWith(QLatin1String(".json"), Qt::CaseInsensitive);
    QSaveFile file(name);
    if (!file.open(QIODevice::WriteOnly))
        return unwritten(name, file);
    file.write(json ? QByteArray("[\n") : csvHead(*source.model).toUtf8());
    std::int64_t written = 0;
    while (true) {
        if (stop.stop_requested())
            return fail("export.cancelled", "The export was cancelled; nothing was written.");
        ST_ASSIGN(const int rows, source.next());
        if (rows == 0)
            break;
        if (json && written > 0)
            file.write(",\n");
        if (file.write(json ? listed(jsonRows(*source.model)) : csvRows(*source.model, true).toUtf8()) < 0)
            return unwritten(name, file);
        written += rows;
        Progress now;
        now.stage = "Writing rows";
        now.text = std::to_string(written);
        report(progress, now);
    }
    if (json)
        file.write("\n]\n");
    if (!file.commit())
        return unwritten(name, file);
    return written;
}

} // namespace streamtune::ui
