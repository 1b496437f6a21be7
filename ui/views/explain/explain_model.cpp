// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/explain/explain_model.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>

#include "ui/models/columns.h"
#include "ui/session/cluster_flow.h"
#include "ui/session/core_words.h"
#include "ui/session/text.h"

namespace streamtune::ui {

namespace {

constexpr std::size_t kFewRuns = 5; ///< below this many past runs the evidence is called weak

struct ExplainModelWords {
    Q_DECLARE_TR_FUNCTIONS(ExplainModelWords)
};

const tune::CurvePoint* pointAt(const tune::Explanation& explanation, int p) {
    const auto found = std::ranges::find(explanation.curve, p, &tune::CurvePoint::p);
    return found == explanation.curve.end() ? nullptr : &*found;
}

QString nameOf(const tune::Explanation& e) {
    return elideMiddle(text(e.name.empty() ? e.node : e.name), 60);
}

} // namespace

tune::Decision decisionOf(const tune::Explanation& explanation) {
    tune::Decision d;
    d.node = explanation.node;
    d.from = explanation.from;
    d.final = d.rounded = d.clamped = d.aligned = explanation.chosen;
    d.demand = explanation.demand;
    d.guards = explanation.guards;
    const auto valueOfStep = [&](const char* what) {
        const auto step = std::ranges::find(explanation.waterfall, what, &tune::WaterfallStep::what);
        return step == explanation.waterfall.end() ? Number() : step->value;
    };
    d.modelValue = valueOfStep("model value");
    const Number after = valueOfStep("margin");
    if (isKnown(after) && isKnown(d.modelValue))
        d.margin = *after - *d.modelValue;
    int last = static_cast<int>(std::lround(valueOr(after, valueOr(d.modelValue, explanation.chosen))));
    for (const auto& [what, into] :
         {std::pair{"rounding", &d.rounded}, {"limits", &d.clamped}, {"alignment", &d.aligned}}) {
        if (const Number value = valueOfStep(what); isKnown(value))
            last = static_cast<int>(std::lround(*value));
        *into = last;
    }
    return d;
}

QString verdictOf(const Explained& explained) {
    const tune::Explanation& e = explained.evidence.explanation;
    const int to = explained.planned > 0 ? explained.planned : e.chosen;
    QString words = to == e.from ? ExplainModelWords::tr("%1 stays at %2").arg(nameOf(e)).arg(e.from)
                                 : ExplainModelWords::tr("%1 goes from %2 to %3").arg(nameOf(e)).arg(e.from).arg(to);
    if (isKnown(e.demand))
        words = ExplainModelWords::tr("%1, to take %2").arg(words, rate(e.demand));
    if (const tune::Explanation* curve = explained.withCurve()) {
        const tune::CurvePoint* before = pointAt(*curve, e.from);
        const tune::CurvePoint* after = pointAt(*curve, to);
        if (before && after)
            words += to == e.from ? ExplainModelWords::tr(": the predicted chance that it cannot is %1")
                                        .arg(percent(after->probability))
                                  : ExplainModelWords::tr(": the predicted chance that it cannot goes from %1 to %2")
                                        .arg(percent(before->probability), percent(after->probability));
    }
    words += QLatin1Char('.');
    if (explained.edited && to != e.chosen)
        words +=
            QLatin1Char(' ') + ExplainModelWords::tr("The number was set by a person; %1 was advised.").arg(e.chosen);
    return words;
}

QString measuredWords(const Explained& explained) {
    const tune::Explanation& e = explained.evidence.explanation;
    QStringList words;
    words << (isKnown(e.measuredIn) ? ExplainModelWords::tr("%1 in").arg(rate(e.measuredIn))
                                    : ExplainModelWords::tr("no input rate measured"));
    words << (isKnown(e.measuredBusyMax) ? ExplainModelWords::tr("busiest subtask %1, mean %2")
                                               .arg(percent(e.measuredBusyMax), percent(e.measuredBusyMean))
                                         : ExplainModelWords::tr("no busy share measured"));
    words << (isKnown(e.measuredBackpressure)
                  ? ExplainModelWords::tr("back-pressured %1").arg(percent(e.measuredBackpressure))
                  : ExplainModelWords::tr("no back-pressure measured"));
    QString line = words.join(QStringLiteral(" · "));
    if (explained.measuredAt != TimePoint{})
        line += QLatin1Char('\n') + ExplainModelWords::tr("With %1 in force, in a window of %2 that ended %3.")
                                        .arg(e.from)
                                        .arg(duration(explained.windowSeconds), absoluteTime(explained.measuredAt));
    return line;
}

QString predictedBy(const Explained& explained) {
    const tune::Explanation* curve = explained.withCurve();
    if (!curve)
        return {};
    if (curve == &explained.evidence.explanation)
        return ExplainModelWords::tr("by %1").arg(text(curve->method));
    return ExplainModelWords::tr("by the capacity model, beside the advice of %1, which predicts no chances")
        .arg(text(explained.evidence.model));
}

QString evidenceNote(const Explained& explained) {
    const tune::Explanation& e = explained.evidence.explanation;
    if (!e.enoughEvidence)
        return ExplainModelWords::tr("Not enough evidence: %1").arg(text(e.whyNot));
    if (explained.evidence.past.size() < kFewRuns)
        return explained.evidence.past.empty()
                   ? ExplainModelWords::tr(
                         "Weak evidence: no past run of a job like this is recorded; the prediction rests on the "
                         "windows "
                         "of this job alone.")
                   : ExplainModelWords::tr("Weak evidence: only %n past run(s) of jobs like this are recorded.",
                                           nullptr, static_cast<int>(explained.evidence.past.size()));
    return {};
}

std::vector<PastRow> pastRows(const workbench::Evidence& evidence) {
    std::vector<PastRow> rows;
    for (std::size_t i = 0; i < evidence.past.size(); ++i)
        rows.push_back({static_cast<int>(i), evidence.past[i]});
    return rows;
}

std::unique_ptr<PastModel> makePastModel(QObject* parent) {
    using R = PastRow;
    std::vector<Column<R>> columns;
    columns.push_back({ExplainModelWords::tr("distance"),
                       ExplainModelWords::tr("Edit distance of the graphs; 0 = the same graph"), ColumnKind::Number,
                       [](const R& row, int role) -> QVariant {
                           switch (role) {
                           case Qt::DisplayRole:
                               return distanceText(row.run.distance, true);
                           case Qt::ToolTipRole:
                               return distanceText(row.run.distance);
                           case SortRole:
                               return row.run.distance.upper + row.index / 1e6;
                           default:
                               return {};
                           }
                       }});
    columns.push_back(
        {ExplainModelWords::tr("Past run"), {}, ColumnKind::Text, [](const R& row, int role) -> QVariant {
             switch (role) {
             case Qt::DisplayRole:
                 return ExplainModelWords::tr("%1, run %2").arg(elideMiddle(text(row.run.job), 60)).arg(row.run.run);
             case Qt::ToolTipRole:
                 return QString(text(row.run.job) + QLatin1Char('\n') + text(row.run.connection) + QLatin1Char('\n') +
                                (row.run.nodeName.empty()
                                     ? ExplainModelWords::tr("No operator there stands for this one.")
                                     : ExplainModelWords::tr("There it is \"%1\".").arg(text(row.run.nodeName))));
             default:
                 return {};
             }
         }});
    columns.push_back(
        {ExplainModelWords::tr("p there"), ExplainModelWords::tr("Parallelism that the operator had in that run"),
         ColumnKind::Number, [](const R& row, int role) -> QVariant {
             if (role == Qt::DisplayRole)
                 return row.run.parallelism > 0 ? QString::number(row.run.parallelism) : QStringLiteral("–");
             return role == SortRole ? QVariant(row.run.parallelism) : QVariant();
         }});
    columns.push_back(shareColumn<R>(ExplainModelWords::tr("busy"),
                                     ExplainModelWords::tr("Measured there: busy share in the worst window"),
                                     [](const R& row) { return row.run.busyMax; }));
    columns.push_back(textColumn<R>(ExplainModelWords::tr("outcome, measured"),
                                    [](const R& row) { return coreText(row.run.outcome); }));
    return std::make_unique<PastModel>(
        std::move(columns), [](const R& row) { return QString::number(row.run.run); }, parent);
}

QString editWords(const workbench::PastRun& run) {
    if (run.editPath.empty())
        return ExplainModelWords::tr("The same graph.");
    QStringList lines;
    for (std::size_t i = 0; i < run.editPath.size() && i < 8; ++i)
        lines << text(run.editPath[i]);
    if (run.editPath.size() > 8)
        lines << ExplainModelWords::tr("and %n more step(s)", nullptr, static_cast<int>(run.editPath.size()) - 8);
    return lines.join(QLatin1Char('\n'));
}

} // namespace streamtune::ui
