// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/core_words.h"

#include <QCoreApplication>
#include <QHash>
#include <QRegularExpression>
#include <vector>

#include "ui/session/text.h"

namespace streamtune::ui {
namespace {

constexpr const char* kContext = "CoreWords";

/// %1… stand for what core fills in. The longer of two that begin alike stands first.
constexpr const char* kKnown[]{
    // core/engines: states of jobs
    QT_TRANSLATE_NOOP("CoreWords", "running"),
    QT_TRANSLATE_NOOP("CoreWords", "created"),
    QT_TRANSLATE_NOOP("CoreWords", "initializing"),
    QT_TRANSLATE_NOOP("CoreWords", "launching"),
    QT_TRANSLATE_NOOP("CoreWords", "restarting"),
    QT_TRANSLATE_NOOP("CoreWords", "reconciling"),
    QT_TRANSLATE_NOOP("CoreWords", "suspended"),
    QT_TRANSLATE_NOOP("CoreWords", "failing"),
    QT_TRANSLATE_NOOP("CoreWords", "failed"),
    QT_TRANSLATE_NOOP("CoreWords", "cancelling"),
    QT_TRANSLATE_NOOP("CoreWords", "canceled"),
    QT_TRANSLATE_NOOP("CoreWords", "finished"),
    // core/review/preflight.cpp and core/engines: titles of checks
    QT_TRANSLATE_NOOP("CoreWords", "Validity"),
    QT_TRANSLATE_NOOP("CoreWords", "Rights"),
    QT_TRANSLATE_NOOP("CoreWords", "Change window"),
    QT_TRANSLATE_NOOP("CoreWords", "Changes"),
    QT_TRANSLATE_NOOP("CoreWords", "Job"),
    QT_TRANSLATE_NOOP("CoreWords", "Unchanged"),
    QT_TRANSLATE_NOOP("CoreWords", "Max parallelism"),
    QT_TRANSLATE_NOOP("CoreWords", "Key groups"),
    QT_TRANSLATE_NOOP("CoreWords", "Fixed operators"),
    QT_TRANSLATE_NOOP("CoreWords", "Slots"),
    QT_TRANSLATE_NOOP("CoreWords", "Slots now"),
    QT_TRANSLATE_NOOP("CoreWords", "Way to apply"),
    QT_TRANSLATE_NOOP("CoreWords", "Production"),
    QT_TRANSLATE_NOOP("CoreWords", "Savepoint"),
    QT_TRANSLATE_NOOP("CoreWords", "Requests"),
    QT_TRANSLATE_NOOP("CoreWords", "Rescaling in place"),
    QT_TRANSLATE_NOOP("CoreWords", "Autoscaler"),
    QT_TRANSLATE_NOOP("CoreWords", "No autoscaler"),
    QT_TRANSLATE_NOOP("CoreWords", "Scheduler"),
    QT_TRANSLATE_NOOP("CoreWords", "Checkpoints"),
    QT_TRANSLATE_NOOP("CoreWords", "Slow checkpoints"),
    QT_TRANSLATE_NOOP("CoreWords", "Cool-down"),
    QT_TRANSLATE_NOOP("CoreWords", "At their maximum"),
    QT_TRANSLATE_NOOP("CoreWords", "Asked for otherwise"),
    QT_TRANSLATE_NOOP("CoreWords", "Session cluster"),
    QT_TRANSLATE_NOOP("CoreWords", "Finished subtasks"),
    QT_TRANSLATE_NOOP("CoreWords", "Job has failed"),
    QT_TRANSLATE_NOOP("CoreWords", "Worker in trouble"),
    QT_TRANSLATE_NOOP("CoreWords", "Too few cores"),
    QT_TRANSLATE_NOOP("CoreWords", "Cores suffice"),
    QT_TRANSLATE_NOOP("CoreWords", "Key groups do not divide evenly. \"%1\": %2 key groups over %3 subtasks, %4 own %5 "
                                   "and the others %6."),
    // core/engines: why an operator cannot be changed, what a request does
    QT_TRANSLATE_NOOP("CoreWords", "The job file fixes the parallelism of this operator."),
    QT_TRANSLATE_NOOP("CoreWords", "Its maximum parallelism is 1, so it cannot be split."),
    QT_TRANSLATE_NOOP("CoreWords", "The job has one worker only."),
    QT_TRANSLATE_NOOP("CoreWords", "A source runs on every worker."),
    QT_TRANSLATE_NOOP("CoreWords", "It was not built with the agent, so its placement is fixed."),
    QT_TRANSLATE_NOOP("CoreWords", "Sets the parallelism of every vertex; the job restarts once."),
    // core/workbench/cluster_names.cpp: what the jobs of a cluster share
    QT_TRANSLATE_NOOP("CoreWords", "%1 (%2 operators)"),
    QT_TRANSLATE_NOOP("CoreWords", "%1, then an aggregate"),
    QT_TRANSLATE_NOOP("CoreWords", "%1, to several sinks"),
    QT_TRANSLATE_NOOP("CoreWords", "%1 joins"),
    QT_TRANSLATE_NOOP("CoreWords", "session windows"),
    QT_TRANSLATE_NOOP("CoreWords", "joins of streams that are aggregated first"),
    QT_TRANSLATE_NOOP("CoreWords", "a stream joined with itself"),
    QT_TRANSLATE_NOOP("CoreWords", "joins of %1 streams"),
    QT_TRANSLATE_NOOP("CoreWords", "aggregates in a row"),
    QT_TRANSLATE_NOOP("CoreWords", "fan-out to several sinks"),
    QT_TRANSLATE_NOOP("CoreWords", "one stream aggregated"),
    QT_TRANSLATE_NOOP("CoreWords", "chains without state"),
    QT_TRANSLATE_NOOP("CoreWords", "short chains"),
    QT_TRANSLATE_NOOP("CoreWords", "chains"),
    QT_TRANSLATE_NOOP("CoreWords", "mixed shapes"),
    // core/tune/what_if.cpp, explanation.cpp: what lies outside, and what drove a number
    QT_TRANSLATE_NOOP("CoreWords", "It never took more than %1."),
    QT_TRANSLATE_NOOP("CoreWords", "It was only seen %1; what it bears at %2 is carried over by the law of its kind."),
    QT_TRANSLATE_NOOP("CoreWords", "at %1 to %2"),
    QT_TRANSLATE_NOOP("CoreWords", "at %1"),
    QT_TRANSLATE_NOOP("CoreWords",
                      "%1 is worse than %2: %3 of %4 key groups on one subtask, and it is predicted to bear "
                      "%5 less."),
    QT_TRANSLATE_NOOP("CoreWords", "demand"),
    QT_TRANSLATE_NOOP("CoreWords", "contention"),
    QT_TRANSLATE_NOOP("CoreWords", "state"),
    QT_TRANSLATE_NOOP("CoreWords", "skew"),
    QT_TRANSLATE_NOOP("CoreWords",
                      "It must take %1; one instance alone bears %2 (68 %: %3 to %4). %5 of what is known of "
                      "that comes from windows of this job, the rest from the history of \"%6\"."),
    QT_TRANSLATE_NOOP("CoreWords", "At %1 instances each bears %2 less than alone."),
    QT_TRANSLATE_NOOP("CoreWords", "Its state makes a record %1 dearer."),
    QT_TRANSLATE_NOOP("CoreWords",
                      "The fullest subtask has %1 more than its share (%2 of %3 key groups, uneven keys)."),
    QT_TRANSLATE_NOOP("CoreWords", "model value"),
    QT_TRANSLATE_NOOP("CoreWords", "margin"),
    QT_TRANSLATE_NOOP("CoreWords", "rounding"),
    QT_TRANSLATE_NOOP("CoreWords", "limits"),
    QT_TRANSLATE_NOOP("CoreWords", "alignment"),
    QT_TRANSLATE_NOOP("CoreWords", "final"),
    QT_TRANSLATE_NOOP("CoreWords", "%1 to take, %2 an instance."),
    QT_TRANSLATE_NOOP("CoreWords", "%1 for whole instances, doubt and what a failed change costs."),
    QT_TRANSLATE_NOOP("CoreWords", "As in force."),
    QT_TRANSLATE_NOOP("CoreWords", "Whole instances."),
    QT_TRANSLATE_NOOP("CoreWords", "Within all limits."),
    QT_TRANSLATE_NOOP("CoreWords", "Bounded."),
    QT_TRANSLATE_NOOP("CoreWords", "No alignment."),
    QT_TRANSLATE_NOOP("CoreWords", "To a divisor of the key groups."),
    QT_TRANSLATE_NOOP("CoreWords", "Stays as it is."),
    // core/workbench/evidence_desk.cpp: what became of past runs
    QT_TRANSLATE_NOOP("CoreWords", "bottleneck in %1 of %2 windows"),
    QT_TRANSLATE_NOOP("CoreWords", "sufficient in %1 of %2 windows"),
    QT_TRANSLATE_NOOP("CoreWords", "undecided: the cause was elsewhere"),
    // their sentences when all is well
    QT_TRANSLATE_NOOP("CoreWords", "The plan is valid until %1."),
    QT_TRANSLATE_NOOP("CoreWords", "The connection %1 may change jobs."),
    QT_TRANSLATE_NOOP("CoreWords", "The connection %1 is read-only; nothing is sent through it."),
    QT_TRANSLATE_NOOP("CoreWords", "Changes are allowed now (%1)."),
    QT_TRANSLATE_NOOP("CoreWords", "Changes are allowed at %1; a rollback may be applied at any time."),
    QT_TRANSLATE_NOOP("CoreWords", "Not now: changes are allowed at %1, next from %2."),
    QT_TRANSLATE_NOOP("CoreWords", "The plan changes nothing, so there is nothing to apply."),
    QT_TRANSLATE_NOOP("CoreWords", "The job %1 runs since %2."),
    QT_TRANSLATE_NOOP("CoreWords", "It is running."),
    QT_TRANSLATE_NOOP("CoreWords", "All workers of the job run."),
    QT_TRANSLATE_NOOP("CoreWords", "Graph, parallelism and start of the job are those of the plan."),
    QT_TRANSLATE_NOOP("CoreWords", "Every new number is within its operator's maximum."),
    QT_TRANSLATE_NOOP("CoreWords", "The job uses %1 slots and would use %2. %3 are free."),
    QT_TRANSLATE_NOOP("CoreWords", "The job uses %1 slots and would use %2. How many are free is not known."),
    QT_TRANSLATE_NOOP("CoreWords", "The job uses %1 slots and would use %2."),
    QT_TRANSLATE_NOOP("CoreWords", "The way \"%1\" is open: %2"),
    QT_TRANSLATE_NOOP("CoreWords", "The simulated cluster changes the parallelism of a job in place."),
    QT_TRANSLATE_NOOP("CoreWords", "The simulated cluster always rescales in place."),
    QT_TRANSLATE_NOOP("CoreWords", "A simulated cluster has no autoscaler of its own."),
    QT_TRANSLATE_NOOP("CoreWords", "The workers get a core when they need one."),
    QT_TRANSLATE_NOOP("CoreWords", "This is a production connection: applying asks for the name of the job, %1."),
    // core/tune/labels.cpp: why an operator has its label
    QT_TRANSLATE_NOOP("CoreWords", "The window is not quiet."),
    QT_TRANSLATE_NOOP("CoreWords", "The window is not quiet (%1)."),
    QT_TRANSLATE_NOOP("CoreWords", "the job was redeployed meanwhile"),
    QT_TRANSLATE_NOOP("CoreWords", "A window with a restart inside says nothing about bottlenecks."),
    QT_TRANSLATE_NOOP("CoreWords", "\"%1\" is back-pressured %2 of the time, more than %3."),
    QT_TRANSLATE_NOOP("CoreWords", "Source \"%1\" accepts %2 of the %3 records/s offered, less than %4."),
    QT_TRANSLATE_NOOP("CoreWords", "The backlog of source \"%1\" grows by %2 records/s."),
    QT_TRANSLATE_NOOP("CoreWords", "No back-pressure was measured, so nothing can be said."),
    QT_TRANSLATE_NOOP("CoreWords", "No back-pressure was measured in this window."),
    QT_TRANSLATE_NOOP("CoreWords", "Nothing is back-pressured and every source takes what it is offered."),
    QT_TRANSLATE_NOOP("CoreWords", "The job is not under-provisioned, so this operator is no bottleneck."),
    QT_TRANSLATE_NOOP("CoreWords", "Back-pressure was measured neither here nor at the inputs."),
    QT_TRANSLATE_NOOP("CoreWords", "\"%1\" waits for it"),
    QT_TRANSLATE_NOOP("CoreWords", "it is a source that nobody holds back"),
    QT_TRANSLATE_NOOP("CoreWords", "It is downstream of a bottleneck: starved, so nothing is known about it."),
    QT_TRANSLATE_NOOP("CoreWords", "Its back-pressure was not measured."),
    QT_TRANSLATE_NOOP("CoreWords", "It is not back-pressured and nobody waits for it."),
    QT_TRANSLATE_NOOP("CoreWords", "It is itself back-pressured (%1 of the time): a victim of what is downstream."),
    QT_TRANSLATE_NOOP("CoreWords", "It could be the cause (%1), but its own back-pressure was not measured."),
    QT_TRANSLATE_NOOP("CoreWords", "It could be the cause (%1), but its busy share was not measured."),
    QT_TRANSLATE_NOOP("CoreWords",
                      "Bottleneck: %1, it is not back-pressured, and it is busy %2 of the time, more than %3; a second "
                      "cause behind another bottleneck, told apart because work piles up in front of it."),
    QT_TRANSLATE_NOOP("CoreWords",
                      "Bottleneck: %1, it is not back-pressured, and it is busy %2 of the time, more than %3."),
    QT_TRANSLATE_NOOP("CoreWords",
                      "Cause elsewhere: %1, but it is busy only %2 of the time, not more than %3 (skew, an "
                      "external call or garbage collection)."),
};

const QRegularExpression& placeholder() {
    static const QRegularExpression found(QStringLiteral("%(\\d)"));
    return found;
}

struct Pattern {
    const char* source;
    QRegularExpression matches;
};

/// Those with something to fill in; the others are looked up by their text.
const std::vector<Pattern>& patterns() {
    static const auto all = [] {
        static const QRegularExpression hole(QStringLiteral("\\\\%\\d"));
        std::vector<Pattern> made;
        for (const char* source : kKnown)
            if (const QString words = QString::fromUtf8(source); words.contains(placeholder()))
                made.push_back(
                    {source,
                     QRegularExpression(QRegularExpression::anchoredPattern(
                                            QRegularExpression::escape(words).replace(hole, QStringLiteral("(.+?)"))),
                                        QRegularExpression::DotMatchesEverythingOption)});
        return made;
    }();
    return all;
}

const QHash<QString, const char*>& plain() {
    static const auto all = [] {
        QHash<QString, const char*> made;
        for (const char* source : kKnown)
            made.insert(QString::fromUtf8(source), source);
        return made;
    }();
    return all;
}

QString said(const char* source) {
    return QCoreApplication::translate(kContext, source);
}

QString known(const QString& words) {
    if (const auto found = plain().constFind(words); found != plain().constEnd())
        return said(found.value());
    for (const Pattern& pattern : patterns()) {
        const QString form = said(pattern.source);
        if (form == QLatin1String(pattern.source))
            continue; // English: the text stands there already
        const auto match = pattern.matches.match(words);
        if (!match.hasMatch())
            continue;
        QString filled;
        qsizetype at = 0;
        for (auto it = placeholder().globalMatch(form); it.hasNext();) {
            const auto hole = it.next();
            const QString part = match.captured(hole.captured(1).toInt());
            // What stands in quotes is a name.
            const QString quoted = QLatin1Char('"') + hole.captured() + QLatin1Char('"');
            const bool name = QString::fromUtf8(pattern.source).contains(quoted);
            filled += form.mid(at, hole.capturedStart() - at) + (name ? part : known(part));
            at = hole.capturedEnd();
        }
        return filled + form.mid(at);
    }
    return words;
}

} // namespace

QString withLocalTimes(const QString& words, bool whole) {
    static const QRegularExpression moment(
        QStringLiteral("\\b\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(?:\\.\\d+)?(?:Z|[+-]\\d\\d:\\d\\d)"));
    QString local;
    qsizetype at = 0;
    for (auto it = moment.globalMatch(words); it.hasNext();) {
        const auto match = it.next();
        const auto time = fromRfc3339(utf8(match.captured()));
        if (!time)
            continue;
        local += words.mid(at, match.capturedStart() - at) + (whole ? absoluteTime(*time) : clockTime(*time));
        at = match.capturedEnd();
    }
    return at == 0 ? words : QString(local + words.mid(at));
}

QString coreText(std::string_view words) {
    return withLocalTimes(known(text(words)));
}

QString coreSentence(std::string_view words) {
    return sentence(utf8(coreText(words)));
}

QString jobStateWord(std::string_view state) {
    return known(text(state).toLower());
}

} // namespace streamtune::ui
