// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main_window/job_report.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QFileInfo>
#include <QPageSize>
#include <QPainter>
#include <QPdfWriter>
#include <QSaveFile>
#include <QTextDocument>

#include "ui/session/review_flow.h"
#include "ui/session/text.h"
#include "ui/theme/colours.h"

namespace streamtune::ui {

namespace {

constexpr std::size_t kMostRows = 20; ///< operators that fit the page beside everything else

struct JobReportWords {
    Q_DECLARE_TR_FUNCTIONS(JobReportWords)
};

QString plain(const QString& words) {
    return elideMiddle(words, 600).toHtmlEscaped();
}

QString colourOf(theme::Colour what) {
    return theme::colour(what, false).name(); // on paper it is light
}

QString row(const QStringList& cells, const char* tag, qsizetype textCells) {
    QString s = QStringLiteral("<tr>");
    for (qsizetype i = 0; i < cells.size(); ++i)
        s += QStringLiteral("<%1 align=\"%2\">%3</%1>")
                 .arg(QLatin1String(tag), i < textCells ? QStringLiteral("left") : QStringLiteral("right"), cells[i]);
    return s + QStringLiteral("</tr>");
}

QString operatorTable(const std::vector<OperatorRow>& rows) {
    QString s = QStringLiteral("<h2>%1</h2><table cellspacing=\"0\" cellpadding=\"3\" width=\"100%\">")
                    .arg(JobReportWords::tr("Measured"));
    s += row({JobReportWords::tr("Operator"), JobReportWords::tr("state"), JobReportWords::tr("parallelism"),
              JobReportWords::tr("busy"), JobReportWords::tr("back-pressured"), JobReportWords::tr("in /s"),
              JobReportWords::tr("out /s")},
             "th", 2);
    for (std::size_t i = 0; i < std::min(rows.size(), kMostRows); ++i) {
        const OperatorRow& r = rows[i];
        const auto number = [&](Number NodeObservation::* field) { return r.seen ? (*r.seen).*field : Number(); };
        QString state = r.rootCause ? JobReportWords::tr("root cause") : stateWord(r.state);
        if (r.state == OperatorState::NoData)
            state += QStringLiteral(": ") + r.noDataWhy;
        s += row({plain(text(r.op.name)), plain(state), QString::number(r.op.parallelism),
                  percent(number(&NodeObservation::busyMax)), percent(number(&NodeObservation::backpressuredMax)),
                  shortNumber(number(&NodeObservation::inRate)), shortNumber(number(&NodeObservation::outRate))},
                 "td", 2);
    }
    s += QStringLiteral("</table>");
    if (rows.size() > kMostRows)
        s += QStringLiteral("<p>%1</p>")
                 .arg(JobReportWords::tr("%1 more, calmer ones are left out.").arg(rows.size() - kMostRows));
    return s;
}

QString planPart(const PlanFile& file) {
    const review::Plan& plan = file.plan;
    QString s = QStringLiteral("<h2>%1</h2>")
                    .arg(plan.rollback ? JobReportWords::tr("Rollback plan") : JobReportWords::tr("Advised plan"));
    s += QStringLiteral("<p>%1</p>")
             .arg(plain(JobReportWords::tr("Plan %1 of %2, by %3, is %4. Slots: %5 → %6.")
                            .arg(text(plan.id), absoluteTime(plan.created), text(plan.model), stateWord(file.state))
                            .arg(plan.slotsBefore)
                            .arg(plan.slotsAfter)));
    for (const auto& why : plan.whyNothing)
        s += QStringLiteral("<p>%1</p>").arg(plain(sentence(why)));
    if (!plan.changes.empty()) {
        s += QStringLiteral("<table cellspacing=\"0\" cellpadding=\"3\" width=\"100%\">") +
             row({JobReportWords::tr("Operator"), JobReportWords::tr("change"), JobReportWords::tr("why")}, "th", 3);
        for (std::size_t i = 0; i < std::min(plan.changes.size(), kMostRows); ++i) {
            const auto& change = plan.changes[i];
            const QString mark = change.edited             ? QStringLiteral("~")
                                 : change.to > change.from ? QStringLiteral("+")
                                                           : QStringLiteral("−");
            s += row({plain(text(change.name)), mark + QStringLiteral(" %1 → %2").arg(change.from).arg(change.to),
                      plain(sentence(change.reason))},
                     "td", 3);
        }
        s += QStringLiteral("</table>");
        if (plan.changes.size() > kMostRows)
            s +=
                QStringLiteral("<p>%1</p>").arg(JobReportWords::tr("and %1 more").arg(plan.changes.size() - kMostRows));
    }
    for (const auto& approval : file.approvals)
        s += QStringLiteral("<p>%1</p>")
                 .arg(plain(JobReportWords::tr("Approved by %1 on %2: %3")
                                .arg(text(approval.who), absoluteTime(approval.at), text(approval.reason))));
    if (file.outcome)
        s += QStringLiteral("<p>%1</p>").arg(plain(sentence(file.outcome->sentence)));
    return s + QStringLiteral("<p class=\"small\">%1</p>")
                   .arg(plain(JobReportWords::tr("In the audit trail: %1").arg(text(file.hash))));
}

QByteArray pngOf(const QImage& image) {
    QByteArray bytes;
    QBuffer buffer(&bytes);
    if (buffer.open(QIODevice::WriteOnly))
        image.save(&buffer, "PNG");
    return bytes;
}

/// Smaller until it is on one page.
QByteArray pdfOf(const JobReport& report) {
    QByteArray bytes;
    QBuffer buffer(&bytes);
    if (!buffer.open(QIODevice::WriteOnly))
        return {};
    QPdfWriter writer(&buffer);
    writer.setPageSize(QPageSize(QPageSize::A4));
    writer.setPageMargins(QMarginsF(14, 12, 14, 12), QPageLayout::Millimeter);
    writer.setResolution(96);
    writer.setTitle(report.job);
    const QSizeF page(writer.width(), writer.height());
    QTextDocument document;
    document.setDocumentMargin(0);
    document.setHtml(reportHtml(report));
    QPainter painter(&writer);
    if (!painter.isActive())
        return {};
    double scale = 1;
    for (; scale > 0.3; scale -= 0.05) {
        document.setTextWidth(page.width() / scale);
        if (document.size().height() * scale <= page.height())
            break;
    }
    painter.scale(scale, scale);
    document.drawContents(&painter);
    return painter.end() ? bytes : QByteArray();
}

} // namespace

QString reportHtml(const JobReport& report) {
    QString s = QStringLiteral("<!DOCTYPE html><html><head><meta charset=\"utf-8\"><title>%1</title><style>"
                               "body{font-family:Inter,'Noto Sans','DejaVu Sans',sans-serif;font-size:10pt;color:@text}"
                               "h1{font-size:16pt}h2{font-size:12pt}th{color:@muted;font-weight:600}"
                               "td,th{border-bottom:1px solid @grid}p.small{color:@muted;font-size:8pt}"
                               "</style></head><body>")
                    .arg(plain(report.job));
    s.replace(QStringLiteral("@text"), colourOf(theme::Colour::Text));
    s.replace(QStringLiteral("@muted"), colourOf(theme::Colour::Muted));
    s.replace(QStringLiteral("@grid"), colourOf(theme::Colour::Line));
    s += QStringLiteral("<h1>%1</h1><p>%2</p>")
             .arg(plain(report.job),
                  plain(report.measuredTo ? JobReportWords::tr("On %1, measured for %2 until %3. Report of %4.")
                                                .arg(report.connection, duration(report.measuredSeconds),
                                                     absoluteTime(*report.measuredTo), absoluteTime(report.made))
                                          : JobReportWords::tr("On %1, nothing was measured yet. Report of %2.")
                                                .arg(report.connection, absoluteTime(report.made))));
    if (!report.cause.isEmpty())
        s += QStringLiteral("<p><b>%1</b></p>").arg(plain(report.cause));
    if (!report.graph.isNull())
        s += QStringLiteral("<p><img alt=\"%1\" width=\"640\" src=\"data:image/png;base64,%2\"></p>")
                 .arg(plain(JobReportWords::tr("Graph of the job with the load of every operator")),
                      QString::fromLatin1(pngOf(report.graph).toBase64()));
    s += operatorTable(report.rows);
    s += report.plan ? planPart(*report.plan)
                     : QStringLiteral("<p>%1</p>").arg(plain(JobReportWords::tr("No plan is under review.")));
    return s + QStringLiteral("</body></html>\n");
}

Status writeReport(const QString& file, const JobReport& report) {
    const QString form = QFileInfo(file).suffix().toLower();
    if (form != QLatin1String("html") && form != QLatin1String("pdf"))
        return fail("export.form", "The report cannot be written as \"" + utf8(form) + "\".",
                    "End the name with .html or .pdf.");
    const QByteArray bytes = form == QLatin1String("html") ? reportHtml(report).toUtf8() : pdfOf(report);
    QSaveFile out(file);
    if (bytes.isEmpty() || !out.open(QIODevice::WriteOnly) || out.write(bytes) != bytes.size() || !out.commit())
        return fail("export.write", "The report " + utf8(file) + " was not written: " + utf8(out.errorString()) + ".",
                    "Choose another place, or free some space.");
    return {};
}

} // namespace streamtune::ui
