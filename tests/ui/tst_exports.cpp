// SPDX-License-Identifier: GPL-3.0-or-later
// What leaves the window, and what explains it: pictures, tables, texts, help pages, About.
#include <QClipboard>
#include <QDate>
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
#include "ui/main_window/job_report.h"
#include "ui/session/place_link.h"
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
    void everyViewIsExported();
    void tablesAreExported();
    void theReportIsOnePage();
    void everyPanelHasHelp();
    void aboutNamesEverything();
    void goToFindsEverything();
    void linksLeadBack();
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

/// Every panel and every page, in all three forms; each picture says what it shows, of which job, and when it was made.
void TestExports::everyViewIsExported() {
    TestSpace space;
    workbench::Options options;
    options.actor = "tester";
    WindowUnderTest w(options, std::filesystem::path(ui::utf8(space.path(QStringLiteral("demo.db")))));
    QVERIFY(w.openDemo());
    const QString year = QString::number(QDate::currentDate().year());
    const auto leaves = [&](const QString& panel, const QString& name) {
        const ui::Picture picture = w->pictureOfPanel(panel);
        QVERIFY2(picture.title.contains(name) && picture.title.contains(year), qPrintable(panel + picture.title));
        for (const char* form : {"png", "svg", "pdf"}) {
            const QString file = space.path(panel + QLatin1Char('.') + QLatin1String(form));
            const Status written = ui::writePicture(file, picture);
            QVERIFY2(written.has_value(), written ? "" : written.error().sentence.c_str());
            QVERIFY2(QFileInfo(file).size() > 2'000, qPrintable(file));
        }
        const QImage png(space.path(panel + QStringLiteral(".png")));
        QVERIFY2(png.width() > 300 && png.height() > 200, qPrintable(panel));
        if (const QString folder = qEnvironmentVariable("ST_UI_SHOTS"); !folder.isEmpty())
            png.save(folder + QStringLiteral("/export-") + panel + QStringLiteral(".png"));
    };
    for (const auto& [id, dock] : w->docks()) {
        w->commands().action(QStringLiteral("panel.") + id)->trigger();
        QTest::qWait(50);
        leaves(id, dock->windowTitle());
    }
    QVERIFY(w.click(QStringLiteral("job.recommend")));
    QVERIFY(QTest::qWaitFor([&] { return w->review().file() && !w->review().busy(); }, 60'000));
    for (const auto& [perspective, id] : {std::pair{ui::Perspective::Review, QStringLiteral("review")},
                                          {ui::Perspective::Clusters, QStringLiteral("clusters")},
                                          {ui::Perspective::Train, QStringLiteral("train")},
                                          {ui::Perspective::History, QStringLiteral("history")}}) {
        w->setPerspective(perspective);
        QTest::qWait(1'000);
        leaves(id, id == QStringLiteral("clusters")
                       ? QStringLiteral("made")
                       : w->commands().action(QStringLiteral("view.") + id)->text().remove(QLatin1Char('&')));
    }
    // A panel that is closed is itself, not what stands in the middle.
    w->setPerspective(ui::Perspective::Inspect);
    w->docks().at(QStringLiteral("charts"))->close();
    QVERIFY(w->pictureOfPanel(QStringLiteral("charts")).size.height() !=
            w->pictureOfPanel(QStringLiteral("welcome")).size.height());
}

/// Job, heat map, plan, why and what stands in the audit trail: on one page, readable without any other file.
void TestExports::theReportIsOnePage() {
    TestSpace space;
    space.addSimulated("lab");
    WindowUnderTest w(space.options());
    QVERIFY(QTest::qWaitFor([&] { return w->feed().graph() && w->feed().shown(); }, 60'000));
    QTRY_VERIFY(!w->graphPanel().view()->item().boundingRect().isEmpty());
    QVERIFY(ui::reportHtml(w->report()).contains(QStringLiteral("No plan is under review.")));
    QVERIFY(w.click(QStringLiteral("job.recommend")));
    QVERIFY(QTest::qWaitFor([&] { return w->review().file() && !w->review().busy(); }, 60'000));
    ui::JobReport report = w->report();
    QVERIFY(report.plan && !report.graph.isNull() && report.rows.size() == w->feed().graph()->nodes.size());
    for (std::size_t i = 1; i < report.rows.size(); ++i) // worst first
        QVERIFY(ui::severity(report.rows[i - 1].seen ? &*report.rows[i - 1].seen : nullptr) >=
                ui::severity(report.rows[i].seen ? &*report.rows[i].seen : nullptr));
    report.rows.front().op.name = "<script>alert(1)</script>";
    const QString html = ui::reportHtml(report);
    QVERIFY(!html.contains(QStringLiteral("<script")));
    QVERIFY(html.contains(QStringLiteral("data:image/png;base64,")));
    QVERIFY(!html.contains(QStringLiteral("src=\"http")));
    QVERIFY(html.contains(ui::text(report.plan->plan.id)) && html.contains(ui::text(report.plan->hash)));
    for (const auto& change : report.plan->plan.changes)
        QVERIFY(html.contains(QStringLiteral("%1 → %2").arg(change.from).arg(change.to)));
    // A job of many operators with long reasons is still one page.
    while (report.rows.size() < 300)
        report.rows.push_back(report.rows.back());
    for (const char* form : {"html", "pdf"}) {
        const QString file = space.path(QStringLiteral("report.") + QLatin1String(form));
        const Status written = ui::writeReport(file, report);
        QVERIFY2(written.has_value(), written ? "" : written.error().sentence.c_str());
        QVERIFY(QFileInfo(file).size() > 3'000);
        if (const QString folder = qEnvironmentVariable("ST_UI_SHOTS"); !folder.isEmpty())
            QFile::copy(file, folder + QStringLiteral("/report.") + QLatin1String(form));
    }
    const QByteArray pdf = contents(space.path(QStringLiteral("report.pdf")));
    QVERIFY(pdf.startsWith("%PDF"));
    QCOMPARE(pdf.count("/Type /Page\n"), 1);
    QVERIFY(!ui::writeReport(space.path(QStringLiteral("report.doc")), report));
    QVERIFY(!ui::writeReport(QStringLiteral("/nowhere/report.html"), report));
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

/// What "Copy link" gives leads another window to the same place; nonsense says what a link looks like.
void TestExports::linksLeadBack() {
    for (const char* nonsense : {"", "job", "job:", "job:lab", "job:lab/", "operator:lab/1", "run:x", "run:-1",
                                 "plan:", "view:kitchen", "http://lab/1"}) {
        const auto link = ui::placeLink(QLatin1String(nonsense));
        QVERIFY2(!link && !link.error().hint.empty(), nonsense);
    }
    ui::PlaceLink strange;
    strange.kind = ui::PlaceKind::Operator;
    strange.connection = "a/b c";
    strange.job = "ö:%2F";
    strange.vertex = "\"x\"";
    const auto back = ui::placeLink(ui::toText(strange));
    QVERIFY(back && back->connection == strange.connection && back->job == strange.job &&
            back->vertex == strange.vertex);

    TestSpace space;
    space.addSimulated("lab");
    QString link;
    ui::Place place;
    {
        WindowUnderTest w(space.options());
        QVERIFY(QTest::qWaitFor([&] { return w->feed().graph() && w->session().jobCount() > 1; }, 60'000));
        const auto& jobs = w->session().connections().front().jobs;
        w->session().selection().setJob("lab", jobs.back().id);
        QVERIFY(QTest::qWaitFor([&] { return w->feed().graph() != nullptr; }, 20'000));
        w->session().selection().setVertex(w->feed().graph()->nodes.back().id);
        place = w->session().selection().place();
        w->commands().refresh();
        w->commands().action(QStringLiteral("copy.link"))->trigger();
        const QString line = QGuiApplication::clipboard()->text();
        QVERIFY2(line.startsWith(QStringLiteral("streamtune-workbench '")) && line.contains(QStringLiteral("--goto '")),
                 qPrintable(line));
        link = line.section(QStringLiteral("--goto '"), 1);
        link.chop(1);
    }
    WindowUnderTest w(space.options());
    QVERIFY(w->goTo(link));
    QTRY_VERIFY_WITH_TIMEOUT(w->session().selection().place() == place, 20'000);
    QTRY_VERIFY_WITH_TIMEOUT(w->feed().graph() != nullptr, 20'000);
    QVERIFY(w->session().selection().place() == place);
    QVERIFY(w->goTo(QStringLiteral("view:history")));
    QCOMPARE(w->perspective(), ui::Perspective::History);
    QVERIFY(!w->goTo(QStringLiteral("nowhere")));
}

ST_UI_TEST(TestExports)
#include "tst_exports.moc"
