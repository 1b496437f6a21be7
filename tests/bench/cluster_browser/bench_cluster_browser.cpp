// SPDX-License-Identifier: GPL-3.0-or-later
// The cluster browser on a workspace of 10,000 jobs that ran 200 distinct graphs of 20 families: how long the GUI
// thread was held up while all of it was read, measured and clustered, and what painting and choosing cost it.
#include <QApplication>
#include <QElapsedTimer>
#include <QImage>
#include <QMouseEvent>
#include <QPainter>
#include <QTimer>
#include <ctime>

#include "tests/support/graph_maker.h"
#include "tests/ui/support/ui_test.h"
#include "ui/main_window/looks.h"
#include "ui/session/cluster_flow.h"
#include "ui/views/clusters/cluster_map.h"
#include "ui/views/clusters/cluster_panels.h"
#include "ui/views/clusters/clusters_page.h"

using namespace streamtune;
using streamtune::testing::GraphMaker;

namespace {

double threadMs() {
    timespec t{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return static_cast<double>(t.tv_sec) * 1e3 + static_cast<double>(t.tv_nsec) * 1e-6;
}

/// CPU of this thread, mean and largest of `times`.
template <class F>
void measure(const char* what, int times, F&& work) {
    double total = 0, most = 0;
    for (int i = 0; i < times; ++i) {
        const double start = threadMs();
        work(i);
        const double took = threadMs() - start;
        total += took;
        most = std::max(most, took);
    }
    std::printf("%-58s mean %8.2f ms   most %8.2f ms\n", what, total / times, most);
}

/// The longest time in which the event loop did not come round, in CPU of the GUI thread: other programs do not count.
class Pulse {
public:
    Pulse() {
        m_timer.setInterval(0);
        QObject::connect(&m_timer, &QTimer::timeout, [this] {
            const double now = threadMs();
            m_most = std::max(m_most, now - m_last);
            m_last = now;
        });
        m_timer.start();
    }
    double take() { return std::exchange(m_most, 0.0); }

private:
    QTimer m_timer;
    double m_last = threadMs();
    double m_most = 0;
};

Observation windowOf(const JobGraph& graph, int number) {
    Observation window;
    window.connection = "log";
    window.jobId = "job-" + std::to_string(number);
    window.jobName = window.jobId;
    window.engine = number % 3 == 0 ? "timely" : "flink";
    window.end = TimePoint{Millis{1'700'000'000'000LL + number * 60'000LL}};
    window.start = window.end - Millis{30'000};
    window.seconds = 30;
    for (const Operator& op : graph.nodes) {
        NodeObservation& node = window.nodes.emplace_back();
        node.id = op.id;
        node.parallelism = op.parallelism;
    }
    return window;
}

void record(workbench::Workbench& bench) {
    GraphMaker make(7);
    std::vector<JobGraph> graphs;
    for (int family = 0; family < 20; ++family) {
        const JobGraph origin = make.job(2 + family * 24 / 19);
        for (int i = 0; i < 10; ++i)
            graphs.push_back(i == 0 ? origin : make.edited(origin, 1 + make.upTo(4)));
    }
    auto store = bench.store();
    if (!store)
        qFatal("%s", store.error().sentence.c_str());
    const Status done = (*store)->transaction([&]() -> Status {
        for (int i = 0; i < 10'000; ++i) {
            const JobGraph& graph = graphs[static_cast<std::size_t>(i) % graphs.size()];
            ST_TRY((*store)->record(graph, windowOf(graph, i), {}));
        }
        return {};
    });
    if (!done)
        qFatal("%s", done.error().sentence.c_str());
}

/// With the mouse, as a person moves the map.
void drag(QWidget& map, QPoint by) {
    const QPoint from = map.rect().center();
    const auto send = [&map](QEvent::Type type, QPoint at, Qt::MouseButtons held) {
        QMouseEvent event(type, QPointF(at), map.mapToGlobal(QPointF(at)), Qt::MiddleButton, held, Qt::NoModifier);
        QCoreApplication::sendEvent(&map, &event);
    };
    send(QEvent::MouseButtonPress, from, Qt::MiddleButton);
    send(QEvent::MouseMove, from + by / 2, Qt::MiddleButton);
    send(QEvent::MouseMove, from + by, Qt::MiddleButton);
    send(QEvent::MouseButtonRelease, from + by, Qt::NoButton);
}

bool waitFor(const std::function<bool()>& there) {
    return QTest::qWaitFor(there, 600'000);
}

} // namespace

int main(int argc, char** argv) {
    uitest::prepareEnvironment();
    QApplication application(argc, argv);
    ui::applyLooks(application, QStringLiteral("light"));
    uitest::TestSpace space;
    {
        auto bench = space.open();
        if (!bench)
            qFatal("%s", bench.error().sentence.c_str());
        record(**bench);
    }
    QElapsedTimer clock;
    uitest::WindowUnderTest w(space.options());
    auto& flow = w->clusters();
    auto& page = w->clustersPage();
    waitFor([&] { return w->session().isOpen(); });
    w->setPerspective(ui::Perspective::Clusters);
    waitFor([&] { return flow.state() == ui::ClustersState::NotClustered; });
    Pulse pulse;
    clock.start();
    flow.preview(std::nullopt, 5);
    waitFor([&] { return flow.state() == ui::ClustersState::Ready; });
    std::printf("clustered, stored and shown after %.1f s wall; GUI thread held up for at most %.1f ms\n",
                static_cast<double>(clock.elapsed()) / 1e3, pulse.take());
    clock.restart();
    waitFor([&] { return flow.distances() != nullptr; });
    std::printf("map there after another %.1f s wall; GUI thread held up for at most %.1f ms\n",
                static_cast<double>(clock.elapsed()) / 1e3, pulse.take());
    std::printf("%zu jobs, %zu distinct graphs, %zu clusters\n", flow.scene()->jobs.size(),
                flow.scene()->ofGraph.size(), flow.scene()->clusters().size());
    measure("read again: scene and all panels (GUI thread)", 1, [&](int) {
        flow.reload();
        const auto before = flow.scene();
        waitFor([&] { return flow.scene() != before; });
    });
    auto& map = *page.map();
    for (const QSize size : {QSize(650, 430), QSize(2560, 1440)}) {
        map.resize(size);
        map.fit();
        QImage image(size, QImage::Format_ARGB32_Premultiplied);
        measure(qPrintable(QStringLiteral("map painted, %1 x %2").arg(size.width()).arg(size.height())), 20,
                [&](int) { map.render(&image); });
        measure("    moved by a few pixels, and painted", 20, [&](int i) {
            drag(map, QPoint(i % 2 == 0 ? 37 : -37, i % 2 == 0 ? 23 : -23));
            map.render(&image);
        });
        measure("    zoomed by a step, and painted", 20, [&](int i) {
            map.zoomBy(i % 2 == 0 ? 1.2 : 1 / 1.2);
            map.render(&image);
        });
        measure("    a step of zooming until it is sharp, at each frame", 200, [&](int i) {
            if (i % 10 == 0)
                map.zoomBy(i % 20 == 0 ? 1.2 : 1 / 1.2);
            map.render(&image);
        });
        map.zoomBy(6);
        measure("    the same, zoomed in", 20, [&](int) { map.render(&image); });
        map.fit();
        measure("    all of it painted anew", 20, [&](int) {
            ui::ClusterMap fresh;
            fresh.setScene(map.scene(), flow.scene(), false);
            fresh.resize(size);
            fresh.fit();
            fresh.render(&image);
        });
    }
    measure("job under the cursor", 100, [&](int i) { (void)map.jobAt({static_cast<double>(i * 6), 200.0}); });
    measure("one job chosen: map, table, neighbours begun", 20, [&](int i) {
        flow.choose({i * 450});
        QCoreApplication::sendPostedEvents();
    });
    measure("cluster chosen: its jobs in the table", 5, [&](int i) {
        flow.chooseClusters(
            {flow.scene()->clusters()[static_cast<std::size_t>(i) % flow.scene()->clusters().size()].id});
    });
    measure("all clusters again", 3, [&](int) {
        flow.chooseClusters({flow.scene()->clusters()[0].id});
        flow.chooseClusters({});
    });
    QPolygonF loop;
    for (int i = 0; i < 400; ++i)
        loop << QPointF(map.width() / 2.0 * (1 + std::cos(i * 0.0157)),
                        map.height() / 2.0 * (1 + std::sin(i * 0.0157)));
    std::vector<int> inside;
    measure("lasso of 400 corners", 5, [&](int) { inside = map.jobsInside(loop); });
    measure("what is in it chosen", 3, [&](int i) {
        if (i > 0)
            flow.choose({});
        flow.choose(inside);
        QCoreApplication::sendPostedEvents();
    });
    std::printf("%zu jobs were in it; GUI thread held up for at most %.1f ms\n", inside.size(), pulse.take());
}
