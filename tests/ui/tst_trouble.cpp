// SPDX-License-Identifier: GPL-3.0-or-later
// Trouble as a person meets it: a layout helper that is broken, a system without fonts and plug-ins, a job far too
// large, names in other scripts, a clock that jumps, many clusters gone at once, a window closed while a plan is
// applied.
#include <QDialog>
#include <QFontInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QMessageBox>
#include <QPlainTextEdit>
#include <QProcess>
#include <QPushButton>
#include <QToolButton>

#include "core/layout/layout.h"
#include "tests/ui/support/ui_test.h"
#include "ui/main_window/looks.h"
#include "ui/session/clock.h"
#include "ui/session/text.h"
#include "ui/theme/icons.h"
#include "ui/views/connections/connection_panels.h"
#include "ui/views/inspect/graph_panel.h"
#include "ui/views/inspect/inspect_panels.h"
#include "ui/views/review/review_page.h"
#include "ui/views/trouble/trouble_banner.h"

using namespace streamtune;
using namespace streamtune::uitest;

class TestTrouble : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aBrokenLayoutHelper();
    void aSystemWithoutFontsAndPlugins();
    void aJobOfTwoThousandOperators();
    void aClockThatJumps();
    void manyClustersGone();
    void closedWhileAPlanIsApplied();
};

namespace {

int openDialogs() {
    int count = 0;
    for (const QWidget* top : QApplication::topLevelWidgets())
        count += top->isVisible() && qobject_cast<const QDialog*>(top) ? 1 : 0;
    return count;
}

/// A job with `count` operators in layers of 30, named in Arabic, with emoji, and with marks that are no letters.
std::string largeJob(const TestSpace& space, int count) {
    QFile source(QStringLiteral(ST_SOURCE_DIR "/resources/demo/jobs/nexmark-q2.json"));
    if (!source.open(QIODevice::ReadOnly))
        return {};
    QJsonObject job = QJsonDocument::fromJson(source.readAll()).object();
    const QJsonArray models = job[QStringLiteral("nodes")].toArray();
    QJsonArray nodes, edges;
    QJsonObject initial;
    nodes.append(models[0]);
    const QString first = models[0].toObject()[QStringLiteral("id")].toString();
    initial[first] = 1;
    static const QStringList kNames{QStringLiteral("عدّ"), QStringLiteral("join🎉"), QStringLiteral("öçß"),
                                    QStringLiteral("地図")};
    QStringList ids{first};
    constexpr int kWide = 30;
    for (int i = 1; i < count; ++i) {
        QJsonObject node = models[1].toObject();
        const QString id = kNames[i % kNames.size()] + QString::number(i);
        node[QStringLiteral("id")] = id;
        nodes.append(node);
        initial[id] = 1;
        edges.append(QJsonObject{{QStringLiteral("from"), i <= kWide ? first : ids[i - kWide]},
                                 {QStringLiteral("to"), id},
                                 {QStringLiteral("ship"), QStringLiteral("rebalance")},
                                 {QStringLiteral("share"), i <= kWide ? 1.0 / kWide : 1.0}});
        ids << id;
    }
    job[QStringLiteral("name")] = QStringLiteral("وظيفة كبيرة 🚀");
    job[QStringLiteral("nodes")] = nodes;
    job[QStringLiteral("edges")] = edges;
    job[QStringLiteral("initial")] = initial;
    const QString folder = space.path(QStringLiteral("large"));
    QDir().mkpath(folder);
    QFile file(folder + QStringLiteral("/large.json"));
    if (!file.open(QIODevice::WriteOnly))
        return {};
    file.write(QJsonDocument(job).toJson());
    return "sim:" + ui::utf8(folder);
}

} // namespace

void TestTrouble::aBrokenLayoutHelper() {
    TestSpace space;
    space.addSimulated("lab");
    WindowUnderTest w(space.options());
    auto* view = w->graphPanel().view();
    view->setHelper("/bin/false");
    QVERIFY(QTest::qWaitFor([&] { return w->session().troubles().find(QStringLiteral("layout")) != nullptr; }, 60'000));
    // The graph is there all the same, and the trouble is listed once, with a way back.
    QCOMPARE(view->layoutEngine(), QStringLiteral("quick"));
    QVERIFY(!view->nodeRectInView(0).isEmpty());
    QCOMPARE(openDialogs(), 0);
    QVERIFY(w->findChild<ui::TroubleBanner*>(QStringLiteral("troubleBanner"))->isVisible());
    const auto* trouble = w->session().troubles().find(QStringLiteral("layout"));
    QVERIFY(!trouble->error.hint.empty() && trouble->retry && !trouble->retryText.isEmpty());
    view->setHelper(layout::defaultHelper());
    const auto retry = trouble->retry;
    retry();
    QTRY_COMPARE(view->layoutEngine(), QStringLiteral("dot"));
    QVERIFY(!w->session().troubles().find(QStringLiteral("layout")));
}

/// Run again as a process of its own that finds no image plug-ins and no fonts of this program.
void TestTrouble::aSystemWithoutFontsAndPlugins() {
    QTemporaryDir bare;
    QFile config(bare.filePath(QStringLiteral("fonts.conf")));
    QVERIFY(config.open(QIODevice::WriteOnly));
    config.write("<?xml version=\"1.0\"?><fontconfig><cachedir>" + bare.path().toUtf8() + "</cachedir></fontconfig>");
    config.close();
    QProcess child;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("ST_BARE"), bare.path());
    environment.insert(QStringLiteral("FONTCONFIG_FILE"), config.fileName());
    child.setProcessEnvironment(environment);
    child.setProcessChannelMode(QProcess::MergedChannels);
    child.start(QCoreApplication::applicationFilePath(), {});
    QVERIFY(child.waitForFinished(60'000));
    const QByteArray said = child.readAll();
    QVERIFY2(child.exitStatus() == QProcess::NormalExit && child.exitCode() == 0, said.constData());
}

void TestTrouble::aJobOfTwoThousandOperators() {
    TestSpace space;
    space.addSimulated("large", largeJob(space, 2'000));
    WindowUnderTest w(space.options());
    QVERIFY(QTest::qWaitFor([&] { return w->feed().graph() != nullptr; }, 120'000));
    QCOMPARE(w->feed().graph()->nodes.size(), std::size_t(2'000));
    auto* view = w->graphPanel().view();
    QVERIFY(QTest::qWaitFor([&] { return !view->layoutEngine().isEmpty(); }, 20'000));
    QVERIFY(!view->nodeRectInView(1'999).isEmpty());
    QVERIFY(!view->minimapPlace()); // beyond 1,500 it is a smear
    QVERIFY(w->windowTitle().contains(QStringLiteral("وظيفة")));
    // The layout takes long: that is said, and can be stopped.
    auto* note = w->graphPanel().findChild<QFrame*>(QStringLiteral("layoutNote"));
    QVERIFY(note);
    if (view->isLayingOut()) {
        QVERIFY(QTest::qWaitFor([&] { return note->isVisible() || !view->isLayingOut(); }, 5'000));
        shoot(*w, QStringLiteral("two-thousand"));
        if (view->isLayingOut()) {
            QTest::mouseClick(note->findChild<QToolButton*>(QStringLiteral("stopLayout")), Qt::LeftButton);
            QVERIFY(!view->isLayingOut() && !note->isVisible());
            QCOMPARE(view->layoutEngine(), QStringLiteral("quick"));
        }
    }
    QCOMPARE(w->operatorsPanel().view()->model()->rowCount(), 2'000);
    QVERIFY(view->find(QStringLiteral("عدّ")) > 400);
    QVERIFY(view->find(QStringLiteral("🎉")) > 400);
}

void TestTrouble::aClockThatJumps() {
    TestSpace space;
    space.addSimulated("lab");
    WindowUnderTest w(space.options());
    QVERIFY(QTest::qWaitFor([&] { return w->feed().graph() && w->feed().shown(); }, 60'000));
    w->preferences().set(QStringLiteral("data.lists"), 2);
    for (const Millis jump : {Millis(-7'200'000), Millis(14'400'000), Millis(-7'200'000)}) {
        ui::shiftWallClock(jump);
        const TimePoint then = ui::wallClock();
        // Polling goes on, no age is negative, and nothing is called trouble.
        QVERIFY2(QTest::qWaitFor(
                     [&] {
                         const auto* lab = w->session().connection("lab");
                         return lab && lab->lastSeen >= then && lab->lastSeen < then + Millis(60'000);
                     },
                     20'000),
                 qPrintable(QString::number(jump.count())));
        QVERIFY(!ui::age(ui::wallClock() + Millis(5'000), ui::wallClock()).contains(QChar(0x2212)));
        QVERIFY(w->session().troubles().list().empty());
    }
}

void TestTrouble::manyClustersGone() {
    TestSpace space;
    for (int i = 0; i < 12; ++i)
        space.addSimulated("gone-" + std::to_string(i),
                           "sim:" + ui::utf8(space.path(QStringLiteral("nowhere%1").arg(i))));
    WindowUnderTest w(space.options());
    QVERIFY(QTest::qWaitFor([&] { return w->session().troubles().list().size() == 12; }, 60'000));
    w->session().refreshAllJobs();
    QTest::qWait(500);
    QCOMPARE(openDialogs(), 0);
    QCOMPARE(w->session().troubles().list().size(), std::size_t(12)); // the same trouble is not listed twice
    auto* banner = w->findChild<ui::TroubleBanner*>(QStringLiteral("troubleBanner"));
    QVERIFY(banner->isVisible());
    QVERIFY(banner->height() < w->height() / 4);
    for (const auto& trouble : w->session().troubles().list())
        QVERIFY(trouble.retry && !trouble.error.sentence.empty());
}

void TestTrouble::closedWhileAPlanIsApplied() {
    TestSpace space;
    space.addSimulated("lab");
    WindowUnderTest w(space.options());
    QVERIFY(QTest::qWaitFor([&] { return w->feed().graph() && w->feed().shown(); }, 60'000));
    QVERIFY(w.click(QStringLiteral("job.recommend")));
    QVERIFY(QTest::qWaitFor(
        [&] {
            return w->review().file() && !w->review().busy() && w->review().file()->state == review::PlanState::Checked;
        },
        60'000));
    w->findChild<QPlainTextEdit*>(QStringLiteral("approvalReason"))->setPlainText(QStringLiteral("closing test"));
    QVERIFY(w.click(QStringLiteral("plan.approve")));
    QVERIFY(QTest::qWaitFor([&] { return w->review().file()->state == review::PlanState::Approved; }, 30'000));
    w->review().apply({});
    QVERIFY(!w->session().runner().unfinishedMust().empty());
    // The person is asked, told what is being done, and keeps it.
    bool asked = false;
    QTimer::singleShot(0, this, [&] {
        for (auto* box : w->findChildren<QMessageBox*>())
            for (auto* button : box->buttons())
                if (box->isVisible() && box->buttonRole(button) == QMessageBox::RejectRole) {
                    asked = box->informativeText().size() > 40;
                    button->click();
                    return;
                }
    });
    w->close();
    QVERIFY(asked);
    QVERIFY(w->isVisible());
    QVERIFY(QTest::qWaitFor([&] { return !w->review().busy() && w->review().file()->state == review::PlanState::Done; },
                            120'000));
    // With nothing left to do it closes unasked.
    w->close();
    QVERIFY(QTest::qWaitFor([&] { return !w->isVisible(); }, 20'000));
    QCOMPARE(openDialogs(), 0);
}

namespace {

/// What is left of a system: the platform plug-in alone, no font that fontconfig knows of.
int bareSystem(int argc, char** argv) {
    QApplication app(argc, argv);
    QCoreApplication::setLibraryPaths({qEnvironmentVariable("ST_BARE")});
    ui::applyLooks(app, QStringLiteral("light"));
    ui::LogHub hub;
    ui::WindowOptions options;
    options.saveState = false;
    ui::MainWindow window(options, hub);
    window.resize(1280, 800);
    window.show();
    window.makeRest();
    QTest::qWait(200);
    // Icons are drawn by this program itself: they need no plug-in.
    const QImage icon = ui::theme::icon(QStringLiteral("filter")).pixmap(16, 16).toImage();
    bool drawn = false;
    for (int y = 0; y < icon.height(); ++y)
        for (int x = 0; x < icon.width(); ++x)
            drawn = drawn || qAlpha(icon.pixel(x, y)) > 0;
    const QImage picture = window.grab().toImage();
    if (!drawn || picture.size() != QSize(1280, 800) || QFontMetrics(QApplication::font()).height() <= 0) {
        qWarning("icon drawn: %d, picture %d x %d, text height %d", drawn, picture.width(), picture.height(),
                 QFontMetrics(QApplication::font()).height());
        return 1;
    }
    return 0;
}

} // namespace

int main(int argc, char** argv) {
    prepareEnvironment();
    if (qEnvironmentVariableIsSet("ST_BARE"))
        return bareSystem(argc, argv);
    TestTrouble test;
    return runTest(test, argc, argv);
}
#include "tst_trouble.moc"
