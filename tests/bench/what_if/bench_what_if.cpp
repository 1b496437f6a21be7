// SPDX-License-Identifier: GPL-3.0-or-later
// From a step of a rate slider, or of a spin box, to the painted graph of a job with 50 operators in the whole window
// at 1280 x 800, offscreen: wall time and CPU of the GUI thread (budget 50 ms), the largest handler (budget 16 ms of
// CPU), and the answer of the model alone.
#include <QElapsedTimer>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QScreen>
#include <QSpinBox>
#include <algorithm>
#include <cstdio>

#include "tests/ui/support/ui_test.h"
#include "tests/ui/support/watchdog.h"
#include "ui/main_window/looks.h"
#include "ui/session/text.h"
#include "ui/session/what_if_flow.h"
#include "ui/views/inspect/graph_panel.h"
#include "ui/views/what_if/rate_slider.h"
#include "ui/views/what_if/what_if_panel.h"

using namespace streamtune;
using namespace streamtune::uitest;

namespace {

constexpr int kOperators = 50;

/// A source, two lines of filters, a sink that reads both.
std::string fiftyOperators(const TestSpace& space) {
    QFile source(QStringLiteral(ST_SOURCE_DIR "/resources/demo/jobs/nexmark-q2.json"));
    if (!source.open(QIODevice::ReadOnly))
        return {};
    QJsonObject job = QJsonDocument::fromJson(source.readAll()).object();
    const QJsonArray nodes = job[QStringLiteral("nodes")].toArray();
    QJsonArray all{nodes.at(0)}, edges;
    QJsonObject initial{{QStringLiteral("sour1"), 1}};
    const auto edge = [&](const QString& from, const QString& to) {
        edges.append(QJsonObject{{QStringLiteral("from"), from},
                                 {QStringLiteral("to"), to},
                                 {QStringLiteral("ship"), QStringLiteral("rebalance")},
                                 {QStringLiteral("share"), 1.0}});
    };
    const auto idOf = [](int i) { return QStringLiteral("filt%1").arg(i); };
    for (int i = 0; i < kOperators - 2; ++i) {
        QJsonObject node = nodes.at(1).toObject();
        node[QStringLiteral("id")] = idOf(i);
        QJsonObject truth = node[QStringLiteral("truth")].toObject();
        truth[QStringLiteral("selectivity")] = 0.95;
        node[QStringLiteral("truth")] = truth;
        all.append(node);
        initial[idOf(i)] = 9;
        edge(i < 2 ? QStringLiteral("sour1") : idOf(i - 2), idOf(i));
    }
    QJsonObject sink = nodes.at(2).toObject();
    all.append(sink);
    initial[QStringLiteral("sink3")] = 9;
    edge(idOf(kOperators - 4), QStringLiteral("sink3"));
    edge(idOf(kOperators - 3), QStringLiteral("sink3"));
    job[QStringLiteral("name")] = QStringLiteral("fifty");
    job[QStringLiteral("nodes")] = all;
    job[QStringLiteral("edges")] = edges;
    job[QStringLiteral("initial")] = initial;
    const QString folder = space.path(QStringLiteral("fifty"));
    QDir().mkpath(folder);
    QFile file(folder + QStringLiteral("/fifty.json"));
    if (!file.open(QIODevice::WriteOnly) || file.write(QJsonDocument(job).toJson()) < 0)
        return {};
    return "sim:" + ui::utf8(folder);
}

/// Counts paint events of one widget.
class Painted final : public QObject {
public:
    explicit Painted(QObject* watched) { watched->installEventFilter(this); }
    int count = 0;

protected:
    bool eventFilter(QObject*, QEvent* event) override {
        count += event->type() == QEvent::Paint ? 1 : 0;
        return false;
    }
};

struct Spent {
    std::vector<double> wall, cpu;
};

void tell(const char* name, std::vector<double> spent, double limit) {
    std::ranges::sort(spent);
    if (spent.empty())
        return void(std::printf("%-52s nothing was measured\n", name));
    std::printf("%-52s %4zu times   median %6.2f   p95 %6.2f   worst %6.2f ms (limit %g)  %s\n", name, spent.size(),
                spent[spent.size() / 2], spent[std::min(spent.size() - 1, spent.size() * 95 / 100)], spent.back(),
                limit, spent[std::min(spent.size() - 1, spent.size() * 95 / 100)] <= limit ? "ok" : "TOO SLOW");
}

/// From the change to the next painted graph.
template <class Change>
Spent updates(WindowUnderTest& w, int rounds, Change change) {
    Spent spent;
    Painted graph(w->graphPanel().view()->viewport());
    QSignalSpy asked(&w->whatIf(), &ui::WhatIfFlow::asked);
    for (int i = 0; i < rounds; ++i) {
        QTest::qWait(20); // what came before is painted
        asked.clear();
        graph.count = 0;
        QElapsedTimer clock;
        clock.start();
        const double before = threadCpuMs();
        change(i);
        while ((asked.isEmpty() || graph.count == 0) && clock.elapsed() < 2'000)
            QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents, 5);
        spent.cpu.push_back(threadCpuMs() - before);
        spent.wall.push_back(static_cast<double>(clock.nsecsElapsed()) / 1e6);
    }
    return spent;
}

void run(MeteredApplication& application) {
    TestSpace space;
    space.addSimulated("lab", fiftyOperators(space));
    WindowUnderTest w(space.options());
    if (!QTest::qWaitFor([&] { return w->feed().graph() && w->feed().shown(); }, 60'000))
        return void(std::printf("the job did not come\n"));
    w->feed().setLeastInterval(Millis{3'600'000}); // polling is measured elsewhere
    QTest::qWait(1'500);
    w->commands().action(QStringLiteral("whatif.begin"))->trigger();
    if (!QTest::qWaitFor([&] { return w->whatIf().state() == ui::WhatIfState::Ready; }, 60'000))
        return void(std::printf("the model was not fitted: %s\n", qPrintable(w->whatIf().why())));
    QTest::qWait(1'000);
    auto& flow = w->whatIf();
    std::printf("%zu operators, %zu of them predicted\n", flow.model()->graph().nodes.size(),
                static_cast<std::size_t>(std::ranges::count_if(
                    flow.answer().nodes, [](const auto& node) { return isKnown(node.bottleneck); })));
    const std::string source = flow.answer().sources.front().source;
    ui::RateSlider* slider = w->whatIfPanel().slider(source);
    QSpinBox* box = w->whatIfPanel().box(flow.model()->graph().nodes[5].id);
    if (!slider || !box)
        return void(std::printf("no slider or no box\n"));
    std::vector<double> alone;
    auto question = flow.model()->present();
    for (int i = 0; i < 60; ++i) {
        question.rates[source] *= i % 2 == 0 ? 1.3 : 0.75;
        const double before = threadCpuMs();
        (void)flow.model()->ask(question);
        alone.push_back(threadCpuMs() - before);
    }
    tell("answer of the model alone, CPU", alone, 50);
    (void)application.takeHandlers();
    const Spent rates = updates(w, 80, [&](int i) { slider->setValue(300 + (i * 37) % 500); });
    tell("slider to painted graph, wall", rates.wall, 50);
    tell("slider to painted graph, CPU of the GUI thread", rates.cpu, 50);
    const Spent levels = updates(w, 80, [&](int i) { box->setValue(2 + i % 20); });
    tell("spin box to painted graph, wall", levels.wall, 50);
    tell("spin box to painted graph, CPU of the GUI thread", levels.cpu, 50);
    tell("any handler meanwhile, CPU", application.takeHandlers(), 16);
    std::printf("the worst was %s\n", qPrintable(application.worst()));
}

} // namespace

int main(int argc, char** argv) {
    prepareEnvironment();
    MeteredApplication application(argc, argv);
    QApplication::setApplicationName(QStringLiteral("streamtune-bench"));
    ui::applyLooks(application, QStringLiteral("light"));
    std::setvbuf(stdout, nullptr, _IOLBF, 0);
    run(application);
}
