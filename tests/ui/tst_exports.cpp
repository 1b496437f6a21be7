// SPDX-License-Identifier: GPL-3.0-or-later
// What leaves the window, and what explains it: pictures, tables, texts, help pages, About.
#include <QClipboard>
#include <QDockWidget>
#include <QFileInfo>
#include <QImage>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLineEdit>
#include <QRegularExpression>
#include <QSvgRenderer>
#include <QTextBrowser>

#include "tests/ui/support/ui_test.h"
#include "ui/commands/palette.h"
#include "ui/session/text.h"
#include "ui/views/connections/connection_panels.h"
#include "ui/views/help/help_window.h"
#include "ui/views/inspect/graph_panel.h"
#include "ui/views/inspect/inspect_panels.h"

using namespace streamtune;
using namespace streamtune::uitest;

class TestExports : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void viewsAreExported();
    void tablesAreExported();
    void everyPanelHasHelp();
    void aboutNamesEverything();
    void goToFindsEverything();
};

namespace {

QByteArray contents(const QString& file) {
    QFile in(file);
    return in.open(QIODevice::ReadOnly) ? in.readAll() : QByteArray();
}

} // namespace

void TestExports::viewsAreExported() {
    TestSpace space;
    space.addSimulated("lab");
    WindowUnderTest w(space.options());
    QVERIFY(QTest::qWaitFor([&] { return w->feed().graph() && w->feed().shown(); }, 60'000));
    QTRY_VERIFY(!w->graphPanel().view()->item().boundingRect().isEmpty());
    for (const char* panel : {"graph", "charts", "operators", "details"}) {
        const ui::Picture picture = w->pictureOfPanel(QLatin1String(panel));
        QVERIFY2(picture.title.contains(w->feed().jobName()), qPrintable(picture.title));
        for (const char* form : {"png", "svg", "pdf"}) {
            const QString file = space.path(QLatin1String(panel) + QLatin1Char('.') + QLatin1String(form));
            const Status written = ui::writePicture(file, picture);
            QVERIFY2(written.has_value(), written ? "" : written.error().sentence.c_str());
            QVERIFY2(QFileInfo(file).size() > 2'000, qPrintable(file));
        }
    }
    QVERIFY(contents(space.path(QStringLiteral("graph.pdf"))).startsWith("%PDF"));
    const QByteArray svg = contents(space.path(QStringLiteral("graph.svg")));
    QVERIFY(QSvgRenderer(svg).isValid());
    QVERIFY(svg.contains("made ") && svg.contains("measured")); // title with date, and legend
    QImage png(space.path(QStringLiteral("graph.png")));
    QCOMPARE(png.width(), qRound(w->graphPanel().view()->exportSize().width() * 2));
    // What cannot be written is an error, and nothing half-written stays.
    const auto nowhere = ui::writePicture(QStringLiteral("/nowhere/x.png"), w->pictureOfPanel(QStringLiteral("graph")));
    QVERIFY(!nowhere && !nowhere.error().hint.empty());
    QVERIFY(!ui::writePicture(space.path(QStringLiteral("x.bmp")), w->pictureOfPanel(QStringLiteral("graph"))));
    QVERIFY(!QFile::exists(space.path(QStringLiteral("x.bmp"))));
    QVERIFY(!ui::writePicture(space.path(QStringLiteral("empty.png")), ui::Picture{}));
    w->commands().action(QStringLiteral("copy.markdown"))->trigger();
    QVERIFY(QGuiApplication::clipboard()->text().startsWith(QStringLiteral("| operator |")));
}

void TestExports::tablesAreExported() {
    TestSpace space;
    space.addSimulated("lab");
    WindowUnderTest w(space.options());
    QVERIFY(QTest::qWaitFor([&] { return w->feed().graph() && w->feed().shown(); }, 60'000));
    auto& view = *w->operatorsPanel().view();
    const auto count = static_cast<qsizetype>(w->feed().graph()->nodes.size());
    QCOMPARE(view.asCsv().count(QStringLiteral("\r\n")), count + 1);
    const auto rows = QJsonDocument::fromJson(view.asJson().toUtf8()).array();
    QCOMPARE(rows.size(), count);
    QVERIFY(rows.at(0).toObject().size() >= 8);
    QVERIFY(rows.at(0).toObject().value(QStringLiteral("busy")).isDouble());
    // A filter is honoured.
    auto& jobs = *w->jobsPanel().view();
    const auto all = jobs.asCsv().count(QStringLiteral("\r\n"));
    QTest::keyClicks(w->jobsPanel().filter(), QStringLiteral("q5"));
    QTRY_VERIFY(jobs.asCsv().count(QStringLiteral("\r\n")) < all);
}

void TestExports::everyPanelHasHelp() {
    const QStringList pages = ui::helpPages();
    QVERIFY(pages.size() >= 14);
    static const QRegularExpression link(QStringLiteral("\\]\\(([^)]+)\\)"));
    for (const QString& name : pages) {
        const QString page = ui::helpPage(name);
        QVERIFY2(page.startsWith(QStringLiteral("# ")) && page.size() > 100, qPrintable(name));
        auto links = link.globalMatch(page);
        while (links.hasNext()) { // offline, and none is broken
            const QString target = links.next().captured(1);
            QVERIFY2(target.endsWith(QStringLiteral(".md")) && pages.contains(target.chopped(3)), qPrintable(target));
        }
    }
    TestSpace space;
    space.addSimulated("lab");
    WindowUnderTest w(space.options());
    QVERIFY(QTest::qWaitFor([&] { return w->feed().graph() != nullptr; }, 60'000));
    for (const auto& [id, dock] : w->docks())
        QVERIFY2(pages.contains(id), qPrintable(id));
    for (const auto perspective :
         {ui::Perspective::Inspect, ui::Perspective::Review, ui::Perspective::Clusters, ui::Perspective::Train}) {
        w->setPerspective(perspective);
        w->centralWidget()->setFocus();
        QVERIFY2(pages.contains(w->focusedPanel()), qPrintable(w->focusedPanel()));
    }
    w->setPerspective(ui::Perspective::Inspect);
    w->operatorsPanel().view()->setFocus();
    QTRY_COMPARE(w->focusedPanel(), QStringLiteral("operators"));
    QTest::keyClick(w->operatorsPanel().view(), Qt::Key_F1);
    auto* help = w->findChild<ui::HelpWindow*>(QStringLiteral("helpWindow"));
    QVERIFY(help && help->isVisible());
    QCOMPARE(help->page(), QStringLiteral("operators"));
    QVERIFY(help->findChild<QTextBrowser*>()->toPlainText().contains(QStringLiteral("largest subtask")));
    help->showPage(QStringLiteral("no such page"));
    QCOMPARE(help->page(), QStringLiteral("welcome"));
    help->close();
}

void TestExports::aboutNamesEverything() {
    ui::AboutWindow about(QStringLiteral("1.2.3"), {{"sqlite", "3.40.1"}, {"graphviz", "2.43"}, {"curl", "7.88"}});
    for (const char* part : {"1.2.3", "Qt ", "QtCharts", "GPL-3", "3.40.1", "public domain", "EPL-1.0", "7.88"})
        QVERIFY2(about.asText().contains(QLatin1String(part)), part);
}

void TestExports::goToFindsEverything() {
    TestSpace space;
    space.addSimulated("lab");
    WindowUnderTest w(space.options());
    QVERIFY(QTest::qWaitFor([&] { return w->feed().graph() && w->operatorsPanel().model().rowCount() > 0; }, 60'000));
    w->commands().action(QStringLiteral("go.anywhere"))->trigger();
    auto* palette = w->findChild<ui::PaletteDialog*>(QStringLiteral("palette"));
    QVERIFY(palette && palette->isVisible());
    auto* edit = palette->findChild<QLineEdit*>();
    const QString name = ui::text(w->feed().graph()->nodes.back().name);
    QTest::keyClicks(edit, name);
    QVERIFY(palette->shownCount() >= 1);
    QTest::keyClick(edit, Qt::Key_Return);
    QTRY_COMPARE(ui::text(w->session().selection().place().vertex), ui::text(w->feed().graph()->nodes.back().id));
}

ST_UI_TEST(TestExports)
#include "tst_exports.moc"
