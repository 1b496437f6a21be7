// SPDX-License-Identifier: GPL-3.0-or-later
// The whole window at 1280 x 800, offscreen: 200 jobs that change all the time, selections, and a table of a million
// rows. CPU milliseconds of the GUI thread: 95th percentile and worst. The watchdog names what holds the thread for
// more than 50 ms of wall time.
#include <QElapsedTimer>
#include <QImage>
#include <QPainter>
#include <QScrollBar>
#include <algorithm>
#include <cstdio>

#include "tests/ui/support/ui_test.h"
#include "tests/ui/support/watchdog.h"
#include "ui/main_window/looks.h"
#include "ui/models/table_model.h"
#include "ui/session/text.h"
#include "ui/views/connections/connection_panels.h"
#include "ui/views/history/history_page.h"
#include "ui/views/inspect/graph_panel.h"
#include "ui/views/inspect/inspect_panels.h"
#include "ui/views/widgets/basics.h"

using namespace streamtune;
using namespace streamtune::uitest;

namespace {

/// Pictures without alpha, as windows have them: letters for another kind of picture are all drawn anew.
constexpr auto kScreen = QImage::Format_RGB32;

void tell(const char* name, std::vector<double> spent, double limit95, double limitWorst) {
    std::ranges::sort(spent);
    if (spent.empty()) {
        std::printf("%-44s nothing was measured\n", name);
        return;
    }
    const double high = spent[std::min(spent.size() - 1, spent.size() * 95 / 100)];
    std::printf("%-44s %5zu times   p95 %6.2f ms (limit %g)   worst %6.2f ms (limit %g)  %s\n", name, spent.size(),
                high, limit95, spent.back(), limitWorst,
                high <= limit95 && spent.back() <= limitWorst ? "ok" : "TOO SLOW");
}

void liveJobs(MeteredApplication& application) {
    TestSpace space;
    space.addSimulated("many", space.makeJobs(200, [](int i) { return "job-" + std::to_string(i); }));
    WindowUnderTest w(space.options());
    if (!QTest::qWaitFor([&] { return w->session().jobCount() == 200 && w->feed().shown(); }, 120'000)) {
        std::printf("the 200 jobs did not come\n");
        return;
    }
    QTest::qWait(2'000); // the window builds the rest of itself
    (void)application.takeHandlers();
    Watchdog watchdog;
    for (int round = 0; round < 20; ++round) {
        w->session().refreshAllJobs();
        w->feed().readNow();
        QTest::qWait(300);
    }
    const auto handlers = application.takeHandlers();
    tell("live update of 200 jobs: any handler", handlers, 16, 16);
    std::printf("%-44s %s; watchdog reports: %d\n", "  the worst was", qPrintable(application.worst()),
                watchdog.reports());

    std::vector<double> chosen;
    auto& jobs = *w->jobsPanel().view();
    for (int i = 0; i < 30; ++i) {
        const double before = threadCpuMs();
        clickRow(jobs, (i * 7) % 200);
        w->grab();
        chosen.push_back(threadCpuMs() - before);
        QTest::qWait(60);
    }
    tell("choose a job, whole window painted", chosen, 50, 50);
}

void operators() {
    TestSpace space;
    space.addSimulated("lab");
    WindowUnderTest w(space.options());
    if (!QTest::qWaitFor([&] { return w->feed().graph() && w->feed().shown(); }, 60'000))
        return;
    QTest::qWait(1'000);
    std::vector<double> chosen;
    const auto nodes = w->feed().graph()->nodes; // the graph is replaced while events are handled
    for (std::size_t i = 0; i < 60; ++i) {
        const double before = threadCpuMs();
        w->session().selection().setVertex(nodes[i % nodes.size()].id);
        QCoreApplication::processEvents();
        chosen.push_back(threadCpuMs() - before);
    }
    tell("choose an operator: every view follows", chosen, 50, 50);
}

struct Line {
    int number = 0;
};

/// What a table of a million rows costs to paint and to scroll: rows of fixed height, cells made when they are seen.
void millionRows() {
    const auto cell = [](double factor) {
        return [factor](const Line& line, int role) -> QVariant {
            const Number n = line.number * factor;
            return role == Qt::DisplayRole ? QVariant(ui::shortNumber(n)) : QVariant();
        };
    };
    std::vector<ui::Column<Line>> columns{
        {QStringLiteral("Operator"),
         {},
         ui::ColumnKind::Text,
         [](const Line& line, int role) -> QVariant {
             return role == Qt::DisplayRole ? QVariant(QStringLiteral("operator %1").arg(line.number % 97))
                                            : QVariant();
         }},
        {QStringLiteral("in /s"), {}, ui::ColumnKind::Number, cell(1.5)},
        {QStringLiteral("out /s"), {}, ui::ColumnKind::Number, cell(0.7)},
        {QStringLiteral("busy"), {}, ui::ColumnKind::Number, cell(1e-6)}};
    ui::TableModel<Line> model(std::move(columns), [](const Line& line) { return QString::number(line.number); });
    std::vector<Line> lines(1'000'000);
    for (std::size_t i = 0; i < lines.size(); ++i)
        lines[i].number = static_cast<int>(i);
    QElapsedTimer clock;
    clock.start();
    model.setRows(std::move(lines));
    ui::RowsView view(QStringLiteral("Observations"));
    view.setSource(&model, -1, Qt::AscendingOrder);
    view.resize(1280, 800);
    view.show();
    QCoreApplication::processEvents();
    std::printf("%-44s %lld ms wall\n", "a million rows into the table", static_cast<long long>(clock.elapsed()));
    std::vector<double> scrolled;
    QImage target(view.size(), kScreen);
    QScrollBar* bar = view.verticalScrollBar();
    for (int i = 0; i < 400; ++i) {
        const double before = threadCpuMs();
        bar->setValue(i % 10 == 9 ? static_cast<int>(static_cast<long long>(i) * 7919'001 % bar->maximum())
                                  : bar->value() + 72);
        QPainter painter(&target);
        view.viewport()->render(&painter);
        painter.end();
        scrolled.push_back(threadCpuMs() - before);
    }
    tell("scroll a million rows", scrolled, 8, 16);
}

/// Every step of scrolling through recorded operators of the demo, pages that arrive meanwhile included.
void pagedHistory(MeteredApplication& application) {
    TestSpace space;
    workbench::Options options;
    options.actor = "bench";
    WindowUnderTest w(options, std::filesystem::path(ui::utf8(space.path(QStringLiteral("demo.db")))));
    w->openDemo();
    if (!QTest::qWaitFor([&] { return w->session().isOpen(); }, 120'000))
        return;
    w->setPerspective(ui::Perspective::History);
    w->historyPage().setPart(ui::HistoryPage::Observations);
    auto& view = *w->historyPage().observationsView();
    if (!QTest::qWaitFor([&] { return view.model()->rowCount() >= 200; }, 60'000)) {
        std::printf("no recorded operators came\n");
        return;
    }
    QTest::qWait(500);
    (void)application.takeHandlers();
    std::vector<double> scrolled;
    QImage target(view.size(), kScreen);
    view.viewport()->render(&target); // texts are laid out when they are first painted, before anybody scrolls
    for (int i = 0; i < 400; ++i) {
        const int rows = view.model()->rowCount();
        const double before = threadCpuMs();
        view.verticalScrollBar()->setValue(view.verticalScrollBar()->value() + (i % 10 == 9 ? 40 : 6));
        QPainter painter(&target);
        view.viewport()->render(&painter);
        painter.end();
        scrolled.push_back(threadCpuMs() - before);
        if (scrolled.back() > 16)
            std::printf("  step %d of %d rows took %.1f ms\n", i, rows, scrolled.back());
        QCoreApplication::processEvents(QEventLoop::AllEvents, 5);
    }
    tell("scroll the history, one step", scrolled, 8, 16);
    tell("  any handler meanwhile", application.takeHandlers(), 16, 33);
    std::printf("%-44s %d rows were read\n", "", view.model()->rowCount());
}

} // namespace

int main(int argc, char** argv) {
    prepareEnvironment();
    MeteredApplication application(argc, argv);
    QApplication::setApplicationName(QStringLiteral("streamtune-bench"));
    ui::applyLooks(application, QStringLiteral("light"));
    std::setvbuf(stdout, nullptr, _IOLBF, 0);
    operators();
    millionRows();
    pagedHistory(application);
    liveJobs(application);
    return 0;
}
