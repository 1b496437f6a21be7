// SPDX-License-Identifier: GPL-3.0-or-later
// The dialog of a connection over keyrings and certificates that make trouble.
#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QLabel>
#include <QLineEdit>
#include <QProcess>
#include <QPushButton>
#include <QStandardPaths>
#include <QTreeWidget>
#include <condition_variable>
#include <mutex>

#include "support/fake_server.h"
#include "tests/ui/support/ui_test.h"
#include "ui/session/text.h"
#include "ui/views/connections/certificate_dialog.h"
#include "ui/views/connections/connection_dialog.h"

using namespace streamtune;
using namespace streamtune::uitest;
using streamtune::tests::FakeReply;
using streamtune::tests::FakeRequest;
using streamtune::tests::FakeServer;

namespace {

/// A keyring that answers only when the test lets it.
class SlowStore final : public SecretStore {
public:
    Result<std::string> read(const std::string&) override { return fail("secret.missing", "Nothing there."); }
    Status write(const std::string& key, const std::string& value) override {
        std::unique_lock lock(m_mutex);
        if (m_locked)
            return fail("secret.locked", "The desktop keyring is locked.", "Unlock it and try again.");
        m_open.wait(lock, [this] { return m_released; });
        m_kept = key + '=' + value;
        return {};
    }
    Status remove(const std::string&) override { return {}; }
    std::string place() const override { return "the keyring of the test"; }
    void release() {
        const std::lock_guard lock(m_mutex);
        m_released = true;
        m_open.notify_all();
    }
    void setLocked(bool on) {
        const std::lock_guard lock(m_mutex);
        m_locked = on;
    }
    std::string kept() const {
        const std::lock_guard lock(m_mutex);
        return m_kept;
    }

private:
    mutable std::mutex m_mutex;
    std::condition_variable m_open;
    bool m_released = false;
    bool m_locked = false;
    std::string m_kept;
};

template <typename Edit>
Edit* named(QWidget& parent, const QString& accessibleName) {
    for (auto* edit : parent.findChildren<Edit*>())
        if (edit->accessibleName() == accessibleName)
            return edit;
    qFatal("no field %s", qPrintable(accessibleName));
}

bool says(const QWidget& dialog, const QString& words) {
    for (const auto* label : dialog.findChildren<QLabel*>())
        if (label->text().contains(words))
            return true;
    return false;
}

} // namespace

class TestConnections : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void changeWindowsAreKept();
    void nothingIsTestedWithoutAWorkspace();
    void aSlowKeyringHoldsNothingUp();
    void aLockedKeyringIsSaid();
    void anUnknownCertificateIsCompared();
    void fingerprintsAreThoseOfOtherTools();

private:
    /// A dialog with a token typed in.
    ui::ConnectionDialog* dialogWithToken(WindowUnderTest& w);
    QTemporaryDir m_folder;
    bool makeCertificate();
};

ui::ConnectionDialog* TestConnections::dialogWithToken(WindowUnderTest& w) {
    auto* dialog = new ui::ConnectionDialog(w->session(), std::nullopt, &w.window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
    named<QLineEdit>(*dialog, QStringLiteral("Name"))->setText(QStringLiteral("orders"));
    named<QLineEdit>(*dialog, QStringLiteral("Address"))->setText(QStringLiteral("http://127.0.0.1:9"));
    auto* auth = named<QComboBox>(*dialog, QStringLiteral("Authentication"));
    auth->setCurrentIndex(auth->findData(QStringLiteral("bearer")));
    named<QLineEdit>(*dialog, QStringLiteral("Secret"))->setText(QStringLiteral("t0p-secret"));
    return dialog;
}

/// Were the keyring asked in this thread, the click would never come back.
void TestConnections::aSlowKeyringHoldsNothingUp() {
    const auto store = std::make_shared<SlowStore>();
    TestSpace space;
    auto options = space.options();
    options.secrets = store;
    WindowUnderTest w(options);
    QVERIFY(QTest::qWaitFor([&] { return w->session().isOpen(); }, 20'000));
    QPointer<ui::ConnectionDialog> dialog = dialogWithToken(w);
    QTRY_VERIFY(says(*dialog, QStringLiteral("the keyring of the test")));
    auto* save = dialog->findChild<QPushButton*>(QStringLiteral("saveConnection"));
    QTRY_VERIFY(save->isEnabled());
    QTest::mouseClick(save, Qt::LeftButton);
    QVERIFY(says(*dialog, QStringLiteral("Waiting for the keyring")));
    QVERIFY(!save->isEnabled()); // not twice
    QTest::qWait(50);
    QVERIFY(dialog);
    QVERIFY(w->session().connections().empty());
    store->release();
    QTRY_VERIFY(!dialog);
    QTRY_COMPARE(w->session().connections().size(), std::size_t(1));
    QCOMPARE(store->kept(), std::string("orders/token=t0p-secret"));
}

void TestConnections::aLockedKeyringIsSaid() {
    const auto store = std::make_shared<SlowStore>();
    store->setLocked(true);
    TestSpace space;
    auto options = space.options();
    options.secrets = store;
    WindowUnderTest w(options);
    QVERIFY(QTest::qWaitFor([&] { return w->session().isOpen(); }, 20'000));
    QPointer<ui::ConnectionDialog> dialog = dialogWithToken(w);
    auto* save = dialog->findChild<QPushButton*>(QStringLiteral("saveConnection"));
    QTRY_VERIFY(save->isEnabled());
    QTest::mouseClick(save, Qt::LeftButton);
    QTRY_VERIFY(says(*dialog, QStringLiteral("keyring is locked")));
    QVERIFY(w->session().connections().empty()); // nothing half-made
    QTRY_VERIFY(save->isEnabled());              // and a way on
    store->setLocked(false);
    store->release();
    QTest::mouseClick(save, Qt::LeftButton);
    QTRY_VERIFY(!dialog);
    QTRY_COMPARE(w->session().connections().size(), std::size_t(1));
}

bool TestConnections::makeCertificate() {
    const QString openssl = QStandardPaths::findExecutable(QStringLiteral("openssl"));
    if (openssl.isEmpty())
        return false;
    return QProcess::execute(openssl, {QStringLiteral("req"), QStringLiteral("-x509"), QStringLiteral("-newkey"),
                                       QStringLiteral("ec"), QStringLiteral("-pkeyopt"),
                                       QStringLiteral("ec_paramgen_curve:prime256v1"), QStringLiteral("-nodes"),
                                       QStringLiteral("-days"), QStringLiteral("2"), QStringLiteral("-subj"),
                                       QStringLiteral("/CN=own"), QStringLiteral("-addext"),
                                       QStringLiteral("subjectAltName=IP:127.0.0.1"), QStringLiteral("-keyout"),
                                       m_folder.filePath(QStringLiteral("own.key")), QStringLiteral("-out"),
                                       m_folder.filePath(QStringLiteral("own.pem"))}) == 0;
}

void TestConnections::nothingIsTestedWithoutAWorkspace() {
    TestSpace space;
    WindowUnderTest w({});
    QVERIFY(!w->session().isOpen());
    auto* dialog = new ui::ConnectionDialog(w->session(), std::nullopt, &w.window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
    named<QLineEdit>(*dialog, QStringLiteral("Name"))->setText(QStringLiteral("own"));
    named<QLineEdit>(*dialog, QStringLiteral("Address"))->setText(QStringLiteral("http://127.0.0.1:9"));
    auto* test = dialog->findChild<QPushButton*>(QStringLiteral("testConnection"));
    auto* save = dialog->findChild<QPushButton*>(QStringLiteral("saveConnection"));
    QVERIFY(!test->isEnabled() && !save->isEnabled());
    QVERIFY(test->toolTip().contains(QStringLiteral("workspace")));
    w->session().openWorkspace(space.options());
    QTRY_VERIFY(test->isEnabled() && save->isEnabled());
    dialog->reject();
}

void TestConnections::anUnknownCertificateIsCompared() {
    if (!makeCertificate())
        QSKIP("no openssl program");
    const auto path = [this](const char* name) { return ui::utf8(m_folder.filePath(QLatin1String(name))); };
    FakeServer server([](const FakeRequest&) { return FakeReply{}; }, {path("own.pem"), path("own.key"), ""});
    TestSpace space;
    WindowUnderTest w(space.options());
    QVERIFY(QTest::qWaitFor([&] { return w->session().isOpen(); }, 20'000));
    auto* dialog = new ui::ConnectionDialog(w->session(), std::nullopt, &w.window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
    named<QLineEdit>(*dialog, QStringLiteral("Name"))->setText(QStringLiteral("own"));
    named<QLineEdit>(*dialog, QStringLiteral("Address"))->setText(ui::text(server.url()));
    auto* test = dialog->findChild<QPushButton*>(QStringLiteral("testConnection"));
    auto* show = dialog->findChild<QPushButton*>(QStringLiteral("showCertificate"));
    QVERIFY(!show->isVisible());
    QTest::mouseClick(test, Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(show->isVisible() && show->isEnabled(), 20'000);
    QVERIFY(server.requests().empty()); // refused before anything was sent
    QTest::mouseClick(show, Qt::LeftButton);
    ui::CertificateDialog* shown = nullptr;
    QTRY_VERIFY((shown = dialog->findChild<ui::CertificateDialog*>()) != nullptr);
    QVERIFY(server.requests().empty());
    QProcess openssl;
    openssl.start(QStringLiteral("openssl"),
                  {QStringLiteral("x509"), QStringLiteral("-in"), m_folder.filePath(QStringLiteral("own.pem")),
                   QStringLiteral("-noout"), QStringLiteral("-fingerprint"), QStringLiteral("-sha256")});
    QVERIFY(openssl.waitForFinished());
    const QString wanted = QString::fromLatin1(openssl.readAllStandardOutput()).section(QLatin1Char('='), 1).trimmed();
    QString read = shown->findChild<QLabel*>(QStringLiteral("fingerprint"))->text();
    QCOMPARE(read.replace(QLatin1Char(' '), QLatin1Char(':')), wanted);
    // Nothing is trusted before a person has said that it is the same.
    auto* trust = shown->findChild<QPushButton*>(QStringLiteral("trustCertificate"));
    QVERIFY(!trust->isEnabled());
    QVERIFY(!trust->toolTip().isEmpty());
    QTest::mouseClick(trust, Qt::LeftButton);
    QVERIFY(named<QLineEdit>(*dialog, QStringLiteral("CA file"))->text().isEmpty());
    shown->findChild<QCheckBox*>(QStringLiteral("fingerprintCompared"))->setChecked(true);
    if (const QString folder = qEnvironmentVariable("ST_UI_SHOTS"); !folder.isEmpty())
        shown->grab().save(folder + QStringLiteral("/certificate.png"));
    QTest::mouseClick(trust, Qt::LeftButton);
    // The test runs again and comes past TLS.
    auto* steps = dialog->findChild<QTreeWidget*>();
    QTRY_VERIFY_WITH_TIMEOUT(test->isEnabled() && steps->topLevelItemCount() > 2 &&
                                 steps->topLevelItem(2)->text(0).contains(QStringLiteral("TLS")) &&
                                 steps->topLevelItem(2)->text(0).startsWith(QChar(0x2713)),
                             20'000);
    QVERIFY(!server.requests().empty());
    QVERIFY(!show->isVisible());
    const std::string ca = dialog->profile().caFile;
    QVERIFY(ui::text(ca).startsWith(space.path(QStringLiteral("workspace.db"))));
    QVERIFY(QFile::exists(ui::text(ca)));
    dialog->close();
}

void TestConnections::fingerprintsAreThoseOfOtherTools() {
    QCOMPARE(ui::fingerprintOf("nonsense"), QString());
    QCOMPARE(ui::fingerprintOf("-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n"), QString());
    // echo -n abc | sha256sum
    QVERIFY(ui::fingerprintOf("-----BEGIN CERTIFICATE-----\nYWJj\n-----END CERTIFICATE-----\n")
                .startsWith(QStringLiteral("BA:78:16:BF:8F:01:CF:EA")));
}

void TestConnections::changeWindowsAreKept() {
    TestSpace space;
    space.addSimulated("lab");
    WindowUnderTest w(space.options());
    QVERIFY(QTest::qWaitFor([&] { return w->session().connection("lab") != nullptr; }, 20'000));
    w->session().selection().setConnection("lab");
    const auto edited = [&](const QString& typed, bool possible) {
        QTRY_VERIFY(w->commands().action(QStringLiteral("connection.edit"))->isEnabled());
        w->commands().action(QStringLiteral("connection.edit"))->trigger();
        auto* dialog = w->findChild<ui::ConnectionDialog*>();
        QVERIFY(dialog);
        named<QLineEdit>(*dialog, QStringLiteral("Change window"))->setText(typed);
        auto* save = dialog->findChild<QPushButton*>(QStringLiteral("saveConnection"));
        QCOMPARE(save->isEnabled(), possible);
        if (possible)
            save->click();
        dialog->close();
        QTRY_VERIFY(!w->findChild<ui::ConnectionDialog*>());
    };
    const auto kept = [&] {
        const auto& options = w->session().connection("lab")->profile.options;
        const auto found = options.find("changeWindow");
        return found == options.end() ? std::string() : found->second;
    };
    edited(QStringLiteral("at night"), false);
    edited(QStringLiteral("mon-fri 20:00-06:00"), true);
    QTRY_COMPARE(kept(), std::string("mon-fri 20:00-06:00"));
    edited(QString(), true);
    QTRY_COMPARE(kept(), std::string());
}

ST_UI_TEST(TestConnections)
#include "tst_connections.moc"
