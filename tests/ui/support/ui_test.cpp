// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/support/ui_test.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QApplication>
#include <QDir>
#include <QJsonDocument>
#include <QJsonObject>
#include <QToolButton>

#include "tests/ui/support/pseudo_language.h"
#include "tests/ui/support/watchdog.h"
#include "ui/main_window/looks.h"
#include "ui/session/language.h"
#include "ui/session/text.h"

namespace streamtune::uitest {

void prepareEnvironment() {
    static QTemporaryDir home;
    const auto set = [](const char* name, const QString& value) { qputenv(name, value.toUtf8()); };
    if (qEnvironmentVariableIsEmpty("ST_UI_TEST_PLATFORM")) {
        // A screen that is larger than any window of the tests.
        QFile screen(home.filePath(QStringLiteral("screen.json")));
        if (!screen.open(QIODevice::WriteOnly))
            qFatal("no file for the screen");
        screen.write(R"({"screens":[{"name":"screen","x":0,"y":0,"width":2560,"height":1440,)"
                     R"("logicalDpi":96,"logicalBaseDpi":96,"dpr":1}]})");
        set("QT_QPA_PLATFORM", QStringLiteral("offscreen:configfile=") + screen.fileName());
    } else
        set("QT_QPA_PLATFORM", qEnvironmentVariable("ST_UI_TEST_PLATFORM"));
    set("QT_FONT_DPI", QStringLiteral("96"));
    set("LC_ALL", QStringLiteral("C.UTF-8"));
    // Jars of test clusters stay where every suite finds them.
    if (qEnvironmentVariableIsEmpty("ST_FLINK_CACHE"))
        set("ST_FLINK_CACHE", qEnvironmentVariable("XDG_CACHE_HOME", QDir::homePath() + QStringLiteral("/.cache")) +
                                  QStringLiteral("/streamtune/flink"));
    for (const char* name : {"XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"})
        set(name, home.filePath(QString::fromLatin1(name).toLower()));
}

int runTest(QObject& test, int argc, char** argv) {
    MeteredApplication app(argc, argv);
    const Watchdog watchdog;
    QApplication::setApplicationName(QStringLiteral("streamtune-test"));
    const QString language = qEnvironmentVariable("ST_UI_LANGUAGE", QStringLiteral("system"));
    ui::applyLanguage(language);
    PseudoLanguage pseudo;
    if (language == QStringLiteral("pseudo"))
        QCoreApplication::installTranslator(&pseudo);
    ui::applyLooks(app, qEnvironmentVariable("ST_UI_THEME", QStringLiteral("light")));
    QTEST_SET_MAIN_SOURCE_PATH
    return QTest::qExec(&test, argc, argv);
}

TestSpace::TestSpace() {
    if (!m_folder.isValid())
        qFatal("no temporary folder");
}

workbench::Options TestSpace::options() const {
    workbench::Options options;
    options.workspace = ui::utf8(path(QStringLiteral("workspace.db")));
    options.actor = "tester";
    return options;
}

Result<std::shared_ptr<workbench::Workbench>> TestSpace::open() const {
    return workbench::Workbench::open(options());
}

void TestSpace::addProfile(const engines::Profile& profile) {
    const auto bench = open();
    if (!bench)
        qFatal("%s", bench.error().sentence.c_str());
    if (const auto added = (*bench)->addConnection(profile); !added)
        qFatal("%s", added.error().sentence.c_str());
}

void TestSpace::addProduction(const std::string& name) {
    engines::Profile profile;
    profile.name = name;
    profile.kind = engines::EngineKind::Flink;
    profile.type = engines::ConnectionType::Prod;
    profile.url = "http://127.0.0.1:9";
    addProfile(profile);
}

void TestSpace::addSimulated(const std::string& name, const std::string& url,
                             const std::map<std::string, std::string>& options) {
    engines::Profile profile;
    profile.name = name;
    profile.kind = engines::EngineKind::Simulated;
    profile.type = engines::ConnectionType::Test;
    profile.url = url.empty() ? std::string("sim:") + ST_SOURCE_DIR "/resources/demo/jobs" : url;
    profile.options.insert(options.begin(), options.end());
    addProfile(profile);
}

std::string TestSpace::makeJobs(int count, const std::function<std::string(int)>& nameOf) const {
    QFile source(QStringLiteral(ST_SOURCE_DIR "/resources/demo/jobs/nexmark-q2.json"));
    if (!source.open(QIODevice::ReadOnly))
        qFatal("no demo job");
    QJsonObject job = QJsonDocument::fromJson(source.readAll()).object();
    const QString folder = path(QStringLiteral("jobs%1").arg(count));
    QDir().mkpath(folder);
    for (int i = 0; i < count; ++i) {
        job[QStringLiteral("name")] = ui::text(nameOf(i));
        QFile file(folder + QStringLiteral("/job%1.json").arg(i, 4, 10, QLatin1Char('0')));
        if (!file.open(QIODevice::WriteOnly))
            qFatal("no job file");
        file.write(QJsonDocument(job).toJson());
    }
    return "sim:" + ui::utf8(folder);
}

WindowUnderTest::WindowUnderTest(const workbench::Options& options, const std::filesystem::path& demoFile) {
    ui::WindowOptions window;
    window.workbench = options;
    window.demoFile = demoFile;
    window.saveState = false;
    m_window = std::make_unique<ui::MainWindow>(window, m_hub);
    const QStringList size = qEnvironmentVariable("ST_UI_SIZE", QStringLiteral("1280x800")).split(QLatin1Char('x'));
    m_window->resize(size.value(0).toInt(), size.value(1).toInt());
    m_window->show();
    if (!QTest::qWaitForWindowActive(m_window.get()))
        qWarning("the window did not become active");
    m_window->makeRest();
}

bool WindowUnderTest::openDemo() {
    return click(QStringLiteral("file.demo")) &&
           QTest::qWaitFor([this] { return m_window->feed().graph() && m_window->feed().shown(); }, 60'000);
}

void WindowUnderTest::close() {
    m_window.reset();
}

QAbstractButton* buttonFor(QWidget& window, const QString& command) {
    for (auto* button : window.findChildren<QAbstractButton*>())
        if (button->isVisible() && button->objectName() == QStringLiteral("button.") + command)
            return button;
    for (auto* button : window.findChildren<QToolButton*>())
        if (button->isVisible() && button->defaultAction() && button->defaultAction()->objectName() == command)
            return button;
    return nullptr;
}

bool WindowUnderTest::click(const QString& command, int timeoutMs) {
    QAction* action = m_window->commands().action(command);
    if (!action)
        return false;
    const bool ready = QTest::qWaitFor(
        [&] {
            return action->isEnabled() && buttonFor(*m_window, command) && buttonFor(*m_window, command)->isEnabled();
        },
        timeoutMs);
    if (!ready) {
        qWarning("%s cannot be clicked: %s", qPrintable(command), qPrintable(ui::CommandRegistry::whyDisabled(action)));
        return false;
    }
    QTest::mouseClick(buttonFor(*m_window, command), Qt::LeftButton);
    return true;
}

void shoot(ui::MainWindow& window, const QString& name) {
    const QString folder = qEnvironmentVariable("ST_UI_SHOTS");
    if (folder.isEmpty())
        return;
    QTest::qWait(300);
    window.grab().save(folder + QLatin1Char('/') + name + QStringLiteral(".png"));
}

void clickRow(QAbstractItemView& view, int row) {
    const QModelIndex index = view.model()->index(row, 0);
    view.scrollTo(index);
    QTest::mouseClick(view.viewport(), Qt::LeftButton, {}, view.visualRect(index).center());
}

} // namespace streamtune::uitest
