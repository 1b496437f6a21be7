// SPDX-License-Identifier: GPL-3.0-or-later
// The window's program: options, composition, nothing else.
#include <QApplication>
#include <QCommandLineParser>
#include <QDir>
#include <QElapsedTimer>
#include <QSettings>
#include <QTimer>
#include <cstdio>
#include <ctime>
#ifdef __GLIBC__
#include <malloc.h>
#endif

#include "app/composition/composition.h"
#include "ui/main_window/looks.h"
#include "ui/main_window/main_window.h"
#include "ui/session/language.h"
#include "ui/session/place_link.h"
#include "ui/session/preferences.h"
#include "ui/session/text.h"

using namespace streamtune;

namespace {

constexpr int kSettleLimitMs = 30'000;

struct Choices {
    bool demo = false;
    QString workspace;
    bool readOnly = false;
    QString theme;
    QSize size;
    QString screenshot;
    QString view;
    QString goTo;
    bool timing = false;
    QStringList files;
};

std::optional<Choices> parse(const QApplication& app, QString& wrong) {
    QCommandLineParser parser;
    parser.setApplicationDescription(
        QApplication::translate("main", "Tunes the parallelism of stream processing jobs."));
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addOptions({
        {QStringLiteral("demo"), QApplication::translate("main", "Open the demo workspace.")},
        {QStringLiteral("workspace"), QApplication::translate("main", "Open (or create) this workspace."),
         QStringLiteral("FILE")},
        {QStringLiteral("read-only"), QApplication::translate("main", "Look only: nothing can be changed.")},
        {QStringLiteral("theme"), QApplication::translate("main", "Colours: light or dark."),
         QStringLiteral("light|dark")},
        {QStringLiteral("size"), QApplication::translate("main", "Size of the window."), QStringLiteral("WxH")},
        {QStringLiteral("screenshot"),
         QApplication::translate("main", "Wait until the window has settled, save it as PNG, and end."),
         QStringLiteral("FILE")},
        {QStringLiteral("view"),
         QApplication::translate("main", "Show this view first: inspect, review, clusters or train."),
         QStringLiteral("NAME")},
        {QStringLiteral("goto"),
         QApplication::translate("main", "Go to this place: job:CLUSTER/ID, operator:CLUSTER/ID/VERTEX, plan:ID, "
                                         "run:NUMBER or view:NAME."),
         QStringLiteral("PLACE")},
        {QStringLiteral("timing"), QApplication::translate("main", "Print when the window was first painted.")},
    });
    parser.addPositionalArgument(QStringLiteral("FILE"),
                                 QApplication::translate("main", "Workspace, plan, or run history to open."),
                                 QStringLiteral("[FILE…]"));
    parser.process(app);
    Choices c;
    c.demo = parser.isSet(QStringLiteral("demo"));
    c.workspace = parser.value(QStringLiteral("workspace"));
    c.readOnly = parser.isSet(QStringLiteral("read-only"));
    c.theme = parser.value(QStringLiteral("theme"));
    c.screenshot = parser.value(QStringLiteral("screenshot"));
    c.view = parser.value(QStringLiteral("view"));
    c.goTo = parser.value(QStringLiteral("goto"));
    c.timing = parser.isSet(QStringLiteral("timing"));
    c.files = parser.positionalArguments();
    if (!c.theme.isEmpty() && c.theme != QLatin1String("light") && c.theme != QLatin1String("dark")) {
        wrong = QApplication::translate("main", "--theme is light or dark, not %1.").arg(c.theme);
        return {};
    }
    if (const auto link = ui::placeLink(c.goTo); !c.goTo.isEmpty() && !link) {
        wrong = ui::text(link.error().sentence) + QLatin1Char(' ') + ui::text(link.error().hint);
        return {};
    }
    if (const QString size = parser.value(QStringLiteral("size")); !size.isEmpty()) {
        const QStringList parts = size.split(QLatin1Char('x'));
        c.size = parts.size() == 2 ? QSize(parts[0].toInt(), parts[1].toInt()) : QSize();
        if (c.size.width() < 400 || c.size.height() < 300 || c.size.width() > 16'000 || c.size.height() > 16'000) {
            wrong = QApplication::translate("main", "--size is WIDTHxHEIGHT in pixels, at least 400x300, not %1.")
                        .arg(size);
            return {};
        }
    }
    return c;
}

/// Prints the milliseconds from main() to the first paint.
class FirstPaint final : public QObject {
public:
    FirstPaint(const QElapsedTimer& clock, QObject* parent) : QObject(parent), m_clock(clock) {}

protected:
    bool eventFilter(QObject* watched, QEvent* event) override {
        if (event->type() == QEvent::Paint && !m_done) {
            m_done = true;
            std::fprintf(stderr, "first paint after %lld ms, %lld ms of CPU\n",
                         static_cast<long long>(m_clock.elapsed()),
                         static_cast<long long>(std::clock()) * 1000 / CLOCKS_PER_SEC);
        }
        return QObject::eventFilter(watched, event);
    }

private:
    const QElapsedTimer& m_clock;
    bool m_done = false;
};

void showView(ui::MainWindow& window, const QString& name) {
    using enum ui::Perspective;
    const ui::Perspective wanted = name == QLatin1String("clusters") ? Clusters
                                   : name == QLatin1String("train")  ? Train
                                                                     : Inspect;
    if (name == QLatin1String("review")) {
        // A review needs a plan: the advice for the shown job.
        QAction* recommend = window.commands().action(QStringLiteral("job.recommend"));
        if (!window.review().file() && !window.review().busy() && recommend->isEnabled())
            recommend->trigger();
    } else if (!name.isEmpty() && window.perspective() != wanted) {
        window.setPerspective(wanted);
    }
}

/// Ends the program with the picture once the window has settled and stayed so for a moment.
void takeScreenshot(ui::MainWindow& window, const QString& file, const QString& view) {
    auto* timer = new QTimer(&window);
    auto* clock = new QElapsedTimer;
    clock->start();
    auto* calm = new int(0);
    QObject::connect(timer, &QTimer::timeout, &window, [&window, file, view, clock, calm] {
        showView(window, view);
        *calm = window.isSettled() ? *calm + 1 : 0;
        const bool late = clock->elapsed() > kSettleLimitMs;
        if (*calm < 12 && !late)
            return;
        if (late)
            std::fprintf(stderr, "the window did not settle within %d s; the picture shows it as it is\n",
                         kSettleLimitMs / 1000);
        const bool saved = window.grab().save(file);
        if (!saved)
            std::fprintf(stderr, "%s was not written\n", qPrintable(file));
        QApplication::exit(saved ? 0 : 6);
    });
    QObject::connect(timer, &QObject::destroyed, [clock, calm] {
        delete clock;
        delete calm;
    });
    timer->start(100);
}

} // namespace

int main(int argc, char** argv) {
#ifdef __GLIBC__
    mallopt(M_ARENA_MAX, 2); // threads wait for windows and replies: an arena for each would only cost memory
#endif
    QElapsedTimer clock;
    clock.start();
    QApplication app(argc, argv);
    QApplication::setApplicationName(QStringLiteral("streamtune-workbench"));
    QApplication::setApplicationDisplayName(QStringLiteral("StreamTune Workbench"));
    QApplication::setApplicationVersion(QString::fromStdString(composition::programVersion()));
    QString wrong;
    const auto choices = parse(app, wrong);
    if (!choices) {
        std::fprintf(stderr, "%s\n", qPrintable(wrong));
        return 2;
    }
    ui::LogHub hub;
    setLogSink(
        [&hub](LogLevel level, std::string_view room, std::string_view message) { hub.post(level, room, message); });

    const std::filesystem::path standard = composition::defaultWorkspace();
    if (choices->screenshot.isEmpty()) {
        std::error_code ignored; // without a folder there is no log file, and the log panel says so
        std::filesystem::create_directories(standard.parent_path(), ignored);
        hub.writeTo(ui::text((standard.parent_path() / "workbench.log").string()));
    }
    ui::WindowOptions options;
    options.workbench.readOnly = choices->readOnly;
    options.workbench.actor = ui::utf8(qEnvironmentVariable("USER", QDir::home().dirName()));
    options.demoFile = choices->demo && !choices->workspace.isEmpty()
                           ? std::filesystem::path(ui::utf8(choices->workspace))
                           : standard.parent_path() / "demo.db";
    options.standardFile = standard;
    options.libraries = composition::libraryVersions();
    options.workbench.secrets = composition::secretStore();
    if (!choices->demo && !choices->workspace.isEmpty())
        options.workbench.workspace = ui::utf8(choices->workspace);
    options.saveState = choices->screenshot.isEmpty();
    ui::applyLanguage(ui::Preferences(options.saveState ? ui::MainWindow::store() : nullptr)
                          .choice(QStringLiteral("looks.language")));
    options.theme = [&app](const QString& theme) { ui::applyLooks(app, theme); };
    options.firstTheme = choices->theme;
    int result = 0;
    {
        ui::MainWindow window(options, hub);
        if (choices->timing)
            window.installEventFilter(new FirstPaint(clock, &window));
        if (choices->size.isValid())
            window.resize(choices->size);
        QObject::connect(&window, &ui::MainWindow::firstPainted, &window, [&window, &choices] {
            if (choices->demo)
                window.openDemo();
            for (const QString& file : choices->files)
                window.openFile(file);
        });
        if (!choices->goTo.isEmpty())
            (void)window.goTo(choices->goTo); // its form was looked at already
        window.show();
        if (!choices->screenshot.isEmpty())
            takeScreenshot(window, choices->screenshot, choices->view);
        result = QApplication::exec();
    }
    setLogSink({});
    return result;
}
