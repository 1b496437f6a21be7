// SPDX-License-Identifier: GPL-3.0-or-later
// How the window presents itself: production by shape and word, large text, odd screens, the first picture, files that
// are dropped, recent ones.
#include <QDockWidget>
#include <QDropEvent>
#include <QLabel>
#include <QMenu>
#include <QMessageBox>
#include <QMimeData>
#include <QPushButton>
#include <QSettings>

#include "tests/ui/support/ui_test.h"
#include "ui/session/text.h"
#include "ui/theme/colours.h"
#include "ui/views/inspect/graph_panel.h"
#include "ui/views/inspect/inspect_panels.h"
#include "ui/views/widgets/basics.h"

using namespace streamtune;
using namespace streamtune::uitest;

class TestLooks : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theFirstPictureIsBuiltAlone();
    void productionLooksDifferent();
    void neverOffScreen();
    void largeTextIsNotCut();
    void recentsAreKept();
    void filesAreDropped();
};

namespace {

QSettings windowSettings() {
    return {QSettings::IniFormat, QSettings::UserScope, QStringLiteral("streamtune"), QStringLiteral("workbench")};
}

} // namespace

void TestLooks::theFirstPictureIsBuiltAlone() {
    ui::LogHub hub;
    ui::WindowOptions options;
    options.saveState = false;
    ui::MainWindow window(options, hub);
    QSignalSpy painted(&window, &ui::MainWindow::firstPainted);
    const auto built = [&] { return window.findChildren<QWidget*>().size(); };
    const auto before = built();
    QVERIFY(!window.findChild<ui::GraphPanel*>() && !window.findChild<ui::ChartsPanel*>());
    window.show();
    QTRY_COMPARE(painted.count(), 1);
    QTRY_VERIFY(window.findChild<ui::GraphPanel*>() != nullptr); // the rest comes by itself
    QVERIFY2(built() > 2 * before, qPrintable(QStringLiteral("%1 of %2").arg(before).arg(built())));
}

void TestLooks::productionLooksDifferent() {
    TestSpace space;
    space.addProduction("prod");
    WindowUnderTest w(space.options());
    QVERIFY(QTest::qWaitFor([&] { return w->session().connections().size() == 1; }, 20'000));
    const QImage before = w->grab().toImage();
    w->session().selection().setConnection("prod");
    QTRY_VERIFY(w->windowTitle().contains(QStringLiteral("PROD")) || !w->findChildren<ui::Chip*>().isEmpty());
    bool word = false;
    for (auto* chip : w->findChildren<ui::Chip*>())
        word = word || (chip->isVisible() && chip->text() == QStringLiteral("PROD"));
    QVERIFY(word);
    // The striped edge: along one row of pixels prod colour and ground take turns.
    const QImage after = w->grab().toImage();
    const QRgb prod = ui::theme::colour(ui::theme::Colour::Prod, false).rgb();
    int stripes = 0;
    for (int y = 0; y < 120 && stripes < 20; ++y) {
        stripes = 0;
        for (int x = 1; x < after.width(); ++x)
            stripes += (after.pixel(x, y) == prod) != (after.pixel(x - 1, y) == prod) ? 1 : 0;
    }
    QVERIFY2(stripes >= 20, qPrintable(QString::number(stripes)));
    QVERIFY(before != after);
}

void TestLooks::neverOffScreen() {
    auto settings = windowSettings();
    settings.clear();
    {
        QMainWindow far;
        far.setGeometry(50'000, 40'000, 9'000, 7'000);
        settings.setValue(QStringLiteral("window/version"), ui::kLayoutVersion);
        settings.setValue(QStringLiteral("window/geometry"), far.saveGeometry());
        settings.sync();
    }
    ui::LogHub hub;
    ui::WindowOptions options;
    {
        ui::MainWindow window(options, hub);
        window.show();
        const QRect screen = window.screen()->availableGeometry();
        QVERIFY(screen.contains(window.geometry().center()));
        QVERIFY(window.width() <= screen.width() && window.height() <= screen.height());
        // A floating panel left on a screen that is gone comes back too.
        window.setPerspective(ui::Perspective::Clusters);
        auto* dock = window.docks().at(QStringLiteral("jobs"));
        dock->setFloating(true);
        dock->show();
        dock->move(30'000, 30'000);
        window.setPerspective(ui::Perspective::Train);
        window.setPerspective(ui::Perspective::Clusters);
        QVERIFY(!dock->isFloating() || screen.intersects(dock->geometry()));
        window.close();
    }
    settings.clear();
}

/// The nearest ancestor that has a name, and its size.
static QString panelOf(const QWidget* widget) {
    while (widget->parentWidget() && widget->objectName().isEmpty())
        widget = widget->parentWidget();
    return QStringLiteral("%1 (%2x%3)").arg(widget->objectName()).arg(widget->width()).arg(widget->height());
}

void TestLooks::largeTextIsNotCut() {
    const QFont normal = QApplication::font();
    TestSpace space;
    space.addSimulated("lab");
    WindowUnderTest w(space.options());
    QVERIFY(QTest::qWaitFor([&] { return w->feed().graph() && w->feed().shown(); }, 60'000));
    QFont large = normal;
    large.setPointSizeF(normal.pointSizeF() * 1.5);
    QApplication::setFont(large);
    w->resize(1600, 1000);
    for (const auto perspective : {ui::Perspective::Inspect, ui::Perspective::Review}) {
        w->setPerspective(perspective);
        QTest::qWait(100);
        for (auto* button : w->findChildren<QPushButton*>())
            if (!button->visibleRegion().isEmpty()) // a panel behind another one's tab is laid out when it is seen
                QVERIFY2(button->height() >= button->fontMetrics().height() &&
                             button->width() >=
                                 button->fontMetrics().size(Qt::TextShowMnemonic, button->text()).width(),
                         qPrintable(QStringLiteral("%1 in %2: %3 wide, hint %4")
                                        .arg(button->text(), panelOf(button))
                                        .arg(button->width())
                                        .arg(button->sizeHint().width())));
        for (auto* view : w->findChildren<ui::RowsView*>())
            if (view->isVisible())
                QVERIFY(view->rowHeight(0) == 0 || view->rowHeight(0) >= view->fontMetrics().height());
    }
    shoot(*w, QStringLiteral("large-text"));
    QApplication::setFont(normal);
}

void TestLooks::recentsAreKept() {
    windowSettings().clear();
    TestSpace space;
    {
        const auto made = space.open();
    }
    ui::LogHub hub;
    ui::WindowOptions options;
    options.workbench = space.options();
    {
        ui::MainWindow window(options, hub);
        window.show();
        QVERIFY(QTest::qWaitFor([&] { return window.session().isOpen(); }, 20'000));
        window.close();
        QTRY_VERIFY(!window.isVisible());
    }
    auto settings = windowSettings();
    settings.beginWriteArray(QStringLiteral("recent"), 2);
    settings.setArrayIndex(1);
    settings.setValue(QStringLiteral("file"), QStringLiteral("/nowhere/gone.db"));
    settings.endArray();
    settings.sync();
    ui::WindowOptions none;
    ui::MainWindow window(none, hub);
    auto* menu = window.findChild<QMenu*>(QStringLiteral("recentMenu"));
    QVERIFY(menu && menu->actions().size() == 2);
    QVERIFY(menu->actions()[0]->isEnabled());
    QVERIFY(!menu->actions()[1]->isEnabled());
    QVERIFY(menu->actions()[1]->text().contains(QStringLiteral("missing"))); // greyed with the reason
    windowSettings().clear();
    none.standardFile = space.options().workspace; // that of the command line, never opened in a window
    ui::MainWindow first(none, hub);
    QCOMPARE(first.findChild<QMenu*>(QStringLiteral("recentMenu"))->actions().size(), 1);
}

void TestLooks::filesAreDropped() {
    TestSpace space;
    space.addSimulated("lab");
    WindowUnderTest w({});
    const auto drop = [&](const QString& file) {
        QMimeData data;
        data.setUrls({QUrl::fromLocalFile(file)});
        QDragEnterEvent enter(QPoint(50, 50), Qt::CopyAction, &data, Qt::LeftButton, {});
        QCoreApplication::sendEvent(&w.window(), &enter);
        QDropEvent event(QPointF(50, 50), Qt::CopyAction, &data, Qt::LeftButton, {});
        QCoreApplication::sendEvent(&w.window(), &event);
        return enter.isAccepted() && event.isAccepted();
    };
    QVERIFY(drop(space.path(QStringLiteral("workspace.db"))));
    QVERIFY(QTest::qWaitFor([&] { return w->session().isOpen(); }, 20'000));
    // Something else is shown before it is imported, and is imported only when asked.
    QFile history(space.path(QStringLiteral("runs.jsonl")));
    QVERIFY(history.open(QIODevice::WriteOnly));
    history.write("{\"not\":\"a run\"}\n");
    history.close();
    QVERIFY(drop(history.fileName()));
    auto* box = w->findChild<QMessageBox*>();
    QVERIFY(box && box->isVisible());
    QVERIFY(box->informativeText().contains(QStringLiteral("not")));
    box->close();
    QMimeData text;
    text.setText(QStringLiteral("no file"));
    QDragEnterEvent enter(QPoint(50, 50), Qt::CopyAction, &text, Qt::LeftButton, {});
    enter.ignore();
    QCoreApplication::sendEvent(&w.window(), &enter);
    QVERIFY(!enter.isAccepted());
}

ST_UI_TEST(TestLooks)
#include "tst_looks.moc"
