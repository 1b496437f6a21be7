// SPDX-License-Identifier: GPL-3.0-or-later
// A made-up language: every text that goes through translation comes back in brackets, longer and with accents. What a
// person reads without brackets could not be translated. And numbers follow the language's own habits.
#include <QDialog>
#include <QDirIterator>
#include <QDockWidget>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QMenu>
#include <QMenuBar>
#include <QRegularExpression>
#include <QTabBar>
#include <QToolButton>
#include <QXmlStreamReader>
#include <algorithm>

#include "tests/ui/support/pseudo_language.h"
#include "tests/ui/support/ui_test.h"
#include "ui/main_window/top_bar.h"
#include "ui/session/core_words.h"
#include "ui/session/language.h"
#include "ui/session/preferences.h"
#include "ui/session/text.h"
#include "ui/views/dag/dag_model.h"
#include "ui/views/widgets/basics.h"

using namespace streamtune;
using namespace streamtune::uitest;

namespace {

constexpr QChar kOpen = PseudoLanguage::kOpen;

bool hasLetters(const QString& words) {
    return std::ranges::count_if(words, [](QChar c) { return c.isLetter(); }) > 2;
}

/// Symbols and names that are the same in every language.
bool isSame(const QString& words) {
    static const QStringList kNames{QStringLiteral("StreamTune Workbench"), QStringLiteral("JSON"),
                                    QStringLiteral("CSV")};
    return !hasLetters(words) || kNames.contains(words);
}

} // namespace

class TestTranslation : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() {
        if (!QByteArray(QTest::currentTestFunction()).startsWith("german"))
            QCoreApplication::installTranslator(&m_language);
    }
    void cleanup() {
        QCoreApplication::removeTranslator(&m_language);
        ui::applyLanguage(QStringLiteral("system"));
    }
    void everyCommandIsTranslated();
    void everyControlIsTranslated();
    void numbersFollowTheLanguage();
    void germanIsWhole();
    void germanIsSpoken();
    void germanOfCoreIsWhatCoreSays();

private:
    void check(const QString& where, const QString& words) {
        if (!words.contains(kOpen) && !isSame(words))
            m_wrong << where + QStringLiteral(": ") + words.left(80);
    }
    void checkControls(QWidget& window, const QString& where);
    void verdict() {
        m_wrong.removeDuplicates();
        for (const QString& wrong : m_wrong)
            qWarning("%s", qPrintable(wrong));
        const auto count = m_wrong.size();
        m_wrong.clear();
        QCOMPARE(count, 0);
    }
    PseudoLanguage m_language;
    QStringList m_wrong;
};

void TestTranslation::everyCommandIsTranslated() {
    WindowUnderTest w({});
    for (const QAction* action : w->commands().actions()) {
        const QString id = ui::CommandRegistry::id(action);
        if (!id.startsWith(QStringLiteral("method."))) // names of methods
            check(id, action->text());
        check(id + QStringLiteral(" group"), ui::CommandRegistry::group(action));
        if (!action->isEnabled())
            check(id + QStringLiteral(" why not"), ui::CommandRegistry::whyDisabled(action));
        check(id + QStringLiteral(" tip"), action->toolTip());
    }
    for (const QAction* action : w->topBar().menuBar()->actions())
        check(QStringLiteral("menu"), action->text());
    for (const auto& preference : w->preferences().all()) {
        check(preference.id, preference.title);
        check(preference.id, preference.tip);
        check(preference.id, preference.group);
    }
    verdict();
}

/// Labels hold data too; buttons, tabs, fields, titles and empty states do not.
void TestTranslation::checkControls(QWidget& window, const QString& where) {
    for (const auto* button : window.findChildren<QAbstractButton*>())
        if (button->isVisible()) {
            if (const auto* tool = qobject_cast<const QToolButton*>(button);
                !tool || (tool->toolButtonStyle() != Qt::ToolButtonIconOnly && !tool->menu()))
                check(where + QStringLiteral(" button ") + button->objectName(), button->text());
            if (button->property("kind") != QStringLiteral("subject")) // the name of a job
                check(where + QStringLiteral(" tip of ") + button->text(), button->toolTip());
        }
    for (const auto* edit : window.findChildren<QLineEdit*>())
        if (edit->isVisible() && !edit->objectName().startsWith(QStringLiteral("qt_"))) {
            check(where + QStringLiteral(" name of a field"), edit->accessibleName());
        }
    for (const auto* empty : window.findChildren<ui::EmptyState*>())
        if (empty->isVisible())
            check(where + QStringLiteral(" empty state"), empty->accessibleName());
    for (const auto* dock : window.findChildren<QDockWidget*>())
        check(where + QStringLiteral(" dock"), dock->windowTitle());
    for (const auto* bar : window.findChildren<QTabBar*>())
        for (int i = 0; i < bar->count() && bar->isVisible(); ++i)
            check(where + QStringLiteral(" tab"), bar->tabText(i));
    for (const auto* view : window.findChildren<QTableView*>())
        for (int column = 0; view->isVisible() && column < view->model()->columnCount(); ++column)
            check(where + QStringLiteral(" column of ") + view->accessibleName(),
                  view->model()->headerData(column, Qt::Horizontal).toString());
}

void TestTranslation::everyControlIsTranslated() {
    TestSpace space;
    space.addSimulated("lab");
    WindowUnderTest w(space.options());
    QVERIFY(QTest::qWaitFor([&] { return w->feed().graph() && w->feed().shown(); }, 60'000));
    for (const auto& [perspective, name] : {std::pair{ui::Perspective::Inspect, QStringLiteral("inspect")},
                                            {ui::Perspective::Review, QStringLiteral("review")},
                                            {ui::Perspective::Clusters, QStringLiteral("clusters")},
                                            {ui::Perspective::History, QStringLiteral("history")}}) {
        w->setPerspective(perspective);
        QTest::qWait(300);
        checkControls(w.window(), name);
    }
    for (const char* id : {"edit.settings", "file.connect", "help.keys", "help.firstSteps"}) {
        w->commands().action(QLatin1String(id))->trigger();
        QTest::qWait(200);
        for (QWidget* top : QApplication::topLevelWidgets())
            if (top->isVisible() && top != &w.window() && qobject_cast<QDialog*>(top)) {
                check(QLatin1String(id) + QStringLiteral(" title"), top->windowTitle());
                checkControls(*top, QLatin1String(id));
                top->close();
            }
    }
    shoot(w.window(), QStringLiteral("pseudo-language"));
    verdict();
}

void TestTranslation::numbersFollowTheLanguage() {
    const QLocale before;
    QLocale::setDefault(QLocale(QLocale::German));
    const QString number = ui::shortNumber(12'345.0), share = ui::percent(0.004), small = ui::duration(4.25);
    QLocale::setDefault(before);
    QVERIFY2(number.startsWith(QStringLiteral("12,3")), qPrintable(number));
    QVERIFY2(share.contains(QStringLiteral("0,4")), qPrintable(share));
    QVERIFY2(small.startsWith(QStringLiteral("4,25")), qPrintable(small));
    // Counted texts have a form for one.
    const PseudoLanguage pseudo;
    QVERIFY(pseudo.translate("", "%n row(s)", "", 1).startsWith(kOpen + QStringLiteral("%n row") + QChar(0xE9)));
    QVERIFY(pseudo.translate("", "%n row(s)", "", 2).startsWith(kOpen + QStringLiteral("%n rows")));
}

/// Every text has a German one with the same places to fill in, plurals have both forms, and keys are kept.
void TestTranslation::germanIsWhole() {
    QFile file(QStringLiteral(ST_SOURCE_DIR "/resources/translations/streamtune_de.ts"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QXmlStreamReader xml(&file);
    const auto places = [](const QString& words) {
        static const QRegularExpression place(QStringLiteral("%\\d|%n|\\{p\\}"));
        QStringList found;
        for (auto it = place.globalMatch(words); it.hasNext();)
            found << it.next().captured();
        found.sort();
        return found;
    };
    QString source;
    QStringList wrong;
    int texts = 0, forms = 0;
    bool counted = false;
    const auto compare = [&](const QString& german) {
        if (german.isEmpty() || places(german) != places(source) ||
            german.count(QLatin1Char('&')) != source.count(QLatin1Char('&')))
            wrong << source + QStringLiteral(" => ") + german;
    };
    while (!xml.atEnd()) {
        if (xml.readNext() == QXmlStreamReader::EndElement && xml.name() == QLatin1String("message") && counted &&
            forms != 2)
            wrong << source + QStringLiteral(": forms of one and of several");
        if (xml.tokenType() != QXmlStreamReader::StartElement)
            continue;
        if (xml.name() == QLatin1String("message")) {
            counted = xml.attributes().value(QLatin1String("numerus")) == QLatin1String("yes");
            forms = 0;
        } else if (xml.name() == QLatin1String("source")) {
            source = xml.readElementText();
        } else if (xml.name() == QLatin1String("numerusform")) {
            ++forms;
            compare(xml.readElementText());
        } else if (xml.name() == QLatin1String("translation")) {
            ++texts;
            if (xml.attributes().value(QLatin1String("type")) == QLatin1String("unfinished"))
                wrong << source + QStringLiteral(": not translated");
            if (!counted)
                compare(xml.readElementText());
        }
    }
    QVERIFY2(!xml.hasError(), qPrintable(xml.errorString()));
    QVERIFY(texts > 2'000);
    for (const QString& what : wrong)
        qWarning("%s", qPrintable(what));
    QCOMPARE(wrong.size(), 0);
}

/// What a person sees is German, numbers too.
void TestTranslation::germanIsSpoken() {
    if (ui::languages().size() < 2)
        QSKIP("built without lrelease");
    ui::applyLanguage(QStringLiteral("de"));
    QCOMPARE(ui::appliedLanguage(), QStringLiteral("de"));
    QVERIFY(ui::shortNumber(12'345.0).startsWith(QStringLiteral("12,3")));
    QCOMPARE(QApplication::translate("streamtune::ui::GraphPanel", "Laying out %n operator(s)", nullptr, 1),
             QStringLiteral("Ordnet 1 Operator an"));
    QCOMPARE(QApplication::translate("streamtune::ui::GraphPanel", "Laying out %n operator(s)", nullptr, 7),
             QStringLiteral("Ordnet 7 Operatoren an"));
    TestSpace space;
    space.addSimulated("lab");
    WindowUnderTest w(space.options());
    QVERIFY(QTest::qWaitFor([&] { return w->feed().graph() && w->feed().shown(); }, 60'000));
    const auto text = [&](const char* id) {
        return w->commands().action(QLatin1String(id))->text().remove(QLatin1Char('&'));
    };
    QCOMPARE(text("file.quit"), QStringLiteral("Beenden"));
    QCOMPARE(text("job.recommend"), QStringLiteral("Empfehlen"));
    QCOMPARE(text("plan.rollback"), QString::fromUtf8("Zurücknehmen …"));
    // What free functions say, in contexts of their own.
    const ui::Preferences preferences(nullptr);
    QCOMPARE(preferences.find(QStringLiteral("looks.language")).title, QStringLiteral("Sprache"));
    QCOMPARE(ui::dag::wordOf(ui::dag::NodeState::BackPressured), QStringLiteral("gestaut"));
    QCOMPARE(w->docks().at(QStringLiteral("details"))->windowTitle(), QStringLiteral("Details"));
    shoot(w.window(), QStringLiteral("german"));
    // A language that is not there is that of the system, else English.
    ui::applyLanguage(QStringLiteral("tlh"));
    QVERIFY(ui::appliedLanguage() != QStringLiteral("tlh"));
}

/// The sentences of core that the window translates are those that core says: letter by letter between what is filled
/// in.
void TestTranslation::germanOfCoreIsWhatCoreSays() {
    QString core;
    for (QDirIterator files(QStringLiteral(ST_SOURCE_DIR "/core"), {QStringLiteral("*.cpp")}, QDir::Files,
                            QDirIterator::Subdirectories);
         files.hasNext();) {
        QFile file(files.next());
        QVERIFY(file.open(QIODevice::ReadOnly));
        core += QString::fromUtf8(file.readAll());
    }
    static const QRegularExpression join(QStringLiteral("\"\\s*\n\\s*\"")),
        hole(QStringLiteral("%\\d\\.? ?|\\.$| \\(|\\. |\""));
    core.remove(join).replace(QStringLiteral("\\\""), QStringLiteral("\""));
    QFile file(QStringLiteral(ST_SOURCE_DIR "/resources/translations/streamtune_de.ts"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QXmlStreamReader xml(&file);
    QString context;
    int sentences = 0;
    while (!xml.atEnd()) {
        if (xml.readNext() != QXmlStreamReader::StartElement)
            continue;
        if (xml.name() == QLatin1String("name"))
            context = xml.readElementText();
        if (xml.name() != QLatin1String("source") || context != QLatin1String("CoreWords"))
            continue;
        const QString source = xml.readElementText();
        if (source.at(0).isLower() && !source.contains(QLatin1Char(' ')))
            continue; // a state, which engines write in capitals
        ++sentences;
        for (const QString& part : source.split(hole))
            if (hasLetters(part))
                QVERIFY2(core.contains(part), qPrintable(source + QStringLiteral(": ") + part));
    }
    QVERIFY(sentences > 60);

    QCOMPARE(ui::coreText("Its back-pressure was not measured."),
             QStringLiteral("Its back-pressure was not measured.")); // English stays
    if (ui::languages().size() < 2)
        QSKIP("built without lrelease");
    ui::applyLanguage(QStringLiteral("de"));
    QCOMPARE(ui::jobStateWord("RUNNING"), QStringLiteral("läuft"));
    QCOMPARE(ui::jobStateWord("SOMETHING NEW"), QStringLiteral("something new"));
    QCOMPARE(ui::coreText("It could be the cause (\"join %1\" waits for it), but its busy share was not measured."),
             QStringLiteral("Er könnte die Ursache sein („join %1“ wartet auf ihn), aber seine Auslastung wurde nicht "
                            "gemessen."));
    QCOMPARE(ui::coreText("The job uses 4 slots and would use 6. 3 are free."),
             QStringLiteral("Der Job braucht 4 Slots und bräuchte 6. Frei sind 3."));
    QCOMPARE(ui::coreText("\"state\" waits for it"), QStringLiteral("„state“ wartet auf ihn")); // a name stays
    QCOMPARE(
        ui::coreText("It was only seen at 2 to 4; what it bears at 9 is carried over by the law of its kind."),
        QStringLiteral("Er wurde nur bei 2 bis 4 gesehen; was er bei 9 schafft, folgt aus dem Gesetz seiner Art."));
    QCOMPARE(ui::coreText("Nobody said this before."), QStringLiteral("Nobody said this before."));
}

ST_UI_TEST(TestTranslation)
#include "tst_translation.moc"
