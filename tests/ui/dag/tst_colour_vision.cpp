// SPDX-License-Identifier: GPL-3.0-or-later
// The heat map for people who see colours differently: every picture is looked at through a simulation (Machado,
// Oliveira, Fernandes 2009, severity 1.0, linear RGB) and in grey. What must hold: the heat keeps its order, and the
// states are told apart by shape, since their colours are not.
#include <QImage>
#include <QPainter>
#include <QTest>
#include <algorithm>
#include <array>
#include <cmath>

#include "dag_samples.h"
#include "ui/theme/colours.h"
#include "ui/theme/paint.h"
#include "ui/views/dag/dag_item.h"
#include "ui/views/dag/dag_view.h"
#include "ui/views/dag/node_painter.h"

using namespace streamtune::ui;
using theme::Mark;

namespace {

using Matrix = std::array<double, 9>;

struct Eye {
    const char* name;
    Matrix matrix;
};
constexpr Eye kEyes[]{
    {"normal", {1, 0, 0, 0, 1, 0, 0, 0, 1}},
    {"protan", {0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998}},
    {"deutan", {0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.011820, 0.042940, 0.968881}},
    {"tritan", {1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.303900}},
    {"grey", {0.2126, 0.7152, 0.0722, 0.2126, 0.7152, 0.0722, 0.2126, 0.7152, 0.0722}}};

double linear(int v) {
    const double s = v / 255.0;
    return s <= 0.04045 ? s / 12.92 : std::pow((s + 0.055) / 1.055, 2.4);
}

int encoded(double v) {
    const double c = std::clamp(v, 0.0, 1.0);
    return static_cast<int>(std::lround(255 * (c <= 0.0031308 ? 12.92 * c : 1.055 * std::pow(c, 1 / 2.4) - 0.055)));
}

QColor through(const Eye& eye, const QColor& c) {
    const double rgb[]{linear(c.red()), linear(c.green()), linear(c.blue())};
    const auto row = [&](std::size_t r) {
        return encoded(eye.matrix[r * 3] * rgb[0] + eye.matrix[r * 3 + 1] * rgb[1] + eye.matrix[r * 3 + 2] * rgb[2]);
    };
    return {row(0), row(1), row(2)};
}

double luminance(const QColor& c) {
    return 0.2126 * linear(c.red()) + 0.7152 * linear(c.green()) + 0.0722 * linear(c.blue());
}

/// Which pixels are ink: far from the ground in lightness. Colour plays no part.
QImage shapeOf(const QImage& picture, const QColor& ground) {
    QImage shape(picture.size(), QImage::Format_Grayscale8);
    for (int y = 0; y < picture.height(); ++y)
        for (int x = 0; x < picture.width(); ++x)
            shape.setPixel(
                x, y, theme::contrast(picture.pixelColor(x, y), ground) > 1.3 ? qRgb(255, 255, 255) : qRgb(0, 0, 0));
    return shape;
}

int difference(const QImage& a, const QImage& b) {
    int count = 0;
    for (int y = 0; y < a.height(); ++y)
        for (int x = 0; x < a.width(); ++x)
            count += a.pixel(x, y) != b.pixel(x, y) ? 1 : 0;
    return count;
}

/// How many pixels a person sees differ who sees light and dark only.
int lightnessDifference(const QImage& a, const QImage& b) {
    int count = 0;
    for (int y = 0; y < a.height(); ++y)
        for (int x = 0; x < a.width(); ++x)
            count += theme::contrast(a.pixelColor(x, y), b.pixelColor(x, y)) > 1.3 ? 1 : 0;
    return count;
}

} // namespace

class ColourVisionTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void heatKeepsItsOrder() {
        for (const Eye& eye : kEyes) {
            double last = -1;
            for (int i = 0; i <= 20; ++i) {
                const double now = luminance(through(eye, theme::heat(i / 20.0)));
                QVERIFY2(now > last, eye.name);
                last = now;
            }
        }
    }

    void numbersOnHeatStayReadable() {
        for (const Eye& eye : kEyes)
            for (int i = 0; i <= 20; ++i) {
                const QColor fill = theme::heat(i / 20.0);
                const double contrast = theme::contrast(through(eye, fill), through(eye, theme::textOn(fill)));
                QVERIFY2(contrast >= 4, qPrintable(QStringLiteral("%1 %2").arg(QLatin1String(eye.name)).arg(contrast)));
            }
    }

    /// Busy and back-pressured are nearly equal in grey: their marks and outlines must differ as shapes.
    void statesDifferAsShapes() {
        const std::array kStates{dag::NodeState::NoData, dag::NodeState::Idle, dag::NodeState::Ok, dag::NodeState::Busy,
                                 dag::NodeState::BackPressured};
        for (const bool dark : {false, true}) {
            const QColor ground = theme::colour(theme::Colour::Panel, dark);
            std::vector<QImage> marks, outlines;
            for (const auto state : kStates) {
                QImage mark(48, 48, QImage::Format_RGB32), outline(120, 80, QImage::Format_RGB32);
                mark.fill(ground);
                outline.fill(ground);
                QPainter onMark(&mark), onOutline(&outline);
                theme::paintMark(onMark, QRectF(6, 6, 36, 36), markOf(state), dark);
                dag::NodeView node;
                dag::NodeStyle style;
                style.dark = dark;
                node.state = state;
                onOutline.setRenderHint(QPainter::Antialiasing);
                dag::paintOutline(onOutline, QRectF(10, 10, 100, 60), node, style, 6, 1);
                onMark.end();
                onOutline.end();
                marks.push_back(shapeOf(mark, ground));
                outlines.push_back(shapeOf(outline, ground));
            }
            for (std::size_t i = 0; i < marks.size(); ++i)
                for (std::size_t j = 1; j < i; ++j) // "no data" is faint: its word tells
                    QVERIFY2(difference(marks[i], marks[j]) > 30, qPrintable(QStringLiteral("%1 %2").arg(i).arg(j)));
            // Busy: one ring; back-pressured: two.
            QVERIFY(difference(outlines[3], outlines[4]) > 150);
        }
    }

    /// The bars: back-pressured is hatched, so its pixels vary where busy is one tone.
    void barsAreHatchedWhereHeldBack() {
        for (const Eye& eye : kEyes) {
            QImage busy(60, 16, QImage::Format_RGB32), held(60, 16, QImage::Format_RGB32);
            for (QImage* image : {&busy, &held})
                image->fill(Qt::white);
            QPainter a(&busy), b(&held);
            theme::paintShares(a, QRectF(0, 0, 60, 16), 1.0, 0.0, false);
            theme::paintShares(b, QRectF(0, 0, 60, 16), 0.0, 1.0, false);
            a.end();
            b.end();
            const auto spread = [&](const QImage& image) {
                double least = 2, most = -1;
                for (int x = 4; x < 56; ++x) {
                    const double l = luminance(through(eye, image.pixelColor(x, 8)));
                    least = std::min(least, l);
                    most = std::max(most, l);
                }
                return most - least;
            };
            QVERIFY2(spread(busy) < 0.02, eye.name);
            QVERIFY2(spread(held) > 0.1, eye.name);
        }
    }

    /// The same operator in four states, at every level of detail: through every eye each picture differs from each
    /// other one as a shape, with colour taken away.
    void everyStateIsToldApart_data() {
        QTest::addColumn<double>("scale");
        QTest::addColumn<int>("least"); // pixels that must differ
        QTest::newRow("near") << 1.0 << 120;
        QTest::newRow("middle") << 0.45 << 24;
        QTest::newRow("far") << 0.14 << 6;
    }
    void everyStateIsToldApart() {
        QFETCH(double, scale);
        QFETCH(int, least);
        constexpr std::array kWords{"no data", "idle", "busy", "back-pressured"};
        for (const bool dark : {false, true}) {
            dag::DagModel model;
            model.graph.id = "states";
            model.observation.emplace();
            model.observation->seconds = 10;
            for (std::size_t i = 0; i < kWords.size(); ++i) {
                streamtune::Operator op;
                op.id = "n" + std::to_string(i);
                op.name = "Operator";
                op.parallelism = 2;
                model.graph.nodes.push_back(op);
                model.predicted[op.id] = 0.3; // the same fill
                if (i == 0)
                    continue;
                streamtune::NodeObservation seen;
                seen.id = op.id;
                seen.parallelism = 2;
                seen.busyMax = seen.busyMean = i == 1 ? 0.05 : i == 2 ? 0.9 : 0.2;
                seen.backpressuredMax = seen.backpressuredMean = i == 3 ? 0.7 : 0.0;
                seen.inRate = seen.outRate = 1'000;
                model.observation->nodes.push_back(seen);
            }
            model.layout = streamtune::layout::quickLayout(model.graph, {});
            dag::DagView view;
            view.setPalette(theme::palette(dark));
            view.resize(1000, 700);
            view.show();
            view.setModel(model);
            view.setLegendVisible(false);
            view.setMinimapVisible(false);
            view.fit();
            view.zoomBy(scale / view.zoom());
            QTest::qWait(300);
            for (std::size_t i = 0; i < kWords.size(); ++i)
                QCOMPARE(wordOf(view.item().nodes()[i].state), QString::fromLatin1(kWords[i]));
            const QImage whole = view.grab().toImage();
            for (const Eye& eye : kEyes) {
                std::vector<QImage> shapes;
                for (int i = 0; i < static_cast<int>(kWords.size()); ++i) {
                    const QRect place = view.nodeRectInView(i).adjusted(-4, -4, 4, 4);
                    QVERIFY(whole.rect().contains(place));
                    QImage seen = whole.copy(QRect(place.topLeft(), view.nodeRectInView(0).size() + QSize(8, 8)));
                    for (int y = 0; y < seen.height(); ++y)
                        for (int x = 0; x < seen.width(); ++x)
                            seen.setPixelColor(x, y, through(eye, seen.pixelColor(x, y)));
                    shapes.push_back(seen);
                }
                for (std::size_t i = 0; i < shapes.size(); ++i)
                    for (std::size_t j = 0; j < i; ++j)
                        QVERIFY2(lightnessDifference(shapes[i], shapes[j]) >= least,
                                 qPrintable(QStringLiteral("%1, %2 against %3, dark %4: %5 pixels")
                                                .arg(QLatin1String(eye.name), QLatin1String(kWords[i]),
                                                     QLatin1String(kWords[j]))
                                                .arg(dark)
                                                .arg(lightnessDifference(shapes[i], shapes[j]))));
            }
        }
    }

    /// A person who reads no colour finds the worst prediction and the root cause in the picture of a job.
    void theWholePictureInGrey() {
        dag::DagView view;
        view.resize(1100, 520);
        view.show();
        dag::DagModel model = dag::sixOperators(true);
        model.layout = streamtune::layout::quickLayout(model.graph, {});
        view.setModel(model);
        QCoreApplication::processEvents();
        const QImage image = view.grab().toImage();
        // Heat fills are ordered by value in grey as well.
        std::vector<std::pair<double, double>> seen;
        for (std::size_t i = 0; i < view.item().nodes().size(); ++i) {
            const auto& node = view.item().nodes()[i];
            if (node.state == dag::NodeState::NoData || !streamtune::isKnown(node.predicted))
                continue;
            const QRect r = view.nodeRectInView(static_cast<int>(i));
            const QColor fill = image.pixelColor(r.center().x() + r.width() / 2 - 5, r.center().y());
            seen.emplace_back(*node.predicted, luminance(through(kEyes[4], fill)));
        }
        QVERIFY(seen.size() >= 4);
        std::ranges::sort(seen);
        for (std::size_t i = 1; i < seen.size(); ++i)
            QVERIFY2(
                seen[i].second >= seen[i - 1].second - 1e-6,
                qPrintable(
                    QStringLiteral("%1: %2 after %3").arg(seen[i].first).arg(seen[i].second).arg(seen[i - 1].second)));
    }
};

QTEST_MAIN(ColourVisionTest)
#include "tst_colour_vision.moc"
