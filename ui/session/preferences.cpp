// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/preferences.h"

#include <QCoreApplication>
#include <algorithm>

#include "ui/session/language.h"

namespace streamtune::ui {

namespace {

constexpr char kPrefix[] = "preferences/";

struct PreferencesWords {
    Q_DECLARE_TR_FUNCTIONS(PreferencesWords)
};

Preference toggle(const char* id, const QString& group, const QString& title, const QString& tip, bool standard) {
    return {QLatin1String(id), group, title, tip, PreferenceKind::Switch, standard, {}, 0, 1, {}};
}

Preference amount(const char* id, const QString& group, const QString& title, const QString& tip, double standard,
                  double least, double most, const QString& unit) {
    return {QLatin1String(id), group, title, tip, PreferenceKind::Number, standard, {}, least, most, unit};
}

std::vector<std::pair<QString, QString>> languageChoices() {
    std::vector<std::pair<QString, QString>> choices{{QStringLiteral("system"), PreferencesWords::tr("as the system")}};
    choices.insert(choices.end(), languages().begin(), languages().end());
    return choices;
}

std::vector<Preference> everything() {
    const QString looks = PreferencesWords::tr("Looks"), graph = PreferencesWords::tr("Graph"),
                  measuring = PreferencesWords::tr("Measuring"), advice = PreferencesWords::tr("Advice"),
                  records = PreferencesWords::tr("Records");
    return {
        {QStringLiteral("looks.theme"),
         looks,
         PreferencesWords::tr("Colours of the window"),
         PreferencesWords::tr("Follows the system, or is always light or dark."),
         PreferenceKind::Choice,
         QStringLiteral("system"),
         {{QStringLiteral("system"), PreferencesWords::tr("as the system")},
          {QStringLiteral("light"), PreferencesWords::tr("light")},
          {QStringLiteral("dark"), PreferencesWords::tr("dark")}},
         0,
         0,
         {}},
        {QStringLiteral("looks.language"),
         looks,
         PreferencesWords::tr("Language"),
         PreferencesWords::tr(
             "As the system has it, or always the same. Counts from the next start of the program; long "
             "diagnoses and the command line stay English."),
         PreferenceKind::Choice,
         QStringLiteral("system"),
         languageChoices(),
         0,
         0,
         {}},
        amount("looks.textScale", looks, PreferencesWords::tr("Size of all text"),
               PreferencesWords::tr("Of the size the program starts with."), 100, 70, 220, PreferencesWords::tr("%")),
        toggle("looks.tour", looks, PreferencesWords::tr("First steps on the welcome page"),
               PreferencesWords::tr("A list of five things to try; each is ticked once it was done."), true),
        toggle("notices.desktop", looks, PreferencesWords::tr("Notices of the desktop"),
               PreferencesWords::tr("When work of more than 10 s has ended while you look at another program."), true),
        toggle("graph.flinkColours", graph, PreferencesWords::tr("Flink's colours"),
               PreferencesWords::tr(
                   "Measured halves in the blue, red and grey of Flink's own page instead of the colours that can be "
                   "told apart by everybody."),
               false),
        toggle("graph.minimap", graph, PreferencesWords::tr("Minimap"),
               PreferencesWords::tr(
                   "The whole graph in a corner while only a part of it is seen; not above 1,500 operators."),
               true),
        {QStringLiteral("graph.direction"),
         graph,
         PreferencesWords::tr("Direction"),
         PreferencesWords::tr("How a graph is laid out at first."),
         PreferenceKind::Choice,
         QStringLiteral("right"),
         {{QStringLiteral("right"), PreferencesWords::tr("left to right")},
          {QStringLiteral("down"), PreferencesWords::tr("top to bottom")}},
         0,
         0,
         {}},
        {QStringLiteral("graph.subtasks"),
         graph,
         PreferencesWords::tr("Value of an operator"),
         PreferencesWords::tr("Its largest subtask, as in Flink, or the mean of all: skew hides in a mean."),
         PreferenceKind::Choice,
         QStringLiteral("max"),
         {{QStringLiteral("max"), PreferencesWords::tr("largest subtask")},
          {QStringLiteral("mean"), PreferencesWords::tr("mean of subtasks")}},
         0,
         0,
         {}},
        amount("words.low", graph, PreferencesWords::tr("Back-pressure is LOW from"),
               PreferencesWords::tr("Share of time of the worst operator."), 10, 1, 99, PreferencesWords::tr("%")),
        amount("words.high", graph, PreferencesWords::tr("Back-pressure is HIGH from"),
               PreferencesWords::tr("Share of time of the worst operator."), 50, 1, 100, PreferencesWords::tr("%")),
        amount("data.lists", measuring, PreferencesWords::tr("Lists of jobs are read every"),
               PreferencesWords::tr("Clusters that ask for less are read less often."), 5, 2, 600,
               PreferencesWords::tr("s")),
        amount("data.job", measuring, PreferencesWords::tr("The shown job is read every"),
               PreferencesWords::tr("Clusters that ask for less are read less often."), 1, 0.5, 600,
               PreferencesWords::tr("s")),
        amount("advice.stepUp", advice, PreferencesWords::tr("Largest growth in one change"),
               PreferencesWords::tr("Proposed over present parallelism of one operator; 0 = no limit."), 0, 0, 100,
               PreferencesWords::tr("times")),
        amount("advice.stepDown", advice, PreferencesWords::tr("Largest shrink in one change"),
               PreferencesWords::tr("Present over proposed parallelism of one operator; 0 = no limit."), 0, 0, 100,
               PreferencesWords::tr("times")),
        amount("advice.hysteresis", advice, PreferencesWords::tr("Smallest shrink worth a restart"),
               PreferencesWords::tr("Subtasks of one operator; fewer are not taken away."), 0, 0, 1'000,
               PreferencesWords::tr("subtasks")),
        amount("advice.maxSlots", advice, PreferencesWords::tr("Most slots of a job"),
               PreferencesWords::tr("Advice never asks for more; 0 = what the cluster has."), 0, 0, 1'000'000,
               PreferencesWords::tr("slots")),
        amount("records.days", records, PreferencesWords::tr("Recorded windows are kept for"),
               PreferencesWords::tr(
                   "Older ones leave when a workspace is opened, except those of tagged runs; summaries, plans and the "
                   "audit trail always stay. 0 = for ever."),
               0, 0, 36'500, PreferencesWords::tr("days")),
    };
}

} // namespace

Preferences::Preferences(std::unique_ptr<QSettings> store, QObject* parent)
    : QObject(parent), m_store(std::move(store)), m_all(everything()) {
    if (!m_store)
        return;
    for (const auto& preference : m_all) {
        const QVariant stored = m_store->value(QLatin1String(kPrefix) + preference.id);
        if (const QVariant value = possible(preference, stored); value.isValid() && value != preference.standard)
            m_values[preference.id] = value;
    }
}

const Preference& Preferences::find(const QString& id) const {
    const auto found = std::ranges::find(m_all, id, &Preference::id);
    Q_ASSERT(found != m_all.end());
    return *found;
}

QVariant Preferences::possible(const Preference& preference, const QVariant& value) {
    if (!value.isValid())
        return {};
    switch (preference.kind) {
    case PreferenceKind::Switch:
        return value.canConvert<bool>() ? QVariant(value.toBool()) : QVariant();
    case PreferenceKind::Choice:
        return std::ranges::find(preference.choices, value.toString(), &std::pair<QString, QString>::first) ==
                       preference.choices.end()
                   ? QVariant()
                   : QVariant(value.toString());
    case PreferenceKind::Number: {
        bool ok = false;
        const double number = value.toDouble(&ok);
        return ok && number == number ? QVariant(std::clamp(number, preference.least, preference.most)) : QVariant();
    }
    }
    return {};
}

QVariant Preferences::value(const QString& id) const {
    const auto found = m_values.find(id);
    return found == m_values.end() ? find(id).standard : found->second;
}

void Preferences::set(const QString& id, const QVariant& wanted) {
    const Preference& preference = find(id);
    const QVariant next = possible(preference, wanted);
    if (!next.isValid() || next == value(id))
        return;
    const QString key = QLatin1String(kPrefix) + id;
    if (next == preference.standard) {
        m_values.erase(id);
        if (m_store)
            m_store->remove(key);
    } else {
        m_values[id] = next;
        if (m_store)
            m_store->setValue(key, next);
    }
    Q_EMIT changed(id);
}

void Preferences::resetAll() {
    for (const auto& preference : m_all)
        reset(preference.id);
}

QString Preferences::file() const {
    return m_store ? m_store->fileName() : QString();
}

} // namespace streamtune::ui
