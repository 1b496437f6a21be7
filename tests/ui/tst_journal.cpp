// SPDX-License-Identifier: GPL-3.0-or-later
// A window that ended without being closed is offered again, and only that one.
#include <QProcess>

#include "tests/ui/support/ui_test.h"
#include "ui/session/journal.h"
#include "ui/session/text.h"
#include "ui/views/trouble/trouble_banner.h"

using namespace streamtune;
using namespace streamtune::uitest;

class TestJournal : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void onlyAbandonedOnesAreOffered();
    void nonsenseIsNoEntry();
    void aCrashedWindowGoesOn();
};

namespace {

/// The number of a process that has ended.
qint64 endedProcess() {
    QProcess process;
    process.start(QStringLiteral("true"), {});
    process.waitForStarted();
    const qint64 number = process.processId();
    process.waitForFinished();
    return number;
}

} // namespace

void TestJournal::onlyAbandonedOnesAreOffered() {
    QTemporaryDir folder;
    ui::JournalEntry entry;
    entry.workspace = QStringLiteral("/tmp/a \"b\" وظيفة.db");
    entry.plan = QStringLiteral("plan-1");
    entry.reason = QStringLiteral("because\nof lines");
    entry.perspective = 2;
    ui::Journal journal(folder.path());
    QVERIFY(!journal.takeAbandoned());
    journal.write(entry);
    const QString own = folder.filePath(QStringLiteral("session-%1.json").arg(QCoreApplication::applicationPid()));
    QVERIFY(QFile::exists(own));
    // A window that runs elsewhere is left alone; one whose process has ended is offered once.
    const QString ended = folder.filePath(QStringLiteral("session-%1.json").arg(endedProcess()));
    const QString alive = folder.filePath(QStringLiteral("session-1.json"));
    QVERIFY(QFile::copy(own, ended) && QFile::copy(own, alive));
    journal.clear();
    QVERIFY(!QFile::exists(own));
    const auto found = journal.takeAbandoned();
    QVERIFY(found.has_value());
    QVERIFY(*found == entry);
    QVERIFY(!QFile::exists(ended) && QFile::exists(alive));
    QVERIFY(!journal.takeAbandoned());
}

void TestJournal::nonsenseIsNoEntry() {
    QTemporaryDir folder;
    for (const char* content : {"", "{", "[]", "{\"workspace\":7}", "\x00\xff"}) {
        QFile file(folder.filePath(QStringLiteral("session-%1.json").arg(endedProcess())));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(content);
        file.close();
        QVERIFY(!ui::Journal(folder.path()).takeAbandoned());
    }
    QVERIFY(!ui::Journal(QStringLiteral("/nowhere/at/all")).takeAbandoned());
    ui::Journal(QStringLiteral("/proc/no"))
        .write({QStringLiteral("w"), {}, {}, {}, {}, {}, 0}); // must not end the program
}

void TestJournal::aCrashedWindowGoesOn() {
    TestSpace space;
    space.addSimulated("lab");
    ui::LogHub hub;
    ui::WindowOptions options;
    options.workbench = space.options();
    std::string job, vertex;
    {
        // Never closed: as after a crash its journal stays.
        ui::MainWindow window(options, hub);
        window.show();
        QVERIFY(QTest::qWaitFor([&] { return window.feed().graph() && window.feed().shown(); }, 60'000));
        vertex = window.feed().graph()->nodes.front().id;
        window.session().selection().setVertex(vertex);
        job = window.session().selection().place().job;
        QTest::qWait(1'200);
    }
    options.workbench.workspace.clear();
    ui::MainWindow next(options, hub);
    next.show();
    const auto troubles = next.session().troubles().list();
    QVERIFY(!troubles.empty());
    QCOMPARE(ui::text(troubles.back().error.code), QStringLiteral("window.abandoned"));
    QVERIFY(next.findChild<ui::TroubleBanner*>(QStringLiteral("troubleBanner"))->isVisible());
    QVERIFY(troubles.back().retry != nullptr);
    troubles.back().retry();
    QVERIFY(
        QTest::qWaitFor([&] { return next.session().selection().place().job == job && next.feed().graph(); }, 60'000));
    QCOMPARE(ui::text(next.session().selection().place().vertex), ui::text(vertex));
    next.close();
    QTRY_VERIFY(!next.isVisible());
    // Closed by a person: nothing is offered any more.
    ui::MainWindow third(options, hub);
    QVERIFY(std::ranges::none_of(third.session().troubles().list(),
                                 [](const auto& t) { return t.error.code == "window.abandoned"; }));
}

ST_UI_TEST(TestJournal)
#include "tst_journal.moc"
