// SPDX-License-Identifier: GPL-3.0-or-later
// Frames of 2,000 nodes and 4,000 edges at 1280 x 800: CPU milliseconds of this thread, median and maximum.
#include <QApplication>
#include <QImage>
#include <QPainter>
#include <QScrollBar>
#include <QWheelEvent>
#include <algorithm>
#include <cstdio>
#include <ctime>
#include <functional>
#include <vector>

#include "dag_samples.h"
#include "ui/theme/colours.h"
#include "ui/views/dag/dag_view.h"

using namespace streamtune;
using namespace streamtune::ui;

namespace {

double cpuMs() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

void frames(const char* name, dag::DagView& view, int count, const std::function<void(int)>& step) {
    std::vector<double> spent;
    QImage target(view.size(), QImage::Format_ARGB32_Premultiplied);
    for (int i = 0; i < count; ++i) {
        const double start = cpuMs();
        step(i);
        QPainter painter(&target);
        view.viewport()->render(&painter); // by its paint event: only what is exposed
        painter.end();
        spent.push_back(cpuMs() - start);
    }
    std::ranges::sort(spent);
    std::printf("%-28s median %6.1f ms   max %6.1f ms\n", name, spent[spent.size() / 2], spent.back());
}

} // namespace

int main(int argc, char** argv) {
    qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    application.setPalette(theme::palette(false));
    dag::DagModel model = dag::manyOperators(2000, 2, true);
    const double start = cpuMs();
    model.layout = layout::quickLayout(model.graph, {});
    std::printf("%zu nodes, %zu edges; quick layout %.1f ms\n", model.graph.nodes.size(), model.graph.edges.size(),
                cpuMs() - start);
    const double loading = cpuMs();
    dag::DagView view;
    view.resize(1280, 800);
    view.show();
    view.setModel(model);
    std::printf("set model %.1f ms\n", cpuMs() - loading);
    const double numbers = cpuMs();
    dag::DagModel again = model;
    again.layout = {};
    view.setModel(again);
    std::printf("new numbers %.1f ms\n", cpuMs() - numbers);
    for (const auto& [name, show] : {std::pair{"measured only", dag::Show::Measured},
                                     {"difference", dag::Show::Difference},
                                     {"both again", dag::Show::Both}}) {
        const double switching = cpuMs();
        view.setShow(show);
        std::printf("%s %.1f ms\n", name, cpuMs() - switching);
    }
    frames("fit", view, 30, [](int) {});
    const double fit = view.zoom();
    frames("zoom from fit to 100 %", view, 30, [&](int i) { view.zoomBy(i == 0 ? 1 : std::pow(1 / fit, 1.0 / 29)); });
    frames("pan at 100 %", view, 60, [&](int i) {
        view.horizontalScrollBar()->setValue(view.horizontalScrollBar()->value() + (i % 2 == 0 ? 37 : 23));
    });
    view.fit();
    view.zoomBy(0.4 / fit);
    frames("pan in the middle level", view, 60, [&](int i) {
        view.horizontalScrollBar()->setValue(view.horizontalScrollBar()->value() + (i % 2 == 0 ? 37 : 23));
    });
    view.fit();
    // A wheel zoom as a person does it: the last frame is stretched until the wheel rests.
    frames("wheel at fit", view, 30, [&](int i) {
        const QPointF at(640, 400);
        QWheelEvent wheel(at, view.viewport()->mapToGlobal(at), {}, {0, i % 2 == 0 ? 120 : -120}, Qt::NoButton, {},
                          Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(view.viewport(), &wheel);
    });
    view.fit();
    frames("select at fit", view, 30, [&](int i) { view.selectNode(QStringLiteral("v%1").arg(i * 60)); });
    return 0;
}
