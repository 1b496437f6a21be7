// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/text.h"
#include "ui/session/clock.h"
#include "ui/session/core_words.h"

#include <QCoreApplication>
#include <QLocale>
#include <QTimeZone>
#include <algorithm>
#include <array>
#include <atomic>
#include <cmath>

namespace streamtune::ui {

namespace {

struct TextWords {
    Q_DECLARE_TR_FUNCTIONS(TextWords)
};

std::atomic<Millis::rep> clockShift{0};

constexpr QChar kThin(0x202F);     // narrow, and no line breaks at it
constexpr QChar kBreaking(0x2009); // the thin space of core's texts, at which lines may break
constexpr QChar kMinus(0x2212);
constexpr QChar kDash(0x2013);

/// `value` with three significant figures, no exponent; |value| < 1000 expected.
QString significant3(double value) {
    const double magnitude = std::abs(value);
    const int decimals = magnitude >= 99.95 ? 0 : magnitude >= 9.995 ? 1 : 2;
    QString s = QLocale().toString(value, 'f', decimals);
    const QString point = QLocale().decimalPoint();
    if (s.contains(point)) {
        while (s.endsWith(QLatin1Char('0')))
            s.chop(1);
        if (s.endsWith(point))
            s.chop(point.size());
    }
    if (s.startsWith(QLatin1Char('-')))
        s[0] = kMinus;
    return s;
}

} // namespace

QString text(std::string_view utf8) {
    return QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size()));
}

QString sentence(std::string_view utf8) {
    QString s = withLocalTimes(text(utf8));
    for (qsizetype at = s.indexOf(QLatin1Char('%')); at >= 0; at = s.indexOf(QLatin1Char('%'), at + 1))
        if (at > 1 && s[at - 2].isDigit() && (s[at - 1] == QLatin1Char(' ') || s[at - 1] == kBreaking))
            s[at - 1] = kThin;
    return s;
}

std::string utf8(const QString& text) {
    const QByteArray bytes = text.toUtf8();
    return {bytes.constData(), static_cast<std::size_t>(bytes.size())};
}

QString shortNumber(const Number& n) {
    if (!n)
        return kDash;
    if (std::isnan(*n))
        return TextWords::tr("undefined");
    if (std::isinf(*n))
        return *n > 0 ? QStringLiteral("∞") : QStringLiteral("−∞");
    static constexpr std::array kUnits{"", "k", "M", "G", "T"};
    double value = *n;
    std::size_t unit = 0;
    while (std::abs(value) >= 999.5 && unit + 1 < kUnits.size()) {
        value /= 1000;
        ++unit;
    }
    if (value != 0 && std::abs(value) < 0.01 && unit == 0)
        return QLocale().toString(value, 'g', 2);
    const QString digits = significant3(value);
    return unit == 0 ? digits : digits + kThin + QLatin1String(kUnits[unit]);
}

QString rate(const Number& n) {
    if (!isKnown(n))
        return shortNumber(n);
    const QString s = shortNumber(n);
    return QString(s + kThin + TextWords::tr("rec/s"));
}

QString percent(const Number& share) {
    if (!isKnown(share))
        return shortNumber(share);
    const double p = *share * 100;
    return QLocale().toString(p, 'f', p > 0 && p < 0.95 ? 1 : 0) + kThin + QLatin1Char('%');
}

QString exactNumber(const Number& n) {
    return isKnown(n) ? QLocale().toString(*n, 'g', 10) : shortNumber(n);
}

QString signedNumber(int n) {
    if (n == 0)
        return QStringLiteral("0");
    return (n > 0 ? QString(QLatin1Char('+')) : QString(kMinus)) + QString::number(std::abs(n));
}

QString duration(double seconds) {
    if (!std::isfinite(seconds))
        return kDash;
    if (seconds < 0)
        return kMinus + duration(-seconds);
    if (seconds < 1)
        return QString::number(std::lround(seconds * 1000)) + kThin + TextWords::tr("ms");
    if (seconds < 60)
        return significant3(seconds) + kThin + TextWords::tr("s");
    const auto whole = static_cast<qint64>(std::llround(seconds));
    const qint64 days = whole / 86400, hours = whole % 86400 / 3600, minutes = whole % 3600 / 60, rest = whole % 60;
    // Two units at most, none of them zero.
    if (days > 0)
        return hours > 0 ? TextWords::tr("%1 d %2 h").arg(days).arg(hours) : TextWords::tr("%1 d").arg(days);
    if (hours > 0)
        return minutes > 0 ? TextWords::tr("%1 h %2 min").arg(hours).arg(minutes) : TextWords::tr("%1 h").arg(hours);
    return rest > 0 ? TextWords::tr("%1 min %2 s").arg(minutes).arg(rest) : TextWords::tr("%1 min").arg(minutes);
}

QString bytes(double count) {
    return QLocale().formattedDataSize(static_cast<qint64>(count), 1, QLocale::DataSizeSIFormat);
}

QDateTime localTime(TimePoint t) {
    return QDateTime::fromMSecsSinceEpoch(t.time_since_epoch().count());
}

QString clockTime(TimePoint t) {
    if (t == TimePoint{})
        return kDash;
    const QDateTime local = localTime(t);
    if (local.date() == QDate::currentDate())
        return local.toString(QStringLiteral("HH:mm:ss"));
    return QLocale().toString(local.date(), QStringLiteral("d MMM")) + QLatin1Char(' ') +
           local.toString(QStringLiteral("HH:mm:ss"));
}

QString absoluteTime(TimePoint t) {
    if (t == TimePoint{})
        return kDash;
    const QDateTime local = localTime(t);
    if (local.offsetFromUtc() == 0)
        return TextWords::tr("%1 UTC").arg(local.toString(QStringLiteral("yyyy-MM-dd HH:mm:ss")));
    return TextWords::tr("%1 (%2 UTC)")
        .arg(local.toString(QStringLiteral("yyyy-MM-dd HH:mm:ss")), local.toUTC().toString(QStringLiteral("HH:mm:ss")));
}

QString age(TimePoint t, TimePoint now) {
    if (t == TimePoint{})
        return kDash;
    const double seconds = static_cast<double>((now - t).count()) / 1000.0;
    if (seconds < 1)
        return TextWords::tr("just now");
    return TextWords::tr("%1 ago").arg(duration(std::floor(seconds)));
}

TimePoint wallClock() {
    return std::chrono::time_point_cast<Millis>(std::chrono::system_clock::now()) + Millis(clockShift);
}

void shiftWallClock(Millis by) {
    clockShift += by.count();
}

QString elideMiddle(const QString& source, int length) {
    QString flat = source.left(20'000);
    flat.replace(QLatin1Char('\n'), QLatin1Char(' '));
    if (source.size() <= length)
        return flat;
    const int head = (length - 1) / 2;
    return flat.left(head) + QChar(0x2026) +
           source.right(length - 1 - head).replace(QLatin1Char('\n'), QLatin1Char(' '));
}

QString stepName(std::string_view name) {
    static const std::pair<std::string_view, const char*> kNames[]{
        {"read job", QT_TRANSLATE_NOOP("TextWords", "Read the job again")},
        {"read requirements", QT_TRANSLATE_NOOP("TextWords", "Read the job's bounds")},
        {"send request", QT_TRANSLATE_NOOP("TextWords", "Send the new numbers")},
        {"upload jar", QT_TRANSLATE_NOOP("TextWords", "Upload the program")},
        {"stop with savepoint", QT_TRANSLATE_NOOP("TextWords", "Stop the job, keep its state")},
        {"cancel job", QT_TRANSLATE_NOOP("TextWords", "Cancel the job")},
        {"wait for the end", QT_TRANSLATE_NOOP("TextWords", "Wait until it has ended")},
        {"run again", QT_TRANSLATE_NOOP("TextWords", "Start the job again")},
        {"set bounds of the new job", QT_TRANSLATE_NOOP("TextWords", "Set the new job's bounds")},
        {"wait", QT_TRANSLATE_NOOP("TextWords", "Wait until the job runs again")},
        {"verify", QT_TRANSLATE_NOOP("TextWords", "Read back the parallelism")},
        {"restart worker", QT_TRANSLATE_NOOP("TextWords", "Start the workers again")}};
    const auto found = std::ranges::find(kNames, name, &std::pair<std::string_view, const char*>::first);
    return found == std::end(kNames) ? text(name) : TextWords::tr(found->second);
}

QString planLabel(std::string_view id) {
    const QString whole = text(id);
    return whole.size() > 12 ? QChar(0x2026) + whole.right(8) : whole;
}

QString plainTip(const QString& source) {
    if (source.isEmpty())
        return {};
    const QString cut = source.size() > 2000 ? source.left(2000) + QChar(0x2026) : source;
    return QStringLiteral("<p style=\"white-space:pre-wrap\">") + cut.toHtmlEscaped() + QStringLiteral("</p>");
}

} // namespace streamtune::ui
