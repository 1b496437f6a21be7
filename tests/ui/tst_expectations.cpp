// SPDX-License-Identifier: GPL-3.0-or-later
// The table of what people expect names, for every row, a test that exists or the reason why there is none yet.
#include <QDirIterator>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QTest>

class TestExpectations : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyRowIsAnswered();

private:
    /// The text of the program that "uitest_x" is made of; empty for scripts.
    static QString sourceOf(const QString& test) {
        for (const char* folder : {"/tests/ui/tst_", "/tests/ui/dag/tst_"})
            if (const QString source =
                    read(QStringLiteral(ST_SOURCE_DIR) + QLatin1String(folder) + test.mid(7) + QStringLiteral(".cpp"));
                !source.isEmpty())
                return source;
        return {};
    }
    /// A program holds many cases: the words beside its name begin with the case that shows the row, and that case
    /// checks something.
    static bool namesItsCase(const QString& test, const QString& why) {
        const QString source = test.startsWith(QLatin1String("uitest_")) ? sourceOf(test) : QString();
        if (source.isEmpty())
            return true; // a case of its own, or a script that is one
        static const QRegularExpression first(QStringLiteral("^\\w+"));
        const QString name = first.match(why).captured();
        if (name.isEmpty())
            return false;
        const auto bodyOf = [&](const char* pattern) {
            return QRegularExpression(QLatin1String(pattern).arg(name), QRegularExpression::DotMatchesEverythingOption)
                .match(source)
                .captured(1);
        };
        QString what = bodyOf("void \\w+::%1\\(\\) \\{(.*?)\\n\\}\\n"); // defined below its class
        if (what.isEmpty())
            what = bodyOf("void %1\\(\\) \\{(.*?)\\n    \\}\\n"); // inside of it
        return what.contains(QLatin1String("QVERIFY")) || what.contains(QLatin1String("QCOMPARE")) ||
               what.contains(QLatin1String("QTRY_")) || what.contains(QLatin1String("verdict()"));
    }
    static QString read(const QString& name) {
        QFile file(name);
        return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
    }
    /// "uitest_x" is a program made of tst_x.cpp or a script x/run.sh, "unit.room: case" a case of a file in
    /// tests/unit/room.
    static bool exists(const QString& test) {
        const QString tests = QStringLiteral(ST_SOURCE_DIR "/tests/");
        if (test.startsWith(QLatin1String("uitest_"))) {
            const QString source = QStringLiteral("/tst_") + test.mid(7) + QStringLiteral(".cpp");
            return QFile::exists(tests + QStringLiteral("ui") + source) ||
                   QFile::exists(tests + QStringLiteral("ui/dag") + source) ||
                   QFile::exists(tests + QStringLiteral("ui/") + test.mid(7) + QStringLiteral("/run.sh"));
        }
        const qsizetype dot = test.indexOf(QLatin1Char('.')), colon = test.indexOf(QStringLiteral(": "));
        if (dot < 0 || colon < dot)
            return false;
        const QString wanted = QStringLiteral("TEST_CASE(\"") + test.mid(colon + 2) + QLatin1Char('"');
        QDirIterator files(tests + test.left(dot) + QLatin1Char('/') + test.mid(dot + 1, colon - dot - 1),
                           {QStringLiteral("*.cpp")}, QDir::Files);
        while (files.hasNext())
            if (read(files.next()).contains(wanted))
                return true;
        return false;
    }
};

void TestExpectations::everyRowIsAnswered() {
    const auto rows =
        QJsonDocument::fromJson(read(QStringLiteral(ST_SOURCE_DIR "/tests/ui/expectations.json")).toUtf8()).array();
    QCOMPARE(rows.size(), 126);
    int shown = 0;
    for (int i = 0; i < rows.size(); ++i) {
        const QJsonObject row = rows.at(i).toObject();
        QCOMPARE(row.value(QStringLiteral("row")).toInt(), i + 1);
        const QString test = row.value(QStringLiteral("test")).toString();
        if (test.isEmpty()) {
            QVERIFY2(row.value(QStringLiteral("reason")).toString().size() > 10, qPrintable(QString::number(i + 1)));
            continue;
        }
        ++shown;
        QVERIFY2(exists(test), qPrintable(QStringLiteral("row %1: %2").arg(i + 1).arg(test)));
        const QString why = row.value(QStringLiteral("reason")).toString();
        QVERIFY2(namesItsCase(test, why), qPrintable(QStringLiteral("row %1: %2: %3").arg(i + 1).arg(test, why)));
    }
    qInfo("%d of 126 rows are shown by a test", shown);
    QVERIFY(!exists(QStringLiteral("uitest_of_nothing")));
    QVERIFY(!exists(QStringLiteral("unit.review: of nothing")));
    QVERIFY(!namesItsCase(QStringLiteral("uitest_window"), QStringLiteral("aCaseThatIsNone")));
    QVERIFY(!namesItsCase(QStringLiteral("uitest_window"), QString()));
    QVERIFY(!namesItsCase(QStringLiteral("uitest_tour"), QStringLiteral("initTestCase"))); // checks nothing
}

QTEST_APPLESS_MAIN(TestExpectations)
#include "tst_expectations.moc"
