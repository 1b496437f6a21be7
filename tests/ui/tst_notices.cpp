// SPDX-License-Identifier: GPL-3.0-or-later
// Notices of the desktop, on a bus of the test's own with a service that writes down what it is told.
#include <QProcess>
#include <QStandardPaths>
#include <QThread>
#include <QtDBus/QDBusConnection>

#include "tests/ui/support/ui_test.h"
#include "ui/main_window/desktop_notices.h"

using namespace streamtune;
using namespace streamtune::uitest;

class FakeNotifications final : public QObject {
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.Notifications")
public:
    QStringList told;

public Q_SLOTS:
    uint Notify(const QString&, uint, const QString&, const QString& title, const QString& body, const QStringList&,
                const QVariantMap&, int) {
        told << title + QLatin1Char('|') + body;
        return static_cast<uint>(told.size());
    }
};

class TestNotices : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void longWorkIsTold();
    void nothingWhileThePersonLooks();
    void cleanupTestCase();

private:
    QProcess m_bus;
    FakeNotifications m_service;
    bool m_have = false;
};

void TestNotices::initTestCase() {
    const QString daemon = QStandardPaths::findExecutable(QStringLiteral("dbus-daemon"));
    if (daemon.isEmpty())
        return;
    m_bus.start(daemon, {QStringLiteral("--session"), QStringLiteral("--nofork"), QStringLiteral("--print-address")});
    if (!m_bus.waitForStarted() || !m_bus.waitForReadyRead(10'000))
        return;
    qputenv("DBUS_SESSION_BUS_ADDRESS", m_bus.readLine().trimmed());
    auto bus = QDBusConnection::sessionBus();
    m_have = bus.isConnected() && bus.registerService(QStringLiteral("org.freedesktop.Notifications")) &&
             bus.registerObject(QStringLiteral("/org/freedesktop/Notifications"), &m_service,
                                QDBusConnection::ExportAllSlots);
}

void TestNotices::longWorkIsTold() {
    if (!m_have)
        QSKIP("no bus");
    ui::JobRunner runner;
    ui::DesktopNotices notices(runner);
    notices.setLong(200);
    QVERIFY(QGuiApplication::applicationState() != Qt::ApplicationActive); // no window is shown here
    const auto work = [&](const QString& title, int ms, bool quiet, const Status& end) {
        runner.run(
            {.title = title, .lane = {}, .quiet = quiet}, this,
            [ms, end](std::stop_token, const ProgressSink&) {
                QThread::msleep(static_cast<unsigned long>(ms));
                return end;
            },
            [] {});
    };
    work(QStringLiteral("Short"), 5, false, {});
    work(QStringLiteral("Quiet"), 400, true, {});
    work(QStringLiteral("Train <b>c2</b>"), 400, false, {});
    work(QStringLiteral("Import"), 400, false, fail("x", "The file <ended> early.", ""));
    QTRY_COMPARE_WITH_TIMEOUT(m_service.told.size(), 2, 20'000);
    m_service.told.sort();
    QVERIFY2(m_service.told[0].startsWith(QStringLiteral("Done: Train <b>c2</b>|It took")),
             qPrintable(m_service.told[0]));
    QCOMPARE(m_service.told[1], QStringLiteral("Failed: Import|The file &lt;ended&gt; early."));
    QTRY_COMPARE(runner.runningAll(), 0);
    QCOMPARE(m_service.told.size(), 2);
    // Off means off.
    m_service.told.clear();
    notices.setOn(false);
    work(QStringLiteral("Cluster"), 400, false, {});
    QTRY_COMPARE(runner.runningAll(), 0);
    QTest::qWait(100);
    QVERIFY(m_service.told.isEmpty());
}

void TestNotices::nothingWhileThePersonLooks() {
    if (!m_have)
        QSKIP("no bus");
    m_service.told.clear();
    WindowUnderTest w({});
    QCOMPARE(QGuiApplication::applicationState(), Qt::ApplicationActive);
    w->notices().setLong(50);
    bool done = false;
    w->session().runner().run(
        {.title = QStringLiteral("Seen"), .lane = {}}, this,
        [](std::stop_token, const ProgressSink&) {
            QThread::msleep(150);
            return Status{};
        },
        [&] { done = true; });
    QTRY_VERIFY(done);
    QTest::qWait(100);
    QVERIFY(m_service.told.isEmpty());
    // The setting reaches it.
    w->preferences().set(QStringLiteral("notices.desktop"), false);
    QVERIFY(!w->preferences().on(QStringLiteral("notices.desktop")));
}

void TestNotices::cleanupTestCase() {
    QDBusConnection::disconnectFromBus(QDBusConnection::sessionBus().name());
    m_bus.terminate();
    m_bus.waitForFinished(5'000);
}

ST_UI_TEST(TestNotices)
#include "tst_notices.moc"
